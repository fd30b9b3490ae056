"""The one way out when the world outside says stop: keep what was typed, ask the program to end, then leave."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

Hook = Callable[[], None]

PATIENCE: Final = 3.0
"""Seconds that the flush hooks, and then the program, are each given before the process leaves without them."""


def run_hooks(hooks: Sequence[Hook], *, patience: float = PATIENCE) -> bool:
    """Run every hook, whatever the others do, and never for longer than the patience in all.

    Args:
        hooks: What must be kept before the end, for example the draft journal's flush. Called on another thread.
        patience: Seconds for all of them together.

    Returns:
        Whether all of them came to an end in time.
    """
    threads = [threading.Thread(target=_guarded, args=(hook,), name="hoc-flush", daemon=True) for hook in hooks]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + patience
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _guarded(hook: Hook) -> None:
    with contextlib.suppress(Exception):
        hook()


class Ending:
    """Ends the program once, for whatever reason came first.

    A thread of its own waits for the reason, because the event loop may be blocked: Textual writes through a queue of
    30 slots whose ``put`` waits (``_writer_thread.py``, 8.2.8), so a stalled link stops every timer and handler.

    Args:
        ask: Asks the program to end with an exit code; called on this object's thread, so it must be thread-safe.
        hooks: What must be kept first.
        restore: Gives the terminal back when the program did not.
        patience: Seconds for the hooks, and again for the program.
        leave: Ends the process at once; ``os._exit`` but in tests.
    """

    def __init__(
        self,
        ask: Callable[[int], None],
        *,
        hooks: Sequence[Hook] = (),
        restore: Hook = lambda: None,
        patience: float = PATIENCE,
        leave: Callable[[int], object] = os._exit,
    ) -> None:
        self._ask = ask
        self._hooks = hooks
        self._restore = restore
        self._patience = patience
        self._leave = leave
        # Why SimpleQueue: its put is re-entrant, so a signal handler may call it whatever the main thread was doing.
        self._reason: SimpleQueue[int | None] = SimpleQueue()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._wait, name="hoc-ending", daemon=True)

    def start(self) -> None:
        """Begin to wait for a reason to end."""
        self._thread.start()

    def begin(self, code: int) -> None:
        """End the program; safe from a signal handler and from any thread, and only the first call counts.

        Args:
            code: The process's exit code.
        """
        self._reason.put(code)

    def finished(self) -> None:
        """Say that the program has ended by itself, so that nothing needs to be forced."""
        self._finished.set()
        self._reason.put(None)

    def _wait(self) -> None:
        code = self._reason.get()
        if code is None:
            return
        run_hooks(self._hooks, patience=self._patience)
        with contextlib.suppress(Exception):
            self._ask(code)
        if not self._finished.wait(self._patience):
            self._restore()
            self._leave(code)
