"""The history (h) of one item: every change, who made it, when, from what to what; earlier words brought back."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.history import HISTORY, BringBack
from hoc_tui.domain.history import Revision, earlier_words
from hoc_tui.domain.permissions import TO_CHANGE
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.screens.bring_back import BringBackScreen, Return
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import history_of, open_record
from hoc_tui.text import KeyWord, label
from hoc_tui.widgets.banner import Banner
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.history_cards import history_cards


class HistoryScreen(TaskScreen[None]):
    """Every change to one item, newest first.

    Args:
        work: What every screen works with.
        person_id: Whose record.
        item_id: Which item; of the person's own facts and of their plan, the person's id.
        title: What the item is called.
        kind: What it is; needed to tell a person from their plan.
    """

    DEFAULT_CSS = "HistoryScreen #item { padding: 0 1; margin: 1 0; height: auto; text-style: bold; }"
    VERBS: ClassVar[tuple[type[Command], ...]] = HISTORY
    TITLE_WORDS = "History"

    def __init__(
        self, work: Workplace, person_id: UUID, item_id: UUID, title: str, kind: ItemKind | None = None
    ) -> None:
        super().__init__(work)
        self.person_id = person_id
        self._item_id = item_id
        self._title = title
        self._kind = kind
        self._record: Record | None = None
        self._revisions: Sequence[Revision] = ()

    def body(self) -> ComposeResult:
        """Whose it is, which item, and its changes."""
        yield Banner()
        yield Static(label("History: $title, newest first", title=self._title), id="item")
        yield CardList(id="history")

    def on_mount(self) -> None:
        """Read whose record it is and what became of the item."""
        super().on_mount()
        self.query_one(CardList).focus()
        self._read_again()

    def _read_again(self) -> None:
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        record = await self.work.do(open_record, self.person_id)
        self._revisions = await self.work.do(history_of, self.person_id, self._item_id, self._kind)
        self._record = record
        needs = [need.text for need in record.needs if not need.ended]
        self.query_one(Banner).show(record.person, self.work.desk.today(), needs)
        self.refresh_hint()
        self.query_one(CardList).show(history_cards(self._revisions, record.staff, self.work.desk.practice.zone))

    def offers(self, command: type[Command]) -> bool:
        """Words come back by the hand of those who may write them.

        Args:
            command: One of `VERBS`.
        """
        return super().offers(command) and (command is not BringBack or self._may_change)

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the list takes before the screen can."""
        enter = [("Enter", BringBack.WORD)] if self._may_change else []
        return [*enter, *super().hint_keys()]

    @property
    def _may_change(self) -> bool:
        kinds = {one.item_kind for one in self._revisions}
        return bool(kinds) and all(self.work.desk.may(TO_CHANGE[kind]) for kind in kinds)

    @on(CardList.Chosen)
    @on(BringBack)
    def _bring_back(self) -> None:
        chosen = next((one for one in self._revisions if str(one.id) == self.query_one(CardList).key), None)
        if self._record is None or chosen is None or not self._may_change:
            return
        wanted = Return.of(chosen, self._revisions)
        if wanted.now == earlier_words(chosen):
            self.say("These are the words that stand there now.")
        else:
            self.app.push_screen(BringBackScreen(self.work, self._record, wanted), self._after)

    def _after(self, done: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
        if done:
            self._read_again()
            self.say("These words are back; what stood there before is in the history.")
