"""One row: a person and one result of theirs."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingPerson, Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import LONGEST_WORD, Code, Quantity, ReferenceRange, SentResult, key_of_test
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from hoc_tui.interop.csv.dates import read_date
from hoc_tui.interop.csv.mapping import CsvMapping
from hoc_tui.interop.edifact.values import number_of
from hoc_tui.interop.parts import LONGEST_COMMENT, Misfit

RESOURCES = 2
"""A row holds a person and a result."""
_SYSTEMS = {
    "snomed": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
    "read2": "http://read.info/readv2",
}
_STATUSES = {status.value: status for status in ResultStatus}
_EITHER_MARK = re.compile(r"[<>=~ ]*[+-]?[0-9][0-9.,' ]*[.,'][0-9.,' ]*")
_WITHOUT_VALUE = "row without a value"


@dataclass(slots=True)
class Identities:
    """The ids of a file's rows that have none of their own.

    A row is known by whom it is about, its test and when that was taken, and not by its value, so that the row with
    another value in a later file is a correction. Several such rows in one file that say different things are numbered
    in their order; those that say the same are one.
    """

    seen: dict[bytes, list[bytes]] = field(default_factory=dict)

    def of(self, known_by: tuple[str, ...], says: tuple[str, ...]) -> str:
        """The id of a row.

        Args:
            known_by: What makes it this result.
            says: The whole row.
        """
        own, content = _digest(known_by), _digest(says)
        before = self.seen.setdefault(own, [])
        if content not in before:
            before.append(content)
        return f"{own.hex()}/{before.index(content) + 1}"


def _digest(words: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join(words).encode()).digest()[:12]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, by what they mean."""

    cells: Mapping[str, str]
    """Every column that is mapped, and what is the same for every row."""
    place: str
    raw: bytes
    mapping: CsvMapping

    def line(self, name: str) -> str:
        """A cell as one line; empty when it is empty or not mapped.

        Raises:
            TextTooLong: It is longer than 300 characters.
        """
        return sanitise(self.cells.get(name, ""), limit=LONGEST_LINE, lines=False)

    def words(self, name: str) -> str:
        """A cell with its lines.

        Raises:
            TextTooLong: It is longer than 20,000 characters.
        """
        return sanitise(self.cells.get(name, ""), limit=LONGEST_COMMENT).strip()

    def date(self, name: str) -> PartialDate | None:
        """A cell as a date; None when it is empty.

        Raises:
            NotADate: It is not written in a format of the mapping, or there is no such day.
        """
        return read_date(self.line(name), self.mapping.dates[name])


def read_row(row: Row, identities: Identities) -> IncomingMessage | Unreadable:
    """Read one row.

    Args:
        row: The row.
        identities: The ids given to the rows before it.

    Returns:
        The message that the row is; or why it cannot be read, when nothing of it may be taken.
    """
    try:
        return _message(row, identities)
    except HocError as error:
        return Unreadable(f"The row cannot be read: {error.message}", where=row.place, resources=RESOURCES)


def _message(row: Row, identities: Identities) -> IncomingMessage:
    person = _person(row)
    result = _result(row, person, identities)
    silent = not (result.numeric or result.text or result.comment)
    report = IncomingReport(
        person=person,
        results=() if silent else (result,),
        ignored={_WITHOUT_VALUE: 1} if silent else {},
        resources=RESOURCES,
    )
    return IncomingMessage(
        source_system=f"csv|{row.mapping.sender}",
        control_id=f"{result.source_id}/{hashlib.sha256(row.raw).hexdigest()[:16]}",
        place=row.place,
        raw=row.raw,
        reports=(report,),
    )


def _person(row: Row) -> IncomingPerson:
    person = IncomingPerson(
        source_id=row.line("person_id"),
        family=row.line("family"),
        given=row.line("given"),
        born=_born(row),
        nhs_number=row.line("nhs_number"),
    )
    if not (person.nhs_number or person.family or person.source_id):
        raise Misfit("it does not say whom it is about.")
    return person


def _born(row: Row) -> date | None:
    born = row.date("born")
    if born is not None and len(born.text) < len("2003-06-16"):
        raise Misfit("its date of birth is no whole day.")
    return born.first_day if born else None


def _result(row: Row, person: IncomingPerson, identities: Identities) -> SentResult:
    codes = _codes(row)
    name = row.line("test_name") or (codes[0].code if codes else "")
    if not name:
        raise Misfit("it does not say which test it is.")
    quantity, text, said = _value(row)
    test_key, taken, reported = key_of_test(codes, name), row.date("taken"), row.date("reported")
    return SentResult(
        source_id=row.line("source_id") or _derived(row, person, test_key, taken or reported, identities),
        test_key=test_key,
        name=name,
        codes=codes,
        quantity=quantity,
        text=text,
        ranges=_ranges(row),
        flag=row.line("flag"),
        comment="\n".join(filter(None, (said, row.words("comment")))),
        status=_status(row),
        taken=taken,
        reported=reported,
        performer=row.line("lab"),
        specimen=row.line("specimen"),
    )


def _codes(row: Row) -> tuple[Code, ...]:
    code, system = row.line("test_code"), row.line("test_system")
    if not code:
        return ()
    if not system:
        raise Misfit("its test code comes without its system.")
    named = _SYSTEMS.get(system.casefold(), system)
    system = f"csv|{row.mapping.sender}" if system.casefold() == "local" else named
    return (Code(system=system, code=code, display=row.line("test_name")),)


def _value(row: Row) -> tuple[Quantity | None, str, str]:
    """A number, or a short answer, or words of several lines that are a comment."""
    value, unit = row.words("value"), row.line("unit")
    number = _number(value, comma=row.mapping.decimal_comma)
    if number is not None:
        return Quantity(text=number[1], comparator=number[0], unit=unit), "", ""
    if len(value) > LONGEST_WORD or "\n" in value:
        return None, "", value
    return None, value, ""


def _number(text: str, *, comma: bool) -> tuple[Comparator | None, str] | None:
    """A number; None when the text is words.

    Raises:
        Misfit: Which of its marks is the decimal one cannot be told, so that 1,234 might be read as 1.234.
    """
    own, other = (",", ".") if comma else (".", ",")
    if _EITHER_MARK.fullmatch(text) and (other in text or "'" in text or text.count(own) > 1):
        raise Misfit(f"“{text[:40]}” has a mark in it that is no decimal {'comma' if comma else 'point'}.")
    return number_of(text, own)


def _ranges(row: Row) -> tuple[ReferenceRange, ...]:
    low, high = row.line("low"), row.line("high")
    if not (low or high):
        return ()
    ends = [_number(end, comma=row.mapping.decimal_comma) if end else (None, None) for end in (low, high)]
    if all(end is not None and end[0] is None for end in ends):
        numbers = [end[1] if end else None for end in ends]
        return (ReferenceRange(low=numbers[0], high=numbers[1], unit=row.line("unit")),)
    return (ReferenceRange(text=f"{low} to {high}" if low and high else low or high),)


def _status(row: Row) -> ResultStatus:
    sent = row.line("status").casefold()
    if sent and sent not in _STATUSES:
        raise Misfit(f"its status “{sent[:40]}” is none that is known.")
    return _STATUSES.get(sent, ResultStatus.NOT_SENT)


def _derived(row: Row, person: IncomingPerson, test_key: str, day: PartialDate | None, identities: Identities) -> str:
    if day is None:
        raise Misfit("it has neither an id nor a date, so that a correction of it could not be told from a new result.")
    who = person.nhs_number or person.source_id or f"{person.family}|{person.given}|{person.born}"
    # An NHS number with blanks is the same number.
    known_by = ("".join(who.split()).casefold(), test_key, day.text)
    return identities.of(known_by, tuple(row.cells.values()))
