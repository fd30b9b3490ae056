"""What still lies in the journals of an account, for `hoc-tui doctor`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hoc_tui.runtime.journal.places import FOLDER, is_aside, journals_in, owner_of, read_key
from hoc_tui.runtime.journal.store import Damaged, Refuses, Store


@dataclass(frozen=True, slots=True)
class UnsentJournal:
    """A journal that holds something, or that cannot be read."""

    path: Path
    host: str
    """The host on which it was written; empty when nothing says so, as the next two."""
    account: str
    source: str
    """The database that it belongs to, without any password."""
    drafts: int
    """Forms that were not saved; 0 when it cannot be read."""
    writes: int
    """Changes that the database has not acknowledged; 0 when it cannot be read."""
    oldest: datetime | None
    """Since when the oldest of them is there; None when it cannot be read."""
    readable: bool
    """Whether the account's key opens it; not when it was put aside."""


def unsent_journals(state: Path) -> tuple[UnsentJournal, ...]:
    """Look into every journal of an account, also of programs that live.

    Args:
        state: The account's state folder, such as ``~/.local/state/hoc-tui``.

    Returns:
        Those that hold something or cannot be read.
    """
    folder = state / FOLDER
    key = read_key(folder)
    looked_at = (_looked_at(file, key) for file in journals_in(folder))
    return tuple(one for one in looked_at if one.drafts or one.writes or not one.readable)


def _looked_at(file: Path, key: str | None) -> UnsentJournal:
    owner = owner_of(file)
    whose = (owner.host, owner.account, owner.source) if owner else ("", "", "")
    counts = None if is_aside(file) or key is None else _counted(file, key)
    return UnsentJournal(file, *whose, *(counts or (0, 0, None)), readable=counts is not None)


def _counted(file: Path, key: str) -> tuple[int, int, datetime | None] | None:
    try:
        store = Store(file, key)
    except (Damaged, Refuses, ImportError):
        return None
    try:
        return store.counted()
    except (Damaged, Refuses):
        return None
    finally:
        store.close()
