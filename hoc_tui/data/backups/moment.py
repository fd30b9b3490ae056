"""One moment of a database: a transaction in which nothing changes, however many write meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from hoc_tui.data.engine import DEFERRED


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads and sees one moment from its first word to its last.

    Args:
        engine: The database's engine.

    Yields:
        A connection that may be read from for as long as it takes.
    """
    if engine.dialect.name == "sqlite":
        with engine.execution_options(sqlite_begin=DEFERRED).connect() as connection, connection.begin():
            # A deferred transaction sees the moment of its first read, not of its beginning.
            connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
            yield connection
        return
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.execution_options(**options).connect() as connection, connection.begin():
        see_everything(connection)
        yield connection


def see_everything(connection: Connection) -> None:
    """Let a long transaction on PostgreSQL run its course, and never let it take a part of the rows for all of them.

    Row security would leave rows out without a word; switched off, it refuses whoever may not see all.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL row_security = off"))
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
