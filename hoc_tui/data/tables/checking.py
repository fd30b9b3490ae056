"""What stands between a result that came and a result that is shared: reviews, moves, joins, and a site's decisions."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import JsonText, UtcDateTime
from hoc_tui.data.tables.base import Base, ItemColumns, PersonKeyed

OPEN = text("ended_at IS NULL AND (state IN ('new', 'act-first') OR (urgency = 'phone-today' AND acknowledged = ''))")
"""Which reviews somebody must still do something about; the same as `Review.open`."""


class ReviewRow(PersonKeyed, ItemColumns, Base):
    """What a clinician has said of one new result."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_open", "practice_id", "recorded_at", sqlite_where=OPEN, postgresql_where=OPEN),)

    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    result_id: Mapped[UUID] = mapped_column(Uuid)
    cause: Mapped[str] = mapped_column(String(20))
    urgency: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    acknowledged: Mapped[str] = mapped_column(Text)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by: Mapped[UUID | None] = mapped_column(Uuid)


class ResultMoveRow(PersonKeyed, Base):
    """That a result stood in the wrong record: a row in each of the two, append-only."""

    __tablename__ = "result_move"

    op_id: Mapped[UUID] = mapped_column(Uuid)
    result_id: Mapped[UUID] = mapped_column(Uuid)
    other_person_id: Mapped[UUID] = mapped_column(Uuid)
    other_result_id: Mapped[UUID] = mapped_column(Uuid)
    away: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    moved_by: Mapped[UUID] = mapped_column(Uuid)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TestMappingRow(Base):
    """What this site decided about a code or unit that content does not know; the newest counts, append-only."""

    __test__ = False
    __tablename__ = "test_mapping"
    __table_args__ = (Index("ix_test_mapping_practice", "practice_id", "decided_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    test_key: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    test_id: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[UUID] = mapped_column(Uuid)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContentApprovalRow(Base):
    """That an entry of reviewed content may judge here, or may no longer; the newest counts, append-only."""

    __tablename__ = "content_approval"
    __table_args__ = (Index("ix_content_approval_practice", "practice_id", "approved_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    entry_id: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    enabled: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[UUID] = mapped_column(Uuid)
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonJoinRow(Base):
    """Two records of one person, proposed by one member of staff and confirmed by another."""

    __tablename__ = "person_join"
    __table_args__ = (Index("ix_person_join_kept", "kept_id"), Index("ix_person_join_other", "other_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[UUID | None] = mapped_column(Uuid)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[UUID | None] = mapped_column(Uuid)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_reason: Mapped[str] = mapped_column(Text)
    brought: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    """What was brought into the kept record: kind, its id there, its id here; for taking it back."""
    identities: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    """Outside identities that led to the other record, system and value; for taking them back."""
