"""What a database says of its own state, for `hoc-tui doctor`; never a word of anybody's record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from hoc_tui.data.audit_seals import newest_seal
from hoc_tui.data.backups.notes import BackupNote, last_note
from hoc_tui.data.clinical import missing_row_security
from hoc_tui.data.guards import APPEND_ONLY, missing_guards
from hoc_tui.data.migrate import version_of

SETTINGS: Final = (
    "server_version",
    "synchronous_commit",
    "synchronous_standby_names",
    "fsync",
    "full_page_writes",
    "data_checksums",
)
"""What a PostgreSQL server is told about keeping what it acknowledged, and about noticing when it did not."""


@dataclass(frozen=True)
class Sealing:
    """How far the audit is sealed."""

    sealed_at: datetime | None
    """When the newest seal was made; None when there is none."""
    waiting: int
    """Entries that no seal covers yet."""


class Health:
    """A database to be asked how it is.

    Args:
        connection: A connection that is only read from.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask_nothing(self) -> None:
        """One round trip, for timing it."""
        self._connection.execute(text("SELECT 1")).scalar_one()

    def schema_version(self) -> str:
        """The schema version; empty when the database has not been set up."""
        return version_of(self._connection)

    def missing_protection(self) -> tuple[str, ...]:
        """Guards and row security that should stand and do not, by name."""
        return (*missing_guards(self._connection), *missing_row_security(self._connection))

    def newest_backup(self) -> BackupNote | None:
        """The newest backup there is a note of; None when there is none."""
        return last_note(self._connection)

    def sealing(self) -> Sealing:
        """How far the audit is sealed."""
        newest = newest_seal(self._connection)
        waiting = self._connection.execute(text(_UNSEALED)).scalar_one()
        return Sealing(newest.sealed_at if newest else None, waiting)

    def server_settings(self) -> dict[str, str]:
        """The PostgreSQL server's settings that decide whether what was acknowledged stays; empty on SQLite."""
        if self._connection.dialect.name != "postgresql":
            return {}
        return {name: self._connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in SETTINGS}


def guarded_tables() -> int:
    """How many tables are only ever added to."""
    return len(APPEND_ONLY)


_UNSEALED: Final = """
SELECT count(*) FROM audit_event
WHERE NOT EXISTS (SELECT 1 FROM sealed_event WHERE sealed_event.seq = audit_event.seq)
"""
