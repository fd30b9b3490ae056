"""Opening the database for work: the checks before the door, the upgrade of SQLite, and who is working.

Imported only when a command runs: SQLAlchemy takes 200 ms.
"""

import os
import pwd
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hoc_tui.cli.desk import desk_at
from hoc_tui.cli.ids import new_id
from hoc_tui.cli.printing import tell
from hoc_tui.cli.sqlite_files import keep_copy, named_file
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.migrate import HEAD, upgrade, version_of
from hoc_tui.domain.errors import ConfigurationMissing, HocError
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.text import sanitise
from hoc_tui.services.ports import Desk, Writing

LONGEST_PLACE: Final = 200
"""Characters of a host, a terminal and an address together; more is nobody's."""


def now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def account() -> str:
    """The operating system's account: who the kernel says is running this, not what the environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def place() -> str:
    """Where somebody sits, for the audit: this host, their terminal, and where their SSH client says it is."""
    parts = [socket.gethostname()]
    with suppress(OSError, ValueError, AttributeError):
        parts.append(os.ttyname(sys.stdin.fileno()))
    client = os.environ.get("SSH_CONNECTION", "").split(" ")[0]
    return sanitise(" ".join([*parts, *([f"from {client}"] if client else [])])[:LONGEST_PLACE], lines=False)


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


def _unheeded(_database: OpenDatabase) -> None:
    """Nobody wants to know."""


def open_desk(url: str, worker: str, *, reached: Callable[[OpenDatabase], None] = _unheeded) -> Opened:
    """Open an initialised database and find the desk of whoever works there.

    SQLite upgrades itself first, after a copy; PostgreSQL never does (its owner runs `hoc-tui migrate`).

    Args:
        url: The database.
        worker: The account; on PostgreSQL the login decides, but in a made-up practice.
        reached: Told of the database before it is asked anything, to cut a call that hangs.

    Raises:
        ConfigurationMissing: There is no such database, or it has not been set up.
        DatabaseUnavailable: It cannot be reached.
        MigrationNeeded: Its schema is another version.
        Refused: The account is nobody's here.
    """
    with ExitStack() as on_failure:
        database = reach(url)
        on_failure.callback(database.close)
        reached(database)
        copy = upgrade_sqlite(url, database)
        opened = Opened(database, desk_at(database, worker, now, new_id, place=place()), copy)
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
        seal_own(opened.database)
        opened.database.close()


def seal_own(database: OpenDatabase) -> None:
    """Seal the audit of an SQLite database, which has no timer to do it; what was left by a killed program, too."""
    if database.engine.dialect.name == "sqlite":
        # Whoever cannot write now leaves it to the next one.
        with suppress(HocError):
            database.seal()


@contextmanager
def sealing(url: str) -> Iterator[OpenDatabase]:
    """A database whose audit whoever runs this may seal.

    On PostgreSQL that is any login that is nobody's at work and may add seals, as the timer's is.

    Raises:
        Refused: The role may not.
    """
    with reached(url) as database:
        upgrade_sqlite(url, database)
        if not database.login_seals():
            desk_at(database, account(), now, new_id, place=place()).require(Permission.CHECK_AUDIT)
        yield database


@contextmanager
def rehearsal(opened: Opened) -> Iterator[Desk]:
    """A desk at which everything can be tried and nothing stays.

    Why one transaction and not one for each unit of work: what comes later must find what came before, or a count of
    what would be added would be wrong. Until it ends nobody else can save on SQLite.
    """
    with opened.database.writing(opened.desk.trail.actor) as work:

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
