"""Importance and confidence on a ruler from 0 to 10, or in three words when numbers do not suit."""

import re
from dataclasses import dataclass

from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly
from hoc_tui.domain.vocabulary import ScoreScale

WORDS = {"not at all": 2, "somewhat": 5, "very": 9}
"""The three answers in words and where each stands on the ruler; never averaged with answers in numbers.

Source: Brief Action Planning's alternative for people who do not use numbers; places as in the domain reference 5.1.
"""

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = re.compile(r"(?P<number>10|[0-9]|[a-z]+)(?: ?/ ?10| out of (?:10|ten))?")


@dataclass(frozen=True, slots=True)
class RulerEntry:
    """An answer on a ruler, with the scale it was given on."""

    typed: str
    value: int
    """0 to 10."""
    scale: ScoreScale
    said_back: str
    """"7 out of 10", or the words."""


def read_ruler(text: str) -> RulerEntry:
    """Read how important something is, or how confident the person feels.

    Args:
        text: "7", "7/10", "seven", or "not at all", "somewhat", "very", each with "sure", "confident" or "important".

    Returns:
        The answer from 0 to 10 with its scale; words stand at 2, 5 and 9.

    Raises:
        NotUnderstood: It is neither, or not a whole number from 0 to 10.
    """
    typed = one_line(text)
    plain = plainly(typed)
    words = re.sub(r" (?:sure|confident|important)\Z", "", plain)
    if words in WORDS:
        return RulerEntry(typed, WORDS[words], ScoreScale.THREE_WORDS, words)
    number = _NUMBER.fullmatch(plain)
    value = None if number is None else _whole(number["number"])
    if value is None:
        raise NotUnderstood(typed, "is not a whole number from 0 to 10", "7, or somewhat")
    return RulerEntry(typed, value, ScoreScale.ZERO_TO_TEN, f"{value} out of 10")


def _whole(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    return _NUMBERS.index(text) if text in _NUMBERS else None
