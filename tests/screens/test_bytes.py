"""What a key costs on a real terminal at 80x24, so that the front desk works over a slow line.

Source: design/textual.md, section 6: cursor and letter at most 1 KB, focus at most 6 KB, nothing while idle.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

FRONT_DESK = Path(__file__).with_name("front_desk.py")
CURSOR, LETTER, FOCUS = 1024, 1024, 6 * 1024


@pytest.fixture
def desk(practice_url: str) -> Iterator[Terminal]:
    """The program at the front desk, with Today painted."""
    with Terminal([sys.executable, FRONT_DESK, practice_url, "rita"]) as terminal:
        terminal.wait_for("11:40")
        terminal.quiet()
        yield terminal


def _cost(terminal: Terminal, key: str) -> int:
    terminal.mark()
    terminal.press(key)
    terminal.quiet()
    return len(terminal.bytes_since_mark())


def test_keys_stay_within_their_budgets(desk: Terminal) -> None:
    """Moving on Today, typing in Find, changing the focus, moving in the list found, and waiting."""
    moves = [_cost(desk, key) for key in ("down", "down", "down", "up")]
    assert 0 < min(moves)
    assert max(moves) <= CURSOR
    desk.press("/")
    desk.wait_for("Type a name")
    desk.press(*"jac")
    desk.wait_for("2 found")
    desk.quiet()
    letters = [_cost(desk, letter) for letter in "kson"]
    assert 0 < min(letters)
    assert max(letters) <= LETTER
    assert _cost(desk, "tab") <= FOCUS
    assert _cost(desk, "down") <= CURSOR
    assert _cost(desk, "shift+tab") <= FOCUS
    desk.mark()
    desk.quiet(seconds=1.0)
    assert b"" == desk.bytes_since_mark()


def test_quitting_gives_the_terminal_back(desk: Terminal) -> None:
    """F10 ends the program with code 0 and the screen as it was."""
    desk.press("f10")
    assert 0 == desk.wait_exit()
    assert desk.given_back
