"""Who a message is about, and who performed the tests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.vocabulary import Gender
from hoc_tui.interop.edifact.syntax import Segment, as_line, glued
from hoc_tui.interop.edifact.values import date_of
from hoc_tui.interop.parts import Misfit

_GENDERS = {
    "0": Gender.NOT_KNOWN,
    "1": Gender.MALE,
    "2": Gender.FEMALE,
    "9": Gender.NOT_SPECIFIED,
    "": Gender.NOT_KNOWN,
}
"""Source: NHS Data Dictionary, PERSON STATED GENDER CODE."""
_NUMBERS = frozenset({"OPI", "NHS", "NHI"})
"""Qualifiers of the official number: the reference implementation reads OPI as the NHS number."""
_OWN_NUMBERS = frozenset({"SSI", "RPI"})
"""References by which a laboratory or radiology system knows the person."""
_PERFORMERS = frozenset({"SLA", "SRA", "RRP"})
"""Laboratory, radiology department, reporting radiologist."""
_NAME_WIDTH = 35
"""How many characters one component of a name holds; a longer name goes on in the next."""


@dataclass(slots=True)
class Details:
    """A person while their segments are read."""

    names: dict[str, list[str]] = field(default_factory=dict)
    nhs_number: str = ""
    own_number: str = ""
    other_number: str = ""
    """What stood in the official number's place and cannot be one."""
    born: date | None = None
    gender: Gender = Gender.NOT_KNOWN
    address: tuple[str, ...] = ()
    postcode: str = ""
    remarks: list[str] = field(default_factory=list)

    def person(self) -> IncomingPerson:
        """The person as the laboratory names them."""
        given = [*self.names.get("FO", ()), *self.names.get("MI", ())]
        return IncomingPerson(
            source_id=self.own_number or self.other_number,
            family=" ".join(self.names.get("SU", ()) or self.names.get("US", ())),
            given=" ".join(given),
            title=" ".join(self.names.get("TI", ())),
            born=self.born,
            gender=self.gender,
            nhs_number=self.nhs_number,
            address=self.address,
            postcode=self.postcode,
        )


def read_person(segments: Iterable[Segment]) -> Details:
    """Read who a report is about.

    Raises:
        Misfit: Nobody is named, or more than one.
        TextTooLong: A name or an address is longer than its field.
    """
    details = Details()
    named = 0
    for segment in segments:
        match segment.tag:
            case "PNA":
                named += 1
                _name(details, segment)
            case "RFF" if segment.line(1) in _OWN_NUMBERS:
                details.own_number = details.own_number or segment.line(1, 1)
            case "ADR":
                _address(details, segment)
            case "DTM" if segment.line(1) == "329":
                _birth(details, segment)
            case "PDI":
                _gender(details, segment)
    if named != 1:
        raise Misfit("It names more than one person in one report." if named else "It does not say who it is about.")
    return details


def _name(details: Details, segment: Segment) -> None:
    _official_number(details, segment.line(2), segment.line(2, 1))
    for element in range(3, len(segment.elements)):
        qualifier, *words = segment.parts(element)
        name = glued(words, _NAME_WIDTH) if words else ""
        if name:
            details.names.setdefault(qualifier, []).append(name)


def _official_number(details: Details, number: str, qualifier: str) -> None:
    digits = number.replace(" ", "").replace("-", "")
    if qualifier in _NUMBERS and len(digits) == 10 and digits.isdecimal():
        details.nhs_number = number
    elif number:
        details.other_number = number
        details.remarks.append(f"“{number}” came in the place of the NHS number and is none.")


def _address(details: Details, segment: Segment) -> None:
    lines = [as_line(part) for part in segment.parts(2)[1:]] + [segment.line(3)]
    details.address = details.address or tuple(filter(None, lines))
    details.postcode = details.postcode or segment.line(4)


def _birth(details: Details, segment: Segment) -> None:
    try:
        born = date_of(segment)
    except HocError as error:
        details.remarks.append(f"No date of birth was taken: {error.message}")
        return
    if born is not None and len(born.text) >= len("2003-06-16"):
        details.born = born.first_day
    elif born is not None:
        details.remarks.append(f"The date of birth came only as “{born.text}”, so none was taken.")


def _gender(details: Details, segment: Segment) -> None:
    sent = segment.line(1)
    if sent not in _GENDERS:
        details.remarks.append(f"The gender came as “{sent}”, which is no NHS code, so it is not known.")
    details.gender = _GENDERS.get(sent, Gender.NOT_KNOWN)


@dataclass(slots=True)
class Party:
    """One of those whom the head of a message names."""

    role: str
    name: str
    kind: str = ""
    """Organisation ("ORG"), department ("DPT") or professional ("PRO")."""


def parties(segments: Iterable[Segment]) -> tuple[Party, ...]:
    """Those who perform what the message reports, in its order.

    Raises:
        TextTooLong: A name is longer than its field.
    """
    found: list[Party] = []
    for segment in segments:
        if segment.tag == "NAD":
            found.append(Party(segment.line(1), glued(segment.parts(4), _NAME_WIDTH)))
        elif segment.tag == "SPR" and found:
            found[-1].kind = segment.line(1)
    return tuple(party for party in found if party.role in _PERFORMERS and party.name)


def performer(performing: Iterable[Party]) -> str:
    """Those who performed, each once."""
    return "; ".join(dict.fromkeys(party.name for party in performing))


def sender(performing: tuple[Party, ...]) -> str:
    """The organisation that performs, which stands for the sender of a message without its interchange."""
    return next(_by_size(performing), "sender not stated")


def _by_size(performing: tuple[Party, ...]) -> Iterator[str]:
    yield from (party.name for party in performing if party.kind == "ORG")
    yield from (party.name for party in performing)
