"""Notes that are not shown while somebody looks on: here alone, whole, and marked as not for the shared screen."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft
from hoc_tui.domain.vocabulary import Raiser, Role
from hoc_tui.screens.clinical import NOT_ALLOWED
from hoc_tui.screens.hidden_notes import HiddenNotesScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from tests.support.conversation import Story, tell
from tests.support.practice import SmallPractice
from tests.support.reading_room import reading_room
from tests.support.seat import SIZES

WARNING = "Not for the shared screen."


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def tell_more(practice: SmallPractice) -> Story:
    """Mrs Jackson's story with three notes that are not for everybody."""
    told, nurse = tell(practice), practice.desk(Role.NURSE)
    from_daughter = AgendaDraft(
        text="She falls at night [/] \x1b]0;t\x07\u202e",
        raised_by=Raiser.CARER,
        raiser_name="daughter Aisha",
        private=True,
    )
    put_down(nurse, told.person_id, from_daughter)
    goal = put_down(nurse, told.person_id, GoalDraft(words="Leave him", why="I am afraid", private=True)).item
    put_down(nurse, told.person_id, ActionDraft(what="Ring the helpline", goal_id=goal.id))
    return told


@pytest.fixture
def tale() -> Callable[[SmallPractice], Story]:
    """The story with those notes."""
    return tell_more


def notes(practice: SmallPractice, person_id: UUID) -> Callable[[Workplace], HiddenNotesScreen]:
    """Opens somebody's notes."""
    record = open_record(practice.desk(Role.NURSE), person_id)
    return lambda work: HiddenNotesScreen(work, record)


@pytest.mark.parametrize("size", SIZES)
async def test_every_note_is_there_with_who_brought_it(
    practice: SmallPractice, story: Story, size: tuple[int, int]
) -> None:
    """Words, who raised it, why it is not shown, who wrote it down; and first of all the warning."""
    async with reading_room(practice, notes(practice, story.person_id), size=size) as room:
        assert WARNING in room.words
        seen = await room.read_through()

    for fact in (
        "“My neighbour drinks” raised by the person told by or about somebody else: not shown, not printed",
        "“She falls at night [/]",
        "raised by somebody beside them: daughter Aisha",
        "private: not for reception, not on the shared screen",
        "“Leave him” a goal",
        "why it matters: I am afraid",
        "action: Ring the helpline (planned)",
        "written down by Nurse Patel, 20-Nov-2026",
    ):
        assert fact in seen
    assert not {"\x1b", "\x07", "\u202e"} & set(seen)


async def test_what_everybody_may_see_is_not_repeated(practice: SmallPractice, story: Story) -> None:
    """Only what is left out elsewhere stands here."""
    async with reading_room(practice, notes(practice, story.person_id), size=(120, 40)) as room:
        words = room.words

    assert "allotment" not in words
    assert "tablets" not in words


async def test_nothing_hidden_is_said_too(practice: SmallPractice) -> None:
    """An empty page would leave one wondering."""
    async with reading_room(practice, notes(practice, practice.person("Ahmed"))) as room:
        assert "There is no such note in this record." in room.words


async def test_escape_goes_back_at_once(practice: SmallPractice, story: Story) -> None:
    """The way out is one key, whatever is on the screen."""
    async with reading_room(practice, notes(practice, story.person_id)) as room:
        await room.press("escape")
        assert room.on(TodayScreen)


async def test_reception_reads_no_note(practice: SmallPractice, story: Story) -> None:
    """A receptionist sees one sentence."""
    async with reading_room(practice, notes(practice, story.person_id), role=Role.RECEPTIONIST) as room:
        words = room.words

    assert NOT_ALLOWED in words
    assert "neighbour" not in words
