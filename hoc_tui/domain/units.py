"""From the unit a result was sent in to the unit its test is shown in; exact, and rounded only where it is shown.

A unit that is not known is never guessed: without a known unit there is no other number (hazard H04).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from hoc_tui.domain.catalogue import AcceptedUnit, CatalogueTest
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.spelling import same_unit

_ROUNDING = Context(prec=80, rounding=ROUND_HALF_UP)
_FARTHEST = 30
"""Powers of ten from 1 beyond which a number is no measurement, and would be more digits than an exact result has."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One number in the unit its test is shown in, and what was sent."""

    sent: str
    """The number as sent, with its precision."""
    sent_unit: str
    number: Decimal
    """In the unit that is shown, not rounded: what limits are compared with."""
    unit: str
    """The unit that is shown."""
    decimals: int
    converted: bool
    """Whether `number` is another number than was sent, so that it is marked wherever it stands."""

    @property
    def shown(self) -> str:
        """The number for reading: as sent, or rounded half up when it was converted."""
        return rounded(self.number, self.decimals) if self.converted else self.sent

    @property
    def words(self) -> str:
        """Number and unit: "7.10 mmol/L" as sent, or "48 mmol/mol (converted from 6.5 %)"."""
        sent = f"{self.sent} {self.sent_unit}".strip()
        return f"{self.shown} {self.unit} (converted from {sent})" if self.converted else sent


def accepted(unit: str, test: CatalogueTest) -> AcceptedUnit | None:
    """The accepted unit of a test that is written like this one; None when there is none.

    Args:
        unit: As sent; no unit at all is known only to tests that have none, such as a score.
        test: Whose units to look among.
    """
    return next((known for known in test.units if known.unit == unit or _alike(known.unit, unit)), None)


def convert(text: str, unit: str, test: CatalogueTest) -> Converted | None:
    """Bring a number into the unit its test is shown in.

    Args:
        text: The number as sent, without a comparator, which stays what it is.
        unit: The unit as sent.
        test: What it is a result of.

    Returns:
        None when the unit is not one of the test's, or the text is no number that anybody can have measured.
    """
    known, number = accepted(unit, test), _measured(text)
    if known is None or number is None:
        return None
    return Converted(text, unit, known.to_shown(number), test.unit, test.decimals, not known.same_number)


def in_unit(number: Decimal, unit: str, test: CatalogueTest) -> Decimal | None:
    """A number of the unit that is shown, such as an aim, in another accepted unit; not rounded.

    Args:
        number: In the unit that is shown.
        unit: The unit wanted.
        test: Whose number it is.
    """
    known = accepted(unit, test)
    return known.from_shown(number) if known else None


def rounded(number: Decimal, decimals: int) -> str:
    """A number for reading, rounded half up.

    Args:
        number: Up to 30 digits before the point.
        decimals: How many after it.
    """
    nearest = number.quantize(Decimal(1).scaleb(-decimals), context=_ROUNDING)
    return format(nearest or nearest.copy_abs(), "f")


@lru_cache(maxsize=4096)
def _measured(text: str) -> Decimal | None:
    try:
        number = Quantity(text=text).number
    except HocError:
        return None
    return number if abs(number.adjusted()) <= _FARTHEST and len(number.as_tuple().digits) <= _FARTHEST else None


@lru_cache(maxsize=4096)
def _alike(known: str, sent: str) -> bool:
    """Why cached: a record of ten years sends the same few units 1,200 times."""
    return same_unit(known, sent)
