"""How one message is written: its separators, its escapes and its character set."""

import re
from collections.abc import Iterator
from functools import lru_cache

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.interop.parts import LONGEST_COMMENT

_WINDOWS = "cp1252"
_FALLBACK = ("utf-8", _WINDOWS)
_CHARSETS = {
    "": _FALLBACK,
    # Why not ASCII alone: it is the standard's default, which many senders name and few keep to.
    "ASCII": _FALLBACK,
    "UNICODE UTF-8": ("utf-8",),
    "UTF-8": ("utf-8",),
    "UNICODE": ("utf-8",),
    # Windows letters stand where this set has only controls.
    "8859/1": (_WINDOWS, "latin-1"),
    **{f"8859/{part}": (f"iso8859-{part}",) for part in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}
"""HL7 table 0211, and the names that senders use for the same."""
_DELIMITERS = re.compile(r"[!-/:-@\[-`{-~]{5,6}")
_NAMES = r"[FSTREPHN]|\.[a-z]{2}[+-]?[0-9]{0,2}|X[0-9A-Fa-f]+|[CM][0-9A-Fa-f]{4,6}|Z[A-Za-z0-9]*"
"""What may stand between two escape signs; a lone sign in a path or a text pairs with nothing."""
_TYPES = "NM|SN|ST|TX|FT|CE|CWE|DT|TS|ED"
_HEX = re.compile(r"X((?:[0-9A-Fa-f]{2})+)")
_SPACES = re.compile(r"\.sp\+?([0-9]{0,2})")


class Damaged(HocError):
    """A message that cannot be read whole.

    Args:
        message: What is wrong, in one sentence.
        line: On which line of the message, from 0.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class Encoding:
    """How one message is written; of two messages written alike it is the same object.

    Args:
        delimiters: MSH-1 and MSH-2 in one: field, component, repetition, escape, sub-component, truncation.
        codec: The character set, as Python calls it.
    """

    __slots__ = ("_escaped", "_escapes", "beginnings", "codec", "component", "escape", "field", "repetition", "sub")

    def __init__(self, delimiters: str, codec: str) -> None:
        # Only since version 2.7 a message says how it marks a text that was cut.
        signs = [*delimiters.ljust(6, "\0")[:6]]
        self.field, self.component, self.repetition, self.escape, self.sub, _ = signs
        self.codec = codec
        names = zip("FSRETP", signs, strict=True)
        self._escapes = {name: sign for name, sign in names if sign != "\0"} | {"H": "", "N": "", ".br": "\n"}
        sign = re.escape(self.escape)
        self._escaped = re.compile(f"{sign}({_NAMES}){sign}")
        bar, head = re.escape(self.field), re.escape(delimiters)
        self.beginnings = re.compile(
            rf"(?:PID|ORC|OBR|OBX|NTE|SPM){bar}[0-9]+{bar}|OBX{bar}{bar}(?:{_TYPES}){bar}|MSH{head}"
        )
        """What can only be the beginning of a segment, since its separator is escaped in every text."""

    def plain(self, raw: str) -> str:
        """A text with its escapes resolved; those that are not known stay as they are."""
        return self._escaped.sub(self._resolve, raw) if self.escape in raw else raw

    def line(self, raw: str) -> str:
        """A text of one line.

        Raises:
            TextTooLong: It is longer than 300 characters.
        """
        # What nearly every field is needs no more than this; sanitising it again would change nothing.
        if raw.isascii() and raw.isprintable() and self.escape not in raw and len(raw) <= LONGEST_LINE:
            return raw.strip()
        return sanitise(self.plain(raw), limit=LONGEST_LINE, lines=False)

    def words(self, raw: str) -> str:
        """A text with its lines.

        Raises:
            TextTooLong: It is longer than 20,000 characters.
        """
        return sanitise(self.plain(raw), limit=LONGEST_COMMENT) if raw else ""

    def parts(self, raw: str) -> list[str]:
        """The components of a field, as sent."""
        return raw.split(self.component)

    def repeats(self, raw: str) -> list[str]:
        """The repetitions of a field, as sent, without empty ones."""
        return [one for one in raw.split(self.repetition) if one] if raw else []

    def part(self, raw: str, position: int) -> str:
        """One component of a field as text of one line, counted from 1; empty when it was not sent."""
        if self.component not in raw:
            return self.line(raw) if position == 1 else ""
        parts = raw.split(self.component, position)
        return self.line(parts[position - 1]) if len(parts) >= position else ""

    def first_sub(self, raw: str) -> str:
        """The first sub-component of a component that may have several."""
        return self.line(raw.split(self.sub, 1)[0])

    def _resolve(self, found: re.Match[str]) -> str:
        whole, name = str(found[0]), str(found[1])
        if name in self._escapes:
            return str(self._escapes[name])
        if spaces := _SPACES.fullmatch(name):
            return "\n" * max(1, int(spaces[1] or 1))
        if digits := _HEX.fullmatch(name):
            return self._bytes(digits[1]) or whole
        return whole

    def _bytes(self, digits: str) -> str:
        try:
            return bytes.fromhex(digits).decode(self.codec)
        except UnicodeDecodeError:
            return ""


@lru_cache(64)
def encoding(delimiters: str, codec: str) -> Encoding:
    """The encoding with these delimiters.

    Args:
        delimiters: MSH-1 followed by MSH-2.
        codec: The character set, as Python calls it.

    Raises:
        Damaged: They are no set of delimiters.
    """
    if not _DELIMITERS.fullmatch(delimiters) or len(set(delimiters)) != len(delimiters):
        raise Damaged("The first segment (MSH) does not say with which signs the message is divided.")
    return Encoding(delimiters, codec)


def decode(raw: bytes, named: str) -> tuple[str, str]:
    """Turn a message into text.

    Args:
        raw: The message.
        named: MSH-18, the character set that the sender names; its first, when there are several.

    Returns:
        The text, and the codec with which it was read.

    Raises:
        Damaged: It is not text, or not in the character set that it names, or in one that is not read here.
    """
    if b"\0" in raw:
        raise Damaged("The message holds bytes that are no text.")
    codecs = _CHARSETS.get(named.strip().upper(), ())
    for codec in codecs or _ascii_only(raw):
        try:
            return raw.decode(codec), codec
        except UnicodeDecodeError:
            continue
    shown = sanitise(named[:40], lines=False)
    if codecs and shown:
        raise Damaged(f"The message says that its character set is “{shown}”, and it is not.")
    raise Damaged(f"The character set “{shown}” cannot be read." if shown else "The message is in no character set.")


def _ascii_only(raw: bytes) -> Iterator[str]:
    """Of a character set that is not read here at least the letters that all have; a shift to others is an escape."""
    if b"\x1b" not in raw:
        yield "ascii"
