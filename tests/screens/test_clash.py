"""Two people change the same words, as the one who comes second sees it; and earlier words brought back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hoc_tui.domain.planning import AgendaItem
from hoc_tui.domain.vocabulary import ItemKind, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.services.conversation import rewrite
from hoc_tui.services.records import history_of, open_record
from hoc_tui.services.saving import Spot
from tests.support.conversation import Story
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, Seat, seated

BEGAN = "Do I need all these tablets?"
THEIRS = "Which of my tablets can stop?"
MINE = "Fewer tablets please"


@asynccontextmanager
async def at_the_worry(practice: SmallPractice, story: Story, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Seat]:
    """Nurse Patel, with the cursor on what Mrs Jackson asked."""
    async with seated(practice, Role.NURSE, size=size) as seat:
        assert isinstance(seat.screen, TodayScreen)
        conversation = ConsultationScreen(seat.screen.work, story.person_id)
        seat.app.push_screen(conversation)
        await seat.settle()
        conversation.point_to(story.worry.id)
        await seat.settle()
        yield seat


def worry(practice: SmallPractice, story: Story) -> AgendaItem:
    """What she asked, as the database has it."""
    record = open_record(practice.desk(Role.NURSE), story.person_id)
    return next(item for item in record.agenda if item.id == story.worry.id)


def elsewhere(practice: SmallPractice, story: Story, **fields: object) -> None:
    """Dr Osei changes the same thing at another desk."""
    rewrite(practice.desk(Role.GP), Spot.of(ItemKind.AGENDA, worry(practice, story)), fields)


async def write(seat: Seat, practice: SmallPractice, story: Story, words: str) -> None:
    """Begin to change the words; Dr Osei is quicker; save."""
    await seat.press("e")
    elsewhere(practice, story, text=THEIRS)
    await seat.press("ctrl+end", "ctrl+u")
    await seat.type(words)
    await seat.press("ctrl+s")


def texts(practice: SmallPractice, story: Story) -> set[object]:
    """Every text the history holds of what she asked."""
    history = history_of(practice.desk(Role.NURSE), story.person_id, story.worry.id)
    return {one.changes["text"].after for one in history if "text" in one.changes}


@pytest.mark.parametrize(("size", "down", "stands"), [(SIZES[0], 0, THEIRS), (SIZES[2], 1, MINE)])
async def test_all_three_texts_stand_side_by_side(
    practice: SmallPractice, story: Story, size: tuple[int, int], down: int, stands: str
) -> None:
    """Whose record it is, who was quicker and when, what both had read, theirs, mine; nothing is cut.

    Enter takes either one; the form closes, its draft is gone, and the history has both.
    """
    async with at_the_worry(practice, story, size) as seat:
        await write(seat, practice, story, MINE)
        expect_three_texts(seat)
        await seat.press(*["down"] * down, "enter")
        assert "ConsultationScreen" == seat.named
        assert stands == worry(practice, story).text
        assert {BEGAN, THEIRS, MINE} <= texts(practice, story)
        await seat.press("e")
        assert "Continuing" not in seat.text


def expect_three_texts(seat: Seat) -> None:
    """All three are there with what tells them apart, whole, and the three ways out."""
    assert "ClashScreen" == seat.named
    line = seat.line_with("When you began")
    assert line.index("When you began") < line.index("Dr Osei") < line.index("You ")
    for words in ("JACKSON, Margaret (Mrs)", "NHS No. 943 476 5919", "Dr Osei changed this at", "DEMO"):
        assert words in seat.words.replace("\N{NO-BREAK SPACE}", " ")
    for choice in ("Keep what Dr Osei wrote", "Take what I wrote", "Write it anew"):
        assert choice in seat.text
    assert "…" not in seat.text


async def test_a_third_text_is_written_with_both_in_sight(practice: SmallPractice, story: Story) -> None:
    """The third choice opens a field with one's own words under the three columns; Save writes it."""
    async with at_the_worry(practice, story, SIZES[1]) as seat:
        await write(seat, practice, story, MINE)
        expect_three_texts(seat)
        await seat.press("down", "down", "enter")
        assert "written anew" in seat.text
        assert "When you began" in seat.text
        await seat.press("ctrl+end")
        await seat.type(" and why")
        await seat.press("ctrl+s")
        assert "ConsultationScreen" == seat.named
        assert f"{MINE} and why" == worry(practice, story).text


async def test_leaving_without_choosing_loses_nothing(practice: SmallPractice, story: Story) -> None:
    """Esc goes back to the form, which says where the words are; theirs stands until somebody chooses."""
    async with at_the_worry(practice, story) as seat:
        await write(seat, practice, story, MINE)
        await seat.press("escape")
        assert "Not settled yet. What you wrote is here, and in the history." in seat.panel
        assert THEIRS == worry(practice, story).text
        await seat.press("ctrl+s", "down", "enter")
        assert MINE == worry(practice, story).text


async def test_different_fields_merge_and_the_strip_says_so(practice: SmallPractice, story: Story) -> None:
    """Nothing is asked; the strip names what somebody else had changed."""
    async with at_the_worry(practice, story, (120, 40)) as seat:
        await seat.press("e")
        elsewhere(practice, story, starred=False)
        await seat.press("ctrl+end", "ctrl+u")
        await seat.type("Fewer tablets please")
        await seat.press("ctrl+s")
        assert "ConsultationScreen" == seat.named
        assert ("Fewer tablets please", False) == (worry(practice, story).text, worry(practice, story).starred)
        assert "with somebody else's change to: matters most" in seat.words


async def test_a_star_somebody_else_moved_is_asked_about_too(practice: SmallPractice, story: Story) -> None:
    """Also what is written without a form ends in a question and not in silence."""
    async with at_the_worry(practice, story) as seat:
        await seat.press("left")
        elsewhere(practice, story, text=THEIRS)
        elsewhere(practice, story, starred=False)
        await seat.press("asterisk")
        assert not worry(practice, story).starred


async def test_earlier_words_come_back_from_the_history(practice: SmallPractice, story: Story) -> None:
    """The key shows the changes, Enter what would come back beside what stands there, F2 writes it."""
    async with at_the_worry(practice, story) as seat:
        elsewhere(practice, story, text=THEIRS)
        await seat.press("h")
        assert "HistoryScreen" == seat.named
        await seat.press("end", "enter")
        assert "Bring these words back?" in seat.text
        assert THEIRS[:20] in seat.text
        await seat.press("f2")
        assert "These words are back" in seat.words
        assert BEGAN == worry(practice, story).text
        await seat.press("home", "enter")
        assert "These are the words that stand there now." in seat.words


async def test_reception_reads_who_corrected_a_name(practice: SmallPractice) -> None:
    """The front desk sees the history of the details it keeps right."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("maggie")
        await seat.press("down", "o", "h")
        assert "HistoryScreen" == seat.named
        assert "Family name: Jackson" in seat.words
