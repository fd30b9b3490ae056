"""What somebody at the front desk typed to find a person: a name, a date of birth, an NHS number, or a part of one.

It is read anew at each key, so a reading never fails: what is not yet anything is `Unfinished`.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from hoc_tui.domain.dates import short
from hoc_tui.domain.entry.births import BirthEntry, read_birth
from hoc_tui.domain.entry.typed import NotUnderstood, one_line
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.names import name_words

_NHS_DIGITS = 10
_LEAST_NUMBER = 3
# Digits with the blanks and hyphens that NHS numbers are written with.
_NUMBER = re.compile(r"[0-9](?:[ \-]?[0-9])*")
# Where a word that starts with a digit follows a name: in "jackson 4/3/51", but not in "Abbott774".
_AFTER_NAME = re.compile(r"[ ,](?=[0-9])")


@dataclass(frozen=True, slots=True)
class ByName:
    """Find by the start of names, and by date of birth too when one was typed after the name."""

    typed: str
    prefix: str
    """The folded whole: a person is found when it starts one of their search keys."""
    words: tuple[str, ...]
    """The folded words: a person is found, too, when each of them starts one of their keys."""
    born: date | None
    said_back: str


@dataclass(frozen=True, slots=True)
class ByBirth:
    """Find by date of birth."""

    typed: str
    born: date
    number_prefix: str
    """The digits, when they could as well be the start of an NHS number; otherwise empty."""
    said_back: str


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Find by the start of an NHS number, or the whole of it."""

    typed: str
    digits: str
    """Three digits or more, without spaces."""
    said_back: str

    @property
    def complete(self) -> bool:
        """Whether all ten digits are there."""
        return len(self.digits) == _NHS_DIGITS

    @property
    def valid(self) -> bool:
        """Whether it is a whole number that passes Modulus 11."""
        return NhsNumber(self.digits).valid


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Too little to search for, or a date or number that is not whole yet."""

    typed: str
    said_back: str


Search: TypeAlias = ByName | ByBirth | ByNumber | Unfinished


def read_search(text: str, today: date) -> Search:
    """Tell what was typed into Find.

    Args:
        text: What stands in the box.
        today: Today, for dates of birth with a year of two digits.

    Returns:
        How to search: digits are a number, and a date of birth as well when they make one.

    Raises:
        TextTooLong: The text is over 4,000 characters.
    """
    typed = one_line(text)
    born = _born(typed, today)
    if _NUMBER.fullmatch(typed):
        return _by_digits(typed, born)
    if born is not None:
        return ByBirth(typed, born, "", f"born {short(born)}")
    words = name_words(typed)
    if not any(map(str.isalpha, "".join(words))) or typed[0].isdecimal():
        return Unfinished(typed, "a name, a date of birth or an NHS number")
    return _by_name(typed, today)


def _by_digits(typed: str, born: date | None) -> Search:
    digits = "".join(filter(str.isdecimal, typed))
    if born is not None and digits != typed:
        return ByBirth(typed, born, "", f"born {short(born)}")
    if born is not None:
        return ByBirth(typed, born, digits, f"born {short(born)}, or an NHS number that starts with these digits")
    if len(digits) < _LEAST_NUMBER:
        return Unfinished(typed, "at least three digits of an NHS number")
    if len(digits) < _NHS_DIGITS:
        return ByNumber(typed, digits, "an NHS number that starts with these digits")
    number = NhsNumber(digits)
    return ByNumber(typed, digits, f"NHS number {number}")


def _by_name(typed: str, today: date) -> ByName:
    name, *more = _AFTER_NAME.split(typed, maxsplit=1)
    words = name_words(name)
    if not words:
        # Only a stroke or the like stands before the digit: a prefix of nothing would find everybody.
        name, more, words = typed, [], name_words(typed)
    born = _born(more[0], today) if more else None
    said_back = f"a name that starts with “{name.strip(' ,')}”" + (f", born {short(born)}" if born else "")
    return ByName(typed, "".join(words), words, born, said_back)


def _born(text: str, today: date) -> date | None:
    try:
        entry = read_birth(text, today)
    except NotUnderstood:
        return None
    return entry.value if isinstance(entry, BirthEntry) else None
