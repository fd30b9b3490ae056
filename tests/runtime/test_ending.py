"""Ending once, in order, and in bounded time; and noticing that the terminal is gone."""

import contextlib
import os
import pty
import signal
import threading
from queue import SimpleQueue

import pytest

from hoc_tui.runtime.ending import Ending, run_hooks
from hoc_tui.runtime.restoring import TerminalBefore, forget_unsent
from hoc_tui.runtime.signals import exit_code
from hoc_tui.runtime.vanished import TerminalWatch


class Log:
    """What happened, in order, as other threads said it."""

    def __init__(self) -> None:
        self.said: SimpleQueue[object] = SimpleQueue()

    def hook(self, what: object) -> None:
        self.said.put(what)

    def next(self) -> object:
        return self.said.get(timeout=20)


def test_hooks_run_whatever_the_others_do() -> None:
    """A hook that fails does not keep the next from running."""
    log = Log()

    def fail() -> None:
        raise OSError("disk full")

    assert run_hooks([fail, lambda: log.hook("kept")])
    assert log.next() == "kept"


def test_a_hook_that_hangs_is_not_waited_for() -> None:
    """Flushing has a limit in time, and says when it was reached."""
    stuck = threading.Event()
    assert not run_hooks([stuck.wait, lambda: None], patience=0.01)  # type: ignore[list-item]
    stuck.set()


def test_the_program_is_flushed_then_asked() -> None:
    """The hooks come first, then the program is asked to end with the code; when it does, nothing is forced."""
    log = Log()
    ending = Ending(log.hook, hooks=[lambda: log.hook("flushed")], leave=log.hook)
    ending.start()
    ending.begin(143)
    ending.begin(129)
    assert [log.next(), log.next()] == ["flushed", 143]
    ending.finished()
    ending._thread.join(20)
    assert log.said.empty()


def test_a_program_that_does_not_end_is_left() -> None:
    """When the program does not end in time the terminal is given back and the process leaves with the code."""
    log = Log()
    ending = Ending(log.hook, restore=lambda: log.hook("restored"), patience=0.01, leave=lambda code: log.hook(-code))
    ending.start()
    ending.begin(129)
    assert [log.next(), log.next(), log.next()] == [129, "restored", -129]


def test_a_program_that_cannot_be_asked_is_left() -> None:
    """A closed event loop does not keep the process alive."""
    log = Log()

    def ask(_code: int) -> None:
        raise RuntimeError("Event loop is closed")

    ending = Ending(ask, patience=0.01, leave=log.hook)
    ending.start()
    ending.begin(143)
    assert log.next() == 143


def test_a_program_that_ended_by_itself_needs_nothing() -> None:
    """After a normal end the waiting thread ends too."""
    ending = Ending(lambda _: None)
    ending.start()
    ending.finished()
    ending._thread.join(20)
    assert not ending._thread.is_alive()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_exit_codes_are_counted_as_shells_count(number: signal.Signals, code: int) -> None:
    """A signal's exit code is 128 and its number."""
    assert exit_code(number) == code


def test_a_closed_terminal_is_noticed() -> None:
    """When the other end of a pseudo-terminal closes, the watch says so, once."""
    master, slave = pty.openpty()
    log = Log()
    watch = TerminalWatch(slave, lambda: log.hook("gone"))
    watch.start()
    os.close(master)
    assert log.next() == "gone"
    watch.stop()
    assert log.said.empty()
    os.close(slave)


def test_the_watch_sleeps_through_keys_and_stops_when_told() -> None:
    """What is typed does not wake the watch, and stopping it takes no time."""
    master, slave = pty.openpty()
    log = Log()
    watch = TerminalWatch(slave, lambda: log.hook("gone"))
    watch.start()
    os.write(master, b"typed\n")
    assert os.read(slave, 100) == b"typed\n"
    watch.stop()
    assert log.said.empty()
    os.close(master)
    os.close(slave)


def test_giving_the_terminal_back_never_waits() -> None:
    """A terminal that takes no more bytes is restored as far as it can be, at once."""
    master, slave = pty.openpty()
    before = TerminalBefore(slave)
    os.set_blocking(slave, False)
    with contextlib.suppress(BlockingIOError):
        while os.write(slave, b"x" * 4096):
            pass
    os.set_blocking(slave, True)
    before.restore()
    assert os.get_blocking(slave)
    os.close(master)
    os.close(slave)


def test_something_that_is_no_terminal_is_restored_without_complaint() -> None:
    """A closed or redirected descriptor is nothing to give back."""
    reading, writing = os.pipe()
    before = TerminalBefore(reading)
    before.restore()
    os.close(reading)
    os.close(writing)
    before.restore()


def test_bytes_for_a_terminal_that_is_gone_are_forgotten() -> None:
    """What could not be sent does not turn the exit code into 120 at the very end."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as stream:
        stream.write("unsent")
        os.close(reading)
        forget_unsent(stream, None)
        stream.flush()
