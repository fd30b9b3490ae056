"""News of the database: tells within a moment that somebody else has written, on a thread and connection of its own.

SQLite counts the commits of other connections (`PRAGMA data_version`); PostgreSQL sends notifications, which are only a
hint: whoever hears one asks what has changed, and asks every few seconds anyway, because a notification may be lost.
"""

import contextlib
import secrets
import threading
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import ARRAY, Connection, Engine, Text, cast, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from hoc_tui.data.cutting import within
from hoc_tui.data.engine import open_engine, reading_engine
from hoc_tui.domain.presence import News

CHANNEL: Final = "hoc_tui"
"""The channel on which PostgreSQL tells; what is sent on it names a person and nothing else."""
LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at SQLite's count; 4 us each, and no read of the disk."""
ASKS_EVERY: Final = 5.0
"""Seconds after which listeners ask although nothing was heard."""
LISTENS_FOR: Final = 0.5
"""Seconds for which a connection is listened to before the thread looks whether it is to end."""
SOONEST: Final = 0.5
LATEST: Final = 30.0
"""Seconds until a lost connection is tried again: the first time, and at most; doubled in between."""
SPREAD: Final = 0.5
"""The part of that time by which programs differ: a server that has just started is not asked by all at once."""
ANSWERS_WITHIN: Final = 4.0
"""Seconds after which a server that is asked whether it is there counts as lost, frozen ones too."""


Heard: TypeAlias = tuple[News, UUID | None]
"""What is new, and in whose record; None when nobody can say."""
Tell: TypeAlias = Callable[[News, UUID | None], None]


class Feed:
    """Tells what is new until it is closed.

    Args:
        url: The database.
        tell: Told each piece of news and whose record it is of, None when nobody can say; called on the feed's thread,
            and must not wait.
    """

    def __init__(self, url: str, tell: Tell) -> None:
        self._url = url
        self._tell = tell
        self._leave = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hoc-feed", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening; never waits longer than it takes to hear nothing."""
        self._leave.set()
        self._thread.join(2 * LISTENS_FOR)

    def _run(self) -> None:
        engine, wait = open_engine(self._url), SOONEST
        while not self._leave.is_set():
            with contextlib.suppress(SQLAlchemyError, OSError, *_driver_errors(engine)):
                for news, person_id in self._heard(engine):
                    wait = SOONEST
                    self._tell(news, person_id)
            engine.dispose()
            if not self._leave.is_set():
                self._tell(News.LOST, None)
            self._leave.wait(wait * (1 + SPREAD * secrets.SystemRandom().random()))
            wait = min(2 * wait, LATEST)

    def _heard(self, engine: Engine) -> Iterator[Heard]:
        """Everything that is heard over one connection, until it breaks or the feed is to end."""
        with reading_engine(engine).connect() as connection:
            listen = _listen if engine.dialect.name == "postgresql" else _look
            yield from listen(connection, self._leave)


def _look(connection: Connection, leave: threading.Event) -> Iterator[Heard]:
    """Look at SQLite's count of other connections' commits."""
    seen = _data_version(connection)
    yield News.BACK, None
    while not leave.wait(LOOKS_EVERY):
        version = _data_version(connection)
        if version != seen:
            seen = version
            yield News.CHANGED, None


def _data_version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def _listen(connection: Connection, leave: threading.Event) -> Iterator[Heard]:
    """Listen to PostgreSQL's notifications, and ask when there was none for long."""
    connection.execute(text(f"LISTEN {CHANNEL}"))
    yield News.BACK, None
    driver: Any = connection.connection.driver_connection
    quiet = 0.0
    while not leave.is_set():
        heard = list(driver.notifies(timeout=LISTENS_FOR, stop_after=1))
        quiet = 0.0 if heard else quiet + LISTENS_FOR
        if quiet >= ASKS_EVERY:
            # A connection that was cut without a word says so only when it is used.
            with within(connection, ANSWERS_WITHIN):
                connection.execute(text("SELECT 1"))
            quiet = 0.0
            yield News.CHANGED, None
        for one in heard:
            yield News.CHANGED, _person_in(one.payload)


def _person_in(payload: str) -> UUID | None:
    """Whose record a notification is of; anybody may send one that names nobody."""
    try:
        return UUID(payload)
    except ValueError:
        return None


def _driver_errors(engine: Engine) -> tuple[type[Exception], ...]:
    """What the driver raises by itself, where SQLAlchemy does not stand between."""
    error: type[Exception] = engine.dialect.loaded_dbapi.Error
    return (error,)


def notify(connection: Connection, people: Collection[UUID]) -> None:
    """Tell those who listen to PostgreSQL whose records have changed, in one statement.

    Why not in the transaction of the change: inside it, synchronous replication fell from 728 to 47 commits a second
    (measured: notifications are queued under one lock of the whole cluster).

    Args:
        connection: In autocommit.
        people: Whose records.
    """
    tell = select(func.pg_notify(CHANNEL, func.unnest(cast([str(one) for one in people], ARRAY(Text)))))
    connection.execute(tell)
