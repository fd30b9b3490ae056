"""Engines for both databases, set up so that nothing is lost and nothing hangs for ever."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable

POSTGRESQL_LINK = {
    "connect_timeout": "5",
    "keepalives": "1",
    "keepalives_idle": "3",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "4000",
}
"""A cut cable is noticed after 4 s with these, after more than 40 s without (measured)."""

POSTGRESQL_SETTINGS = {
    "timezone": "UTC",
    # The rules of saving hold the person's row and then read: they need to see what was committed meanwhile.
    "default_transaction_isolation": "read\\ committed",
    # Under the deadline of a call, so that a wait ends in a sentence and not in a cut connection.
    "lock_timeout": "8s",
    "idle_in_transaction_session_timeout": "30s",
}
"""Settings of every session, sent with the connection and so without a round trip."""

SEVERAL_SERVERS: Final = re.compile(
    r"(?P<scheme>[\w+]+://)(?:(?P<who>[^@/?]*)@)?(?P<hosts>[^@/?]+,[^@/?]+)(?P<rest>.*)"
)
"""An address as libpq takes it, of a server and those that may take its place: "postgresql://one:5432,other:5432/hoc"."""
ONE_OF_SEVERAL: Final = {"connect_timeout": "3", "target_session_attrs": "read-write"}
"""Of several servers the one that writes, and no long wait for one that is gone: a call has ten seconds for all."""

GONE: Final = frozenset({"25006", "57P01", "57P02", "57P03"})
"""SQLSTATEs of a server that is no longer, or not yet, the one that writes: demoted, stopping, crashed, starting.

Its connections are dropped, and the next call finds the server that has taken its place.
"""
UNREPLICATED: Final = "unreplicated"
"""Marks a connection whose last commit was not confirmed by a replica."""

BUSY_MS = 5000
"""How long an SQLite writer waits for its turn."""

NONE, DEFERRED, IMMEDIATE = "NONE", "DEFERRED", "IMMEDIATE"
"""How an SQLite transaction begins: not at all, as a reader, as a writer."""


def database_url(text: str) -> URL:
    """Read a database URL as people write it.

    Args:
        text: "sqlite:///path", "postgresql://…" (psycopg is meant).

    Raises:
        ConfigurationMissing: It is not a URL of a database we know.
    """
    try:
        url = make_url(_with_servers_named(text))
    except ArgumentError:
        raise ConfigurationMissing(
            "The database address cannot be read.", hint="Write sqlite:///FILE or postgresql://HOST/NAME."
        ) from None
    match url.get_backend_name():
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case "sqlite" if url.database not in {None, "", ":memory:"}:
            return url.set(drivername="sqlite+pysqlite")
        case "sqlite":
            raise ConfigurationMissing("The database address names no file.", hint="Write sqlite:///FILE.")
        case _:
            raise ConfigurationMissing("The database must be SQLite or PostgreSQL.")


def _with_servers_named(text: str) -> str:
    """The address with its servers where SQLAlchemy looks for several of them."""
    found = SEVERAL_SERVERS.fullmatch(text)
    if found is None:
        return text
    servers = [host.rpartition(":") if _PORT.search(host) else (host, ":", "") for host in found["hosts"].split(",")]
    hosts, ports = (",".join(parts) for parts in zip(*((h.strip("[]"), p) for h, _, p in servers), strict=True))
    path, _, query = found["rest"].partition("?")
    who = f"{found['who']}@" if found["who"] else ""
    return f"{found['scheme']}{who}{path}?{f'{query}&' if query else ''}host={hosts}&port={ports}"


_PORT: Final = re.compile(r":\d+$")


def open_engine(text: str, *, create: bool = False) -> Engine:
    """An engine for a database URL; connects to nothing yet.

    Args:
        text: The URL.
        create: Whether an SQLite file that is not there is made, readable by its owner only; otherwise connecting
            refuses, because it would leave an empty private database behind.

    Why few connections: each program has one database thread (architecture, "How the program talks to it").
    """
    url = database_url(text)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, create=create)
    settings = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SETTINGS.items())
    link = POSTGRESQL_LINK | (ONE_OF_SEVERAL if "," in str(url.query.get("host", "")) else {})
    # What the address says comes first: its author knows the line.
    link = {name: value for name, value in link.items() if name not in url.query}
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=1,
        skip_autocommit_rollback=True,
        connect_args=link | {"options": settings},
    )
    event.listen(engine, "connect", _hear_warnings)
    event.listen(engine, "handle_error", _drop_what_is_gone)
    return engine


def _hear_warnings(driver: Any, record: Any) -> None:
    """Note when a commit came back although no replica confirmed it: the server says so in a warning, and in no error.

    Why by the function that warns: the words are in the server's language, and the warning has no code of its own.
    """

    def heard(notice: Any) -> None:
        if notice.source_function == "SyncRepWaitForLSN":
            record.info[UNREPLICATED] = True

    driver.add_notice_handler(heard)


def _drop_what_is_gone(context: ExceptionContext) -> None:
    if getattr(context.original_exception, "sqlstate", None) in GONE:
        context.is_disconnect = True


def require_replicated(connection: Connection) -> None:
    """Stop here when the commit just made may be lost with its server.

    Args:
        connection: On which it was made.

    Raises:
        DatabaseUnavailable: It is on one server only; whether it stays is not known.
    """
    if connection.info.pop(UNREPLICATED, False):
        raise DatabaseUnavailable(
            "The database has not said that this is safe.", hint="Whether it was saved is not known."
        )


def _sqlite(url: URL, *, create: bool) -> Engine:
    file = Path(str(url.database))
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=4,
        pool_reset_on_return=None,
        # The driver must not begin transactions: its own handling lost 101 of 160 edits (measured).
        connect_args={"isolation_level": None, "timeout": BUSY_MS // 1000},
    )
    event.listen(engine, "do_connect", lambda *_: _make_private(file) if create else _require(file))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(file: Path) -> None:
    """Make the file before SQLite does, whose own would be readable by others."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError:
        raise ConfigurationMissing(f"A database cannot be made at {file}.", hint="Name another place.") from None


def _require(file: Path) -> None:
    if not file.exists():
        raise ConfigurationMissing(
            f"There is no database at {file}.", hint="Set one up with: hoc-tui init --practice NAME"
        )


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Readers wait for nobody; writers say at once that they will write, or they may lose the race."""
    mode = connection.get_execution_options().get("sqlite_begin", DEFERRED)
    if mode != NONE:
        connection.exec_driver_sql(f"BEGIN {mode}")


def reading_engine(engine: Engine) -> Engine:
    """The engine for single-statement reads: no BEGIN, no ROLLBACK, so that one statement is one round trip.

    Why not AUTOCOMMIT on SQLite too: leaving it hands transactions back to the driver, for every later user of the
    same connection.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin=NONE)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def writing_engine(engine: Engine) -> Engine:
    """The engine for units of work that write."""
    return engine.execution_options(sqlite_begin=IMMEDIATE)


@contextmanager
def disposed(engine: Engine) -> Iterator[Engine]:
    """An engine for one piece of work, all connections closed at its end."""
    try:
        yield engine
    finally:
        engine.dispose()
