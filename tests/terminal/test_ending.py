"""However the program is told to end, it keeps what was typed and gives the terminal back."""

import signal

import pytest

from tests.support.terminal import Terminal
from tests.terminal.conftest import SIGNALS, Notes, Start


def ready(terminal: Terminal) -> Terminal:
    """Wait for the first full paint."""
    terminal.wait_for("ready plain words")
    return terminal


@pytest.mark.parametrize("key", ["ctrl+q", "f10"])
def test_quitting(probe: Start, notes: Notes, key: str) -> None:
    """Both quit keys end the program with exit code 0, everything kept and the terminal given back."""
    with probe() as terminal:
        ready(terminal).press(key)
        assert terminal.wait_exit() == 0
        assert terminal.given_back
        assert notes.flushed


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_the_program_cleanly(probe: Start, notes: Notes, number: signal.Signals) -> None:
    """SIGHUP, SIGTERM and SIGINT flush, give the terminal back, print nothing, and end with 128 + signal."""
    with probe() as terminal:
        ready(terminal).kill(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.given_back
        assert notes.flushed
        assert terminal.output.partition(b"\x1b[?1049l")[2].replace(b"\x1b[?25h", b"") == b"\x1b[?1004l"


def test_a_closed_terminal_ends_the_program(probe: Start, notes: Notes) -> None:
    """When the window is closed the program flushes and ends as after SIGHUP."""
    with probe() as terminal:
        ready(terminal).hangup()
        assert terminal.wait_exit() == 129
        assert notes.flushed


@pytest.mark.parametrize("own_terminal", [True, False], ids=["own terminal", "no controlling terminal"])
def test_a_closed_terminal_ends_the_program_that_was_told_to_ignore_it(
    probe: Start, notes: Notes, own_terminal: bool
) -> None:
    """Started by nohup, or in a session whose hang-up nobody tells it about, the program still ends by itself."""
    with probe(ignore_hangup=True, own_terminal=own_terminal) as terminal:
        ready(terminal).hangup()
        assert terminal.wait_exit() == 129
        assert notes.flushed


@pytest.mark.parametrize("behaviour", ["flood", "hang"])
def test_a_blocked_event_loop_does_not_outlive_a_signal(probe: Start, notes: Notes, behaviour: str) -> None:
    """With a link that takes no more bytes, or a loop that hangs, SIGTERM still flushes and ends the program."""
    with probe(behaviour) as terminal:
        ready(terminal).press("f2")
        notes.wait_until_busy()
        terminal.kill(signal.SIGTERM)
        assert terminal.process.wait(20) == 128 + signal.SIGTERM
        assert notes.flushed


def test_a_stuck_program_gives_the_terminal_back_before_it_is_forced_to_end(probe: Start, notes: Notes) -> None:
    """When the program has to be ended by force, line mode, echo and the main screen come back first."""
    with probe("hang") as terminal:
        ready(terminal).press("f2")
        notes.wait_until_busy()
        terminal.kill(signal.SIGTERM)
        terminal.wait_exit()
        assert terminal.given_back


def test_a_closed_terminal_ends_a_stuck_program(probe: Start, notes: Notes) -> None:
    """Even when the event loop never runs again, a vanished terminal ends the process."""
    with probe("hang", ignore_hangup=True, own_terminal=False) as terminal:
        ready(terminal).press("f2")
        notes.wait_until_busy()
        terminal.hangup()
        assert terminal.wait_exit() == 129
        assert notes.flushed


def test_nothing_suspends_the_program(probe: Start) -> None:
    """Ctrl+Z and SIGTSTP leave the program running and answering."""
    with probe() as terminal:
        ready(terminal).press("ctrl+z")
        terminal.kill(signal.SIGTSTP)
        terminal.press("f3")
        terminal.wait_for("╭")
        terminal.press("f10")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param(b"caf\xe9 noir", "caf\ufffd noir", id="latin-1"),
        pytest.param(b"one \x1b[99999999999999u two", "one  two", id="a key code that is no character"),
        pytest.param(b"caf\xc3\xa9", "caf\u00e9", id="utf-8"),
    ],
)
def test_bytes_that_are_not_text_do_not_end_the_program(probe: Start, sent: bytes, shown: str) -> None:
    """Bytes that no key sends show as a replacement mark or not at all, and typing goes on."""
    with probe() as terminal:
        ready(terminal).press("tab", "tab")
        terminal.send(sent)
        terminal.wait_for(shown)
        terminal.press("f10")
        assert terminal.wait_exit() == 0
