"""A list of cards with a cursor: the three panes, Today, Find, and every other list one moves in.

Why not OptionList: it repaints itself whole at each key (its `highlighted` is a repainting reactive,
Textual 8.2.8), 2 to 4 KB at 80x24 where the two cards that change take a tenth of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from hoc_tui.text import Content, display, glyphs, join, label
from hoc_tui.widgets.flow import Layout

GUTTER = 2
"""Cells left of each card, for the cursor and the mark of a link."""


@dataclass(frozen=True)
class Card:
    """One thing in a list.

    `brief` is shown while another pane has the focus and there is little room; both wrap, neither is cut.
    """

    key: str
    content: Content | Layout
    """What it shows: text that wraps, or what makes the lines for a width."""
    brief: Content | Layout | None = None
    heading: bool = False
    """Whether it is only a heading, on which the cursor never stands."""

    def lines(self, width: int, *, brief: bool) -> Content:
        """What to show at a width.

        Args:
            width: Cells across.
            brief: Whether there is little room.
        """
        wanted = self.brief if brief and self.brief is not None else self.content
        return wanted(width) if callable(wanted) else wanted


@dataclass(frozen=True)
class _Line:
    """One painted line: of which card, which of its lines, and how it looks without the cursor."""

    card: int
    part: int
    strip: Strip

    @property
    def first(self) -> bool:
        """Whether it is its card's first."""
        return self.part == 0


class CardList(ScrollView, can_focus=True):
    """Cards, one under the other; arrows or j and k move, Enter chooses, the linked ones carry a mark.

    When not all fit, the last line says how many more there are. Only lines that look different are painted again.

    Args:
        empty: What it says when it holds nothing.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CardList {
        height: 1fr; overflow: hidden hidden; background: $background; color: $text;
        & > .cards--heading { text-style: bold; }
        & > .cards--here {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .cards--here-elsewhere {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        & > .cards--more { color: $quiet; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "cards--here",
        "cards--here-elsewhere",
        "cards--heading",
        "cards--more",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down", tooltip="Move down."),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up", tooltip="Move up."),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down", tooltip="Move a page down."),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up", tooltip="Move a page up."),
        Binding("home", "edge(0)", "First", show=False, id="list.first", tooltip="Go to the first."),
        Binding("end", "edge(-1)", "Last", show=False, id="list.last", tooltip="Go to the last."),
        Binding("enter", "choose", "Open", show=False, id="list.open", tooltip="Open what the cursor is on."),
    ]

    # Why declared again: Textual's own lays the screen out and repaints the list whole whenever the number of lines
    # changes, which is at nearly every letter typed into Find.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

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

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self._empty = empty
        self._cards: tuple[Card, ...] = ()
        self._lines: list[_Line] = []
        self._here: int | None = None
        self._marked: frozenset[str] = frozenset()
        self._brief = False
        self._laid_width = 0
        """The width the lines were made for; a paint can come between a resize and the new lines."""
        self._painted: dict[int, object] = {}
        self._theme = ""

    # What is shown ---------------------------------------------------------------------------------------------------

    @property
    def key(self) -> str | None:
        """The key of the card under the cursor."""
        return self._cards[self._here].key if self._here is not None else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all cards on which the cursor may stand, in order."""
        return tuple(card.key for card in self._cards if not card.heading)

    def show(self, cards: Sequence[Card]) -> None:
        """Show these cards, with the cursor where it was if that card is still there.

        Args:
            cards: All of them, in order.
        """
        before, place = self.key, self._here or 0
        self._cards = tuple(cards)
        self._here = self._place_of(before)
        if self._here is None:
            self._here = self._nearest(place)
        self._lay_out()

    def say_when_empty(self, words: str) -> None:
        """Say something else when there are no cards.

        Args:
            words: One or two sentences: why there is nothing, and what to do.
        """
        if words != self._empty:
            self._empty = words
            self._lay_out()

    def point_to(self, key: str) -> None:
        """Put the cursor on a card.

        Args:
            key: The card's; one that is not here moves nothing.
        """
        place = self._place_of(key)
        if place is not None:
            self._go(place)

    def mark(self, keys: frozenset[str]) -> None:
        """Mark the cards that are linked to what is selected elsewhere.

        Args:
            keys: Those cards' keys.
        """
        self._marked = keys
        self._repaint()

    def shorten(self, brief: bool) -> None:  # noqa: FBT001  a list is brief or it is not
        """Show the cards briefly, or in full.

        Args:
            brief: Whether there is little room.
        """
        if brief is not self._brief:
            self._brief = brief
            self._lay_out()

    def _place_of(self, key: str | None) -> int | None:
        return next((n for n in self._places if self._cards[n].key == key), None)

    def _nearest(self, place: int) -> int | None:
        return min(self._places, key=lambda n: abs(n - place), default=None)

    @property
    def _places(self) -> list[int]:
        """Where the cursor may stand."""
        return [n for n, card in enumerate(self._cards) if not card.heading]

    # Laying out ------------------------------------------------------------------------------------------------------

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the cards anew."""
        self._painted.clear()
        self._lay_out()

    def notify_style_update(self) -> None:
        """Paint in the colours of another theme."""
        super().notify_style_update()
        if self.is_attached and self.app.theme != self._theme:
            self.call_later(self._lay_out)

    def _lay_out(self) -> None:
        width = self.size.width - GUTTER
        if width <= 0 or not self.is_attached:
            return
        style, self._theme, self._laid_width = self.visual_style, self.app.theme, width
        self._lines = [
            line for place, card in enumerate(self._shown) for line in self._lines_of(place, card, width, style)
        ]
        self.virtual_size = Size(self.size.width, len(self._lines) + self._overflows)
        self._show_here()
        self._repaint()

    @property
    def _shown(self) -> tuple[Card, ...]:
        if self._cards or not self._empty:
            return self._cards
        return (Card("", display(self._empty, "$quiet"), heading=True),)

    def _lines_of(self, place: int, card: Card, width: int, style: Style) -> list[_Line]:
        if card.heading and self._cards:
            style = self.get_visual_style("cards--heading")
        strips = Visual.to_strips(self, card.lines(width, brief=self._brief), width, None, style)
        return [_Line(place, part, strip) for part, strip in enumerate(strips)]

    @property
    def _overflows(self) -> bool:
        """Whether the last line is needed to say how many more there are."""
        return len(self._lines) > self.size.height > 1

    @property
    def _room(self) -> int:
        """Lines for cards."""
        return self.size.height - self._overflows

    # Painting --------------------------------------------------------------------------------------------------------

    def _repaint(self) -> None:
        """Paint the lines again that do not look as they did."""
        for y in range(self.size.height):
            look = self._look(y)
            if y not in self._painted or self._painted[y] != look:
                self._painted[y] = look
                self.refresh(Region(0, y, self.size.width, 1))

    def _look(self, y: int) -> object:
        """All that decides how a line of the window looks."""
        if self._overflows and y == self._room:
            return self._more
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return None
        line = self._lines[number]
        here = line.card == self._here and bool(self._cards)
        marked = line.first and bool(self._cards) and self._cards[line.card].key in self._marked
        return (line.strip, here and line.first, here, here and self.has_focus, marked)

    @property
    def _more(self) -> tuple[int, int]:
        """How many cards there are above and below what can be seen."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._room
        above = {line.card for line in self._lines[:top] if self._is_card(line)}
        below = {line.card for line in self._lines[bottom:] if self._is_card(line)}
        return len(above), len(below)

    def _is_card(self, line: _Line) -> bool:
        return bool(self._cards) and not self._cards[line.card].heading

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paint what has come into sight.

        Args:
            old_value: Lines that were scrolled past.
            new_value: Lines that are scrolled past now.
        """
        if round(old_value) != round(new_value):
            self._repaint()

    def render_line(self, y: int) -> Strip:
        """Paint one line: gutter, then the card's own.

        Args:
            y: The line of the window, 0 and up.
        """
        if self._overflows and y == self._room:
            return self._paint(self._more_words(), self.get_visual_style("cards--more"))
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        line = self._lines[number]
        here = line.card == self._here and bool(self._cards)
        gutter = self._gutter(line)
        if not here:
            return self._joined(gutter, self.visual_style, line.strip)
        style = self._cursor_style
        width = self._laid_width
        mine = [one for one in self._lines if one.card == line.card].index(line)
        marked = self._lines_of(line.card, self._cards[line.card], width, style)
        # A paint can come between a change of the cards and their new lines: then the old line stands a moment longer.
        return self._joined(gutter, style, marked[mine].strip if mine < len(marked) else line.strip)

    @property
    def _cursor_style(self) -> Style:
        # Why put together: Textual 8.2.8 leaves reverse out of a component's style, and two themes mark the cursor by it.
        name = "cards--here" if self.has_focus else "cards--here-elsewhere"
        reverse = self.get_component_styles(name).text_style.reverse
        return self.get_visual_style(name) + Style(reverse=reverse)

    def _joined(self, gutter: Content, style: Style, strip: Strip) -> Strip:
        marks = Visual.to_strips(self, gutter, GUTTER, 1, style)[0].extend_cell_length(GUTTER, style.rich_style)
        return _plainest(Strip.join([marks, strip]).extend_cell_length(self.size.width, style.rich_style))

    def _gutter(self, line: _Line) -> Content:
        card = self._cards[line.card] if self._cards and line.first else None
        signs = glyphs()
        here = signs.cursor if card is not None and line.card == self._here else " "
        linked = signs.link if card is not None and card.key in self._marked else " "
        return join([display(here), display(linked)])

    def _more_words(self) -> Content:
        above, below = self._more
        words = [label("$n above", n=above)] if above else []
        words += [label("$n more below", n=below)] if below else []
        return join([display(" " * GUTTER), join(words, f" {glyphs().separator} ")])

    def _paint(self, content: Content, style: Style) -> Strip:
        strip = Visual.to_strips(self, content, self.size.width, 1, style)[0]
        return strip.extend_cell_length(self.size.width, style.rich_style)

    # Moving ----------------------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor by one card.

        Args:
            by: 1 for down, -1 for up.
        """
        if self._here is None or self._read_on(by):
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
        if self._here is None:
            return
        first = {line.card: number for number, line in enumerate(self._lines) if line.first}
        wanted = first[self._here] + by * self._room
        self._go(min(self._places, key=lambda n: abs(first[n] - wanted)))

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

    @property
    def _mine(self) -> list[int]:
        """The numbers of the lines of the card under the cursor."""
        return [number for number, line in enumerate(self._lines) if line.card == self._here]

    def _show_here(self) -> None:
        """Scroll so far that the card under the cursor is seen, with the headings above the first."""
        mine = self._mine
        if mine:
            top = 0 if self._here == self._places[0] else mine[0]
            wanted = max(mine[-1] + 1 - self._room, 0)
            self._scroll(min(max(self.scroll_offset.y, wanted), top))

    def _scroll(self, y: int) -> None:
        """Scroll to a line, without Textual's own repainting of the whole list."""
        self.set_scroll(None, max(0, min(y, len(self._lines) - self._room)))
        self._repaint()

    def on_focus(self) -> None:
        """Show the cursor as this list's own."""
        self._repaint()

    def on_blur(self) -> None:
        """Show the cursor as one that waits."""
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


def _plainest(strip: Strip) -> Strip:
    """The same line in as few pieces as there are colours: each piece costs 40 bytes, on two lines of every key.

    Textual notes on each word where it stands, for marking text with the mouse, and so no two could be joined.
    """
    pieces = [Segment(text, style.clear_meta_and_links() if style else None) for text, style, _ in strip]
    return Strip(pieces, strip.cell_length).simplify()
