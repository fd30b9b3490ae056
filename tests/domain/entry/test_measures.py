"""Weights, heights, pressures, HbA1c and plain numbers, converted exactly and said back in both units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.entry.body import read_height, read_pressure, read_weight
from hoc_tui.domain.entry.hba1c import read_hba1c
from hoc_tui.domain.entry.numbers import read_number, rounded
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.vocabulary import Comparator


@pytest.mark.parametrize(
    ("typed", "kilos", "said_back"),
    [
        ("13 st 2", "83.46099608", "13 st 2 lb, which is 83.5 kg"),
        ("13st 2lb", "83.46099608", "13 st 2 lb, which is 83.5 kg"),
        ("13 stone 2 pounds", "83.46099608", "13 st 2 lb, which is 83.5 kg"),
        ("13 st", "82.55381134", "13 st, which is 82.6 kg"),
        ("184 lb", "83.46099608", "184 lb, which is 83.5 kg"),
        ("83.5 kg", "83.5", "83.5 kg, which is about 13 st 2 lb"),
        ("83.50kg", "83.50", "83.50 kg, which is about 13 st 2 lb"),
        ("12 kilos", "12", "12 kg, which is about 1 st 12 lb"),
    ],
)
def test_weights_are_kept_in_kilograms(typed: str, kilos: str, said_back: str) -> None:
    """Stones and pounds by their exact factors; kilograms as precise as they were typed."""
    entry = read_weight(typed)
    assert (entry.value, entry.said_back) == (Quantity(text=kilos, unit="kg"), said_back)
    assert not entry.needs_asking


def test_a_bare_weight_needs_asking() -> None:
    """It is taken for kilograms and said in both, so that stones are heard at once."""
    entry = read_weight("83.5")
    assert (entry.said_back, entry.needs_asking) == ("is that 83.5 kg, which is about 13 st 2 lb?", True)


def test_what_was_typed_stays_beside_what_it_was_converted_to() -> None:
    """Both amounts of a weight in stones and pounds are kept."""
    entry = read_weight("13 st 2")
    assert entry.original == (Quantity(text="13", unit="st"), Quantity(text="2", unit="lb"))
    assert (entry.typed, entry.converted) == ("13 st 2", True)
    assert not read_weight("83.5 kg").converted


@given(st.integers(1, 99), st.integers(0, 13))
def test_stones_and_pounds_come_back_from_kilograms(stones: int, pounds: int) -> None:
    """The kilograms said in stones are the stones that were typed."""
    kilos = rounded(read_weight(f"{stones} st {pounds}").value.number, 1)
    assert f"about {stones} st {pounds} lb" in read_weight(f"{kilos} kg").said_back


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("13 st 14", "has more pounds than make a stone"),
        ("13.2 st", "is not a weight"),
        ("0", "is not what a person can weigh"),
        ("835", "is not what a person can weigh"),
        ("heavy", "is not a weight"),
        ("83,5 kg", "is not a weight"),
    ],
)
def test_what_nobody_weighs_is_refused(typed: str, problem: str) -> None:
    """A lost point, and "13.2 st", which may be 13 st 2."""
    with pytest.raises(NotUnderstood, match=problem):
        read_weight(typed)


@pytest.mark.parametrize(
    ("typed", "centimetres", "said_back"),
    [
        ("5 ft 6", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("5'6", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("5'6\"", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("5\u20196\u201d", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("5\u20326\u2033", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("5 foot 6 inches", "167.64", "5 ft 6 in, which is 167.6 cm"),
        ("6 ft", "182.88", "6 ft, which is 182.9 cm"),
        ("66 in", "167.64", "66 in, which is 167.6 cm"),
        ("168 cm", "168", "168 cm"),
        ("1.68 m", "168", "1.68 m, which is 168 cm"),
        ("1.7m", "170", "1.7 m, which is 170 cm"),
    ],
)
def test_heights_are_kept_in_centimetres(typed: str, centimetres: str, said_back: str) -> None:
    """Feet and inches exactly, with whatever marks they are written."""
    entry = read_height(typed)
    assert (entry.value, entry.said_back) == (Quantity(text=centimetres, unit="cm"), said_back)


@pytest.mark.parametrize(
    ("typed", "said_back"), [("168", "is that 168 cm?"), ("1.68", "is that 1.68 m, which is 168 cm?")]
)
def test_a_bare_height_needs_asking(typed: str, said_back: str) -> None:
    """Its size tells centimetres from metres, and somebody must say yes."""
    entry = read_height(typed)
    assert (entry.said_back, entry.needs_asking) == (said_back, True)


@pytest.mark.parametrize("typed", ["5.6", "5 ft 12", "300 cm", "10 cm", "1 m 68", "tall"])
def test_what_is_no_height_is_refused(typed: str) -> None:
    """5.6 may be feet, and nobody is three metres tall."""
    with pytest.raises(NotUnderstood):
        read_height(typed)


@pytest.mark.parametrize("typed", ["142/84", "142 / 84", "142 over 84", "142/84 mmHg", "142/84mm Hg"])
def test_a_blood_pressure_is_a_pair(typed: str) -> None:
    """Both pressures with their unit."""
    entry = read_pressure(typed)
    assert (entry.value.systolic, entry.value.diastolic) == (
        Quantity(text="142", unit="mmHg"),
        Quantity(text="84", unit="mmHg"),
    )
    assert entry.said_back == "142/84 mmHg"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("84/142", "does not have the higher pressure first"),
        ("84/84", "does not have the higher pressure first"),
        ("142", "is not a blood pressure"),
        ("142-84", "is not a blood pressure"),
        ("142/84/3", "is not a blood pressure"),
        ("999/84", "is not a pressure that a person can have"),
        ("142/10", "is not a pressure that a person can have"),
    ],
)
def test_an_implausible_pressure_is_refused(typed: str, problem: str) -> None:
    """The sentence says what is the matter with it."""
    with pytest.raises(NotUnderstood, match=problem):
        read_pressure(typed)


@pytest.mark.parametrize(
    ("percent", "mmol"),
    [("6.5", "48"), ("7.0", "53"), ("7.5", "58"), ("8.0", "64"), ("9.0", "75"), ("10.0", "86")],
)
def test_hba1c_in_per_cent_is_said_in_both_units(percent: str, mmol: str) -> None:
    """The pairs that the IFCC's master equation is known by, one way and back."""
    assert read_hba1c(f"{percent}%").said_back == f"{percent} %, which is {mmol} mmol/mol"
    assert read_hba1c(f"{mmol} mmol/mol").said_back == f"{mmol} mmol/mol, which is {percent} %"


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [("7.5", "is that 7.5 %, which is 58 mmol/mol?"), ("58", "is that 58 mmol/mol?")],
)
def test_a_bare_hba1c_needs_asking(typed: str, said_back: str) -> None:
    """Its size tells the unit, and somebody must say yes."""
    entry = read_hba1c(typed)
    assert (entry.said_back, entry.needs_asking) == (said_back, True)


def test_hba1c_keeps_the_per_cent_that_was_typed() -> None:
    """The exact conversion stands beside it, not rounded."""
    entry = read_hba1c("7.5 per cent")
    assert entry.original == (Quantity(text="7.5", unit="%"),)
    assert entry.value == Quantity(text="58.475", unit="mmol/mol")
    assert entry.converted


@pytest.mark.parametrize("typed", ["17", "2%", "25%", "200 mmol/mol", "5 mmol/mol", "7,5", "<20", "high"])
def test_what_is_no_hba1c_is_refused(typed: str) -> None:
    """17 could be either unit; the others are nobody's."""
    with pytest.raises(NotUnderstood):
        read_hba1c(typed)


@pytest.mark.parametrize(
    ("typed", "value", "said_back"),
    [
        ("7.10 mmol/L", Quantity(text="7.10", unit="mmol/L"), "7.10 mmol/L"),
        ("7.10mmol/L", Quantity(text="7.10", unit="mmol/L"), "7.10 mmol/L"),
        ("<5", Quantity(text="5", comparator=Comparator.LESS), "less than 5"),
        (">90", Quantity(text="90", comparator=Comparator.MORE), "more than 90"),
        ("\u2264 3 mg/L", Quantity(text="3", comparator=Comparator.AT_MOST, unit="mg/L"), "at most 3 mg/L"),
        (">= 3", Quantity(text="3", comparator=Comparator.AT_LEAST), "at least 3"),
        ("-2.5", Quantity(text="-2.5"), "-2.5"),
        ("60%", Quantity(text="60", unit="%"), "60 %"),
        ("140 10*9/L", Quantity(text="140", unit="10*9/L"), "140 10*9/L"),
        ("5 mL/min/1.73m2", Quantity(text="5", unit="mL/min/1.73m2"), "5 mL/min/1.73m2"),
    ],
)
def test_a_number_keeps_its_precision_comparator_and_unit(typed: str, value: Quantity, said_back: str) -> None:
    """7.10 stays 7.10, and units keep their capitals."""
    entry = read_number(typed)
    assert (entry.value, entry.said_back) == (value, said_back)


@pytest.mark.parametrize(
    "typed", ["", "1,234", "7,1", ".5", "5.", "1e5", "142/84", "5 6", "<>5", "NaN", "inf", "٣", "²"]
)
def test_what_is_no_single_number_is_refused(typed: str) -> None:
    """A decimal comma, two numbers, or digits of another script are not guessed at."""
    with pytest.raises(NotUnderstood):
        read_number(typed)


def test_a_number_takes_the_unit_of_its_test_and_no_other() -> None:
    """Units are never mixed, and the example never repeats the figure in the wrong unit."""
    assert read_number("7.1", unit="mmol/L").value == Quantity(text="7.1", unit="mmol/L")
    assert read_number("7.1 MMOL/L", unit="mmol/L").value == Quantity(text="7.1", unit="mmol/L")
    assert read_number("7 \u03bcmol/l", unit="umol/L").value == Quantity(text="7", unit="umol/L")
    with pytest.raises(
        NotUnderstood, match=r"“7\.1 mg/dL” is not in mmol/L, the unit of this test: try a value in mmol/L\."
    ):
        read_number("7.1 mg/dL", unit="mmol/L")


@given(st.decimals(0, 999_999, places=3))
def test_any_number_comes_back_exactly(number: Decimal) -> None:
    """Trailing noughts included."""
    assert read_number(f"{number:f}").value.text == f"{number:f}"
