"""Linking: everything a thing could have to do with, and Enter to link or unlink."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.domain.planning import Link, LinkDraft
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.text import display, glyphs, join, label
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.conversation.agenda_cards import heading
from hoc_tui.widgets.conversation.view import TEST, ConversationView, JudgedSeries


@dataclass(frozen=True)
class LinkWish:
    """What somebody wants linked, or the link that is to go."""

    draft: LinkDraft | None
    gone: Link | None = None


class LinkScreen(VerbModal[LinkWish | None]):
    """Offers what the thing under the cursor can be linked with.

    Args:
        view: The conversation.
        key: The card the link starts from.
    """

    DEFAULT_CSS = """
    LinkScreen { align: right top; }
    LinkScreen > #link { width: 62; max-width: 100%; height: 1fr; padding: 0 1; background: $background;
                         border: $frame $focus; }
    LinkScreen Static { height: auto; }
    LinkScreen .title { text-style: bold; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (GoBack,)

    def __init__(self, view: ConversationView, key: str) -> None:
        super().__init__()
        self._view = view
        self._key = key

    def body(self) -> ComposeResult:
        """A title, and everything there is to link with."""
        with Vertical(id="link"):
            yield Static(display("What has this to do with?"), classes="title")
            yield Static(label("Enter links, or takes a link away. Linked ones are marked $mark.", mark=glyphs().link))
            yield CardList(id="choices", empty="There is nothing to link with yet.")

    def on_mount(self) -> None:
        """Show the choices, the linked ones marked."""
        choices = self.query_one(CardList)
        choices.show(self._choices())
        choices.mark(self._view.linked_with(self._key))
        choices.focus()

    def _choices(self) -> list[Card]:
        agenda = [Card(str(item.id), display(item.text)) for item in self._view.agenda]
        goals = [Card(str(goal.id), display(goal.words)) for goal in self._view.goals]
        actions = [Card(str(action.id), display(action.what)) for action in self._view.record.actions]
        tests = [] if self._key.startswith(TEST) else [_test_card(one) for one in self._view.series]
        groups = (("What matters", agenda), ("Goals", goals), ("Actions", actions), ("Results", tests))
        return [card for title, cards in groups for card in self._group(title, cards)]

    def _group(self, title: str, cards: list[Card]) -> list[Card]:
        others = [card for card in cards if card.key != self._key]
        return [heading(display(title)), *others] if others else []

    @on(CardList.Chosen)
    def _chosen(self, event: CardList.Chosen) -> None:
        present = self._present_link(event.key)
        self.dismiss(LinkWish(None, present) if present else LinkWish(self._draft(event.key)))

    def _present_link(self, other: str) -> Link | None:
        return next((link for link in self._view.record.links if self._joins(link, {self._key, other})), None)

    def _joins(self, link: Link, keys: set[str]) -> bool:
        """Whether a link is between these two; a test has a card for each of its units."""
        if link.second_id is not None:
            return {str(link.first_id), str(link.second_id)} == keys
        tests = {one.key for one in self._view.series if one.series.test_key == link.test_key}
        return str(link.first_id) in keys and bool(tests & keys)

    def _draft(self, other: str) -> LinkDraft:
        item, second = (other, self._key) if self._key.startswith(TEST) else (self._key, other)
        first = {"first_kind": self._kind(item), "first_id": UUID(item)}
        if second.startswith(TEST):
            return LinkDraft.model_validate(first | self._test_end(second))
        return LinkDraft.model_validate(first | {"second_kind": self._kind(second), "second_id": UUID(second)})

    def _test_end(self, key: str) -> dict[str, object]:
        """The test, and the result seen when the link was made."""
        one = next(one for one in self._view.series if one.key == key)
        return {"test_key": one.series.test_key, "test_name": one.name, "result_id": one.series.latest.id}

    def _kind(self, key: str) -> ItemKind:
        item_id = UUID(key)
        if any(item.id == item_id for item in self._view.agenda):
            return ItemKind.AGENDA
        return ItemKind.GOAL if any(goal.id == item_id for goal in self._view.goals) else ItemKind.ACTION

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)


def _test_card(one: JudgedSeries) -> Card:
    return Card(one.key, join([display(one.name), display(one.series.latest.value_words, "bold")], "  "))
