"""HbA1c as people say it: in mmol/mol, or in the old per cent, which is never saved without being said in both."""

import re
from decimal import Decimal

from hoc_tui.domain.entry.numbers import NUMBER, MeasureEntry, rounded
from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly
from hoc_tui.domain.results import Quantity

SLOPE, INTERCEPT = Decimal("10.93"), Decimal("-23.5")
"""mmol/mol = 10.93 x % - 23.5. Source: IFCC master equation; 48 is 6.5, 53 is 7.0, 58 is 7.5, 75 is 9.0."""
SLOPE_BACK, INTERCEPT_BACK = Decimal("0.0915"), Decimal("2.15")
"""% = 0.0915 x mmol/mol + 2.15. Source: IFCC master equation, reversed and rounded by its authors."""

PERCENT = (Decimal(3), Decimal(20))
"""Status: guard against slips, wider than any result in use."""
MMOL_PER_MOL = (Decimal(9), Decimal(196))
"""Status: guard against slips; the same limits by the master equation."""
UNCLEAR_WITHOUT_UNIT = (Decimal(15), Decimal(20))
"""Status: guard against slips. A bare number between these could be a very high per cent or a very low mmol/mol."""

_TYPED = re.compile(rf"(?P<number>{NUMBER}) ?(?P<unit>%|per ?cent|mmol(?:s|/mol)?)?")
_EXAMPLE = "58 mmol/mol or 7.5%"


def read_hba1c(text: str) -> MeasureEntry:
    """Read an HbA1c.

    Args:
        text: "58 mmol/mol", "58", "7.5%", "7.5"; without its unit it needs asking.

    Returns:
        The value in mmol/mol, exactly converted, with the per cent that was typed as its original.

    Raises:
        NotUnderstood: It is no HbA1c, or has no unit and could be either.
    """
    typed = one_line(text)
    parts = _TYPED.fullmatch(plainly(typed))
    if parts is None:
        raise NotUnderstood(typed, "is not an HbA1c that can be understood", _EXAMPLE)
    number = Decimal(parts["number"])
    if parts["unit"] is None and UNCLEAR_WITHOUT_UNIT[0] < number < UNCLEAR_WITHOUT_UNIT[1]:
        raise NotUnderstood(typed, "could be % or mmol/mol", _EXAMPLE)
    percent = number <= UNCLEAR_WITHOUT_UNIT[0] if parts["unit"] is None else not parts["unit"].startswith("mmol")
    lowest, highest = PERCENT if percent else MMOL_PER_MOL
    if not lowest <= number <= highest:
        raise NotUnderstood(typed, "is not an HbA1c that a person can have", _EXAMPLE)
    return _entry(typed, parts["number"], percent=percent, asking=parts["unit"] is None)


def _entry(typed: str, number: str, *, percent: bool, asking: bool) -> MeasureEntry:
    original = Quantity(text=number, unit="%" if percent else "mmol/mol")
    value, said = _from_percent(original) if percent else (original, _with_percent(original))
    if asking:
        said = f"is that {said}?" if percent else f"is that {original.words}?"
    return MeasureEntry(typed, value, (original,), said, needs_asking=asking)


def _from_percent(original: Quantity) -> tuple[Quantity, str]:
    converted = SLOPE * original.number + INTERCEPT
    value = Quantity(text=f"{converted:f}", unit="mmol/mol")
    return value, f"{original.words}, which is {rounded(converted, 0)} mmol/mol"


def _with_percent(original: Quantity) -> str:
    return f"{original.words}, which is {rounded(SLOPE_BACK * original.number + INTERCEPT_BACK, 1)} %"
