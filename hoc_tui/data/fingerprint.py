"""What a table holds, as a count and a hash that come out the same on SQLite and PostgreSQL, in any order of rows.

Tables are taken as the database itself describes them and not as this program does, so that a backup of an older
schema can be looked through by a newer program.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256, shake_256
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from hoc_tui.data.fingerprint_forms import Plain, printed_form, stored_form
from hoc_tui.domain.model import Value

LANES: Final = 256
"""Bytes of a row's digest. Sums of digests can be made to agree on purpose by somebody who chooses enough rows
(Wagner's generalised birthday); with 2048 bits that takes about 2^90 of them, with 256 it would take 2^32."""

_WHOLE: Final = 1 << (8 * LANES)
_AT_ONCE: Final = 2_000
_write: Final = json.JSONEncoder(separators=(",", ":")).encode


class TablePrint(Value):
    """How many rows a table has, and a hash of all they hold."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Sheet:
    """A table as its database describes it: its columns in the order of their names, with their declared types."""

    table: str
    columns: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(name for name, _ in self.columns)


@dataclass
class Tally:
    """Adds rows up to a fingerprint.

    Why a sum of digests: rows then need no order, which two databases would not agree on, and no memory.
    """

    sheet: Sheet
    rows: int = 0
    _sum: int = 0
    _forms: Sequence[tuple[int, Callable[[Any], object]]] = field(init=False)

    def __post_init__(self) -> None:
        self._forms = _where_needed(printed_form(kind) for _, kind in self.sheet.columns)

    def add(self, row: Sequence[Plain]) -> None:
        """Count a row in, its values in stored form and in the sheet's order."""
        digest = shake_256(_write(_formed(row, self._forms)).encode()).digest(LANES)
        self._sum += int.from_bytes(digest, "little")
        self.rows += 1

    @property
    def result(self) -> TablePrint:
        """The fingerprint of what has been counted."""
        head = _write([self.sheet.table, *self.sheet.names, self.rows]).encode()
        body = (self._sum % _WHOLE).to_bytes(LANES, "little")
        return TablePrint(rows=self.rows, sha256=sha256(head + body).hexdigest())


def fingerprint(connection: Connection) -> dict[str, TablePrint]:
    """The fingerprint of every table by its name, read in the transaction at hand, which should see one moment."""
    return {table: print_of(connection, sheet) for table, sheet in sheets(connection).items()}


def print_of(connection: Connection, sheet: Sheet) -> TablePrint:
    """The fingerprint of one table."""
    tally = Tally(sheet)
    for row in rows_of(connection, sheet):
        tally.add(row)
    return tally.result


def rows_of(connection: Connection, sheet: Sheet) -> Iterator[Sequence[Plain]]:
    """Every row of a table in stored form, a few thousand in memory at a time."""
    dialect = connection.dialect
    quoted = dialect.identifier_preparer.quote
    question = f"SELECT {', '.join(map(quoted, sheet.names))} FROM {quoted(sheet.table)}"  # noqa: S608 - names from the database's own list
    forms = _where_needed(stored_form(dialect.name, kind) for _, kind in sheet.columns)
    for row in _raw_rows(connection, question):
        yield _formed(row, forms)


def _where_needed(
    forms: Iterable[Callable[[Any], object] | None],
) -> Sequence[tuple[int, Callable[[Any], object]]]:
    """The conversions there are, by the place of their column: most values need none, and there are millions."""
    return [(place, form) for place, form in enumerate(forms) if form is not None]


def _formed(row: Sequence[Any], forms: Sequence[tuple[int, Callable[[Any], object]]]) -> Sequence[Any]:
    if not forms:
        return row
    values = list(row)
    for place, form in forms:
        if values[place] is not None:
            values[place] = form(values[place])
    return values


def _raw_rows(connection: Connection, question: str) -> Iterator[tuple[Any, ...]]:
    """The driver's own rows: SQLAlchemy's would take longer than the hashing."""
    driver: Any = connection.connection.driver_connection
    try:
        if connection.dialect.name == "sqlite":
            yield from driver.execute(question)
            return
        # On the server: the driver would otherwise hold the whole table in memory.
        with driver.cursor(name="hoc_rows") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(question)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(question, None, error) from error


def sheets(connection: Connection) -> dict[str, Sheet]:
    """Every table of the database, by its name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(text(_COLUMNS[connection.dialect.name])):
        found.setdefault(table, []).append((column, kind))
    return {table: Sheet(table, tuple(sorted(columns))) for table, columns in sorted(found.items())}


def structure(connection: Connection) -> tuple[str, ...]:
    """Everything a database holds beside rows, by kind and name: tables, indexes, triggers, functions, policies."""
    return tuple(sorted(connection.execute(text(_STRUCTURE[connection.dialect.name])).scalars()))


_COLUMNS: Final = {
    "sqlite": r"""
SELECT t.name, c.name, upper(c.type)
FROM sqlite_master t JOIN pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
""",
    "postgresql": """
SELECT t.relname, c.attname, format_type(c.atttypid, NULL)
FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
  AND c.attnum > 0 AND NOT c.attisdropped
""",
}

_STRUCTURE: Final = {
    "sqlite": r"SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\'",
    "postgresql": """
WITH here AS (SELECT current_schema()::regnamespace AS schema)
SELECT CASE relkind WHEN 'i' THEN 'index ' WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' ELSE 'table ' END || relname
  || CASE WHEN relrowsecurity THEN ' with row security' ELSE '' END
  || CASE WHEN relforcerowsecurity THEN ' for its owner too' ELSE '' END
FROM pg_class, here WHERE relnamespace = here.schema AND relkind IN ('r', 'p', 'i', 'S', 'v')
UNION ALL
SELECT 'trigger ' || relname || '.' || tgname || CASE tgenabled WHEN 'D' THEN ' (off)' ELSE '' END
FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid, here WHERE NOT tgisinternal AND c.relnamespace = here.schema
UNION ALL
SELECT 'policy ' || relname || '.' || polname
FROM pg_policy JOIN pg_class c ON c.oid = polrelid, here WHERE c.relnamespace = here.schema
UNION ALL
SELECT 'check ' || relname || '.' || conname
FROM pg_constraint JOIN pg_class c ON c.oid = conrelid, here
WHERE contype IN ('c', 'f') AND c.relnamespace = here.schema
UNION ALL
SELECT 'function ' || oid::regprocedure::text FROM pg_proc, here WHERE pronamespace = here.schema
""",
}
