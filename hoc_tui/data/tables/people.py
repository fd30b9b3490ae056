"""Who somebody is: identity, the ways to find them, needs, contacts, conditions, visits, background."""

from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import JsonText, NameKey, PartialDateText, UtcDateTime
from hoc_tui.data.tables.base import Base, ItemColumns, PersonKeyed, one_current
from hoc_tui.domain.dates import PartialDate


class PersonRow(ItemColumns, Base):
    """A person; everything else of theirs hangs on this key."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_practice_born", "practice_id", "born"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    change_seq: Mapped[int] = mapped_column(Integer, default=0)
    """Counts every change to the record, imported ones too. Counting under this row's lock keeps a person's changes
    in one order, which a shared sequence cannot promise (late commits are skipped)."""
    family: Mapped[str] = mapped_column(Text)
    given: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    preferred: Mapped[str] = mapped_column(Text)
    born: Mapped[date | None] = mapped_column(Date)
    gender: Mapped[str] = mapped_column(String(40))
    sex: Mapped[str] = mapped_column(String(40))
    nhs_number: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    mobile: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    registration: Mapped[str] = mapped_column(String(20))
    died: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    left_on: Mapped[date | None] = mapped_column(Date)
    moved_to: Mapped[str] = mapped_column(Text)


class NameKeyRow(Base):
    """The folded rest of a name from each of its words: what Find searches as a range."""

    __tablename__ = "name_key"
    __table_args__ = (
        Index("ix_name_key_practice_key", "practice_id", "key", "person_id"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"), primary_key=True)
    key: Mapped[str] = mapped_column(NameKey, primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(Uuid)


class IdentityRow(Base):
    """The person behind an outside identity: a valid NHS number, or a sender's own id.

    A directory and not a person's table: its key must be unique over all people, so that no number
    and no sender's record can ever lead to two (a declared exception to "the key starts with person_id").
    """

    __tablename__ = "identity"
    __table_args__ = (Index("ix_identity_person", "person_id"), {"sqlite_with_rowid": False})

    system: Mapped[str] = mapped_column(String(300), primary_key=True)
    value: Mapped[str] = mapped_column(String(300), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"))


class NeedRow(PersonKeyed, ItemColumns, Base):
    """A need."""

    __tablename__ = "need"

    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)


class ContactRow(PersonKeyed, ItemColumns, Base):
    """A contact."""

    __tablename__ = "contact"

    kinds: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    name: Mapped[str] = mapped_column(Text)
    relationship: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    may_be_told: Mapped[str] = mapped_column(Text)


class ConditionRow(PersonKeyed, ItemColumns, Base):
    """A condition entered by hand."""

    __tablename__ = "condition"

    name: Mapped[str] = mapped_column(Text)
    onset: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    note: Mapped[str] = mapped_column(Text)


class VisitRow(PersonKeyed, ItemColumns, Base):
    """A conversation in the book."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_practice_starts", "practice_id", "starts_at"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    practice_id: Mapped[UUID] = mapped_column(Uuid)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(Integer)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    step: Mapped[str] = mapped_column(String(40))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    results_shared_on: Mapped[date | None] = mapped_column(Date)
    reflections_on: Mapped[date | None] = mapped_column(Date)
    blocked: Mapped[str] = mapped_column(Text)


class BackgroundEntryRow(PersonKeyed, Base):
    """One imported line of background; a changed one is replaced and the old one kept as superseded."""

    __tablename__ = "background_entry"
    __table_args__ = (one_current("background_entry"),)

    kind: Mapped[str] = mapped_column(String(20))
    source_system: Mapped[str] = mapped_column(Text)
    source_id: Mapped[str] = mapped_column(Text)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("source_message.id"))
    name: Mapped[str] = mapped_column(Text)
    codes: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    detail: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    started: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    ended: Mapped[PartialDate | None] = mapped_column(PartialDateText)
    fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_by: Mapped[UUID | None] = mapped_column(Uuid)


class BackgroundListRow(PersonKeyed, Base):
    """What a source said about a whole list; the newest of each source and kind counts."""

    __tablename__ = "background_list"

    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    source_system: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
