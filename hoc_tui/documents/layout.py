"""Paragraphs laid out in lines of plain text: wrapped at spaces, never cut, whatever script they are in."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from hoc_tui.domain.dates import PartialDate

_GLUE: Final = "\N{NO-BREAK SPACE}"
_LONGEST_GLUED: Final = 30
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})


class Paragraph(NamedTuple):
    """A piece of text and how far in it stands."""

    text: str
    indent: int = 0
    """Cells before the first line."""
    hang: int = 0
    """Cells more before every other line."""


def fact(label: str, text: str, indent: int) -> Paragraph:
    """A labelled fact on a line of its own, its further lines set in."""
    return Paragraph(f"{label}: {text}", indent, 2)


def glued(value: str) -> str:
    """A short value that no line end may part from its unit; a long one wraps like any text."""
    return value.replace(" ", _GLUE) if len(value) <= _LONGEST_GLUED else value


def when(day: PartialDate | None) -> str:
    """When something was, as precisely as it was sent: "on 3 November 2026", "in November 2026"."""
    if day is None:
        return "date not sent"
    return f"{'on' if len(day.text) >= len('2026-11-03') else 'in'} {day.long}"


def laid_out(paragraphs: Iterable[Paragraph], width: int | None) -> list[str]:
    """Paragraphs as lines.

    Args:
        paragraphs: In their order; an empty text is an empty line.
        width: The most cells a line may have, 20 or more; None leaves every line as long as it is.

    Returns:
        The lines. A word that is longer than a line is carried on in the next; nothing is left out.
    """
    lines = (line for paragraph in paragraphs for line in _lines(paragraph, width))
    return [line.replace(_GLUE, " ").rstrip() for line in lines]


def _lines(paragraph: Paragraph, width: int | None) -> Iterator[str]:
    first, further = " " * paragraph.indent, " " * (paragraph.indent + paragraph.hang)
    for number, written in enumerate(paragraph.text.split("\n")):
        before = further if number else first
        if width is None:
            yield before + written
        else:
            yield from _wrapped(written, before, further, width)


def _wrapped(text: str, before: str, further: str, width: int) -> Iterator[str]:
    line, room = "", width - len(before)
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= room:
            line = joined
            continue
        if line:
            yield before + line
            before, room = further, width - len(further)
        *whole, line = _broken(word, width - len(further))
        for piece in whole:
            yield before + piece
            before = further
    yield before + line


def _broken(word: str, room: int) -> list[str]:
    """A word in pieces that each fit; marks stay with the letter before them."""
    pieces, used = [""], 0
    for character in word:
        wide = _width(character)
        if used + wide > room:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += wide
    return pieces


def cells(text: str) -> int:
    """How many cells a text takes on a terminal or a line printer."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
