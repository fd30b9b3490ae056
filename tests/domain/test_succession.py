"""Which copy of a result is in force, in whatever order copies arrive."""

from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.succession import older
from hoc_tui.domain.vocabulary import ResultStatus

PRELIMINARY, FINAL = ResultStatus.PRELIMINARY, ResultStatus.FINAL
CORRECTED, WITHDRAWN = ResultStatus.CORRECTED, ResultStatus.ENTERED_IN_ERROR
Copy = tuple[ResultStatus, PartialDate | None]


def at(text: str) -> PartialDate:
    """A moment."""
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("copy", "other"),
    [
        ((PRELIMINARY, None), (FINAL, None)),
        ((PRELIMINARY, at("2026-03-09")), (FINAL, at("2026-03-05"))),
        ((FINAL, None), (CORRECTED, None)),
        ((FINAL, at("2026-03-05")), (CORRECTED, at("2026-03-05T10:00:00Z"))),
        ((FINAL, at("2026-03-05")), (FINAL, at("2026-03-06"))),
        ((CORRECTED, at("2026-03-05")), (WITHDRAWN, at("2026-03-05"))),
        ((WITHDRAWN, at("2026-03-05T10:00:00Z")), (FINAL, at("2026-03-05T11:00:00Z"))),
        ((PRELIMINARY, at("2026-03-05")), (PRELIMINARY, at("2026-03-06"))),
        ((FINAL, at("2026-03-05T11:30:00+01:00")), (FINAL, at("2026-03-05T11:00:00Z"))),
    ],
)
def test_the_older_copy_is_told(copy: Copy, other: Copy) -> None:
    """By how far it has come; a number issued after a withdrawal is not hidden behind it (hazard H05)."""
    assert older(*copy, *other)
    assert not older(*other, *copy)


@pytest.mark.parametrize(
    ("copy", "other"),
    [
        ((FINAL, None), (FINAL, None)),
        ((FINAL, None), (FINAL, at("2026-03-05"))),
        ((ResultStatus.NOT_SENT, None), (FINAL, None)),
        ((FINAL, at("2026-03-05")), (FINAL, at("2026-03-05T10:00:00Z"))),
    ],
)
def test_where_nothing_tells_neither_is_older(copy: Copy, other: Copy) -> None:
    """Then what arrives later counts."""
    assert not older(*copy, *other)
    assert not older(*other, *copy)


MOMENTS = st.integers(0, 59).map(lambda minute: at(f"2026-03-05T10:{minute:02}:00Z"))


@given(st.lists(st.tuples(st.sampled_from([*ResultStatus]), MOMENTS), min_size=1, max_size=4, unique_by=lambda c: c[1]))
def test_any_order_of_arrival_ends_with_the_same_copy(copies: list[Copy]) -> None:
    """Repeats included: what is in force depends on what was sent and never on the way it took."""
    ends = {
        reduce(lambda held, new: held if older(*new, *held) else new, (*order, *order))
        for order in permutations(copies)
    }
    assert 1 == len(ends)
