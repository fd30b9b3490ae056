"""Adding many rows of one table quickly: past the building of parameters, which takes longer than the database does.

The columns' own types still convert every value, so that what is stored is what any other INSERT stores.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table

from hoc_tui.data.columns import JsonText, UtcDateTime

UNLESS_THERE = " ON CONFLICT DO NOTHING"
"""Behind an INSERT whose rows may be there already; both databases say it alike."""


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], otherwise: str = "") -> int:
    """Add rows in one statement.

    Args:
        connection: Inside a transaction.
        table: Which.
        rows: Values by the columns' names; every column must be there, and what is no column is left aside.
        otherwise: Empty, or `UNLESS_THERE`.

    Returns:
        How many were added.
    """
    if not rows:
        return 0
    statement, pick, converters = _way(table, connection.dialect)
    columns = zip(*map(pick, rows), strict=True)
    converted = (
        map(convert, column) if convert else column for convert, column in zip(converters, columns, strict=True)
    )
    values = list(zip(*converted, strict=True))
    kept = {"preserve_rowcount": True}
    return connection.exec_driver_sql(statement + otherwise, values, execution_options=kept).rowcount


Converter = Callable[[Any], object]


@lru_cache(maxsize=16)
def _way(table: Table, dialect: Dialect) -> tuple[str, Callable[[Any], Any], list[Converter | None]]:
    """The statement, what takes a row's values in its order, and what the columns' types do to them."""
    names = [column.name for column in table.columns]
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    into = f"{quote(table.name)} ({', '.join(map(quote, names))})"
    marks = ", ".join(mark for _ in names)
    converters = [_converter(column, dialect) for column in table.columns]
    return f"INSERT INTO {into} VALUES ({marks})", itemgetter(*names), converters  # noqa: S608  our own tables' names


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(value: Any) -> str | None:
    """What `JsonText` writes, without making a new writer for every value; most lists of parts are empty."""
    if value == []:
        return "[]"
    return None if value is None else _COMPACT.encode(value)


def _converter(column: Any, dialect: Dialect) -> Converter | None:
    if isinstance(column.type, JsonText):
        return _json
    convert: Converter | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    # The rows of one batch carry the same few moments, and a moment takes long to write out.
    return lru_cache(maxsize=16)(convert) if convert and isinstance(column.type, UtcDateTime) else convert
