"""Which programs still live: each holds a lock that the kernel lets go of when it ends, however it ends.

Why not its process number: after a restart of the machine, or in a container, it is another program's.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PATIENCE: Final = 5.0
"""Seconds that opening a journal waits for another program that opens it."""


class Session:
    """One program among those that use a journal.

    Args:
        folder: The folder of journals.
        stem: The beginning of the journal's name.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self.id = secrets.token_hex(16)
        self._folder = folder
        self._stem = stem
        self._descriptor: int | None = None

    def begin(self) -> None:
        """Say that this program lives, and clear away what those that ended have left.

        Raises:
            OSError: The folder takes no files or no locks.
        """
        path = self._mark(self.id)
        while self._descriptor is None:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Another program may have found it before it was locked, and cleared it away.
            if os.fstat(descriptor).st_nlink:
                self._descriptor = descriptor
            else:
                os.close(descriptor)
        self._clear_away()

    def lives(self, session: str) -> bool:
        """Whether a program has not ended.

        Args:
            session: Its id.
        """
        return session == self.id or _locked(self._mark(session), clear=False)

    def end(self) -> None:
        """Say that this program has ended."""
        if self._descriptor is not None:
            self._mark(self.id).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None

    def _mark(self, session: str) -> Path:
        return self._folder / f"{self._stem}.{session}.live"

    def _clear_away(self) -> None:
        for path in self._folder.glob(f"{self._stem}.*.live"):
            if path != self._mark(self.id):
                _locked(path, clear=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Do something while no other program does the same, or after `PATIENCE`: one that was stopped keeps its lock.

    Args:
        path: A file that stays.

    Raises:
        OSError: It cannot be locked.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _take(descriptor) and time.monotonic() < deadline:
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locked(path: Path, *, clear: bool) -> bool:
    """Whether a program holds a mark; one that nobody holds may be cleared away."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        free = _take(descriptor)
        if free and clear:
            with suppress(FileNotFoundError):
                path.unlink()
        return not free
    finally:
        os.close(descriptor)
