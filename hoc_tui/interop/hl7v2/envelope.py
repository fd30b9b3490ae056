"""Where the messages of a file begin and end, found without holding more than a piece of it.

A file is one message after another, or batches between BHS and BTS, or a file of batches between FHS and FTS. What
was opened must be closed and must hold as many as it says: a file that was cut off brings nothing.
"""

import re
from array import array
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from hoc_tui.domain.incoming import Unreadable

_PIECE = 1 << 20
_MARGIN = 64
"""More than the longest thing that is looked for, so that a border between two pieces hides none."""
_LONGEST_ENVELOPE = 1 << 16
_BOM = b"\xef\xbb\xbf"
BETWEEN_LINES = b" \t\r\n\x0b\x1c"
"""Blanks, line ends, and the two bytes with which MLLP frames a message."""

# Why the line end in front and no look behind: so the search jumps from line to line, which is four times as fast.
_BOUNDARY = re.compile(rb"[\r\n\x0b\x1c](?:(MSH|FHS|BHS)(?=[^A-Za-z0-9\s])|(BTS|FTS)(?![A-Za-z0-9])([^\r\n]{0,40}))")
_LINES = re.compile(rb"[\r\n\x0b\x1c]+")
_BESIDE_ENVELOPE = (b"SFT", b"UAC")
"""Segments that may follow FHS and BHS: what made the file, and who."""
_CUT_OFF = "The file ends in the middle of a batch; it seems to have been cut off."


class Boundary(NamedTuple):
    """A segment that begins or ends something."""

    kind: bytes
    offset: int
    rest: bytes
    """What stands behind the name of a closing segment, with its separator first."""


class Envelope:
    """The messages of a file as offsets.

    Args:
        start: Where the first segment stands.
        end: How long the file is.
    """

    def __init__(self, start: int, end: int) -> None:
        self.starts, self.ends = array("Q"), array("Q")
        self.between: list[tuple[int, int]] = []
        """What belongs to no message: each envelope segment and what follows it."""
        self._end = end
        self._in_file = self._in_batch = self._had_envelope = False
        self._messages = self._batches = 0
        self._within_message = False
        self._since = start

    def take(self, boundary: Boundary) -> None:
        """Take the next boundary of the file.

        Raises:
            Unreadable: It cannot stand here, or its count is not what was there.
        """
        self._close(boundary.offset)
        match boundary.kind:
            case b"MSH":
                self._message(boundary.offset)
            case b"FHS":
                self._file()
            case b"BHS":
                self._batch()
            case b"BTS":
                self._end_batch(boundary)
            case _:
                self._end_file(boundary)

    def finish(self) -> None:
        """Take the end of the file.

        Raises:
            Unreadable: Something that was opened has not been closed.
        """
        if self._in_file or self._in_batch:
            raise Unreadable(_CUT_OFF)
        self._close(self._end)

    def _close(self, offset: int) -> None:
        if self._within_message:
            self.ends.append(offset)
        elif offset > self._since:
            self.between.append((self._since, offset))
        self._within_message, self._since = False, offset

    def _message(self, offset: int) -> None:
        outside = self._had_envelope and not (self._in_batch or self._in_file)
        if outside or (self._in_file and self._batches and not self._in_batch):
            raise Unreadable(
                "A message stands outside the batches of the file.", where=f"message {len(self.starts) + 1}"
            )
        self.starts.append(offset)
        self._messages += 1
        self._within_message = True

    def _file(self) -> None:
        if self._in_file or self._in_batch:
            raise Unreadable("A file of batches (FHS) begins before the last one has ended.")
        self._in_file = self._had_envelope = True
        self._batches = 0

    def _batch(self) -> None:
        if self._in_batch:
            raise Unreadable("A batch (BHS) begins before the last one has ended.")
        self._in_batch = self._had_envelope = True
        self._batches += 1
        self._messages = 0

    def _end_batch(self, boundary: Boundary) -> None:
        if not self._in_batch:
            raise Unreadable("A batch ends (BTS) that has not begun.")
        self._in_batch = False
        _check(boundary, self._messages, "batch", "messages")

    def _end_file(self, boundary: Boundary) -> None:
        if self._in_batch:
            raise Unreadable(_CUT_OFF)
        if not self._in_file:
            raise Unreadable("A file of batches ends (FTS) that has not begun.")
        self._in_file = False
        # Why not without batches: senders who leave BHS out count messages here, or nothing.
        if self._batches:
            _check(boundary, self._batches, "file", "batches")


def _check(boundary: Boundary, there: int, what: str, of: str) -> None:
    """Compare what a closing segment counts with what was there; it need not count."""
    said = boundary.rest[1:].split(boundary.rest[:1], 1)[0].strip() if len(boundary.rest) > 1 else b""
    if said and not said.isdigit():
        raise Unreadable(f"The end of the {what} does not say in digits how many {of} it holds.")
    if said and int(said) != there:
        raise Unreadable(f"The {what} says that it holds {int(said):,} {of}, and {there:,} are there.")


def split(file: BinaryIO, *, limit_bytes: int) -> Envelope:
    """Find the messages of a file.

    Args:
        file: A file that can seek.
        limit_bytes: The most bytes it may have.

    Returns:
        Where each message begins and ends.

    Raises:
        Unreadable: The file cannot be split into messages, so nothing of it may be taken.
    """
    end = file.seek(0, 2)
    if end > limit_bytes:
        most = f"{limit_bytes / 1_000_000:,.0f} MB" if limit_bytes >= 1_000_000 else f"{limit_bytes:,} bytes"
        raise Unreadable(f"The file is longer than the {most} that are read.")
    start = _beginning(file)
    envelope = Envelope(start, end)
    for boundary in _boundaries(file, start):
        envelope.take(boundary)
    envelope.finish()
    for place in envelope.between:
        _check_between(file, *place)
    return envelope


def _beginning(file: BinaryIO) -> int:
    """Where the first segment stands."""
    file.seek(0)
    head = file.read(_PIECE)
    start = len(_BOM) if head.startswith(_BOM) else 0
    text = head[start:].lstrip(BETWEEN_LINES)
    if not text:
        raise Unreadable("The file is empty.")
    if not re.match(rb"(?:MSH|FHS|BHS)[^A-Za-z0-9\s]", text):
        raise Unreadable("The file does not begin with an HL7 message (MSH) or a batch of them.")
    return len(head) - len(text)


def _boundaries(file: BinaryIO, start: int) -> Iterator[Boundary]:
    """The boundaries in their order; memory holds one piece of the file at a time."""
    file.seek(start)
    window, base = b"\n", start - 1
    while True:
        piece = file.read(_PIECE)
        window += piece
        sure = max(0, len(window) - _MARGIN) if piece else len(window)
        for found in _BOUNDARY.finditer(window):
            if found.start() >= sure:
                break
            yield Boundary(found[1] or found[2], base + found.start() + 1, found[3] or b"")
        if not piece:
            return
        window, base = window[sure:], base + sure


def _check_between(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    if end - start > _LONGEST_ENVELOPE and file.read(end - start).strip(BETWEEN_LINES):
        raise Unreadable("Something stands between the messages that belongs to none of them.")
    file.seek(start)
    _, *others = _LINES.split(file.read(min(end - start, _LONGEST_ENVELOPE)))
    if any(line.strip() and not line.startswith(_BESIDE_ENVELOPE) for line in others):
        raise Unreadable("Something stands between the messages that belongs to none of them.")
