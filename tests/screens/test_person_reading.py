"""What is typed into a person's details, understood."""

from datetime import date

import pytest

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.entry.search import read_search
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.people import PersonDetails
from hoc_tui.domain.vocabulary import Gender
from hoc_tui.screens.person_fields import EVERYTHING, changed, details_from, fields_from, known_from, known_of
from hoc_tui.screens.person_reading import about_when, birth_of, number_said_back
from tests.support.practice import JACKSON

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2014", "2014"),
        ("May 2014", "2014-05"),
        ("5/2014", "2014-05"),
        ("12 May 2014", "2014-05-12"),
        ("12/5/2014", "2014-05-12"),
        ("yesterday", "2026-11-19"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(typed: str, expected: str) -> None:
    """A year stays a year, a month a month."""
    assert PartialDate.parse(expected) == about_when(typed, TODAY)


def test_not_known_is_an_answer() -> None:
    """A date may be said to be not known."""
    assert about_when("Not known", TODAY) is None


@pytest.mark.parametrize("typed", ["2030", "Dec 2026", "13/2014", "some day", "1 Jan 2040", "0/2014"])
def test_nonsense_and_what_is_still_to_come_get_one_sentence(typed: str) -> None:
    """One sentence that quotes what was typed."""
    with pytest.raises(HocError, match="“"):
        about_when(typed, TODAY)


def test_an_age_is_no_date_of_birth() -> None:
    """An age is refused with what to do, since two people can share it."""
    with pytest.raises(HocError, match="is an age"):
        birth_of("75", TODAY)


def test_numbers_are_said_back() -> None:
    """A valid one in its groups, another with its sentence."""
    assert "NHS No. 943 476 5919" == number_said_back("9434765919")
    assert "number not valid: it is kept as typed, and nobody is found by it" == number_said_back("123")


def test_what_is_known_can_be_saved_unchanged() -> None:
    """Opening a correction and saving it changes nothing, whatever the field."""
    answers = {name: known_of(JACKSON)[name] for name in EVERYTHING}
    assert {} == changed(JACKSON, fields_from(answers, TODAY))


def test_only_differences_count() -> None:
    """A corrected postcode is one change."""
    assert {"postcode": "RV1 3CD"} == changed(JACKSON, fields_from({"postcode": "RV1 3CD", "title": "Mrs"}, TODAY))


def test_answers_make_a_person() -> None:
    """All text goes through the domain's types."""
    details = details_from({"family": " Novak\x1b ", "born": "1/2/60", "gender": "Female"}, TODAY)
    assert PersonDetails(family="Novak", born=date(1960, 2, 1), gender=Gender.FEMALE) == details


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("novak, ana", {"family": "novak", "given": "ana"}),
        ("novak", {"family": "novak"}),
        ("ana novak", {}),
        ("novak 1/2/1960", {"family": "novak", "born": "1/2/1960"}),
        ("1/2/1960", {"born": "1/2/1960"}),
        ("943 476 5919", {"nhs_number": "943 476 5919"}),
        ("", {}),
    ],
)
def test_what_find_was_asked_is_known_already(typed: str, expected: dict[str, str]) -> None:
    """Only what is certain is filled in: which of two words is the family name is not."""
    known = known_from(read_search(typed, TODAY))
    assert expected == {name: value for name, value in known.items() if value not in {"", "Not Known"}}
