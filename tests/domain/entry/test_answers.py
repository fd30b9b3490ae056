"""Rulers and lists of line numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.entry.choices import read_choices
from hoc_tui.domain.entry.rulers import read_ruler
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.vocabulary import ScoreScale


@pytest.mark.parametrize("typed", ["7", "7/10", "7 / 10", "seven", "7 out of 10", "Seven out of ten"])
def test_a_number_on_the_ruler(typed: str) -> None:
    """However it is said, it is seven out of ten on the scale of numbers."""
    entry = read_ruler(typed)
    assert (entry.value, entry.scale, entry.said_back) == (7, ScoreScale.ZERO_TO_TEN, "7 out of 10")


@pytest.mark.parametrize(
    ("typed", "value", "said_back"),
    [
        ("not at all", 2, "not at all"),
        ("not at all confident", 2, "not at all"),
        ("Somewhat", 5, "somewhat"),
        ("very sure", 9, "very"),
        ("very important", 9, "very"),
    ],
)
def test_words_on_the_ruler_are_a_scale_of_their_own(typed: str, value: int, said_back: str) -> None:
    """They have a place on the ruler but are never averaged with numbers."""
    entry = read_ruler(typed)
    assert (entry.value, entry.scale, entry.said_back) == (value, ScoreScale.THREE_WORDS, said_back)


@pytest.mark.parametrize("typed", ["11", "7.5", "7-8", "-1", "5/5", "", "quite", "10/100"])
def test_what_is_not_on_the_ruler_is_refused(typed: str) -> None:
    """Halves, other scales and other words."""
    with pytest.raises(NotUnderstood, match="try 7, or somewhat"):
        read_ruler(typed)


@given(st.integers(0, 10))
def test_the_whole_ruler_can_be_typed(value: int) -> None:
    """From 0 to 10, both included."""
    assert read_ruler(f"{value}").value == read_ruler(f"{value}/10").value == value


@pytest.mark.parametrize(
    ("typed", "numbers", "said_back"),
    [
        ("1,2,5-7", (1, 2, 5, 6, 7), "1, 2, 5, 6 and 7"),
        ("2 1", (1, 2), "1 and 2"),
        ("1, 2 and 3", (1, 2, 3), "1, 2 and 3"),
        ("5 - 7", (5, 6, 7), "5, 6 and 7"),
        ("5\u20136", (5, 6), "5 and 6"),
        ("3,3,3", (3,), "3"),
    ],
)
def test_lines_are_picked_by_number(typed: str, numbers: tuple[int, ...], said_back: str) -> None:
    """Each once and in order, however they were typed."""
    entry = read_choices(typed, 8)
    assert (entry.value, entry.said_back) == (numbers, said_back)


@pytest.mark.parametrize("typed", ["", "9", "0", "7-5", "a", "1-2-3", "1.5", "1-99999999"])
def test_lines_that_are_not_there_are_refused(typed: str) -> None:
    """Nothing is picked when a part of the list is wrong."""
    with pytest.raises(NotUnderstood, match="try 1,2 or 1-8"):
        read_choices(typed, 8)


@given(st.sets(st.integers(1, 99), min_size=1, max_size=25))
def test_any_choice_can_be_typed(picked: set[int]) -> None:
    """In any number of parts."""
    assert set(read_choices(",".join(map(str, picked)), 99).value) == picked
