"""The conversation as a nurse and the person beside her use it: real app, real database, real keys."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot

from hoc_tui.app import HocApp
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import AgendaStatus, GoalStatus, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.services.records import open_record
from tests.support.conversation import Story, tell
from tests.support.practice import SmallPractice, make_practice, opened

SIZES = [(80, 24), (120, 40), (160, 48)]


@pytest.fixture
def practice(sqlite_url: str) -> Iterator[SmallPractice]:
    """The small practice in an SQLite database of its own."""
    make_practice(sqlite_url)
    yield from opened(sqlite_url)


@pytest.fixture
def story(practice: SmallPractice) -> Story:
    """Mrs Jackson's story in it."""
    return tell(practice)


@dataclass
class Room:
    """The conversation on a screen, and the way to press keys in it."""

    app: HocApp
    pilot: Pilot[int]
    practice: SmallPractice
    story: Story

    @property
    def text(self) -> str:
        """Everything on the screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    async def press(self, *keys: str) -> None:
        """Press keys and wait until everything they started is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, words: str) -> None:
        """Type a text into the field with the focus."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in words))

    async def settle(self) -> None:
        """Wait until no work is under way and everything is painted."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def record(self) -> Record:
        """The record as the database has it."""
        return open_record(self.practice.desk(Role.NURSE), self.story.person_id)


@asynccontextmanager
async def conversation(practice: SmallPractice, story: Story, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Room]:
    """Nurse Patel with Mrs Jackson's conversation open."""
    app = HocApp(lambda: practice.desk(Role.NURSE), lambda content, heading, width: heading.words)
    async with app.run_test(size=size) as pilot:
        room = Room(app, pilot, practice, story)
        await room.settle()
        assert isinstance(app.screen, TodayScreen)
        app.push_screen(ConsultationScreen(app.screen.work, story.person_id))
        await room.settle()
        yield room


@pytest.mark.parametrize("size", SIZES)
async def test_three_panes_stand_side_by_side(practice: SmallPractice, story: Story, size: tuple[int, int]) -> None:
    """What matters, results and goals are in sight together at every size."""
    async with conversation(practice, story, size) as room:
        line = next(line for line in room.text.splitlines() if "1 What matters" in line)
        assert "2 " in line
        assert "3 Goals" in line


@pytest.mark.parametrize("size", SIZES)
async def test_no_value_is_ever_cut(practice: SmallPractice, story: Story, size: tuple[int, int]) -> None:
    """Numbers, units and the banner's identifiers stand whole at every size (hazard H05)."""
    async with conversation(practice, story, size) as room:
        words = " ".join(room.text.split())
        for fact in ("JACKSON, Margaret (Mrs)", "Born 04-Mar-1951", "943 476 5919", "61"):
            assert fact in words.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("2")
        assert "61 mmol/mol" in " ".join(room.text.replace("│", " ").split())


async def test_what_the_person_raised_comes_first(practice: SmallPractice, story: Story) -> None:
    """The person's own items stand above the team's."""
    async with conversation(practice, story) as room:
        assert room.text.index("Maggie wants to talk about") < room.text.index("The team wants to talk about")


async def test_a_met_aim_does_not_silence_the_range_that_was_sent(practice: SmallPractice, story: Story) -> None:
    """61 meets her own aim of 65, is above the laboratory's 48, and says both (hazard H11)."""
    async with conversation(practice, story, (160, 48)) as room:
        words = " ".join(room.text.split())
        assert "meets aim" in words
        assert "above range sent" in words
        assert "2 Results 2 out" in words


async def test_notes_of_third_parties_are_not_shown_while_somebody_looks_on(
    practice: SmallPractice, story: Story
) -> None:
    """The note is counted, its words are not on the shared screen (hazard H12)."""
    async with conversation(practice, story) as room:
        assert "neighbour" not in room.text
        assert "1 note not shown here" in room.text


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
        assert "in the person's words" in " ".join(room.text.split())
        assert {item.status for item in room.record().agenda} == {AgendaStatus.OPEN}


async def test_selecting_a_goal_marks_what_it_is_about(practice: SmallPractice, story: Story) -> None:
    """The cursor on the goal puts a mark beside the linked worry in the first pane."""
    async with conversation(practice, story) as room:
        await room.press("3")
        worry = next(line for line in room.text.splitlines() if "Do I need all these tablets" in line)
        assert "↔" in worry


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


async def test_results_cannot_be_edited(practice: SmallPractice, story: Story) -> None:
    """`e` on a result says that results stay as they were sent."""
    async with conversation(practice, story) as room:
        await room.press("2", "e")
        assert "kept as they were sent" in room.text


async def test_an_aim_is_set_from_the_result(practice: SmallPractice, story: Story) -> None:
    """`a` on a result asks for its limits, and the aim is in force at once."""
    async with conversation(practice, story, (160, 48)) as room:
        await room.press("2", "a")
        await room.type("58")
        await room.press("ctrl+s")
        assert any(target.high == "58" for target in room.record().targets)


async def test_an_aim_without_a_limit_is_refused_in_a_sentence(practice: SmallPractice, story: Story) -> None:
    """Saving the empty form says what is missing, keeps the form, and names no incident."""
    async with conversation(practice, story) as room:
        await room.press("2", "a", "ctrl+s")
        words = " ".join(room.text.split())
        assert "An aim needs a limit" in words
        assert "incident" not in words


async def test_the_plan_strip_counts_what_is_left(practice: SmallPractice, story: Story) -> None:
    """What is not finished stands in the strip, in words."""
    async with conversation(practice, story) as room:
        words = " ".join(room.text.split())
        assert "draft of the first plan" in words
        assert "Before agreeing:" in words


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
