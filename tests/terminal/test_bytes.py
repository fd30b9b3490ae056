"""How much the program sends over a slow line, at 80x24 in 256 colours; each budget is printed with what was used."""

import re
import sys

import pytest

from tests.support.terminal import Terminal
from tests.terminal.conftest import Start

CURSOR, LETTER, FOCUS = 1024, 1024, 6 * 1024


def used(terminal: Terminal, key: str) -> int:
    """The bytes that one key costs."""
    terminal.quiet()
    terminal.mark()
    terminal.press(key)
    terminal.quiet()
    return len(terminal.bytes_since_mark())


@pytest.mark.parametrize("env", [{"COLORTERM": "truecolor"}, {"TERM": "xterm"}], ids=["truecolor", "16 colours"])
def test_keys_cost_little(probe: Start, env: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """A cursor move and a letter cost at most 1 KB, and a change of focus at most 6 KB."""
    with probe(env=env) as terminal:
        terminal.wait_for("ready")
        terminal.quiet()
        start = len(terminal.output)
        cursor = used(terminal, "down")
        focus = [used(terminal, "tab"), used(terminal, "tab")]
        letter = used(terminal, "q")
        focus += [used(terminal, "tab"), used(terminal, "shift+tab")]
        with capsys.disabled():
            sys.stdout.write(f"\n{env}: start {start}, cursor {cursor}, letter {letter}, focus {focus}\n")
        assert 0 < cursor <= CURSOR
        assert 0 < letter <= LETTER
        assert max(focus) <= FOCUS


def test_waiting_costs_nothing(probe: Start) -> None:
    """With a table, a list, an Input or a TextArea in focus, not one byte is sent while nobody does anything."""
    with probe() as terminal:
        terminal.wait_for("ready")
        for _ in range(4):
            terminal.quiet()
            terminal.mark()
            terminal.quiet(1.1)  # a blinking cursor would have changed twice
            assert terminal.bytes_since_mark() == b""
            terminal.press("tab")


@pytest.mark.parametrize("env", [{"TERM": "xterm"}, {"NO_COLOR": "1", "COLORTERM": "truecolor"}])
def test_plain_terminals_get_bold_and_reverse_only(probe: Start, env: dict[str, str]) -> None:
    """With NO_COLOR or 16 colours no colour is ever sent, and the cursor still shows, in reverse."""
    with probe(env=env) as terminal:
        terminal.wait_for("ready")
        terminal.press("tab", "tab", "a", "f3", "ctrl+p")
        terminal.quiet()
        codes = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.output) for code in found.split(b";")}
        assert codes <= {b"", b"0", b"1", b"7", b"39", b"49"}
        assert b"7" in codes


def test_ascii_draws_in_ascii(probe: Start) -> None:
    """With HOC_ASCII=1 the program's own marks and borders are ASCII."""
    with probe(env={"HOC_ASCII": "1"}) as terminal:
        terminal.wait_for("ready")
        terminal.press("f3")
        terminal.wait_for("+--")
        assert terminal.text.isascii()


def test_no_mouse_is_asked_for(probe: Start) -> None:
    """Mouse modes stay off, so that the terminal's own selecting works."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.quiet()
        for mode in (b"1000", b"1002", b"1003", b"1006", b"1015", b"1016", b"2048"):
            assert b"\x1b[?" + mode + b"h" not in terminal.output
        assert b"\x1b]" not in terminal.output


def test_copying_stays_in_the_program(probe: Start) -> None:
    """Copying sends no clipboard sequence unless the site allows it."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.press("f1")
        terminal.wait_for("copied")
        assert b"\x1b]52" not in terminal.output
    with probe("clipboard") as terminal:
        terminal.wait_for("ready")
        terminal.press("f1")
        terminal.wait_for("copied")
        assert b"\x1b]52;c;" in terminal.output
