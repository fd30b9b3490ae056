"""A FHIR bundle of any version: its resources in their order, and what refers to what."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import Puzzle, Unreadable
from hoc_tui.interop.json_text import Json, as_sent, entries_in, parse
from hoc_tui.interop.parts import Misfit, Part

READABLE_TYPES = frozenset({"collection", "transaction", "batch", "searchset", "document", "message"})
"""Types of bundle that state what is so; a history or a response to a transaction is about something else."""

_KIND = re.compile(r"[A-Z][A-Za-z]{1,60}")
_CONTENT_METHODS = frozenset({"", "POST", "PUT"})


class Resource(Part):
    """One resource, with its kind, its own id, and its place in the bundle.

    Args:
        fields: What was sent.
        kind: What FHIR calls it: "Observation".
        own_id: The sender's id of it; empty when there is none.
        full_url: Its address in the bundle; empty when there is none.
        position: Which entry it is, from 1; 0 for one that stands inside another.
    """

    __slots__ = ("full_url", "id", "kind", "position")

    def __init__(
        self, fields: Mapping[str, Json], kind: str, own_id: str = "", full_url: str = "", position: int = 0
    ) -> None:
        super().__init__(fields)
        self.kind = kind
        self.id = own_id
        self.full_url = full_url
        self.position = position

    @property
    def where(self) -> str:
        """Its place in the file, for people."""
        return f"entry {self.position}: {self.kind}/{self.id}" if self.id else f"entry {self.position}: {self.kind}"

    @property
    def source_id(self) -> str:
        """The sender's identity of it: its id, else an identifier, else its address, else its content.

        Content is an identity too: the same file twice then changes nothing, though a correction cannot be seen.
        """
        return f"{self.kind}/{self.id or self._identifier or self.full_url or self._digest}"

    @property
    def raw(self) -> str:
        """The resource as sent, on one line."""
        return as_sent(dict(self.fields))

    @property
    def _identifier(self) -> str:
        named = (f"{one.text('system')}|{one.text('value')}" for one in self.one_or_more("identifier"))
        return next((name for name in named if not name.endswith("|")), "")

    @property
    def _digest(self) -> str:
        return "sha256:" + hashlib.sha256(self.raw.encode()).hexdigest()

    def puzzle(self, reason: str) -> Puzzle:
        """Set it aside.

        Args:
            reason: Why it cannot be placed, in one sentence.
        """
        return Puzzle(where=self.where, reason=reason, raw=self.raw)


class Bundle:
    """The resources of one bundle about one person.

    Args:
        head: The bundle's own fields.
        resources: The resources in their order.
        broken: Entries that hold no resource that could be read.
    """

    def __init__(self, head: Part, resources: Iterable[Resource], broken: Iterable[Puzzle]) -> None:
        self.head = head
        self.resources = tuple(resources)
        self.broken = tuple(broken)
        self.borrowed: set[int] = set()
        """Positions of resources that lent a name or a text to another."""
        self._by_name: dict[str, Resource] = {}
        for resource in self.resources:
            for name in (f"{resource.kind}/{resource.id}" if resource.id else "", resource.full_url):
                self._by_name.setdefault(name, resource)
        self.patient = self._only_patient()

    def __len__(self) -> int:
        """How many entries it has, the broken ones among them."""
        return len(self.resources) + len(self.broken)

    def of_kind(self, kind: str) -> Iterator[Resource]:
        """The resources of one kind, in their order."""
        return (resource for resource in self.resources if resource.kind == kind)

    def find(self, reference: str, within: Part | None = None) -> Resource | None:
        """The resource that a reference means.

        Args:
            reference: "Kind/id", a full address, or "#id" of a resource inside `within`.
            within: The resource that holds the reference.

        Returns:
            The resource; None when it is not in the bundle.
        """
        if reference.startswith("#"):
            return _contained(reference[1:], within) if within else None
        name = reference.partition("/_history/")[0]
        if not name:
            return None
        if name in self._by_name or "://" not in name:
            return self._by_name.get(name)
        found = self._by_name.get("/".join(name.split("/")[-2:]))
        # Why not any resource of that kind and id: on another server the same id is somebody else's.
        return found if found and "://" not in found.full_url else None

    def borrow(self, reference: str, within: Part | None = None) -> Resource | None:
        """Find a resource in order to use its words in another, and remember that it was used."""
        found = self.find(reference, within)
        if found and found.position:
            self.borrowed.add(found.position)
        return found

    def check_usable(self, resource: Resource) -> None:
        """See that a resource is about this bundle's person, means what it says, and may be shown to them.

        Raises:
            Misfit: It is about somebody or something else, an extension changes its meaning, or the sender asks that
                the person is not told.
        """
        for key in ("subject", "patient"):
            reference = resource.reference(key)
            if reference and self.find(reference) is not self.patient:
                raise Misfit("It is about somebody other than the person this file is about.")
        if resource.parts("modifierExtension"):
            raise Misfit("It carries an extension that changes its meaning in a way not known here.")
        labels = resource.part("meta").parts("security")
        # Why set aside: results are read with the person at the screen, so there is no place for a hidden one.
        if any(label.text("code") == "NOPAT" for label in labels):
            raise Misfit("The sender asks that the person is not shown this.")

    def _only_patient(self) -> Resource:
        patients = tuple(self.of_kind("Patient"))
        if len(patients) == 1:
            return patients[0]
        many = f"The file is about {len(patients)} people; a record file is about one."
        raise self.unreadable(many if patients else "The file does not say which person it is about.", where="Patient")

    def unreadable(self, message: str, *, where: str) -> Unreadable:
        """The refusal of the whole bundle, with how much is lost."""
        return Unreadable(message, where=where, resources=len(self))


def _contained(own_id: str, within: Part) -> Resource | None:
    """A resource inside another. Looking for it never fails: whoever reads it says what is wrong with it."""
    listed = within.fields.get("contained")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("id") == own_id:
            kind = one.get("resourceType")
            return Resource(one, kind if isinstance(kind, str) else "", own_id)
    return None


def read_bundle(data: bytes) -> Bundle:
    """Read the bundle that a file holds.

    Args:
        data: The whole file.

    Returns:
        The bundle, about exactly one person.

    Raises:
        Unreadable: It is not JSON, not a bundle that states what is so, or not about exactly one person.
    """
    value = parse(data)
    head = _head(value)
    try:
        _check_type(head)
    except HocError as error:
        raise Unreadable(error.message, where="Bundle", resources=entries_in(value)) from None
    listed = head.fields.get("entry")
    entries = listed if isinstance(listed, list) else []
    resources: list[Resource] = []
    broken: list[Puzzle] = []
    for position, entry in enumerate(entries, start=1):
        try:
            resources.append(_resource(entry, position))
        except HocError as error:
            broken.append(Puzzle(where=f"entry {position}", reason=error.message, raw=as_sent(entry)))
    return Bundle(head, resources, broken)


def _head(value: Json) -> Part:
    if isinstance(value, dict) and value.get("resourceType") == "Bundle":
        return Part(value)
    raise Unreadable("The file is JSON, but not a FHIR bundle.", where="resourceType")


def _check_type(head: Part) -> None:
    if not isinstance(head.fields.get("entry", []), list):
        raise Misfit("The bundle's entries are not a list.")
    if head.text("type") not in READABLE_TYPES:
        raise Misfit("The bundle is not of a type that states a record.")
    if any(link.text("relation") == "next" for link in head.parts("link")):
        raise Misfit("The bundle is one page of several, so the record is not whole.")


def _resource(entry: Json, position: int) -> Resource:
    if not isinstance(entry, dict):
        raise Misfit("The entry is not an object.")
    slot = Part(entry)
    if slot.part("request").text("method") not in _CONTENT_METHODS:
        raise Misfit("The entry asks for a change of something else instead of stating what is so.")
    resource = slot.part("resource")
    kind = resource.text("resourceType")
    if not _KIND.fullmatch(kind):
        raise Misfit("The entry holds no resource.")
    return Resource(resource.fields, kind, resource.text("id"), slot.text("fullUrl"), position)
