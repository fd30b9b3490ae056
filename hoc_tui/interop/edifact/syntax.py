"""The writing of EDIFACT: service characters, segments and their parts, before any of it means something.

Source: ISO 9735, UN/EDIFACT application level syntax rules.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.interop.parts import Misfit

BLANKS = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1 << 16
SERVICE = frozenset({b"UNA", b"UNB", b"UNG", b"UNH", b"UNT", b"UNE", b"UNZ"})
"""Tags of the envelope."""
_LONGEST_SEGMENT = 100_000
"""In bytes: forty times the longest that the message definitions allow."""

_CHARSETS = {
    **dict.fromkeys(("UNOA", "UNOB", "UNOC"), "latin-1"),
    **{f"UNO{letter}": f"iso8859-{part}" for letter, part in zip("DEFGHIJK", (2, 5, 7, 3, 4, 6, 8, 9), strict=True)},
    **dict.fromkeys(("UNOW", "UNOY"), "utf-8"),
}
_WINDOWS = re.compile(b"[\x80-\x9f]")

# A released character stands as half a surrogate pair while the text is split, which no decoded text can contain.
_HIDDEN = 0xDC00
_SHOWN = {_HIDDEN + code: chr(code) for code in range(0x100)}
_HIDDEN_ONE = re.compile("[\udc00-\udcff]")


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters that part an interchange, as its UNA gives them."""

    component: bytes = b":"
    element: bytes = b"+"
    decimal: bytes = b"."
    release: bytes = b"?"
    """Empty when none is in use."""
    terminator: bytes = b"'"


def marks_of(head: bytes) -> tuple[Marks, int]:
    """The service characters of an interchange.

    Args:
        head: How the file begins.

    Returns:
        The characters, and where the first segment after the UNA starts.

    Raises:
        Unreadable: The UNA names characters that cannot part anything.
    """
    start = len(head) - len(head.removeprefix(_BOM).lstrip(BLANKS))
    given = head[start + 3 : start + 9]
    if not head.startswith(b"UNA", start):
        return Marks(), start
    # One sender leaves out the character that is kept for later, so that the UNA is a byte short (see abnormalPA).
    short = given[4:6] == b"'U"
    told = [given[at : at + 1] for at in (0, 1, 2, 3, 4 if short else 5)]
    if not _part_something(told):
        raise Unreadable("The file's first line (UNA) names characters that cannot part its text.")
    component, element, decimal, release, terminator = told
    return Marks(component, element, decimal, release.strip(), terminator), start + (8 if short else 9)


def _part_something(told: list[bytes]) -> bool:
    parting = [told[0], told[1], told[4], *([told[3]] if told[3].strip() else [])]
    plain = all(len(one) == 1 and one < b"\x7f" and not one.isalnum() for one in told)
    return plain and len(set(parting)) == len(parting) and not {b" ", b"\0"} & {told[0], told[1], told[4]}


@dataclass(frozen=True, slots=True)
class Found:
    """A segment of the envelope, where it was found."""

    at: int
    body: bytes
    """Its bytes without the terminator."""
    terminated: bool
    after_others: bool
    """Whether segments of another sort came since the one before."""


def envelope_segments(file: BinaryIO, start: int, marks: Marks) -> Iterator[Found]:
    """Go through a file for the segments of its envelope, without holding more than a piece of it.

    Args:
        file: The file.
        start: Where the first segment starts.
        marks: What parts them.

    Yields:
        Every segment whose tag is one of the envelope's, and last an empty one where the file ends. Line ends before
        a segment are not part of it.

    Raises:
        Unreadable: Something is so long that it is no segment.
    """
    file.seek(start)
    rest, others = b"", False
    while chunk := file.read(_CHUNK):
        pieces = _split(rest + chunk, marks)
        rest = pieces.pop()
        for piece in pieces:
            body = piece.lstrip(BLANKS)
            if body[:3] in SERVICE:
                yield Found(start + len(piece) - len(body), body, terminated=True, after_others=others)
                others = False
            elif body:
                others = True
            start += len(piece) + 1
        if len(rest) > _LONGEST_SEGMENT:
            raise Unreadable("The file holds something too long to be a segment of a message.")
    body = rest.strip(BLANKS)
    yield Found(start + len(rest) - len(rest.lstrip(BLANKS)), body, terminated=False, after_others=others)


def _split(block: bytes, marks: Marks) -> list[bytes]:
    pieces = block.split(marks.terminator)
    if not marks.release or marks.release + marks.terminator not in block:
        return pieces
    whole: list[bytes] = []
    waiting: list[bytes] = []
    for piece in pieces[:-1]:
        if piece.endswith(marks.release) and _released(piece, marks.release):
            waiting.append(piece)
        elif waiting:
            whole.append(marks.terminator.join((*waiting, piece)))
            waiting = []
        else:
            whole.append(piece)
    return [*whole, marks.terminator.join((*waiting, pieces[-1]))]


def _released(piece: bytes, release: bytes) -> bool:
    """Whether what follows is released: an odd number of release characters stands at the end."""
    return (len(piece) - len(piece.rstrip(release))) % 2 == 1


class Segment:
    """One segment of a message.

    Why no dataclass: a batch makes a hundred for each of its messages.

    Args:
        tag: Its three letters.
        elements: The tag and its elements, undivided.
        component: What parts an element.
        separator: What parted the elements.
    """

    __slots__ = ("component", "elements", "separator", "tag")

    def __init__(self, tag: str, elements: list[str], component: str, separator: str = "+") -> None:
        self.tag = tag
        self.elements = elements
        self.component = component
        self.separator = separator

    def parts(self, element: int) -> list[str]:
        """The components of an element as sent; one empty one when it was not sent."""
        if element >= len(self.elements):
            return [""]
        text = self.elements[element]
        parts = text.split(self.component)
        return parts if text.isascii() else [_shown(part) for part in parts]

    def parts_from(self, element: int) -> list[str]:
        """The components of an element and all after it, as if what parts elements stood in its text."""
        text = self.separator.join(self.elements[element:])
        return [_shown(part) for part in text.split(self.component)]

    def line(self, element: int, component: int = 0) -> str:
        """One component as a line of text; empty when it was not sent.

        Raises:
            TextTooLong: It is longer than 300 characters.
        """
        if element >= len(self.elements):
            return ""
        text = self.elements[element]
        if component or self.component in text:
            parts = text.split(self.component)
            text = parts[component] if component < len(parts) else ""
        # What sanitising would do to most texts of a message, in a tenth of its time.
        if text.isascii() and text.isprintable() and len(text) <= LONGEST_LINE:
            return text.strip()
        return as_line(_shown(text))

    def beyond(self, element: int) -> bool:
        """Whether anything was sent after an element."""
        return any(one.strip() for one in self.elements[element + 1 :])


def as_line(text: str) -> str:
    """Sent text as one harmless line.

    Raises:
        TextTooLong: It is longer than 300 characters.
    """
    return sanitise(text, limit=LONGEST_LINE, lines=False) if text else ""


def _shown(part: str) -> str:
    return part if part.isascii() else part.translate(_SHOWN)


def glued(parts: list[str], width: int) -> str:
    """Text that was cut to the length of its fields, in one: a full field goes on without a blank.

    Args:
        parts: The components it was put in.
        width: How many characters a field holds.
    """
    text = "".join(part if len(part) >= width else f"{part} " for part in parts)
    return as_line(text)


class Writing:
    """How one interchange is written: it turns a message's bytes into segments, and a segment back into text.

    Args:
        marks: What parts it.
        charset: The syntax identifier of its UNB, such as "UNOC"; empty when there was none.
    """

    def __init__(self, marks: Marks, charset: str) -> None:
        self.decimal = marks.decimal.decode()
        self._charset = charset
        self._component = marks.component.decode()
        self._element = marks.element.decode()
        self._terminator = marks.terminator.decode()
        self._release = marks.release.decode()
        self._pair = re.compile(f"{re.escape(self._release)}([\x00-\xff])", re.DOTALL) if self._release else None

    def segments(self, raw: bytes) -> list[Segment]:
        """The segments of one message.

        Raises:
            Misfit: The bytes are not in the character set that was declared.
        """
        text = self._decoded(raw)
        if self._pair and self._release in text:
            text = self._pair.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
        split, component = self._element, self._component
        divided = [piece.lstrip().split(split) for piece in text.split(self._terminator)]
        return [Segment(one[0].strip(), one, component, split) for one in divided if len(one) > 1 or one[0].strip()]

    def as_sent(self, segments: Iterable[Segment]) -> str:
        """Segments as they were sent, one on a line."""
        text = "\n".join(self._element.join(segment.elements) for segment in segments)
        return _HIDDEN_ONE.sub(lambda found: self._release + chr(ord(found[0]) - _HIDDEN), text)

    def _decoded(self, raw: bytes) -> str:
        charset = _CHARSETS.get(self._charset or "UNOB")
        if charset is None:
            raise Misfit(f"Its character set “{as_line(self._charset[:20])}” is none that is known.")
        # Latin-1 has no letters from 80 to 9F: what stands there was written on Windows.
        if charset == "latin-1" and _WINDOWS.search(raw):
            charset = "cp1252"
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            raise Misfit("Its text is not in the character set that the file declares.") from None
