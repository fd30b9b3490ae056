"""When backups of this database were made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import UtcDateTime
from hoc_tui.data.tables.base import Base


class BackupNoteRow(Base):
    """A backup that was made and verified; append-only.

    Why in the database and not in a file of whoever made it: a shared database is backed up by a timer on one host, and
    `hoc-tui doctor` asks from another. A backup does not hold its own note: it is of the moment before.
    """

    __tablename__ = "backup_note"
    __table_args__ = (Index("ix_backup_note_made_at", "made_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(Text)
    """The account on the host that made it."""
    host: Mapped[str] = mapped_column(Text)
    file: Mapped[str] = mapped_column(Text)
    """The file's name, without its folders."""
    schema_version: Mapped[str] = mapped_column(String(20))
    program_version: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    row_count: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    rehearsed: Mapped[bool] = mapped_column(Boolean)
    """Whether it was also restored into an empty database and compared there."""
