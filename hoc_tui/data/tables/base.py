"""What all tables share: names of constraints, and the columns every item carries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, MetaData, Table, Text, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from hoc_tui.data.columns import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, UUID: Uuid}  # noqa: RUF012 - SQLAlchemy reads it so


def mapped(row: type[Base]) -> Table:
    """The table that a class of rows stands for."""
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - declarative classes here all map one table
    return table


def one_current(table: str) -> Index:
    """The index that lets one row of each sender's id count at a time: the others point to what replaced them.

    Args:
        table: The table with `source_system`, `source_id` and `superseded_by`.
    """
    current = text("superseded_by IS NULL")
    columns = ("person_id", "source_system", "source_id")
    return Index(f"uq_{table}_current", *columns, unique=True, sqlite_where=current, postgresql_where=current)


class PersonKeyed:
    """A row that belongs to a person: the key starts with who it is about (architecture, "The record")."""

    @declared_attr
    def person_id(self) -> Mapped[UUID]:
        """Whose row it is."""
        return mapped_column(ForeignKey("person.person_id"), primary_key=True, sort_order=-2)

    # Why the order: a key in the order of declaration would start with the id, and no index would lead to a person.
    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-1)


class ItemColumns:
    """Version and provenance of an item that people change."""

    version: Mapped[int] = mapped_column(Integer, default=1)
    authored_by: Mapped[UUID] = mapped_column(Uuid)
    performed_by: Mapped[UUID] = mapped_column(Uuid)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_reason: Mapped[str] = mapped_column(Text, default="")
