"""Linking: everything a thing could have to do with, and Enter to link or unlink."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import History
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.domain.current import ALIVE_ACTIONS
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, Link, LinkDraft, LinkedItem, LinkEnd, SeenTest, link_between
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.text import display, glyphs, join, label
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.conversation.agenda_cards import heading
from hoc_tui.widgets.conversation.view import TEST, ConversationView, JudgedSeries


@dataclass(frozen=True)
class LinkWish:
    """What somebody wants linked, the link that is to go, or the one whose history they ask for."""

    draft: LinkDraft | None = None
    gone: Link | None = None
    asked: Link | None = None


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
    VERBS: ClassVar[tuple[type[Command], ...]] = (History, GoBack)

    def __init__(self, view: ConversationView, key: str) -> None:
        super().__init__()
        self._view = view
        self._key = key

    def body(self) -> ComposeResult:
        """A title, and everything there is to link with."""
        with Vertical(id="link"):
            yield Static(display("What has this to do with?"), classes="title")
            yield Static(label("Enter links, or takes a link away. Linked ones are marked $mark.", mark=glyphs().link))
            yield Static(display("h on a linked one shows who linked it, and when."))
            yield CardList(id="choices", empty="There is nothing to link with yet.")

    def on_mount(self) -> None:
        """Show the choices, the linked ones marked."""
        choices = self.query_one(CardList)
        choices.show(self._choices())
        choices.mark(frozenset(key for key in choices.keys if self._present_link(key)))
        choices.focus()

    def _choices(self) -> list[Card]:
        view = self._view
        groups = (
            ("What matters", [Card(str(item.id), display(item.text)) for item in view.agenda]),
            ("Goals", [Card(str(goal.id), display(goal.words)) for goal in view.goals]),
            (
                "Actions",
                [
                    Card(str(action.id), display(action.what))
                    for action in view.record.actions
                    if self._in_sight(action)
                ],
            ),
            ("Decisions", [Card(str(one.id), display(one.about)) for one in view.record.decisions]),
            ("Results", [_test_card(one) for one in view.series]),
        )
        return [card for title, cards in groups for card in self._group(title, cards)]

    def _in_sight(self, action: Action) -> bool:
        """Whether an action stands in the third pane: what belongs to a private goal would tell of it."""
        if action.goal_id is None:
            return action.status in ALIVE_ACTIONS
        return any(goal.id == action.goal_id for goal in self._view.goals)

    def _group(self, title: str, cards: list[Card]) -> list[Card]:
        """Cards under their title, without the thing itself; a test has a card for each of its units."""
        mine = self._end(self._key).key
        others = [card for card in cards if self._end(card.key).key != mine]
        return [heading(display(title)), *others] if others else []

    @on(CardList.Chosen)
    def _chosen(self, event: CardList.Chosen) -> None:
        present = self._present_link(event.key)
        draft = None if present else link_between(self._end(self._key), self._end(event.key))
        self.dismiss(LinkWish(draft, present))

    @on(History)
    def _history(self) -> None:
        key = self.query_one(CardList).key
        present = self._present_link(key) if key else None
        if present is not None:
            self.dismiss(LinkWish(asked=present))

    def _present_link(self, other: str) -> Link | None:
        ends = {self._end(self._key).key, self._end(other).key}
        return next((link for link in self._view.record.links if link.ends == ends), None)

    def _end(self, key: str) -> LinkEnd:
        """What a card stands for: an item, or a test with the result that is seen."""
        if key.startswith(TEST):
            one = next(one for one in self._view.series if one.key == key)
            return SeenTest(one.series.test_key, one.name, one.series.latest.id)
        return LinkedItem(self._kinds[UUID(key)], UUID(key))

    @cached_property
    def _kinds(self) -> dict[UUID, ItemKind]:
        view = self._view
        kinds: dict[ItemKind, Sequence[Item]] = {
            ItemKind.AGENDA: view.agenda,
            ItemKind.GOAL: view.goals,
            ItemKind.ACTION: view.record.actions,
            ItemKind.DECISION: view.record.decisions,
        }
        return {item.id: kind for kind, items in kinds.items() for item in items}

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)


def _test_card(one: JudgedSeries) -> Card:
    return Card(one.key, join([display(one.name), display(one.series.value_words, "bold")], "  "))
