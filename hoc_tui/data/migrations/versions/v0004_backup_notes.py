"""When backups were made, where every program that uses the database can see it."""

import sqlalchemy as sa
from alembic import op

from hoc_tui.data import columns, guards

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table and its guard."""
    op.create_table(
        "backup_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.String(length=20), nullable=False),
        sa.Column("program_version", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rehearsed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_note")),
    )
    op.create_index("ix_backup_note_made_at", "backup_note", ["made_at"], unique=False)
    for statement in guards.guards_of(op.get_context().dialect.name, ("backup_note",)):
        op.execute(statement)
