"""A pane: a titled frame around a list of cards; the one with the focus is the widest."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.reactive import Reactive

from hoc_tui.text import Content
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.painting import leave_to_layout


class Pane(Vertical):
    """One of the three panes.

    Args:
        number: 1 to 3, the key that leads here.
        title: What it holds.
        empty: What it says when it holds nothing.
    """

    DEFAULT_CSS = """
    Pane { width: 1fr; height: 1fr; border: $frame $line; border-title-color: $text; padding: 0; }
    Pane:focus-within { border: $frame $focus; border-title-style: bold; }
    """
    LIST_ID: ClassVar[str] = "cards"
    # Why declared again: Textual's own lays the whole screen out a second time after each change of a pane's width.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def __init__(self, number: int, empty: str) -> None:
        super().__init__(id=f"pane-{number}")
        self._empty = empty
        self._title: Content | None = None

    def compose(self) -> ComposeResult:
        """The list."""
        yield CardList(id=self.LIST_ID, empty=self._empty)

    @property
    def cards(self) -> CardList:
        """The list in this pane."""
        return self.query_one(CardList)

    def entitle(self, title: Content) -> None:
        """Say what the pane holds and how much of it needs a look."""
        # Textual paints the whole pane whenever it is given a title, be it the same.
        if title != self._title:
            self.border_title = self._title = title

    def lay_out_at_once(self) -> None:
        """Ask for the layout that a change of the style needs before anything else of this pane asks to be painted."""
        self._check_refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002  Textual's own
        """Ask for no painting besides the layout's: it costs as much again."""
        told = super()._size_updated(size, virtual_size, container_size, layout)
        leave_to_layout(self)
        return told
