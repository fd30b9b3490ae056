"""The marks."""

import dataclasses

import pytest
from rich.cells import cell_len

from hoc_tui.text import ASCII, UNICODE, Glyphs

NAMES_OF_STYLES = {"frame", "trend"}


def marks(chosen: Glyphs) -> dict[str, str]:
    """Every mark by its name, those in a row one by one."""
    found = {name: mark for name, mark in dataclasses.asdict(chosen).items() if name not in NAMES_OF_STYLES}
    levels = found.pop("levels")
    return found | {f"level {number}": level for number, level in enumerate(levels)}


@pytest.mark.parametrize("chosen", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_mark_is_one_character_one_cell_wide(chosen: Glyphs) -> None:
    """Terminals agree about the width of single narrow characters only."""
    wrong = {name: mark for name, mark in marks(chosen).items() if len(mark) != 1 or cell_len(mark) != 1}
    assert wrong == {}


def test_ascii_marks_are_ascii() -> None:
    """The ASCII set has nothing else."""
    assert [mark for mark in marks(ASCII).values() if not mark.isascii()] == []


@pytest.mark.parametrize("chosen", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_marks_with_different_meanings_differ(chosen: Glyphs) -> None:
    """Above, below, overdue, done, starred and the cursor are never the same mark."""
    states = [chosen.above, chosen.below, chosen.overdue, chosen.tick, chosen.star, chosen.cursor, chosen.filled]
    assert len(set(states)) == len(states)
