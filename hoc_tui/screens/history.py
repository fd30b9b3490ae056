"""The history (h) of one item: every change, who made it, when, from what to what."""

from typing import ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import history_of, open_record
from hoc_tui.text import label
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.history_cards import history_cards


class HistoryScreen(ClinicalScreen[None]):
    """Every change to one item, newest first.

    Args:
        work: What every screen works with.
        person_id: Whose record.
        item_id: Which item; of the person's own facts, the person's id.
        title: What the item is called.
    """

    DEFAULT_CSS = "HistoryScreen #item { padding: 0 1; margin: 1 0; height: auto; text-style: bold; }"
    VERBS: ClassVar[tuple[type[Command], ...]] = (GoBack,)
    TITLE_WORDS = "History"

    def __init__(self, work: Workplace, person_id: UUID, item_id: UUID, title: str) -> None:
        super().__init__(work)
        self.person_id = person_id
        self._item_id = item_id
        self._title = title

    def page(self) -> ComposeResult:
        """Which item, and its changes."""
        yield Static(label("History: $title, newest first", title=self._title), id="item")
        yield CardList(id="history")

    def begin(self) -> None:
        """Read whose record it is and what became of the item."""
        self.query_one(CardList).focus()
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        record = await self.work.do(open_record, self.person_id)
        revisions = await self.work.do(history_of, self.person_id, self._item_id)
        self.show_whose(record)
        self.query_one(CardList).show(history_cards(revisions, record.staff, self.work.desk.practice.zone))
