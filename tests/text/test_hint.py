"""The line of keys."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hoc_tui.text import hint_line

ENTRIES = [("a", "Add"), ("Enter", "Open"), ("F8", "Agree"), ("?", "Help")]


def test_all_keys_show_when_there_is_room() -> None:
    """With room enough every key stands with its word."""
    assert hint_line(ENTRIES, 80).plain == "a Add  Enter Open  F8 Agree  ? Help"


def test_help_stays_when_there_is_little_room() -> None:
    """What does not fit is left out whole, from the end, but never help."""
    assert hint_line(ENTRIES, 25).plain == "a Add  Enter Open  ? Help"
    assert hint_line(ENTRIES, 24).plain == "a Add  ? Help"
    assert hint_line(ENTRIES, 3).plain == "? Help"


def test_no_keys_are_no_line() -> None:
    """A screen without keys has an empty line."""
    assert hint_line([], 80).plain == ""


def test_keys_are_not_markup() -> None:
    """The bracket keys are keys."""
    assert hint_line([("[", "Earlier"), ("]", "Later")], 80).plain == "[ Earlier  ] Later"


@given(
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=4), st.text("cd", min_size=1, max_size=9))),
    st.integers(9, 99),
)
def test_the_line_always_fits(entries: list[tuple[str, str]], width: int) -> None:
    """The line is no wider than the room, once there is room for one entry, and ends with the last."""
    line = hint_line(entries, width).plain
    assert cell_len(line) <= max(width, cell_len(" ".join(entries[-1])) if entries else 0)
    assert not entries or line.endswith(" ".join(entries[-1]))
