"""The local journal as the screens ask for it: where it lies, whose it is, and its values as theirs."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import platformdirs

from hoc_tui.cli.sqlite_files import named_file

if TYPE_CHECKING:
    from hoc_tui.runtime.journal import Journal, KeptDraft, WaitingWrite
    from hoc_tui.screens.drafts import Draft
    from hoc_tui.services.waiting import Waiting

DISK_MAY_TAKE: Final = 1.0
"""Seconds that a save waits for the journal; a disk that hangs keeps nobody from saving in the database."""


def state_folder() -> Path:
    """The account's own state folder."""
    return platformdirs.user_state_path("hoc-tui")


def source_of(url: str) -> str:
    """A database's name in the journal: its address without password, or the file it is.

    Args:
        url: An SQLAlchemy address.
    """
    file = named_file(url)
    if file is not None:
        return str(file.absolute())
    parts = urlsplit(url)
    query = "&".join(one for one in parts.query.split("&") if not one.lower().startswith(("password=", "passfile=")))
    # Not urlunsplit, which drops the empty host of an address that names its server in the query.
    address = f"{parts.scheme}://{_without_password(parts.netloc)}{parts.path}"
    return f"{address}?{query}" if query else address


def _without_password(netloc: str) -> str:
    who, at, where = netloc.rpartition("@")
    return f"{who.partition(':')[0]}{at}{where}"


class LocalJournal:
    """Opens the journal once the first screen is painted, and closes it when the program ends.

    Args:
        url: The database.
        worker: The account that works; None means the operating system's.
    """

    def __init__(self, url: str, worker: str | None) -> None:
        self._url = url
        self._worker = worker
        self.journal: Journal | None = None
        """The journal, once it is open."""

    def __call__(self, say: Callable[[str], None]) -> "JournalKeeping":
        """Open it; what is slow about that happens on its own thread.

        Args:
            say: Told what the person should know.
        """
        from hoc_tui.cli.opening import account
        from hoc_tui.runtime.journal import Journal
        from hoc_tui.runtime.journal.places import FOLDER

        who, folder = self._worker or account(), state_folder() / FOLDER
        self.journal = Journal.open(folder, who, source_of(self._url), say=say)
        return JournalKeeping(self.journal)

    def close(self) -> None:
        """Write what is left, and let it go."""
        if self.journal is not None:
            self.journal.close()


class JournalKeeping:
    """Keeps the drafts of the screens in the journal.

    Args:
        journal: Where.
    """

    def __init__(self, journal: "Journal") -> None:
        self.journal = journal

    def keep(self, draft: "Draft") -> None:
        """Keep the newest state of a draft; returns at once."""
        from hoc_tui.runtime.journal import KeptDraft

        self.journal.keep_draft(
            KeptDraft(
                draft_id=draft.draft_id,
                person_id=str(draft.person_id or ""),
                form=draft.form,
                title=draft.title,
                values=draft.values,
                since=draft.since,
                written_at=draft.written_at,
                version=draft.version,
                op_id=str(draft.op_id or ""),
            )
        )

    def forget(self, draft_id: str) -> None:
        """Purge a draft; returns at once."""
        self.journal.forget_draft(draft_id)

    async def noted(self) -> None:
        """Wait until what was handed over is on the disk, or the disk has had its time."""
        from hoc_tui.runtime.journal import JournalUnavailable

        with suppress(JournalUnavailable, TimeoutError):
            await asyncio.wait_for(asyncio.wrap_future(self.journal.written()), DISK_MAY_TAKE)

    async def left(self) -> "Sequence[Draft]":
        """The drafts that programs which have ended left behind, oldest first."""
        from hoc_tui.runtime.journal import JournalUnavailable

        with suppress(JournalUnavailable):
            drafts = await asyncio.wrap_future(self.journal.drafts())
            return [_draft(one) for one in reversed(drafts)]
        return ()

    async def put(self, waiting: "Waiting") -> bool:
        """Keep a change; false when this computer takes nothing now."""
        from hoc_tui.runtime.journal import JournalUnavailable

        typed = vars(waiting.typed) | {"values": dict(waiting.typed.values)} if waiting.typed else None
        kept = self.journal.put_write(
            str(waiting.op_id),
            waiting.verb,
            {"arguments": dict(waiting.arguments), "typed": typed},
            person_id=str(waiting.person_id),
            since=waiting.since,
        )
        try:
            await asyncio.wait_for(asyncio.wrap_future(kept), DISK_MAY_TAKE)
        except (JournalUnavailable, TimeoutError):
            return False
        return True

    def sent(self, op_id: UUID) -> None:
        """Purge a change; returns at once."""
        self.journal.forget_write(str(op_id))

    async def unsent(self) -> "Sequence[Waiting]":
        """The changes of this program and of those that have ended, in their order."""
        from hoc_tui.runtime.journal import JournalUnavailable

        with suppress(JournalUnavailable):
            return [_waiting(one) for one in await asyncio.wrap_future(self.journal.writes())]
        return ()

    def flush(self) -> None:
        """Wait, for a moment at most, until everything handed over is on the disk; for any thread."""
        self.journal.flush()


def _waiting(write: "WaitingWrite") -> "Waiting":
    from hoc_tui.services.waiting import Typed, Waiting

    kept: Any = write.payload
    typed = Typed(**kept["typed"]) if kept.get("typed") else None
    return Waiting(UUID(write.op_id), write.verb, kept["arguments"], UUID(write.person_id), write.since, typed)


def _draft(kept: "KeptDraft") -> "Draft":
    from hoc_tui.screens.drafts import Draft

    return Draft(
        draft_id=kept.draft_id,
        person_id=UUID(kept.person_id) if kept.person_id else None,
        form=kept.form,
        title=kept.title,
        values=dict(kept.values),
        since=kept.since,
        written_at=kept.written_at,
        version=kept.version,
        op_id=UUID(kept.op_id) if kept.op_id else None,
    )
