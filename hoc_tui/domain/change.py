"""How the newest value of a test differs from the one before, and when a difference is too small to call a change."""

from datetime import date
from decimal import Context, Decimal
from itertools import islice

from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.comparing import exact_number
from hoc_tui.domain.known import Known
from hoc_tui.domain.limits import Noise
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import ConvertedQuantity, Result, Series
from hoc_tui.domain.units import rounded


class Change(Value):
    """How the newest value differs from the one before, in the unit both have."""

    difference: Decimal
    since: date | None
    within_noise: bool = False
    """Whether two samples of one day could differ as much."""

    @property
    def words(self) -> str:
        """Say it: "up 7", "down 0.4", "about the same", "the same"."""
        if not self.difference:
            return "the same"
        if self.within_noise:
            return "about the same"
        return f"{'up' if self.difference > 0 else 'down'} {format(self.difference.copy_abs(), 'f')}"


# Enough digits for any difference of two numbers that results hold, so that none is ever rounded.
_EXACT = Context(prec=2000)


def change_in(series: Series, noise: Noise | None = None) -> Change | None:
    """The change from the value before to the newest; None when there is nothing to compare.

    Values with a comparator are not subtracted: ">90" minus "85" would be a number nobody measured. Values in
    different units never are: a series has one; nor are home and clinic readings, which have limits of their own.
    Words between two numbers are stepped over; after words that are the newest there is no change to speak of.

    Args:
        series: Results of one test in one unit.
        noise: How much two values may differ and be about the same, in the series' unit; None when nobody has
            enabled a figure, and every difference is said.
    """
    numbers = list(islice((one for one in reversed(series.results) if one.numeric), 2))
    if len(numbers) < 2 or not series.latest.numeric or numbers[0].setting != numbers[1].setting:
        return None
    newest, before = _plain_number(numbers[0]), _plain_number(numbers[1])
    if newest is None or before is None:
        return None
    taken, difference = numbers[1].taken, _EXACT.subtract(newest, before)
    small = noise is not None and difference.copy_abs() <= _most(noise, before)
    said = _said(difference, numbers)
    return Change(difference=said, since=taken.first_day if taken else None, within_noise=small)


def noise_for(series: Series, test: CatalogueTest | None, known: Known) -> Noise | None:
    """The noise that may speak of a series: enabled here, and of a series in the unit it is meant for.

    Args:
        series: Results of one test in one unit.
        test: What they are of; None when that is not known.
        known: Which content is approved.
    """
    if test is None or series.unit != test.unit:
        return None
    return known.catalogue.noise_of(test)


def _most(noise: Noise, before: Decimal) -> Decimal:
    """The greatest difference that is none; a percentage is of the value before."""
    if noise.absolute is not None:
        return noise.absolute
    return _EXACT.divide(_EXACT.multiply(before.copy_abs(), noise.percent or Decimal(0)), Decimal(100))


def _said(difference: Decimal, numbers: list[Result]) -> Decimal:
    """A difference for saying: exact, but of a converted value no more digits than are shown of it."""
    shown = [one.quantity for one in numbers if isinstance(one.quantity, ConvertedQuantity)]
    if not shown:
        return difference
    places = max(-int(Decimal(quantity.text).as_tuple().exponent) for quantity in shown)
    return Decimal(rounded(difference, max(places, 0)))


def _plain_number(result: Result) -> Decimal | None:
    if result.quantity is None or result.quantity.comparator is not None:
        return None
    return exact_number(result.quantity)
