"""What a file says about a whole list: known, none known, not recorded, or unavailable.

"No known allergies" is a finding that somebody made; an empty list is not. So "none known" is said only where the
file says it in so many words, and everything doubtful is "unavailable" with the reason beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hoc_tui.domain.background import Force, force_of
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingList, IncomingMedicine
from hoc_tui.domain.results import Code
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState
from hoc_tui.interop.bundle import Resource
from hoc_tui.interop.concepts import codes_of

Entry = IncomingCondition | IncomingMedicine | IncomingAllergy

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ABSENT_UNKNOWN = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"

LIST_CODES = {
    "886921000000105": BackgroundKind.ALLERGIES,
    "933361000000108": BackgroundKind.MEDICINES,
    "717711000000103": BackgroundKind.CONDITIONS,
    "48765-2": BackgroundKind.ALLERGIES,
    "10160-0": BackgroundKind.MEDICINES,
    "11450-4": BackgroundKind.CONDITIONS,
    "allergies": BackgroundKind.ALLERGIES,
    "medications": BackgroundKind.MEDICINES,
    "problems": BackgroundKind.CONDITIONS,
}
"""Which list a List is: GP Connect's (SNOMED CT), the patient summary's (LOINC), and FHIR's own example codes."""
ENDED_ALLERGIES = "1103671000000101"
"""SNOMED CT code of GP Connect's list whose allergies stand inside it."""

NONE_KNOWN = {
    (SNOMED, "716186003"): BackgroundState.NONE_KNOWN,
    (SNOMED, "160244002"): BackgroundState.NONE_KNOWN,
    (ABSENT_UNKNOWN, "no-known-allergies"): BackgroundState.NONE_KNOWN,
    (ABSENT_UNKNOWN, "no-known-medications"): BackgroundState.NONE_KNOWN,
    (ABSENT_UNKNOWN, "no-known-problems"): BackgroundState.NONE_KNOWN,
    (ABSENT_UNKNOWN, "no-allergy-info"): BackgroundState.NOT_RECORDED,
    (ABSENT_UNKNOWN, "no-medication-info"): BackgroundState.NOT_RECORDED,
    (ABSENT_UNKNOWN, "no-problem-info"): BackgroundState.NOT_RECORDED,
    # "No known drug allergy", "… food allergy": said of a part, so not of the whole.
    (SNOMED, "409137002"): BackgroundState.NOT_RECORDED,
    (SNOMED, "429625007"): BackgroundState.NOT_RECORDED,
    (SNOMED, "428607008"): BackgroundState.NOT_RECORDED,
}
"""Codes that stand in the place of an entry and say that there is none, with what the list then is.

Source: FHIR R4 allergyintolerance-code and the International Patient Summary's absent-unknown codes.
"""

_EMPTY = {
    "nilknown": BackgroundState.NONE_KNOWN,
    "no-content-recorded": BackgroundState.NOT_RECORDED,
    "notstarted": BackgroundState.NOT_RECORDED,
    "notasked": BackgroundState.NOT_RECORDED,
}
_WARNING = "ListWarningCode-1"


@dataclass(slots=True)
class ListSaid:
    """What has been said about one background list so far."""

    kind: BackgroundKind
    empty: BackgroundState | None = None
    """What a List resource says that it is, when it has nothing in it."""
    stated: list[BackgroundState] = field(default_factory=list)
    """What entries say that stand for there being none."""
    notes: list[str] = field(default_factory=list)
    lost: int = 0
    """Entries that were set aside."""

    def conclude(self, entries: Iterable[Entry]) -> IncomingList:
        """What is known of the list.

        Args:
            entries: The entries that were read.
        """
        state = BackgroundState.KNOWN if any(map(in_force, entries)) else self._unless_known()
        notes = list(self.notes)
        if self.lost:
            notes.append(f"{self.lost} of the {self.kind} sent could not be placed.")
        if not notes and state is BackgroundState.UNAVAILABLE:
            notes.append(f"The file says nothing about {self.kind}.")
        return IncomingList(kind=self.kind, state=state, note="\n".join(dict.fromkeys(notes)))

    def deny(self, entry: Entry, state: BackgroundState) -> None:
        """Take an entry that says there is none.

        Args:
            entry: The entry as read.
            state: What its code makes of the list.
        """
        if not in_force(entry):
            return
        self.stated.append(state)
        dated = entry.recorded or entry.onset if isinstance(entry, IncomingAllergy | IncomingCondition) else None
        on = f" ({dated.short})" if dated else ""
        self.notes.append(f"The record says: {entry.name}{on}.")

    def _unless_known(self) -> BackgroundState:
        if self.lost:
            return BackgroundState.UNAVAILABLE
        if BackgroundState.NONE_KNOWN in self.stated:
            return BackgroundState.NONE_KNOWN
        if self.stated:
            return BackgroundState.NOT_RECORDED
        return self.empty or BackgroundState.UNAVAILABLE


_KINDS = {
    IncomingAllergy: BackgroundKind.ALLERGIES,
    IncomingMedicine: BackgroundKind.MEDICINES,
    IncomingCondition: BackgroundKind.CONDITIONS,
}


def in_force(entry: Entry) -> bool:
    """Whether an entry makes a list one of things known: a withdrawn one does not, nor does an allergy that ended."""
    kind = _KINDS[type(entry)]
    force = force_of(kind, entry.status, entry.ended)
    return force is Force.IN_FORCE or (force is Force.ENDED and kind is not BackgroundKind.ALLERGIES)


def denial_in(codes: Iterable[Code]) -> BackgroundState | None:
    """What the list is when an entry's code says that there is nothing to list; None for an ordinary entry."""
    said = [NONE_KNOWN.get((code.system, code.code)) for code in codes]
    return next(filter(None, said), None)


def read_list(resource: Resource, lists: dict[BackgroundKind, ListSaid]) -> None:
    """Take what a List resource says about one of the three background lists; other lists say nothing here.

    Raises:
        Misfit: Something in it cannot be read faithfully.
    """
    codes = codes_of(resource.part("code"))
    kind = next((LIST_CODES[code.code] for code in codes if code.code in LIST_CODES), None)
    if kind is None or resource.text("status") == "entered-in-error":
        return
    said = lists[kind]
    said.notes += filter(None, (note.words("text") for note in resource.one_or_more("note")))
    if not resource.parts("entry"):
        said.empty = _why_empty(resource)


def _why_empty(resource: Resource) -> BackgroundState:
    reason = resource.part("emptyReason")
    states = [_EMPTY.get(code.code) for code in codes_of(reason)]
    # Why not "not recorded": a list held back, or still on its way from another practice, is not an empty one.
    if any(one.text("url").endswith(_WARNING) for one in resource.parts("extension")):
        return BackgroundState.UNAVAILABLE
    return next(filter(None, states), BackgroundState.UNAVAILABLE)
