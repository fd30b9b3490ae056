"""The audit, its seals, and row security that asks the audit whether a record was opened."""

import sqlalchemy as sa
from alembic import op

from hoc_tui.data import clinical, columns, guards

revision = "0003"
down_revision = "0002"

GUARDED = ("audit_event", "audit_seal", "sealed_event")
CLINICAL = (
    *("condition", "background_entry", "background_list", "result"),
    *("care_plan", "agenda_item", "goal", "action", "decision", "target", "link"),
    *("plan_version", "version_mark", "revision"),
)
"""The clinical tables there are at this version; a later table brings its own."""

OPENED = """
CREATE FUNCTION audit_opened() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT event.person_id), '{{}}')
  FROM {schema}.audit_event AS event
  WHERE event.login = session_user
    AND event.entered_at > now() - interval '{hours} hours'
    AND event.act IN ({acts})
    AND event.person_id IS NOT NULL
    AND event.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
$$
"""
"""Whose records this login has opened: only by events of other transactions, which are seen because they committed."""

ENTERED_AS_IS = """
CREATE POLICY audit_event_entered ON audit_event FOR INSERT WITH CHECK (
  login = session_user AND xid = pg_current_xact_id()::text::bigint AND entered_at = now()
)
"""
"""Nobody enters an event as somebody else, at another time, or as if another transaction had."""

NEWEST_PLAN = """
CREATE VIEW newest_plan {barrier}AS
SELECT version.person_id, max(version.number) AS number
FROM plan_version AS version
WHERE NOT EXISTS (
  SELECT 1 FROM version_mark AS mark
  WHERE mark.person_id = version.person_id AND mark.version_of = version.person_id AND mark.number = version.number
)
GROUP BY version.person_id
"""
"""For Today: that there is a plan and which, without a word of it; under row security no list could say so."""


def upgrade() -> None:
    """Create the tables and their guards, then let the clinical tables ask them."""
    _events()
    _seals()
    dialect = op.get_context().dialect.name
    for statement in guards.guards_of(dialect, GUARDED):
        op.execute(statement)
    op.execute(NEWEST_PLAN.format(barrier="WITH (security_barrier) " if dialect == "postgresql" else ""))
    if dialect == "postgresql":
        _row_security()


def _events() -> None:
    count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "audit_event",
        sa.Column("seq", count, sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("things", columns.JsonText(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=True),
        sa.Column("continues", sa.Uuid(), nullable=True),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("entered_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_audit_event_id", "audit_event", ["id"], unique=True)
    op.create_index("ix_audit_event_person", "audit_event", ["person_id", "seq"], unique=False)
    op.create_index("ix_audit_event_login", "audit_event", ["login", "entered_at", "person_id"], unique=False)
    op.create_index("ix_audit_event_xid", "audit_event", ["xid"], unique=False)


def _seals() -> None:
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("settled_before", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("own_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seal")),
    )
    op.create_index("uq_audit_seal_previous_hash", "audit_seal", ["previous_hash"], unique=True)
    op.create_table(
        "sealed_event",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sealed_event")),
    )
    op.create_index("uq_sealed_event_place", "sealed_event", ["seal", "place"], unique=True)


def _row_security() -> None:
    schema = op.get_bind().execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
    acts = ", ".join(f"'{act}'" for act in clinical.ADMITTING_ACTS)
    op.execute(OPENED.format(schema=schema, hours=clinical.ADMITTED_HOURS, acts=acts))
    for table in CLINICAL:
        for statement in clinical.row_security(table):
            op.execute(statement)
    op.execute("ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY")
    op.execute(ENTERED_AS_IS)
    op.execute("CREATE POLICY audit_event_read ON audit_event FOR SELECT USING (true)")
