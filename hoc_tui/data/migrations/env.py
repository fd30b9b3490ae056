"""Alembic's entry: runs the migrations on the connection it is given, inside its transaction."""

from alembic import context

from hoc_tui.data.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
