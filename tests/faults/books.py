"""What was acknowledged, compared with what there is: in the database's history, or in the journal."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select, text

from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.tables import RevisionRow
from hoc_tui.runtime.journal.places import journals_in, read_key
from hoc_tui.runtime.journal.store import Damaged, Refuses, Store

TWICE = """
SELECT count(*) FROM (
  SELECT 1 FROM revision WHERE outcome <> 'conflict' GROUP BY person_id, op_id HAVING count(*) > 1) x
"""
SAME_WORDS = """
SELECT count(*) FROM (SELECT 1 FROM agenda_item GROUP BY text HAVING count(*) > 1) x
"""
WITHOUT_TRACE = """
SELECT count(*) FROM agenda_item i WHERE NOT EXISTS (
  SELECT 1 FROM revision r WHERE r.person_id = i.person_id AND r.item_id = i.id AND r.item_version = i.version)
"""


@dataclass
class Books:
    """The acknowledgements of all writers of one campaign, and where to look for them."""

    url: str
    journals: Path
    told: Path
    people: tuple[UUID, ...]
    counts: Counter[str] = field(default_factory=Counter)
    lost: set[str] = field(default_factory=set)
    _read: int = 0
    _open: set[str] = field(default_factory=set)
    """Acknowledged as kept and not yet seen in the database."""

    def check(self) -> None:
        """Look for what was acknowledged since the last look: each must be in the database or in the journal."""
        acknowledged = self._open | self._new()
        in_database = self._in_database(acknowledged)
        self._open = acknowledged - in_database
        self.lost |= self._open - self._in_journal() - self._in_database(self._open)

    def _new(self) -> set[str]:
        if not self.told.exists():
            return set()
        with self.told.open() as told:
            told.seek(self._read)
            lines = told.read()
            self._read = told.tell()
        pairs = [line.split() for line in lines.splitlines()]
        self.counts.update(what for what, _ in pairs)
        return {op for what, op in pairs if what in {"saved", "kept"}}

    def _in_database(self, ops: set[str]) -> set[str]:
        if not ops:
            return set()
        row = RevisionRow
        here = select(row.op_id).where(row.person_id.in_(self.people), row.op_id.in_([UUID(op) for op in ops]))
        with self._connected() as connection:
            return {str(op) for op in connection.execute(here).scalars()}

    def _in_journal(self) -> set[str]:
        return {op for file in journals_in(self.journals) for op in _writes_in(file, read_key(self.journals) or "")}

    def duplicates(self) -> int:
        """Changes made more than once, words that stand twice, and items that the history does not explain."""
        with self._connected() as connection:
            return sum(int(connection.execute(text(ask)).scalar_one()) for ask in (TWICE, SAME_WORDS, WITHOUT_TRACE))

    def still_waiting(self) -> int:
        """Changes in the journal."""
        return len(self._in_journal())

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Always with a new connection, and none is left open.

        The server may have died since the last; and a program that is forked from this one while an SQLite connection
        is open takes this one's locks for its own, and damages the file (sqlite.org/howtocorrupt.html, 2.6: seen here).
        """
        with disposed(open_engine(self.url)) as engine, engine.connect() as connection:
            yield connection


def _writes_in(file: Path, key: str) -> set[str]:
    with suppress(Damaged, Refuses):
        store = Store(file, key)
        try:
            return {str(row[0]) for row in store._run("SELECT op_id FROM waiting_write").fetchall()}
        finally:
            store.close()
    return set()


def kill(process: int) -> None:
    """End a writer at once, and bury it."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def stop(process: int) -> int:
    """Ask a writer to send what waits and end; its exit code."""
    os.kill(process, signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
