"""Makes the styled text that widgets show, and never takes other people's text for our own wording."""

from collections.abc import Iterable
from string import Template
from typing import Final

from rich.text import Text
from textual.content import Content

from hoc_tui.domain.text import sanitise
from hoc_tui.text.glyphs import ASCII, glyphs

_TYPED: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
"""Printers' marks and what a typewriter has for them."""


def _shown(text: str, *, lines: bool = True) -> str:
    """Harmless text as this terminal can show it.

    Why here and not as the last thing before the terminal: an ellipsis becomes three cells, and its line is not laid
    out yet. Why not in `plain`: what is made here is only looked at, and never comes back into the record.
    """
    harmless = plain(text, lines=lines)
    return harmless.translate(_TYPED) if glyphs() is ASCII else harmless


def plain(text: str, *, lines: bool = True) -> str:
    """Text made harmless once more, for the few places of Textual that take only a plain string.

    Why again, when the edge has done it: a database may hold what an older program or another one wrote.

    Args:
        text: Anything anybody typed or a file carried.
        lines: Whether line ends are kept; if not they become spaces.

    Returns:
        All of its words and none of its controls.
    """
    # Nothing may be refused here, so the limit is what the text can grow to: a tab becomes four spaces.
    return sanitise(text, limit=4 * len(text) + 1, lines=lines)


def display(text: str, style: str = "") -> Content:
    """Other people's text as they wrote it: brackets are brackets, never markup.

    Args:
        text: Anything anybody typed or a file carried; its lines are kept.
        style: Our own Textual style for all of it, such as "bold" or "$quiet".

    Returns:
        Content for any widget.
    """
    return Content.styled(_shown(text), style)


def label(template: str, **data: object) -> Content:
    """Our own wording, with slots for other people's text.

    Args:
        template: Our words in Textual's content markup, with a ``$name`` for each piece of data.
        data: What goes into the slots: text is made harmless and never read as markup, other values are written out.

    Returns:
        Content for any widget.

    Raises:
        KeyError: A slot has no data; a screen must never show a bare ``$name``.
    """
    missing = set(Template(template).get_identifiers()) - data.keys()
    if missing:
        raise KeyError(*sorted(missing))
    ours = template.translate(_TYPED) if glyphs() is ASCII else template
    return Content.from_markup(ours, **{name: _shown(str(value)) for name, value in data.items()})


def quoted(words: str, style: str = "") -> Content:
    """A person's own words in quotation marks, unchanged.

    Args:
        words: What the person said or wrote.
        style: Our own Textual style for all of it.

    Returns:
        Content for any widget.
    """
    marks = glyphs()
    return display(f"{marks.open_quote}{words}{marks.close_quote}", style)


def join(parts: Iterable[Content], between: str = "") -> Content:
    """One content out of several.

    Args:
        parts: What `display`, `label`, `quoted` or `mark` made.
        between: Our own text between two parts, such as a space or a line end.

    Returns:
        Content for any widget.
    """
    return Content(between).join(parts)


def cell(text: str, style: str = "") -> Text:
    """One line of other people's text for a DataTable, which reads a plain string as Rich markup.

    Args:
        text: Anything anybody typed or a file carried; its line ends become spaces.
        style: Our own Rich style for all of it.

    Returns:
        A Rich text of one line.
    """
    return Text(_shown(text, lines=False), style=style, end="")
