"""Whether a number that somebody typed can be meant: outside the plausible limits one asks, far outside one refuses.

The limits are engineering figures of reviewed content; they judge nobody's health.
"""

from collections.abc import Iterator
from decimal import Decimal

from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.comparing import number_in
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.units import convert, rounded

FAR = 10
"""How many times outside a limit nothing is asked any more. Source: clinical reference 6.2, engineering figure."""


def odd_about(quantity: Quantity, test: CatalogueTest) -> str:
    """What is unlikely about a number, as a sentence; empty when nothing is.

    Args:
        quantity: In any unit that the test accepts.
        test: Whose limits.
    """
    number = _shown(quantity, test)
    side, limit = _passed(number, test)
    return f"{_said(quantity, test)} is {side} {limit}, which is unlikely." if number is not None and limit else ""


def slip_in(quantity: Quantity, test: CatalogueTest, *, unit_typed: bool) -> str:
    """Why a number cannot be taken, with a guess at the unit that was meant; empty when it can.

    Args:
        quantity: In any unit that the test accepts.
        test: Whose limits.
        unit_typed: Whether somebody said the unit. A bare number that would be likely in another unit is never taken
            for the shown one, and never for the other one either.
    """
    number = _shown(quantity, test)
    if number is None or not _passed(number, test)[1]:
        return ""
    other = " or ".join(_likely_units(quantity, test))
    if not _far(number, test) and (unit_typed or not other):
        return ""
    guess = f"; it may be meant in {other}" if other else "; a digit or the point may be wrong"
    return f"would be {_said(quantity, test)}, far from what is likely{guess}"


def _shown(quantity: Quantity, test: CatalogueTest) -> Decimal | None:
    converted = convert(quantity.text, quantity.unit, test)
    return converted.number if converted else None


def _said(quantity: Quantity, test: CatalogueTest) -> str:
    converted = convert(quantity.text, quantity.unit, test)
    return converted.words if converted else quantity.words


def _passed(number: Decimal | None, test: CatalogueTest) -> tuple[str, str]:
    """Which plausible limit is passed, if any."""
    low, high = test.plausible_low, test.plausible_high
    if number is not None and low is not None and number < low:
        return "under", f"{low}"
    if number is not None and high is not None and number > high:
        return "over", f"{high}"
    return "", ""


def _far(number: Decimal, test: CatalogueTest) -> bool:
    low, high = test.plausible_low, test.plausible_high
    if number < 0 and (low is None or low >= 0):
        return True
    return (low is not None and number * FAR <= low and number < low) or (high is not None and number >= high * FAR)


def _likely_units(quantity: Quantity, test: CatalogueTest) -> Iterator[str]:
    """The other units in which the same number would be likely, each kind of number once."""
    tried = {_shown(quantity, test)}
    for unit in test.units:
        number = number_in(quantity.text)
        there = unit.to_shown(number) if number is not None else None
        if there is not None and there not in tried and not _passed(there, test)[1]:
            tried.add(there)
            yield f"{unit.unit} ({rounded(there, test.decimals)} {test.unit})" if not unit.same_number else unit.unit
