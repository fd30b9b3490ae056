"""Registering people and keeping their details right, with every earlier detail in the history."""

from datetime import date
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.people import NHS_NUMBER, AlreadySomebodys, ContactDraft, NeedDraft, PersonDetails
from hoc_tui.domain.record import ConditionDraft
from hoc_tui.domain.vocabulary import ItemKind, NeedKind, Registration, Role
from hoc_tui.services import conversation, lists, people, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register

MINE, ANOTHER = "9434765919", "9434765870"


@pytest.fixture
def desk(surgery: Surgery) -> Desk:
    """A nurse's desk."""
    return surgery.desk(Role.NURSE)


def _owner(desk: Desk, number: str) -> UUID | None:
    with desk.reading() as work:
        return work.person_of(NHS_NUMBER, number)


def test_a_valid_number_is_held_and_an_invalid_one_is_only_kept(desk: Desk) -> None:
    """One that fails identifies nobody, so two people may have it."""
    mine = register(desk, nhs_number="943 476 5919")
    failing = [register(desk, family, nhs_number="1234567890") for family in ("Okafor", "Singh")]

    assert (mine.id, None) == (_owner(desk, MINE), _owner(desk, "1234567890"))
    assert {"1234567890"} == {records.open_record(desk, one.id).person.nhs_number for one in failing}


def test_a_number_is_nobody_elses(desk: Desk) -> None:
    """Neither when registering nor when correcting; the sentence says what to do, and nothing was written."""
    mine = register(desk, nhs_number=MINE)
    other = register(desk, "Okafor")
    with pytest.raises(AlreadySomebodys, match="Find that person first"):
        register(desk, "Singh", nhs_number="943-476-5919")
    with pytest.raises(AlreadySomebodys):
        people.correct(desk, other, {"nhs_number": MINE, "phone": "0113"})

    assert (mine.id, ()) == (_owner(desk, MINE), lists.find(desk, "singh"))
    assert "" == records.open_record(desk, other.id).person.phone


def test_a_corrected_number_lets_go_of_the_wrong_one(desk: Desk) -> None:
    """To another, to one that fails, to none, and to the same written otherwise."""
    person = register(desk, nhs_number=MINE)
    for number, held in ((ANOTHER, ANOTHER), ("943 476 5870", ANOTHER), ("1234567890", None), (MINE, MINE), ("", None)):
        saved = people.correct(desk, records.open_record(desk, person.id).person, {"nhs_number": number})
        assert saved.wrote

        assert {held} - {None} == {one for one in (MINE, ANOTHER) if _owner(desk, one) == person.id}


def test_an_old_reading_lets_go_of_nothing_new(surgery: Surgery, desk: Desk) -> None:
    """Correcting the phone from an old screen does not touch the number that a colleague has put right since."""
    gp, person = surgery.desk(Role.GP), register(desk, nhs_number=MINE)
    people.correct(gp, person, {"nhs_number": ANOTHER})
    people.correct(desk, person, {"phone": "0113"})

    assert (None, person.id) == (_owner(desk, MINE), _owner(desk, ANOTHER))


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(desk: Desk) -> None:
    """What they were called before is in the history."""
    person = register(desk, "Jackson")
    people.correct(desk, person, {"family": "Johnson"}, reason="misheard")

    assert [(), ("Johnson",)] == [tuple(one.family for one in lists.find(desk, typed)) for typed in ("jacks", "johns")]
    change = records.history_of(desk, person.id, person.id)[-1]
    assert ("misheard", "Jackson", "Johnson") == (
        *(change.reason, change.changes["family"].before),
        change.changes["family"].after,
    )


def test_a_person_and_their_plan_have_histories_of_their_own(surgery: Surgery, desk: Desk) -> None:
    """They share an id; what was noted in the plan is no change to the person, and merges with nothing of theirs."""
    gp, person = surgery.desk(Role.GP), register(desk)
    for reviewer in ("Dr Osei", "Nurse Patel"):
        conversation.note_plan(gp, records.open_record(gp, person.id), {"reviewer": reviewer})
    people.correct(gp, person, {"email": "m@example.org"})
    saved = people.correct(desk, person, {"phone": "0113"})

    plan = [one.changes["reviewer"].after for one in records.history_of(desk, person.id, person.id, ItemKind.PLAN)]
    assert (("email",), ["Dr Osei", "Nurse Patel"]) == (saved.merged_with, plan)
    assert [1, 2, 3] == [one.item_version for one in records.history_of(desk, person.id, person.id)]


def test_died_left_and_moved_are_said_together(surgery: Surgery, desk: Desk) -> None:
    """Nobody's "left" merges with somebody else's "died"."""
    gp, person = surgery.desk(Role.GP), register(desk)
    people.correct(gp, person, {"registration": Registration.DIED, "died": "2026-03"})
    with pytest.raises(Changed):
        people.correct(desk, person, {"left_on": date(2026, 3, 1), "moved_to": "Hillside"})

    read = records.open_record(desk, person.id).person
    assert (True, "2026-03", None) == (read.deceased, str(read.died), read.left_on)


def test_a_retried_registration_is_one_person(desk: Desk) -> None:
    """The answer is the person as they stand now."""
    details = PersonDetails(family="Jackson", nhs_number=MINE)
    first = people.register(desk, details, op_id=UUID(int=42))
    people.correct(desk, first, {"preferred": "Peg"})
    again = people.register(desk, details, op_id=UUID(int=42))

    assert (first.id, "Peg", 2) == (again.id, again.preferred, again.version)
    assert 1 == len(lists.find(desk, "jackson"))


def test_details_beside_a_person(desk: Desk) -> None:
    """Needs, contacts and conditions: added, changed, and ended with a reason."""
    person = register(desk)
    need = people.add_need(desk, person.id, NeedDraft(kind=NeedKind.FORMAT, text="Large print")).item
    people.add_contact(desk, person.id, ContactDraft(name="Aisha"))
    people.add_condition(desk, person.id, ConditionDraft(name="Asthma"))
    changed = people.change_detail(desk, Spot.of(ItemKind.NEED, need), {"text": "Easy read"}).item
    with pytest.raises(Refused, match="Say why"):
        people.end_detail(desk, Spot.of(ItemKind.NEED, changed), " ")
    people.end_detail(desk, Spot.of(ItemKind.NEED, changed), "has new glasses")

    read = records.open_record(desk, person.id)
    assert ((), ["Aisha"], ["Asthma"]) == (
        read.needs,
        [contact.name for contact in read.contacts],
        [condition.name for condition in read.conditions],
    )


@pytest.mark.parametrize("kind", [ItemKind.PERSON, ItemKind.GOAL, ItemKind.PLAN, ItemKind.VISIT])
def test_other_things_are_no_details(desk: Desk, kind: ItemKind) -> None:
    """They have verbs, and rights, of their own."""
    person = register(desk)
    spot = Spot(kind, person.id, person.id, 1)

    with pytest.raises(Refused, match="not one of the person's details"):
        people.change_detail(desk, spot, {"family": "x"})
    with pytest.raises(Refused, match="not one of the person's details"):
        people.end_detail(desk, spot, "because")
