"""Results as they were sent, the files they came in, and what could not be placed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import JsonText, OrderingNumber, PartialDateText, UtcDateTime
from hoc_tui.data.tables.base import Base, PersonKeyed, one_current
from hoc_tui.domain.dates import PartialDate

EMPTY, A_PART = text("''"), text("'part'")
"""What stands in columns that were added to rows which were there."""
OPEN = text("settled_at IS NULL")
"""What somebody must still work through."""
ASKED = text("kind = 'test' AND settled_at IS NULL")
"""A code or unit is asked about once at a time."""


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
    sender: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    """Who sent it, where it is one message of a laboratory: the namespace of its ids."""
    control_id: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    """The sender's own id of the message."""


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
    setting: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    """Where it was measured, when that matters: "home", "clinic"."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Hash of everything sent, so that "the same again" is recognised without comparing fields."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_by: Mapped[UUID | None] = mapped_column(Uuid)


class QuarantineRow(Base):
    """Something that could be read but not placed; people work through these, nothing is dropped."""

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("uq_quarantine_place", "message_id", "position", unique=True),
        Index(
            "uq_quarantine_test",
            *("practice_id", "test_key", "unit"),
            unique=True,
            sqlite_where=ASKED,
            postgresql_where=ASKED,
        ),
        Index("ix_quarantine_open", "practice_id", "received_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    message_id: Mapped[UUID] = mapped_column(ForeignKey("source_message.id"))
    position: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    raw: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(20), server_default=A_PART)
    sender: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    report: Mapped[JsonValue | None] = mapped_column(JsonText)
    """What a report about nobody for certain says, so that it can be attached whole."""
    test_key: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    unit: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[UUID | None] = mapped_column(Uuid)
    outcome: Mapped[str | None] = mapped_column(String(20))
    settled_reason: Mapped[str] = mapped_column(Text, server_default=EMPTY)
    attached_to: Mapped[UUID | None] = mapped_column(Uuid)
