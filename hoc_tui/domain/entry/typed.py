"""What was typed, as a reader sees it, and the one sentence for what cannot be understood."""

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import sanitise

LONGEST_ENTRY = 80
"""The most characters a short entry may have; the longest date or value in words is half of that."""

_SAME_MEANING = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        "\u2264": "<=",
        "\u2265": ">=",
        "\u2044": "/",
        "\u2215": "/",
    },
)


class NotUnderstood(HocError):
    """What was typed has no meaning here, or more than one; nothing was saved, and the field keeps it.

    Args:
        typed: What was typed.
        problem: What is the matter, as the sentence goes on after it: "is not a date".
        example: One thing that works.
    """

    def __init__(self, typed: str, problem: str, example: str) -> None:
        if not typed:
            sentence = f"Nothing has been typed: try {example}."
        elif len(typed) > LONGEST_ENTRY:
            sentence = f"What was typed is too long to be understood: try {example}."
        else:
            sentence = f"“{typed}” {problem}: try {example}."
        super().__init__(sentence)
        self.typed = typed
        """What was typed, made harmless and otherwise as it was."""
        self.example = example
        """One thing that works."""


class Unclear(Exception):
    """Why a text cannot be read at all; it never leaves this package, since readers turn it into `NotUnderstood`.

    Args:
        problem: What is the matter, as in `NotUnderstood`.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def one_line(text: str) -> str:
    """What was typed, made harmless, on one line.

    Raises:
        TextTooLong: The text is over 4,000 characters.
    """
    return sanitise(text, lines=False)


def plainly(typed: str, *, capitals: bool = False) -> str:
    """The same with small letters, single spaces and one kind of hyphen, apostrophe and stroke.

    Args:
        typed: What `one_line` gave.
        capitals: Whether capitals stay, as they must in units.

    Returns:
        The text to compare; empty when it is too long to be a short entry.
    """
    if len(typed) > LONGEST_ENTRY:
        return ""
    plain = " ".join(typed.translate(_SAME_MEANING).split())
    return plain if capitals else plain.casefold()
