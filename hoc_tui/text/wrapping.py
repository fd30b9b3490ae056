"""Wrapping that keeps together what belongs together: a number and its unit, the groups of an NHS number.

Why not Content.wrap alone: it breaks at no-break spaces, too (Textual 8.2.8, `_wrap_and_format`), and "61" at
the end of one line with "mmol/mol" at the start of the next is a value that was cut (hazard H05).
"""

from textual.content import Content

NO_BREAK = "\N{NO-BREAK SPACE}"
_HELD = "\ue000"
"""Stands in for a no-break space while Textual wraps: a private character, one cell wide, no space."""


def wrapped(content: Content, width: int) -> list[Content]:
    """Lines of at most a width, broken at spaces but never at a no-break space.

    Args:
        content: Any content; its line ends are kept.
        width: Cells across, 1 and up.

    Returns:
        The lines; in them a no-break space is a space. What is longer than a line by itself is broken inside.
    """
    held = Content(content.plain.replace(NO_BREAK, _HELD), list(content.spans))
    return [Content(line.plain.replace(_HELD, " "), list(line.spans)) for line in held.wrap(width)]


def together(words: str) -> str:
    """Words that must stand on one line: "61 mmol/mol".

    Args:
        words: A value with its unit, a date, a number in groups.
    """
    return words.replace(" ", NO_BREAK)
