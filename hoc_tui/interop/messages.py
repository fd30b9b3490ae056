"""A file of laboratory messages: which format it is in, and its messages one by one.

A message file is gone through twice. The first pass checks that it can be split into messages at all, so that of a
file that stopped short nothing is taken; the second reads one message at a time, so that a batch of any length takes
no more memory than its longest message.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Protocol

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage

if TYPE_CHECKING:
    from hoc_tui.interop.csv import CsvMapping

_HEAD = 512
_BOM = b"\xef\xbb\xbf"
_EDIFACT = (b"UNA", b"UNB", b"UNH")
_HL7 = (b"MSH", b"FHS", b"BHS")


class Messages(Protocol):
    """The messages of one file, whose splitting has been checked."""

    format: str
    """ "edifact", "hl7v2" or "csv"."""
    count: int
    """How many messages the file holds, readable or not."""

    def __iter__(self) -> Iterator[IncomingMessage | Unreadable]:
        """Read them in the file's order; one that cannot be read is an `Unreadable`, and the next one follows."""
        ...


def open_messages(file: BinaryIO, *, limit_bytes: int, mapping: "CsvMapping | None" = None) -> Messages | None:
    """Open a file of laboratory messages, whatever its format.

    Args:
        file: The file, open for reading bytes and able to seek; it must stay open while its messages are read.
        limit_bytes: The most bytes it may have; a longer file is refused before it is read.
        mapping: Which column of a CSV file means what. With one, anything that is no other format is CSV.

    Returns:
        Its messages; None when it is in no message format, such as a record file in JSON or XML.

    Raises:
        Unreadable: The file as a whole cannot be split into messages, so nothing of it may be taken.
    """
    head = _head(file).removeprefix(_BOM).lstrip()
    if head.startswith(_EDIFACT):
        from hoc_tui.interop.edifact import open_edifact

        return open_edifact(file, limit_bytes=limit_bytes)
    if head.startswith(_HL7):
        from hoc_tui.interop.hl7v2 import open_hl7v2

        return open_hl7v2(file, limit_bytes=limit_bytes)
    if head.startswith((b"{", b"[", b"<")) or not (mapping or _named_csv(file)):
        return None
    return _csv(file, limit_bytes, mapping)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    return head


def _csv(file: BinaryIO, limit_bytes: int, mapping: "CsvMapping | None") -> Messages:
    from hoc_tui.interop.csv import open_csv

    if mapping is None:
        raise Unreadable("The file is CSV, and nothing says what its columns mean: name a mapping file.")
    return open_csv(file, limit_bytes=limit_bytes, mapping=mapping)


def _named_csv(file: BinaryIO) -> bool:
    name = getattr(file, "name", "")
    return isinstance(name, str) and PurePath(name).suffix.casefold() == ".csv"
