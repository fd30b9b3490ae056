"""Databases as the first version of the program made and filled them."""

from sqlalchemy import Connection, insert, inspect, select

from hoc_tui.data import migrate
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.tables import Base

FIRST = "0001"
"""The schema that the first version spoke."""


def make_first(url: str, filled: str = "") -> str:
    """Make a database at the first schema.

    Args:
        url: An empty database, or none yet.
        filled: A database at the newest schema, whose rows are to stand in it, as far as the first schema has room.

    Returns:
        Its address.
    """
    # Late, so that tests which look at no old database do not pay for alembic.
    from alembic import command

    with disposed(open_engine(url, create=True)) as engine, migrate.alone(engine) as connection:
        command.upgrade(migrate._configuration(connection), FIRST)
        if filled:
            with disposed(open_engine(filled)) as source, source.connect() as rows:
                _copy(rows, connection)
    return url


def _copy(source: Connection, target: Connection) -> None:
    there = set(inspect(target).get_table_names())
    for table in (one for one in Base.metadata.sorted_tables if one.name in there):
        known = {column["name"] for column in inspect(target).get_columns(table.name)}
        rows = source.execute(select(*(column for column in table.columns if column.name in known))).mappings().all()
        if rows:
            target.execute(insert(table), [dict(row) for row in rows])
