"""Saving: versions, merging, history, and no write twice; the same on both databases."""

from datetime import date
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.people import ContactDraft, NeedDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft, TargetDraft
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import GoalStatus, ItemKind, NeedKind, RevisionOutcome, Role
from hoc_tui.services import conversation, people, records, visits
from hoc_tui.services.ports import Desk, Fields
from hoc_tui.services.saving import Saved, Spot, add, amend, end, revive
from tests.support.desks import NINE_O_CLOCK, Surgery, register

APPLIED, MERGED, CONFLICT = RevisionOutcome.APPLIED, RevisionOutcome.MERGED, RevisionOutcome.CONFLICT


@pytest.fixture
def nurse(surgery: Surgery) -> Desk:
    """A nurse's desk."""
    return surgery.desk(Role.NURSE)


@pytest.fixture
def gp(surgery: Surgery) -> Desk:
    """A doctor's desk, over a connection of its own."""
    return surgery.desk(Role.GP)


@pytest.fixture
def goal(nurse: Desk) -> Saved:
    """A goal in somebody's record."""
    return conversation.put_down(nurse, register(nurse).id, GoalDraft(words="Back to the allotment", importance=9))


def _spot(saved: Saved, kind: ItemKind = ItemKind.GOAL) -> Spot:
    return Spot.of(kind, saved.item)


def _outcomes(desk: Desk, saved: Saved) -> list[tuple[int, RevisionOutcome]]:
    history = records.history_of(desk, saved.item.person_id, saved.item.id)
    return [(one.item_version, one.outcome) for one in history]


def test_what_was_written_is_in_the_history_with_who_and_when(nurse: Desk, goal: Saved) -> None:
    """The revision that adds an item names every field, its author and the moment."""
    [added] = records.history_of(nurse, goal.item.person_id, goal.item.id)

    assert (nurse.worker.id, 0, 1, APPLIED) == (added.by, added.base_version, added.item_version, added.outcome)
    assert set(GoalDraft.model_fields) == set(added.changes)
    assert ("Back to the allotment", None) == (added.changes["words"].after, added.changes["words"].before)
    assert added.adds


def test_a_change_says_from_what_to_what(nurse: Desk, goal: Saved) -> None:
    """Only the fields that changed, with both values; the old one is nowhere else."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 7, "words": "Back to the allotment"})

    changes = records.history_of(nurse, goal.item.person_id, goal.item.id)[-1].changes
    assert {"importance"} == set(changes)
    assert (9, 7) == (changes["importance"].before, changes["importance"].after)


def test_different_fields_merge_and_say_so(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Two people who read the same version change different things: both stay."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 7})
    merged = conversation.rewrite(gp, _spot(goal), {"why": "It clears my head."})

    read = records.open_record(nurse, goal.item.person_id).goals[0]
    assert (7, "It clears my head.", 3) == (read.importance, read.why, read.version)
    assert (("importance",), 3) == (merged.merged_with, merged.item.version)
    assert [(1, APPLIED), (2, APPLIED), (3, MERGED)] == _outcomes(nurse, goal)


def test_the_same_field_asks_and_the_loser_is_kept(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Never merged by character, never dropped: the text that lost stands in the history with its author."""
    conversation.rewrite(nurse, _spot(goal), {"words": "Ramipril 10 mg"})
    with pytest.raises(Changed, match="the same words"):
        conversation.rewrite(gp, _spot(goal), {"words": "Ramipril 2.5 mg", "why": "Too low"})

    read = records.open_record(nurse, goal.item.person_id).goals[0]
    lost = records.history_of(gp, goal.item.person_id, goal.item.id)[-1]
    assert ("Ramipril 10 mg", "", 2) == (read.words, read.why, read.version)
    assert (CONFLICT, gp.worker.id, 1, 2) == (lost.outcome, lost.by, lost.base_version, lost.item_version)
    assert ("Ramipril 2.5 mg", "Too low") == (lost.changes["words"].after, lost.changes["why"].after)


@pytest.mark.parametrize(
    ("kind", "first", "mine", "theirs"),
    [
        (
            ItemKind.TARGET,
            TargetDraft(test_key="a|1", test_name="HbA1c", low="40", high="53", unit="mmol/mol"),
            {"low": "42"},
            {"high": "7.0", "unit": "%", "low": "6.0"},
        ),
        (
            ItemKind.TARGET,
            TargetDraft(test_key="a|1", test_name="HbA1c", low="4", high="53"),
            {"unit": "%"},
            {"high": "60"},
        ),
        (ItemKind.GOAL, GoalDraft(words="Walk", confidence=5), {"scale": "words3"}, {"confidence": 6}),
        (ItemKind.GOAL, GoalDraft(words="Walk"), {"status": GoalStatus.ACHIEVED}, {"outcome": "We stopped"}),
        (ItemKind.ACTION, ActionDraft(what="Walk", cue="after tea"), {"cue": "before tea"}, {"response": "I ring Jo"}),
    ],
)
def test_fields_that_mean_something_together_never_merge(
    nurse: Desk, gp: Desk, kind: ItemKind, first: conversation.ConversationDraft, mine: Fields, theirs: Fields
) -> None:
    """A limit of one and a unit of another would be an aim that nobody set."""
    saved = conversation.put_down(nurse, register(nurse).id, first)
    conversation.rewrite(gp, _spot(saved, kind), theirs)
    with pytest.raises(Changed):
        conversation.rewrite(nurse, _spot(saved, kind), mine)

    assert [(1, APPLIED), (2, APPLIED), (2, CONFLICT)] == _outcomes(nurse, saved)


def test_importance_and_confidence_are_two_questions(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """They only share how they were answered."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 7})
    merged = conversation.rewrite(gp, _spot(goal), {"confidence": 4})

    assert (7, 4) == (getattr(merged.item, "importance", None), getattr(merged.item, "confidence", None))


def test_a_form_that_sends_every_field_changes_only_what_was_typed(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Fields as they were read do not undo what somebody else has changed since."""
    conversation.rewrite(gp, _spot(goal), {"importance": 3, "target_on": date(2026, 6, 1)})
    form = {"words": "Back to the allotment", "importance": 9, "why": "It clears my head.", "target_on": None}
    saved = conversation.rewrite(nurse, _spot(goal), form)

    read = records.open_record(nurse, goal.item.person_id).goals[0]
    assert saved.item == read
    assert (3, date(2026, 6, 1), "It clears my head.") == (read.importance, read.target_on, read.why)


def test_two_who_make_the_same_change_agree(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """The second has nothing left to write, and is not told of a conflict."""
    conversation.rewrite(gp, _spot(goal), {"importance": 3})
    saved = conversation.rewrite(nurse, _spot(goal), {"importance": 3})

    assert (2, False) == (saved.item.version, saved.wrote)
    assert [(1, APPLIED), (2, APPLIED)] == _outcomes(nurse, goal)


# -- Once -------------------------------------------------------------------------------------------------------------


def test_a_retried_addition_is_the_same_item(nurse: Desk) -> None:
    """The client's id makes a second attempt the first one again."""
    person = register(nurse)
    first = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet"), op_id=UUID(int=42))
    again = conversation.put_down(nurse, person.id, AgendaDraft(text="my feet"), op_id=UUID(int=42))

    assert (first.item, True, False) == (again.item, first.wrote, again.wrote)
    assert 1 == len(records.open_record(nurse, person.id).agenda)


def test_a_retried_change_is_made_once(nurse: Desk, goal: Saved) -> None:
    """Also when somebody has changed the field since: the answer is what stands now."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 7}, op_id=UUID(int=42))
    later = conversation.rewrite(nurse, Spot(ItemKind.GOAL, goal.item.person_id, goal.item.id, 2), {"importance": 5})
    again = conversation.rewrite(nurse, _spot(goal), {"importance": 7}, op_id=UUID(int=42))

    assert later.item == again.item
    assert 3 == len(_outcomes(nurse, goal))


def test_a_retried_change_that_lost_has_still_lost(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """A second attempt gets the first one's answer, not a false "saved"."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 7})
    for _ in range(2):
        with pytest.raises(Changed):
            conversation.rewrite(gp, _spot(goal), {"importance": 2}, op_id=UUID(int=42))

    assert [(1, APPLIED), (2, APPLIED), (2, CONFLICT)] == _outcomes(nurse, goal)


def test_a_retried_end_ends_once(nurse: Desk, goal: Saved) -> None:
    """So does bringing back."""
    ended, again = (end(nurse, _spot(goal), "said twice", op_id=UUID(int=42)) for _ in range(2))
    back, _ = (revive(nurse, Spot.of(ItemKind.GOAL, ended.item), "no", op_id=UUID(int=43)) for _ in range(2))

    assert (ended.item, False) == (again.item, again.wrote)
    assert (3, None, "") == (back.item.version, back.item.ended_at, back.item.ended_reason)
    assert 3 == len(_outcomes(nurse, goal))


def test_a_change_that_changes_nothing_leaves_no_trace(nurse: Desk, goal: Saved) -> None:
    """Saving the same again neither makes a version nor disturbs whoever is about to agree."""
    before = records.open_record(nurse, goal.item.person_id)
    saved = conversation.rewrite(nurse, _spot(goal), {"importance": 9})

    after = records.open_record(nurse, goal.item.person_id)
    assert (1, False) == (saved.item.version, saved.wrote)
    assert before.change_seq == after.change_seq
    assert 1 == len(_outcomes(nurse, goal))


# -- Ended ------------------------------------------------------------------------------------------------------------


def test_words_for_something_taken_out_meanwhile_are_kept(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """They go into the history as what lost, not into an item that nobody sees any more."""
    end(gp, _spot(goal), "said twice")
    with pytest.raises(Changed):
        conversation.rewrite(nurse, _spot(goal), {"why": "It clears my head."})

    lost = records.history_of(nurse, goal.item.person_id, goal.item.id)[-1]
    assert (CONFLICT, "It clears my head.") == (lost.outcome, lost.changes["why"].after)


def test_what_has_ended_is_not_rewritten(nurse: Desk, goal: Saved) -> None:
    """It is brought back first."""
    ended = end(nurse, _spot(goal), "said twice")

    with pytest.raises(Refused, match="bring it back"):
        conversation.rewrite(nurse, Spot.of(ItemKind.GOAL, ended.item), {"importance": 1})


def test_ending_asks_that_nothing_has_changed(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Nobody takes out what they have not read."""
    conversation.rewrite(gp, _spot(goal), {"why": "It clears my head."})

    with pytest.raises(Changed, match="changed this"):
        end(nurse, _spot(goal), "said twice")


def test_nothing_ends_twice_or_comes_back_twice(nurse: Desk, goal: Saved) -> None:
    """A sentence for whoever comes second."""
    with pytest.raises(Refused, match="had not ended"):
        revive(nurse, _spot(goal), "")
    ended = end(nurse, _spot(goal), "said twice")
    with pytest.raises(Refused, match="already ended"):
        end(nurse, Spot.of(ItemKind.GOAL, ended.item), "again")


def test_the_person_and_the_plan_cannot_be_taken_out(nurse: Desk) -> None:
    """There is one of each, always."""
    person = register(nurse)
    plan = conversation.note_plan(nurse, records.open_record(nurse, person.id), {"reviewer": "Dr Osei"})

    with pytest.raises(Refused, match="cannot be taken out"):
        end(nurse, Spot.of(ItemKind.PERSON, person), "left")
    with pytest.raises(Refused, match="cannot be taken out"):
        end(nurse, Spot.of(ItemKind.PLAN, plan.item), "left")


# -- What does not fit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"importance": 11}, "importance"), ({"words": "  "}, "words"), ({"wrods": "typing"}, "wrods")],
)
def test_a_value_that_does_not_fit_is_refused_by_name(nurse: Desk, goal: Saved, fields: Fields, named: str) -> None:
    """A field that does not exist too: what somebody wrote is never silently dropped."""
    with pytest.raises(Refused, match=f"{named} does not fit"):
        conversation.rewrite(nurse, _spot(goal), fields)

    assert 1 == len(_outcomes(nurse, goal))


def test_an_item_of_somebody_else_is_not_there(nurse: Desk, goal: Saved) -> None:
    """Every query names the person: a wrong pair finds nothing."""
    other = register(nurse, "Okafor")

    with pytest.raises(NotFound):
        conversation.rewrite(nurse, Spot(ItemKind.GOAL, other.id, goal.item.id, 1), {"importance": 1})
    with pytest.raises(NotFound, match="not in the database"):
        add(nurse, ItemKind.AGENDA, UUID(int=404), AgendaDraft(text="my feet"))


def test_reasons_are_made_harmless_like_every_text(nurse: Desk, goal: Saved) -> None:
    """Nothing that steers a terminal is kept."""
    conversation.rewrite(nurse, _spot(goal), {"importance": 1}, reason="\x1b[31mred\u202e")
    ended = end(nurse, Spot(ItemKind.GOAL, goal.item.person_id, goal.item.id, 2), "said\x07 twice\x1b]0;x\x07")

    history = records.history_of(nurse, goal.item.person_id, goal.item.id)
    assert ["", "[31mred", "said twice]0;x"] == [one.reason for one in history]
    assert "said twice]0;x" == ended.item.ended_reason


def test_each_kind_is_added_changed_and_ended(nurse: Desk) -> None:
    """One way of saving serves them all."""
    person = register(nurse)
    drafts: dict[ItemKind, tuple[object, Fields]] = {
        ItemKind.NEED: (NeedDraft(kind=NeedKind.FORMAT, text="Large print"), {"text": "Easy read"}),
        ItemKind.CONTACT: (ContactDraft(name="Aisha"), {"phone": "0113"}),
        ItemKind.VISIT: (VisitDraft(starts_at=NINE_O_CLOCK), {"minutes": 45}),
        ItemKind.TARGET: (TargetDraft(test_key="a|1", test_name="HbA1c", high="53"), {"high": "58"}),
        ItemKind.ACTION: (ActionDraft(what="Walk"), {"due_on": date(2026, 4, 1)}),
    }
    for kind, (draft, fields) in drafts.items():
        saved = add(nurse, kind, person.id, draft)  # type: ignore[arg-type]
        changed = amend(nurse, Spot.of(kind, saved.item), fields)
        ended = end(nurse, Spot.of(kind, changed.item), "over")

        assert (kind, 3, True) == (kind, ended.item.version, ended.item.ended)
        assert {name: getattr(ended.item, name) for name in fields} == fields


def test_visits_move_on_by_reception(surgery: Surgery) -> None:
    """Booked, arrived with the time, and on."""
    reception = surgery.desk(Role.RECEPTIONIST)
    person = register(reception)
    booked = visits.book(reception, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    came = visits.arrived(reception, Spot.of(ItemKind.VISIT, booked.item))
    people.add_need(reception, person.id, NeedDraft(kind=NeedKind.FORMAT, text="Large print"))

    [visit] = records.open_record(reception, person.id).visits
    assert came.item == visit
    assert visit.arrived_at is not None
