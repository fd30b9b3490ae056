"""Notes of backups in the database itself: kept when one was made, read by whoever asks how old the last one is."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from hoc_tui.data.backups.manifest import Manifest
from hoc_tui.data.engine import disposed, open_engine, writing_engine
from hoc_tui.data.tables import BackupNoteRow
from hoc_tui.domain.model import Value


class BackupNote(Value):
    """A backup that was made and verified."""

    id: UUID
    made_at: datetime
    noted_by: str
    """The account on the host that made it."""
    host: str
    file: str
    """The file's name, without its folders."""
    schema_version: str
    program_version: str
    size: int
    """Bytes."""
    row_count: int
    sha256: str
    rehearsed: bool
    """Whether it was also restored and compared."""


def note_of(manifest: Manifest, file: Path, note_id: UUID, *, by: str, host: str, rehearsed: bool) -> BackupNote:
    """What is to be noted of a backup."""
    return BackupNote(
        id=note_id,
        made_at=manifest.made_at,
        noted_by=by,
        host=host,
        file=file.name,
        schema_version=manifest.schema_version,
        program_version=manifest.program_version,
        size=manifest.size,
        row_count=manifest.contents.rows,
        sha256=manifest.sha256,
        rehearsed=rehearsed,
    )


def keep_note(url: str, note: BackupNote) -> bool:
    """Note a backup in the database that it was made of.

    Args:
        url: The database.
        note: What to note.

    Returns:
        Whether it could be noted; not on a standby, with a login that may only read, or in an older schema. The backup
        is none the worse for it.
    """
    try:
        with disposed(open_engine(url)) as engine, writing_engine(engine).begin() as connection:
            if not _has_notes(connection):
                return False
            connection.execute(insert(BackupNoteRow).values(dict(note)))
    except SQLAlchemyError:
        return False
    return True


def last_note(connection: Connection) -> BackupNote | None:
    """The newest backup there is a note of; None when there is none."""
    if not _has_notes(connection):
        return None
    newest = select(BackupNoteRow.__table__).order_by(BackupNoteRow.made_at.desc()).limit(1)
    row = connection.execute(newest).mappings().one_or_none()
    return BackupNote.model_validate(dict(row)) if row is not None else None


def _has_notes(connection: Connection) -> bool:
    return inspect(connection).has_table(BackupNoteRow.__tablename__)
