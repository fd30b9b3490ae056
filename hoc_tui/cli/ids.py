"""Ids for new rows: UUIDv7 from the clock, growing within one program even when the clock does not."""

import secrets
import threading
import time
from collections.abc import Callable
from uuid import UUID

from hoc_tui.domain.identifiers import uuid7

_RANDOM_BITS = 74
_STEP_BITS = 32


def _clock() -> int:
    return time.time_ns() // 1_000_000


class Ids:
    """Makes ids that sort in the order they were made; safe to call from any thread.

    Within one millisecond, and while the clock stands still or goes back, the random part grows by a random step
    (RFC 9562, section 6.2, method 2): ids still sort, and cannot be guessed from one another.

    Args:
        clock: Milliseconds since 1970 in UTC.
        chance: Makes that many random bits.
    """

    def __init__(self, clock: Callable[[], int] = _clock, chance: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._chance = chance
        self._lock = threading.Lock()
        self._last_ms = -1
        self._last_random = 0

    def __call__(self) -> UUID:
        """The next id."""
        with self._lock:
            return uuid7(*self._next())

    def _next(self) -> tuple[int, int]:
        now, grown = self._clock(), self._last_random + 1 + self._chance(_STEP_BITS)
        if now > self._last_ms:
            self._last_ms, self._last_random = now, self._chance(_RANDOM_BITS)
        elif grown >> _RANDOM_BITS:
            # The random part is full: borrow the next millisecond.
            self._last_ms, self._last_random = self._last_ms + 1, self._chance(_RANDOM_BITS)
        else:
            self._last_random = grown
        return self._last_ms, self._last_random


new_id = Ids()
"""This program's ids."""
