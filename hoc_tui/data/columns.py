"""Column types that mean the same in SQLite and PostgreSQL, and JSON built by the database."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import JsonValue
from sqlalchemy import DateTime, Dialect, Numeric, String, Text, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from hoc_tui.domain.dates import PartialDate


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: timestamptz in PostgreSQL, ISO text with offset in SQLite (whose own type drops it)."""

    impl = String(40)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """The instant type of the database at hand."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(40))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Store in UTC; a time without a zone is a mistake and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.isoformat(timespec="microseconds")

    def process_result_value(self, value: datetime | str | None, _dialect: Dialect) -> datetime | None:
        """Read back as an aware UTC time."""
        if value is None:
            return None
        read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return read.astimezone(UTC)


class PartialDateText(TypeDecorator[PartialDate]):
    """A date as precise as it was given, kept as its text."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, _dialect: Dialect) -> str | None:
        """Store the text as sent."""
        return value.text if value is not None else None

    def process_result_value(self, value: str | None, _dialect: Dialect) -> PartialDate | None:
        """Read the text back."""
        return PartialDate.parse(value) if value is not None else None


class ExactDecimal(TypeDecorator[Decimal]):
    """A Decimal kept as text, precision and all."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> str | None:
        """Store the digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        """Read the digits back."""
        return None if value is None else Decimal(value)


class OrderingNumber(TypeDecorator[Decimal]):
    """A number for ordering and searching only; what people see is the exact text beside it.

    Why not Numeric on SQLite: its driver has no decimals, so SQLAlchemy warns and converts anyway.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[str]:
        """NUMERIC in PostgreSQL; SQLite's own numeric affinity through text."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Numeric())
        return dialect.type_descriptor(_SqliteNumber())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        """Pass a Decimal to PostgreSQL, its digits to SQLite."""
        return value if value is None or dialect.name == "postgresql" else format(value, "f")


class _SqliteNumber(String):
    """Text that lands in a NUMERIC column, which SQLite turns into a number it can order."""


@compiles(_SqliteNumber, "sqlite")
def _sqlite_number(_type: _SqliteNumber, _compiler: object, **_kw: object) -> str:
    return "NUMERIC"


class JsonText(TypeDecorator[JsonValue]):
    """JSON kept as text, so that what was written is what is read, to the byte."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonValue, _dialect: Dialect) -> str | None:
        """Write compact JSON with every character as itself."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> JsonValue:
        """Read it back."""
        return None if value is None else json.loads(value)


class NameKey(TypeDecorator[str]):
    """Text compared by code point in both databases, so that a prefix is a range an index can serve.

    Why not LIKE: under row security PostgreSQL may not use an index for it (`textlike` is not leakproof).
    """

    impl = String(200)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """COLLATE "C" in PostgreSQL; SQLite compares bytes already."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(200, collation=collation))


class json_row(FunctionElement[str]):  # noqa: N801 - named like the SQL function it is
    """One row as a JSON object in text, built by the database: json_row("a", column, "b", column)."""

    name = "json_row"
    type = Text()
    inherit_cache = True


class json_array(FunctionElement[str]):  # noqa: N801 - named like the SQL function it is
    """One row as a JSON array in text: json_array(column, column)."""

    name = "json_array"
    type = Text()
    inherit_cache = True


class as_json(FunctionElement[Any]):  # noqa: N801 - named like the SQL function it is
    """Text that already is JSON, taken as JSON inside a `json_row`."""

    name = "as_json"
    inherit_cache = True


@compiles(json_row, "sqlite")
def _json_row_sqlite(element: json_row, compiler: SQLCompiler, **kw: object) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"


@compiles(json_row, "postgresql")
def _json_row_postgresql(element: json_row, compiler: SQLCompiler, **kw: object) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


@compiles(json_array, "sqlite")
def _json_array_sqlite(element: json_array, compiler: SQLCompiler, **kw: object) -> str:
    return f"json_array({compiler.process(element.clauses, **kw)})"


@compiles(json_array, "postgresql")
def _json_array_postgresql(element: json_array, compiler: SQLCompiler, **kw: object) -> str:
    return f"json_build_array({compiler.process(element.clauses, **kw)})"


@compiles(as_json, "sqlite")
def _as_json_sqlite(element: as_json, compiler: SQLCompiler, **kw: object) -> str:
    return f"json({compiler.process(element.clauses, **kw)})"


@compiles(as_json, "postgresql")
def _as_json_postgresql(element: as_json, compiler: SQLCompiler, **kw: object) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS json)"


def object_of(columns: Iterable[ColumnElement[Any]]) -> json_row:
    """A JSON object of columns by their names; JSON columns go in as JSON.

    Args:
        columns: Labelled columns or expressions.

    Returns:
        The SQL expression for one object.
    """
    parts: list[ColumnElement[Any]] = []
    for column in columns:
        parts.append(literal_column(f"'{column.key}'"))
        parts.append(as_json(column) if isinstance(column.type, JsonText) else column)
    return json_row(*parts)
