"""Home blood pressure readings as people bring them: many pairs, by day, on one line or several."""

import re
from collections import defaultdict
from dataclasses import dataclass

from hoc_tui.domain.averaging import Average, Day, Pressures, average
from hoc_tui.domain.entry.body import read_pressure
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.text import sanitise

_EXAMPLE = "day 1: 150/90 148/88; day 2: 146/86 144/84"
_LABEL = re.compile(r"(?i)\bday ?(?P<number>[0-9]{1,2}) ?[:.)=-]?")
_NEW_DAY = re.compile(r"(?i)[;\n]|(?=\bday ?[0-9])")
_SLASHED = re.compile(r" ?(?:/|\bover\b) ?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,&]+(?:and\s+)?")
_LONGEST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class HomeEntry:
    """Home readings, as typed and as understood."""

    typed: str
    value: tuple[Day, ...]
    """In order of days."""
    average: Average
    said_back: str


def read_home(text: str) -> HomeEntry:
    """Read home blood pressures.

    Args:
        text: Days on lines of their own or between semicolons, each with any number of pairs and with "day 1:" before
            it or not; days without a number are counted in their order.

    Returns:
        The days with their readings, and the average by the rule.

    Raises:
        NotUnderstood: Something is no pressure, some days have numbers and others have none, or only the first day was
            measured, which does not count.
    """
    typed = sanitise(text).strip()
    parts = [part.strip() for part in _NEW_DAY.split(typed) if part.strip()]
    days = _days(typed, parts)
    found = average(days)
    if found is None:
        raise NotUnderstood(_quoted(typed), "is one day, and the first day does not count", _EXAMPLE)
    return HomeEntry(typed, days, found, found.words)


def _days(typed: str, parts: list[str]) -> tuple[Day, ...]:
    labels = [_LABEL.match(part) for part in parts]
    if any(labels) and not all(labels):
        raise NotUnderstood(_quoted(typed), "has days with a number and days without", _EXAMPLE)
    readings: dict[int, list[Pressures]] = defaultdict(list)
    for place, (part, label) in enumerate(zip(parts, labels, strict=True), 1):
        number = int(label["number"]) if label else place
        if not number:
            raise NotUnderstood(_quoted(typed), "has a day 0", _EXAMPLE)
        readings[number] += _pairs(typed, part[label.end() :] if label else part)
    return tuple(Day(number=number, readings=tuple(some)) for number, some in sorted(readings.items()))


def _pairs(typed: str, text: str) -> list[Pressures]:
    tokens = [one for one in _BETWEEN.split(_SLASHED.sub("/", text.strip())) if one]
    if not tokens:
        raise NotUnderstood(_quoted(typed), "has a day without a reading", _EXAMPLE)
    return [_pair(token) for token in tokens]


def _pair(token: str) -> Pressures:
    read = read_pressure(token).value
    return Pressures(systolic=int(read.systolic.text), diastolic=int(read.diastolic.text))


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_QUOTED else f"{plain[:_LONGEST_QUOTED]}…"
