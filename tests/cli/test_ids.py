"""Ids that sort in the order in which they were made."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.cli.ids import Ids

FULL = (1 << 74) - 1


@given(st.lists(st.integers(0, (1 << 48) - 10), min_size=2, max_size=30), st.randoms(use_true_random=False))
def test_ids_grow_whatever_the_clock_does(times: list[int], chance: object) -> None:
    """A clock that stands still or goes back does not make an id smaller than the one before."""
    ticking: Iterator[int] = iter(times)
    ids = Ids(clock=lambda: next(ticking), chance=chance.getrandbits)  # type: ignore[attr-defined]
    made = [ids() for _ in times]
    assert sorted(made) == made
    assert len(set(made)) == len(made)
    assert all(one.version == 7 for one in made)


def test_a_full_random_part_borrows_the_next_millisecond() -> None:
    """When no larger id is left in a millisecond, the next one stands in the one after."""
    ids = Ids(clock=lambda: 1000, chance=lambda bits: (1 << bits) - 1)
    first, second = ids(), ids()
    assert (1000, 1001) == (first.int >> 80, second.int >> 80)
    assert first < second
