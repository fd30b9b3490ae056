"""What a backup says of itself, written behind the database's own bytes.

Why in the file and not beside it: two files part company, and cannot be replaced in one step. Why behind: `sqlite3` and
`pg_restore` read what comes before and ask for no end, so that on the worst day a backup can be read without this
program (tests hold both to it).
"""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from pydantic import ValidationError

from hoc_tui.data.fingerprint import TablePrint
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value

MAGIC: Final = b"hoc-tui backup 1"
_LENGTH: Final = 8
_SEAL: Final = sha256().digest_size
_FOOT: Final = _SEAL + _LENGTH + len(MAGIC)
_LONGEST: Final = 50_000_000
_PIECE: Final = 1 << 20

ALTERED: Final = "The backup is damaged or was altered, so nothing was restored."
ANOTHER: Final = "Use another backup, and find out what happened to this one."


class Contents(Value):
    """What a database held at one moment."""

    tables: dict[str, TablePrint]
    structure: tuple[str, ...]
    """Tables, indexes, triggers, functions, policies and checks, by kind and name."""
    missing_guards: tuple[str, ...] = ()
    """Guards of append-only tables that did not stand in the database that was backed up."""

    @property
    def rows(self) -> int:
        """How many rows there are in all tables together."""
        return sum(table.rows for table in self.tables.values())


class Manifest(Value):
    """What a backup holds, when and by what it was made."""

    server: Literal["sqlite", "postgresql"]
    server_version: str
    schema_version: str
    program_version: str
    made_at: datetime
    contents: Contents
    size: int
    """Bytes of the database's own part of the file."""
    sha256: str
    """Hash of that part."""


def seal(file: Path, manifest: Manifest) -> None:
    """Write a manifest behind a backup's bytes.

    Args:
        file: The backup, without a manifest so far.
        manifest: What it holds.
    """
    body = manifest.model_dump_json().encode()
    with file.open("ab") as end:
        end.write(body + sha256(body).digest() + len(body).to_bytes(_LENGTH, "big") + MAGIC)


def manifest_of(file: Path) -> Manifest:
    """Read what a backup says of itself, and hold it to its bytes.

    Raises:
        HocError: It is no backup, or a byte of it is not as it was written.
        OSError: It cannot be read.
    """
    manifest, beginning = _manifest_and_beginning(file)
    if beginning != manifest.size or manifest.sha256 != hash_of(file, beginning):
        raise HocError(ALTERED, hint=ANOTHER)
    return manifest


def hash_of(file: Path, size: int) -> str:
    """The SHA-256 of a file's first bytes.

    Args:
        file: Which.
        size: How many bytes.
    """
    found, left = sha256(), size
    with file.open("rb") as read:
        while left > 0 and (piece := read.read(min(_PIECE, left))):
            found.update(piece)
            left -= len(piece)
    return found.hexdigest()


def _manifest_and_beginning(file: Path) -> tuple[Manifest, int]:
    """The manifest, and where in the file it begins."""
    with file.open("rb") as read:
        whole = read.seek(0, 2)
        read.seek(max(whole - _FOOT, 0))
        foot = read.read()
        if not foot.endswith(MAGIC):
            raise HocError(f"{file} is not a backup made by hoc-tui, or its end is missing.", hint=ANOTHER)
        length = int.from_bytes(foot[_SEAL : _SEAL + _LENGTH], "big")
        beginning = whole - _FOOT - length
        if len(foot) != _FOOT or beginning < 0 or length > _LONGEST:
            raise HocError(ALTERED, hint=ANOTHER)
        read.seek(beginning)
        body = read.read(length)
    if sha256(body).digest() != foot[:_SEAL]:
        raise HocError(ALTERED, hint=ANOTHER)
    return _parsed(body), beginning


def _parsed(body: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(body)
    except ValidationError:
        raise HocError(
            "This backup was made by a newer hoc-tui.", hint="Install that version, and restore with it."
        ) from None
