"""One screen of the real program over a real database, opened straight away, with keys and eyes for a test."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from textual import events
from textual.screen import Screen

from hoc_tui.app import HocApp
from hoc_tui.app_frame import Frame
from hoc_tui.cli.run import render_plan
from hoc_tui.domain.vocabulary import Role
from hoc_tui.runtime.terminal import Terminal
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, at_work


class ReadingRoom(Seat):
    """A screen that is open, and the way to read it and to press its keys."""

    @property
    def work(self) -> Workplace:
        """What screens work with."""
        today = self.app.screen_stack[1]
        assert isinstance(today, TodayScreen)
        return today.work

    @property
    def words(self) -> str:
        """All that can be read with single spaces and without frames, so that wrapping does not matter."""
        return " ".join(self.text.replace("│", " ").split())

    def on(self, kind: type[Screen[Any]]) -> bool:
        """Whether a screen of this kind is the one in front."""
        return isinstance(self.app.screen, kind)

    async def type(self, text: str) -> None:
        """Put a text into the field with the focus, at once, as a paste does."""
        if text:
            self.app.post_message(events.Paste(text))
            await self.settle()

    async def read_through(self) -> str:
        """Everything there is to read on the page, from its start to its end."""
        await self.press("home")
        seen = self.words
        while "More below" in self.text:
            await self.press("pagedown")
            seen += f" {self.words}"
        return seen

    async def open(self, screen: Screen[Any]) -> None:
        """Open one more screen."""
        self.app.push_screen(screen)
        await self.settle()


@asynccontextmanager
async def reading_room(
    practice: SmallPractice,
    screen: Callable[[Workplace], Screen[Any]],
    *,
    size: tuple[int, int] = (80, 24),
    role: Role = Role.NURSE,
    ascii_only: bool = False,
) -> AsyncIterator[ReadingRoom]:
    """The program with a screen open above Today.

    Args:
        practice: Where it is used.
        screen: Makes the screen.
        size: Columns and rows.
        role: Who sits there.
        ascii_only: Whether the terminal shows nothing but ASCII, in its own two colours.
    """
    frame = Frame(terminal=Terminal(colours="16", ascii=True)) if ascii_only else None
    app = HocApp(lambda: practice.desk(role), partial(render_plan, ascii_only=ascii_only), frame)
    async with at_work(app, size) as seat:
        room = ReadingRoom(app, seat.pilot, seat._asked)
        await room.open(screen(room.work))
        yield room
