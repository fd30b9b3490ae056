"""From the unit that was sent to the unit that is shown: exact, rounded once, marked, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.catalogue import AcceptedUnit, CatalogueTest
from hoc_tui.domain.units import accepted, convert, in_unit, rounded

TESTS = {test.id: test for test in usual_catalogue().tests}
HBA1C = TESTS["hba1c"]

CHECKED = [("6.5", "48"), ("7.0", "53"), ("7.5", "58"), ("8.0", "64"), ("9.0", "75"), ("10.0", "86")]
"""HbA1c in % and in mmol/mol: the check values of the clinical reference, 6.5."""

converting = st.sampled_from(
    [(test, unit.unit) for test in TESTS.values() for unit in test.units if not unit.same_number]
)
measured = st.decimals("0.01", "5000", places=2)


@pytest.mark.parametrize(("percent", "shown"), CHECKED)
def test_hba1c_agrees_with_the_check_values(percent: str, shown: str) -> None:
    """From % to mmol/mol, as everybody in the clinic knows the pairs."""
    converted = convert(percent, "%", HBA1C)

    assert converted is not None
    assert shown == converted.shown
    assert f"{shown} mmol/mol (converted from {percent} %)" == converted.words


@pytest.mark.parametrize(("percent", "shown"), CHECKED)
def test_hba1c_agrees_with_the_check_values_the_other_way(percent: str, shown: str) -> None:
    """From mmol/mol to %, and as the reference's own reverse equation has it."""
    back = in_unit(Decimal(shown), "%", HBA1C)

    assert back is not None
    assert percent == rounded(back, 1)
    assert percent == rounded(Decimal("0.0915") * Decimal(shown) + Decimal("2.15"), 1)


@pytest.mark.parametrize(
    ("test", "sent", "unit", "shown"),
    [
        ("chol", "200", "mg/dL", "5.2"),
        ("glu_f", "126", "mg/dL", "7.0"),
        ("trig", "150", "mg/dL", "1.7"),
        ("creat", "1.2", "mg/dL", "106"),
        ("acr", "30", "mg/g", "3.4"),
        ("urate", "6", "mg/dL", "357"),
        ("b12", "258", "pmol/L", "350"),
        ("fol", "10", "nmol/L", "4.4"),
        ("vitd", "20", "ng/mL", "50"),
        ("ft4", "1.2", "ng/dl", "15.4"),
        ("ntp", "236", "pmol/L", "1996"),
        ("hb", "13.5", "g/dl", "135"),
        ("crp", "0.5", "mg/dL", "5"),
        ("wt", "12", "stone", "76.2"),
        ("waist", "40", "in", "102"),
        ("ratio", "65", "%", "0.65"),
    ],
)
def test_known_values_are_converted(test: str, sent: str, unit: str, shown: str) -> None:
    """Pairs that a reader can check with a pocket calculator."""
    converted = convert(sent, unit, TESTS[test])

    assert converted is not None
    assert converted.converted
    assert shown == converted.shown


@pytest.mark.parametrize(
    ("test", "sent", "unit"),
    [
        ("chol", "5.10", "mmol/L"),
        ("ferr", "11", "ng/mL"),
        ("tsh", "3.20", "uIU/mL"),
        ("tsh", "3.20", "m[IU]/L"),
        ("creat", "77", "umol/L"),
        ("egfr", "61.4", "mL/min/{1.73_m2}"),
        ("sbp", "142", "mm[Hg]"),
        ("inr", "2.5", ""),
        ("phq9", "12", "{score}"),
        ("alt", "34", "iu/L"),
    ],
)
def test_what_needs_no_conversion_stays_as_it_was_sent(test: str, sent: str, unit: str) -> None:
    """Its own precision and its own unit, without a mark: another spelling is no other number."""
    same = convert(sent, unit, TESTS[test])

    assert same is not None
    assert not same.converted
    assert sent == same.shown
    assert f"{sent} {unit}".strip() == same.words
    assert Decimal(sent) == same.number


@pytest.mark.parametrize(
    ("test", "sent", "unit"),
    [
        ("hba1c", "6.5", ""),
        ("glu_f", "5.6", ""),
        ("hb", "13.5", "g"),
        ("egfr", "61", "mL/min"),
        ("mrc", "2", "mMRC"),
        ("chol", "5", "mmol/mol"),
        ("k", "4.1", "G/L"),
        ("smok", "20", "/day"),
    ],
)
def test_a_unit_that_is_not_known_is_never_guessed(test: str, sent: str, unit: str) -> None:
    """No unit, another test's unit, and a unit alike but for its meaning give no number at all."""
    assert accepted(unit, TESTS[test]) is None
    assert convert(sent, unit, TESTS[test]) is None
    assert in_unit(Decimal(sent), unit, TESTS[test]) is None


@pytest.mark.parametrize("text", ["", "about 5", "NaN", "Infinity", "1_000", "1e400", "1" * 40, "٥"])
def test_what_nobody_can_have_measured_is_not_converted(text: str) -> None:
    """Words, other scripts, and numbers beyond any measurement stay what was sent."""
    assert convert(text, "mg/dL", TESTS["chol"]) is None


def test_rounding_is_half_up_and_only_in_what_is_shown() -> None:
    """2.5 cm an inch: the number for comparing keeps every digit."""
    converted = convert("12.5", "in", TESTS["waist"])

    assert converted is not None
    assert Decimal("31.75") == converted.number
    assert "32" == converted.shown
    assert ["0.5", "1", "0", "-1"] == [
        rounded(Decimal(number), places) for number, places in (("0.45", 1), ("0.5", 0), ("-0.4", 0), ("-0.5", 0))
    ]


@given(converting, measured)
def test_there_and_back_is_the_same_number(unit: tuple[CatalogueTest, str], number: Decimal) -> None:
    """A conversion loses nothing."""
    test, name = unit
    there = convert(str(number), name, test)
    assert there is not None
    back = in_unit(there.number, name, test)

    assert back is not None
    assert abs(back - number) <= number.scaleb(-40)


@given(converting, measured, measured)
def test_more_stays_more(unit: tuple[CatalogueTest, str], one: Decimal, other: Decimal) -> None:
    """So that "<" and ">" before a number mean the same after it."""
    test, name = unit
    converted = [convert(str(number), name, test) for number in (one, other)]
    numbers = [each.number for each in converted if each]

    assert (one < other) == (numbers[0] < numbers[1])


@pytest.mark.parametrize(("factor", "divisor"), [("0", "1"), ("-1", "1"), ("1", "-1"), ("1", "0")])
def test_a_conversion_that_turns_numbers_round_is_refused(factor: str, divisor: str) -> None:
    """Also by zero: it would make every value the same."""
    with pytest.raises(ValidationError):
        AcceptedUnit(unit="x", factor=Decimal(factor), divisor=Decimal(divisor))
