"""A list of cards with a cursor: the three panes, Today, Find, and every other list one moves in.

Why not OptionList: it repaints itself whole at each key (its `highlighted` is a repainting reactive,
Textual 8.2.8), 2 to 4 KB at 80x24 where the two cards that change take a tenth of that.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from hoc_tui.widgets.card_lines import GUTTER, Card, CardLines

__all__ = ["GUTTER", "Card", "CardList"]


class CardList(CardLines, can_focus=True):
    """Cards, one under the other; arrows or j and k move, Enter chooses, the linked ones carry a mark.

    When not all fit, the last line says how many more there are. Only lines that look different are painted again.

    Args:
        empty: What it says when it holds nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down", tooltip="Move down."),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up", tooltip="Move up."),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down", tooltip="Move a page down."),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up", tooltip="Move a page up."),
        Binding("home", "edge(0)", "First", show=False, id="list.first", tooltip="Go to the first."),
        Binding("end", "edge(-1)", "Last", show=False, id="list.last", tooltip="Go to the last."),
        Binding("enter", "choose", "Open", show=False, id="list.open", tooltip="Open what the cursor is on."),
    ]

    @dataclass
    class Moved(Message):
        """The cursor stands on another card."""

        cards: "CardList"
        key: str

        @property
        def control(self) -> "CardList":
            """The list it happened in."""
            return self.cards

    @dataclass
    class Chosen(Message):
        """Somebody pressed Enter on a card."""

        cards: "CardList"
        key: str

        @property
        def control(self) -> "CardList":
            """The list it happened in."""
            return self.cards

    def point_to(self, key: str) -> None:
        """Put the cursor on a card.

        Args:
            key: The card's; one that is not here moves nothing.
        """
        place = self._place_of(key)
        if place is not None:
            self._go(place)

    # Moving ----------------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor by one card.

        Args:
            by: 1 for down, -1 for up.
        """
        if self._here is None:
            self._scroll(self.scroll_offset.y + by)
            return
        if self._read_on(by):
            return
        places = self._places
        at = places.index(self._here) + by
        if 0 <= at < len(places):
            self._go(places[at])
        elif at < 0:
            self._scroll(0)

    def _read_on(self, by: int) -> bool:
        """Scroll within a card that is higher than the window, before the cursor leaves it; whether it did."""
        mine = self._mine
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._room
        if not mine or not (mine[-1] >= bottom if by > 0 else mine[0] < top):
            return False
        step = self._room - 1
        self._scroll(min(top + step, mine[-1] + 1 - self._room) if by > 0 else max(top - step, mine[0]))
        return True

    def action_page(self, by: int) -> None:
        """Move the cursor by about a page.

        Args:
            by: 1 for down, -1 for up.
        """
        if self._here is None or not self._lines:
            return
        wanted = self._mine[0] + by * self._room
        self._lay_down_to(wanted + self._room)
        first = {line.card: number for number, line in enumerate(self._lines) if line.first}
        self._go(min(self._places, key=lambda n: abs(first.get(n, len(self._lines)) - wanted)))

    def action_edge(self, end: int) -> None:
        """Go to the first or the last card.

        Args:
            end: 0 for the first, -1 for the last.
        """
        if self._places:
            self._go(self._places[end])

    def action_choose(self) -> None:
        """Choose the card under the cursor."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def _go(self, place: int) -> None:
        if place != self._here:
            self._here = place
            self.post_message(self.Moved(self, self._cards[place].key))
        self._show_here()
        self._repaint()

    # The mouse, where somebody wants one -----------------------------------------------------------------------------

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self.action_move(-1)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where somebody clicked.

        Args:
            event: Where.
        """
        number = self.scroll_offset.y + event.y
        if number < len(self._lines) and self._is_card(self._lines[number]):
            self._go(self._lines[number].card)
