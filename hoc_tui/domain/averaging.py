"""Home blood pressure: which of many readings count, and their average."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

from hoc_tui.domain.dates import counted
from hoc_tui.domain.model import Value

LEAST_DAYS = 4
"""Days that must be measured, the first included, before the average says what it should; seven are better.

Source: NICE NG136, recommendations on home monitoring [M]. Status: unverified.
"""
LEAST_READINGS = 2
"""Readings a day. Source: NICE NG136 asks for two in a row, morning and evening [M]. Status: unverified."""
RULE = "the first day is left out (NICE NG136, unverified)"
"""How an average is made, in words that stand beside it."""


class Pressures(Value):
    """One reading, in mmHg."""

    systolic: Annotated[int, Field(gt=0)]
    diastolic: Annotated[int, Field(gt=0)]

    @property
    def words(self) -> str:
        """So: "142/84"."""
        return f"{self.systolic}/{self.diastolic}"


class Day(Value):
    """What was read on one day."""

    number: Annotated[int, Field(ge=1)]
    """Counted from the first day of measuring."""
    readings: Annotated[tuple[Pressures, ...], Field(min_length=1)]

    @property
    def words(self) -> str:
        """So: "day 1: 150/90 148/88"."""
        return f"day {self.number}: {' '.join(one.words for one in self.readings)}"


@dataclass(frozen=True, slots=True)
class Average:
    """The average of the readings that count."""

    pressures: Pressures
    """Rounded half up to whole mmHg."""
    readings: int
    """How many of them count."""
    days: int
    """On how many days."""
    short: str
    """What is missing of what the rule asks for, in words; empty when nothing is."""

    @property
    def words(self) -> str:
        """So: "142/84 mmHg, average of 12 readings on 3 days; the first day is left out (NICE NG136, unverified)"."""
        many, days = counted(self.readings, "reading"), counted(self.days, "day")
        return f"{self.pressures.words} mmHg, average of {many} on {days}; {RULE}"


def average(days: Sequence[Day]) -> Average | None:
    """The average of home readings by the rule.

    Args:
        days: Each day once; the order says nothing.

    Returns:
        None when no day but the first was measured: of the first alone there is no average.
    """
    counting = [day for day in days if day.number > 1]
    readings = [one for day in counting for one in day.readings]
    if not readings:
        return None
    systolic, diastolic = (_mean([getattr(one, side) for one in readings]) for side in ("systolic", "diastolic"))
    whole = Pressures(systolic=systolic, diastolic=diastolic)
    return Average(whole, len(readings), len(counting), _short(days))


def _mean(numbers: Sequence[int]) -> int:
    return int((Decimal(sum(numbers)) / len(numbers)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _short(days: Sequence[Day]) -> str:
    # The first day need not be written down, since it does not count: it was measured all the same.
    measured = len({1, *(day.number for day in days)})
    few = [day.number for day in days if day.number > 1 and len(day.readings) < LEAST_READINGS]
    said = [f"only {counted(measured, 'day')} of the {LEAST_DAYS} that are asked for"] if measured < LEAST_DAYS else []
    said += [f"fewer than {LEAST_READINGS} readings on day {', '.join(map(str, few))}"] if few else []
    return "; ".join(said)
