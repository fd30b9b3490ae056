"""Opening the database for work: the checks before the door, the upgrade of SQLite, and who is working.

Imported only when a command runs: SQLAlchemy takes 200 ms.
"""

import os
import pwd
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from hoc_tui.cli.desk import desk_at
from hoc_tui.cli.ids import new_id
from hoc_tui.cli.printing import tell
from hoc_tui.cli.sqlite_files import keep_copy, named_file
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.migrate import HEAD, upgrade, version_of
from hoc_tui.domain.errors import ConfigurationMissing
from hoc_tui.services.ports import Desk, Writing


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def account() -> str:
    """The operating system's account: who the kernel says is running this, not what the environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


@dataclass(frozen=True)
class Opened:
    """A database that somebody works in."""

    database: OpenDatabase
    desk: Desk
    copy: Path | None = None
    """The copy that was kept when the schema was upgraded on the way; None when it was not."""


@contextmanager
def reached(url: str) -> Iterator[OpenDatabase]:
    """A database that may or may not have been set up, let go of at the end."""
    database = reach(url)
    try:
        yield database
    finally:
        database.close()


def reach(url: str) -> OpenDatabase:
    """A database that may or may not have been set up; connects to nothing yet.

    Raises:
        ConfigurationMissing: The address cannot be used.
    """
    try:
        return OpenDatabase(url, now, new_id)
    except ImportError:
        raise ConfigurationMissing(
            "This hoc-tui was installed without PostgreSQL.", hint="Install hoc-tui[postgres]."
        ) from None


def open_desk(url: str, worker: str) -> Opened:
    """Open an initialised database and find the desk of whoever works there.

    SQLite upgrades itself first, after a copy; PostgreSQL never does (its owner runs `hoc-tui migrate`).

    Args:
        url: The database.
        worker: The account; on PostgreSQL the login decides, but in a made-up practice.

    Raises:
        ConfigurationMissing: There is no such database, or it has not been set up.
        DatabaseUnavailable: It cannot be reached.
        MigrationNeeded: Its schema is another version.
        Refused: The account is nobody's here.
    """
    with ExitStack() as on_failure:
        database = reach(url)
        on_failure.callback(database.close)
        copy = upgrade_sqlite(url, database)
        opened = Opened(database, desk_at(database, worker, now, new_id), copy)
        on_failure.pop_all()
    return opened


@contextmanager
def opened_desk(url: str, worker: str) -> Iterator[Opened]:
    """Open a desk for a linear command: says when the database was upgraded, and lets go of it at the end."""
    opened = open_desk(url, worker)
    try:
        if opened.copy is not None:
            tell(upgraded_words(opened.copy))
        yield opened
    finally:
        opened.database.close()


@contextmanager
def rehearsal(opened: Opened) -> Iterator[Desk]:
    """A desk at which everything can be tried and nothing stays.

    Why one transaction and not one for each unit of work: what comes later must find what came before, or a count of
    what would be added would be wrong. Until it ends nobody else can save on SQLite.
    """
    with opened.database.writing(opened.desk.practice.id) as work:

        @contextmanager
        def tried() -> Iterator[Writing]:
            with work.connection.begin_nested():
                yield work

        yield replace(opened.desk, writing=tried)


def upgraded_words(copy: Path) -> str:
    """What to say when SQLite was upgraded at the start."""
    return f"The database was upgraded to schema {HEAD}. As it was before, it is kept in {copy}"


def upgrade_sqlite(url: str, database: OpenDatabase) -> Path | None:
    """Upgrade an SQLite database that is older than this program, after a copy.

    Returns:
        The copy; None when there was nothing to upgrade.
    """
    file = named_file(url)
    if file is None:
        return None
    before = schema_of(database)
    # What is not written as our versions are belongs to another program: opening it refuses that in a sentence.
    if not (before.isdecimal() and len(before) == len(HEAD) and before < HEAD):
        return None
    copy = keep_copy(file, before, now())
    upgrade(url)
    return copy


def schema_of(database: OpenDatabase) -> str:
    """The schema version a database has; "" when it has none of our tables."""
    with database.reading() as work:
        return version_of(work.connection)


def login(database: OpenDatabase) -> str:
    """Who the database says is working: on PostgreSQL its own login, on SQLite the operating system's account."""
    if database.engine.dialect.name != "postgresql":
        return account()
    with database.reading() as work:
        connected = work.connection.connection.driver_connection
        user: str = connected.info.user if connected is not None else ""
        return user
