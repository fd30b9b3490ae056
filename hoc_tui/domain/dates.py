"""Dates as people and files give them, and how they are said; English, whatever the machine's locale.

Staff read "05-Mar-1951" (NHS CUI), the person "5 March 1951". A date that was sent as a year stays a year.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from pydantic import ConfigDict, RootModel, field_validator

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import sanitise

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of `date.weekday()`."""

# Only the length of months, and years that the zone carries out of the calendar, are left to check.
_PARTIAL = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<minute>(?:[01][0-9]|2[0-3]):[0-5][0-9])(?::(?P<second>[0-5][0-9]|60)(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?)?)?)?",
)
_EDGES = ("0001", "9999")
_IN_UTC = (None, "Z", "+00:00", "-00:00")
_LONGEST_QUOTED = 40


class NotADate(HocError):
    """What a file gave as a date is none.

    Args:
        text: What was given.
    """

    def __init__(self, text: str) -> None:
        quoted = sanitise(text[:_LONGEST_QUOTED], lines=False)
        super().__init__(f"“{quoted}” is not a date." if len(text) <= _LONGEST_QUOTED else "That is not a date.")


class PartialDate(RootModel[str]):
    """A date as precise as it was given: a year, a month, a day, or a moment with or without its zone.

    Two are equal when they were written the same. In JSON it is its text.
    """

    model_config = ConfigDict(frozen=True)

    @field_validator("root")
    @classmethod
    def _is_a_date(cls, text: str) -> str:
        parts = _PARTIAL.fullmatch(text)
        if parts is None:
            raise NotADate(text)
        try:
            _first_day(parts)
            if parts["zone"] is not None and parts["year"] in _EDGES:
                _minute_in_utc(parts)
        except (ValueError, OverflowError):
            raise NotADate(text) from None
        return text

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Take a date as a file wrote it.

        Args:
            text: "2003", "2003-06", "2003-06-16", or "2003-06-16T08:00:00+01:00" with up to nine decimals of a
                second, or without seconds or zone.

        Returns:
            The date, keeping the text.

        Raises:
            NotADate: The text has another form, or there is no such day or time.
        """
        return cls(text)

    def __str__(self) -> str:
        """The text as sent."""
        return self.root

    @property
    def text(self) -> str:
        """The date exactly as sent."""
        return self.root

    @property
    def first_day(self) -> date:
        """The day it names, as written; of a year or month, its first day."""
        return _first_day(self._parts)

    @cached_property
    def sort_key(self) -> str:
        """Text that orders dates by code point: a moment in UTC, and a less precise date before all within it.

        A moment without a zone is ordered as if it were UTC, and so is the start of a day; decimals are all kept.
        """
        if len(self.root) <= len("2003-06-16"):
            return self.root
        parts = self._parts
        second, fraction, zone = parts.group("second", "fraction", "zone")
        minute = self.root[:16] if zone in _IN_UTC else _minute_in_utc(parts).isoformat(timespec="minutes")
        decimals = (fraction or "").rstrip("0")
        return f"{minute}:{second or '00'}.{decimals}" if decimals else f"{minute}:{second or '00'}"

    @property
    def instant(self) -> datetime | None:
        """The moment in UTC, to show in the practice's zone; None when the time or its zone was not sent."""
        parts = self._parts
        if parts["zone"] is None:
            return None
        # A leap second is shown as the second before it, which is the nearest that Python can hold.
        second = min(int(parts["second"] or 0), 59)
        microsecond = int((parts["fraction"] or "").ljust(6, "0")[:6])
        return _minute_in_utc(parts).replace(second=second, microsecond=microsecond, tzinfo=UTC)

    @property
    def short(self) -> str:
        """For staff, as precise as it was sent, without the time: "16-Jun-2003", "Jun-2003", "2003"."""
        year, month, day = self._parts.group("year", "month", "day")
        if month is None:
            return year
        return short(self.first_day) if day else f"{MONTHS[int(month) - 1][:3]}-{year}"

    @property
    def long(self) -> str:
        """For the person, as precise as it was sent, without the time: "16 June 2003", "June 2003", "2003"."""
        year, month, day = self._parts.group("year", "month", "day")
        if month is None:
            return year
        return long(self.first_day) if day else f"{MONTHS[int(month) - 1]} {year}"

    @property
    def _parts(self) -> re.Match[str]:
        parts = _PARTIAL.fullmatch(self.root)
        if parts is None:  # a value made past validation, by `model_construct`
            raise NotADate(self.root)
        return parts


def _first_day(parts: re.Match[str]) -> date:
    year, month, day = parts.group("year", "month", "day")
    return date(int(year), int(month or 1), int(day or 1))


def _minute_in_utc(parts: re.Match[str]) -> datetime:
    """The moment to the minute, in UTC but without saying so."""
    written = datetime.fromisoformat(parts.string[: len("2003-06-16T08:00")])
    zone = parts["zone"]
    if zone in _IN_UTC:
        return written
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
    return written + ahead if zone[0] == "-" else written - ahead


def short(day: date) -> str:
    """A day for staff: "05-Mar-1951" (NHS CUI short date)."""
    return f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year:04}"


def long(day: date) -> str:
    """A day for the person: "5 March 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """The day of the week in full: "Friday"; its first three letters stand before a short date."""
    return WEEKDAYS[day.weekday()]


def age_on(born: date, day: date) -> int:
    """Age in whole years.

    Args:
        born: The date of birth; somebody born on 29 February is a year older on 1 March of an ordinary year.
        day: The day on which to know it.

    Returns:
        Whole years; negative when the day comes before birth.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, or that month's last day when it is shorter.

    Args:
        day: The day to start from.
        months: How many months; negative goes back.

    Returns:
        The day: 31 August and six months is 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counted(number: int, unit: str) -> str:
    """A number with its unit in words: "1 week", "3 weeks"."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def age_words(then: date, now: date) -> str:
    """How old a result, a plan or a baby is, never said older than it is: "11 months old".

    Args:
        then: The day it is from.
        now: Today, not before `then`.

    Returns:
        Days up to two weeks, weeks up to two months, months up to two years, then years; "less than a day old".
    """
    return "less than a day old" if then >= now else f"{_whole(then, now)} old"


def ago(then: date, now: date) -> str:
    """When something was, in words: "today", "yesterday", "3 days ago", "11 months ago"; "in 3 days" when to come.

    Args:
        then: The day it was or will be.
        now: Today.

    Returns:
        The words, counting whole units that have passed.
    """
    if then > now:
        return until(then, now)
    named = {0: "today", 1: "yesterday"}
    return named.get((now - then).days) or f"{_whole(then, now)} ago"


def _whole(then: date, now: date) -> str:
    days, months = (now - then).days, whole_months(then, now)
    if days < 14:
        return counted(days, "day")
    if months < 2:
        return counted(days // 7, "week")
    return counted(months, "month") if months < 24 else counted(months // 12, "year")


def whole_months(then: date, now: date) -> int:
    """How many whole months lie between two days; negative when `now` comes first."""
    return (now.year - then.year) * 12 + now.month - then.month - (now.day < then.day)


def until(day: date, today: date) -> str:
    """How far off a day is, so that it can be checked against what was meant: "in 6 weeks".

    Args:
        day: The day to come; of one that has passed it says how long ago.
        today: Today.

    Returns:
        "today", "tomorrow", days up to two weeks, then exact years, months or weeks where they are exact, weeks and
        days up to twelve weeks, and beyond that the nearest month with "about".
    """
    days = (day - today).days
    if days < 0:
        return ago(day, today)
    if days < 14:
        return {0: "today", 1: "tomorrow"}.get(days) or f"in {counted(days, 'day')}"
    return f"in {_exact(day, today) or _nearest(day, today)}"


def _exact(day: date, today: date) -> str:
    months = (day.year - today.year) * 12 + day.month - today.month
    if add_months(today, months) == day:
        return counted(months // 12, "year") if months % 12 == 0 else counted(months, "month")
    weeks, days = divmod((day - today).days, 7)
    if weeks < 12:
        return counted(weeks, "week") + (f" and {counted(days, 'day')}" if days else "")
    return counted(weeks, "week") if days == 0 and weeks <= 52 else ""


def _nearest(day: date, today: date) -> str:
    # A month is 1461/48 days: four years by 48 months.
    months = ((day - today).days * 48 + 730) // 1461
    return f"about {counted(months, 'month')}" if months < 36 else f"about {counted((months + 6) // 12, 'year')}"
