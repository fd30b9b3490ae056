"""Results that are checked before they are shared, work for people, and what a site decides about content."""

import sqlalchemy as sa
from alembic import op

from hoc_tui.data import clinical, columns, guards

revision = "0006"
down_revision = "0005"

GUARDED = ("result_move", "test_mapping", "content_approval")
TO_DO = "ended_at IS NULL AND (state IN ('new', 'act-first') OR (urgency = 'phone-today' AND acknowledged = ''))"
"""Which reviews somebody must still do something about."""
ASKED = "kind = 'test' AND settled_at IS NULL"
OPEN = "settled_at IS NULL"

LISTED = """
CREATE FUNCTION audit_listed(list_name text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM {schema}.audit_event AS event
    WHERE event.login = session_user
      AND event.entered_at > now() - interval '{hours} hours'
      AND event.act = 'listed' AND event.words = list_name
      AND event.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
  )
$$
"""
"""Whether this login has opened a list: only by events of other transactions, seen because they committed."""

TO_CHECK = """
CREATE VIEW to_check {barrier}AS
SELECT practice_id, count(*) AS waiting,
  count(CASE WHEN urgency = 'phone-today' AND acknowledged = '' THEN 1 END) AS critical,
  min(CASE WHEN urgency = 'phone-today' AND acknowledged = '' THEN recorded_at END) AS critical_since
FROM review
WHERE {to_do}
GROUP BY practice_id
"""
"""For Today and the manager: how many, and since when, without whose or what."""


def upgrade() -> None:
    """Add to the tables that are there, make the new ones, and let lists show what they are for."""
    _more_of_messages()
    _reviews()
    _decisions()
    _joins()
    dialect = op.get_context().dialect.name
    for statement in guards.guards_of(dialect, GUARDED):
        op.execute(statement)
    op.execute(TO_CHECK.format(barrier="WITH (security_barrier) " if dialect == "postgresql" else "", to_do=TO_DO))
    if dialect == "postgresql":
        _row_security()


def _more_of_messages() -> None:
    for name in ("sender", "control_id"):
        op.add_column("source_message", _words(name))
    op.add_column("result", _words("setting"))
    kind = sa.Column("kind", sa.String(length=20), nullable=False, server_default=sa.text("'part'"))
    for column in (
        *(kind, _words("sender"), sa.Column("report", columns.JsonText(), nullable=True)),
        *(_words("test_key"), _words("unit"), _words("settled_reason")),
        *(sa.Column("settled_at", columns.UtcDateTime(length=40), nullable=True),),
        *(sa.Column("settled_by", sa.Uuid(), nullable=True), sa.Column("attached_to", sa.Uuid(), nullable=True)),
        *(sa.Column("outcome", sa.String(length=20), nullable=True),),
    ):
        op.add_column("quarantine", column)
    _partial("uq_quarantine_test", "quarantine", ["practice_id", "test_key", "unit"], ASKED, unique=True)
    _partial("ix_quarantine_open", "quarantine", ["practice_id", "received_at"], OPEN, unique=False)


def _words(name: str) -> "sa.Column[str]":
    """A column that is empty in rows which are there."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=sa.text("''"))


def _partial(name: str, table: str, names: list[str], where: str, *, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(name, table, names, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _reviews() -> None:
    moment = columns.UtcDateTime(length=40)
    op.create_table(
        "review",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("said", "about")),
        sa.Column("state", sa.String(length=20), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reason", "acknowledged")),
        sa.Column("acknowledged_at", moment, nullable=True),
        sa.Column("acknowledged_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authored_by", sa.Uuid(), nullable=False),
        sa.Column("performed_by", sa.Uuid(), nullable=False),
        sa.Column("occurred_at", moment, nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_review_person_id_person")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_review_practice_id_practice")),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_review")),
    )
    _partial("ix_review_open", "review", ["practice_id", "recorded_at"], TO_DO, unique=False)
    op.create_table(
        "result_move",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("op_id", "result_id")),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("other_person_id", "other_result_id")),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("moved_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_result_move_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "id", name=op.f("pk_result_move")),
    )


def _decisions() -> None:
    moment = columns.UtcDateTime(length=40)
    op.create_table(
        "test_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("test_key", "unit", "test_id", "reason")),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_test_mapping_practice_id_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_mapping")),
    )
    op.create_index("ix_test_mapping_practice", "test_mapping", ["practice_id", "decided_at"], unique=False)
    op.create_table(
        "content_approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_content_approval_practice_id_practice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_approval")),
    )
    op.create_index("ix_content_approval_practice", "content_approval", ["practice_id", "approved_at"], unique=False)


def _joins() -> None:
    moment = columns.UtcDateTime(length=40)
    op.create_table(
        "person_join",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "practice_id", "kept_id", "other_id")),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", moment, nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("brought", columns.JsonText(), nullable=False),
        sa.Column("identities", columns.JsonText(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_person_join_practice_id_practice")),
        sa.ForeignKeyConstraint(["kept_id"], ["person.person_id"], name=op.f("fk_person_join_kept_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.person_id"], name=op.f("fk_person_join_other_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_join")),
    )
    op.create_index("ix_person_join_kept", "person_join", ["kept_id"], unique=False)
    op.create_index("ix_person_join_other", "person_join", ["other_id"], unique=False)


def _row_security() -> None:
    schema = op.get_bind().execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
    op.execute(LISTED.format(schema=schema, hours=clinical.ADMITTED_HOURS))
    for table in ("review", "result_move"):
        for statement in clinical.row_security(table):
            op.execute(statement)
    mine = "review.person_id = result.person_id AND review.result_id = result.id"
    listed = f"EXISTS (SELECT FROM review WHERE {mine} AND {TO_DO})"
    statements = (
        *clinical.list_security("review", "triage", TO_DO),
        *clinical.list_security("result", "triage", listed),
        "ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY quarantine_added ON quarantine FOR INSERT WITH CHECK (true)",
        *clinical.list_security("quarantine", "quarantine", "true"),
    )
    for statement in statements:
        op.execute(statement)
