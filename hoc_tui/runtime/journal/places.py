"""Where a journal and its key lie, and what guards them: folders 0700, files 0600."""

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

FOLDER: Final = "journal"
"""The folder of journals in the account's state folder."""

KEY_FILE: Final = "journal.key"
"""The key, beside that folder: a copy of the folder alone opens nothing."""

_KEY: Final = re.compile(r"[0-9a-f]{64}")

_ASIDE: Final = ".aside-"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose journal it is; in plain text beside it, so that one whose key is lost still has a name."""

    host: str
    account: str
    source: str
    """The database's name, without any password."""

    @property
    def stem(self) -> str:
        """The beginning of every file's name; says nothing about the owner."""
        named = f"{self.host}\0{self.account}\0{self.source}"
        return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def journal_file(folder: Path, owner: Owner) -> Path:
    """Where an owner's journal is."""
    return folder / f"{owner.stem}.journal"


def make_room(folder: Path, owner: Owner) -> Path:
    """Make the folder and an owner's empty file, for the account alone.

    Args:
        folder: The folder of journals.
        owner: Whose.

    Returns:
        The journal's file, which may be empty.

    Raises:
        OSError: It cannot be made here.
    """
    for each in (folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    file = journal_file(folder, owner)
    # Before SQLite does: it would ask the umask for the mode, and gives its log and index the mode of this file.
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
    _write_once(folder / f"{owner.stem}.about", json.dumps(asdict(owner)))
    _settle(folder)
    return file


def owner_of(file: Path) -> Owner | None:
    """Whose journal a file is.

    Args:
        file: A journal, also one that was put aside.

    Returns:
        The owner; None when nothing beside it says so.
    """
    try:
        said = json.loads((file.parent / f"{file.name.partition('.')[0]}.about").read_text("utf-8"))
        return Owner(str(said["host"]), str(said["account"]), str(said["source"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_key(folder: Path) -> str | None:
    """The account's key as 64 hexadecimal digits.

    Args:
        folder: The folder of journals.

    Returns:
        The key; None when there is none, or what is there is none.
    """
    try:
        text = (folder.parent / KEY_FILE).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return text if _KEY.fullmatch(text) else None


def key_for(folder: Path, now: datetime) -> str:
    """The account's key, made when there is none; of two programs that make one at once, both get the same.

    Args:
        folder: The folder of journals.
        now: For the name of a key file that holds no key.

    Returns:
        The key.

    Raises:
        OSError: It cannot be read or made.
    """
    if (key := read_key(folder)) is not None:
        return key
    file = folder.parent / KEY_FILE
    if file.exists():
        put_aside(file, now)
    new = secrets.token_hex(32)
    _write_once(file, new)
    return read_key(folder) or new


def put_aside(file: Path, now: datetime) -> Path:
    """Give a file that cannot be read another name, with SQLite's log and index of it; nothing is deleted.

    Args:
        file: What cannot be read.
        now: For its new name.

    Returns:
        The new name.

    Raises:
        OSError: It cannot be renamed.
    """
    wanted = (f"{file.name}{_ASIDE}{now:%Y%m%dT%H%M%S}{again}" for again in ("", *(f"-{n}" for n in range(2, 100))))
    aside = next(file.with_name(name) for name in wanted if not file.with_name(name).exists())
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).rename(aside.with_name(aside.name + end))
    return aside


def journals_in(folder: Path) -> Iterator[Path]:
    """Every journal in a folder, also what was put aside, without SQLite's own files."""
    for file in sorted(folder.glob("*.journal*")):
        if not file.name.endswith(("-wal", "-shm")):
            yield file


def is_aside(file: Path) -> bool:
    """Whether a journal was put aside."""
    return _ASIDE in file.name


def _write_once(file: Path, text: str) -> None:
    """Write a file that nobody has written yet, whole or not at all."""
    if file.exists():
        return
    new = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, text.encode("utf-8", "surrogateescape"))
        os.fsync(descriptor)
        # Why a link: it never replaces what another program has written meanwhile.
        with suppress(FileExistsError):
            os.link(new, file)
    finally:
        os.close(descriptor)
        new.unlink()
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
