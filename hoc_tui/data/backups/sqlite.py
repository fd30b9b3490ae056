"""A practice in an SQLite file: copied whole while others write, and put back in one step with the old file kept."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, text

from hoc_tui.data.backups.contents import contents_of, holds_a_practice, is_ours, require_same
from hoc_tui.data.backups.file import MAKE_ROOM, NO_ROOM, file_errors, keep_folder, unfinished
from hoc_tui.data.backups.manifest import ALTERED, ANOTHER, Contents, Manifest
from hoc_tui.data.backups.moment import one_moment
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.migrate import version_of
from hoc_tui.domain.errors import DatabaseUnavailable, HocError, Refused

IN_USE: Final = "Somebody is working in {file}, so it was left as it is."
HAVE_THEM_QUIT: Final = "Have everybody quit hoc-tui, and try again."
HOLDS_A_PRACTICE: Final = "The database holds a practice, and was left as it is."
SAY_OVERWRITE: Final = "Say --overwrite to put the backup in its place; what is there now is kept aside."
NOT_OURS: Final = "The database belongs to another program, and was left as it is."


def copy_out(url: str, part: Path) -> tuple[str, str, Contents]:
    """Copy a database into a file in one step, and make sure that the copy is what the database was at that moment.

    Why not step by step: each change meanwhile starts such a copy anew, and with a writer at work it never ended
    (measured: more than 90 s, against 0.2 s).

    Args:
        url: The database.
        part: The file, empty.

    Returns:
        SQLite's version, the schema version, and what the copy holds.

    Raises:
        HocError: The copy could not be written, or is not the same.
    """
    with disposed(open_engine(url)) as engine, one_moment(engine) as connection:
        _copy_pages(connection, part)
        there, schema = contents_of(connection), version_of(connection)
    with looked_into(part) as copy:
        _require_sound(copy)
        require_same(there, contents_of(copy), "The copy is not the same as the database, so it was thrown away.")
    return sqlite3.sqlite_version, schema, there


def _copy_pages(connection: Connection, part: Path) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as target:
            # Whole or thrown away: nothing needs to be undone, and the file is kept on the disk at the end.
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            driver.backup(target)
            # As one file: a write-ahead log beside a backup would be one more thing to lose.
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise _unwritten(error) from None


def _unwritten(error: sqlite3.Error) -> HocError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE")):
        return HocError(NO_ROOM.format(what="backup"), hint=MAKE_ROOM)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DatabaseUnavailable("The database is damaged, so no backup was written.", hint="Restore an earlier one.")
    return DatabaseUnavailable("The database could not be copied, so no backup was written.", hint="Try again.")


@contextmanager
def looked_into(file: Path) -> Iterator[Connection]:
    """An SQLite file that only we know, opened so that nothing in or beside it is altered."""
    # Immutable: otherwise SQLite leaves the files of a write-ahead log behind.
    address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None))
    with disposed(engine), engine.connect() as connection:
        yield connection


def _require_sound(connection: Connection) -> None:
    if connection.execute(text("PRAGMA integrity_check")).scalars().all() != ["ok"]:
        raise DatabaseUnavailable("The database is damaged, so no backup was written.", hint="Restore an earlier one.")


def put_back(backup: Path, manifest: Manifest, file: Path, now: datetime, *, overwrite: bool) -> Path | None:
    """Put a backup in a database's place.

    Args:
        backup: The file, whose bytes have been held to its manifest.
        manifest: What it says of itself.
        file: The database.
        now: For the old file's name.
        overwrite: Whether a practice may be replaced.

    Returns:
        Where the database that was there is now; None when there was none.

    Raises:
        Refused: There is a practice, somebody works in it, or it is another program's.
        HocError: What came back is not what the manifest says.
    """
    with file_errors(file, "database"):
        _require_replaceable(file, overwrite=overwrite)
        with unfinished(file, overwrite=True) as part:
            _extract(backup, manifest.size, part)
            with looked_into(part) as connection:
                require_same(manifest.contents, contents_of(connection), ALTERED, ANOTHER)
            if not file.exists():
                return None
            _hand_over(file, part)
            return _keep_aside(file, now)


def _extract(backup: Path, size: int, part: Path) -> None:
    with backup.open("rb") as read, part.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.truncate(size)


def _require_replaceable(file: Path, *, overwrite: bool) -> None:
    if not file.exists():
        return
    try:
        ours, practice = _looked_at(file)
    except sqlite3.Error:
        ours, practice = True, True  # damaged, and perhaps the reason for all this: only when told
    if not ours:
        raise Refused(NOT_OURS, hint="Name another file.")
    if practice and not overwrite:
        raise Refused(HOLDS_A_PRACTICE, hint=SAY_OVERWRITE)


def _looked_at(file: Path) -> tuple[bool, bool]:
    """Whether a file is empty or ours, and whether it holds a practice."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return is_ours(tables), holds_a_practice(tables, lambda question: database.execute(question).fetchone())


def _hand_over(file: Path, part: Path) -> None:
    """Let those read and write the new file who could the old one; only an administrator may give a file away."""
    old = file.stat()
    part.chmod(stat.S_IMODE(old.st_mode))
    with suppress(PermissionError):
        os.chown(part, old.st_uid, old.st_gid)


def _keep_aside(file: Path, now: datetime) -> Path:
    """Give a database a second, dated name, so that another file can take its first one in one step."""
    _fold_in(file)
    aside = file.with_name(f"{file.stem}.before-{now:%Y%m%dT%H%M%SZ}{file.suffix}")
    os.link(file, aside)
    for ending in ("-wal", "-shm"):
        # Only a damaged database still has them: they belong to it, and would spoil the one that takes its place.
        beside = file.with_name(file.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))
    keep_folder(file.parent)
    return aside


def _fold_in(file: Path) -> None:
    """Write what is still in the write-ahead log into the file; only possible while nobody else has it open.

    Raises:
        Refused: Somebody has.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=1)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Refused(IN_USE.format(file=file), hint=HAVE_THEM_QUIT) from None
    except sqlite3.DatabaseError:
        return
