"""Facts and columns wrap between words and never lose one."""

from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.text import Content, display, join, together
from hoc_tui.widgets.columns import EDGE, GAP, Column, Row, widths
from hoc_tui.widgets.flow import flow

WORDS = st.lists(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=30), max_size=8)
WIDTHS = st.integers(10, 160)


def _letters(content: Content) -> str:
    return "".join(content.plain.split())


@given(WORDS, WIDTHS)
def test_no_fact_is_cut_and_no_line_is_too_long(words: list[str], width: int) -> None:
    """Every letter of every fact is there in order, in lines of at most the width."""
    flowed = flow([display(word) for word in words], width)
    assert "".join(words) == _letters(flowed)
    assert all(len(line) <= width for line in flowed.plain.split("\n"))


def test_a_fact_moves_whole_to_the_next_line() -> None:
    """A line breaks between facts, not inside one that would fit the next."""
    facts = [display("JACKSON, Margaret (Mrs)"), display("Born 04-Mar-1951"), display("Gender Female")]
    assert "JACKSON, Margaret (Mrs)\nBorn 04-Mar-1951\nGender Female" == flow(facts, 28).plain


def test_what_belongs_together_stays_together() -> None:
    """A number in groups is never parted, even where it would nearly fit."""
    number = display(f"NHS No. {together('943 476 5919')}")
    assert "NHS No.\n943 476 5919" == flow([number], 15).plain


def test_at_most_some_lines_leaves_facts_out_whole() -> None:
    """With a limit of lines a fact is there whole or not at all."""
    assert "one  two" == flow([display("one"), display("two"), display("three")], 9, most=1).plain


@given(st.lists(WORDS, min_size=1, max_size=5), WIDTHS)
def test_no_cell_is_cut(cells: list[list[str]], width: int) -> None:
    """Every letter of every cell is in its row, however narrow the columns."""
    columns = [Column(str(number)) for number in range(len(cells))]
    row = Row(columns, [display(" ".join(words)) for words in cells])(width)
    assert sorted("".join(word for words in cells for word in words)) == sorted(_letters(row))


@given(st.integers(60, 200))
def test_columns_fill_the_width(width: int) -> None:
    """Fixed columns keep their width and the others share the rest, to the last cell."""
    wide = widths((Column("", width=5), Column("", share=2), Column("", share=1)), width)
    assert width == sum(wide) + 2 * GAP
    assert 5 == wide[0]
    assert wide[1] >= wide[2]


def test_cells_of_one_row_stand_side_by_side() -> None:
    """A cell of several lines grows its row; the others stay at its top."""
    cells = (display("09:00"), join([display("AHMED"), display("1968")], "\n"))
    row = Row((Column("", width=5), Column("", width=8)), cells)(5 + GAP + 8 + EDGE)
    assert ["09:00  AHMED", "       1968"] == [line.rstrip() for line in row.plain.split("\n")]
