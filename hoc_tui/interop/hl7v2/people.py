"""Who a message is about: the PID segment as the laboratory filled it in."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from hoc_tui.domain.dates import NotADate, PartialDate
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.domain.vocabulary import Gender
from hoc_tui.interop.hl7v2.dates import time_of
from hoc_tui.interop.hl7v2.encoding import Encoding
from hoc_tui.interop.hl7v2.segments import Segment

_NHS = frozenset({"NHS", "2.16.840.1.113883.2.1.4.1", "https://fhir.nhs.uk/id/nhs-number"})
"""How senders name the authority that gives NHS numbers."""
_TEN_DIGITS = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_NOT_THE_RECORD = frozenset(
    {"SS", "SB", "DL", "PPN", "PP", "NI", "TAX", "BC", "MC", "MA", "MB", "NH", "AN", "VN", "LN"},
)
"""HL7 table 0203: numbers of papers a person has, of insurance, or of one stay in hospital."""
_GENDERS = {"M": Gender.MALE, "F": Gender.FEMALE, "O": Gender.OTHER, "A": Gender.OTHER, "N": Gender.NOT_SPECIFIED}
_UNKNOWN = frozenset({"", "U", "UNK"})
_WHOLE_DAY = len("2000-01-01")


class _Identifier(NamedTuple):
    number: str
    authority: tuple[str, ...]
    """Who gave it: a name, a universal id and what sort of id that is; without the empty ones."""
    kind: str

    @property
    def is_nhs_number(self) -> bool:
        """By who gave it; by its type only with ten digits, since other countries' health numbers have it too."""
        if not _NHS.isdisjoint(self.authority):
            return self.kind in {"", "NH", "NHS", "NI", "PI", "MR", "PT"}
        return self.kind in {"NH", "NHS"} and _TEN_DIGITS.fullmatch(self.number) is not None


def read_person(pid: Segment, encoding: Encoding) -> tuple[IncomingPerson, tuple[str, ...]]:
    """Read who a group of results is about.

    Args:
        pid: The segment.
        encoding: How the message is written.

    Returns:
        The person as the laboratory names them, and what could not be taken as it was sent.

    Raises:
        TextTooLong: A name, number or address is longer than 300 characters.
    """
    remarks: list[str] = []
    identifiers = [*_identifiers(pid, encoding)]
    name = _best(encoding.repeats(pid[5]), 7, ("L", "", "U", "D", "C"), encoding)
    died, home, reached = _died(pid, encoding, remarks), _address(pid, encoding), _reached(pid, encoding)
    person = IncomingPerson(
        source_id=_own_number(identifiers),
        family=encoding.first_sub(_raw(name, 1, encoding)),
        given=_joined(encoding.part(name, position) for position in (2, 3)),
        title=encoding.part(name, 5),
        born=_born(pid, encoding, remarks),
        gender=_gender(pid, encoding, remarks),
        died=died,
        deceased=bool(died) or encoding.part(pid[30], 1) == "Y",
        nhs_number=_nhs_number(identifiers, remarks),
        address=home.lines,
        postcode=home.postcode,
        phone=reached.phone,
        mobile=reached.mobile,
        email=reached.email,
    )
    if not (person.family or person.given or person.nhs_number or person.source_id):
        remarks.append("The message does not say who the person is.")
    return person, tuple(remarks)


def _raw(raw: str, position: int, encoding: Encoding) -> str:
    parts = encoding.parts(raw)
    return parts[position - 1] if len(parts) >= position else ""


def _joined(parts: Iterable[str], joint: str = " ") -> str:
    return sanitise(joint.join(filter(None, parts)), limit=LONGEST_LINE, lines=False)


def _best(repeats: list[str], kind: int, order: tuple[str, ...], encoding: Encoding) -> str:
    """The repetition whose type comes first in an order; one without any words only when there is no other."""
    ranked = sorted(
        repeats,
        key=lambda one: (
            not any(part.strip(encoding.sub) for part in encoding.parts(one)[: kind - 1]),
            order.index(found) if (found := encoding.part(one, kind)) in order else len(order),
        ),
    )
    return ranked[0] if ranked else ""


def _identifiers(pid: Segment, encoding: Encoding) -> Iterable[_Identifier]:
    """The numbers of PID-3, and those of PID-2 and PID-4, where older senders put them."""
    for raw in (one for field in (3, 2, 4) for one in encoding.repeats(pid[field])):
        named = tuple(filter(None, map(encoding.line, _raw(raw, 4, encoding).split(encoding.sub))))
        number = encoding.part(raw, 1)
        if number:
            yield _Identifier(number, named, encoding.part(raw, 5).upper())


def _nhs_number(identifiers: list[_Identifier], remarks: list[str]) -> str:
    numbers = dict.fromkeys(one.number for one in identifiers if one.is_nhs_number)
    if len({re.sub(r"\D", "", number) for number in numbers}) > 1:
        remarks.append("The person came with more than one NHS number, so none was taken.")
        return ""
    return next(iter(numbers), "")


def _own_number(identifiers: list[_Identifier]) -> str:
    """The laboratory's own number for the person, with who gave it: two hospitals may both count from 1."""
    own = [one for one in identifiers if not one.is_nhs_number and one.kind not in _NOT_THE_RECORD]
    own.sort(key=lambda one: {"MR": 0, "PI": 1, "": 2}.get(one.kind, 3))
    if not own:
        return ""
    return _joined((*own[0].authority[:1], own[0].number), "|")


def _born(pid: Segment, encoding: Encoding, remarks: list[str]) -> date | None:
    sent = encoding.part(pid[7], 1)
    try:
        born = time_of(sent)
    except NotADate as error:
        remarks.append(f"The date of birth was not taken: {error.message}")
        return None
    if born is not None and len(born.text) < _WHOLE_DAY:
        remarks.append(f"The date of birth came only as “{born.text}”, so none was taken.")
        return None
    return born.first_day if born else None


def _died(pid: Segment, encoding: Encoding, remarks: list[str]) -> PartialDate | None:
    try:
        return time_of(encoding.part(pid[29], 1))
    except NotADate as error:
        remarks.append(f"The date of death was not taken: {error.message}")
        return None


def _gender(pid: Segment, encoding: Encoding, remarks: list[str]) -> Gender:
    sent = encoding.part(pid[8], 1).upper()
    if sent not in _GENDERS and sent not in _UNKNOWN:
        remarks.append(f"The sex came as “{sent[:40]}”, which HL7 does not have, so it is not known.")
    return _GENDERS.get(sent, Gender.NOT_KNOWN)


class _Home(NamedTuple):
    lines: tuple[str, ...]
    postcode: str


def _address(pid: Segment, encoding: Encoding) -> _Home:
    home = _best(encoding.repeats(pid[11]), 7, ("H", "", "P", "C", "M"), encoding)
    street = encoding.line(_raw(home, 1, encoding).replace(encoding.sub, " "))
    lines = (street, *(encoding.part(home, position) for position in (2, 3, 4, 6)))
    return _Home(tuple(dict.fromkeys(filter(None, lines))), encoding.part(home, 5))


class _Reached(NamedTuple):
    phone: str
    mobile: str
    email: str


def _reached(pid: Segment, encoding: Encoding) -> _Reached:
    """Telephone numbers and mail addresses of PID-13, several of one sort joined."""
    phones: list[str] = []
    mobiles: list[str] = []
    mails: list[str] = []
    for one in encoding.repeats(pid[13]):
        parts = [*map(encoding.line, encoding.parts(one)), *[""] * 12]
        number = parts[0] or parts[11] or " ".join(filter(None, parts[4:7]))
        (mobiles if parts[2] == "CP" else phones).append(number)
        mails.append(parts[3])
    return _Reached(*(_joined(dict.fromkeys(sent), "; ") for sent in (phones, mobiles, mails)))
