"""Records on their way in: nothing can disappear uncounted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord, Puzzle, Unreadable

PERSON = IncomingPerson(source_id="p", family="Example")
PUZZLE = Puzzle(where="entry 2", reason="No.", raw="{}")


@given(
    ignored=st.dictionaries(st.text(max_size=3), st.integers(0, 5), max_size=3),
    puzzles=st.integers(0, 3),
    missing=st.integers(-2, 2),
)
def test_a_record_that_does_not_add_up_cannot_be_made(ignored: dict[str, int], puzzles: int, missing: int) -> None:
    """The person, what was read, what was ignored and what was set aside are all there is."""
    resources = 1 + sum(ignored.values()) + puzzles + missing
    fields = {"person": PERSON, "ignored": ignored, "puzzles": (PUZZLE,) * puzzles, "resources": resources}
    if missing:
        with pytest.raises(ValidationError, match="accounted for"):
            IncomingRecord.model_validate({"source_system": "s"} | fields)
    else:
        assert IncomingRecord.model_validate({"source_system": "s"} | fields).accounted == resources


def test_a_refusal_says_what_where_and_how_much() -> None:
    """Whoever opened the file adds its name."""
    refusal = Unreadable("It is empty.", where="line 1", resources=3)
    assert (str(refusal), refusal.where, refusal.resources, refusal.file) == ("It is empty.", "line 1", 3, "")
