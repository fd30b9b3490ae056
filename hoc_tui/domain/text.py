"""Text is data: what people type and files carry, made harmless before anything keeps it.

Two gates use this module. At the edge `sanitise` decides what is kept; at paint time the screen's seal
translates with `CONTROLS`, which changes no text's width, in case anything came past the edge. Standard library only.
"""

import re
import unicodedata
from collections.abc import Iterable

from hoc_tui.domain.errors import HocError

MOST_CHARACTERS = 4000
"""How long free text may be unless a field says otherwise: about two printed pages."""

_REPLACEMENT = "\ufffd"
_SURROGATES = range(0xD800, 0xE000)


class TextTooLong(HocError):
    """Text that is longer than its field; it is refused whole, because a cut text says something else.

    Args:
        length: How many characters there are.
        limit: How many may be.
    """

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"This text has {length:,} characters, and {limit:,} is the most that fits here.",
            hint="Shorten it, or put it in two entries.",
        )
        self.length = length
        self.limit = limit


def _invisible() -> Iterable[int]:
    """Code points that steer a terminal, or hide or reorder text, and show nothing themselves."""
    yield from range(0x20)
    yield from range(0x7F, 0xA0)
    yield from (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF)
    yield from range(0x202A, 0x202F)  # embeddings and overrides of direction
    yield from range(0x2060, 0x2070)  # joiners nobody sees, isolates of direction, deprecated shaping
    yield from range(0xFFF9, 0xFFFC)  # interlinear annotation: a second text inside the first
    yield from range(0x1BCA0, 0x1BCA4)
    yield from range(0x1D173, 0x1D17B)
    yield from range(0xE0000, 0xE0080)  # tags: a whole sentence can hide in them


# Why not dropped like the rest: these stand between two words or lines, which would become one word.
_BREAKS = dict.fromkeys(map(ord, "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
# XML, and so every FHIR and Word file, refuses these two.
_NOT_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), _REPLACEMENT)

_EDGE: dict[int, str | None] = {**dict.fromkeys(_invisible()), **_NOT_CHARACTERS, **_BREAKS, 0x1F: " ", 0x09: "    "}
_EDGE_OF_LINE: dict[int, str | None] = {**_EDGE, 0x09: " "}

CONTROLS: dict[int, str | None] = {
    **dict.fromkeys(_invisible()),
    **_NOT_CHARACTERS,
    **dict.fromkeys(_SURROGATES, _REPLACEMENT),
    # Terminals and Rich give the soft hyphen a cell, so it keeps one.
    0xAD: "-",
}
"""For `str.translate` when text is painted: no control is left, and a text is as wide as Rich measured it before."""

_JOINERS = re.compile("[\u200c\u200d\U000e0100-\U000e01ef]")
# A joiner shapes emoji, Indic and Persian letters. After a space or a Latin letter it shapes nothing and makes
# two names that look the same differ. A variation selector of the supplement belongs to an ideograph only.
_STRAY_JOINERS = re.compile(
    "(?<![^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u3000])[\u200c\u200d]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",
)


def sanitise(text: str, *, limit: int = MOST_CHARACTERS, lines: bool = True) -> str:
    """Make text harmless without losing a word of it.

    Line ends of every kind become a line feed, and a tab four spaces. Controls, marks of direction, tags and other
    characters that show nothing are dropped; the letters of an escape sequence stay and are harmless without its
    escape. Half a surrogate pair becomes U+FFFD. What is left is in Unicode's composed form (NFC).

    Args:
        text: What was typed or sent.
        limit: The most characters that may be left.
        lines: Whether the field has lines. If not, each line end with its blanks becomes one space, a tab one
            space, and blanks at both ends go.

    Returns:
        The harmless text; sanitising it again changes nothing.

    Raises:
        TextTooLong: The text is longer than the limit; nothing is ever cut.
    """
    # Why before cleaning: normalising is quadratic in a run of combining marks, so its input must be bounded.
    if len(text) > 4 * limit:
        raise TextTooLong(len(text), limit)
    clean = _clean(text, lines=lines)
    if len(clean) > limit:
        raise TextTooLong(len(clean), limit)
    return clean


def is_harmless(text: str) -> bool:
    """Whether sanitising a text of several lines would leave it as it is, whatever its length."""
    return _clean(text, lines=True) == text


def _clean(text: str, *, lines: bool) -> str:
    if not (text.isascii() and text.isprintable()):
        text = _visible(text, _EDGE if lines else _EDGE_OF_LINE)
    return text if lines else _one_line(text)


def _visible(text: str, table: dict[int, str | None]) -> str:
    whole = _without_half_pairs(text).replace("\r\n", "\n")
    composed = unicodedata.normalize("NFC", whole.translate(table))
    return _without_stray_joiners(composed) if _JOINERS.search(composed) else composed


def _without_half_pairs(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _without_stray_joiners(text: str) -> str:
    # Why again and again: taking a joiner out lets marks meet and compose, which can leave another one stray.
    while (calmer := unicodedata.normalize("NFC", _STRAY_JOINERS.sub("", text))) != text:
        text = calmer
    return text


def _one_line(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    return " ".join(part for line in text.split("\n") if (part := line.strip()))
