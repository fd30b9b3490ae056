"""Lines of plain text: wrapped, never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.documents.layout import Paragraph, cells, fact, glued, laid_out, when
from hoc_tui.domain.dates import PartialDate

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)


@given(st.lists(TEXT, max_size=5), st.integers(20, 100), st.integers(0, 8), st.integers(0, 4))
def test_no_character_is_lost_and_no_line_too_long(texts: list[str], width: int, indent: int, hang: int) -> None:
    """Whatever is written, in whatever script, every character is there and every line fits."""
    lines = laid_out([Paragraph(text, indent, hang) for text in texts], width)
    assert "".join("".join(texts).split()) == "".join("".join(lines).split())
    assert all(cells(line) <= width for line in lines)


def test_words_wrap_at_spaces_with_the_rest_set_in() -> None:
    """A word stays whole, and further lines stand under the first with what they hang by."""
    lines = laid_out([Paragraph("Back to the allotment twice a week", 2, 3)], 20)
    assert ["  Back to the", "     allotment twice", "     a week"] == lines


def test_a_word_longer_than_a_line_goes_on_in_the_next() -> None:
    """Nothing is cut off, not even where no space allows a line end."""
    assert ["see", "abcdefghijklmnopqrst", "uvwxyz now"] == laid_out([Paragraph(f"see {_ALPHABET} now")], 20)


_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def test_a_value_is_not_parted_from_its_unit() -> None:
    """A glued value moves to the next line whole, and its spaces are ordinary again afterwards."""
    assert ["HbA1c this time:", "61 mmol/mol"] == laid_out([Paragraph(f"HbA1c this time: {glued('61 mmol/mol')}")], 20)


def test_a_long_answer_in_words_is_not_glued() -> None:
    """A result that is a sentence wraps as sentences do."""
    sentence = "Sample haemolysed, potassium cannot be given"
    assert sentence == glued(sentence)


def test_line_ends_that_were_written_stay() -> None:
    """An address keeps its lines, the later ones set in."""
    assert ["Address: 2 Castle Court", "  Barton"] == laid_out([fact("Address", "2 Castle Court\nBarton", 0)], 40)


def test_without_a_width_lines_are_as_long_as_they_are() -> None:
    """For a screen reader nothing is wrapped."""
    assert [_ALPHABET * 9] == laid_out([Paragraph(_ALPHABET * 9)], None)


@pytest.mark.parametrize(("text", "wide"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("ŵ", 1)])
def test_cells_are_counted_as_terminals_count(text: str, wide: int) -> None:
    """East Asian characters take two cells, combining marks none."""
    assert wide == cells(text)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("2026-11-03T08:10:00Z", "on 3 November 2026"),
        ("2026-11-03", "on 3 November 2026"),
        ("2026-11", "in November 2026"),
        ("2026", "in 2026"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_was_sent(sent: str, said: str) -> None:
    """A month is "in", a day "on"; nothing is made more precise than it is."""
    assert said == when(PartialDate(sent))
