"""Results as they were sent, the files they came in, and what could not be placed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import JsonText, OrderingNumber, PartialDateText, UtcDateTime
from hoc_tui.data.tables.base import Base, PersonKeyed, one_current
from hoc_tui.domain.dates import PartialDate


class SourceMessageRow(Base):
    """A file as it came, kept as bytes; the hash makes the same file twice one message."""

    __tablename__ = "source_message"
    __table_args__ = (Index("uq_source_message_hash", "practice_id", "sha256", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[UUID] = mapped_column(Uuid)


class ResultRow(PersonKeyed, Base):
    """One result exactly as sent; a correction adds a row and points the old one to it."""

    __tablename__ = "result"
    __table_args__ = (one_current("result"),)

    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("source_message.id"))
    source_system: Mapped[str] = mapped_column(Text)
    source_id: Mapped[str] = mapped_column(Text)
    test_key: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    codes: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    value_text: Mapped[str | None] = mapped_column(Text)
    value_number: Mapped[Decimal | None] = mapped_column(OrderingNumber)
    comparator: Mapped[str | None] = mapped_column(String(2))
    unit: Mapped[str] = mapped_column(Text)
    components: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    text: Mapped[str] = mapped_column(Text)
    ranges: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    flag: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    taken: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    reported: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    performer: Mapped[str] = mapped_column(Text)
    specimen: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Hash of everything sent, so that "the same again" is recognised without comparing fields."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_by: Mapped[UUID | None] = mapped_column(Uuid)


class QuarantineRow(Base):
    """A resource that could be read but not placed; people work through these, nothing is dropped."""

    __tablename__ = "quarantine"
    __table_args__ = (Index("uq_quarantine_place", "message_id", "position", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("source_message.id"))
    position: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
