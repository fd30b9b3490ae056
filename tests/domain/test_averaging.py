"""Home blood pressure: which readings count, their average, and what is missing of what the rule asks for."""

from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.averaging import Day, Pressures, average
from hoc_tui.domain.entry.home import read_home
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.errors import HocError

PAIRS = st.builds(
    lambda low, more: Pressures(systolic=low + more, diastolic=low), st.integers(40, 120), st.integers(1, 100)
)
DAYS = st.lists(st.lists(PAIRS, min_size=1, max_size=6), min_size=2, max_size=8).map(
    lambda days: tuple(Day(number=number, readings=tuple(some)) for number, some in enumerate(days, 1))
)


def day(number: int, *pairs: tuple[int, int]) -> Day:
    """One day's readings."""
    return Day(number=number, readings=tuple(Pressures(systolic=upper, diastolic=lower) for upper, lower in pairs))


@given(DAYS)
def test_the_average_is_of_every_day_but_the_first(days: tuple[Day, ...]) -> None:
    """Worked out another way: sums over all readings of all other days, halves up, whatever the order of days."""
    counting = [one for some in days[1:] for one in some.readings]
    found = average(days[::-1])
    assert found is not None
    for side in ("systolic", "diastolic"):
        exact = Decimal(sum(getattr(one, side) for one in counting)) / len(counting)
        assert int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)) == getattr(found.pressures, side)
    assert (len(counting), len(days) - 1) == (found.readings, found.days)


@given(DAYS, PAIRS)
def test_the_first_day_changes_nothing(days: tuple[Day, ...], other: Pressures) -> None:
    """However high it was."""
    changed = (Day(number=1, readings=(other,)), *days[1:])
    assert average(days) == average(changed)


@given(DAYS)
def test_what_is_typed_is_what_is_averaged(days: tuple[Day, ...]) -> None:
    """With numbers before the days or without, on lines or between semicolons."""
    expected = average(days)
    for between in ("; ", "\n"):
        for text in (
            between.join(one.words for one in days),
            between.join(" ".join(pair.words for pair in one.readings) for one in days),
        ):
            entry = read_home(text)
            assert days == entry.value
            assert expected == entry.average


def test_a_day_that_was_left_out_already_is_not_left_out_twice() -> None:
    """Who brings days 2 to 4 has left the first out."""
    entry = read_home("day 2: 140/80 142/82; day 3: 138/80 140/80; day 4: 140/80 140/82")
    assert (6, 3, "") == (entry.average.readings, entry.average.days, entry.average.short)


@pytest.mark.parametrize(
    ("days", "short"),
    [
        ((day(1, (150, 90)), day(2, (140, 80), (140, 80))), "only 2 days of the 4 that are asked for"),
        (
            (day(1, (150, 90)), day(2, (140, 80)), day(3, (140, 80), (141, 80)), day(4, (140, 80), (141, 80))),
            "fewer than 2 readings on day 2",
        ),
    ],
)
def test_too_little_is_said(days: tuple[Day, ...], short: str) -> None:
    """An average of too few readings is not passed off as one that counts."""
    found = average(days)
    assert found is not None
    assert short == found.short


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("150/90 148/88", "the first day does not count"),
        ("day 1: 150/90; 148/88", "days with a number and days without"),
        ("day 0: 150/90; day 1: 148/88", "has a day 0"),
        ("150/90; 88/148", "higher pressure first"),
        ("150/90; high", "is not a blood pressure"),
        ("day 1: 150/90; day 2:", "has a day without a reading"),
        ("150/90; 14O/80", "is not a blood pressure"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, problem: str) -> None:
    """Nothing of it is guessed, and no reading is skipped."""
    with pytest.raises(NotUnderstood, match=problem):
        read_home(text)


@given(st.text(max_size=200))
def test_no_text_stops_the_reader(text: str) -> None:
    """It is understood, or refused with a sentence; nothing else is raised."""
    with suppress(HocError):
        assert read_home(text).said_back
