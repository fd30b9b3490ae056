"""Free text as a pydantic field: a model that holds `Words` or a `Line` cannot hold hostile text.

Over-long text raises `TextTooLong` through pydantic instead of becoming one of its errors, because pydantic's
error would carry the text itself into whatever prints it.
"""

from typing import Annotated

from pydantic import BeforeValidator

from hoc_tui.domain.text import MOST_CHARACTERS, sanitise

LONGEST_LINE = 300
"""How long one line may be: the longest names, addresses and goals people write on one line fit three times over."""


# Why before pydantic's own check and not after it: a later release of the validator may refuse half a surrogate pair
# where we replace it.
def tidied(*, limit: int, lines: bool) -> BeforeValidator:
    """Make the validator of a field that has a limit of its own.

    A longer comment is `Annotated[str, tidied(limit=20_000, lines=True)]`.

    Args:
        limit: The most characters the field takes.
        lines: Whether it may have more than one line.

    Returns:
        The validator; what is not text it leaves to pydantic to refuse.
    """

    def tidy(value: object) -> object:
        return sanitise(value, limit=limit, lines=lines) if isinstance(value, str) else value

    return BeforeValidator(tidy)


Words = Annotated[str, tidied(limit=MOST_CHARACTERS, lines=True)]
"""Free text of several lines, up to 4,000 characters."""

Line = Annotated[str, tidied(limit=LONGEST_LINE, lines=False)]
"""Text of one line, up to 300 characters, without blanks at its ends."""
