"""A practice on PostgreSQL: dumped and restored by the server's own programs, and compared afterwards.

What is restored goes into a fresh schema, and what was there is kept beside it under a dated name, so that a restore
that goes wrong half-way puts everything back as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text

from hoc_tui.data.backups.contents import contents_of, holds_a_practice, is_ours, require_same
from hoc_tui.data.backups.manifest import ALTERED, ANOTHER, Contents, Manifest
from hoc_tui.data.backups.moment import one_moment
from hoc_tui.data.backups.sqlite import HAVE_THEM_QUIT, HOLDS_A_PRACTICE, NOT_OURS, SAY_OVERWRITE
from hoc_tui.data.backups.tools import DUMP, RESTORE, Tool, server_version
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.fingerprint import sheets
from hoc_tui.data.migrate import alone, version_of
from hoc_tui.domain.errors import ConfigurationMissing, HocError, Refused

ASIDE: Final = "hoc_before_"
"""What the schema of a replaced practice is called, with the moment behind it; never dumped."""


def dump(url: str, part: Path, tools: Path | None) -> tuple[str, str, Contents]:
    """Dump a database into a file, all of one moment, and look through what the file lists.

    Args:
        url: The database; its owner's, or another login's that may read everything.
        part: The file, empty.
        tools: Where PostgreSQL's programs are; None means on the path.

    Returns:
        The server's version, the schema version, and what the database held at that moment.

    Raises:
        HocError: It could not be dumped.
    """
    program = Tool(DUMP, tools)
    with disposed(open_engine(url)) as engine, one_moment(engine) as connection:
        program.require_for(connection)
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        asked = ("--format=custom", f"--snapshot={moment}", f"--exclude-schema={ASIDE}*", f"--file={part}")
        with program.running(url, asked) as dumping:
            # Both at once: reading for the hash takes longer than the dump.
            there, schema = contents_of(connection), version_of(connection)
            dumping.wait()
        server = str(server_version(connection))
    _require_listed(there, Tool(RESTORE, tools).listing(part))
    return server, schema, there


def _require_listed(there: Contents, listing: list[str]) -> None:
    """Stop here unless the dump lists the rows of every table."""
    listed = {words[6] for words in map(str.split, listing) if words[3:5] == ["TABLE", "DATA"] and len(words) > 6}
    missing = sorted(there.tables.keys() - listed)
    if missing:
        raise HocError(f"The backup lacks tables and was thrown away: {', '.join(missing[:3])}.")


def put_back(
    backup: Path, manifest: Manifest, url: str, tools: Path | None, now: datetime, *, overwrite: bool
) -> str | None:
    """Put a backup in a database's place.

    Args:
        backup: The file, whose bytes have been held to its manifest.
        manifest: What it says of itself.
        url: The database; its owner's.
        tools: Where PostgreSQL's programs are; None means on the path.
        now: For the name of the schema in which the old practice is kept.
        overwrite: Whether a practice may be replaced.

    Returns:
        The schema that keeps the practice which was there; None when there was none.

    Raises:
        Refused: There is a practice, somebody works in it, or it is another program's.
        HocError: What came back is not what the manifest says; everything is as it was.
    """
    with disposed(open_engine(url)) as engine:
        program = Tool(RESTORE, tools)
        with engine.connect() as connection:
            program.require_for(connection)
            _require_as_new(connection, manifest)
        with _fresh_schema(engine, f"{ASIDE}{now:%Y%m%dt%H%M%Sz}", overwrite=overwrite) as (aside, kept):
            _fill(program, backup, url)
            with one_moment(engine) as connection:
                require_same(manifest.contents, contents_of(connection), ALTERED, ANOTHER)
        if not kept:
            _drop(engine, aside)
    return aside if kept else None


def _require_as_new(connection: Connection, manifest: Manifest) -> None:
    if server_version(connection) < int(manifest.server_version):
        raise ConfigurationMissing(
            f"The backup is of PostgreSQL {manifest.server_version}, and this server is older.",
            hint="Restore it on a server of that version or a newer one.",
        )


def rehearse(backup: Path, manifest: Manifest, url: str, tools: Path | None, now: datetime) -> None:
    """Restore a backup into an empty database, compare, and leave the database as empty as it was.

    Raises:
        Refused: The database is not empty.
        HocError: What came back is not what was there.
    """
    with disposed(open_engine(url)) as engine:
        with engine.connect() as connection:
            if sheets(connection):
                raise Refused("The database to check the backup in is not empty.", hint="Name an empty one.")
        put_back(backup, manifest, url, tools, now, overwrite=False)
        # A second copy of everybody's record is nothing to leave lying about.
        with engine.begin() as connection:
            here = _here(connection)
            connection.execute(text(f"DROP SCHEMA {here} CASCADE"))
            _make_schema(connection, here)


def _fill(program: Tool, backup: Path, url: str) -> None:
    # Not --no-privileges: the rights of the practice's roles are part of what keeps records apart.
    asked = ("--exit-on-error", "--single-transaction", "--no-owner", backup)
    with program.running(url, asked) as restoring:
        restoring.wait()


@contextmanager
def _fresh_schema(engine: Engine, aside: str, *, overwrite: bool) -> Iterator[tuple[str, bool]]:
    """An empty schema in place of the one there, which is kept aside, and comes back if the block ends in an error.

    Yields:
        The name under which the old one is kept, and whether it holds a practice.
    """
    with alone(engine) as connection:
        kept = _require_replaceable(connection, overwrite=overwrite)
        here = _here(connection)
        connection.execute(text(f"ALTER SCHEMA {here} RENAME TO {aside}"))
        _make_schema(connection, here)
    try:
        yield aside, kept
    except BaseException:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {here} CASCADE"))
            connection.execute(text(f"ALTER SCHEMA {aside} RENAME TO {here}"))
        raise


def _here(connection: Connection) -> str:
    name: str = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    return name


def _make_schema(connection: Connection, name: str) -> None:
    """Make a schema with the rights that every database has on its first one."""
    connection.execute(text(f"CREATE SCHEMA {name} AUTHORIZATION pg_database_owner"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA {name} TO PUBLIC"))


def _drop(engine: Engine, schema: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def _require_replaceable(connection: Connection, *, overwrite: bool) -> bool:
    """Stop here unless the database may be replaced; whether it holds a practice."""
    tables = sheets(connection)
    if not is_ours(tables):
        raise Refused(NOT_OURS, hint="Name another database.")
    if connection.execute(text(_EXTENSIONS)).first() is not None:
        raise Refused("The database's schema has extensions in it.", hint="Restore into an empty database.")
    held = holds_a_practice(tables, lambda question: connection.execute(text(question)).first())
    if held and not overwrite:
        raise Refused(HOLDS_A_PRACTICE, hint=SAY_OVERWRITE)
    if held and connection.execute(text(_OTHERS)).first() is not None:
        raise Refused("Somebody is working in the database, so it was left as it is.", hint=HAVE_THEM_QUIT)
    return held


_EXTENSIONS: Final = "SELECT 1 FROM pg_extension WHERE extnamespace = current_schema()::regnamespace"

_OTHERS: Final = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""
"""Other sessions of people and programs; the server's own have no user."""
