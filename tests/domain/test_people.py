"""Who people are: what to call them, how old they are, whether a number is theirs."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pydantic import ValidationError

from hoc_tui.domain.people import AlreadySomebodys, ContactDraft, NeedDraft, Person, PersonDetails
from hoc_tui.domain.vocabulary import NeedKind, Registration

AT = datetime(2026, 3, 5, tzinfo=UTC)


def person(**details: object) -> Person:
    """Somebody with a record here."""
    usual: dict[str, object] = {
        "id": UUID(int=1),
        "person_id": UUID(int=1),
        "practice_id": UUID(int=2),
        "version": 1,
        "authored_by": UUID(int=3),
        "performed_by": UUID(int=3),
        "occurred_at": AT,
        "recorded_at": AT,
        "family": "Jackson",
        "given": "Margaret",
    }
    return Person.model_validate(usual | details)


@pytest.mark.parametrize(
    ("details", "called"),
    [
        ({"preferred": "Peggy"}, "Peggy"),
        ({}, "Margaret"),
        ({"given": "", "title": "Mrs"}, "JACKSON (Mrs)"),
    ],
)
def test_people_are_called_what_they_like(details: dict[str, object], called: str) -> None:
    """Else by their given name, else by what there is."""
    assert called == person(**details).called


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1951, 3, 4), date(2026, 3, 4), 75),
        (date(1951, 3, 4), date(2026, 3, 3), 74),
        (date(1952, 2, 29), date(2026, 2, 28), 73),
        (None, date(2026, 3, 4), None),
    ],
)
def test_age_in_whole_years(born: date | None, today: date, age: int | None) -> None:
    """None where the date of birth is not known: never guessed."""
    assert age == person(born=born).age(today)


def test_a_number_knows_whether_it_is_valid() -> None:
    """One that fails is kept as given; none is none."""
    assert person(nhs_number="943 476 5919").number is not None
    assert [True, False] == [
        number.valid for sent in ("943 476 5919", "1234567890") if (number := person(nhs_number=sent).number)
    ]
    assert person().number is None


def test_the_dead_are_dead_by_registration() -> None:
    """A date alone, half entered, does not make a death."""
    assert [True, False] == [
        person(registration=Registration.DIED).deceased,
        person(died="2026-02").deceased,
    ]


@pytest.mark.parametrize("family", ["", "  ", "\u200e"])
def test_a_family_name_is_needed(family: str) -> None:
    """Nobody can be found or shown without one."""
    with pytest.raises(ValidationError):
        PersonDetails(family=family)


def test_needs_and_contacts_say_something() -> None:
    """An empty line arranges nothing, and rings nobody."""
    with pytest.raises(ValidationError):
        NeedDraft(kind=NeedKind.FORMAT, text=" ")
    with pytest.raises(ValidationError):
        ContactDraft(name="")


def test_a_taken_number_is_said_in_words() -> None:
    """With what to do next."""
    assert "This number already belongs to somebody else here. Find that person first." == str(AlreadySomebodys())
