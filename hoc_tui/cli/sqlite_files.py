"""SQLite databases as the files they are: whether one is there, the folder for one, a copy before an upgrade."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable

_ADDRESS: Final = re.compile(r"sqlite(?:\+\w+)?:///(?P<file>[^?]+)(?:\?.*)?", re.DOTALL)
_OWNER_ONLY: Final = 0o600


def named_file(url: str) -> Path | None:
    """The file that an SQLite address names, read as SQLAlchemy reads it but without loading it.

    Args:
        url: An SQLAlchemy address of any database.

    Returns:
        The file; None when the address names none, whatever else it names.
    """
    address = _ADDRESS.fullmatch(url)
    named = unquote(address["file"]) if address else ":memory:"
    return None if named == ":memory:" else Path(named)


def address_of(file: Path) -> str:
    """The SQLite address that names a file, whatever characters its name holds."""
    return f"sqlite:///{quote(str(file))}"


def require_file(url: str) -> None:
    """Stop here when an SQLite address names a file that is not there, before anything else is loaded.

    Raises:
        ConfigurationMissing: There is no such file.
    """
    file = named_file(url)
    if file is not None and not file.exists():
        raise ConfigurationMissing(
            f"There is no database at {file}.", hint="Set one up with: hoc-tui init --practice NAME"
        )


def first_value(file: Path, question: str) -> object:
    """What an SQLite file answers to a question, asked without loading SQLAlchemy and without changing anything.

    Args:
        file: The database; it is not made when it is not there.
        question: A SELECT of one value.

    Returns:
        The value; None when there is none, or no such table, or it is no SQLite database.
    """
    try:
        # Not mode=ro: a connection that may only read leaves the files of the write-ahead log behind.
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as database:
            row = database.execute(question).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def make_folder(url: str) -> None:
    """Make the folder for an SQLite database's file, where only its owner may look.

    Raises:
        ConfigurationMissing: It cannot be made.
    """
    file = named_file(url)
    if file is None:
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise ConfigurationMissing(f"A database cannot be made at {file}.", hint="Name another place.") from None


def remove_database(file: Path) -> None:
    """Remove an SQLite database's file, and what SQLite keeps beside it while it is open."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def keep_copy(file: Path, schema: str, at: datetime) -> Path:
    """Copy a database beside itself, whole even while others write in it.

    Why SQLite's backup and not VACUUM INTO: it copies the pages as they are, so that what an upgrade then finds wrong
    is still in the copy to be looked at.

    Args:
        file: The database.
        schema: Its schema version, for the copy's name.
        at: Now, for the copy's name.

    Returns:
        The copy, which only its owner may read.

    Raises:
        DatabaseUnavailable: No copy could be made.
    """
    copy = file.with_name(f"{file.stem}.schema-{schema}.{at:%Y%m%dT%H%M%SZ}{file.suffix}")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (OSError, sqlite3.Error):
        raise DatabaseUnavailable(
            f"No copy of {file} could be made, so it was not upgraded.", hint="Look whether the disk is full."
        ) from None
    return copy
