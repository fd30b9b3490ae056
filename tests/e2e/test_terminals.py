"""The real program on terminals that can do less than others, and in windows that change."""

import re

import pytest

from hoc_tui.themes import theme_names
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told
from tests.support.terminal import Terminal

BOLD_AND_REVERSE = {b"", b"0", b"1", b"7", b"22", b"27", b"39", b"49"}
"""What begins and ends them, and the terminal's own two colours."""
GROUND = re.compile(rb"48;2;(\d+;\d+;\d+)m")
"""A background in true colour."""


def walk(seat: AtTerminal) -> None:
    """Through the main screens, to a form."""
    seat.see("JACKSON, Margaret (Mrs)", "5 people")
    seat.find("4/3/1951", "1 found")
    seat.press("enter", "0 of 3 discussed")
    seat.press("2", "2 Results")
    seat.press("enter", "4 results")
    seat.go_back("4 results")
    seat.press("p", "MY CARE PLAN")
    seat.go_back("MY CARE PLAN")
    seat.press("3", "3 Goals and actions")
    seat.press("a", "What does Maggie want to be able to do?")


@pytest.mark.parametrize("env", [{"TERM": "xterm"}, {"NO_COLOR": "1", "HOC_ASCII": "1", "COLORTERM": "truecolor"}])
def test_plain_terminals_get_no_colour(told: Told, start: Start, env: dict[str, str]) -> None:
    """With 16 colours or NO_COLOR there is bold and reverse only; with HOC_ASCII all that nobody typed is ASCII."""
    with start("--database", told.url, env=env) as terminal:
        walk(AtTerminal(terminal))
        terminal.quiet()
        codes = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.output) for code in found.split(b";")}
        assert codes <= BOLD_AND_REVERSE
        assert b"7" in codes
        if "HOC_ASCII" in env:
            assert "" == "".join(sorted({one for one in terminal.output.decode() if ord(one) > 127}))


def test_themes_change_and_small_windows_say_so(told: Told, start: Start) -> None:
    """F9 goes through every theme and comes back to the first; below 80x24 a sentence stands there until it fits."""
    with start("--database", told.url, env={"COLORTERM": "truecolor"}) as terminal:
        seat = AtTerminal(terminal)
        seat.see("JACKSON, Margaret (Mrs)", "5 people")
        grounds = [ground(terminal) for _ in theme_names(plain=False)]
        assert len(grounds) == len(set(grounds))
        assert grounds[0] == ground(terminal)
        terminal.resize(79, 24)
        seat.see("This window is too small.", "It has 79 columns and 24 lines")
        terminal.press("/", "o")
        terminal.quiet()
        terminal.resize(80, 23)
        seat.see("80 columns and 23 lines")
        terminal.resize(80, 24)
        seat.see("JACKSON, Margaret (Mrs)", "5 people")
        assert "too small" not in terminal.text
        assert 0 == seat.quit()


def ground(terminal: Terminal) -> tuple[bytes, ...]:
    """Change the theme, and give back the backgrounds that were painted with it."""
    terminal.quiet()
    terminal.mark()
    terminal.press("f9")
    terminal.wait_until(lambda: bool(terminal.bytes_since_mark()), "no theme was painted")
    terminal.quiet()
    return tuple(sorted(set(GROUND.findall(terminal.bytes_since_mark()))))
