"""Chance that repeats: the same seed gives the same people on every machine and every Python.

Only `Random(text)` and `Random.random()` are used, whose outcome Python promises to keep; `choice`, `sample` and
`gauss` may change between releases.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar
from uuid import UUID

from hoc_tui.domain.identifiers import uuid7

One = TypeVar("One")


class Chance:
    """A stream of chance of its own for each purpose, so that a change in one leaves the others as they were.

    Args:
        parts: What names the stream: the seed, then whom and what it is for.
    """

    def __init__(self, *parts: object) -> None:
        self.fraction = Random(":".join(map(str, parts))).random
        """A number from 0 up to but not including 1."""

    def yes(self, share: float) -> bool:
        """Yes in `share` of cases, 0 to 1."""
        return self.fraction() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def pick(self, options: Sequence[One]) -> One:
        """One of several."""
        return options[int(self.fraction() * len(options))]

    def several(self, options: Sequence[One], number: int) -> list[One]:
        """So many different ones, or all there are, in chance order."""
        left = list(options)
        return [left.pop(int(self.fraction() * len(left))) for _ in range(min(number, len(left)))]

    def weighted(self, options: Sequence[One], weights: Sequence[float]) -> One:
        """One of several, heavier ones more often; at least one weight is above 0."""
        left = self.fraction() * sum(weights)
        for option, weight in zip(options, weights, strict=True):
            left -= weight
            if left < 0:
                return option
        return options[-1]

    def bell(self) -> float:
        """About normal around 0 with deviation 1, never beyond 3.5.

        Why a sum of four and no logarithm: sums are the same to the last bit on every machine.
        """
        fraction = self.fraction
        return (fraction() + fraction() + fraction() + fraction() - 2) * 1.7320508


class Ids:
    """Ids shaped like UUID version 7, in the order of the people they belong to.

    Args:
        chance: Where their random part comes from.
        millisecond: The time they carry, since 1970; they are ids of rows, not a record of when.
    """

    def __init__(self, chance: Chance, millisecond: int) -> None:
        self._fraction = chance.fraction
        self._millisecond = millisecond

    def __call__(self) -> UUID:
        """The next id."""
        high, low = int(self._fraction() * 2**37), int(self._fraction() * 2**37)
        return uuid7(self._millisecond, high << 37 | low)
