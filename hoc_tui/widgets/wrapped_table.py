"""A table that fits its columns to what is in them; every cell wraps and none is cut, and its headings stay in sight.

Why not DataTable: its headers do not wrap (Textualize/textual#6199), and its cells are cut at the column's width.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalGroup

from hoc_tui.text import Content, display, join, wrapped
from hoc_tui.widgets.columns import GAP, Column, Row
from hoc_tui.widgets.flow import Laid
from hoc_tui.widgets.reader import Page

LEAST = 6
"""Cells of the narrowest column; longer words go on in the next line."""
LONGEST_WORD = 18
"""A column keeps its words whole up to this length while another can still give way."""
AT_ONCE = 100
"""Rows laid out before the next key is looked at; a hundred take a tenth of a second."""
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
    """Whether its only cell is a heading across all columns."""


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
    """The table: headings above, rows to read through below.

    Args:
        titles: What each column holds.
    """

    DEFAULT_CSS = """
    WrappedTable { height: 1fr; }
    WrappedTable Laid { padding: 0 1; }
    """

    def __init__(self, titles: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles = tuple(display(title, "bold") for title in titles)
        self._fit: Callable[[int], tuple[Column, ...]] = lambda width: fitted([self._titles], width)

    def compose(self) -> ComposeResult:
        """Headings, then the rows."""
        yield Laid(id="table-titles")
        yield Page(VerticalGroup(id="table-rows"))

    @property
    def page(self) -> Page:
        """Where the rows are read."""
        return self.query_one(Page)

    def show(self, rows: Sequence[TableRow]) -> None:
        """Show these rows, once: the first at once, and a long history's older ones as time allows.

        Args:
            rows: In their order.
        """
        cells = [self._titles, *(row.cells for row in rows if not row.heading)]
        self._fit = lru_cache(maxsize=2)(lambda width: fitted(cells, width))
        self.query_one("#table-titles", Laid).lay(lambda width: Row(self._fit(width), self._titles)(width))
        self._add(rows, 0)

    def _add(self, rows: Sequence[TableRow], start: int) -> None:
        part = rows[start : start + AT_ONCE]
        # Kept, because a layout asks for the height and then for the lines.
        lay = lru_cache(maxsize=2)(lambda width: laid_out(part, self._fit(width), width, first=start == 0))
        self.query_one("#table-rows").mount(Laid(lay))
        if start + AT_ONCE < len(rows):
            self.call_after_refresh(self._add, rows, start + AT_ONCE)


def laid_out(rows: Sequence[TableRow], columns: Sequence[Column], width: int, *, first: bool = True) -> Content:
    """All rows as lines, with a breath after every fifth and before a heading.

    Args:
        rows: In their order.
        columns: What `fitted` made.
        width: Cells across.
        first: Whether no rows stand above these.
    """
    lines: list[Content] = [] if first else [display("")]
    since = 0
    for row in rows:
        if lines and (row.heading or since == BREATH):
            lines.append(display(""))
        since = 0 if row.heading or since == BREATH else since
        lines += wrapped(row.cells[0], width) if row.heading else [Row(columns, row.cells)(width)]
        lines += [line.pad_left(GAP) for line in wrapped(row.below, width - GAP)] if row.below else []
        since += not row.heading
    return join(lines, "\n")
