"""Taking files in one by one: read, settled in the database, and counted, whatever they turn out to be.

A record file is taken whole or not at all. A file of laboratory messages is taken message by message, some at a time,
so that it may be of any length; of one that cannot be split into messages nothing is taken.
"""

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from hoc_tui.cli.incidents import crash_policy
from hoc_tui.cli.printing import harmless
from hoc_tui.domain.counting import ImportReport, Rejection
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.permissions import Permission
from hoc_tui.interop import read_file
from hoc_tui.interop.messages import Messages, open_messages
from hoc_tui.services.importing import take_in
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_messages

if TYPE_CHECKING:
    from hoc_tui.interop.csv import CsvMapping

_MILLION: Final = 1_000_000
MOST_MESSAGES: Final = 100
"""Messages that share a transaction: more save little, and whoever wants to save meanwhile would wait longer."""
MOST_RESOURCES: Final = 1_000
"""Results and people that share a transaction, for the same reason."""
MOST_SAID: Final = 1_000
"""Sentences that are kept for people; of more it is said how many there were."""


def _unheard(_size: int) -> None:
    """Nobody watches how far it has come."""


def _never() -> bool:
    """Nobody asks for an early end."""
    return False


class Stopped(Exception):
    """Somebody asked for an end in the middle of a file; what was taken stays, and the same file can be taken again."""


class Intake:
    """Takes files in and adds up what became of them.

    Args:
        desk: Where the work is done.
        most: The longest file that is read, in bytes.
        keep: False for a rehearsal, at a desk that undoes everything.
        mapping: What the columns of a CSV file mean.
        stopped: Asked between two batches of messages whether it should end.

    Raises:
        Refused: The role may not import.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        most: int,
        keep: bool = True,
        mapping: "CsvMapping | None" = None,
        stopped: Callable[[], bool] = _never,
    ) -> None:
        desk.require(Permission.IMPORT)
        self.report = ImportReport()
        self.unsaid = 0
        """Sentences beyond `MOST_SAID`."""
        self._said: list[str] = []
        self._desk = desk
        self._most = most
        self._keep = keep
        self._mapping = mapping
        self._stopped = stopped

    @property
    def said(self) -> list[str]:
        """What people should be told, in order: rejections, and what readers remarked."""
        more = [f"There is more of this kind: {self.unsaid:,} sentences."] if self.unsaid else []
        return self._said + more

    def take(self, path: Path, on_bytes: Callable[[int], object] = _unheard) -> None:
        """Take one file in, or reject it or some of its messages with a sentence; the next one can follow.

        Args:
            path: The file.
            on_bytes: Told how many more of its bytes have been dealt with.

        Raises:
            DatabaseUnavailable: Nothing more can be taken.
            Stopped: An end was asked for before the last message.
        """
        try:
            with opened(path, self._most) as file:
                messages = open_messages(file, limit_bytes=self._most, mapping=self._mapping)
                if messages is None:
                    self._take_record(path, file)
                else:
                    self._take_messages(path, messages, on_bytes)
        except (DatabaseUnavailable, Stopped):
            raise
        except Unreadable as error:
            self._reject(path, str(error), where=error.where, resources=error.resources)
        except Exception as error:  # noqa: BLE001  one file that nobody foresaw must not stop the other thousand
            self._reject(path, _unforeseen(error))
        self.report.files += 1

    # -- Record files -------------------------------------------------------------------------------------------------

    def _take_record(self, path: Path, file: BinaryIO) -> None:
        body = _read_whole(file, self._most)
        incoming = read_file(body, _name(path), limit_bytes=self._most)
        try:
            taken = take_in(self._desk, incoming, _name(path), body, keep=self._keep)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  as above
            self._reject(path, _reason(error), resources=incoming.resources)
        else:
            taken.files = 0
            self._add(path, taken)

    def _add(self, path: Path, taken: ImportReport) -> None:
        self._say([f"{path}: {remark}" for remark in taken.remarks])
        taken.remarks = []
        self.report.add(taken)

    # -- Files of messages --------------------------------------------------------------------------------------------

    def _take_messages(self, path: Path, messages: Messages, on_bytes: Callable[[int], object]) -> None:
        batch: list[IncomingMessage] = []
        resources = 0
        for one in messages:
            if isinstance(one, Unreadable):
                self._reject(path, str(one), where=one.where, resources=one.resources)
                continue
            batch.append(one)
            resources += one.resources
            if len(batch) >= MOST_MESSAGES or resources >= MOST_RESOURCES:
                self._take_batch(path, batch, on_bytes)
                batch, resources = [], 0
        self._take_batch(path, batch, on_bytes)

    def _take_batch(self, path: Path, batch: Sequence[IncomingMessage], on_bytes: Callable[[int], object]) -> None:
        if self._stopped():
            raise Stopped
        if not self._took(path, batch):
            for message in batch:
                self._take_alone(path, message)
        on_bytes(sum(len(message.raw) for message in batch))

    def _took(self, path: Path, batch: Sequence[IncomingMessage]) -> bool:
        """Take some messages together; False when one of them cannot be taken, and so none was."""
        if len(batch) < 2:
            return not batch
        try:
            taken = take_messages(self._desk, batch, _name(path), keep=self._keep)
        except DatabaseUnavailable:
            raise
        except Exception:  # noqa: BLE001  whatever it is, it is met again when each is taken alone
            return False
        self._add(path, taken)
        return True

    def _take_alone(self, path: Path, message: IncomingMessage) -> None:
        try:
            taken = take_messages(self._desk, [message], _name(path), keep=self._keep)
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  one message that nobody foresaw must not stop the others
            self._reject(path, _reason(error), where=message.place, resources=message.resources)
        else:
            self._add(path, taken)

    # -- What people are told -----------------------------------------------------------------------------------------

    def _reject(self, path: Path, reason: str, *, where: str = "", resources: int = 0) -> None:
        self._say([f"{path}: {reason}" + (f" ({where})" if where else "")])
        self.report.rejected.append(
            Rejection(file=harmless(str(path)), where=harmless(where), reason=harmless(reason), resources=resources)
        )

    def _say(self, sentences: Sequence[str]) -> None:
        room = MOST_SAID - len(self._said)
        self._said += sentences[:room]
        self.unsaid += len(sentences[room:])


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, HocError) else _unforeseen(error)


def _unforeseen(error: Exception) -> str:
    """Write an unforeseen error down, and say how to report it; its own words may hold clinical text."""
    return f"It could not be taken in. Please report incident {crash_policy().record(error).number}."


def _name(path: Path) -> str:
    """What the database is told a file was called: its own name, never the folders of somebody's machine."""
    return harmless(path.name).replace("\n", " ")


def opened(path: Path, most: int) -> BinaryIO:
    """A file open for reading, if it is one and not longer than is read.

    Args:
        path: The file.
        most: The longest file that is read, in bytes.

    Raises:
        Unreadable: It is something else, or too long, or may not be read.
    """
    try:
        file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115  whoever calls closes it
    except FileNotFoundError:
        raise Unreadable("There is no such file.") from None
    except PermissionError:
        raise Unreadable("You may not read this file.") from None
    except IsADirectoryError:
        raise Unreadable("This is a folder, not a file.") from None
    except (OSError, ValueError):
        raise Unreadable("The file cannot be read.") from None
    try:
        _require_file(os.fstat(file.fileno()), most)
    except BaseException:
        file.close()
        raise
    return file


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting: opening a pipe that nobody writes to would never return."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)


def _require_file(found: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Unreadable("This is a folder, not a file." if stat.S_ISDIR(found.st_mode) else "This is not a file.")
    if found.st_size > most:
        raise _too_long(most)


def _read_whole(file: BinaryIO, most: int) -> bytes:
    file.seek(0)
    body = file.read(most + 1)
    # The size again: it may have grown, and some files have none until they are read.
    if len(body) > most:
        raise _too_long(most)
    return body


def _too_long(most: int) -> Unreadable:
    return Unreadable(
        f"The file is longer than the {most // _MILLION:,} MB that are read; HOC_IMPORT_MAX_MB sets how much."
    )
