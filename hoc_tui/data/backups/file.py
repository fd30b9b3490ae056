"""Files that are whole or not there: written under another name, kept on the disk, and only then given their own."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from hoc_tui.domain.errors import HocError, Refused

OWNER_ONLY: Final = 0o600
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})

NO_ROOM: Final = "There was no room left on the disk, so no {what} was written."
MAKE_ROOM: Final = "Make room, or name a file on another disk."


@contextmanager
def file_errors(file: Path, what: str = "backup") -> Iterator[None]:
    """Turn what the operating system says about a file into one sentence.

    Args:
        file: The file that is written.
        what: What it is to be.

    Raises:
        HocError: The file cannot be written or read.
    """
    try:
        yield
    except OSError as error:
        raise _said(error, file, what) from None


def _said(error: OSError, file: Path, what: str) -> HocError:
    if error.errno in _NO_ROOM:
        return HocError(NO_ROOM.format(what=what), hint=MAKE_ROOM)
    if error.errno in _NO_RIGHT:
        return Refused(f"Your account may not read or write {file}.", hint="Look at the rights of it and its folder.")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return HocError(f"There is no such file or folder: {file}")
    return HocError(f"{file} cannot be read or written.", hint="Look whether the disk is sound.")


@contextmanager
def unfinished(file: Path, *, overwrite: bool) -> Iterator[Path]:
    """A file to write, which takes its name when the block has ended well, and is gone when it has not.

    Args:
        file: What it will be called.
        overwrite: Whether a file of that name may be there, and is replaced in one step.

    Yields:
        The unfinished file, empty, readable by its owner only, beside its later place.

    Raises:
        Refused: There is a file of that name.
        OSError: It cannot be written.
    """
    _require_free(file, overwrite=overwrite)
    _sweep(file)
    part = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    held = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield part
        os.fsync(held)
        _name(part, file, overwrite=overwrite)
        keep_folder(file.parent)
    finally:
        _remove(part)
        os.close(held)


def _require_free(file: Path, *, overwrite: bool) -> None:
    if file.is_dir():
        raise Refused(f"{file} is a folder.", hint="Name a file in it.")
    if file.exists() and not overwrite:
        raise Refused(f"{file} is there already, and was left as it is.", hint="Name another, or say --overwrite.")


def _sweep(file: Path) -> None:
    """Remove what was left here by a program that was killed: nobody holds its lock any more."""
    for left in file.parent.glob(f".{_literally(file.name)}.*.unfinished"):
        with suppress(OSError), left.open("rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(left)


def _literally(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _remove(part: Path) -> None:
    """Remove an unfinished file, and what SQLite may have kept beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _name(part: Path, file: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(file)
        return
    try:
        # A link refuses to take a name that somebody else took meanwhile; a renaming would not.
        os.link(part, file)
    except FileExistsError:
        _require_free(file, overwrite=False)
    except OSError:
        # A disk without links, such as a stick's.
        _require_free(file, overwrite=False)
        part.rename(file)


def keep_folder(folder: Path) -> None:
    """Let a new name in a folder outlive a loss of power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
