"""Settling a clash and bringing earlier words back, on both databases: nobody's words are ever lost."""

from uuid import UUID

import pytest

from hoc_tui.domain.clash import Clash, Clashed, Side
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.planning import GoalDraft
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome, Role
from hoc_tui.services import conversation, people, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Saved, Spot, end
from hoc_tui.services.settling import SETTLED, bring_back, settle
from tests.support.desks import Surgery, register


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


def spot_of(saved: Saved) -> Spot:
    """Where a goal stands, as it was saved."""
    return Spot.of(ItemKind.GOAL, saved.item)


def clashed(nurse: Desk, gp: Desk, goal: Saved) -> Clash:
    """The nurse writes first; the doctor's words are not taken."""
    conversation.rewrite(nurse, spot_of(goal), {"words": "Back to the garden"})
    with pytest.raises(Clashed) as lost:
        conversation.rewrite(gp, spot_of(goal), {"words": "Walk every day", "why": "It clears my head."})
    return lost.value.clash


def standing(desk: Desk, goal: Saved) -> tuple[str, str, int]:
    """A goal's words, why, and version now."""
    read = records.open_record(desk, goal.item.person_id).goals[0]
    return read.words, read.why, read.version


def texts_of(desk: Desk, goal: Saved) -> set[object]:
    """Every text that the history holds of a goal's words."""
    changes = [one.changes.get("words") for one in records.history_of(desk, goal.item.person_id, goal.item.id)]
    return {text for change in changes if change for text in (change.before, change.after)}


def test_the_clash_names_three_texts_and_who(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """What both had read, what stands now and whose it is, what was wanted, and what else was in the same form."""
    clash = clashed(nurse, gp, goal)

    [field] = clash.fields
    assert ("Back to the allotment", "Back to the garden", "Walk every day") == (field.base, field.theirs, field.mine)
    assert (nurse.worker.id, {"why": "It clears my head."}, 2) == (clash.by, dict(clash.besides), clash.version)


@pytest.mark.parametrize(
    ("side", "anew", "words"),
    [
        (Side.THEIRS, None, "Back to the garden"),
        (Side.MINE, None, "Walk every day"),
        (Side.MINE, {"words": "Walk to the garden every day"}, "Walk to the garden every day"),
    ],
)
def test_any_choice_keeps_all_three_texts(
    nurse: Desk, gp: Desk, goal: Saved, side: Side, anew: dict[str, str] | None, words: str
) -> None:
    """What was chosen stands, what nobody else had touched is saved with it, and the rest is in the history."""
    settle(gp, clashed(nurse, gp, goal), side, anew)

    assert (words, "It clears my head.", 3) == standing(nurse, goal)
    assert {"Back to the allotment", "Back to the garden", "Walk every day", words} <= texts_of(nurse, goal)
    assert SETTLED == records.history_of(nurse, goal.item.person_id, goal.item.id)[-1].reason


def test_a_clash_that_clashes_again_is_asked_again(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Somebody writes while somebody chooses: the new words are shown, and nothing is written over them."""
    clash = clashed(nurse, gp, goal)
    conversation.rewrite(
        nurse,
        Spot.of(ItemKind.GOAL, records.open_record(nurse, goal.item.person_id).goals[0]),
        {"words": "Back to the garden twice a week"},
    )
    with pytest.raises(Clashed) as again:
        settle(gp, clash, Side.MINE)

    assert "Back to the garden twice a week" == standing(nurse, goal)[0]
    assert ["Walk every day"] == [one.mine for one in again.value.clash.fields]
    settle(gp, again.value.clash, Side.MINE)
    assert "Walk every day" == standing(nurse, goal)[0]


def test_a_retried_write_that_lost_clashes_again_without_a_second_line(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """The same operation gives the same clash, and the history names it once."""
    conversation.rewrite(nurse, spot_of(goal), {"words": "Back to the garden"})
    op = gp.new_id()
    found = []
    for _ in range(2):
        with pytest.raises(Clashed) as lost:
            conversation.rewrite(gp, spot_of(goal), {"words": "Walk every day"}, op_id=op)
        found.append(lost.value.clash)

    outcomes = [one.outcome for one in records.history_of(nurse, goal.item.person_id, goal.item.id)]
    assert found[0] == found[1]
    assert 1 == outcomes.count(RevisionOutcome.CONFLICT)


@pytest.mark.parametrize(("side", "there"), [(Side.MINE, True), (Side.THEIRS, False)])
def test_what_was_taken_out_meanwhile_asks(nurse: Desk, gp: Desk, goal: Saved, side: Side, there: bool) -> None:
    """Somebody took it out while somebody wrote: it stays out, or comes back with the new words."""
    end(nurse, spot_of(goal), "said twice")
    with pytest.raises(Clashed) as lost:
        conversation.rewrite(gp, spot_of(goal), {"words": "Walk every day"})
    clash = lost.value.clash
    assert (True, "said twice", nurse.worker.id) == (clash.ended, clash.ended_reason, clash.by)

    settle(gp, clash, side)
    goals = [one.words for one in records.open_record(nurse, goal.item.person_id).goals if not one.ended]
    assert (["Walk every day"] if there else []) == goals
    assert "Walk every day" in texts_of(nurse, goal)


def test_earlier_words_come_back_as_a_new_change(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """Nothing is rolled back: the words of version 1 are written as version 3, with the reason."""
    conversation.rewrite(nurse, spot_of(goal), {"words": "Back to the garden"})
    history = records.history_of(gp, goal.item.person_id, goal.item.id)
    now = Spot(ItemKind.GOAL, goal.item.person_id, goal.item.id, 2)
    bring_back(gp, now, history[0].id)

    assert ("Back to the allotment", "", 3) == standing(gp, goal)
    newest = records.history_of(gp, goal.item.person_id, goal.item.id)[-1]
    assert ("brought back from the history", {"words"}) == (newest.reason, set(newest.changes))


def test_what_was_not_taken_can_be_brought_back(nurse: Desk, gp: Desk, goal: Saved) -> None:
    """The words that lost a clash are in the history and can be chosen later."""
    clash = clashed(nurse, gp, goal)
    lost = next(one for one in records.history_of(gp, goal.item.person_id, goal.item.id) if not one.takes_effect)
    bring_back(nurse, Spot(clash.kind, clash.person_id, clash.item_id, clash.version), lost.id)

    assert ("Walk every day", "It clears my head.", 3) == standing(nurse, goal)


def test_only_what_is_in_the_history_comes_back(nurse: Desk, goal: Saved) -> None:
    """An id of another item's change is refused, and nothing is written."""
    with pytest.raises(Refused, match="not in the history"):
        bring_back(nurse, spot_of(goal), UUID(int=5))

    assert 1 == standing(nurse, goal)[2]


def test_reception_reads_the_history_of_what_it_writes_and_no_other(surgery: Surgery, goal: Saved) -> None:
    """Names and needs, yes; a goal, no."""
    desk, person_id = surgery.desk(Role.RECEPTIONIST), goal.item.person_id
    people.correct(desk, records.open_record(desk, person_id).person, {"preferred": "Maggie"})

    assert "Maggie" == records.history_of(desk, person_id, person_id)[-1].changes["preferred"].after
    with pytest.raises(Refused):
        records.history_of(desk, person_id, goal.item.id)
    with pytest.raises(Refused):
        settle(desk, clashed(surgery.desk(Role.NURSE), surgery.desk(Role.GP), goal), Side.MINE)
