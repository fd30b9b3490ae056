"""Bringing a database to the schema this program speaks; Alembic is loaded only here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

from hoc_tui.data.clinical import missing_row_security
from hoc_tui.data.engine import disposed, open_engine, writing_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.guards import missing_guards
from hoc_tui.data.version import HEAD
from hoc_tui.domain.errors import ConfigurationMissing, HocError, MigrationNeeded

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["HEAD", "alone", "check", "upgrade", "upgrade_within", "version_of"]

MIGRATION_LOCK = 7_306_001
"""PostgreSQL advisory lock, so that two administrators cannot migrate or set up at once."""


def upgrade(url: str) -> str:
    """Create or upgrade the schema of a database.

    Args:
        url: SQLAlchemy URL; on PostgreSQL the owner's.

    Returns:
        The schema version before, "" for an empty database.

    Raises:
        MigrationNeeded: The database is newer than this program.
        ConfigurationMissing: It is another program's, or cannot be made.
        DatabaseUnavailable: It cannot be reached.
    """
    with translated(), disposed(open_engine(url, create=True)) as engine, alone(engine) as connection:
        return upgrade_within(connection)


def upgrade_within(connection: Connection) -> str:
    """Create or upgrade the schema in a transaction that `alone` gave, whose caller decides whether it stays.

    Returns:
        The schema version before, "" for an empty database.

    Raises:
        MigrationNeeded: The database is newer than this program.
        ConfigurationMissing: It is another program's.
    """
    before = version_of(connection)
    _refuse_other(before)
    if before != HEAD:
        _run_alembic(connection)
    return before


def version_of(connection: Connection) -> str:
    """The schema version a database has; "" when it has none of our tables."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or ""


def check(connection: Connection) -> None:
    """Make sure that a database is one of ours, of this version, with its guards up.

    Raises:
        ConfigurationMissing: It has not been set up, or is another program's.
        MigrationNeeded: It is older or newer than this program.
        HocError: A guard against altering agreed plans and the audit, or against reading records unseen, is missing.
    """
    version = version_of(connection)
    if not version:
        raise ConfigurationMissing("This database has not been set up.", hint="Run: hoc-tui init --practice NAME")
    _refuse_other(version)
    if version != HEAD:
        raise MigrationNeeded("This database is older than the program.", hint="Run: hoc-tui migrate")
    if missing := (*missing_guards(connection), *missing_row_security(connection)):
        raise HocError(
            f"The database does not protect agreed plans and records: {', '.join(missing)} missing.",
            hint="Tell your administrator before anybody works here.",
        )


def _refuse_other(version: str) -> None:
    if version and not (version.isdecimal() and len(version) == len(HEAD)):
        raise ConfigurationMissing("This database belongs to another program.")
    if version > HEAD:
        raise MigrationNeeded("This database is newer than the program.", hint="Install the newer hoc-tui here.")


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other migration or set-up shares; nothing of it stays if it fails."""
    with writing_engine(engine).connect() as connection:
        _wait_patiently(connection)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = '20s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            yield connection


def _wait_patiently(connection: Connection) -> None:
    """As long as on PostgreSQL: whoever migrates holds everybody up, and a busy machine takes more than 5 s for it."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA busy_timeout=20000")


def _run_alembic(connection: Connection) -> None:
    # Late: Alembic takes 215 ms that no other path may pay.
    from alembic import command

    command.upgrade(_configuration(connection), "head")


def _configuration(connection: Connection) -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration
