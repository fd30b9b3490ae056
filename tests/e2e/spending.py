"""What each action of the real program sends over the line, in bytes, at 80x24."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.e2e.at_terminal import AtTerminal
from tests.support.terminal import Terminal

CURSOR: Final = 1024
LETTER: Final = 1024
FOCUS: Final = 6 * 1024
BLINK: Final = 1.1
"""Seconds in which a blinking cursor would have changed twice."""


@dataclass(frozen=True)
class Spent:
    """What one action has cost, and what it may cost."""

    what: str
    bytes: int
    allowed: int

    @property
    def kept(self) -> bool:
        """Whether it cost no more than it may."""
        return self.bytes <= self.allowed

    @property
    def line(self) -> str:
        """As one line of a report."""
        return f"{self.bytes:6} of {self.allowed:5}  {self.what}{'' if self.kept else '  OVER'}"


class Meter:
    """Presses keys and counts what comes back.

    Args:
        terminal: Where the program runs.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def key(self, what: str, key: str, allowed: int) -> Spent:
        """Press one key that changes the screen.

        Args:
            what: What it does, for the report.
            key: By its name, or a character.
            allowed: The most bytes it may cost.
        """
        self._settle()
        self._terminal.press(key)
        self._terminal.wait_until(lambda: bool(self._terminal.bytes_since_mark()), f"{what}: nothing was painted")
        self._terminal.quiet()
        return Spent(what, len(self._terminal.bytes_since_mark()), allowed)

    def waiting(self, where: str) -> Spent:
        """Press nothing for a while."""
        self._settle()
        with contextlib.suppress(AssertionError):  # it writes; how much is what is counted
            self._terminal.quiet(BLINK, timeout=0)
        assert self._terminal.exit_code is None
        return Spent(f"{where}: waiting", len(self._terminal.bytes_since_mark()), 0)

    def _settle(self) -> None:
        self._terminal.quiet()
        self._terminal.mark()


def day(terminal: Terminal) -> Iterator[Spent]:
    """A nurse's way from Today to a goal, on the small practice: each action of it, measured.

    Args:
        terminal: Where the program has been started.
    """
    seat, meter = AtTerminal(terminal), Meter(terminal)
    seat.see("JACKSON, Margaret (Mrs)", "people")
    yield from _today(meter)
    seat.press("/", "Type a name")
    yield from _find(meter, seat)
    seat.press("enter", "Back to the")
    yield from _conversation(meter)
    seat.press("3", "3 Goals and actions")
    seat.press("a", "What does Maggie want to be able to do?")
    yield from _form(meter)


def _today(meter: Meter) -> Iterator[Spent]:
    yield meter.waiting("Today")
    yield meter.key("Today: cursor down", "down", CURSOR)
    yield meter.key("Today: cursor up", "k", CURSOR)


def _find(meter: Meter, seat: AtTerminal) -> Iterator[Spent]:
    yield meter.waiting("Find, in the box")
    seat.terminal.send("jackso")
    seat.see("2 found")
    yield meter.key("Find: a letter that changes nobody", "n", LETTER)
    yield meter.key("Find: a letter taken back", "backspace", LETTER)
    yield meter.key("Find: from the box into the list", "down", FOCUS)
    yield meter.key("Find: cursor down", "down", CURSOR)
    yield meter.key("Find: back into the box", "/", FOCUS)
    for _ in "jackso":
        seat.terminal.press("backspace")
    seat.terminal.send("4/3/1951")
    seat.see("1 found")


def _conversation(meter: Meter) -> Iterator[Spent]:
    yield meter.waiting("Conversation")
    yield meter.key("Conversation: cursor down", "down", CURSOR)
    yield meter.key("Conversation: cursor up", "up", CURSOR)
    for name, key in (("to Results", "2"), ("Tab to Goals", "tab"), ("Shift+Tab to Results", "shift+tab")):
        yield meter.key(f"Conversation: {name}", key, FOCUS)
    yield meter.key("Conversation: cursor down in Results", "down", CURSOR)
    yield meter.key("Conversation: cursor up in Results", "up", CURSOR)
    yield meter.key("Conversation: to What matters", "1", FOCUS)


def _form(meter: Meter) -> Iterator[Spent]:
    yield meter.key("A form: a letter in several lines", "w", LETTER)
    yield meter.key("A form: Tab between several lines", "tab", FOCUS)
    yield meter.key("A form: Tab into one line", "tab", FOCUS)
    yield meter.key("A form: a digit that is said back", "7", LETTER)
    yield meter.waiting("A form, in one line")
    yield meter.key("A form: Tab to the next line", "tab", FOCUS)
    yield meter.key("A form: Shift+Tab back", "shift+tab", FOCUS)
