"""A file of HL7 version 2 messages, read one at a time."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.interop.hl7v2.encoding import Damaged, Encoding, decode, encoding
from hoc_tui.interop.hl7v2.envelope import BETWEEN_LINES, Envelope, split
from hoc_tui.interop.hl7v2.grouping import grouped
from hoc_tui.interop.hl7v2.report import Repeats, read_report
from hoc_tui.interop.hl7v2.results import notes_of, one_line
from hoc_tui.interop.hl7v2.segments import Segment, head_of, segments_of

LONGEST_MESSAGE = 32_000_000
"""The most bytes one message may have: a report with a scanned document of 20 MB inside."""

_COUNTED = frozenset({b"PID", b"OBR", b"OBX"})
_LINE_ENDS = re.compile(rb"[\r\n]")
_OTHER_TYPES = {
    "ACK": "an acknowledgement",
    "ADT": "about a stay in hospital",
    "MDM": "a document",
    "OML": "an order",
    "OMG": "an order",
    "ORM": "an order",
    "ORR": "an answer to an order",
    "SIU": "about an appointment",
}


class _Place(NamedTuple):
    number: int
    line: int
    """The line of the file on which the message begins."""

    def words(self, line: int = 0) -> str:
        """A line of the message: "message 3, line 41"."""
        return f"message {self.number}, line {self.line + line}"


class Hl7Messages:
    """The messages of one file.

    Args:
        file: The file, which must stay open while messages are read.
        envelope: Where its messages are.
    """

    format = "hl7v2"

    def __init__(self, file: BinaryIO, envelope: Envelope) -> None:
        self.count = len(envelope.starts)
        """How many messages the file holds."""
        self._file = file
        self._envelope = envelope

    def __iter__(self) -> Iterator[IncomingMessage | Unreadable]:
        """Read the messages in their order; one that cannot be read is said to be so, and the next follows."""
        line, at = 1, 0
        for number, (start, end) in enumerate(zip(self._envelope.starts, self._envelope.ends, strict=True), 1):
            line += self._lines_between(at, start)
            yield self._read(_Place(number, line), start, end)
            at = start

    def _lines_between(self, start: int, end: int) -> int:
        """How many lines end between two places, looked at in pieces."""
        lines, before = 0, b""
        self._file.seek(start)
        for at in range(start, end, LONGEST_MESSAGE):
            piece = self._file.read(min(LONGEST_MESSAGE, end - at))
            lines += piece.count(b"\r") + piece.count(b"\n") - piece.count(b"\r\n")
            lines -= before == b"\r" and piece[:1] == b"\n"
            before = piece[-1:]
        return lines

    def _read(self, place: _Place, start: int, end: int) -> IncomingMessage | Unreadable:
        if end - start > LONGEST_MESSAGE:
            most = f"{LONGEST_MESSAGE / 1_000_000:,.0f} MB"
            return Unreadable(f"The message is longer than the {most} that are read.", where=place.words())
        self._file.seek(start)
        raw = self._file.read(end - start).rstrip(BETWEEN_LINES)
        try:
            return read_message(raw, place)
        except HocError as error:
            line = error.line if isinstance(error, Damaged) else 0
            return Unreadable(error.message, where=place.words(line), resources=_parts(raw))


def open_hl7v2(file: BinaryIO, *, limit_bytes: int) -> Hl7Messages:
    """Open a file of HL7 version 2 messages.

    Args:
        file: The file, open for reading bytes and able to seek; it must stay open while its messages are read.
        limit_bytes: The most bytes it may have.

    Returns:
        Its messages.

    Raises:
        Unreadable: The file as a whole cannot be split into messages, so nothing of it may be taken.
    """
    return Hl7Messages(file, split(file, limit_bytes=limit_bytes))


def read_message(raw: bytes, place: _Place) -> IncomingMessage:
    """Read one message.

    Args:
        raw: The message, from MSH on.
        place: Where it stands.

    Raises:
        HocError: It cannot be read whole.
    """
    text, codec = decode(raw, _charset(raw))
    written = encoding(text[3] + re.split(f"[\r\n{re.escape(text[3])}]", text[4:12], maxsplit=1)[0], codec)
    head = head_of(text, written)
    _check_kind(head, written)
    found = grouped(segments_of(text, written))
    remarks = [*_remarks(head, written)]
    if said := one_line(notes_of(found.notes, written)):
        remarks.append(f"The laboratory wrote: “{said}”")
    repeats = Repeats()
    return IncomingMessage(
        source_system=f"hl7v2|{_sender(head, written)}",
        control_id=written.line(head[10]),
        place=place.words(),
        raw=raw,
        reports=tuple([read_report(group, written, place.line, repeats) for group in found.groups]),
        remarks=tuple(remarks),
    )


def _charset(raw: bytes) -> str:
    """MSH-18 before anything is decoded: its separators and its name are ASCII in every character set."""
    fields = re.split(rb"[\r\n]", raw, maxsplit=1)[0].split(raw[3:4])
    named = fields[17] if len(fields) > 17 else b""
    repetition = fields[1][1:2] if len(fields) > 1 else b""
    return (named.split(repetition)[0] if repetition else named).decode("latin-1").strip('"')


def _check_kind(head: Segment, written: Encoding) -> None:
    version, kind, event = written.part(head[12], 1), written.part(head[9], 1).upper(), written.part(head[9], 2).upper()
    if version and not version.startswith("2."):
        raise Damaged(f"The message is of HL7 version “{version[:40]}”; only versions 2.x can be read.")
    if kind == "ORU" and event in {"R01", ""}:
        return
    named = "^".join(filter(None, (kind, event)))[:40]
    if not named:
        raise Damaged("The message does not say what it is (MSH-9).")
    what = _OTHER_TYPES.get(kind, "of another kind")
    raise Damaged(f"The message is {what} ({named}), not a report of results (ORU^R01).")


def _sender(head: Segment, written: Encoding) -> str:
    """Who sent it: the facility (MSH-4), else the program (MSH-3)."""
    names = (written.part(field, part) for field in (head[4], head[3]) for part in (1, 2))
    sender = next(filter(None, names), "")
    if not sender:
        raise Damaged("The message does not say who sent it (MSH-3, MSH-4), so that its ids mean nothing.")
    return sender


def _remarks(head: Segment, written: Encoding) -> Iterator[str]:
    use = written.part(head[11], 1).upper()
    if use in {"T", "D"}:
        words = {"T": "training", "D": "debugging"}[use]
        yield f"The sender marked the message as one for {words}, not for care (MSH-11 {use})."


def _parts(raw: bytes) -> int:
    """How many parts are lost with a message: people, results, and orders without any."""
    lines = (line.strip(b" \t\x0b\x1c") for line in _LINE_ENDS.split(raw))
    kinds: list[bytes] = [line[:3] for line in lines if line[:3] in _COUNTED and line[3:4] in {raw[3:4], b""}]
    childless = sum(kind == b"OBR" and after != b"OBX" for kind, after in pairwise([*kinds, b""]))
    return kinds.count(b"PID") + kinds.count(b"OBX") + childless
