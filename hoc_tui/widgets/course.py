"""What of a test can be drawn: plain numbers on real days, a pair of pressures together, the aim and the range apart.

Nothing is guessed to make a picture: a value with "<" or ">", in words or without a date stays in the table, and the
chart says how many such there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.judging import Authority, Judgement, Limits, sent_limits
from hoc_tui.domain.results import Component, Quantity, Result, Series, pressures_of
from hoc_tui.domain.spelling import same_unit

FEWEST_MOMENTS = 2
"""Fewer have no course."""
_MOST_PLACES = 30
"""Numbers of more places than this belong to no test, and drawing them would take for ever."""


@dataclass(frozen=True)
class Moment:
    """What was measured at one time."""

    day: int
    """The day as `date.toordinal` counts it."""
    values: tuple[Decimal, ...]
    """One number, or two pressures, the upper first."""
    taken: PartialDate


@dataclass(frozen=True)
class Agreed:
    """A plan that was agreed, for a mark on the axis of time."""

    day: int
    """As `date.toordinal` counts it."""
    number: int


@dataclass(frozen=True)
class Axis:
    """From when to when a chart reaches; several charts that share one put the same day into the same column."""

    first: int
    last: int
    start: PartialDate
    """The first day as precise as it was sent."""
    end: PartialDate

    @classmethod
    def over(cls, *courses: "Course") -> "Axis":
        """The axis on which every reading of some courses has its place, and every plan agreed since the first.

        Args:
            courses: At least one, each with a moment.
        """
        ends = [(moment.day, moment.taken) for one in courses for moment in one.moments]
        first = min(ends, key=lambda end: end[0])
        ends += [(plan.day, _whole_day(plan.day)) for one in courses for plan in one.plans]
        last = max(ends, key=lambda end: end[0])
        return cls(first[0], last[0], first[1], last[1])


@dataclass(frozen=True)
class Course:
    """How a test has gone, ready to be drawn."""

    moments: tuple[Moment, ...]
    """Oldest first."""
    aim: tuple[Decimal, ...] = ()
    """The limits of the aim in force; drawn as lines."""
    low: Decimal | None = None
    high: Decimal | None = None
    """The range sent with the newest number; drawn as shading, so that nobody takes it for the aim (NHS CUI GTAB-177,
    GTAB-182)."""
    left_out: int = 0
    """How many results of the series cannot be drawn."""
    plans: tuple[Agreed, ...] = ()
    """Agreed plans, oldest first."""

    @cached_property
    def paired(self) -> bool:
        """Whether a moment has two numbers, which are never joined to others (NHS CUI GTAB-039)."""
        return any(len(moment.values) > 1 for moment in self.moments)

    @cached_property
    def shown(self) -> bool:
        """Whether there are enough moments, on more than one day, to see a course."""
        return len({moment.day for moment in self.moments}) >= FEWEST_MOMENTS

    @cached_property
    def lowest(self) -> Decimal:
        """The least number that is drawn."""
        return min(self._drawn)

    @cached_property
    def highest(self) -> Decimal:
        """The greatest number that is drawn."""
        return max(self._drawn)

    @cached_property
    def range_shown(self) -> bool:
        """Whether any of the range lies on the chart."""
        if self.low is None and self.high is None:
            return False
        return (self.low is None or self.low <= self.highest) and (self.high is None or self.high >= self.lowest)

    @cached_property
    def near_limits(self) -> list[Decimal]:
        """The limits of the range that are near enough to be drawn without pressing the readings into one line."""
        lowest, highest = min(self._wanted), max(self._wanted)
        span = highest - lowest
        limits = [limit for limit in (self.low, self.high) if limit is not None]
        return [limit for limit in limits if lowest - span <= limit <= highest + span]

    @cached_property
    def _wanted(self) -> list[Decimal]:
        return [*(value for moment in self.moments for value in moment.values), *self.aim]

    @cached_property
    def _drawn(self) -> list[Decimal]:
        return [*self._wanted, *self.near_limits]


def course_of(series: Series, judgement: Judgement, plans: Sequence[Agreed] = ()) -> Course:
    """What can be drawn of a series.

    Args:
        series: Results of one test in one unit.
        judgement: What may be said of its newest value; its limits are the aim when somebody set one.
        plans: When plans were agreed, where the axis is to say so.
    """
    moments = sorted(filter(None, map(_moment, series.results)), key=lambda moment: moment.day)
    sent = _limits(sent_limits(series.measured), series.unit)
    aimed = judgement.limits.authority in {Authority.PERSON, Authority.CLINICIAN}
    aim = _limits(judgement.limits, series.unit) if aimed else (None, None)
    return Course(
        moments=tuple(moments),
        aim=tuple(limit for limit in aim if limit is not None),
        low=sent[0],
        high=sent[1],
        left_out=len(series.results) - len(moments),
        plans=tuple(plans),
    )


def plain_number(quantity: Quantity | None) -> Decimal | None:
    """A number that can be drawn: without "<" or ">", and of a size that is measured anywhere."""
    if quantity is None or quantity.comparator is not None:
        return None
    try:
        return _sized(quantity.number)
    except HocError:
        return None


def day_of(result: Result) -> int | None:
    """The day of a result as `date.toordinal` counts it; None when no date was sent."""
    return result.taken.first_day.toordinal() if result.taken else None


def _whole_day(day: int) -> PartialDate:
    return PartialDate.parse(date.fromordinal(day).isoformat())


def _moment(result: Result) -> Moment | None:
    values, day = _values(result), day_of(result)
    if not values or day is None or result.taken is None:
        return None
    return Moment(day, values, result.taken)


def _values(result: Result) -> tuple[Decimal, ...]:
    if result.quantity is not None:
        number = plain_number(result.quantity)
        return () if number is None else (number,)
    return _pair(result.components)


def _pair(parts: Sequence[Component]) -> tuple[Decimal, ...]:
    """Two pressures, the upper first; the domain alone knows that they are."""
    numbers = tuple(map(plain_number, pressures_of(parts) or ()))
    return tuple(number for number in numbers if number is not None) if None not in numbers else ()


def _limits(limits: Limits, unit: str) -> tuple[Decimal | None, Decimal | None]:
    """The two limits when they can share an axis with the values."""
    if not same_unit(limits.unit, unit):
        return None, None
    low, high = (None if limit is None else _sized(limit) for limit in (limits.low, limits.high))
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def _sized(number: Decimal) -> Decimal | None:
    return number if not number or -_MOST_PLACES < number.adjusted() < _MOST_PLACES else None
