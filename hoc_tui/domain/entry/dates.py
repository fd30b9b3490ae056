"""Days to come and days gone by, as people type them: "6/52", "next Tue", "12 Dec", "3 weeks".

Shorthand follows NHS habit, so "6/12" is six months and never 6 December: what is said back shows it. A text with
two likely meanings is refused, not guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from hoc_tui.domain.dates import add_months, ago, short, until, weekday
from hoc_tui.domain.entry.days import WrittenDay, month_number, read_written, weekday_number
from hoc_tui.domain.entry.typed import NotUnderstood, Unclear, one_line, plainly

YEARS_AHEAD = 10
"""How far off a plan may reach; a day beyond is taken for a slip."""
EARLIEST = date(1890, 1, 1)
"""No day in a living person's record comes before."""

_EXAMPLE = "6/52, next Tue or 12 Dec"
_PAST_EXAMPLE = "12/11/2025, 12 Nov or 3 weeks ago"
_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_IN = {"month": 1, "year": 12}
_UNITS = {
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
    **dict.fromkeys(("fortnight", "fortnights"), "fortnight"),
    **dict.fromkeys(("m", "mth", "mths", "month", "months"), "month"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "year"),
}
_SHORTHAND_UNITS = {"7": "day", "52": "week", "12": "month"}
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"a": 1, "an": 1, **{word: number for number, word in enumerate(_NUMBER_WORDS, 1)}}

_SHORTHAND = re.compile(r"(?P<count>[0-9]{1,3}) ?/ ?(?P<unit>7|52|12)")
_LENGTH = re.compile(r"(?:(?P<count>[0-9]{1,3}) ?|(?P<word>[a-z]+) )(?P<unit>[a-z]+)")
_COMING_DAY = re.compile(r"(?:(?P<which>this|next|a week on) )?(?P<name>[a-z]{3,9})(?P<week> week)?")
_MONTH_EDGE = re.compile(r"(?P<edge>end|start|beginning) of (?P<name>[a-z]{3,9})(?: (?P<year>20[0-9]{2}))?")
_RELATIVE_MONTH = re.compile(r"end of (?:the |this )?(?P<next>next )?month")
_LEADING = re.compile(r"\A(?:(?:in|on|by|for) )?(?:the )?")
_TRAILING = re.compile(r"(?: time| from now| from today)\Z")


@dataclass(frozen=True, slots=True)
class DateEntry:
    """A day, as typed and as understood."""

    typed: str
    value: date
    said_back: str
    """"Fri 01-Jan-2027, in 6 weeks"."""


def read_date(text: str, today: date) -> DateEntry:
    """Read a day to come, or today, as people type it.

    Args:
        text: "6/52", "3w", "in 2 months", "a fortnight", "tomorrow", "next Tue", "12 Dec", "12/12/2026", "end of Jan"…
        today: Today.

    Returns:
        The day, at most ten years off.

    Raises:
        NotUnderstood: It is no day, could be two, has passed, or is not in the calendar.
    """
    typed = one_line(text)
    try:
        day = _coming(_LEADING.sub("", plainly(typed).rstrip(".")), today)
        _check_ahead(day, today)
    except Unclear as unclear:
        raise NotUnderstood(typed, unclear.problem, _EXAMPLE) from None
    return DateEntry(typed, day, f"{weekday(day)[:3]} {short(day)}, {until(day, today)}")


def read_past_date(text: str, today: date) -> DateEntry:
    """Read a day that has been, or today: when somebody died, left, or was measured.

    Args:
        text: "today", "yesterday", "3 weeks ago", "2/52 ago", "last Tue", "12 Nov", "12/11/2025", ISO…
        today: Today.

    Returns:
        The day, not before 1890; without its year, the last such day.

    Raises:
        NotUnderstood: It is no day, could be two, is still to come, or is not in the calendar.
    """
    typed = one_line(text)
    try:
        day = _gone(plainly(typed).removeprefix("on ").rstrip("."), today)
        _check_past(day, today)
    except Unclear as unclear:
        raise NotUnderstood(typed, unclear.problem, _PAST_EXAMPLE) from None
    return DateEntry(typed, day, f"{weekday(day)[:3]} {short(day)}, {ago(day, today)}")


def _coming(plain: str, today: date) -> date:
    if (days_on := {"today": 0, "tomorrow": 1}.get(plain)) is not None:
        return today + timedelta(days=days_on)
    readers: tuple[Callable[[str, date], date | None], ...] = (_length_ahead, _coming_weekday, _month_edge)
    for reader in readers:
        if (day := reader(plain, today)) is not None:
            return day
    if (written := read_written(plain)) is None:
        raise Unclear(_why_not(plain))
    return _resolve_ahead(written, today)


def _gone(plain: str, today: date) -> date:
    if (days_back := {"today": 0, "yesterday": 1}.get(plain)) is not None:
        return today - timedelta(days=days_back)
    if plain.endswith(" ago") and (day := _moved(plain.removesuffix(" ago"), today, -1)) is not None:
        return day
    if (day_of_week := weekday_number(plain.removeprefix("last "))) is not None:
        return today - timedelta(days=(today.weekday() - day_of_week - 1) % 7 + 1)
    if (written := read_written(plain)) is None:
        raise Unclear(_why_not(plain))
    return resolve_past(written, today)


def _length_ahead(plain: str, today: date) -> date | None:
    return _moved(_TRAILING.sub("", plain.replace("'", "")), today, 1)


def _moved(plain: str, today: date, direction: int) -> date | None:
    """Today and a length of time, "6/52" or "3 weeks", on or back; None when the text is no length of time."""
    length = _length(plain)
    if length is None:
        return None
    count, unit = length
    if count == 0:
        raise Unclear("is no time at all")
    if unit in _MONTHS_IN:
        return add_months(today, direction * count * _MONTHS_IN[unit])
    return today + timedelta(days=direction * count * _DAYS_IN[unit])


def _length(plain: str) -> tuple[int, str] | None:
    if parts := _SHORTHAND.fullmatch(plain):
        return int(parts["count"]), _SHORTHAND_UNITS[parts["unit"]]
    parts = _LENGTH.fullmatch("a fortnight" if plain == "fortnight" else plain)
    if parts is None or parts["unit"] not in _UNITS:
        return None
    count = int(parts["count"]) if parts["count"] else _NUMBERS.get(parts["word"])
    return None if count is None else (count, _UNITS[parts["unit"]])


def _coming_weekday(plain: str, today: date) -> date | None:
    """For "Tue" the next to come, for "next Tue" the one in the week after this, for "Tue week" a week after "Tue"."""
    parts = _COMING_DAY.fullmatch(plain)
    if parts is None or (wanted := weekday_number(parts["name"])) is None:
        return None
    days_on = (wanted - today.weekday() - 1) % 7 + 1
    if parts["which"] == "next":
        # Weeks begin on Monday. Why not the next to come: on a Monday, nobody calls tomorrow "next Tuesday".
        days_on = 7 - today.weekday() + wanted
    elif parts["week"] or parts["which"] == "a week on":
        days_on += 7
    return today + timedelta(days=days_on)


def _month_edge(plain: str, today: date) -> date | None:
    if parts := _RELATIVE_MONTH.fullmatch(plain):
        return _last_of(add_months(today.replace(day=1), 1 if parts["next"] else 0))
    parts = _MONTH_EDGE.fullmatch(plain)
    if parts is None or (month := month_number(parts["name"])) is None:
        return None
    years = (int(parts["year"]),) if parts["year"] else (today.year, today.year + 1)
    edges = (_edge(year, month, parts["edge"]) for year in years)
    return next((edge for edge in edges if edge >= today), _edge(years[0], month, parts["edge"]))


def _edge(year: int, month: int, which: str) -> date:
    first = date(year, month, 1)
    return _last_of(first) if which == "end" else first


def _last_of(first: date) -> date:
    return add_months(first, 1) - timedelta(days=1)


def _resolve_ahead(written: WrittenDay, today: date) -> date:
    """The day meant: without its year, the next such day; never one of a later year when that one does not exist."""
    if written.two_digits is not None:
        return _in_calendar(written, 2000 + written.two_digits)
    still_to_come = (written.month, written.day) >= (today.month, today.day)
    return _in_calendar(written, written.year or today.year + (not still_to_come))


def resolve_past(written: WrittenDay, today: date) -> date:
    """The day meant when it must have passed: without its year or century, the last such day.

    Args:
        written: The day as written.
        today: Today.

    Returns:
        The day; one written with its whole year may still be to come.

    Raises:
        Unclear: The calendar has no such day, or it falls on another weekday.
    """
    if written.year is not None:
        return _in_calendar(written, written.year)
    if written.two_digits is not None:
        years: tuple[int, ...] = (2000 + written.two_digits, 1900 + written.two_digits)
    else:
        years = (today.year, today.year - 1)
    found = written.first_of(years, EARLIEST, today)
    return _in_calendar(written, years[-1]) if found is None else written.check_weekday(found)


def _in_calendar(written: WrittenDay, year: int) -> date:
    day = written.in_year(year)
    if day is None:
        raise Unclear("is not in the calendar")
    return written.check_weekday(day)


def _check_ahead(day: date, today: date) -> None:
    if day < today:
        raise Unclear("has passed")
    if day > add_months(today, 12 * YEARS_AHEAD):
        raise Unclear(f"is more than {YEARS_AHEAD} years off")


def _check_past(day: date, today: date) -> None:
    if day > today:
        raise Unclear("is still to come")
    if day < EARLIEST:
        raise Unclear(f"is before {EARLIEST.year}")


def _why_not(plain: str) -> str:
    if month_number(plain) is not None:
        return "names a month without a day"
    if re.fullmatch(r"[0-9]{1,2}[/.\-][0-9]{1,2}", plain):
        return "could be a day and a month or a length of time"
    return "is a number and not a day" if plain.isdecimal() else "is not a day that can be understood"
