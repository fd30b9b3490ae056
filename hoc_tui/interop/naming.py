"""The names of those a resource refers to: who performed it, and what was taken for it."""

from collections.abc import Iterator

from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.concepts import all_words, words_of
from hoc_tui.interop.parts import Part
from hoc_tui.interop.values import quantity_of

FASTING = "FastingStatus-1"
"""How the address of the extension ends in which NHS senders say whether the person had fasted."""


def human_name(name: Part) -> str:
    """A name as written: its text, or title, given and family name."""
    parts = (*name.texts("prefix"), *name.texts("given"), name.text("family"))
    return name.text("text") or " ".join(filter(None, parts))


def performers(resource: Resource, bundle: Bundle) -> str:
    """Who performed an Observation or answers for a report, each once; empty when nobody is named.

    STU3 puts a report's performers one level deeper, under `actor`.
    """
    named = (_name(one.part("actor") or one, resource, bundle) for one in resource.parts("performer"))
    return "; ".join(dict.fromkeys(filter(None, named)))


def _name(pointer: Part, resource: Resource, bundle: Bundle) -> str:
    found = bundle.borrow(pointer.text("reference"), resource)
    if found and found.kind == "PractitionerRole":
        found = bundle.borrow(found.reference("practitioner"), found)
    if found is None or found.kind not in {"Practitioner", "Organization"}:
        return pointer.text("display")
    if found.kind == "Organization":
        return found.text("name")
    return next(filter(None, map(human_name, found.one_or_more("name"))), "")


def specimen_words(reference: str, bundle: Bundle, within: Resource) -> str:
    """What was taken, with how much of it, whether fasting, and what the laboratory noted about it.

    Args:
        reference: What the result or report says its specimen is.
        bundle: Where to look.
        within: The resource that says so.

    Returns:
        "SERUM; note: specimen received separated"; empty when there is no specimen.
    """
    found = bundle.borrow(reference, within) if reference else None
    return "; ".join(filter(None, _specimen(found))) if found else ""


def _specimen(specimen: Resource) -> Iterator[str]:
    yield words_of(specimen.part("type"))
    collection = specimen.part("collection")
    if collection.part("quantity"):
        yield quantity_of(collection.part("quantity")).words
    yield words_of(collection.part("bodySite"))
    fasting = [one for one in collection.parts("extension") if one.text("url").endswith(FASTING)]
    status = all_words(
        (*(one.part("valueCodeableConcept") for one in fasting), collection.part("fastingStatusCodeableConcept"))
    )
    yield f"fasting status: {status}" if status else ""
    for note in specimen.parts("note"):
        yield f"note: {note.words('text')}" if note.words("text") else ""


def collected(reference: str, bundle: Bundle, within: Resource) -> Part:
    """How and when a specimen was collected; without fields when nothing is known."""
    found = bundle.find(reference, within) if reference else None
    return found.part("collection") if found else Part({})
