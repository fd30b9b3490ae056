"""The journal's file: SQLite, encrypted page by page by SQLCipher; what was purged is overwritten.

Only the journal's own thread uses a store. sqlcipher3 is imported there, when it is opened: it takes 35 ms.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from hoc_tui.runtime.journal.values import KeptDraft, WaitingWrite

if TYPE_CHECKING:
    from sqlite3 import Connection, Cursor, Row  # sqlcipher3 has the same interface, and no types

VERSION: Final = 1
"""Of the tables; a journal of a newer program is left alone."""

_SETTINGS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    # Another program of this account may be writing, for a millisecond at a time.
    "busy_timeout = 5000",
)

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS draft (
    draft_id TEXT PRIMARY KEY, session TEXT NOT NULL, person_id TEXT NOT NULL, form TEXT NOT NULL,
    title TEXT NOT NULL, field_values TEXT NOT NULL, since TEXT NOT NULL, written_at TEXT NOT NULL,
    version INTEGER NOT NULL, op_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiting_write (
    place INTEGER PRIMARY KEY AUTOINCREMENT, op_id TEXT NOT NULL UNIQUE, session TEXT NOT NULL, verb TEXT NOT NULL,
    payload TEXT NOT NULL, person_id TEXT NOT NULL, since TEXT NOT NULL
);
"""

_CORRUPT: Final = 11
_NOT_A_DATABASE: Final = 26
_FULL: Final = 13


class Damaged(Exception):
    """The file is damaged, or was written with another key; which of the two cannot be told."""


class Refuses(Exception):
    """The file takes nothing now.

    Args:
        reason: Why, to stand after "because" in a sentence.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """Why, to stand after "because" in a sentence."""


@dataclass
class Held:
    """What this program has in its journal, to be written again should the file be lost under it."""

    drafts: dict[str, KeptDraft] = field(default_factory=dict)
    writes: dict[str, WaitingWrite] = field(default_factory=dict)


class Store:
    """An open journal.

    Args:
        file: Where it is; exists, and may be empty.
        key: Its key, as 64 hexadecimal digits.
        session: Which program this is.
        lives: Whether another program still lives.
        held: What this program had in the file before this one.

    Raises:
        Damaged: It cannot be read with this key.
        Refuses: It cannot be opened now.
    """

    def __init__(
        self, file: Path, key: str, *, session: str = "", lives: Callable[[str], bool] = bool, held: Held | None = None
    ) -> None:
        self._session = session
        self._lives = lives
        self._file = file
        self.held = held or Held()
        """What this program has in here."""
        with translated():
            self._connection = _connected(file, key)
        self._inode = _inode(file)

    @property
    def lost(self) -> bool:
        """Whether another file or none has taken this one's place, so that nobody would find what is written here."""
        return _inode(self._file) != self._inode

    def close(self) -> None:
        """Let the file go."""
        with suppress(Exception):
            self._connection.close()

    def write_again(self) -> None:
        """Write what this program had in the file before this one."""
        with self._writing():
            for draft in self.held.drafts.values():
                self._insert_draft(draft)
            for write in sorted(self.held.writes.values(), key=lambda write: write.order):
                self._insert_write(write)

    # Drafts ----------------------------------------------------------------------------------------------------------

    def keep(self, changes: Mapping[str, KeptDraft | None]) -> None:
        """Keep or purge drafts, all in one transaction.

        Args:
            changes: The newest state of each by its id; None purges it.
        """
        with self._writing():
            for draft_id, draft in changes.items():
                if draft is None:
                    self._run("DELETE FROM draft WHERE draft_id = ?", draft_id)
                else:
                    self._insert_draft(draft)
        for draft_id, draft in changes.items():
            self.held.drafts.pop(draft_id, None)
            if draft is not None:
                self.held.drafts[draft_id] = draft
        if None in changes.values():
            self._purge()

    def _insert_draft(self, draft: KeptDraft) -> None:
        self._run(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            draft.draft_id,
            self._session,
            draft.person_id,
            draft.form,
            draft.title,
            json.dumps(dict(draft.values)),
            draft.since.isoformat(),
            draft.written_at.isoformat(),
            draft.version,
            draft.op_id,
        )

    def drafts(self) -> tuple[KeptDraft, ...]:
        """The drafts of this program and of those that have ended, newest first."""
        self._adopt("draft")
        columns = "draft_id, person_id, form, title, field_values, since, written_at, version, op_id"
        with translated():
            rows = self._run(f"SELECT {columns} FROM draft WHERE session = ?", self._session)  # noqa: S608  our names
            drafts = [_draft(row) for row in rows]
        self.held.drafts = {draft.draft_id: draft for draft in drafts}
        return tuple(sorted(drafts, key=lambda draft: draft.written_at, reverse=True))

    # Waiting writes --------------------------------------------------------------------------------------------------

    def put_write(self, write: WaitingWrite, draft_id: str) -> WaitingWrite:
        """Keep a write in place of the draft that it was typed as.

        Args:
            write: What waits; its order is given here.
            draft_id: The draft; may be empty.

        Returns:
            The write with its order.
        """
        with self._writing():
            self._insert_write(write)
            self._run("DELETE FROM draft WHERE draft_id = ?", draft_id)
            (kept,) = self._read_writes("op_id = ?", write.op_id)
        self.held.drafts.pop(draft_id, None)
        self.held.writes[kept.op_id] = kept
        return kept

    def _insert_write(self, write: WaitingWrite) -> None:
        self._run(
            "INSERT INTO waiting_write (op_id, session, verb, payload, person_id, since) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (op_id) DO NOTHING",
            write.op_id,
            self._session,
            write.verb,
            json.dumps(dict(write.payload)),
            write.person_id,
            write.since.isoformat(),
        )

    def writes(self) -> tuple[WaitingWrite, ...]:
        """The writes of this program and of those that have ended, in their order."""
        self._adopt("waiting_write")
        with translated():
            writes = self._read_writes("session = ?", self._session)
        self.held.writes = {write.op_id: write for write in writes}
        return writes

    def _read_writes(self, condition: str, value: str) -> tuple[WaitingWrite, ...]:
        columns = "op_id, place, verb, payload, person_id, since"
        query = f"SELECT {columns} FROM waiting_write WHERE {condition} ORDER BY place"  # noqa: S608  our names
        return tuple(_write(row) for row in self._run(query, value))

    def forget_write(self, op_id: str) -> None:
        """Purge a write.

        Args:
            op_id: Which.
        """
        with self._writing():
            self._run("DELETE FROM waiting_write WHERE op_id = ?", op_id)
        self.held.writes.pop(op_id, None)
        self._purge()

    # The file --------------------------------------------------------------------------------------------------------

    def counted(self) -> tuple[int, int, datetime | None]:
        """How many drafts and writes of any program are here, and since when the oldest is."""
        with translated():
            row = self._run(
                "SELECT (SELECT count(*) FROM draft), (SELECT count(*) FROM waiting_write), "
                "(SELECT min(since) FROM (SELECT since FROM draft UNION ALL SELECT since FROM waiting_write))"
            ).fetchone()
        return row[0], row[1], datetime.fromisoformat(row[2]) if row[2] else None

    def _adopt(self, table: str) -> None:
        """Take over what programs that have ended left in a table."""
        with translated():
            sessions = [row[0] for row in self._run(f"SELECT DISTINCT session FROM {table}")]  # noqa: S608  our names
        ended = [session for session in sessions if not self._lives(session)]
        if ended:
            with self._writing():
                for session in ended:
                    self._run(f"UPDATE {table} SET session = ? WHERE session = ?", self._session, session)  # noqa: S608

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, on the disk when it ends.

        Raises:
            Damaged: The file is damaged.
            Refuses: It takes nothing now.
        """
        with translated():
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                with suppress(Exception):
                    self._run("ROLLBACK")
                raise

    def _purge(self) -> None:
        """Empty SQLite's log, which still holds purged words; another program that reads may put this off."""
        with translated():
            self._run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _run(self, sql: str, *values: object) -> "Cursor":
        return self._connection.execute(sql, cast("Any", values))


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of the driver and of the system into ours, which hold no word of what was written.

    Raises:
        Damaged: The file is damaged, or its key is another.
        Refuses: The file takes nothing now.
    """
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {_CORRUPT, _NOT_A_DATABASE}:
            raise Damaged from None
        raise Refuses("its disk is full" if code == _FULL else "its file cannot be written") from None
    except OSError:
        raise Refuses("its file cannot be reached") from None


def _connected(file: Path, key: str) -> "Connection":
    from sqlcipher3 import dbapi2

    connection = cast("Connection", dbapi2.connect(str(file), isolation_level=None))
    try:
        # First: SQLCipher writes what it thinks of a wrong key on standard error, which is the screen.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        _require_version(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _require_version(connection: "Connection") -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise Refuses("a newer hoc-tui wrote its file")
    if version < VERSION:
        connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")


def _inode(file: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = os.stat(file)  # noqa: PTH116  one call, and nothing else of pathlib's
        return found.st_dev, found.st_ino
    return None


def _draft(row: "Row") -> KeptDraft:
    draft_id, person_id, form, title, values, since, written_at, version, op_id = row
    return KeptDraft(
        draft_id=draft_id,
        person_id=person_id,
        form=form,
        title=title,
        values=json.loads(values),
        since=datetime.fromisoformat(since),
        written_at=datetime.fromisoformat(written_at),
        version=version,
        op_id=op_id,
    )


def _write(row: "Row") -> WaitingWrite:
    op_id, place, verb, payload, person_id, since = row
    return WaitingWrite(op_id, place, verb, json.loads(payload), person_id, datetime.fromisoformat(since))
