"""Dates of birth in the formats a front desk hears and types, and ages where no date is known."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from hoc_tui.domain.dates import add_months, age_on, age_words, counted, short
from hoc_tui.domain.entry.dates import EARLIEST, resolve_past
from hoc_tui.domain.entry.days import WrittenDay, read_written
from hoc_tui.domain.entry.typed import NotUnderstood, Unclear, one_line, plainly

OLDEST = 125
"""The most years an age may have; the oldest person known reached 122."""

_EXAMPLE = "4/3/1951 or 4 Mar 1951"
_AGE = re.compile(r"(?:aged? )?(?P<years>[0-9]{1,3}) ?(?:y|yo|y/o|yr|yrs|years?)?(?: old)?")
_COMPACT = (
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<two>[0-9]{2})"),
)


@dataclass(frozen=True, slots=True)
class BirthEntry:
    """A date of birth, as typed and as understood."""

    typed: str
    value: date
    said_back: str
    """"04-Mar-1951, 75 years old"."""


@dataclass(frozen=True, slots=True)
class AgeEntry:
    """An age typed where the date of birth is not known."""

    typed: str
    value: int
    """Whole years."""
    earliest: date
    """The first day on which somebody of this age can have been born."""
    latest: date
    """The last one."""
    said_back: str


def read_birth(text: str, today: date) -> BirthEntry | AgeEntry:
    """Read a date of birth, or an age.

    Args:
        text: "04/03/1951", "4.3.51", "4-Mar-1951", "040351", "04031951", "4 March 51", ISO; "75", "75y", "aged 75".
            The day comes before the month; a year of two digits is the latest that makes the date a past one.
        today: Today.

    Returns:
        The date of birth, from 1890 on, or the age.

    Raises:
        NotUnderstood: It is neither, is still to come, or is not in the calendar.
    """
    typed = one_line(text)
    plain = plainly(typed).rstrip(".").removeprefix("born ").removeprefix("dob ")
    try:
        if age := _AGE.fullmatch(plain):
            return _age_entry(typed, int(age["years"]), today)
        return _birth_entry(typed, _written(plain), today)
    except Unclear as unclear:
        raise NotUnderstood(typed, unclear.problem, _EXAMPLE) from None


def _age_entry(typed: str, years: int, today: date) -> AgeEntry:
    if years > OLDEST:
        raise Unclear("is neither a date of birth nor an age")
    latest = add_months(today, -12 * years)
    earliest = add_months(today, -12 * (years + 1)) + timedelta(days=1)
    between = f"born between {short(earliest)} and {short(latest)}"
    return AgeEntry(typed, years, earliest, latest, f"{counted(years, 'year')} old, so {between}")


def _written(plain: str) -> WrittenDay:
    written = read_written(plain) or _compact(plain)
    if written is None or (written.year is None and written.two_digits is None):
        raise Unclear("is not a date of birth with its year")
    return written


def _compact(plain: str) -> WrittenDay | None:
    """Eight digits, day first or year first, or six digits, day first; the years allowed make no two of them clash."""
    for form in _COMPACT:
        if parts := form.fullmatch(plain):
            named = {name: int(digits) for name, digits in parts.groupdict().items()}
            written = WrittenDay(named["day"], named["month"], named.get("year"), named.get("two"))
            if written.year is None or (written.year >= EARLIEST.year and written.in_year(written.year)):
                return written
    return None


def _birth_entry(typed: str, written: WrittenDay, today: date) -> BirthEntry:
    born = resolve_past(written, today)
    if born > today:
        raise Unclear("is still to come")
    if born < EARLIEST:
        raise Unclear(f"is before {EARLIEST.year}")
    return BirthEntry(typed, born, f"{short(born)}, {age_words(born, today)}{_other_century(written, born, today)}")


def _other_century(written: WrittenDay, born: date, today: date) -> str:
    """What to add when a year of two digits could as well mean somebody very old."""
    elder = written.in_year(born.year - 100)
    if written.two_digits is None or elder is None or age_on(elder, today) > OLDEST:
        return ""
    return f" (for {age_on(elder, today)} years old, type {elder.year})"
