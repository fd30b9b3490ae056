"""A table in which nothing is cut: whatever stands in its cells is there, at every width."""

from hypothesis import example, given
from hypothesis import strategies as st

from hoc_tui.text import display
from hoc_tui.widgets.columns import GAP
from hoc_tui.widgets.wrapped_table import LEAST, TableRow, fitted, table_cards

_WORDS = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x2FF), min_size=1, max_size=12)
_CELLS = st.lists(_WORDS, max_size=6).map(" ".join)
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=12)


def lines(rows: list[tuple[str, str, str]], width: int) -> list[str]:
    """The table as text."""
    shown = [TableRow(tuple(display(cell) for cell in row)) for row in rows]
    cards = table_cards(shown, lambda width: fitted([row.cells for row in shown], width))
    return "\n".join(card.lines(width, brief=False).plain for card in cards).split("\n")


@given(rows=_ROWS, width=st.integers(3 * LEAST + 2 * GAP, 120))
def test_no_letter_is_lost(rows: list[tuple[str, str, str]], width: int) -> None:
    """Every letter of every cell stands in the table, in narrow windows on more lines."""
    wanted = sorted("".join("".join(row) for row in rows).replace(" ", ""))

    assert sorted("".join(lines(rows, width)).replace(" ", "")) == wanted


@example(rows=[("", "000000000", "000000000")], width=22)
@given(rows=_ROWS, width=st.integers(3 * LEAST + 2 * GAP, 120))
def test_no_line_is_longer_than_the_window(rows: list[tuple[str, str, str]], width: int) -> None:
    """What is too wide wraps in its own column instead of running out of the window."""
    assert all(display(line).cell_length <= width for line in lines(rows, width))


def test_a_number_stays_with_its_unit() -> None:
    """61 at the end of one line and mmol/mol on the next would be a value that was cut (hazard H05)."""
    value = "61\N{NO-BREAK SPACE}mmol/mol"
    table = lines([("a fairly long text in the first column", value, "and another in the last one")], 36)

    assert any("61 mmol/mol" in line for line in table)


def test_every_fifth_row_has_air_below() -> None:
    """Long tables are read line by line (NHS CUI)."""
    table = lines([(str(number), "x", "y") for number in range(7)], 40)

    assert [number for number, line in enumerate(table) if not line.strip()] == [5]
