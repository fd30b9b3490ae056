"""Undo takes one's own last change back, as a new change: whole, and nothing of anybody else's with it."""

from decimal import Decimal
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.people import NHS_NUMBER, AlreadySomebodys, NeedDraft, PersonDetails
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft, GoalDraft
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import Agreement, ItemKind, NeedKind, Role
from hoc_tui.services import agreeing, conversation, lists, people, records, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Saved, Spot
from tests.support.desks import NINE_O_CLOCK, Surgery, register


@pytest.fixture
def nurse(surgery: Surgery) -> Desk:
    """A nurse's desk."""
    return surgery.desk(Role.NURSE)


def _agenda(desk: Desk, person_id: UUID) -> list[str]:
    return [item.text for item in records.open_record(desk, person_id).agenda]


def test_an_addition_and_back_and_forth(nurse: Desk) -> None:
    """Undo takes it out, undo of that brings it back, and so on; the history shows each step."""
    person = register(nurse)
    saved = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet"))
    taken_back = records.undo(nurse, person.id, saved.op_id)
    assert [] == _agenda(nurse, person.id)
    again = records.undo(nurse, person.id, taken_back.op_id)
    assert ["my feet"] == _agenda(nurse, person.id)
    records.undo(nurse, person.id, again.op_id)

    assert [] == _agenda(nurse, person.id)
    assert ["", "undone", "undone", "undone"] == [
        one.reason for one in records.history_of(nurse, person.id, saved.item.id)
    ]


def test_a_change_and_back_and_forth(nurse: Desk) -> None:
    """Fields get their old values, and the new ones again."""
    person = register(nurse)
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="Walk", importance=9))
    changed = conversation.rewrite(nurse, Spot.of(ItemKind.GOAL, goal.item), {"words": "Swim", "importance": 2})
    first = records.undo(nurse, person.id, changed.op_id)
    second = records.undo(nurse, person.id, first.op_id)

    assert ("Walk", 9) == (getattr(first.item, "words", ""), getattr(first.item, "importance", None))
    assert ("Swim", 2) == (getattr(second.item, "words", ""), getattr(second.item, "importance", None))


def test_taking_out_is_taken_back(nurse: Desk) -> None:
    """With everything as it was."""
    person = register(nurse)
    saved = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet", starred=True))
    ended = conversation.take_out(nurse, Spot.of(ItemKind.AGENDA, saved.item), "said twice")
    back = records.undo(nurse, person.id, ended.op_id)

    assert ["my feet"] == _agenda(nurse, person.id)
    assert (None, "", 3) == (back.item.ended_at, back.item.ended_reason, back.item.version)


def test_a_merged_change_leaves_the_others_alone(surgery: Surgery, nurse: Desk) -> None:
    """What somebody else changed meanwhile stays."""
    gp, person = surgery.desk(Role.GP), register(nurse)
    spot = Spot.of(ItemKind.GOAL, conversation.put_down(nurse, person.id, GoalDraft(words="Walk")).item)
    conversation.rewrite(gp, spot, {"importance": 8})
    merged = conversation.rewrite(nurse, spot, {"why": "my knees"})
    records.undo(nurse, person.id, merged.op_id)

    [goal] = records.open_record(nurse, person.id).goals
    assert (8, "") == (goal.importance, goal.why)


def test_what_has_been_changed_since_is_not_taken_back(surgery: Surgery, nurse: Desk) -> None:
    """Somebody's newer words are never undone by an older hand, and nothing is written."""
    gp, person = surgery.desk(Role.GP), register(nurse)
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="Walk"))
    mine = conversation.rewrite(nurse, Spot.of(ItemKind.GOAL, goal.item), {"words": "Swim"})
    conversation.rewrite(gp, Spot.of(ItemKind.GOAL, mine.item), {"words": "Swim on Fridays"})
    before = len(records.history_of(nurse, person.id, goal.item.id))

    with pytest.raises(Changed, match="changed since"):
        records.undo(nurse, person.id, mine.op_id)
    with pytest.raises(Changed):
        records.undo(nurse, person.id, goal.op_id)
    assert before == len(records.history_of(nurse, person.id, goal.item.id))


def test_nobody_undoes_what_is_not_theirs(surgery: Surgery, nurse: Desk) -> None:
    """Not a colleague's, not what never was, not what lost."""
    gp, person = surgery.desk(Role.GP), register(nurse)
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="Walk"))
    spot = Spot.of(ItemKind.GOAL, goal.item)
    conversation.rewrite(gp, spot, {"words": "Swim"})
    with pytest.raises(Changed):
        conversation.rewrite(nurse, spot, {"words": "Run"}, op_id=UUID(int=42))

    for desk, op in ((gp, goal.op_id), (nurse, UUID(int=404)), (nurse, UUID(int=42))):
        with pytest.raises(Refused, match="nothing of yours"):
            records.undo(desk, person.id, op)


def test_a_retried_undo_undoes_once(nurse: Desk) -> None:
    """A second attempt does not bring the change back."""
    person = register(nurse)
    saved = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet"))
    first, again = (records.undo(nurse, person.id, saved.op_id, undo_op_id=UUID(int=42)) for _ in range(2))

    assert (first.item, False) == (again.item, again.wrote)
    assert [] == _agenda(nurse, person.id)


def test_a_corrected_name_is_found_as_it_is_after_undo(nurse: Desk) -> None:
    """The keys to find somebody by follow every change of their name, undo too."""
    person = register(nurse, "Jackson")
    corrected = people.correct(nurse, person, {"family": "Johnson", "preferred": "Peg"})
    assert ((), 1, 1) == (
        lists.find(nurse, "jackson"),
        len(lists.find(nurse, "johnson")),
        len(lists.find(nurse, "peg")),
    )
    records.undo(nurse, person.id, corrected.op_id)

    assert (1, (), ()) == (len(lists.find(nurse, "jackson")), lists.find(nurse, "johnson"), lists.find(nurse, "peg"))


def _owner(desk: Desk, number: str) -> UUID | None:
    with desk.reading() as work:
        return work.person_of(NHS_NUMBER, number)


def test_a_corrected_nhs_number_is_held_by_whose_it_is_after_undo(nurse: Desk) -> None:
    """The wrong number is free again when it is corrected, and held again when that is undone."""
    person = register(nurse, nhs_number="943 476 5919")
    corrected = people.correct(nurse, person, {"nhs_number": "9434765870"})
    assert (None, person.id) == (_owner(nurse, "9434765919"), _owner(nurse, "9434765870"))
    records.undo(nurse, person.id, corrected.op_id)

    assert (person.id, None) == (_owner(nurse, "9434765919"), _owner(nurse, "9434765870"))


def test_a_number_that_somebody_else_has_by_now_is_not_taken_back(nurse: Desk) -> None:
    """Undo obeys the same rule as every change: no number leads to two people."""
    person = register(nurse, nhs_number="943 476 5919")
    corrected = people.correct(nurse, person, {"nhs_number": ""})
    other = register(nurse, "Okafor", nhs_number="943 476 5919")

    with pytest.raises(AlreadySomebodys):
        records.undo(nurse, person.id, corrected.op_id)
    assert (other.id, "") == (_owner(nurse, "9434765919"), records.open_record(nurse, person.id).person.nhs_number)


def test_a_registration_is_not_taken_back(nurse: Desk) -> None:
    """A person does not stop being here because somebody pressed undo."""
    person = people.register(nurse, PersonDetails(family="Jackson"), op_id=UUID(int=42))

    with pytest.raises(Refused, match="registration cannot be taken back"):
        records.undo(nurse, person.id, UUID(int=42))


def test_an_agreement_is_not_taken_back(nurse: Desk) -> None:
    """Neither the version nor what agreeing wrote into plan and visit."""
    person = register(nurse)
    visits.book(nurse, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    read, op = records.open_record(nurse, person.id), UUID(int=42)
    agreeing.agree(nurse, read, AgreeDraft(agreement=Agreement.BY_PERSON, reviewer="Dr Osei"), op_id=op)

    with pytest.raises(Refused, match="agreed plan cannot be taken back"):
        records.undo(nurse, person.id, op)


def test_the_first_note_in_the_plan_is_taken_back_to_nothing(nurse: Desk) -> None:
    """The plan stays, as if nothing had been noted; it is never ended."""
    person = register(nurse)
    noted = conversation.note_plan(nurse, records.open_record(nurse, person.id), {"reviewer": "Dr Osei"})
    records.undo(nurse, person.id, noted.op_id)

    plan = records.open_record(nurse, person.id).plan
    assert plan is not None
    assert ("", None, 2) == (plan.reviewer, plan.ended_at, plan.version)


def test_a_list_that_was_spread_goes_back_whole(nurse: Desk) -> None:
    """One move that changed many positions is one change to take back."""
    person = register(nurse)
    for text in "abc":
        conversation.put_down(nurse, person.id, AgendaDraft(text=text, position=Decimal(0)))
    items = records.open_record(nurse, person.id).agenda
    moved = conversation.move(nurse, ItemKind.AGENDA, items, 2, -1)
    assert isinstance(moved, Saved)
    assert ["a", "c", "b"] == _agenda(nurse, person.id)
    records.undo(nurse, person.id, moved.op_id)

    assert ["a", "b", "c"] == _agenda(nurse, person.id)
    assert [Decimal(0)] * 3 == [item.position for item in records.open_record(nurse, person.id).agenda]


def test_reception_takes_back_what_it_may_write(surgery: Surgery) -> None:
    """An agenda item, a need, a visit; it needs no right to see the rest."""
    reception = surgery.desk(Role.RECEPTIONIST)
    person = register(reception)
    done = [
        conversation.put_down(reception, person.id, AgendaDraft(text="my feet")),
        people.add_need(reception, person.id, NeedDraft(kind=NeedKind.FORMAT, text="Large print")),
        visits.book(reception, person.id, VisitDraft(starts_at=NINE_O_CLOCK)),
    ]
    for saved in done:
        assert records.undo(reception, person.id, saved.op_id).item.ended

    read = records.open_record(surgery.desk(Role.GP), person.id)
    assert ((), (), ()) == (read.agenda, read.needs, read.visits)
