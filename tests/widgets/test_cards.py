"""The list one moves in: cursor, scrolling, marks, and no line painted that looks as it did."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from hoc_tui.app_frame import FrameApp
from hoc_tui.screens._base import BaseScreen
from hoc_tui.text import Content, display
from hoc_tui.widgets.cards import Card, CardList


class Watched(CardList):
    """A list that notes what it paints again."""

    painted: ClassVar[list[Region]] = []

    def _note(self, *regions: Region, **how: bool) -> "Watched":
        self.painted.extend(regions)
        return super().refresh(*regions, **how)

    refresh = _note


class ListScreen(BaseScreen[None]):
    def body(self) -> ComposeResult:
        yield Watched(id="cards", empty="Nothing yet.")


@asynccontextmanager
async def shown(*cards: Card, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Watched, Pilot[int]]]:
    """A list with cards, focused."""
    app = FrameApp()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(ListScreen())
        cards_list = app.screen.query_one(Watched)
        cards_list.show(cards)
        cards_list.focus()
        await pilot.pause()
        Watched.painted.clear()
        yield cards_list, pilot


def card(number: int, lines: int = 1) -> Card:
    """A card with some lines."""
    return Card(f"c{number}", display("\n".join(f"card {number} line {line}" for line in range(lines))))


def text(cards: CardList) -> list[str]:
    """The lines of the list's window."""
    return [cards.render_line(y).text.rstrip() for y in range(cards.size.height)]


HEADING = Card("h", display("A heading"), heading=True)


async def test_moving_paints_the_two_cards_that_changed() -> None:
    """One key repaints the lines of the card left and of the card reached, and nothing else."""
    async with shown(*(card(number, 2) for number in range(5))) as (cards, pilot):
        await pilot.press("down")
        assert [0, 1, 2, 3] == sorted(region.y for region in Watched.painted)
        assert all(1 == region.height for region in Watched.painted)
        assert "c1" == cards.key


async def test_the_focus_paints_the_card_under_the_cursor() -> None:
    """Leaving the list and coming back repaints the lines of one card, and the keys work again."""
    async with shown(*(card(number, 2) for number in range(5))) as (cards, pilot):
        cards.screen.set_focus(None)
        await pilot.pause()
        assert not cards.has_focus
        cards.focus()
        await pilot.pause()
        assert "cards" == (cards.app.focused or cards.app).id
        assert [0, 0, 1, 1] == sorted(region.y for region in Watched.painted)
        await pilot.press("down")
        assert "c1" == cards.key


async def test_the_same_cards_again_paint_nothing() -> None:
    """Reading a list again that has not changed sends no byte."""
    async with shown(*map(card, range(5))) as (cards, pilot):
        cards.show([card(number) for number in range(5)])
        await pilot.pause()
        assert [] == Watched.painted


async def test_one_new_card_paints_from_its_place_on() -> None:
    """Only lines that look different are painted."""
    async with shown(*map(card, range(5))) as (cards, pilot):
        cards.show([*map(card, range(4)), card(9)])
        await pilot.pause()
        assert [4] == [region.y for region in Watched.painted]


async def test_the_cursor_skips_headings() -> None:
    """Arrows, j and k, Home and End stand on cards only."""
    async with shown(HEADING, card(1), HEADING, card(2)) as (cards, pilot):
        assert "c1" == cards.key
        for key, expected in (("down", "c2"), ("k", "c1"), ("j", "c2"), ("home", "c1"), ("end", "c2"), ("up", "c1")):
            await pilot.press(key)
            assert expected == cards.key


async def test_the_cursor_stays_on_its_card() -> None:
    """When cards come before it, the cursor stays; when its card goes, it stands on the nearest."""
    async with shown(*map(card, range(5))) as (cards, _):
        cards.point_to("c3")
        cards.show([card(9), *map(card, range(5))])
        assert "c3" == cards.key
        cards.show([card(9), card(0), card(1), card(2)])
        assert "c2" == cards.key


async def test_what_does_not_fit_is_counted() -> None:
    """The last line says how many cards are above and below."""
    async with shown(*map(card, range(50))) as (cards, pilot):
        assert "  28 more below" == text(cards)[-1]
        await pilot.press("end")
        assert "  28 above" == text(cards)[-1]
        assert "card 49 line 0" in text(cards)[-2]
        await pilot.press("pageup")
        assert "above" in text(cards)[-1]
        assert "more below" in text(cards)[-1]


async def test_a_card_higher_than_the_window_is_read_to_its_end() -> None:
    """Down scrolls within a long card before the cursor leaves it, and Up back."""
    async with shown(card(0, 40), card(1)) as (cards, pilot):
        await pilot.press("down")
        assert "c0" == cards.key
        assert "card 0 line 39" in "\n".join(text(cards))
        await pilot.press("down")
        assert "c1" == cards.key
        await pilot.press("up", "up", "up")
        assert "card 0 line 0" in text(cards)[0]


async def test_only_what_can_be_seen_is_made() -> None:
    """Of a long list the rows in the window are made, and the others when somebody gets there."""
    made: list[int] = []

    def row(number: int) -> Card:
        def lines(_width: int) -> Content:
            made.append(number)
            return display(f"card {number}")

        return Card(f"c{number}", lines)

    async with shown(*map(row, range(500))) as (cards, pilot):
        assert 50 > max(made)
        assert "  478 more below" == text(cards)[-1]
        await pilot.press("end")
        assert "card 499" in text(cards)[-2]
        assert "  478 above" == text(cards)[-1]


async def test_headings_alone_can_be_scrolled() -> None:
    """A list that is only read scrolls with the arrows."""
    headings = [Card(f"h{number}", display(f"heading {number}"), heading=True) for number in range(40)]
    async with shown(*headings) as (cards, pilot):
        await pilot.press("down", "down")
        assert "heading 2" in text(cards)[0]
        await pilot.press("up", "up", "up")
        assert "heading 0" in text(cards)[0]


async def test_fewer_cards_are_seen_wherever_one_had_scrolled() -> None:
    """After a long list a short one starts at its top, also when it is empty."""
    async with shown(*map(card, range(50))) as (cards, pilot):
        await pilot.press("end")
        cards.show([card(1)])
        assert "card 1" in text(cards)[0]
        cards.show([])
        assert "Nothing yet." in text(cards)[0]


async def test_an_empty_list_says_what_to_do() -> None:
    """Without cards there is a sentence, no cursor, and keys do nothing."""
    async with shown() as (cards, pilot):
        assert "  Nothing yet." == text(cards)[0]
        await pilot.press("down", "enter", "end", "pagedown")
        assert cards.key is None


async def test_linked_cards_carry_a_mark() -> None:
    """Marked cards have the sign beside their first line, and only their lines are painted."""
    async with shown(*(card(number, 2) for number in range(3))) as (cards, pilot):
        cards.mark(frozenset({"c1"}))
        await pilot.pause()
        assert [2] == [region.y for region in Watched.painted]
        assert " ↔card 1 line 0" == text(cards)[2]


async def test_brief_cards_while_there_is_little_room() -> None:
    """A list is shortened and lengthened with its cursor in place."""
    long = Card("c", display("all of it\nand more"), brief=display("all"))
    async with shown(long, card(1)) as (cards, _):
        cards.shorten(True)
        assert ["▸ all", "  card 1 line 0"] == text(cards)[:2]
        cards.shorten(False)
        assert "▸ all of it" == text(cards)[0]


@pytest.mark.parametrize("width", [80, 120])
async def test_long_words_wrap_and_are_never_cut(width: int) -> None:
    """A card's text is all there, at every width."""
    words = " ".join(f"word{number}" for number in range(60))
    async with shown(Card("c", display(words)), size=(width, 24)) as (cards, _):
        assert words == " ".join(" ".join(line[2:] for line in text(cards)).split())


async def test_a_wider_window_wraps_anew() -> None:
    """After a resize no line keeps its old width, whenever it is painted."""
    words = " ".join(f"word{number}" for number in range(60))
    async with shown(Card("c", display(words)), size=(120, 24)) as (cards, pilot):
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert all(len(line) <= 80 for line in text(cards))
        assert words == " ".join(" ".join(line[2:] for line in text(cards)).split())
