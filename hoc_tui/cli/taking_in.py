"""Taking files in one by one: read, settled in the database, and counted, whatever they turn out to be."""

import os
import stat
from pathlib import Path
from typing import Final

from hoc_tui.cli.incidents import crash_policy
from hoc_tui.cli.printing import harmless
from hoc_tui.domain.counting import ImportReport, Rejection
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.incoming import IncomingRecord, Unreadable
from hoc_tui.domain.permissions import Permission
from hoc_tui.interop import read_file
from hoc_tui.services.importing import take_in
from hoc_tui.services.ports import Desk

_MILLION: Final = 1_000_000


class Intake:
    """Takes files in and adds up what became of them.

    Args:
        desk: Where the work is done.
        most: The longest file that is read, in bytes.
        keep: False for a rehearsal, at a desk that undoes everything.

    Raises:
        Refused: The role may not import.
    """

    def __init__(self, desk: Desk, *, most: int, keep: bool = True) -> None:
        desk.require(Permission.IMPORT)
        self.report = ImportReport()
        self.said: list[str] = []
        """What people should be told, in order: rejections, and what readers remarked."""
        self._desk = desk
        self._most = most
        self._keep = keep

    def take(self, path: Path) -> None:
        """Take one file in, or reject it with a sentence; either way the next one can follow.

        Raises:
            DatabaseUnavailable: Nothing more can be taken.
        """
        try:
            body = read_bytes(path, self._most)
            self._settle(path, body, read_file(body, _name(path), limit_bytes=self._most))
        except DatabaseUnavailable:
            raise
        except Unreadable as error:
            self._reject(path, str(error), where=error.where, resources=error.resources)
        except Exception as error:  # noqa: BLE001  one file that nobody foresaw must not stop the other thousand
            self._reject(path, _unforeseen(error))

    def _settle(self, path: Path, body: bytes, incoming: IncomingRecord) -> None:
        try:
            taken = take_in(self._desk, incoming, _name(path), body, keep=self._keep)
        except DatabaseUnavailable:
            raise
        except HocError as error:
            self._reject(path, str(error), resources=incoming.resources)
        except Exception as error:  # noqa: BLE001  as above
            self._reject(path, _unforeseen(error), resources=incoming.resources)
        else:
            self.report.add(taken)
            self.said += [f"{path}: {remark}" for remark in taken.remarks]

    def _reject(self, path: Path, reason: str, *, where: str = "", resources: int = 0) -> None:
        self.said.append(f"{path}: {reason}" + (f" ({where})" if where else ""))
        self.report.files += 1
        self.report.rejected.append(
            Rejection(file=harmless(str(path)), where=harmless(where), reason=harmless(reason), resources=resources)
        )


def _unforeseen(error: Exception) -> str:
    """Write an unforeseen error down, and say how to report it; its own words may hold clinical text."""
    return f"It could not be taken in. Please report incident {crash_policy().record(error).number}."


def _name(path: Path) -> str:
    """What the database is told a file was called: its own name, never the folders of somebody's machine."""
    return harmless(path.name).replace("\n", " ")


def read_bytes(path: Path, most: int) -> bytes:
    """What is in a file, if it is a file and not longer than is read.

    Args:
        path: The file.
        most: The longest file that is read, in bytes.

    Raises:
        Unreadable: It is something else, or too long, or may not be read.
    """
    try:
        # Not waiting: opening a pipe that nobody writes to would never return.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        try:
            return _read_whole(descriptor, most)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise Unreadable("There is no such file.") from None
    except PermissionError:
        raise Unreadable("You may not read this file.") from None
    except (OSError, ValueError):
        raise Unreadable("The file cannot be read.") from None


def _read_whole(descriptor: int, most: int) -> bytes:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("This is a folder, not a file." if stat.S_ISDIR(found.st_mode) else "This is not a file.")
    if found.st_size > most:
        raise _too_long(most)
    with open(descriptor, "rb", closefd=False) as file:
        body = file.read(most + 1)
    # The size again: it may have grown, and some files have none until they are read.
    if len(body) > most:
        raise _too_long(most)
    return body


def _too_long(most: int) -> Unreadable:
    return Unreadable(
        f"The file is longer than the {most // _MILLION:,} MB that are read; HOC_IMPORT_MAX_MB sets how much."
    )
