"""Keys that come while a form is being saved: each has its answer, and no word is lost."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens import asking, form
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.form import TYPED_SINCE, FormScreen
from hoc_tui.screens.going_on import NOTHING_LEFT
from hoc_tui.screens.today import TodayScreen
from hoc_tui.services.conversation import put_down
from tests.e2e.telling import Told
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, quiet, seated

WORDS = "I lie awake"


class Held:
    """A service that begins, and goes on when it is told to."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def put_down(self, *arguments: object, **keywords: object) -> object:
        """Write something down, when it may."""
        self.begun.set()
        assert self.go_on.wait(20)
        work: Callable[..., object] = put_down
        return work(*arguments, **keywords)


@asynccontextmanager
async def saving(practice: SmallPractice, told: Told, patch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Seat, Held]]:
    """Nurse Patel, whose form is being saved, and the keyboard is held up no longer."""
    held = Held()
    patch.setattr(asking, "put_down", held.put_down)
    patch.setattr(form, "HOLDS_KEYS", 0.0)
    async with seated(practice, Role.NURSE) as seat:
        assert isinstance(seat.screen, TodayScreen)
        seat.app.push_screen(ConsultationScreen(seat.screen.work, told.story.person_id))
        await seat.settle()
        await seat.press("a")
        await seat.type(WORDS)
        seat.send("ctrl+s")
        try:
            assert await asyncio.to_thread(held.begun.wait, 20)
            yield seat, held
        finally:
            held.go_on.set()


async def settle(seat: Seat, key: str) -> None:
    """Press a key, and wait until all is done but what the database was asked."""

    async def never_answered() -> None:
        return

    seat.send(key)
    await quiet(never_answered)


async def test_words_typed_while_a_form_is_saved_stay(
    practice: SmallPractice, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow database: what was there is saved, what was typed since is kept, said, and there when it is opened."""
    async with saving(practice, told, monkeypatch) as (seat, held):
        here = seat.screen
        assert isinstance(here, FormScreen)
        await settle(seat, "x")
        assert f"{WORDS}x" == here.answers["text"]
        held.go_on.set()
        await seat.settle()
        assert isinstance(seat.screen, ConsultationScreen)
        assert TYPED_SINCE in seat.words
        assert f"“{WORDS}”" in seat.text
        await seat.press("a")
        assert f"{WORDS}x" in seat.text
        assert "Continuing what you wrote at" in seat.text


async def test_what_stands_above_a_form_that_is_saved_stays(
    practice: SmallPractice, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of commands that was opened meanwhile is not closed in the form's place; the form goes after it."""
    async with saving(practice, told, monkeypatch) as (seat, held):
        here = seat.screen
        await settle(seat, "ctrl+p")
        above = seat.screen
        assert here is not above
        held.go_on.set()
        await seat.settle()
        assert above is seat.screen
        await seat.press("escape")
        assert isinstance(seat.screen, ConsultationScreen)
        assert f"“{WORDS}”" in seat.text


async def test_an_offer_that_has_just_gone_is_answered(practice: SmallPractice, told: Told) -> None:
    """The key of an offer that is still on the screen, and no longer true, has a sentence for an answer."""
    async with seated(practice, Role.NURSE) as seat:
        assert isinstance(seat.screen, TodayScreen)
        drafts, person_id = seat.screen.work.drafts, told.story.person_id
        drafts.keep(person_id, "agenda", {"text": WORDS}, practice.now(), title="Something to talk about")
        seat.app.push_screen(ConsultationScreen(seat.screen.work, person_id))
        await seat.settle()
        assert "You were writing" in seat.text
        drafts.forget(person_id, "agenda")
        await seat.press("y")
        assert NOTHING_LEFT in seat.text
        assert "You were writing" not in seat.text
