"""The schema that the migrations make is the one the program speaks, on every server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Table, UniqueConstraint, inspect

from hoc_tui.data import migrate
from hoc_tui.data.engine import open_engine
from hoc_tui.data.tables import Base

TABLES = [pytest.param(table, id=table.name) for table in Base.metadata.sorted_tables]
DIRECTORIES = {"identity", "audit_event"}
"""Tables over all people, as declared exceptions: whose an outside identity is, and who did what in what order."""


def test_the_migrations_make_what_the_models_say(every_migrated_url: str) -> None:
    """Neither a column, a type, an index nor a key differs between the migrations and the models."""
    engine = open_engine(every_migrated_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = [one for one in compare_metadata(context, Base.metadata) if not _counts_by_itself(one)]
    engine.dispose()

    assert [] == differences


def _counts_by_itself(difference: tuple[object, ...] | list[tuple[object, ...]]) -> bool:
    """Whether SQLite only says AUTOINCREMENT where PostgreSQL says IDENTITY."""
    change = difference[0] if isinstance(difference, list) else difference
    return change[0] == "modify_default" and change[2:4] == ("audit_event", "seq") and change[-2] is None


def test_head_is_the_newest_migration() -> None:
    """The version that the program asks for is the one its own migrations reach."""
    configuration = Config()
    configuration.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(configuration).get_heads() == [migrate.HEAD]


@pytest.mark.parametrize("table", TABLES)
def test_every_key_of_a_persons_table_starts_with_the_person(table: Table) -> None:
    """A person's rows can be found, guarded and one day distributed by the person alone."""
    if "person_id" not in table.c or table.name in DIRECTORIES:
        return
    keys = [tuple(column.name for column in key) for key in _unique_keys(table)]

    assert [] == [key for key in keys if key[0] != "person_id"]


def _unique_keys(table: Table) -> Iterator[list[Column[Any]]]:
    yield list(table.primary_key.columns)
    yield from (list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint))
    yield from (list(index.columns) for index in table.indexes if index.unique)


def test_the_keys_in_the_database_start_with_the_person_too(migrated_url: str) -> None:
    """The order of a key's columns is part of the schema, though no comparison of schemas looks at it."""
    engine = open_engine(migrated_url)
    keys = {name: inspect(engine).get_pk_constraint(name)["constrained_columns"] for name in Base.metadata.tables}
    engine.dispose()

    assert {name: [c.name for c in table.primary_key] for name, table in Base.metadata.tables.items()} == keys
