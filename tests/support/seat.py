"""Somebody at the program, without a terminal: presses keys, waits for the database, reads the screen."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from rich.console import RenderableType
from textual import events
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.pilot import Pilot
from textual.screen import Screen

from hoc_tui.app import HocApp
from hoc_tui.app_frame import Frame
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.drafts import OpenKeeping
from hoc_tui.services.ports import Desk
from tests.support.practice import SmallPractice

SIZES = ((80, 24), (120, 40), (160, 48))
"""The windows every screen is tried in: PuTTY's, a laptop's, a large one."""

SOON = 0.05
"""Seconds within which a timer belongs to the key that was pressed; Textual paints 17 ms after a change."""
MOST_RINGS = 60
"""Timers after which something that rings for ever, such as a moving picture, is no reason to wait on."""

T = TypeVar("T")

_NAMED = {" ": "space", "/": "slash", ":": "colon", "-": "minus", ".": "full_stop", ",": "comma", "'": "apostrophe"}


_LETTERS = {name: letter for letter, name in _NAMED.items()}

_paint_now = Compositor.render_update
"""Textual's own painting."""
_read_styles = Stylesheet._parse_rules
"""Textual's own reading of a widget's styles."""
_RULES: dict[tuple[Any, ...], list[RuleSet]] = {}
"""What was read of styles, by all that decides it."""


def wait_to_be_painted(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[Any]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """Remember what is to be painted until `Seat.paint`, in the place of `Compositor.render_update`.

    Without a terminal Textual makes every picture and shows none: of one key's time, half went into pictures between
    the key and the one a person would read.
    """
    if full:
        return _paint_now(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    return None


def read_once(
    stylesheet: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Read each widget's styles once for all programs of the tests, in the place of `Stylesheet._parse_rules`.

    Each program reads all of them several times over, which took as long as starting it.
    """
    known = (tuple(stylesheet._variables.items()), css, read_from, is_default_rules, tie_breaker, scope)
    if known not in _RULES:
        _RULES[known] = _read_styles(stylesheet, *known[1:])
    return _RULES[known]


class Seat:
    """The program as somebody who works with it sees it."""

    def __init__(self, app: HocApp, pilot: Pilot[int], asked: "Asked") -> None:
        self.app = app
        self.pilot = pilot
        self._asked = asked

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    @property
    def named(self) -> str:
        """The name of its class."""
        return type(self.screen).__name__

    @property
    def lines(self) -> list[str]:
        """What can be read, line by line."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """What can be read."""
        return "\n".join(self.lines)

    @property
    def hint(self) -> str:
        """The line of keys."""
        return self.lines[-1]

    @property
    def words(self) -> str:
        """All that can be read with single spaces, for what wraps."""
        return " ".join(self.text.split())

    @property
    def panel(self) -> str:
        """The words inside the frame on top, with single spaces."""
        inside = [line.split("│")[1] for line in self.lines if line.count("│") == 2]
        return " ".join(" ".join(inside).split())

    def line_with(self, words: str) -> str:
        """The first line that holds some words."""
        return next((line for line in self.lines if words in line), "")

    async def settle(self) -> None:
        """Wait until the database has answered everything asked, and the answers are painted."""
        await self._quiet()
        self.paint()
        await quiet(self._asked.answered)

    async def _quiet(self) -> None:
        await quiet(self._asked.answered)
        self.screen._on_timer_update()
        await quiet(self._asked.answered)

    def paint(self) -> None:
        """Paint what has changed; a line that cannot be painted fails the test here."""
        with self.app._context():
            _paint_now(self.screen._compositor, screen_stack=self.app._background_screens)

    async def press(self, *keys: str) -> None:
        """Press keys by Textual's names, wait after each until all is done, and after the last until it is painted."""
        for key in keys:
            self.send(key)
            await self._quiet()
        await self.settle()

    async def type(self, text: str) -> None:
        """Type text faster than anybody can, and wait at the end."""
        for letter in text:
            self.send(_NAMED.get(letter, letter))
        await self.settle()

    def send(self, key: str) -> None:
        """Send a key as the terminal's driver does, without waiting: the pilot's own way takes 60 ms a key."""
        event = events.Key(key, key if len(key) == 1 else _LETTERS.get(key))
        event.set_sender(self.app)
        self.app._driver.send_message(event)  # type: ignore[union-attr]


class Asked:
    """Counts what the database has been asked and has not answered."""

    def __init__(self, app: HocApp) -> None:
        self._waiting = 0
        self._all_answered = asyncio.Event()
        self._all_answered.set()
        self._call = app.database.call
        app.database.call = self.call  # type: ignore[method-assign]

    async def call(self, work: Callable[[], T], **how: float) -> T:
        """Ask, and count until it has answered."""
        self._waiting += 1
        self._all_answered.clear()
        try:
            return await self._call(work, **how)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._all_answered.set()

    async def answered(self) -> None:
        """Wait until nothing is asked, also nothing that an answer led to."""
        while self._waiting:
            await self._all_answered.wait()
            await asyncio.sleep(0)


async def quiet(answered: Callable[[], Awaitable[None]]) -> None:
    """Wait until the program has nothing left to do: every message handled, every timer that is about to ring rung.

    Why not the pilot's pause: it sleeps for 20 ms at each look at the processor's time, and a key needs two of them;
    on a busy machine it waits for as long as a second, and in the end it has still only guessed.

    Args:
        answered: Waits until nothing is asked of the database.
    """
    loop: Any = asyncio.get_running_loop()
    rings = 0
    while rings < MOST_RINGS:
        await answered()
        if loop._ready:
            await asyncio.sleep(0)
            continue
        now = loop.time()
        wait = min((timer.when() - now for timer in loop._scheduled if not timer.cancelled()), default=SOON)
        if wait >= SOON:
            return
        rings += 1
        await asyncio.sleep(max(wait, 0))


@asynccontextmanager
async def seated(
    practice: SmallPractice,
    role: Role = Role.RECEPTIONIST,
    *,
    size: tuple[int, int] = (80, 24),
    frame: Frame | None = None,
    keymap: dict[str, str] | None = None,
    change: Callable[[Desk], Desk] = lambda desk: desk,
    journal: OpenKeeping | None = None,
) -> AsyncIterator[Seat]:
    """The program, opened by somebody with a role, with Today on the screen.

    Args:
        practice: Where they work.
        role: What they do.
        size: Columns and rows.
        frame: What the app is told about its terminal.
        keymap: Keys instead of ours.
        change: Makes another desk of the practice's.
        journal: What outlives the program; None keeps drafts in memory alone.
    """
    app = HocApp(lambda: change(practice.desk(role)), lambda *_: "", frame, keymap, journal)
    async with at_work(app, size) as seat:
        yield seat


@asynccontextmanager
async def at_work(app: HocApp, size: tuple[int, int]) -> AsyncIterator[Seat]:
    """A program that is made already, with its first screen open.

    Args:
        app: The program.
        size: Columns and rows.
    """
    asked = Asked(app)
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, pilot, asked)
        await seat.settle()
        yield seat


def not_made_up(desk: Desk) -> Desk:
    """The same desk in a practice that is real."""
    return replace(desk, practice=desk.practice.model_copy(update={"demo": False}))
