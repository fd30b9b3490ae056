"""Counts how often a piece of work goes to the database and back: BEGIN, COMMIT and ROLLBACK count too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, event


@dataclass
class RoundTrips:
    """What went to the database, in order."""

    statements: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)
    """What was sent with each statement, as the driver takes it; not with BEGIN, COMMIT and ROLLBACK."""

    @property
    def count(self) -> int:
        """How many round trips there were."""
        return len(self.statements)


@contextmanager
def counted(engine: Engine) -> Iterator[RoundTrips]:
    """Count the round trips of a block.

    What a driver does not send is not counted: in autocommit there is no BEGIN, COMMIT or ROLLBACK to send.

    Args:
        engine: The engine, which engines made from it by options share their events with.

    Yields:
        What was sent so far.
    """
    trips = RoundTrips()

    def statement(_c: Connection, _cursor: object, sql: str, values: object, _context: object, _many: bool) -> None:
        trips.statements.append(sql)
        trips.parameters.append(values)

    def begin(connection: Connection) -> None:
        # SQLite's BEGIN is a statement of our own, and counted as one.
        if engine.dialect.name != "sqlite" and not _autocommits(connection):
            trips.statements.append("BEGIN")

    def commit(connection: Connection) -> None:
        if _in_transaction(connection):
            trips.statements.append("COMMIT")

    def rollback(connection: Connection) -> None:
        if _in_transaction(connection):
            trips.statements.append("ROLLBACK")

    listeners: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", statement),
        ("begin", begin),
        ("commit", commit),
        ("rollback", rollback),
    ]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield trips
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def _autocommits(connection: Connection) -> bool:
    return connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"


def _in_transaction(connection: Connection) -> bool:
    """Whether the driver has a transaction to end; without one it sends nothing."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return bool(getattr(driver, "in_transaction", False))
    return not _autocommits(connection)
