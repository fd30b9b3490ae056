"""What others change shows by itself: no focus is taken, no cursor moved, no word touched that is being typed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from textual.widgets import TextArea

from hoc_tui.app import HocApp, Tell
from hoc_tui.data.feed import Feed
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.presence import News
from hoc_tui.domain.vocabulary import ItemKind, Role, Step
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.listening import ListeningScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.services import presence
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from hoc_tui.services.saving import Spot
from hoc_tui.services.visits import reach
from tests.support.conversation import Story
from tests.support.practice import NOW, TODAY, SmallPractice
from tests.support.seat import Asked, Seat

LONG = 10.0
"""Seconds after which something that comes within one has not come."""
OTHER = UUID(int=7)


@asynccontextmanager
async def live(practice: SmallPractice, url: str, role: Role = Role.NURSE) -> AsyncIterator[Seat]:
    """Somebody at a program that hears what others write."""

    def listen(tell_it: Tell) -> Feed:
        feed = Feed(url, tell_it)
        feed.start()
        return feed

    app = HocApp(lambda: practice.desk(role), lambda *_: "", open_feed=listen)
    asked = Asked(app)
    async with app.run_test(size=(120, 40)) as pilot:
        seat = Seat(app, pilot, asked)
        await seat.settle()
        yield seat


async def comes(seat: Seat, there: Callable[[], bool]) -> None:
    """Wait, without pressing a key, until something is on the screen."""
    async with asyncio.timeout(LONG):
        while not there():
            await seat.pilot.pause(0.02)


async def open_conversation(seat: Seat, story: Story) -> ConsultationScreen:
    """Open Mrs Jackson's conversation."""
    assert isinstance(seat.screen, TodayScreen)
    conversation = ConsultationScreen(seat.screen.work, story.person_id)
    seat.app.push_screen(conversation)
    await seat.settle()
    return conversation


def add_elsewhere(practice: SmallPractice, story: Story, words: str) -> None:
    """Dr Osei writes something down at another desk."""
    put_down(practice.desk(Role.GP), story.person_id, AgendaDraft(text=words))


async def test_a_colleagues_words_appear_and_the_cursor_stays(
    practice: SmallPractice, practice_url: str, story: Story
) -> None:
    """A new item comes up in the list; the cursor stands on what it stood on, in the pane it was in."""
    async with live(practice, practice_url) as seat:
        conversation = await open_conversation(seat, story)
        conversation.point_to(story.worry.id)
        await seat.settle()
        focused = conversation.focused
        add_elsewhere(practice, story, "My knees hurt on the stairs")
        await comes(seat, lambda: "My knees hurt" in seat.text)
        assert str(story.worry.id) == conversation.key
        assert conversation.focused is focused


async def test_what_is_being_typed_is_not_touched(practice: SmallPractice, practice_url: str, story: Story) -> None:
    """The record behind an open form is renewed; the form keeps its words, its cursor and the focus."""
    async with live(practice, practice_url) as seat:
        await open_conversation(seat, story)
        await seat.press("a")
        await seat.type("I lie awake")
        await seat.press("left", "left")
        entry = seat.app.focused
        assert isinstance(entry, TextArea)
        where = entry.cursor_location
        add_elsewhere(practice, story, "My knees hurt on the stairs")
        await comes(seat, lambda: "My knees" in seat.text)
        assert seat.app.focused is entry
        assert ("I lie awake", where) == (entry.text, entry.cursor_location)


async def test_who_else_has_the_record_open_is_named(practice: SmallPractice, practice_url: str, story: Story) -> None:
    """The strip says so while it is so, and no longer."""
    async with live(practice, practice_url) as seat:
        await open_conversation(seat, story)
        gp = practice.desk(Role.GP)
        presence.be_here(gp, story.person_id, OTHER, newly=True)
        await comes(seat, lambda: "Dr Osei also has this record open" in seat.words)
        presence.be_gone(gp, story.person_id, OTHER)
        await comes(seat, lambda: "Dr Osei" not in seat.words)


async def test_the_others_are_told_of_me(practice: SmallPractice, practice_url: str, story: Story) -> None:
    """My program says that it has the record open, and says goodbye when I leave it."""
    async with live(practice, practice_url) as seat:
        await open_conversation(seat, story)
        gp = practice.desk(Role.GP)

        def named() -> tuple[str, ...]:
            return presence.look(gp, story.person_id, OTHER).others

        await comes(seat, lambda: named() == ("Nurse Patel",))
        await seat.press("escape")
        await comes(seat, lambda: named() == ())


async def test_presence_fades_when_nothing_can_be_heard(
    practice: SmallPractice, practice_url: str, story: Story
) -> None:
    """Nobody is named who may long be gone; what is heard again is shown again."""
    async with live(practice, practice_url) as seat:
        conversation = await open_conversation(seat, story)
        presence.be_here(practice.desk(Role.GP), story.person_id, OTHER, newly=True)
        await comes(seat, lambda: "Dr Osei also" in seat.words)
        conversation.hear(News.LOST, None)
        await comes(seat, lambda: "Dr Osei also" not in seat.words)
        conversation.hear(News.BACK, None)
        await comes(seat, lambda: "Dr Osei also" in seat.words)


async def test_today_shows_what_reception_does_elsewhere(
    practice: SmallPractice, practice_url: str, story: Story
) -> None:
    """A step that somebody marks at another desk is on the list without a key."""
    async with live(practice, practice_url, Role.RECEPTIONIST) as seat:
        before = seat.text
        gp = practice.desk(Role.GP)
        visit = open_record(gp, story.person_id).visit_on(TODAY)
        assert visit is not None
        reach(gp, Spot.of(ItemKind.VISIT, visit), Step.IN_CONVERSATION)
        await comes(seat, lambda: seat.text != before)
        assert "in conversation" in seat.line_with("JACKSON, Margaret")


async def test_nothing_is_said_of_another_record(practice: SmallPractice, practice_url: str, story: Story) -> None:
    """News that names another person asks the database nothing."""
    async with live(practice, practice_url) as seat:
        conversation = await open_conversation(seat, story)
        assert isinstance(conversation, ListeningScreen)
        before = len(seat.app.workers)
        conversation.hear(News.CHANGED, OTHER)
        assert before == len(seat.app.workers)
        assert NOW.date() == TODAY
