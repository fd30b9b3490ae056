"""Cards laid out one under the other and painted, with a cursor: what `hoc_tui.widgets.cards` moves in.

Only lines that look different are painted again, so that a key costs the two cards that change and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from hoc_tui.text import Content, display, glyphs, join, label
from hoc_tui.widgets.flow import Layout
from hoc_tui.widgets.painting import leave_to_layout, plainest

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
class Line:
    """One painted line: of which card, which of its lines, and how it looks without the cursor."""

    card: int
    part: int
    strip: Strip

    @property
    def first(self) -> bool:
        """Whether it is its card's first."""
        return self.part == 0


class CardLines(ScrollView):
    """Cards, one under the other, one of them under the cursor, the linked ones with a mark.

    Args:
        empty: What it says when it holds nothing.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CardLines {
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
    # Why declared again: Textual's own lays the screen out and repaints the list whole whenever the number of lines
    # changes, which is at nearly every letter typed into Find.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id)
        self._empty = empty
        self._cards: tuple[Card, ...] = ()
        self._lines: list[Line] = []
        self._laid = 0
        """How many cards have lines yet, from the first on."""
        self._here: int | None = None
        self._marked: frozenset[str] = frozenset()
        self._brief = False
        self._laid_for = Size(0, 0)
        """The size the lines were made for; nothing while there was no room, as in a pane that is hidden."""
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

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002  Textual's own
        """Wrap the cards anew before they are painted at another size.

        Why not at Resize: it comes after the list was painted with the lines of its old width, cut at the new one, and
        so each change of a width was painted twice (Textual 8.2.8).
        """
        told = super()._size_updated(size, virtual_size, container_size, layout)
        if self.size != self._laid_for:
            self._painted.clear()
            self._lay_out()
        leave_to_layout(self)
        return told

    def notify_style_update(self) -> None:
        """Paint in the colours of another theme."""
        super().notify_style_update()
        if self.is_attached and self.app.theme != self._theme:
            self.call_later(self._lay_out)

    def _lay_out(self) -> None:
        if self.size.width <= GUTTER or not self.is_attached:
            # A paint can come before the list has its size back: no old line may stand for a new card.
            self._lines, self._laid, self._laid_for = [], 0, Size(0, 0)
            return
        self._theme, self._laid_for = self.app.theme, self.size
        self._lines, self._laid = [], 0
        self._lay_down_to(self.scroll_offset.y + self.size.height)
        self._show_here()
        self._repaint()

    def _lay_down_to(self, line: int) -> None:
        """Lay out cards until there are more lines than this: of fifty people found, ten can be seen.

        Args:
            line: 0 and up.
        """
        shown = self._shown
        while self._laid < len(shown) and len(self._lines) <= line:
            card = shown[self._laid]
            self._lines += self._lines_of(self._laid, card, self._laid_width, self.visual_style)
            self._laid += 1
        self.virtual_size = Size(self.size.width, len(self._lines) + self._overflows)

    def _lay_card(self, place: int) -> None:
        """Lay out cards until this one is."""
        while self._laid <= place and self._laid < len(self._shown):
            self._lay_down_to(len(self._lines))

    @property
    def _laid_width(self) -> int:
        """The width the lines were made for."""
        return self._laid_for.width - GUTTER

    @property
    def _shown(self) -> tuple[Card, ...]:
        if self._cards or not self._empty:
            return self._cards
        return (Card("", display(self._empty, "$quiet"), heading=True),)

    def _lines_of(self, place: int, card: Card, width: int, style: Style) -> list[Line]:
        if card.heading and self._cards:
            style = self.get_visual_style("cards--heading")
        strips = Visual.to_strips(self, card.lines(width, brief=self._brief), width, None, style)
        return [Line(place, part, strip) for part, strip in enumerate(strips)]

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
        return len(above), len(below) + sum(not card.heading for card in self._cards[self._laid :])

    def _is_card(self, line: Line) -> bool:
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
        mine = self._lines_of(line.card, self._cards[line.card], self._laid_width, style)
        return self._joined(gutter, style, mine[line.part].strip)

    @property
    def _cursor_style(self) -> Style:
        # Why put together: Textual 8.2.8 leaves reverse out of a component's style; two themes mark the cursor by it.
        name = "cards--here" if self.has_focus else "cards--here-elsewhere"
        reverse = self.get_component_styles(name).text_style.reverse
        return self.get_visual_style(name) + Style(reverse=reverse)

    def _joined(self, gutter: Content, style: Style, strip: Strip) -> Strip:
        marks = Visual.to_strips(self, gutter, GUTTER, 1, style)[0].extend_cell_length(GUTTER, style.rich_style)
        return plainest(Strip.join([marks, strip]).extend_cell_length(self.size.width, style.rich_style))

    def _gutter(self, line: Line) -> Content:
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

    @property
    def _mine(self) -> list[int]:
        """The numbers of the lines of the card under the cursor."""
        return [number for number, line in enumerate(self._lines) if line.card == self._here]

    def _show_here(self) -> None:
        """Scroll so far that the card under the cursor is seen, with the headings above the first."""
        if self._here is not None:
            self._lay_card(self._here)
        mine = self._mine
        if not mine:
            self._scroll(0)
            return
        top = 0 if self._here == self._places[0] else mine[0]
        wanted = max(mine[-1] + 1 - self._room, 0)
        self._scroll(min(max(self.scroll_offset.y, wanted), top))

    def _scroll(self, y: int) -> None:
        """Scroll to a line, without Textual's own repainting of the whole list."""
        self._lay_down_to(y + self.size.height)
        self.set_scroll(None, max(0, min(y, len(self._lines) - self._room)))
        self._repaint()

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002  Textual's own
        """Ask for the focus; Textual's own paints the whole list besides.

        Args:
            scroll_visible: Whether to scroll it into sight.
        """
        self.app.call_later(lambda: self.screen.set_focus(self, scroll_visible))
        return self

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor as this list's own; Textual's own handler paints the whole list."""
        event.prevent_default()
        self.has_focus = True
        self._repaint()
        self._tell_parent(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Show the cursor as one that waits."""
        event.prevent_default()
        self.has_focus = False
        self._repaint()
        self._tell_parent(events.DescendantBlur(self))

    def _tell_parent(self, event: events.Event) -> None:
        if self.parent is not None:
            self.parent.post_message(event)
