"""One thread for the database, and a deadline on every call to it.

Why a thread of its own and not the event loop's pool: the pool is waited for at exit, so one hung query kept the
program from quitting (Textualize/textual#3966), and SQLite wants one connection on one thread. Why a synchronous
driver under it: a 2 s limit on a hung server came after 12 s from psycopg's asynchronous side, after 2 s from here.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

DEADLINE: Final = 10.0
"""Seconds a call may take, its wait in the queue included, unless the caller knows better."""

FAREWELL: Final = 2.0
"""Seconds that closing waits for the work under way, and again after cutting the connection."""


class TookTooLong(Exception):
    """The deadline of a call has passed.

    Args:
        started: Whether the work had begun, so that it is not known whether a write was kept. Work that had not begun
            will not be done.
    """

    def __init__(self, *, started: bool) -> None:
        super().__init__("the database did not answer in time")
        self.started = started
        """Whether the outcome is unknown (the work had begun) or nothing was done."""


class Closed(Exception):
    """The thread has been closed; nothing more can be asked of it."""


class _Job(Generic[T]):
    """One call: claimed by the thread that does it, or given up before that, never both."""

    def __init__(self, work: Callable[[], T], loop: asyncio.AbstractEventLoop) -> None:
        self.answer: asyncio.Future[T] = loop.create_future()
        self.started = False
        self._work = work
        self._loop = loop
        self._lock = threading.Lock()
        self._state = "waiting"

    def give_up(self, cut: Callable[[], None]) -> bool:
        """Take the call back, cutting the connection if its work is under way; false when it is done after all.

        Why cut under the lock: without it this work might end and the next begin, and the wrong call would be cut.
        """
        with self._lock:
            if self._state == "done":
                return False
            if self._state == "running":
                self.started = True
                cut()
            self._state = "given up"
        self.answer.cancel()
        return True

    def run(self) -> None:
        """Do the work and hand its answer to the event loop, unless the call was taken back."""
        with self._lock:
            if self._state != "waiting":
                return
            self._state = "running"
        try:
            answer = self._work()
        except BaseException as error:  # noqa: BLE001  the thread must outlive any work; the caller gets the error
            self._done(self._refuse, error)
        else:
            self._done(self._accept, answer)

    def refuse(self, error: Exception) -> None:
        """Tell the caller that the work will not be done."""
        self._done(self._refuse, error)

    def _done(self, how: Callable[[Any], None], what: object) -> None:
        with self._lock:
            self._state = "done"
        # A loop that is closed has nobody left to tell: the program is quitting.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(how, what)

    def _accept(self, answer: T) -> None:
        if not self.answer.done():
            self.answer.set_result(answer)

    def _refuse(self, error: BaseException) -> None:
        if self.answer.done():
            return
        # A future takes neither StopIteration nor what ends an interpreter; the caller's task must not be ended by it.
        harmless = isinstance(error, Exception) and not isinstance(error, StopIteration)
        self.answer.set_exception(error if harmless else RuntimeError(type(error).__name__))


class DatabaseThread:
    """Does the program's database work, one call at a time, in the order asked.

    Args:
        cut: Shuts the socket of the call under way, so that it returns with an error; called on another thread than
            the work's, and must not wait. A connection that was cut is not used again.
        name: The thread's name, for ``py-spy`` and crash reports.
    """

    def __init__(self, cut: Callable[[], None] = lambda: None, *, name: str = "hoc-database") -> None:
        self._cut = cut
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._closed = False
        self._leaving = threading.Event()
        # Why daemon: work that even a cut connection does not end must not keep the process alive.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def call(self, work: Callable[[], T], *, deadline: float = DEADLINE) -> T:
        """Do some work on the database thread and wait for its answer.

        A caller that is cancelled (its screen was closed) no longer waits, but its work is still done: what a person
        asked to be saved is saved.

        Args:
            work: What to do; it must not touch a widget.
            deadline: Seconds until the caller gives up, above 0.

        Returns:
            What the work returned.

        Raises:
            TookTooLong: The deadline has passed; the connection was cut if the work had begun.
            Closed: `close` has been called.
        """
        if self._closed:
            raise Closed
        job = _Job(work, asyncio.get_running_loop())
        self._jobs.put(job)
        answered, _ = await asyncio.wait({job.answer}, timeout=deadline)
        if not answered and job.give_up(self._cut_safely):
            raise TookTooLong(started=job.started)
        return await job.answer

    def close(self, *, patience: float = FAREWELL) -> bool:
        """Finish the work that waits, then end the thread; never waits longer than twice the patience.

        Args:
            patience: Seconds for the work under way, and again after its connection was cut.

        Returns:
            Whether the thread has ended; false leaves it to the end of the process.
        """
        self._closed = True
        self._jobs.put(None)
        self._thread.join(patience)
        if self._thread.is_alive():
            self._leaving.set()
            self._cut_safely()
            self._thread.join(patience)
        return not self._thread.is_alive()

    def _cut_safely(self) -> None:
        with contextlib.suppress(Exception):
            self._cut()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._leaving.is_set():
                job.refuse(Closed())
            else:
                job.run()
