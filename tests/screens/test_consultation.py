"""The conversation as a nurse and the person beside her use it: real app, real database, real keys."""

import pytest

from hoc_tui.domain.vocabulary import AgendaStatus, GoalStatus
from hoc_tui.services.records import open_record
from tests.screens.at_conversation import conversation
from tests.support.conversation import Story
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


@pytest.mark.parametrize("size", SIZES)
async def test_no_value_is_ever_cut(practice: SmallPractice, story: Story, size: tuple[int, int]) -> None:
    """What matters, results and goals are in sight together, numbers, units and identifiers whole (hazard H05)."""
    async with conversation(practice, story, size) as room:
        line = room.line_with("1 What matters")
        assert "2 " in line
        assert "3 Goals" in line
        for fact in ("JACKSON, Margaret (Mrs)", "Born 04-Mar-1951", "943 476 5919", "61"):
            assert fact in room.words.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("2")
        assert "61 mmol/mol" in room.words


async def test_a_met_aim_does_not_silence_the_range_that_was_sent(practice: SmallPractice, story: Story) -> None:
    """61 meets her own aim of 65, is above the laboratory's 48, and says both (hazard H11)."""
    async with conversation(practice, story, (160, 48)) as room:
        words = room.words
        assert "meets aim" in words
        assert "above range sent" in words
        assert "2 Results 2 out" in words


async def test_notes_of_third_parties_are_not_shown_while_somebody_looks_on(
    practice: SmallPractice, story: Story
) -> None:
    """The note is counted, its words are not on the shared screen (hazard H12).

    On the same screen: what the person raised stands above what the team did, and what is left to do before agreeing
    is said in words.
    """
    async with conversation(practice, story) as room:
        assert "neighbour" not in room.text
        assert "1 note not shown here" in room.text
        assert room.text.index("Maggie wants to talk about") < room.text.index("The team wants to talk about")
        assert "draft of the first plan" in room.words
        assert "Before agreeing:" in room.words


async def test_writing_down_what_the_person_says(practice: SmallPractice, story: Story) -> None:
    """`a`, the words, save: the item is in the record, verbatim."""
    async with conversation(practice, story) as room:
        await room.press("a")
        await room.type("I cannot sleep")
        await room.press("ctrl+s")
        assert "I cannot sleep" in [item.text for item in room.record().agenda]
        assert "I cannot sleep" in room.text


async def test_leaving_a_form_keeps_the_words(practice: SmallPractice, story: Story) -> None:
    """Esc goes back without asking; the form continues the draft when it opens again."""
    async with conversation(practice, story) as room:
        await room.press("a")
        await room.type("half a sen")
        await room.press("escape", "a")
        assert "half a sen" in room.text
        assert "not saved" in room.text


async def test_an_item_cannot_end_without_the_persons_word(practice: SmallPractice, story: Story) -> None:
    """Without words on how it ended, one sentence says so and nothing changes."""
    async with conversation(practice, story) as room:
        await room.press("space", "ctrl+s")
        assert "in the person's words" in room.words
        assert {item.status for item in room.record().agenda} == {AgendaStatus.OPEN}


async def test_selecting_a_goal_marks_what_it_is_about(practice: SmallPractice, story: Story) -> None:
    """The cursor on the goal puts a mark beside the linked worry in the first pane."""
    async with conversation(practice, story) as room:
        await room.press("3")
        assert "↔" in room.line_with("Do I need all these tablets")


async def test_linking_a_worry_to_a_result_and_taking_it_back(practice: SmallPractice, story: Story) -> None:
    """`l` and Enter link with the test and the result that was seen; ctrl+z undoes it."""
    async with conversation(practice, story) as room:
        before = len(room.record().links)
        await room.press("l", "end", "enter")
        links = room.record().links
        assert len(links) == before + 1
        assert links[-1].test_key or links[0].test_key
        await room.press("ctrl+z")
        assert len(room.record().links) == before


async def test_a_goal_in_the_persons_words_with_scores(practice: SmallPractice, story: Story) -> None:
    """Words first, importance and confidence on their rulers, and under 7 a question, never a block."""
    async with conversation(practice, story, (160, 48)) as room:
        await room.press("3", "a")
        await room.type("Dance at the wedding")
        await room.press("tab", "tab")
        assert "How important" in room.text
        await room.type("9")
        await room.press("tab")
        await room.type("6/10")
        await room.press("ctrl+s")
        goal = next(goal for goal in room.record().goals if goal.words == "Dance at the wedding")
        assert (goal.importance, goal.confidence) == (9, 6)
        assert "what would help?" in room.text


async def test_nonsense_gets_a_sentence_beside_the_field_and_stays_typed(practice: SmallPractice, story: Story) -> None:
    """A score nobody can read is not saved, not lost and explained."""
    async with conversation(practice, story) as room:
        await room.press("3", "a")
        await room.type("Dance")
        await room.press("tab", "tab")
        await room.type("eleventy")
        await room.press("ctrl+s")
        assert "eleventy" in room.text
        assert all(goal.words != "Dance" for goal in room.record().goals)


async def test_an_action_belongs_to_the_goal_under_the_cursor(practice: SmallPractice, story: Story) -> None:
    """`n` on a goal asks what, and the action is that goal's."""
    async with conversation(practice, story) as room:
        await room.press("3", "n")
        await room.type("Walk to the bus stop")
        await room.press("ctrl+s")
        action = next(one for one in room.record().actions if one.what == "Walk to the bus stop")
        assert action.goal_id == story.goal.id


async def test_a_goal_that_is_achieved_says_so_with_the_persons_words(practice: SmallPractice, story: Story) -> None:
    """The status is chosen with the arrows, the reason is theirs."""
    async with conversation(practice, story) as room:
        await room.press("3", "space", "right", "right", "tab")
        await room.type("I did it")
        await room.press("ctrl+s")
        goal = next(goal for goal in room.record().goals if goal.id == story.goal.id)
        assert goal.status is GoalStatus.ACHIEVED
        assert goal.outcome == "I did it"


async def test_starring_and_moving_change_the_order_for_everybody(practice: SmallPractice, story: Story) -> None:
    """`]` moves an item down and the database keeps the order."""
    async with conversation(practice, story) as room:
        first = room.record().agenda[0].text
        await room.press("right_square_bracket", "asterisk")
        agenda = room.record().agenda
        assert agenda[1].text == first
        assert agenda[1].starred


async def test_an_aim_is_set_from_the_result_which_itself_cannot_be_edited(
    practice: SmallPractice, story: Story
) -> None:
    """`e` on a result says that results stay as they were sent; `a` asks for limits, and the aim is in force at once.

    Without a limit one sentence says what is missing; the form stays, and no incident is named.
    """
    async with conversation(practice, story, (160, 48)) as room:
        await room.press("2", "e")
        assert "kept as they were sent" in room.text
        await room.press("a", "ctrl+s")
        assert "An aim needs a limit" in room.words
        assert "incident" not in room.words
        await room.type("58")
        await room.press("ctrl+s")
        assert any(target.high == "58" for target in room.record().targets)


async def test_opening_the_record_is_one_read(practice: SmallPractice, story: Story) -> None:
    """Coming back from another screen reads the record once more, and nothing else."""
    async with conversation(practice, story) as room:
        asked: list[object] = []
        original = room.app.screen.work.do  # type: ignore[attr-defined]

        async def counting(verb: object, *args: object, **kwargs: object) -> object:
            asked.append(verb)
            return await original(verb, *args, **kwargs)

        room.app.screen.work.do = counting  # type: ignore[attr-defined]
        await room.press("question_mark", "escape")
        assert [open_record] == asked
