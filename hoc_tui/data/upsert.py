"""An INSERT that may find its row there already: each database says that in its own dialect."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from hoc_tui.data.tables import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


def insert_into(connection: Connection, row: type[Base]) -> "PostgresqlInsert | SqliteInsert":
    """An INSERT that takes ON CONFLICT.

    Args:
        connection: Where it will be executed.
        row: Into which table.
    """
    # Late: the dialect of the database that is not used costs each start of the program 50 ms.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(row)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(row)
