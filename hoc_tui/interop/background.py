"""Conditions, medicines and allergies, for a background that is read and never prescribed from."""

from collections.abc import Iterable, Iterator

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingMedicine
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.concepts import all_words, code_or_text, codes_of, words_of
from hoc_tui.interop.dosage import dosage_words
from hoc_tui.interop.json_text import as_sent
from hoc_tui.interop.parts import Misfit, Part
from hoc_tui.interop.values import quantity_of

ALLERGY_END = "AllergyIntoleranceEnd-1"
SIGNIFICANCE = "ProblemSignificance-1"
PRESCRIBING_AGENCY = "PrescribingAgency-1"
"""How the addresses of GP Connect's extensions end."""
_TAKEN = {"y": "yes", "n": "no", "na": "does not apply"}
"""STU3's `taken`, apart from "unk", which says nothing and which GP Connect always sends."""
_UNUSUAL_INTENTS = {"proposal": "proposed only", "option": "one of several choices"}
"""Requests that are not yet orders."""


def read_condition(resource: Resource, bundle: Bundle) -> IncomingCondition:
    """Read a Condition: a problem of the record.

    Raises:
        Misfit: It is not usable here, has no name, or something in it cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    bundle.check_usable(resource)
    onset, onset_words = _when(resource, "onset")
    ended, ended_words = _when(resource, "abatement")
    significance = "; ".join(one.text("valueCode") for one in _extensions(resource, SIGNIFICANCE))
    return IncomingCondition(
        source_id=resource.source_id,
        name=_name(resource.part("code")),
        codes=codes_of(resource.part("code")),
        status=_status(resource),
        onset=onset,
        recorded=resource.date("assertedDate") or resource.date("recordedDate"),
        ended=ended,
        note=_noted(
            resource,
            ("Significance", significance),
            ("Severity", words_of(resource.part("severity"))),
            ("Body site", all_words(resource.one_or_more("bodySite"))),
            ("Onset", onset_words),
            ("Ended", ended_words),
        ),
    )


def read_allergy(resource: Resource, bundle: Bundle) -> IncomingAllergy:
    """Read an AllergyIntolerance.

    Raises:
        Misfit: It is not usable here, has no name, or something in it cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    bundle.check_usable(resource)
    onset, onset_words = _when(resource, "onset")
    end = [part for one in _extensions(resource, ALLERGY_END) for part in one.parts("extension")]
    reasons = (part.text("valueString") for part in end if part.text("url") in {"reasonEnded", "endReason"})
    return IncomingAllergy(
        source_id=resource.source_id,
        name=_name(resource.part("code")),
        codes=codes_of(resource.part("code")),
        reaction="; ".join(filter(None, map(_reaction, resource.parts("reaction")))),
        status=_status(resource),
        onset=onset,
        recorded=resource.date("assertedDate") or resource.date("recordedDate"),
        ended=next((part.date("valueDateTime") for part in end if part.text("url") == "endDate"), None),
        note=_noted(
            resource,
            ("Criticality", resource.text("criticality")),
            ("Onset", onset_words),
            ("Last occurrence", resource.text("lastOccurrence")),
            ("Reason ended", "; ".join(filter(None, reasons))),
        ),
    )


def _reaction(reaction: Part) -> str:
    said = (
        all_words(reaction.parts("manifestation"), ", "),
        reaction.text("severity"),
        reaction.words("description"),
        words_of(reaction.part("substance")),
        *(note.words("text") for note in reaction.parts("note")),
    )
    return ", ".join(filter(None, said))


def read_medicine(resource: Resource, bundle: Bundle) -> IncomingMedicine:
    """Read a MedicationStatement or a MedicationRequest.

    Raises:
        Misfit: It is not usable here, names no medicine, or something in it cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    bundle.check_usable(resource)
    if resource.flag("doNotPerform"):
        raise Misfit("It says what must not be given, for which there is no place here.")
    concept = _medication(resource, bundle)
    period = resource.part("effectivePeriod")
    agency = all_words(one.part("valueCodeableConcept") for one in _extensions(resource, PRESCRIBING_AGENCY))
    doses = (*resource.parts("dosage"), *resource.parts("dosageInstruction"))
    started = (period.date("start"), resource.date("effectiveDateTime"), resource.date("authoredOn"))
    return IncomingMedicine(
        source_id=resource.source_id,
        name=_name(concept),
        codes=codes_of(concept),
        dosage="; ".join(filter(None, map(dosage_words, doses))),
        status=resource.text("status"),
        started=next(filter(None, started), None),
        ended=period.date("end"),
        note=_noted(
            resource,
            ("", agency),
            ("For", "; ".join(_reasons(resource, bundle))),
            ("Taken", _TAKEN.get(resource.text("taken"), "")),
            ("Intent", _UNUSUAL_INTENTS.get(resource.text("intent"), "")),
        ),
    )


def _medication(resource: Resource, bundle: Bundle) -> Part:
    inside = resource.part("medicationCodeableConcept")
    if inside:
        return inside
    pointer = resource.part("medicationReference")
    found = bundle.borrow(pointer.text("reference"), resource)
    return found.part("code") if found else Part({"text": pointer.text("display")}, "medicationReference")


def _reasons(resource: Resource, bundle: Bundle) -> Iterator[str]:
    yield from filter(None, map(words_of, resource.parts("reasonCode")))
    for pointer in resource.parts("reasonReference"):
        found = bundle.borrow(pointer.text("reference"), resource)
        said = words_of(found.part("code")) if found else pointer.text("display")
        if said:
            yield said


def _name(concept: Part) -> str:
    name = words_of(concept)
    if not name:
        raise Misfit("It has neither a name nor a code.")
    return name


def _status(resource: Resource) -> str:
    """The clinical status, and in brackets how sure it is unless it is confirmed: "active (refuted)"."""
    clinical, verified = (code_or_text(resource, key) for key in ("clinicalStatus", "verificationStatus"))
    if not clinical or verified in {"", "confirmed"}:
        return clinical or verified
    return f"{clinical} ({verified})"


def _when(resource: Resource, stem: str) -> tuple[PartialDate | None, str]:
    """A date, or the words in its place: an age, a range, a text."""
    moment = resource.date(f"{stem}DateTime") or resource.part(f"{stem}Period").date("start")
    age = resource.part(f"{stem}Age")
    said = [f"at age {quantity_of(age).words}" if age else "", resource.text(f"{stem}String")]
    others = (key for key in (f"{stem}Range", f"{stem}Boolean") if key in resource.fields)
    said += [Part({key: as_sent(resource.fields[key])}).text(key) for key in others]
    return moment, "; ".join(filter(None, said))


def _extensions(resource: Resource, ending: str) -> Iterable[Part]:
    return (one for one in resource.parts("extension") if one.text("url").endswith(ending))


def _noted(resource: Resource, *labelled: tuple[str, str]) -> str:
    """The notes as sent, and under them what has no field of its own, each with its label."""
    notes = (note.words("text") for note in resource.one_or_more("note"))
    rest = (f"{label}: {said}" if label else said for label, said in labelled if said)
    return "\n".join(filter(None, (*notes, *rest)))
