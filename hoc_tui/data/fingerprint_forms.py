"""The one form of each value that both databases agree on.

The stored form is how SQLite keeps a value: text, a whole number, bytes or nothing. PostgreSQL reads that same form in
COPY, so it is also what a copy carries from one database to another. The printed form is what goes into a hash.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias
from uuid import UUID

Plain: TypeAlias = str | int | bytes | None
"""A value in stored form."""

Form: TypeAlias = Callable[[Any], Plain]

NUMBER_DIGITS: Final = 12
"""Digits of an ordering number that count. SQLite keeps such a number in eight bytes, 15 digits of it surely; the text
beside it is what was sent, and is compared to the letter."""


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _json(value: object) -> str:
    read = json.loads(value) if isinstance(value, str) else value
    return json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _number(value: Decimal | int | str) -> str:
    """The digits; from SQLite's eight bytes the shortest that mean the same."""
    return format(Decimal(str(value)), "f")


def _rounded(value: Plain) -> object:
    number = Decimal(str(value))
    # Twelve digits counted from the first: 10 to the power of what must remain behind the point.
    places = Decimal(1).scaleb(number.adjusted() - NUMBER_DIGITS + 1) if number.is_finite() and number else None
    kept = number.quantize(places).normalize() if places is not None else number
    return format(kept or Decimal(0), "f")


def _hexadecimal(value: bytes) -> object:
    return value.hex()


def _of_uuid(value: UUID) -> str:
    return value.hex


def _of_date(value: date) -> str:
    return value.isoformat()


_POSTGRESQL: Final[dict[str, Form | None]] = {
    "text": None,
    "character varying": None,
    "character": None,
    "smallint": None,
    "integer": None,
    "bigint": None,
    "bytea": None,
    "boolean": int,
    # The same few people, members of staff and moments come again and again.
    "uuid": lru_cache(maxsize=4096)(_of_uuid),
    "timestamp with time zone": lru_cache(maxsize=4096)(_instant),
    "date": lru_cache(maxsize=4096)(_of_date),
    "numeric": _number,
    "json": _json,
    "jsonb": _json,
}
_SQLITE: Final[dict[str, Form]] = {"NUMERIC": _number, "JSON": _json}

_PRINTED: Final[dict[str, Callable[[Any], object]]] = {
    "NUMERIC": _rounded,
    "BLOB": _hexadecimal,
    "BYTEA": _hexadecimal,
}


def stored_form(dialect: str, kind: str) -> Form | None:
    """What makes a driver's value a stored one.

    Args:
        dialect: "sqlite" or "postgresql".
        kind: The column's declared type, as the database names it.

    Returns:
        The conversion; None when the driver's values already have that form.
    """
    if dialect == "sqlite":
        return _SQLITE.get(kind)
    return _POSTGRESQL.get(kind, str)


def printed_form(kind: str) -> Callable[[Any], object] | None:
    """What makes a stored value one that JSON can hold; None when it is one.

    Args:
        kind: The column's declared type, as either database names it.
    """
    return _PRINTED.get(kind.upper())
