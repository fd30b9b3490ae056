"""Every stored word has one that people read, on each screen that shows it."""

from datetime import date

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.kinds import DRAFTS
from hoc_tui.domain.people import Person, PersonDetails
from hoc_tui.domain.vocabulary import (
    BackgroundKind,
    BackgroundState,
    ContactKind,
    Gender,
    NeedKind,
    Registration,
    Role,
    Step,
)
from hoc_tui.services.people import person_from
from hoc_tui.widgets.background_cards import TITLES
from hoc_tui.widgets.banner import identity_of, whose_words
from hoc_tui.widgets.field_words import FIELD_WORDS
from hoc_tui.widgets.person_cards import CONTACT_WORDS, NEED_WORDS, REGISTRATION_WORDS
from hoc_tui.widgets.today_rows import STEP_WORDS
from tests.support.practice import JACKSON, NOW, counting_ids

TODAY = date(2026, 11, 20)


def test_every_step_need_contact_and_registration_has_words() -> None:
    """No stored word is shown as it is stored."""
    assert set(Step) == STEP_WORDS.keys()
    assert set(NeedKind) == NEED_WORDS.keys()
    assert set(ContactKind) == CONTACT_WORDS.keys()
    assert set(Registration) == REGISTRATION_WORDS.keys()
    assert set(BackgroundKind) == TITLES.keys()
    assert all(set(BackgroundState) == states.keys() for states in TITLES.values())


def test_every_field_that_can_change_has_a_name_in_the_history() -> None:
    """The history names each field as people do."""
    fields = {name for draft in DRAFTS.values() for name in draft.model_fields}
    assert set() == fields - FIELD_WORDS.keys()


def test_no_word_blames_anybody() -> None:
    """Nobody "failed" or "did not attend"."""
    words = " ".join([*STEP_WORDS.values(), *FIELD_WORDS.values()]).casefold()
    assert not [bad for bad in ("fail", "dna", "did not attend", "complian", "poor control") if bad in words]


def _person(**changes: object) -> Person:
    from types import SimpleNamespace
    from uuid import UUID

    desk = SimpleNamespace(
        now=lambda: NOW,
        practice=SimpleNamespace(id=UUID(int=1)),
        worker=SimpleNamespace(id=UUID(int=2), role=Role.NURSE),
    )
    details = JACKSON.model_copy(update=changes)
    return person_from(desk, PersonDetails.model_validate(dict(details)), counting_ids()())  # type: ignore[arg-type]


def test_the_banner_has_the_order_and_the_formats_of_the_nhs() -> None:
    """Name, date of birth with age, gender, NHS number, without colons (NHS CUI)."""
    facts = [fact.plain.replace("\N{NO-BREAK SPACE}", " ") for fact in identity_of(_person(), TODAY)]
    expected = ["JACKSON, Margaret (Mrs)", "Born 04-Mar-1951 (75 y)", "Gender Female", "NHS No. 943 476 5919"]
    assert expected == facts


def test_what_is_not_known_is_said() -> None:
    """Missing facts are "Not Known", never a question mark."""
    facts = [fact.plain for fact in identity_of(_person(born=None, gender=Gender.NOT_KNOWN, nhs_number=""), TODAY)]
    assert ["Born Not Known", "Gender Not Known", "NHS No. Not Known"] == [
        fact.replace("\N{NO-BREAK SPACE}", " ") for fact in facts[1:]
    ]


def test_somebody_who_died_has_no_age_but_an_age_at_death() -> None:
    """The banner says when, and how old the person was."""
    person = _person(registration=Registration.DIED, died=PartialDate.parse("2026-02-10"))
    facts = [fact.plain for fact in identity_of(person, TODAY)]
    assert "Born 04-Mar-1951" == facts[1]
    assert ["Died 10-Feb-2026", "Age at Death 74"] == facts[4:]


def test_a_form_says_whose_record_with_two_identifiers() -> None:
    """Name, date of birth and NHS number on one line."""
    words = whose_words(_person()).replace("\N{NO-BREAK SPACE}", " ")
    assert "JACKSON, Margaret (Mrs), Born 04-Mar-1951, NHS No. 943 476 5919" == words
