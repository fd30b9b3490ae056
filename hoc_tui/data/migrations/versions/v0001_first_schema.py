"""The first schema: practice, staff, people, results, the one care plan and its history."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from hoc_tui.data import columns
from hoc_tui.data.guards import guard_statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, then the guards that keep agreed plans and history unaltered."""
    _practice()
    _messages()
    _people()
    _beside_people()
    _background()
    _results()
    _talk()
    _aims()
    _plan()
    _history()
    for statement in guard_statements(op.get_context().dialect.name):
        op.execute(statement)


def _person_key(table: str) -> tuple[Any, ...]:
    """The key of a row that belongs to a person: it starts with who it is about."""
    return (
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f(f"fk_{table}_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f(f"pk_{table}")),
    )


def _provenance() -> tuple[sa.Column[Any], ...]:
    """Version and provenance of what people change."""
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authored_by", sa.Uuid(), nullable=False),
        sa.Column("performed_by", sa.Uuid(), nullable=False),
        sa.Column("occurred_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("recorded_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("ended_at", columns.UtcDateTime(length=40), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
    )


def _practice() -> None:
    """Where people are registered, and who works there."""
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("champion", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_staff_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index("uq_staff_account", "staff", ["account"], unique=True)


def _messages() -> None:
    """Files as they came, and what could not be placed."""
    op.create_table(
        "source_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_source_message_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_message")),
    )
    op.create_index("uq_source_message_hash", "source_message", ["practice_id", "sha256"], unique=True)
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", columns.UtcDateTime(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["source_message.id"], name=op.f("fk_quarantine_message_id_source_message")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_quarantine_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index("uq_quarantine_place", "quarantine", ["message_id", "position"], unique=True)


def _people() -> None:
    """Who people are, and the ways to find them."""
    op.create_table(
        "person",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("change_seq", sa.Integer(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("preferred", sa.Text(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("gender", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=40), nullable=False),
        sa.Column("nhs_number", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("registration", sa.String(length=20), nullable=False),
        sa.Column("died", columns.PartialDateText(length=40), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=False),
        *_provenance(),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_person_practice_id_practice")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_practice_born", "person", ["practice_id", "born"], unique=False)
    op.create_table(
        "name_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", columns.NameKey(length=200), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_name_key_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_name_key")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_name_key_practice_key", "name_key", ["practice_id", "key", "person_id"], unique=False)
    op.create_table(
        "identity",
        sa.Column("system", sa.String(length=300), nullable=False),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_identity_person_id_person")),
        sa.PrimaryKeyConstraint("system", "value", name=op.f("pk_identity")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identity_person", "identity", ["person_id"], unique=False)


def _beside_people() -> None:
    """What is arranged for people, who stands beside them, when they come."""
    op.create_table(
        "need",
        *_person_key("need"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_provenance(),
    )
    op.create_table(
        "contact",
        *_person_key("contact"),
        sa.Column("kinds", columns.JsonText(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relationship", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("may_be_told", sa.Text(), nullable=False),
        *_provenance(),
    )
    op.create_table(
        "condition",
        *_person_key("condition"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("onset", columns.PartialDateText(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_provenance(),
    )
    op.create_table(
        "visit",
        *_person_key("visit"),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("arrived_at", columns.UtcDateTime(length=40), nullable=True),
        sa.Column("results_shared_on", sa.Date(), nullable=True),
        sa.Column("reflections_on", sa.Date(), nullable=True),
        sa.Column("blocked", sa.Text(), nullable=False),
        *_provenance(),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_visit_minutes_positive")),
    )
    op.create_index("ix_visit_practice_starts", "visit", ["practice_id", "starts_at"], unique=False)


def _background() -> None:
    """The read-only background."""
    op.create_table(
        "background_entry",
        *_person_key("background_entry"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source_system", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("codes", columns.JsonText(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started", columns.PartialDateText(length=40), nullable=True),
        sa.Column("ended", columns.PartialDateText(length=40), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["source_message.id"], name=op.f("fk_background_entry_message_id_source_message")
        ),
    )
    op.create_index(
        "uq_background_entry_current",
        "background_entry",
        ["person_id", "source_system", "source_id"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )
    op.create_table(
        "background_list",
        *_person_key("background_list"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_system", sa.Text(), nullable=False),
        sa.Column("recorded_at", columns.UtcDateTime(length=40), nullable=False),
    )


def _results() -> None:
    """Results as they were sent."""
    op.create_table(
        "result",
        *_person_key("result"),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("source_system", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("test_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("codes", columns.JsonText(), nullable=False),
        sa.Column("value_text", sa.Text(), nullable=True),
        sa.Column("value_number", columns.OrderingNumber(), nullable=True),
        sa.Column("comparator", sa.String(length=2), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("components", columns.JsonText(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ranges", columns.JsonText(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("taken", columns.PartialDateText(length=40), nullable=True),
        sa.Column("reported", columns.PartialDateText(length=40), nullable=True),
        sa.Column("performer", sa.Text(), nullable=False),
        sa.Column("specimen", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["source_message.id"], name=op.f("fk_result_message_id_source_message")
        ),
    )
    op.create_index(
        "uq_result_current",
        "result",
        ["person_id", "source_system", "source_id"],
        unique=True,
        sqlite_where=sa.text("superseded_by IS NULL"),
        postgresql_where=sa.text("superseded_by IS NULL"),
    )


def _talk() -> None:
    """What the conversation makes."""
    op.create_table(
        "agenda_item",
        *_person_key("agenda_item"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.String(length=20), nullable=False),
        sa.Column("raiser_name", sa.Text(), nullable=False),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("position", columns.ExactDecimal(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("third_party", sa.Boolean(), nullable=False),
        *_provenance(),
    )
    op.create_table(
        "goal",
        *_person_key("goal"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("scale", sa.String(length=10), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("position", columns.ExactDecimal(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        *_provenance(),
        sa.CheckConstraint("confidence IS NULL OR confidence BETWEEN 0 AND 10", name=op.f("ck_goal_confidence_0_10")),
        sa.CheckConstraint("importance IS NULL OR importance BETWEEN 0 AND 10", name=op.f("ck_goal_importance_0_10")),
    )
    op.create_table(
        "action",
        *_person_key("action"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("doer", sa.String(length=20), nullable=False),
        sa.Column("doer_name", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("scale", sa.String(length=10), nullable=False),
        sa.Column("help_wanted", sa.Text(), nullable=False),
        sa.Column("position", columns.ExactDecimal(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        *_provenance(),
        sa.CheckConstraint("confidence IS NULL OR confidence BETWEEN 0 AND 10", name=op.f("ck_action_confidence_0_10")),
        sa.ForeignKeyConstraint(["person_id", "goal_id"], ["goal.person_id", "goal.id"], name="fk_action_goal"),
    )
    op.create_index("ix_action_staff_due", "action", ["staff_id", "due_on"], unique=False)
    op.create_table(
        "decision",
        *_person_key("decision"),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("what_matters", sa.Text(), nullable=False),
        sa.Column("options", columns.JsonText(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("position", columns.ExactDecimal(length=64), nullable=False),
        *_provenance(),
    )


def _aims() -> None:
    """Targets, and links between things."""
    op.create_table(
        "target",
        *_person_key("target"),
        sa.Column("test_key", sa.Text(), nullable=False),
        sa.Column("test_name", sa.Text(), nullable=False),
        sa.Column("low", sa.String(length=64), nullable=True),
        sa.Column("high", sa.String(length=64), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        *_provenance(),
    )
    op.create_table(
        "link",
        *_person_key("link"),
        sa.Column("first_kind", sa.String(length=20), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_kind", sa.String(length=20), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("test_key", sa.Text(), nullable=False),
        sa.Column("test_name", sa.Text(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        *_provenance(),
    )


def _plan() -> None:
    """The one care plan and its agreed versions."""
    op.create_table(
        "care_plan",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        *_provenance(),
        # In SQLite an id is text, and a second plan under another spelling of the same id would be a second plan.
        sa.CheckConstraint(
            "length(person_id) = 32 AND person_id NOT GLOB '*[^0-9a-f]*'", name=op.f("ck_care_plan_one_spelling")
        ).ddl_if(dialect="sqlite"),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_care_plan_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_care_plan")),
    )
    op.create_table(
        "plan_version",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("agreed_with", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_plan_version_number_from_1")),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_plan_version_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "number", name=op.f("pk_plan_version")),
    )
    op.create_index("uq_plan_version_op", "plan_version", ["person_id", "op_id"], unique=True)
    op.create_table(
        "version_mark",
        *_person_key("version_mark"),
        sa.Column("version_of", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_at", columns.UtcDateTime(length=40), nullable=False),
    )


def _history() -> None:
    """Every change there ever was."""
    op.create_table(
        "revision",
        *_person_key("revision"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("changes", columns.JsonText(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", columns.UtcDateTime(length=40), nullable=False),
    )
    op.create_index("ix_revision_item", "revision", ["person_id", "item_id", "seq"], unique=False)
    op.create_index("uq_revision_op", "revision", ["person_id", "op_id", "item_id", "item_kind"], unique=True)
    op.create_index("uq_revision_seq", "revision", ["person_id", "seq"], unique=True)
