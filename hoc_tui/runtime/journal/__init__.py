"""The local journal: what was typed and not saved, and what was saved and not sent, durable on this computer.

One encrypted SQLite file for each host, account and database, in the account's state folder. Its key lies beside the
folder and not in it: it guards copies of the journal, not against root.

A thread of its own writes it, so that neither a stalled terminal nor a hung database delays it. While nobody types the
thread sleeps without a timeout.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

from hoc_tui.runtime.journal.values import JournalUnavailable, KeptDraft, WaitingWrite
from hoc_tui.runtime.journal.writer import PATIENCE, Writer

__all__ = ["Journal", "JournalUnavailable", "KeptDraft", "WaitingWrite", "unsaid"]


def unsaid(_sentence: str) -> None:
    """Tell nobody."""


def _now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """The journal of one program; make it with `open`.

    Every method may be called from any thread and returns at once. Those that return a `Future` have done their work
    durably when it is done: `future.result(seconds)` waits for it in a thread, `await asyncio.wrap_future(future)` in a
    coroutine. A future raises `JournalUnavailable` when the disk takes nothing; drafts are then kept in memory and
    tried again.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @classmethod
    def open(
        cls,
        folder: Path,
        account: str,
        source: str,
        *,
        say: Callable[[str], None] = unsaid,
        now: Callable[[], datetime] = _now,
    ) -> "Journal":
        """Open the journal of an account and a database on this host, or begin it; returns before anything is read.

        A journal whose key is lost or another's, or that is damaged, is put aside under another name, never deleted;
        this is said, and a new one is begun.

        Args:
            folder: The folder of journals, usually ``journal`` in the account's state folder; made with mode 0700. The
                key is the file ``journal.key`` beside it.
            account: Who types.
            source: The database's name, without any password.
            say: Told in one plain sentence what the person should know; called on the journal's thread.
            now: The time, with its zone, for the names of what is put aside.

        Returns:
            The journal.
        """
        writer = Writer(folder, account, source, say=say, now=now)
        writer.start()
        return cls(writer)

    # Drafts ----------------------------------------------------------------------------------------------------------

    def keep_draft(self, draft: KeptDraft) -> None:
        """Keep what a form holds: durable within 250 ms, at once when nothing was written for that long.

        Args:
            draft: The newest state of it; replaces the one with the same `draft_id`.
        """
        self._writer.put(draft.draft_id, draft)

    def forget_draft(self, draft_id: str) -> None:
        """Purge a draft that was saved or emptied; its words are overwritten on the disk.

        Args:
            draft_id: Which; one that is not there is no error.
        """
        self._writer.put(draft_id, None)

    def drafts(self) -> "Future[tuple[KeptDraft, ...]]":
        """The drafts of this program and of programs that have ended, newest first.

        Those of ended programs are this program's from then on, so that no two programs offer the same words. Those of
        a program that still lives, however it hangs, are left to it.
        """
        return self._writer.ask(lambda store: store.drafts())

    def written(self) -> "Future[None]":
        """Done when everything handed over so far is on the disk, or the disk has refused it."""
        return self._writer.ask(lambda _store: None)

    # Writes that wait ------------------------------------------------------------------------------------------------

    def put_write(
        self,
        op_id: str,
        verb: str,
        payload: Mapping[str, object],
        *,
        person_id: str,
        since: datetime,
        draft_id: str = "",
    ) -> "Future[WaitingWrite]":
        """Keep a change until the database has acknowledged it.

        Args:
            op_id: The client's id of the write; one that waits already is left as it is.
            verb: Which service it calls.
            payload: What the service is called with; JSON values only.
            person_id: Whose record.
            since: When it was asked for, with its zone.
            draft_id: The draft that it was typed as, which goes in the same moment: the words are never in neither.

        Returns:
            Done when it is on the disk; raises `JournalUnavailable` when it is not.
        """
        write = WaitingWrite(op_id, 0, verb, dict(payload), person_id, since)
        return self._writer.ask(lambda store: store.put_write(write, draft_id), writes=True, dropping=draft_id)

    def writes(self) -> "Future[tuple[WaitingWrite, ...]]":
        """The writes that wait, of this program and of programs that have ended, in their order.

        Those of ended programs are this program's from then on; those of a program that still lives are sent by it.
        """
        return self._writer.ask(lambda store: store.writes())

    def forget_write(self, op_id: str) -> "Future[None]":
        """Purge a write that the database has acknowledged.

        Args:
            op_id: Which; one that is not there is no error.
        """
        return self._writer.ask(lambda store: store.forget_write(op_id), writes=True)

    # Ending ----------------------------------------------------------------------------------------------------------

    def flush(self, patience: float = PATIENCE) -> bool:
        """Wait until everything handed over is on the disk.

        Args:
            patience: Seconds to wait at most.

        Returns:
            Whether it is.
        """
        return self._writer.flush(patience)

    def close(self, *, flush: bool = True, patience: float = PATIENCE) -> bool:
        """Let the journal go; drafts that are still in it are offered to the next program of this account.

        Args:
            flush: Whether to write first what was handed over.
            patience: Seconds to wait at most.

        Returns:
            Whether everything was written and the thread has ended.
        """
        return self._writer.close(flush=flush, patience=patience)
