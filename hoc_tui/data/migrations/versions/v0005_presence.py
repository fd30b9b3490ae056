"""Who has which record open."""

import sqlalchemy as sa
from alembic import op

from hoc_tui.data import columns

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "presence",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("since", columns.UtcDateTime(length=40), nullable=False),
        sa.Column("seen_at", columns.UtcDateTime(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.person_id"], name=op.f("fk_presence_person_id_person")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_presence_staff_id_staff")),
        sa.PrimaryKeyConstraint("person_id", "session_id", name=op.f("pk_presence")),
    )
