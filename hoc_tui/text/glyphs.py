"""The marks we draw ourselves, as single characters one cell wide, in Unicode and in ASCII.

Why single characters: terminals and tmux disagree about the width of emoji sequences (Textualize/textual#4375, #5980).
A mark never stands without its word, so that an ASCII mark may be plainer than the one it stands in for.
"""

from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of marks."""

    tick: str
    above: str
    below: str
    overdue: str
    star: str
    cursor: str
    link: str
    """Beside what is linked to the selected thing in another pane."""
    bullet: str
    dash: str
    separator: str
    """Between two facts on one line."""
    rule: str
    """One cell of a horizontal line."""
    bar: str
    """One cell of a vertical line."""
    filled: str
    """One of those it happens to, in an icon array; also "under way" in a list."""
    empty: str
    """One of those it does not happen to; also "waiting" in a list."""
    arrow: str
    open_quote: str
    close_quote: str
    frame: Literal["round", "ascii"]
    """Textual's name for the border of a pane."""
    trend: Literal["braille", "levels"]
    """How a trend is drawn: two readings in a braille cell, or one of `levels` for each reading."""
    levels: str
    """Marks for a reading from lowest to highest."""


UNICODE: Final = Glyphs(
    tick="✓",
    above="▲",
    below="▼",
    overdue="!",
    star="★",
    cursor="▸",
    link="↔",
    bullet="•",
    dash="–",
    separator="·",
    rule="─",
    bar="│",
    filled="●",
    empty="○",
    arrow="→",
    open_quote="“",
    close_quote="”",
    frame="round",
    trend="braille",
    levels="▁▂▃▄▅▆▇█",
)

ASCII: Final = Glyphs(
    tick="+",
    above="^",
    below="v",
    overdue="!",
    star="*",
    cursor=">",
    link="=",
    bullet="-",
    dash="-",
    separator="|",
    rule="-",
    bar="|",
    filled="#",
    empty="o",
    arrow=">",
    open_quote='"',
    close_quote='"',
    frame="ascii",
    trend="levels",
    levels="_.-=^",
)

_current: ContextVar[Glyphs] = ContextVar("glyphs", default=UNICODE)


def glyphs() -> Glyphs:
    """The marks this process draws with: Unicode until `use_glyphs` says otherwise."""
    return _current.get()


def use_glyphs(chosen: Glyphs) -> Token[Glyphs]:
    """Choose the marks, once, when the program starts.

    Args:
        chosen: `UNICODE` or `ASCII`.

    Returns:
        What a test gives to `restore_glyphs`.
    """
    return _current.set(chosen)


def restore_glyphs(token: Token[Glyphs]) -> None:
    """Put back the marks of before a `use_glyphs`.

    Args:
        token: What `use_glyphs` returned.
    """
    _current.reset(token)
