"""Spoilt laboratory files by the thousand: each is read, set aside in part, or refused in a sentence."""

import time
from collections.abc import Callable

from tests.interop import fuzzing
from tests.interop.hl7v2 import fuzzing as hl7

READERS: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    **{name: (attempt, tuple(fuzzing.SEEDS[name])) for name, attempt in fuzzing.FORMATS.items()},
    "hl7v2": (hl7.read, hl7.SEEDS),
}
"""What reads a format, and the files that are spoilt."""


def spoil(cases: int, seed: int, say: Callable[[str], None]) -> bool:
    """Read so many spoilt files, of every format as many.

    Args:
        cases: How many of all formats together.
        seed: The same seed, the same cases.
        say: Told what came of each format.

    Returns:
        Whether none failed.
    """
    failed = 0
    share = -(-cases // len(READERS))
    for name, (attempt, seeds) in READERS.items():
        began = time.monotonic()
        tried = fuzzing.campaign(share, attempt=attempt, seeds=seeds, first=seed * cases)
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(tried.outcomes.items()))
        seconds = time.monotonic() - began
        say(f"{f'spoilt {name}':28} {tried.cases:,} cases, {len(tried.failures)} failed; {told}  {seconds:.0f} s")
        for number, how in tried.failures[:3]:
            say(f"case {number}:\n{how}")
        failed += len(tried.failures)
    return not failed
