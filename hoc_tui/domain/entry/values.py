"""The value of one test as somebody types it, taken in the unit that is shown unless another was typed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from hoc_tui.domain.averaging import Pressures
from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.entry.body import read_height, read_pressure, read_weight
from hoc_tui.domain.entry.numbers import MeasureEntry, read_number
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.instruments import Instrument
from hoc_tui.domain.plausible import odd_about, slip_in
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.units import accepted, convert

POUNDS_IN_A_STONE = 14
INCHES_IN_A_FOOT = 12
_WORDED = re.compile(r"[^\W\d_]|['\"]")
_BODY = {"wt": read_weight, "height": read_height}
"""Tests whose units people say in many ways."""


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """A value, as typed and as understood."""

    typed: str
    value: Quantity
    """What is stored: as typed, in a unit that the test accepts."""
    said_back: str
    """What is shown: "58 mmol/mol (converted from 7.5 %)"."""
    odd: str = ""
    """What is unlikely about it, so that somebody must say why it is right."""
    note: str = ""
    """How it was said, where two numbers became one: "13 st 2 lb"."""


@dataclass(frozen=True, slots=True)
class PairEntry:
    """A blood pressure, as typed and as understood."""

    typed: str
    value: Pressures
    said_back: str


def read_value(text: str, test: CatalogueTest, instrument: Instrument | None = None) -> ValueEntry:
    """Read the value of a test.

    Args:
        text: "58", "7.5%", "<5", "13 st 2", "5 ft 6"; a bare number is taken in the unit that is shown.
        test: Which; one with units.
        instrument: The questionnaire whose total it is.

    Returns:
        The value as typed and as it will be shown.

    Raises:
        NotUnderstood: It is no number, in no unit of the test, or so far off that the unit is doubtful.
    """
    if instrument is not None:
        return _read_total(text, test, instrument)
    if test.id in _BODY and _said_otherwise(text, test):
        return _read_body(_BODY[test.id](text), test)
    entry = read_number(text)
    unit_typed = bool(entry.value.unit)
    value = entry.value if unit_typed else entry.value.model_copy(update={"unit": test.unit})
    if accepted(value.unit, test) is None:
        raise NotUnderstood(entry.typed, f"is in no unit of this test; it takes {_units(test)}", _example(test))
    return _entry(entry.typed, value, test, unit_typed=unit_typed)


def _said_otherwise(text: str, test: CatalogueTest) -> bool:
    """Whether something of the body is said in words or in two numbers: "13 st 2", "5'6"."""
    if not _WORDED.search(text):
        return False
    try:
        return accepted(read_number(text).value.unit, test) is None
    except NotUnderstood:
        return True


def read_pair(text: str) -> PairEntry:
    """Read one blood pressure.

    Raises:
        NotUnderstood: It is no pair, or upside down.
    """
    entry = read_pressure(text)
    upper, lower = int(entry.value.systolic.text), int(entry.value.diastolic.text)
    return PairEntry(entry.typed, Pressures(systolic=upper, diastolic=lower), entry.said_back)


def _read_total(text: str, test: CatalogueTest, instrument: Instrument) -> ValueEntry:
    entry = read_number(text)
    number = entry.value.number
    whole = entry.value.comparator is None and number == number.to_integral_value() and not entry.value.unit
    if not whole or not instrument.lowest <= number <= instrument.highest:
        scale = f"a whole number from {instrument.lowest} to {instrument.highest}"
        raise NotUnderstood(entry.typed, f"is no total of {test.name}", scale)
    value = Quantity(text=str(int(number)), unit=test.unit)
    band = instrument.band_of(int(number))
    return ValueEntry(entry.typed, value, ", ".join(filter(None, (f"{value.text} of {instrument.highest}", band))))


def _read_body(entry: MeasureEntry, test: CatalogueTest) -> ValueEntry:
    value = _whole(entry.original)
    note = " ".join(one.words for one in entry.original) if value not in entry.original else ""
    return _entry(entry.typed, value, test, unit_typed=not entry.needs_asking, note=note)


def _whole(original: tuple[Quantity, ...]) -> Quantity:
    """Stones with pounds as pounds and feet with inches as inches: one number, and still exactly what was said."""
    numbers = {one.unit: one.number for one in original}
    if "ft" in numbers:
        inches = numbers["ft"] * INCHES_IN_A_FOOT + numbers.get("in", Decimal())
        return Quantity(text=f"{inches:f}", unit="in")
    if "st" in numbers:
        pounds = numbers["st"] * POUNDS_IN_A_STONE + numbers.get("lb", Decimal())
        return Quantity(text=f"{pounds:f}", unit="lb")
    return original[0]


def _entry(typed: str, value: Quantity, test: CatalogueTest, *, unit_typed: bool, note: str = "") -> ValueEntry:
    slip = slip_in(value, test, unit_typed=unit_typed)
    if slip:
        raise NotUnderstood(typed, slip, "the number with its unit")
    converted = convert(value.text, value.unit, test)
    if converted is None:
        raise NotUnderstood(typed, "is not a number that can be measured", _example(test))
    said = f"{value.comparator or ''}{converted.words}"
    return ValueEntry(typed, value, f"{said}, said as {note}" if note else said, odd_about(value, test), note)


def _units(test: CatalogueTest) -> str:
    return " or ".join(dict.fromkeys(unit.unit for unit in test.units if unit.unit)) or "a number alone"


def _example(test: CatalogueTest) -> str:
    return f"a number in {test.unit}" if test.unit else "the number alone"
