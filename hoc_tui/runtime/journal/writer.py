"""The journal's own thread: writes drafts at most every 250 ms while somebody types, and the rest at once."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import gethostname
from typing import Any, Final, TypeVar

from hoc_tui.runtime.journal.living import Session, alone
from hoc_tui.runtime.journal.places import Owner, key_for, make_room, put_aside
from hoc_tui.runtime.journal.store import Damaged, Held, Refuses, Store
from hoc_tui.runtime.journal.values import JournalUnavailable, KeptDraft

T = TypeVar("T")

INTERVAL: Final = 0.25
"""Seconds between two writings of drafts while somebody types: a throttle; a debounce lost 100 of 100 keys."""

AGAIN: Final = 2.0
"""Seconds after which a disk that took nothing is tried again; only while something waits for it."""

PATIENCE: Final = 2.0
"""Seconds that flushing and closing wait at most, unless told otherwise."""

NOT_KEPT: Final = "What you type is not kept on this computer now, because {}. Save often."
KEPT_AGAIN: Final = "What you type is kept on this computer again."
PUT_ASIDE: Final = (
    "What was typed here before and not saved cannot be read: its key is another, or the file is damaged. "
    "It was put aside as {}; nothing was deleted."
)


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to do, and who waits for it."""

    work: Callable[[Store], Any]
    answer: "Future[Any]"
    writes: bool
    dropped: dict[str, KeptDraft | None]
    """What it does away with, to be written after all when it comes to nothing."""


class Writer:
    """The thread of one journal.

    Args:
        folder: The folder of journals.
        account: Who types.
        source: The database's name.
        say: Told what the person should know; called on the thread.
        now: The time, with its zone.
    """

    def __init__(
        self, folder: Path, account: str, source: str, *, say: Callable[[str], None], now: Callable[[], datetime]
    ) -> None:
        self._folder = folder
        self._owner = Owner(gethostname(), account, source)
        self._session = Session(folder, self._owner.stem)
        self._say = say
        self._now = now
        self._store: Store | None = None
        self._held = Held()
        self._changed = threading.Condition()
        self._pending: dict[str, KeptDraft | None] = {}
        self._jobs: deque[_Job] = deque()
        self._due = 0.0
        self._closing = False
        self._trouble = False
        self._thread = threading.Thread(target=self._run, name="hoc-journal", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    # For every thread ------------------------------------------------------------------------------------------------

    def put(self, draft_id: str, draft: KeptDraft | None) -> None:
        """Hand a draft over; nobody waits.

        Args:
            draft_id: Its id.
            draft: Its newest state; None purges it.
        """
        with self._changed:
            idle = not self._pending
            self._pending[draft_id] = draft
            if idle:
                self._changed.notify()

    def ask(self, work: Callable[[Store], T], *, writes: bool = False, dropping: str = "") -> "Future[T]":
        """Have something done after what was handed over so far.

        Args:
            work: What to do.
            writes: Whether it writes, so that its success shows that the disk takes something.
            dropping: A draft that this does away with: what was handed over of it is no longer written.

        Returns:
            Its answer; raises `JournalUnavailable`.
        """
        answer: Future[T] = Future()
        with self._changed:
            if self._closing:
                answer.set_exception(JournalUnavailable(NOT_KEPT.format("the program is ending")))
                return answer
            dropped = {dropping: self._pending.pop(dropping)} if dropping in self._pending else {}
            self._jobs.append(_Job(work, answer, writes, dropped))
            self._changed.notify()
        return answer

    def flush(self, patience: float) -> bool:
        """Wait until everything handed over is on the disk; false when it is not in time.

        Args:
            patience: Seconds.
        """
        try:
            self.ask(lambda _store: None).result(patience)
        except TimeoutError:
            return False
        except JournalUnavailable:
            pass
        return not self._pending

    def close(self, *, flush: bool, patience: float) -> bool:
        """End the thread.

        Args:
            flush: Whether to write first what was handed over.
            patience: Seconds to wait at most.

        Returns:
            Whether everything was written and the thread has ended.
        """
        with self._changed:
            self._closing = True
            if not flush:
                self._pending.clear()
            self._changed.notify()
        self._thread.join(patience)
        return not self._thread.is_alive() and not self._pending

    # On the thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        with suppress(Exception):
            self._ready()
        while True:
            changes, jobs = self._next()
            self._keep(changes)
            for job in jobs:
                self._answer(job)
            if self._closing and not self._jobs:
                break
        if self._store is not None:
            self._store.close()
        self._session.end()

    def _next(self) -> tuple[dict[str, KeptDraft | None], list[_Job]]:
        """Sleep until there is something to do: without a timeout, unless drafts wait for their time."""
        with self._changed:
            while not (self._jobs or self._closing):
                left = self._due - time.monotonic()
                if self._pending and left <= 0:
                    break
                self._changed.wait(left if self._pending else None)
            changes, jobs = self._pending, list(self._jobs)
            self._pending = {}
            self._jobs.clear()
        return changes, jobs

    def _keep(self, changes: dict[str, KeptDraft | None]) -> None:
        if not changes:
            return
        try:
            self._with_store(lambda store: store.keep(changes))
            self._due = time.monotonic() + INTERVAL
            self._took()
        except Exception as error:  # noqa: BLE001  the thread must outlive whatever happens, and try again
            if not isinstance(error, JournalUnavailable):
                self._refused(Refuses("of something nobody foresaw"))
            with self._changed:
                self._pending = {**changes, **self._pending}
            self._due = time.monotonic() + AGAIN

    def _answer(self, job: "_Job") -> None:
        if not job.answer.set_running_or_notify_cancel():
            return
        try:
            answer = self._with_store(job.work)
        except BaseException as error:  # noqa: BLE001  the thread must outlive any work; the caller gets the error
            with self._changed:
                self._pending = {**job.dropped, **self._pending}
            job.answer.set_exception(error)
        else:
            job.answer.set_result(answer)
            if job.writes:
                self._took()

    def _with_store(self, work: Callable[[Store], T]) -> T:
        """Do something with the file; when it turns out to be damaged, with a new one.

        Raises:
            JournalUnavailable: It takes nothing now.
        """
        store = self._ready()
        try:
            try:
                return work(store)
            except Damaged:
                self._leave(store)
                return work(self._opened(instead_of=store))
        except (Damaged, Refuses) as error:
            raise self._refused(error) from None

    def _took(self) -> None:
        """The disk has taken something: say so, if it had not before."""
        if self._trouble and not self._pending:
            self._trouble = False
            self._tell(KEPT_AGAIN)

    # The file --------------------------------------------------------------------------------------------------------

    def _ready(self) -> Store:
        """The file, opened; anew when another file has taken its place.

        Raises:
            JournalUnavailable: It cannot be opened now.
        """
        if self._store is not None and self._store.lost:
            self._leave(self._store)
        try:
            return self._store or self._opened()
        except (Damaged, Refuses) as error:
            raise self._refused(error) from None

    def _leave(self, store: Store) -> None:
        store.close()
        self._store = None

    def _opened(self, instead_of: Store | None = None) -> Store:
        """Open the file, or begin it, with what this program had in the one before.

        Args:
            instead_of: A file that opened and turned out to be damaged further in.

        Raises:
            Damaged: Not even a new file can be read.
            Refuses: It cannot be opened now.
        """
        try:
            file = make_room(self._folder, self._owner)
            self._session.begin()
            # One program at a time: two that found it damaged would each put aside what the other has begun.
            with alone(file.with_suffix(".about")):
                if instead_of is not None and not instead_of.lost:
                    self._put_aside(file)
                store = self._store = self._opened_or_begun(file)
        except ImportError:
            raise Refuses("sqlcipher3 is not installed here") from None
        except (OSError, ValueError):
            raise Refuses("its folder cannot be written") from None
        if self._held.drafts or self._held.writes:
            try:
                store.write_again()
            except (Damaged, Refuses):
                self._leave(store)
                raise
        return store

    def _opened_or_begun(self, file: Path) -> Store:
        key = key_for(self._folder, self._now())
        try:
            return self._open(file, key)
        except Damaged:
            self._put_aside(file)
            return self._open(file, key)

    def _put_aside(self, file: Path) -> None:
        aside = put_aside(file, self._now())
        make_room(self._folder, self._owner)
        self._tell(PUT_ASIDE.format(aside.name))

    def _open(self, file: Path, key: str) -> Store:
        return Store(file, key, session=self._session.id, lives=self._session.lives, held=self._held)

    def _refused(self, error: Damaged | Refuses) -> JournalUnavailable:
        """Say it once, until it works again."""
        reason = error.reason if isinstance(error, Refuses) else "its file is damaged"
        unavailable = JournalUnavailable(NOT_KEPT.format(reason))
        if not self._trouble:
            self._trouble = True
            self._tell(unavailable.message)
        return unavailable

    def _tell(self, sentence: str) -> None:
        with suppress(Exception):
            self._say(sentence)
