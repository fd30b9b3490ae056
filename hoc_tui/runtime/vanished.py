"""A terminal that has gone away ends the program, even when no signal says so.

A process that was started with SIGHUP ignored, or in a session of its own, is told nothing when its terminal closes;
Textual's input thread then read end-of-file for ever at 94 % of a core (Textualize/textual#6690).
"""

import os
import select
import threading
from collections.abc import Callable


class TerminalWatch:
    """Watches the terminal from a thread, and says once that its other end is gone.

    It waits in ``poll`` without a timeout and asks for no events: the kernel reports a hang-up unasked, so the watch
    costs nothing until then and cannot spin.

    Args:
        descriptor: The terminal's descriptor, usually standard input's.
        gone: Called once, on the watch's thread.
    """

    def __init__(self, descriptor: int, gone: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._gone = gone
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._watch, name="hoc-terminal-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; returns when the thread has ended."""
        os.close(self._waker)
        self._thread.join()
        os.close(self._wake)

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self._descriptor, 0)
        poll.register(self._wake, 0)
        ready = {descriptor for descriptor, _ in poll.poll()}
        if self._wake not in ready:
            self._gone()
