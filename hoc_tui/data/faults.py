"""What a database's error means for the person at the screen; never the driver's own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from hoc_tui.domain.errors import ConfigurationMissing, Crossed, DatabaseUnavailable, HocError, Refused

AGAIN = "What you typed is kept; try again in a moment."
"""What to do when the database may answer soon."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database says into an error for people.

    Raises:
        HocError: Whatever SQLAlchemy raised, as one sentence that holds no data.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise translate(error) from None


def translate(error: SQLAlchemyError) -> HocError:
    """What an error of the database means.

    Args:
        error: What SQLAlchemy raised.

    Returns:
        An error for people.
    """
    if isinstance(error, PoolTimeoutError):
        return DatabaseUnavailable("The database is busy with other work.", hint=AGAIN)
    if not isinstance(error, DBAPIError):
        return HocError("The database was asked something it cannot do; nothing was written.")
    code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    known = next((_SAID[start] for start in _SAID if code.startswith(start)), None)
    if known is not None:
        return known()
    return _unavailable() if _is_about_the_link(error, code) else _refused()


def _is_about_the_link(error: DBAPIError, code: str) -> bool:
    """Whether the database could not be reached: psycopg gives no code for what it never reached.

    Why by name and through all bases: no driver is loaded for the other, and psycopg's `ConnectionTimeout`, which a
    network that swallows every byte ends in, is an OperationalError of its own.
    """
    named = {base.__name__ for base in type(error.orig).__mro__}
    return error.connection_invalidated or ("OperationalError" in named and not code)


def _unavailable() -> HocError:
    return DatabaseUnavailable("The database cannot be reached, or it did not answer in time.", hint=AGAIN)


def _busy() -> HocError:
    return DatabaseUnavailable("Somebody else is writing in the same place.", hint=AGAIN)


def _crossed() -> HocError:
    return Crossed("Somebody else wrote in the same place at the same moment.", hint="Nothing was written; try again.")


def _full() -> HocError:
    return DatabaseUnavailable("The database has no room left; nothing was written.", hint="Tell your administrator.")


def _no_right() -> HocError:
    return Refused("Your login at the database may not do this; nothing was written.")


def _not_ours() -> HocError:
    return ConfigurationMissing("This is not a hoc-tui database.")


def _damaged() -> HocError:
    return DatabaseUnavailable("The database is damaged.", hint="Tell your administrator before anybody writes more.")


def _read_only() -> HocError:
    return DatabaseUnavailable("The database may only be read; nothing was written.", hint="Tell your administrator.")


def _refused() -> HocError:
    return HocError("The database refused the change; nothing was written.")


_SAID = {
    "SQLITE_BUSY": _busy,
    "SQLITE_LOCKED": _busy,
    "SQLITE_FULL": _full,
    "SQLITE_READONLY": _read_only,
    "SQLITE_NOTADB": _not_ours,
    "SQLITE_CORRUPT": _damaged,
    "SQLITE_CANTOPEN": _unavailable,
    "SQLITE_IOERR": _unavailable,
    "SQLITE_INTERRUPT": _unavailable,  # cut by the watchdog
    "08": _unavailable,  # connection exceptions
    "57": _unavailable,  # an operator or a time limit ended it
    "25P03": _unavailable,  # idle in a transaction for too long
    "53100": _full,  # disk full
    "53": _unavailable,  # too many connections, out of memory
    "55P03": _busy,  # a lock did not come in time
    "40": _crossed,  # deadlock, serialisation
    "42501": _no_right,  # a right is missing, or a guard stands
    "25006": _read_only,  # a standby, or a read-only transaction
}
"""What begins the code of an error, and what it means; the longer start first.

Source: SQLite's result codes (sqlite.org/rescode.html) and PostgreSQL's appendix A.
"""
