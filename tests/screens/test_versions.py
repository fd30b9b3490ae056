"""Two plans compared: what changed in words, or side by side where there is room."""

from collections.abc import Callable

import pytest

from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft, DecisionDraft, TargetDraft
from hoc_tui.domain.results import key_of_test as key_of
from hoc_tui.domain.vocabulary import AgendaStatus, Agreement, DecisionStatus, ItemKind, Role
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.versions import CompareScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import agree
from hoc_tui.services.conversation import put_down, rewrite, take_out
from hoc_tui.services.records import open_record
from hoc_tui.services.saving import Spot
from tests.support.conversation import HBA1C, Story, tell
from tests.support.practice import SmallPractice
from tests.support.reading_room import reading_room


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def tell_more(practice: SmallPractice) -> Story:
    """Mrs Jackson, whose first plan is agreed and then changed."""
    told = tell(practice)
    nurse, person_id = practice.desk(Role.NURSE), told.person_id
    choice = put_down(nurse, person_id, DecisionDraft(about="Fewer tablets", chosen="Stop one")).item
    agree(nurse, open_record(nurse, person_id), AgreeDraft(agreement=Agreement.BY_PERSON))
    rewrite(nurse, Spot.of(ItemKind.GOAL, told.goal), {"confidence": 8, "why": "it clears my head"})
    ended = {"status": AgendaStatus.DISCUSSED, "outcome": "I know now"}
    rewrite(nurse, Spot.of(ItemKind.AGENDA, told.worry), ended)
    rewrite(nurse, Spot.of(ItemKind.DECISION, choice), {"status": DecisionStatus.AGREED})
    take_out(nurse, Spot.of(ItemKind.ACTION, told.action), "done elsewhere")
    put_down(nurse, person_id, AgendaDraft(text="My feet hurt"))
    put_down(nurse, person_id, AgendaDraft(text="What the neighbour said", third_party=True))
    aim = TargetDraft(test_key=key_of([HBA1C], ""), test_name="HbA1c", high="58", unit="mmol/mol")
    put_down(nurse, person_id, aim)
    return told


@pytest.fixture
def tale() -> Callable[[SmallPractice], Story]:
    """The story with an agreed plan and what changed since."""
    return tell_more


def plan(story: Story) -> Callable[[Workplace], PlanScreen]:
    """Opens the draft after plan 1."""
    return lambda work: PlanScreen(work, story.person_id)


async def test_at_80_columns_the_changes_stand_one_under_the_other(practice: SmallPractice, story: Story) -> None:
    """New, gone, changed, and each field as it was and as it is, in words."""
    async with reading_room(practice, plan(story), size=(80, 48)) as room:
        await room.press("c")
        assert room.on(CompareScreen)
        words = room.words

    assert "Then: plan 1, agreed 20 November 2026 (1 note not shown here)" in words
    assert "Now: draft after plan 1 (2 notes not shown here)" in words
    assert "2 new 3 changed 1 no longer in it" in words
    assert "To talk about, new: “My feet hurt”" in words
    assert "Aim, new: HbA1c: 58 mmol/mol or under" in words
    assert "Action, no longer in it: B12 test" in words
    assert "How sure then: 5 out of 10 now: 8 out of 10" in words
    assert "Why then: nothing now: “it clears my head”" in words
    assert "Where it stands then: to discuss now: discussed" in words
    assert "neighbour" not in words


async def test_a_decision_that_was_made_since_says_what_it_was_before(practice: SmallPractice, story: Story) -> None:
    """The words IN PROGRESS are never lost between two plans (hazard H08)."""
    async with reading_room(practice, plan(story), size=(80, 48)) as room:
        await room.press("c")
        words = room.words

    assert "then: IN PROGRESS, not decided now: agreed" in words


@pytest.mark.parametrize("size", [(120, 40), (160, 48)])
async def test_where_there_is_room_two_sheets_stand_side_by_side(
    practice: SmallPractice, story: Story, size: tuple[int, int]
) -> None:
    """Both plans can be read through together, and the same key shows the changes in words."""
    async with reading_room(practice, plan(story), size=size) as room:
        await room.press("c")
        heads = [line for line in room.text.splitlines() if line.count("MY CARE PLAN") == 2]
        named = [line for line in room.text.splitlines() if "Plan 1, agreed" in line and "Draft after plan 1" in line]
        assert len(heads) == len(named) == 1
        await room.press("c")
        assert "To talk about, new: “My feet hurt”" in room.words
        await room.press("escape")
        assert room.on(PlanScreen)


async def test_two_agreed_versions_compare_and_both_read(practice: SmallPractice, story: Story) -> None:
    """Version 2 against version 1, each as it was frozen."""
    nurse = practice.desk(Role.NURSE)
    agree(nurse, open_record(nurse, story.person_id), AgreeDraft(agreement=Agreement.BY_PERSON, reviewer="Dr Osei"))
    async with reading_room(practice, plan(story), size=(80, 48)) as room:
        await room.press("left_square_bracket")
        assert "Plan 2, agreed 20 November 2026" in room.words
        await room.press("c")
        words = room.words
        await room.press("escape", "left_square_bracket")
        assert "Plan 1, agreed 20 November 2026" in room.words
        assert "c Compare" not in room.words

    assert "Now: plan 2, agreed 20 November 2026" in words
    assert "then: nothing, with nothing now: nothing, with Dr Osei" in words


async def test_a_first_draft_has_nothing_to_compare_with(practice: SmallPractice) -> None:
    """The key is not offered and does nothing."""
    person_id = practice.person("Ahmed")
    async with reading_room(practice, lambda work: PlanScreen(work, person_id)) as room:
        assert "c Compare" not in room.words
        await room.press("c")
        assert room.on(PlanScreen)
