"""What the conversation makes: the one care plan, its items, its agreed versions, and every change."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import ExactDecimal, JsonText, UtcDateTime
from hoc_tui.data.tables.base import Base, ItemColumns, PersonKeyed

SCORE_RANGE = "{0} IS NULL OR {0} BETWEEN 0 AND 10"
ONE_END = "({item}id IS NULL) = ({item}kind IS NULL) AND ({item}id IS NULL) = ({test}test_key <> '')"
"""An end of a link is an item of some kind or a test, not both and not neither."""


# In SQLite an id is text, and a second plan under another spelling of the same id would be a second plan.
ONE_SPELLING = CheckConstraint(
    "length(person_id) = 32 AND person_id NOT GLOB '*[^0-9a-f]*'", name="one_spelling"
).ddl_if(dialect="sqlite")


class CarePlanRow(ItemColumns, Base):
    """The one care plan: its key is the person, so a second one is impossible, whatever code asks."""

    __tablename__ = "care_plan"
    __table_args__ = (ONE_SPELLING,)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"), primary_key=True)
    review_on: Mapped[date | None] = mapped_column(Date)
    reviewer: Mapped[str] = mapped_column(Text)
    present: Mapped[str] = mapped_column(Text)


class AgendaRow(PersonKeyed, ItemColumns, Base):
    """An agenda item."""

    __tablename__ = "agenda_item"

    text: Mapped[str] = mapped_column(Text)
    raised_by: Mapped[str] = mapped_column(String(20))
    raiser_name: Mapped[str] = mapped_column(Text)
    starred: Mapped[bool] = mapped_column(Boolean)
    position: Mapped[Decimal] = mapped_column(ExactDecimal)
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(Text)
    private: Mapped[bool] = mapped_column(Boolean)
    third_party: Mapped[bool] = mapped_column(Boolean)


class GoalRow(PersonKeyed, ItemColumns, Base):
    """A goal."""

    __tablename__ = "goal"
    __table_args__ = (
        CheckConstraint(SCORE_RANGE.format("importance"), name="importance_0_10"),
        CheckConstraint(SCORE_RANGE.format("confidence"), name="confidence_0_10"),
    )

    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    importance: Mapped[int | None] = mapped_column(Integer)
    confidence: Mapped[int | None] = mapped_column(Integer)
    scale: Mapped[str] = mapped_column(String(10))
    target_on: Mapped[date | None] = mapped_column(Date)
    position: Mapped[Decimal] = mapped_column(ExactDecimal)
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(Text)
    private: Mapped[bool] = mapped_column(Boolean)


class ActionRow(PersonKeyed, ItemColumns, Base):
    """An action."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint(SCORE_RANGE.format("confidence"), name="confidence_0_10"),
        ForeignKeyConstraint(["person_id", "goal_id"], ["goal.person_id", "goal.id"], name="fk_action_goal"),
        Index("ix_action_staff_due", "staff_id", "due_on"),
    )

    what: Mapped[str] = mapped_column(Text)
    goal_id: Mapped[UUID | None] = mapped_column(Uuid)
    doer: Mapped[str] = mapped_column(String(20))
    doer_name: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[UUID | None] = mapped_column(Uuid)
    due_on: Mapped[date | None] = mapped_column(Date)
    cue: Mapped[str] = mapped_column(Text)
    response: Mapped[str] = mapped_column(Text)
    confidence: Mapped[int | None] = mapped_column(Integer)
    scale: Mapped[str] = mapped_column(String(10))
    help_wanted: Mapped[str] = mapped_column(Text)
    position: Mapped[Decimal] = mapped_column(ExactDecimal)
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(Text)


class DecisionRow(PersonKeyed, ItemColumns, Base):
    """A decision."""

    __tablename__ = "decision"

    about: Mapped[str] = mapped_column(Text)
    what_matters: Mapped[str] = mapped_column(Text)
    options: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    chosen: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    look_again_on: Mapped[date | None] = mapped_column(Date)
    position: Mapped[Decimal] = mapped_column(ExactDecimal)


class TargetRow(PersonKeyed, ItemColumns, Base):
    """A target for one test."""

    __tablename__ = "target"

    test_key: Mapped[str] = mapped_column(Text)
    test_name: Mapped[str] = mapped_column(Text)
    low: Mapped[str | None] = mapped_column(String(64))
    high: Mapped[str | None] = mapped_column(String(64))
    unit: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)


class LinkRow(PersonKeyed, ItemColumns, Base):
    """A link between two things of the record, each an item or a test."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint(ONE_END.format(item="first_", test="first_"), name="first_end"),
        CheckConstraint(ONE_END.format(item="second_", test=""), name="second_end"),
        CheckConstraint("first_id IS NOT NULL OR second_id IS NULL", name="item_before_test"),
        CheckConstraint("first_id <> second_id", name="two_items"),
        CheckConstraint("first_test_key = '' OR first_test_key <> test_key", name="two_tests"),
    )

    first_kind: Mapped[str | None] = mapped_column(String(20))
    first_id: Mapped[UUID | None] = mapped_column(Uuid)
    first_test_key: Mapped[str] = mapped_column(Text)
    first_test_name: Mapped[str] = mapped_column(Text)
    first_result_id: Mapped[UUID | None] = mapped_column(Uuid)
    second_kind: Mapped[str | None] = mapped_column(String(20))
    second_id: Mapped[UUID | None] = mapped_column(Uuid)
    test_key: Mapped[str] = mapped_column(Text)
    test_name: Mapped[str] = mapped_column(Text)
    result_id: Mapped[UUID | None] = mapped_column(Uuid)


class PlanVersionRow(Base):
    """An agreed version: append-only, its JSON kept as text so that its hash can be checked for ever."""

    __tablename__ = "plan_version"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_from_1"),
        Index("uq_plan_version_op", "person_id", "op_id", unique=True),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    op_id: Mapped[UUID] = mapped_column(Uuid)
    """The agreement's own id, so that a retry freezes nothing twice."""
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_with: Mapped[UUID] = mapped_column(Uuid)
    agreement: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))


class VersionMarkRow(PersonKeyed, Base):
    """That a version was agreed in the wrong record: said beside it, in both records, append-only."""

    __tablename__ = "version_mark"

    version_of: Mapped[UUID] = mapped_column(Uuid)
    """Whose record the version stands in; another person's when this is the right record."""
    number: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    marked_by: Mapped[UUID] = mapped_column(Uuid)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevisionRow(PersonKeyed, Base):
    """One change to one item, append-only; a retried write finds its own op_id here."""

    __tablename__ = "revision"
    __table_args__ = (
        Index("uq_revision_op", "person_id", "op_id", "item_id", "item_kind", unique=True),
        Index("uq_revision_seq", "person_id", "seq", unique=True),
        Index("ix_revision_item", "person_id", "item_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(Integer)
    item_kind: Mapped[str] = mapped_column(String(20))
    item_id: Mapped[UUID] = mapped_column(Uuid)
    item_version: Mapped[int] = mapped_column(Integer)
    base_version: Mapped[int] = mapped_column(Integer)
    op_id: Mapped[UUID] = mapped_column(Uuid)
    outcome: Mapped[str] = mapped_column(String(20))
    changes: Mapped[JsonValue] = mapped_column(JsonText, nullable=False)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
