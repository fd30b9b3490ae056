"""Taking a whole practice from one database into another, of the same kind or the other one, and comparing both.

Every table that the program knows goes over, in the order in which tables need each other; no list has to be kept.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from hoc_tui.data.backups.moment import one_moment, see_everything
from hoc_tui.data.bulk import SQLITE_CACHE_KIB
from hoc_tui.data.engine import database_url, disposed, open_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.fingerprint import Sheet, TablePrint, Tally, print_of, rows_of, sheets
from hoc_tui.data.fingerprint_forms import Plain
from hoc_tui.data.migrate import alone, check, upgrade_within, version_of
from hoc_tui.data.tables import Base
from hoc_tui.domain.errors import HocError, Refused

STAYS_BEHIND: Final = frozenset({"backup_note", "presence"})
"""Tables that say something of the one database and nothing of the practice: when it was backed up, and who is in it
right now. The other database has not been backed up, and nobody is in it.

All else goes over to the letter, also what a server fills in by itself: numbers of audit entries are part of their
order, and sealing knows transactions of another server for what they are.
"""

BATCH: Final = 5_000
"""Rows for SQLite at a time. Measured on 200 made-up people: from 1 000 upward it makes no difference."""


@dataclass(frozen=True)
class Copied:
    """What went over."""

    tables: dict[str, TablePrint]
    """Each table's rows and hash, the same in both databases."""

    @property
    def rows(self) -> int:
        """How many rows went over."""
        return sum(table.rows for table in self.tables.values())


def copy(source: str, target: str, on_table: Callable[[str, int], None] | None = None) -> Copied:
    """Take a practice over into an empty database, in one transaction, and compare every table.

    Args:
        source: The database that holds the practice; nothing in it is changed.
        target: An empty database, whose tables are made; on PostgreSQL its owner's address.
        on_table: Told each table and how many rows of it went over.

    Returns:
        What went over.

    Raises:
        Refused: The target is not empty.
        MigrationNeeded: The source's schema is another version than this program's.
        HocError: What arrived is not the same; the target is as empty as it was.
    """
    with (
        translated(),
        disposed(open_engine(source)) as from_engine,
        one_moment(from_engine) as reading,
        _emptied_on_failure(target),
        disposed(open_engine(target, create=True)) as to_engine,
        _prepared(reading, to_engine) as writing,
    ):
        copied = {}
        for ours in Base.metadata.sorted_tables:
            if ours.name not in STAYS_BEHIND:
                copied[ours.name] = _copy_table(reading, writing, ours.name)
                if on_table is not None:
                    on_table(ours.name, copied[ours.name].rows)
        _set_counters(writing)
        writing.execute(text("ANALYZE"))
    return Copied(copied)


@contextmanager
def _prepared(reading: Connection, engine: Engine) -> Iterator[Connection]:
    """The target in a transaction of its own, with empty tables at this program's schema."""
    check(reading)
    with alone(engine) as writing:
        _require_room(writing)
        upgrade_within(writing)
        see_everything(writing)
        if writing.dialect.name == "sqlite":
            writing.execute(text(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}"))
        yield writing


def _require_room(connection: Connection) -> None:
    there = sheets(connection)
    if there and not version_of(connection):
        raise Refused("The database to copy into belongs to another program.", hint="Name an empty one.")
    quote = connection.dialect.identifier_preparer.quote
    for table in there.keys() - {"alembic_version"}:
        if connection.execute(text(f"SELECT 1 FROM {quote(table)} LIMIT 1")).first() is not None:  # noqa: S608 - names from the database's own list
            raise Refused(
                "The database to copy into is not empty, and was left as it is.",
                hint="Name one with nothing in it, also no practice: the copy makes the tables and brings it.",
            )


@contextmanager
def _emptied_on_failure(url: str) -> Iterator[None]:
    """Leave no empty SQLite file behind where there was none before."""
    named = database_url(url)
    file = Path(str(named.database)) if named.get_backend_name() == "sqlite" else None
    was_there = file is None or file.exists()
    try:
        yield
    except BaseException:
        if file is not None and not was_there:
            for ending in ("", "-wal", "-shm"):
                with suppress(OSError):
                    file.with_name(file.name + ending).unlink()
        raise


def _copy_table(reading: Connection, writing: Connection, table: str) -> TablePrint:
    sheet = sheets(reading)[table]
    tally = Tally(sheet)
    send = _to_postgresql if writing.dialect.name == "postgresql" else _to_sqlite
    send(writing, sheet, _counted(reading, sheet, tally))
    arrived = print_of(writing, sheets(writing)[table])
    if arrived != tally.result:
        raise HocError(
            f"The table {table} did not arrive as it was, so nothing was copied.",
            hint="Please report this; the practice is unharmed where it is.",
        )
    return arrived


def _counted(reading: Connection, sheet: Sheet, tally: Tally) -> Iterator[Sequence[Plain]]:
    for row in rows_of(reading, sheet):
        tally.add(row)
        yield row


def _to_postgresql(connection: Connection, sheet: Sheet, rows: Iterable[Sequence[Plain]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {quote(sheet.table)} ({', '.join(map(quote, sheet.names))}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as into:
            for row in rows:
                into.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error


def _to_sqlite(connection: Connection, sheet: Sheet, rows: Iterable[Sequence[Plain]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    marks = ", ".join("?" for _ in sheet.names)
    statement = f"INSERT INTO {quote(sheet.table)} ({', '.join(map(quote, sheet.names))}) VALUES ({marks})"  # noqa: S608 - our own tables' names
    left = iter(rows)
    while batch := [tuple(row) for row in islice(left, BATCH)]:
        connection.exec_driver_sql(statement, batch)


def _set_counters(connection: Connection) -> None:
    """Let columns that count by themselves go on behind what came; SQLite's do so anyway."""
    if connection.dialect.name != "postgresql":
        return
    for table, column, counter in connection.execute(text(_COUNTERS)).all():
        quote = connection.dialect.identifier_preparer.quote
        largest = f"(SELECT max({quote(column)}) FROM {quote(table)})"  # noqa: S608 - names from the database's own list
        # Its third word says whether a row was there at all: the next of an empty table is 1, not 2.
        connection.execute(
            text(f"SELECT setval(:counter, coalesce({largest}, 1), {largest} IS NOT NULL)"),
            {"counter": counter},
        )


_COUNTERS: Final = """
SELECT relname, attname, pg_get_serial_sequence(quote_ident(relname), attname)
FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
  AND c.attnum > 0 AND NOT c.attisdropped AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL
"""
