"""Links between two results: a link's first end may be a test, too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CHECKS = {
    "first_end": "(first_id IS NULL) = (first_kind IS NULL) AND (first_id IS NULL) = (first_test_key <> '')",
    "second_end": "(second_id IS NULL) = (second_kind IS NULL) AND (second_id IS NULL) = (test_key <> '')",
    "item_before_test": "first_id IS NOT NULL OR second_id IS NULL",
    "two_items": "first_id <> second_id",
    "two_tests": "first_test_key = '' OR first_test_key <> test_key",
}
"""What must hold of every link."""


def upgrade() -> None:
    """Give the first end room for a test; every link that is there keeps its ends."""
    for name in ("first_test_key", "first_test_name"):
        op.add_column("link", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("link", sa.Column("first_result_id", sa.Uuid(), nullable=True))
    # SQLite makes the table anew for this; no guard and no index but its key stands on it.
    with op.batch_alter_table("link") as link:
        link.alter_column("first_kind", existing_type=sa.String(length=20), nullable=True)
        link.alter_column("first_id", existing_type=sa.Uuid(), nullable=True)
        for name in ("first_test_key", "first_test_name"):
            link.alter_column(name, existing_type=sa.Text(), existing_nullable=False, server_default=None)
        for name, condition in CHECKS.items():
            link.create_check_constraint(op.f(f"ck_link_{name}"), condition)
