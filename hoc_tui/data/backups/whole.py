"""Backups of a whole practice: made and verified, put back and verified, on either database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hoc_tui.data.backups import postgres, sqlite
from hoc_tui.data.backups.file import file_errors, unfinished
from hoc_tui.data.backups.manifest import Manifest, hash_of, manifest_of, seal
from hoc_tui.data.engine import database_url
from hoc_tui.data.faults import translated
from hoc_tui.data.version import HEAD
from hoc_tui.domain.errors import ConfigurationMissing, HocError, MigrationNeeded, Refused


@dataclass(frozen=True)
class Making:
    """How a backup is made or restored."""

    now: datetime
    """The time in UTC."""
    program_version: str
    tools: Path | None = None
    """Where PostgreSQL's own programs are; None means on the path."""
    overwrite: bool = False
    """Whether what is there already may be replaced."""


@dataclass(frozen=True)
class Restored:
    """A backup that was put back."""

    manifest: Manifest
    kept: str
    """Where the practice that was there is kept: a file's or a schema's name; empty when there was none."""

    @property
    def is_older(self) -> bool:
        """Whether the schema is older than this program's, so that it must be migrated before anybody works."""
        return self.manifest.schema_version < HEAD


def back_up(url: str, file: Path, making: Making) -> Manifest:
    """Write a whole practice into one file, of one moment, whoever writes meanwhile, and verify it.

    Args:
        url: The database; on PostgreSQL its owner's, or a login's that may read everything.
        file: The backup; it takes this name only when it is whole and verified.
        making: How.

    Returns:
        What the backup holds.

    Raises:
        HocError: No backup was made, and nothing of one is left under the file's name.
    """
    with translated(), file_errors(file):
        source = _file_of(url)
        if source is not None and _same(source, file):
            raise Refused("That file is the database itself.", hint="Name another file.")
        with unfinished(file, overwrite=making.overwrite) as part:
            _fill(url, part, making)
            return manifest_of(part)


def _fill(url: str, part: Path, making: Making) -> None:
    if _file_of(url) is not None:
        server_version, schema, contents = sqlite.copy_out(url, part)
    else:
        server_version, schema, contents = postgres.dump(url, part, making.tools)
    size = part.stat().st_size
    manifest = Manifest(
        server="postgresql" if _file_of(url) is None else "sqlite",
        server_version=server_version,
        schema_version=schema,
        program_version=making.program_version,
        made_at=making.now,
        contents=contents,
        size=size,
        sha256=hash_of(part, size),
    )
    seal(part, manifest)


def read_backup(file: Path) -> Manifest:
    """What a backup says of itself, held to its bytes.

    Raises:
        HocError: It is none, it is damaged, or it was altered.
    """
    with file_errors(file):
        return manifest_of(file)


def restore(file: Path, url: str, making: Making) -> Restored:
    """Put a backup in a database's place, and verify what came back.

    Args:
        file: The backup.
        url: The database; on PostgreSQL its owner's.
        making: How; a practice that is there is replaced only when told, and then kept aside.

    Raises:
        Refused: The database holds a practice, is another program's, or somebody works in it.
        MigrationNeeded: The backup is of a newer schema than this program knows.
        HocError: The backup is damaged, or what came back is not the same; the database is as it was.
    """
    manifest = read_backup(file)
    _require_known(manifest, url)
    target = _file_of(url)
    with translated(), file_errors(file):
        if target is not None:
            if _same(file, target):
                raise Refused("That file is the database itself.", hint="Name another backup.")
            aside = sqlite.put_back(file, manifest, target, making.now, overwrite=making.overwrite)
            return Restored(manifest, str(aside or ""))
        schema = postgres.put_back(file, manifest, url, making.tools, making.now, overwrite=making.overwrite)
        return Restored(manifest, schema or "")


def rehearse(file: Path, url: str, making: Making) -> None:
    """Restore a PostgreSQL backup into an empty database, compare everything, and empty it again.

    Raises:
        HocError: The backup does not give back what was in the database.
    """
    manifest = read_backup(file)
    _require_known(manifest, url)
    if manifest.server != "postgresql":
        raise HocError("A backup of SQLite has been opened and compared already.", hint="Leave --check-restore out.")
    with translated(), file_errors(file):
        postgres.rehearse(file, manifest, url, making.tools, making.now)


def _require_known(manifest: Manifest, url: str) -> None:
    if manifest.schema_version > HEAD:
        raise MigrationNeeded("The backup is newer than this program.", hint="Install the newer hoc-tui here.")
    if manifest.server != database_url(url).get_backend_name():
        raise ConfigurationMissing(
            "The backup and the database are not of the same kind.",
            hint="Restore it to its own kind, and take it over with: hoc-tui copy",
        )


def _file_of(url: str) -> Path | None:
    """The file of an SQLite database; None on PostgreSQL."""
    read = database_url(url)
    return Path(str(read.database)) if read.get_backend_name() == "sqlite" else None


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)
