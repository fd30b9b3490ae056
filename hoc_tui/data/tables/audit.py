"""Who did what in whose record, and the seals over it; nothing here is ever altered or removed."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import BigInteger, Identity, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import JsonText, UtcDateTime
from hoc_tui.data.tables.base import Base

COUNT = BigInteger().with_variant(Integer, "sqlite")
"""A count that PostgreSQL keeps in eight bytes; in SQLite only INTEGER counts by itself."""


class AuditEventRow(Base):
    """One act, in the order in which the server counted them.

    Not a person's table: an act may be about nobody in particular, or about somebody who is not there (a declared
    exception to "the key starts with person_id").
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("uq_audit_event_id", "id", unique=True),
        Index("ix_audit_event_person", "person_id", "seq"),
        Index("ix_audit_event_login", "login", "entered_at", "person_id"),
        Index("ix_audit_event_xid", "xid"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(COUNT, Identity(always=True), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid)
    practice_id: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    account: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID | None] = mapped_column(Uuid)
    things: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    op_id: Mapped[UUID | None] = mapped_column(Uuid)
    continues: Mapped[UUID | None] = mapped_column(Uuid)
    login: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    xid: Mapped[int] = mapped_column(BigInteger)
    """PostgreSQL: the transaction that entered it, which tells settled rows from others; 0 on SQLite."""


class AuditSealRow(Base):
    """A seal over settled entries, chained to the one before; no two can follow the same one."""

    __tablename__ = "audit_seal"
    __table_args__ = (Index("uq_audit_seal_previous_hash", "previous_hash", unique=True),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    counted: Mapped[int] = mapped_column(Integer)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    settled_before: Mapped[int] = mapped_column(BigInteger)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    previous_hash: Mapped[str] = mapped_column(String(64))
    own_hash: Mapped[str] = mapped_column(String(64))


class SealedEventRow(Base):
    """One entry as its seal saw it: what it was is known although it was altered, and no entry is sealed twice."""

    __tablename__ = "sealed_event"
    __table_args__ = (Index("uq_sealed_event_place", "seal", "place", unique=True),)

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seal: Mapped[int] = mapped_column(Integer)
    place: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(String(64))
