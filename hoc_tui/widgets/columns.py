"""Rows of a list in columns: every cell wraps in its own column, and none is ever cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Size
from textual.visual import VisualType

from hoc_tui.text import Content, display, join, wrapped
from hoc_tui.widgets.flow import Laid

GAP = 2
"""Cells between two columns."""
EDGE = 1
"""Cells right of the last column."""
LEAST = 8
"""The least cells of a column that shares what is left."""


@dataclass(frozen=True)
class Column:
    """One column: a width of its own, or a share of what the others leave."""

    title: str
    width: int = 0
    """Cells; 0 for a share of the rest."""
    share: int = 1


@dataclass(frozen=True)
class Row:
    """Cells under columns; called with a width it makes the lines."""

    columns: Sequence[Column]
    cells: Sequence[Content]

    def __call__(self, width: int) -> Content:
        """The lines of this row.

        Args:
            width: Cells across.
        """
        wide = widths(self.columns, width - EDGE)
        broken = [wrapped(cell, room) if cell.plain else [] for cell, room in zip(self.cells, wide, strict=True)]
        height = max(map(len, broken), default=1)
        return join([_line(broken, wide, number) for number in range(max(height, 1))], "\n")


def _line(broken: Sequence[Sequence[Content]], wide: Sequence[int], number: int) -> Content:
    parts = [cell[number] if number < len(cell) else display("") for cell in broken]
    padded = [part.pad_right(room - part.cell_length) for part, room in zip(parts, wide, strict=True)]
    return join(padded, " " * GAP)


def widths(columns: Sequence[Column], width: int) -> list[int]:
    """Share a width among columns.

    Args:
        columns: In their order.
        width: Cells across.

    Returns:
        Cells of each column; the last one that shares takes what does not divide.
    """
    left = width - GAP * (len(columns) - 1) - sum(column.width for column in columns)
    shares = sum(column.share for column in columns if not column.width)
    wide = [column.width or max(LEAST, left * column.share // shares) for column in columns]
    spare = width - GAP * (len(columns) - 1) - sum(wide)
    flexible = [place for place, column in enumerate(columns) if not column.width]
    if flexible and spare > 0:
        wide[flexible[-1]] += spare
    return wide


class ColumnHeads(Laid):
    """The titles of a list's columns, which stay while the list scrolls.

    Args:
        indent: Cells left of the first title, as wide as the list's gutter.
    """

    DEFAULT_CSS = "ColumnHeads { height: 1; color: $quiet; }"

    def __init__(self, *, indent: int, id: str | None = None) -> None:
        super().__init__(id=id)
        self._indent = indent
        self._columns: tuple[Column, ...] = ()

    def show(self, columns: Sequence[Column]) -> None:
        """Show the titles of these columns.

        Args:
            columns: The same as in the list's rows.
        """
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self.refresh()

    def render(self) -> VisualType:
        """The titles at the width there is."""
        width = max(self.content_size.width - self._indent, 1)
        titles = [display(column.title) for column in self._columns]
        return join([display(" " * self._indent), Row(self._columns, titles)(width)])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's own
        """Titles are one line.

        Args:
            container: Not used.
            viewport: Not used.
            width: Not used.
        """
        return 1
