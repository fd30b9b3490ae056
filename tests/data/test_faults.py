"""What a database says is turned into one sentence for people, and its own words go nowhere."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, ProgrammingError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from hoc_tui.data.faults import translate, translated
from hoc_tui.domain.errors import ConfigurationMissing, Crossed, DatabaseUnavailable, HocError, Refused

SECRET = "Key (value)=(9434765919) already exists"


class PostgresError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(SECRET)
        self.sqlstate = sqlstate


class OperationalError(PostgresError):
    """Named like the driver's own."""


def _from(original: BaseException) -> HocError:
    return translate(DBAPIError("INSERT", {"name": SECRET}, original))


@pytest.mark.parametrize(
    ("code", "becomes"),
    [
        ("08006", DatabaseUnavailable),
        ("57P01", DatabaseUnavailable),
        ("57014", DatabaseUnavailable),
        ("25P03", DatabaseUnavailable),
        ("53100", DatabaseUnavailable),
        ("53300", DatabaseUnavailable),
        ("55P03", DatabaseUnavailable),
        ("40P01", Crossed),
        ("40001", Crossed),
        ("42501", Refused),
        ("25006", DatabaseUnavailable),
        ("23505", HocError),
        ("22001", HocError),
    ],
)
def test_postgresqls_codes(code: str, becomes: type[HocError]) -> None:
    """Each class of error says what to do next."""
    said = _from(PostgresError(code))

    assert becomes is type(said)
    assert SECRET not in str(said)


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("SQLITE_BUSY", DatabaseUnavailable),
        ("SQLITE_BUSY_SNAPSHOT", DatabaseUnavailable),
        ("SQLITE_FULL", DatabaseUnavailable),
        ("SQLITE_READONLY", DatabaseUnavailable),
        ("SQLITE_NOTADB", ConfigurationMissing),
        ("SQLITE_CORRUPT", DatabaseUnavailable),
        ("SQLITE_CANTOPEN", DatabaseUnavailable),
        ("SQLITE_IOERR_FSYNC", DatabaseUnavailable),
        ("SQLITE_CONSTRAINT_UNIQUE", HocError),
    ],
)
def test_sqlites_codes(name: str, becomes: type[HocError]) -> None:
    """Each class of error says what to do next."""
    original: Any = sqlite3.OperationalError(SECRET)
    original.sqlite_errorname = name
    said = _from(original)

    assert becomes is type(said)
    assert SECRET not in str(said)


def test_what_was_never_reached_has_no_code() -> None:
    """Psycopg gives none for a connection that could not be made."""
    assert DatabaseUnavailable is type(_from(OperationalError(None)))


def test_errors_that_no_database_made() -> None:
    """A full pool, and a value that no column takes."""
    assert DatabaseUnavailable is type(translate(PoolTimeoutError()))
    assert HocError is type(translate(StatementError(SECRET, "INSERT", {}, ValueError(SECRET))))


def test_nothing_of_the_driver_hangs_on() -> None:
    """A traceback that somebody prints shows our sentence alone."""
    with pytest.raises(HocError) as said, translated():
        raise ProgrammingError("INSERT", {"name": SECRET}, PostgresError("22001"))

    assert said.value.__suppress_context__
    assert said.value.__cause__ is None


def test_our_own_errors_pass_as_they_are() -> None:
    """A rule of care planning is no fault of the database."""
    with pytest.raises(Refused, match="no reason"), translated():
        raise Refused("no reason")
