"""The display boundary: the only maker of the text that widgets may show."""

from rich.text import Text
from textual.content import Content

from hoc_tui.text.content import cell, display, join, label, plain, quoted
from hoc_tui.text.glyphs import ASCII, UNICODE, Glyphs, glyphs, restore_glyphs, use_glyphs
from hoc_tui.text.hint import KeyWord, hint_line
from hoc_tui.text.wrapping import together, wrapped

__all__ = [
    "ASCII",
    "UNICODE",
    "Content",
    "Glyphs",
    "KeyWord",
    "Text",
    "cell",
    "display",
    "glyphs",
    "hint_line",
    "join",
    "label",
    "plain",
    "quoted",
    "restore_glyphs",
    "together",
    "use_glyphs",
    "wrapped",
]
