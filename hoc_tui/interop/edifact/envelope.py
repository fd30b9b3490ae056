"""The envelope of an EDIFACT file: whether it is whole, and where in it each message stands.

A file whose envelope does not add up is refused whole: UNB without UNZ, a UNZ that counts other messages than came,
a UNH without its UNT. A message alone, without the interchange it came in, is read: laboratory systems and GP systems
keep single messages so, and its own UNT says that it is whole.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.text import sanitise
from hoc_tui.interop.edifact.reading import Sent, read_message
from hoc_tui.interop.edifact.syntax import SERVICE, Found, Marks, Segment, Writing, envelope_segments, marks_of
from hoc_tui.interop.held import held_to

_LONGEST_MESSAGE = 4_000_000
_HEAD = 512


@dataclass(frozen=True, slots=True)
class Interchange:
    """What the beginning of an interchange says of all its messages."""

    sender: str = ""
    reference: str = ""
    charset: str = ""
    bare: bool = False
    """Whether there was no UNB, so that only the message itself says who sent it."""


class Envelope:
    """The first pass through a file: it notes where messages stand, and refuses what cannot be split.

    Args:
        marks: What parts the file.
    """

    def __init__(self, marks: Marks) -> None:
        self.starts = array("Q")
        self.ends = array("Q")
        self.interchanges: list[Interchange] = []
        self.firsts: list[int] = []
        """The number of the first message of each interchange."""
        self._marks = marks
        self._message: bytes | None = None
        self._groups = 0
        self._open = False

    def take(self, found: Found) -> None:
        """Take one segment of the envelope.

        Args:
            found: The segment; only the very last may lack its terminator.
        """
        if found.after_others and self._message is None:
            raise self._refused("Something in the file stands outside its messages.")
        if not found.terminated and found.body[:3] not in SERVICE:
            # What stands after the last terminator: nothing, or a segment that was cut short.
            self._outside(found.body)
            return
        segment = self._segment(found.body)
        match found.body[:3]:
            case b"UNA":
                self._again(found.body)
            case b"UNB":
                self._begin(segment)
            case b"UNH":
                self._message_begins(found.at, segment)
            case b"UNT":
                self._message_ends(found.at + len(found.body) + found.terminated, segment)
            case b"UNG":
                self._groups += 1
            case b"UNZ":
                self._end(segment)

    def close(self) -> None:
        """Be told that the file has ended."""
        if self._message is not None:
            raise self._refused("The file stops in the middle of a message.")
        if self._open:
            raise self._refused("The file stops before its end (UNZ), so messages may be missing.")
        if not self.interchanges:
            raise Unreadable("The file holds no message.")

    def _segment(self, body: bytes) -> Segment:
        # Why latin-1: it takes every byte, and whatever the declared set is, the envelope is plain ASCII.
        text = body.decode("latin-1")
        return Segment(text[:3], text.split(self._marks.element.decode()), self._marks.component.decode())

    def _refused(self, message: str) -> Unreadable:
        return Unreadable(message, where=f"message {len(self.starts)}" if self.starts else "")

    def _outside(self, body: bytes) -> None:
        if body and self._message is None:
            raise self._refused("Something in the file stands outside its messages.")

    def _again(self, body: bytes) -> None:
        told, _ = marks_of(body + self._marks.terminator)
        if self._open or self._message is not None or told != self._marks:
            raise self._refused("The file names its parting characters (UNA) a second time.")

    def _begin(self, segment: Segment) -> None:
        if self._open or self._message is not None:
            raise self._refused("An interchange begins (UNB) before the one before it has ended.")
        sender, reference = _line(segment, 2), _line(segment, 5)
        self._groups = 0
        self._open = True
        self._new(Interchange(sender=sender, reference=reference, charset=_line(segment, 1).upper()))

    def _new(self, interchange: Interchange) -> None:
        self.interchanges.append(interchange)
        self.firsts.append(len(self.starts))

    def _message_begins(self, at: int, segment: Segment) -> None:
        if self._message is not None:
            raise self._refused("A message begins (UNH) before the one before it has ended (UNT).")
        if not self._open:
            if self.interchanges:
                raise self._refused("A message stands outside the file's interchange (UNB to UNZ).")
            self._new(Interchange(bare=True))
        self._message = _line(segment, 1).encode()
        self.starts.append(at)

    def _message_ends(self, end: int, segment: Segment) -> None:
        if self._message is None or _line(segment, 2).encode() != self._message:
            raise self._refused("A message's end (UNT) does not belong to its beginning (UNH).")
        self._message = None
        self.ends.append(end)

    def _end(self, segment: Segment) -> None:
        bare = bool(self.interchanges) and self.interchanges[-1].bare
        if self._message is not None or not (self._open or bare):
            raise self._refused("The interchange ends (UNZ) where none has begun or a message has not ended.")
        came = self._groups or len(self.starts) - self.firsts[-1]
        if _line(segment, 1).lstrip("0") != (str(came) if came else ""):
            raise self._refused(f"The file's end (UNZ) counts other messages than the {came} that came.")
        if not bare and _line(segment, 2) != self.interchanges[-1].reference:
            raise self._refused("The file's end (UNZ) does not belong to its beginning (UNB).")
        self._open = False


def _line(segment: Segment, element: int) -> str:
    """One line of the envelope, cut where it could be no name or number any more."""
    return sanitise(segment.parts(element)[0][:100], lines=False)


class EdifactMessages:
    """The messages of an EDIFACT file, read one at a time.

    Args:
        file: The file.
        marks: What parts it.
        envelope: Where its messages stand.
    """

    format = "edifact"

    def __init__(self, file: BinaryIO, marks: Marks, envelope: Envelope) -> None:
        self.count = len(envelope.starts)
        self._file = file
        self._marks = marks
        self._envelope = envelope

    def __iter__(self) -> Iterator[IncomingMessage | Unreadable]:
        """Read them in the file's order."""
        self._file.seek(0)
        at = lines = 0
        firsts = iter([*zip(self._envelope.firsts, self._envelope.interchanges, strict=True)])
        upcoming = next(firsts, None)
        writing, interchange = Writing(self._marks, ""), Interchange()
        for number, (start, end) in enumerate(zip(self._envelope.starts, self._envelope.ends, strict=True)):
            while upcoming and upcoming[0] <= number:
                interchange = upcoming[1]
                writing, upcoming = Writing(self._marks, interchange.charset), next(firsts, None)
            lines += self._lines(at, start)
            place = f"message {number + 1}, line {lines + 1}"
            yield self._read(start, end, place, interchange, writing)
            lines += self._lines(start, end)
            at = end

    def _lines(self, start: int, end: int) -> int:
        """How many line ends stand between two places."""
        self._file.seek(start)
        found = 0
        while start < end:
            chunk = self._file.read(min(end - start, _LONGEST_MESSAGE))
            if not chunk:
                break
            found += chunk.count(b"\n")
            start += len(chunk)
        return found

    def _read(
        self, start: int, end: int, place: str, interchange: Interchange, writing: Writing
    ) -> IncomingMessage | Unreadable:
        if end - start > _LONGEST_MESSAGE:
            return Unreadable(f"The message is longer than the {_LONGEST_MESSAGE:,} bytes that are read.", where=place)
        self._file.seek(start)
        raw = self._file.read(end - start)
        try:
            return read_message(raw, writing, Sent(interchange.sender, interchange.reference, place, interchange.bare))
        except Unreadable as refusal:
            return refusal


def open_edifact(file: BinaryIO, *, limit_bytes: int) -> EdifactMessages:
    """Open an EDIFACT file and check its envelope.

    Args:
        file: The file, able to seek; it must stay open while its messages are read.
        limit_bytes: The most bytes it may have.

    Raises:
        Unreadable: The file cannot be split into messages, so nothing of it may be taken.
    """
    held_to(file, limit_bytes)
    file.seek(0)
    marks, start = marks_of(file.read(_HEAD))
    envelope = Envelope(marks)
    for found in envelope_segments(file, start, marks):
        envelope.take(found)
    envelope.close()
    return EdifactMessages(file, marks, envelope)
