"""SIGHUP, SIGTERM and SIGINT end the program cleanly: text kept, terminal given back, exit code 128 + signal."""

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Final

ENDING_SIGNALS: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""SIGINT too: the keyboard cannot send it in raw mode, but ``kill -INT`` would print a traceback."""


def exit_code(number: int) -> int:
    """The exit code of a program that a signal has ended, as shells count it.

    Args:
        number: The signal's number.

    Returns:
        128 and the number: 129 for SIGHUP, 130 for SIGINT, 143 for SIGTERM.
    """
    return 128 + number


def catch_ending_signals(loop: asyncio.AbstractEventLoop, begin: Callable[[int], None]) -> None:
    """Call ``begin`` with the exit code when a signal asks the program to end; from the main thread only.

    Two handlers for each signal. The loop's own wakes a loop that waits in ``select``. Python's own runs in the main
    thread even while the loop is blocked in Textual's output queue, where the loop's handler would never be reached.
    Catching SIGHUP also undoes nohup's "ignore": a program that outlives its terminal holds a record nobody can see.
    The loop removes both when it closes.

    Args:
        loop: The program's event loop, running or not.
        begin: Usually `hoc_tui.runtime.ending.Ending.begin`; called twice for one signal, so it must take that well.
    """
    for number in ENDING_SIGNALS:
        code = exit_code(number)
        loop.add_signal_handler(number, begin, code)
        # This also undoes the loop's `siginterrupt(number, False)`, under which a waiting lock is never interrupted.
        signal.signal(number, partial(_handle, begin, code))


def _handle(begin: Callable[[int], None], code: int, _number: int, _frame: FrameType | None) -> None:
    begin(code)
