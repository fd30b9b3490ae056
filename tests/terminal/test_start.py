"""Where the program cannot draw, it says so in a sentence."""

import os
import subprocess
import sys

import pytest

from tests.support.terminal import REPOSITORY, Terminal
from tests.terminal.conftest import PROBE, Notes, Start


@pytest.mark.parametrize("term", ["dumb", None])
def test_a_terminal_that_cannot_draw_gets_a_sentence(probe: Start, term: str | None) -> None:
    """With TERM dumb or unset nothing is drawn: one sentence says what to do, and the exit code is 1."""
    with probe(env={"TERM": term}) as terminal:
        assert terminal.wait_exit() == 1
        assert "TERM is dumb or not set" in terminal.text
        assert b"\x1b" not in terminal.output


def test_a_stream_that_is_no_terminal_gets_a_sentence(notes: Notes) -> None:
    """With output redirected nothing is drawn: one sentence says what to do, and the exit code is 1."""
    code = (
        "import subprocess, sys; "
        f"sys.exit(subprocess.run([sys.executable, {str(PROBE)!r}, 'none'], stdout=subprocess.PIPE).returncode)"
    )
    with Terminal(code=code, env={"PROBE_NOTES": str(notes.path)}) as terminal:
        assert terminal.wait_exit() == 1
        assert "draws on a terminal, and standard output is not one." in terminal.text
        assert b"\x1b" not in terminal.output


def test_no_terminal_at_all_gets_a_sentence(notes: Notes) -> None:
    """Started from cron or a pipe, the program writes its sentence to standard error."""
    environment = {**os.environ, "PROBE_NOTES": str(notes.path), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, PROBE, "none"], stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert b"standard input is not one" in done.stderr


def test_a_window_that_is_too_small_shows_a_plain_message(probe: Start) -> None:
    """Below 80x24 only a message shows, until the window is large enough; the key that quits works all the same."""
    with probe(size=(79, 24)) as terminal:
        terminal.wait_for("79 columns and 24 lines")
        assert "plain words" not in terminal.text
        terminal.resize(80, 24)
        terminal.wait_for("ready plain words")
        terminal.resize(80, 23)
        terminal.wait_for("80 columns and 23 lines")
        terminal.press("f10")
        assert terminal.wait_exit() == 0


def test_a_wrong_size_in_the_environment_is_not_believed(probe: Start) -> None:
    """COLUMNS and LINES that a shell left behind do not change what is drawn."""
    with probe(env={"COLUMNS": "40", "LINES": "10"}) as terminal:
        terminal.wait_for("ready plain words")
        assert "too small" not in terminal.text
