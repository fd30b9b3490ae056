"""A day as people write it: day before month (UK), ISO, or the month in letters, with or without its year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hoc_tui.domain.dates import MONTHS, WEEKDAYS, short, weekday
from hoc_tui.domain.entry.typed import Unclear

_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH_NAME = r"(?P<name>[a-z]{3,9})\.?"
_FORMS = (
    # The separator must be the same both times, or "4/3-51" would pass for a date.
    re.compile(rf"{_DAY}(?P<gap>[/.\- ])(?P<month>[0-9]{{1,2}})(?P=gap){_YEAR}"),
    re.compile(r"(?P<year>[0-9]{4})(?P<gap>[/.\-])(?P<month>[0-9]{1,2})(?P=gap)(?P<day>[0-9]{1,2})"),
    re.compile(rf"{_DAY}(?:st|nd|rd|th)?(?: of)?[ \-/.]?{_MONTH_NAME}(?:,? ?[\-/]?{_YEAR})?"),
    re.compile(rf"{_MONTH_NAME}[ \-]?{_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?"),
)
_WEEKDAY_FIRST = re.compile(r"(?P<weekday>[a-z]{3,9})\.?,? (?P<rest>.*[0-9].*)")


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written, not yet checked against the calendar."""

    day: int
    month: int
    year: int | None = None
    """All four digits, or None when it was left out or written with two."""
    two_digits: int | None = None
    """The year when it was written with two digits, 0 to 99."""
    weekday: int | None = None
    """The day of the week when it was written too, Monday being 0."""

    def in_year(self, year: int) -> date | None:
        """The day in a year, or None when that year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def first_of(self, years: Iterable[int], earliest: date, latest: date) -> date | None:
        """The first of its days in these years that the calendar has and that lies between two days, both included."""
        days = (self.in_year(year) for year in years)
        return next((day for day in days if day is not None and earliest <= day <= latest), None)

    def check_weekday(self, day: date) -> date:
        """The day again, if the weekday written beside it is its own.

        Raises:
            Unclear: It falls on another day of the week.
        """
        if self.weekday is not None and self.weekday != day.weekday():
            raise Unclear(f"does not fit the calendar, since {short(day)} is a {weekday(day)}")
        return day


def read_written(plain: str) -> WrittenDay | None:
    """Read a day in any usual form.

    Args:
        plain: What was typed, made plain.

    Returns:
        The day as written, or None when the text has none of the forms.
    """
    dated = _WEEKDAY_FIRST.fullmatch(plain)
    if dated and (day_of_week := weekday_number(dated["weekday"])) is not None:
        return _read_form(dated["rest"], day_of_week)
    return _read_form(plain, None)


def _read_form(plain: str, day_of_week: int | None) -> WrittenDay | None:
    for form in _FORMS:
        parts = form.fullmatch(plain)
        if parts is None:
            continue
        named = parts.groupdict()
        month = month_number(named["name"]) if "name" in named else int(named["month"])
        if month is None:
            continue
        year = named["year"]
        full, two = (int(year), None) if year and len(year) == 4 else (None, int(year) if year else None)
        return WrittenDay(int(named["day"]), month, full, two, day_of_week)
    return None


def month_number(name: str) -> int | None:
    """The number of a month written in full or by its first letters, "sept" too; None for any other word."""
    return _beginning_with(name, MONTHS, 1)


def weekday_number(name: str) -> int | None:
    """The number of a weekday from Monday's 0, in full or by its first letters, "weds" too; None for any other word."""
    return _beginning_with({"weds": "wed"}.get(name, name), WEEKDAYS, 0)


def _beginning_with(name: str, names: tuple[str, ...], first: int) -> int | None:
    if len(name) < 3:
        return None
    return next((number for number, whole in enumerate(names, first) if whole.casefold().startswith(name)), None)
