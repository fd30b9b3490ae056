"""Where a number stands to a lower and an upper limit: comparators, open limits, units; nothing about whose limits."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import ConvertedQuantity, Quantity, decimal_in
from hoc_tui.domain.spelling import same_unit
from hoc_tui.domain.units import convert
from hoc_tui.domain.vocabulary import Comparator


class Standing(StrEnum):
    """Where a value stands to the limits in force."""

    ABOVE = "above"
    BELOW = "below"
    IN_RANGE = "in range"
    UNKNOWN = "no target set"
    NOT_CLEAR = "cannot tell"
    """The value or limit cannot be compared: a "<5" against a limit of 3, other units, no number."""

    @property
    def outside(self) -> bool:
        """Whether a value is past a limit."""
        return self in {Standing.ABOVE, Standing.BELOW}


class Authority(StrEnum):
    """Whose limits they are."""

    PERSON = "their own aim"
    CLINICIAN = "clinician's aim"
    SENT = "range sent"
    USUAL = "usual range"
    """Of reviewed content, where somebody has signed for it or this site has approved it."""
    NONE = "none"


class Limits(Value):
    """A lower and an upper limit, with where they come from."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    """Whether the lower limit itself is already outside."""
    high_open: bool = False
    """Whether the upper limit itself is already outside."""
    unit: str = ""
    words: str = ""
    authority: Authority = Authority.NONE
    source: str = ""
    """The document that a usual range comes from."""
    since: date | None = None
    """Since when an aim is in force; None of a range."""

    def shown(self, test: CatalogueTest | None) -> Self:
        """The same limits in the unit that a test is shown in; as they are when that is not known."""
        if test is None or same_unit(self.unit, test.unit):
            return self
        sides = {name: _brought(getattr(self, name), self.unit, test) for name in ("low", "high")}
        if any(sides[name] is None and getattr(self, name) is not None for name in sides):
            return self
        return self.model_copy(update=sides | {"unit": test.unit})


def _brought(limit: Decimal | None, unit: str, test: CatalogueTest) -> Decimal | None:
    converted = convert(str(limit), unit, test) if limit is not None else None
    return converted.number if converted else None


def number_in(text: str | None) -> Decimal | None:
    """The number that a text is; None when it is none."""
    return None if text is None else decimal_in(text)


def exact_number(quantity: Quantity) -> Decimal | None:
    """A quantity's number, not rounded where it was converted; None when its text is no number."""
    return quantity.exact if isinstance(quantity, ConvertedQuantity) else number_in(quantity.text)


def stand(quantity: Quantity | None, limits: Limits, test: CatalogueTest | None = None) -> Standing:
    """Where a quantity stands to limits.

    Args:
        quantity: As sent, or converted for its series.
        limits: In any unit.
        test: What it is a result of, when that is known: then the two may be in different units that it accepts.

    Returns:
        Never a guess: `NOT_CLEAR` for other units, a comparator that leaves it open, and limits the wrong way round.
    """
    if limits.authority is Authority.NONE:
        return Standing.UNKNOWN
    if quantity is None or (limits.low is None and limits.high is None) or _upside_down(limits):
        return Standing.NOT_CLEAR
    sent = quantity.sent
    if same_unit(limits.unit, sent.unit):
        return _compare(number_in(sent.text), quantity.comparator, limits)
    if test is None:
        return Standing.NOT_CLEAR
    converted, ours = convert(sent.text, sent.unit, test), limits.shown(test)
    if converted is None or not same_unit(ours.unit, test.unit):
        return Standing.NOT_CLEAR
    return _compare(converted.number, quantity.comparator, ours)


def _upside_down(limits: Limits) -> bool:
    """Whether a range was sent the wrong way round, so that every value would be outside it."""
    return limits.low is not None and limits.high is not None and limits.low > limits.high


def _compare(number: Decimal | None, comparator: Comparator | None, limits: Limits) -> Standing:
    if number is None:
        return Standing.NOT_CLEAR
    lowest, highest = _reach(number, comparator)
    attained = comparator not in {Comparator.LESS, Comparator.MORE}
    high, low = limits.high, limits.low
    if high is not None and lowest is not None and _past(lowest - high, attained=attained, open_=limits.high_open):
        return Standing.ABOVE
    if low is not None and highest is not None and _past(low - highest, attained=attained, open_=limits.low_open):
        return Standing.BELOW
    fits_high = high is None or (highest is not None and _fits(high - highest, attained, limits.high_open))
    fits_low = low is None or (lowest is not None and _fits(lowest - low, attained, limits.low_open))
    return Standing.IN_RANGE if fits_high and fits_low else Standing.NOT_CLEAR


def _reach(number: Decimal, comparator: Comparator | None) -> tuple[Decimal | None, Decimal | None]:
    """Between which numbers the true value lies; None where it is open."""
    match comparator:
        case Comparator.LESS | Comparator.AT_MOST:
            return (None, number)
        case Comparator.MORE | Comparator.AT_LEAST:
            return (number, None)
        case _:
            return (number, number)


def _past(beyond: Decimal, *, attained: bool, open_: bool) -> bool:
    """Whether the value nearest to a limit is past it; ">90" is past 90, "90" is not unless 90 is outside already."""
    return beyond > 0 or (beyond == 0 and (open_ or not attained))


def _fits(room: Decimal, attained: bool, open_: bool) -> bool:  # noqa: FBT001  two facts of one comparison
    """Whether the value farthest towards a limit is still inside it; "<6" is under 6, "6" is not."""
    return room > 0 or (room == 0 and (not open_ or not attained))
