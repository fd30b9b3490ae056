"""Weight, height and blood pressure as people say them: "13 st 2", "5 ft 6", "142/84".

The limits here catch slips of the finger and no illness: nobody is measured outside them, so they are not clinical.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from hoc_tui.domain.entry.numbers import NUMBER, MeasureEntry, rounded
from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly
from hoc_tui.domain.results import Quantity

KG_PER_STONE = Decimal("6.35029318")
"""Exact. Source: international yard and pound agreement, 1959; 14 pounds."""
KG_PER_POUND = Decimal("0.45359237")
"""Exact. Source: international yard and pound agreement, 1959."""
CM_PER_INCH = Decimal("2.54")
"""Exact. Source: international yard and pound agreement, 1959."""

HEAVIEST_KG = 650
"""Status: guard against slips; above the heaviest person recorded (635 kg)."""
TALLEST_CM = 275
"""Status: guard against slips; above the tallest person recorded (272 cm)."""
SHORTEST_CM = 20
"""Status: guard against slips; below the smallest new-born."""
PRESSURES_MMHG = range(20, 381)
"""Status: guard against slips; above the highest pressure recorded (about 370 mmHg)."""

_WEIGHT_EXAMPLE = "83.5 kg or 13 st 2"
_HEIGHT_EXAMPLE = "168 cm or 5 ft 6"
_STONE = r"(?:st|stones?)\.?"
_POUND = r"(?:lbs?|pounds?)\.?"
_FOOT = r"(?:ft\.?|foot|feet|')"
_INCH = r"(?:ins?\.?|inch|inches|\"|'')"
_STONES = re.compile(rf"(?P<stones>[0-9]{{1,3}}) ?{_STONE}(?:[ ,]*(?P<pounds>{NUMBER}) ?(?:{_POUND})?)?")
_POUNDS = re.compile(rf"(?P<pounds>{NUMBER}) ?{_POUND}")
_KILOS = re.compile(rf"(?P<kilos>{NUMBER}) ?(?P<unit>kgs?\.?|kilos?|kilograms?)?")
_FEET = re.compile(rf"(?P<feet>[0-9]) ?{_FOOT}(?:[ ,]*(?P<inches>{NUMBER}) ?(?:{_INCH})?)?")
_INCHES = re.compile(rf"(?P<inches>{NUMBER}) ?{_INCH}")
_METRIC = re.compile(rf"(?P<number>{NUMBER}) ?(?P<unit>cms?|centimetres?|m|metres?)?\.?")
_PRESSURE = re.compile(r"(?P<upper>[0-9]{2,3}) ?(?:/|over) ?(?P<lower>[0-9]{2,3})(?: ?mm ?hg)?")


@dataclass(frozen=True, slots=True)
class Pressure:
    """Two pressures of one measurement."""

    systolic: Quantity
    diastolic: Quantity


@dataclass(frozen=True, slots=True)
class PressureEntry:
    """A blood pressure, as typed and as understood."""

    typed: str
    value: Pressure
    said_back: str
    """"142/84 mmHg"."""


def read_weight(text: str) -> MeasureEntry:
    """Read a weight in kilograms, stones and pounds, or pounds.

    Args:
        text: "83.5 kg", "13 st 2", "13st 2lb", "184 lb"; a bare number is taken for kilograms and needs asking.

    Returns:
        The weight in kg, above 0 and at most 650.

    Raises:
        NotUnderstood: It is no weight, or nobody weighs that.
    """
    typed = one_line(text)
    plain = plainly(typed)
    entry = _imperial_weight(typed, plain) or _kilos(typed, plain)
    if entry is None:
        raise NotUnderstood(typed, "is not a weight that can be understood", _WEIGHT_EXAMPLE)
    if not 0 < entry.value.number <= HEAVIEST_KG:
        raise NotUnderstood(typed, "is not what a person can weigh", _WEIGHT_EXAMPLE)
    return entry


def _imperial_weight(typed: str, plain: str) -> MeasureEntry | None:
    parts = _STONES.fullmatch(plain) or _POUNDS.fullmatch(plain)
    if parts is None:
        return None
    named = parts.groupdict()
    stones, pounds = named.get("stones"), named["pounds"]
    if stones and pounds and Decimal(pounds) >= 14:
        raise NotUnderstood(typed, "has more pounds than make a stone", "13 st 2")
    original = _amounts((stones, "st"), (pounds, "lb"))
    kilos = Decimal(stones or 0) * KG_PER_STONE + Decimal(pounds or 0) * KG_PER_POUND
    said_back = f"{_words(original)}, which is {rounded(kilos, 1)} kg"
    return MeasureEntry(typed, _plain_quantity(kilos, "kg"), original, said_back)


def _kilos(typed: str, plain: str) -> MeasureEntry | None:
    parts = _KILOS.fullmatch(plain)
    if parts is None:
        return None
    value = Quantity(text=parts["kilos"], unit="kg")
    stones, pounds = divmod(int(rounded(value.number / KG_PER_POUND, 0)), 14)
    said = f"{value.words}, which is about {stones} st {pounds} lb"
    asking = parts["unit"] is None
    return MeasureEntry(typed, value, (value,), f"is that {said}?" if asking else said, needs_asking=asking)


def read_height(text: str) -> MeasureEntry:
    """Read a height in centimetres, metres, feet and inches, or inches.

    Args:
        text: "168 cm", "1.68 m", "5 ft 6", "5'6", "66 in"; a bare number is taken for centimetres from 50 on and for
            metres up to 2.75, and needs asking.

    Returns:
        The height in cm, 20 to 275.

    Raises:
        NotUnderstood: It is no height, nobody is that tall, or it has no unit and could be feet.
    """
    typed = one_line(text)
    plain = plainly(typed)
    entry = _imperial_height(typed, plain) or _metric_height(typed, plain)
    if entry is None:
        raise NotUnderstood(typed, "is not a height that can be understood", _HEIGHT_EXAMPLE)
    if not SHORTEST_CM <= entry.value.number <= TALLEST_CM:
        raise NotUnderstood(typed, "is not how tall a person can be", _HEIGHT_EXAMPLE)
    return entry


def _imperial_height(typed: str, plain: str) -> MeasureEntry | None:
    parts = _FEET.fullmatch(plain) or _INCHES.fullmatch(plain)
    if parts is None:
        return None
    named = parts.groupdict()
    feet, inches = named.get("feet"), named["inches"]
    if feet and inches and Decimal(inches) >= 12:
        raise NotUnderstood(typed, "has more inches than make a foot", "5 ft 6")
    original = _amounts((feet, "ft"), (inches, "in"))
    centimetres = (Decimal(feet or 0) * 12 + Decimal(inches or 0)) * CM_PER_INCH
    said_back = f"{_words(original)}, which is {rounded(centimetres, 1)} cm"
    return MeasureEntry(typed, _plain_quantity(centimetres, "cm"), original, said_back)


def _metric_height(typed: str, plain: str) -> MeasureEntry | None:
    parts = _METRIC.fullmatch(plain)
    if parts is None:
        return None
    number, asking = Decimal(parts["number"]), parts["unit"] is None
    unit = (parts["unit"] or _likely_unit(number))[:1]
    if not unit:
        return None
    original = Quantity(text=parts["number"], unit="cm" if unit == "c" else "m")
    value = original if unit == "c" else _plain_quantity(number.scaleb(2), "cm")
    said = original.words if unit == "c" else f"{original.words}, which is {value.words}"
    return MeasureEntry(typed, value, (original,), f"is that {said}?" if asking else said, needs_asking=asking)


def _likely_unit(number: Decimal) -> str:
    # Between 2.75 and 50 a bare number may be feet ("5.6") or a child's inches, and neither is ours to guess.
    if number >= 50:
        return "cm"
    return "m" if number * 100 <= TALLEST_CM else ""


def read_pressure(text: str) -> PressureEntry:
    """Read a blood pressure.

    Args:
        text: "142/84", "142 over 84", with or without "mmHg".

    Returns:
        Both pressures in mmHg, the systolic one above the diastolic one.

    Raises:
        NotUnderstood: It is no pair, the order cannot be right, or nobody has such a pressure.
    """
    typed = one_line(text)
    parts = _PRESSURE.fullmatch(plainly(typed))
    if parts is None:
        raise NotUnderstood(typed, "is not a blood pressure", "142/84")
    upper, lower = int(parts["upper"]), int(parts["lower"])
    if upper <= lower:
        raise NotUnderstood(typed, "does not have the higher pressure first", "142/84")
    if upper not in PRESSURES_MMHG or lower not in PRESSURES_MMHG:
        raise NotUnderstood(typed, "is not a pressure that a person can have", "142/84")
    value = Pressure(Quantity(text=f"{upper}", unit="mmHg"), Quantity(text=f"{lower}", unit="mmHg"))
    return PressureEntry(typed, value, f"{upper}/{lower} mmHg")


def _amounts(*parts: tuple[str | None, str]) -> tuple[Quantity, ...]:
    return tuple(Quantity(text=text, unit=unit) for text, unit in parts if text)


def _words(amounts: tuple[Quantity, ...]) -> str:
    return " ".join(amount.words for amount in amounts)


def _plain_quantity(number: Decimal, unit: str) -> Quantity:
    return Quantity(text=f"{number:f}", unit=unit)
