"""Dates of birth and ages, as a front desk types them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import MONTHS, age_on, short
from hoc_tui.domain.entry.births import AgeEntry, BirthEntry, read_birth
from hoc_tui.domain.entry.typed import NotUnderstood

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "04/03/1951",
        "4/3/1951",
        "4.3.51",
        "4-Mar-1951",
        "040351",
        "04031951",
        "19510304",
        "4 March 51",
        "1951-03-04",
        "4th March 1951",
        "March 4 1951",
        "04 03 51",
        "born 4/3/51",
        "DOB 4/3/51",
        "4mar51",
        "Sun 4 Mar 1951",
    ],
)
def test_usual_formats_are_one_date(typed: str) -> None:
    """Day before month, with any separator or none, and a year of two digits in the past."""
    entry = read_birth(typed, TODAY)
    assert isinstance(entry, BirthEntry)
    assert (entry.value, entry.said_back) == (date(1951, 3, 4), "04-Mar-1951, 75 years old")


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [
        ("20/11/26", "20-Nov-2026, less than a day old (for 100 years old, type 1926)"),
        ("21/11/26", "21-Nov-1926, 99 years old"),
        ("4/3/19", "04-Mar-2019, 7 years old (for 107 years old, type 1919)"),
        ("29/2/00", "29-Feb-2000, 26 years old"),
        ("29/2/24", "29-Feb-2024, 2 years old (for 102 years old, type 1924)"),
        ("010190", "01-Jan-1990, 36 years old"),
    ],
)
def test_two_digits_of_a_year_are_never_in_the_future(typed: str, said_back: str) -> None:
    """The latest past year is taken; where a very old person is as likely, that is said too."""
    assert read_birth(typed, TODAY).said_back == said_back


@pytest.mark.parametrize(
    ("typed", "years"),
    [("75", 75), ("75y", 75), ("75 yrs", 75), ("aged 75", 75), ("75 years old", 75), ("0", 0), ("1", 1)],
)
def test_an_age_is_an_age_and_not_a_date(typed: str, years: int) -> None:
    """It is said back with the dates between which such a person was born."""
    entry = read_birth(typed, TODAY)
    assert isinstance(entry, AgeEntry)
    assert entry.value == years
    assert (age_on(entry.earliest, TODAY), age_on(entry.latest, TODAY)) == (years, years)


def test_an_age_is_said_back_with_both_ends() -> None:
    """The day before the earliest and the day after the latest would be another age."""
    said_back = "75 years old, so born between 21-Nov-1950 and 20-Nov-1951"
    assert read_birth("75", TODAY).said_back == said_back


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("04/03/2027", "is still to come"),
        ("21/11/2026", "is still to come"),
        ("4/3/1889", "is before 1890"),
        ("29/2/51", "is not in the calendar"),
        ("29/2/23", "is not in the calendar"),
        ("12/31/1951", "is not in the calendar"),
        ("Mon 4 Mar 1951", "does not fit the calendar, since 04-Mar-1951 is a Sunday"),
        ("5 May", "is not a date of birth with its year"),
        ("00000000", "is not a date of birth with its year"),
        ("abc", "is not a date of birth with its year"),
        ("126", "is neither a date of birth nor an age"),
    ],
)
def test_nobody_was_born_then(typed: str, problem: str) -> None:
    """One sentence names what was typed and a form that works."""
    with pytest.raises(NotUnderstood) as refusal:
        read_birth(typed, TODAY)
    assert str(refusal.value) == f"“{typed}” {problem}: try 4/3/1951 or 4 Mar 1951."


@given(st.dates(date(1890, 1, 1), TODAY))
def test_any_date_of_birth_can_be_typed_in_any_form(born: date) -> None:
    """Every form with four digits of the year gives that day, the eight bare digits in both orders too."""
    month = MONTHS[born.month - 1]
    forms = [
        f"{born:%d/%m/%Y}",
        f"{born:%d%m%Y}",
        f"{born:%Y%m%d}",
        born.isoformat(),
        short(born),
        f"{born.day} {month} {born.year}",
        f"{month[:3]} {born.day} {born.year}",
        f"{born.day}.{born.month}.{born.year}",
    ]
    assert [read_birth(form, TODAY).value for form in forms] == [born] * len(forms)


@given(st.dates(date(1928, 1, 1), TODAY))
def test_two_digits_of_a_year_give_the_latest_such_day(born: date) -> None:
    """Nobody comes out younger than the day they were born or older than a hundred."""
    entry = read_birth(f"{born:%d%m}{born.year % 100:02}", TODAY)
    assert isinstance(entry, BirthEntry)
    assert (entry.value.day, entry.value.month, entry.value.year % 100) == (born.day, born.month, born.year % 100)
    assert born <= entry.value <= TODAY
