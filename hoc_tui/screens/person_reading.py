"""What is typed into a person's details, read and said back; what makes no sense gets one sentence."""

import re
from collections.abc import Callable
from datetime import date

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.entry.births import AgeEntry, BirthEntry, read_birth
from hoc_tui.domain.entry.dates import read_past_date
from hoc_tui.domain.entry.days import month_number
from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE

Reader = Callable[[str], str]

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH_OF_YEAR = re.compile(r"(?P<month>[a-z]{3,9}|[0-9]{1,2})[ /.\-](?P<year>(?:19|20)[0-9]{2})")
_NOT_KNOWN = frozenset({"not known", "unknown", "not sure"})


def fits_line(text: str) -> str:
    """Says nothing back; refuses what is too long for one line.

    Raises:
        TextTooLong: It is.
    """
    sanitise(text, limit=LONGEST_LINE, lines=False)
    return ""


def fits_words(text: str) -> str:
    """Says nothing back; refuses what is too long.

    Raises:
        TextTooLong: It is.
    """
    sanitise(text)
    return ""


def birth_of(text: str, today: date) -> BirthEntry:
    """The date of birth that was typed.

    Args:
        text: Not empty.
        today: Today.

    Raises:
        NotUnderstood: It is no date that has been.
        Refused: It is an age, which is not enough to know somebody by.
    """
    entry = read_birth(text, today)
    if isinstance(entry, AgeEntry):
        raise Refused(f"“{entry.typed}” is an age: type the date of birth, or leave this empty.")
    return entry


def birth_reader(today: date) -> Reader:
    """Says a date of birth back, with the age."""
    return lambda text: birth_of(text, today).said_back


def number_said_back(text: str) -> str:
    """Says an NHS number back in its three groups, or that it is not valid and kept as it is."""
    number = NhsNumber.parse(text)
    if number.valid:
        return f"NHS No. {number.display}"
    return "number not valid: it is kept as typed, and nobody is found by it"


def past_reader(today: date) -> Reader:
    """Says a day that has been back."""
    return lambda text: read_past_date(text, today).said_back


def about_when(text: str, today: date) -> PartialDate | None:
    """A date as precise as it is known: "12 Nov 2025", "Nov 2025", "2025", "not known".

    Args:
        text: What was typed.
        today: Today.

    Returns:
        The date; None when it was said to be not known.

    Raises:
        NotUnderstood: It is none of these, or is still to come.
    """
    typed = one_line(text)
    plain = plainly(typed)
    if plain in _NOT_KNOWN:
        return None
    if _YEAR.fullmatch(plain):
        return _not_to_come(PartialDate.parse(plain), typed, today)
    parts = _MONTH_OF_YEAR.fullmatch(plain)
    month = _month(parts["month"]) if parts else None
    if parts is not None and month is not None:
        return _not_to_come(PartialDate.parse(f"{parts['year']}-{month:02}"), typed, today)
    return PartialDate.parse(read_past_date(text, today).value.isoformat())


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return month_number(text)


def _not_to_come(when: PartialDate, typed: str, today: date) -> PartialDate:
    if when.first_day > today:
        raise NotUnderstood(typed, "is still to come", "2014, May 2014 or 12 May 2014")
    return when


def about_when_reader(today: date) -> Reader:
    """Says a date back, as precise as it is known."""

    def said_back(text: str) -> str:
        when = about_when(text, today)
        return when.short if when else "date not known"

    return said_back
