"""The segments of one message, and whether its lines are segments at all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hoc_tui.interop.hl7v2.encoding import Damaged, Encoding
from hoc_tui.interop.parts import Misfit

KNOWN = frozenset(
    {"MSH", "SFT", "UAC", "NTE"}
    | {"PID", "PD1", "PDA", "PRT", "ARV", "ROL", "NK1", "PV1", "PV2", "DB1", "AL1", "IAM", "DG1", "DRG", "PR1"}
    | {"GT1", "IN1", "IN2", "IN3", "ACC", "UB1", "UB2"}
    | {"ORC", "OBR", "TQ1", "TQ2", "CTD", "OBX", "FT1", "CTI", "SPM", "SAC", "BLG", "OVR"}
)
"""Segments of an ORU^R01 in some version, and others about a person that senders put in.

Why not any three letters: a result whose "OBX" was damaged on its way would be passed over without a word.
"""
_NULL = '""'
_UNSENT = [""] * 48
"""More fields than are asked for of any segment."""
_LONGEST_FIELDS = 4000
_CARRYING = ("MSH", "PID", "ORC", "OBR", "OBX", "NTE", "SPM")
_BEFORE_A_LINE = frozenset("\r\n\x0b\x1c")
_LINE_ENDS = re.compile("\r\n|\r|\n")
_LIKE_A_NAME = re.compile("[A-Z0-9]{0,8}")
_OF_TEXT = frozenset({"ST", "TX", "FT"})


class Segment(list[str]):
    """One segment: its name, then its fields as sent, and empty text for every field that was not.

    Why a list: reading a result looks at some twenty fields, and nothing else in Python is as fast.

    Args:
        sent: What stands between the separators, the segment's name first.
        line: On which line of the message it stands, from 0.
        length: How many characters it has.
    """

    __slots__ = ("length", "line", "nulls", "sent")

    def __init__(self, sent: list[str], line: int, length: int) -> None:
        super().__init__(sent)
        self.length = length
        self.sent = sent
        self.line = line
        self.nulls: frozenset[int] = frozenset()
        """Fields that were sent as "delete what was here", which is not the same as not at all."""
        if _NULL in sent:
            self.nulls = frozenset(at for at, one in enumerate(sent) if one == _NULL)
            self[:] = ["" if one == _NULL else one for one in sent]
        self += _UNSENT

    @property
    def kind(self) -> str:
        """What the segment is called."""
        return self[0]

    def check_length(self, *, without: str = "") -> None:
        """Check that its fields together are no longer than such fields are.

        What is read from them is remembered for the next segment, and that must stay small.

        Args:
            without: A field that may have any length.

        Raises:
            Misfit: They are longer than 4,000 characters.
        """
        if self.length - len(without) > _LONGEST_FIELDS:
            raise Misfit(f"The fields of {self[0]} are longer than any that are read.")


def segments_of(text: str, encoding: Encoding) -> list[Segment]:
    """The segments of a message.

    Raises:
        Damaged: A line is no segment, or one that HL7 does not have.
    """
    found: list[Segment] = []
    for number, line in _lines(text):
        kind = line[:3]
        if line[3:4] in {encoding.field, ""} and (kind in KNOWN or (kind[:1] == "Z" and kind.isalnum())):
            found.append(Segment(line.split(encoding.field), number, len(line)))
        elif not found or not _goes_on(found[-1], line, encoding):
            raise _no_segment(line, number, encoding)
        else:
            found[-1] = _joined(found[-1], line, encoding)
    _check_line_ends(text, found, encoding)
    return found


def _check_line_ends(text: str, found: list[Segment], encoding: Encoding) -> None:
    """Look for a segment that begins inside a line: it would be taken for fields nobody asks for, and be lost."""
    kinds = Counter(segment[0] for segment in found)
    if all(text.count(kind + encoding.field) == kinds[kind] for kind in _CARRYING):
        return
    for inside in encoding.beginnings.finditer(text, 1):
        if text[inside.start() - 1] not in _BEFORE_A_LINE:
            number = len(_LINE_ENDS.findall(text, 0, inside.start()))
            raise Damaged("A segment begins in the middle of a line; a line end seems to have been lost.", number)


def head_of(text: str, encoding: Encoding) -> Segment:
    """The first segment, in which the separator itself is field 1."""
    fields = _LINE_ENDS.split(text, maxsplit=1)[0].split(encoding.field)
    return Segment([fields[0], encoding.field, *fields[1:]], 0, 0)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with something in them, whatever ends them, without what MLLP puts around a message."""
    lines: Iterable[str] = text.split("\n") if "\r" not in text else _LINE_ENDS.split(text)
    for number, line in enumerate(lines):
        if line and (bare := line.strip(" \t\x0b\x1c")):
            yield number, bare


def _goes_on(last: Segment, line: str, encoding: Encoding) -> bool:
    """Whether a line can only be more of the text before it: senders leave line ends in notes and written results.

    Why no other field, and nothing behind a note: a damaged segment would then be taken for the end of the one before
    it. What ends a written result goes on without a unit, and does not begin with what may have been a segment's name.
    """
    text, *others = line.split(encoding.field)
    if last.kind == "NTE":
        return len(last.sent) == 4 and not others
    if last.kind != "OBX" or len(last.sent) != 6 or last[2] not in _OF_TEXT:
        return False
    return not others or (not others[0] and len(others) > 1 and not _LIKE_A_NAME.fullmatch(text))


def _joined(last: Segment, line: str, encoding: Encoding) -> Segment:
    first, *others = line.split(encoding.field)
    return Segment([*last.sent[:-1], f"{last.sent[-1]}\n{first}", *others], last.line, last.length + len(line))


def _no_segment(line: str, number: int, encoding: Encoding) -> Damaged:
    kind, following = line[:3], line[3:4]
    if following == encoding.field and kind.isascii() and kind.isalnum() and kind.isupper():
        return Damaged(f"A line begins with “{kind}”, which is no segment that is read here.", number)
    return Damaged("A line is no segment; the message seems to be damaged.", number)
