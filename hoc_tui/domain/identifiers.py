"""What identifies people and rows: NHS numbers as they were sent, and row ids made from a given time."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from hoc_tui.domain.text import sanitise

_TEN_DIGITS = re.compile(r"[0-9]{10}")
_RANDOM_BITS = 74


def uuid7(unix_ms: int, randomness: int) -> UUID:
    """A row id that grows with time (UUID version 7), made by whoever writes, so that a retried write is the same.

    Args:
        unix_ms: Milliseconds since 1970 in UTC, 0 to 2**48 - 1.
        randomness: Random bits, of which the lowest 74 are used.

    Returns:
        The id: 48 bits of time, then version, variant and randomness.

    Raises:
        ValueError: The time does not fit 48 bits.

    Source:
        RFC 9562, section 5.7.
    """
    if not 0 <= unix_ms < 1 << 48:
        raise ValueError(f"{unix_ms} ms is outside the time a version 7 id can hold")
    chance = randomness & ((1 << _RANDOM_BITS) - 1)
    version, variant = 0x7 << 76, 0b10 << 62
    return UUID(int=unix_ms << 80 | version | (chance >> 62) << 64 | variant | chance & ((1 << 62) - 1))


@dataclass(frozen=True, slots=True)
class NhsNumber:
    """An NHS number exactly as somebody gave it; only a valid one identifies anybody.

    Whatever was sent can be held, since a record must not be lost for a number that fails.
    """

    as_sent: str
    """The text as typed or sent, made harmless."""

    @classmethod
    def parse(cls, text: str) -> "NhsNumber":
        """Take a number as typed, pasted or sent.

        Args:
            text: Any text.

        Returns:
            The number, valid or not.

        Raises:
            TextTooLong: The text is over 4,000 characters.
        """
        return cls(sanitise(text, lines=False))

    @property
    def digits(self) -> str:
        """The ten digits without spaces and punctuation; empty when it is not ten ASCII digits."""
        bare = "".join(filter(str.isalnum, self.as_sent))
        return bare if _TEN_DIGITS.fullmatch(bare) else ""

    @property
    def valid(self) -> bool:
        """Whether it passes Modulus 11 and is not one digit ten times.

        Source:
            NHS Data Dictionary, NHS NUMBER: weights 10 to 2, check digit 11 less the remainder; 11 counts as 0.
            "One digit ten times" is a local rule: 999 999 9999 passes the sum and is typed for "none".
        """
        digits = self.digits
        return bool(digits) and len(set(digits)) > 1 and check_digit(digits[:9]) == int(digits[9])

    @property
    def display(self) -> str:
        """Valid: 3 3 4 with single spaces (NHS CUI NUM-0001); otherwise as it was sent."""
        digits = self.digits
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if self.valid else self.as_sent

    @property
    def note(self) -> str:
        """What to say beside it: "number not valid", or nothing."""
        return "" if self.valid else "number not valid"

    def __str__(self) -> str:
        """The number, and in brackets that it is not valid when it is not."""
        return self.display if self.valid else f"{self.display} ({self.note})".strip()


def check_digit(nine: str) -> int | None:
    """The tenth digit of an NHS number (Modulus 11).

    Args:
        nine: The first nine digits.

    Returns:
        The check digit, or None when no NHS number starts with these nine.

    Source:
        NHS Data Dictionary, NHS NUMBER.
    """
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return {11: 0, 10: None}.get(check, check)


LOCAL_DIGITS: Final = 10
"""Hexadecimal digits of an id that people see: 40 random bits, so that even a million people hardly share one."""
_LOCAL: Final = re.compile(rf"p([0-9a-f]{{{LOCAL_DIGITS}}})")


def local_id(person_id: UUID) -> str:
    """What this program calls a person who has no valid NHS number: "p" and the end of their id.

    Args:
        person_id: Their id here.

    Returns:
        Such as "p3f2a91bc7e"; the letter keeps it apart from every number.
    """
    return f"p{person_id.hex[-LOCAL_DIGITS:]}"


def read_local_id(text: str) -> str | None:
    """The digits of a local id as it was typed; None when it is something else.

    Args:
        text: What was typed, in any case, with or without spaces around it.
    """
    found = _LOCAL.fullmatch(text.strip().lower())
    return found[1] if found else None
