"""A table that fits its columns to what is in them, with a cursor; every cell wraps, none is cut, titles stay in sight.

Why not DataTable: its headers do not wrap (Textualize/textual#6199), and its cells are cut at the column's width.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from hoc_tui.text import Content, display, join, wrapped
from hoc_tui.widgets.cards import GUTTER, Card, CardList
from hoc_tui.widgets.columns import GAP, Column, Row
from hoc_tui.widgets.flow import Laid

LEAST = 6
"""Cells of the narrowest column; longer words go on in the next line."""
LONGEST_WORD = 18
"""A column keeps its words whole up to this length while another can still give way."""
BREATH = 5
"""After so many rows stands an empty line (NHS CUI tables, domain reference 8.4)."""

Cells = tuple[Content, ...]


@dataclass(frozen=True)
class TableRow:
    """One row of a table, or a heading between rows."""

    cells: Cells
    below: Content | None = None
    """What goes with the row and needs the whole width."""
    heading: bool = False
    """Whether its only cell is a heading across all columns, on which the cursor never stands."""
    key: str = ""
    """What tells the row from the others."""


def fitted(rows: Sequence[Cells], width: int) -> tuple[Column, ...]:
    """Columns as wide as they need to be, narrowed where it hurts least.

    Args:
        rows: Every row's cells, those of the headings included.
        width: Cells for all columns with the gaps between them.
    """
    columns = [{cell.plain for cell in column} for column in zip(*rows, strict=True)]
    widths = [max(1, *map(_longest_line, column)) for column in columns]
    # Why at least one cell: a column of no width would be given a share of the rest.
    whole_words = [max(1, min(max(map(_longest_word, column)), LONGEST_WORD)) for column in columns]
    room = width - GAP * (len(columns) - 1)
    for floors in (whole_words, [LEAST] * len(columns)):
        while sum(widths) > room and (place := _widest_above(widths, floors)) is not None:
            widths[place] -= 1
    return tuple(Column("", width=width) for width in widths)


def _widest_above(widths: Sequence[int], floors: Sequence[int]) -> int | None:
    spare = [place for place, width in enumerate(widths) if width > floors[place]]
    return max(spare, key=lambda place: widths[place], default=None)


def _longest_line(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def _longest_word(text: str) -> int:
    # Why at spaces alone: a number and its unit are one word here.
    return max(map(cell_len, text.replace("\n", " ").split(" ")))


class WrappedTable(Vertical):
    """The table: headings above, rows with a cursor below.

    Args:
        titles: What each column holds.
    """

    DEFAULT_CSS = f"""
    WrappedTable {{ height: 1fr; min-height: 5; }}
    WrappedTable > Laid {{ padding: 0 0 0 {GUTTER}; }}
    """

    def __init__(self, titles: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles = tuple(display(title, "bold") for title in titles)

    def compose(self) -> ComposeResult:
        """Headings, then the rows."""
        yield Laid(id="table-titles")
        yield CardList(id="table-rows")

    @property
    def list(self) -> CardList:
        """Where the cursor moves."""
        return self.query_one("#table-rows", CardList)

    def show(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the cursor stays on the row with its key.

        Args:
            rows: In their order.
        """
        cells = [self._titles, *(row.cells for row in rows if not row.heading)]
        fit = lru_cache(maxsize=2)(lambda width: fitted(cells, width))
        self.query_one("#table-titles", Laid).lay(lambda width: Row(fit(width), self._titles)(width))
        self.list.show(table_cards(rows, fit))


def table_cards(rows: Sequence[TableRow], fit: Callable[[int], tuple[Column, ...]]) -> list[Card]:
    """Rows as cards, with a breath after every fifth and before a heading.

    Args:
        rows: In their order.
        fit: The columns at a width.
    """
    cards: list[Card] = []
    since = 0
    for row in rows:
        if cards and (row.heading or since == BREATH):
            cards.append(Card("", display(" "), heading=True))
            since = 0
        cards.append(_card(row, fit))
        since += not row.heading
    return cards


def _card(row: TableRow, fit: Callable[[int], tuple[Column, ...]]) -> Card:
    def lines(width: int) -> Content:
        if row.heading:
            return join(wrapped(row.cells[0], width), "\n")
        below = [line.pad_left(GAP) for line in wrapped(row.below, width - GAP)] if row.below else []
        return join([Row(fit(width), row.cells)(width), *below], "\n")

    return Card(row.key, lines, heading=row.heading)
