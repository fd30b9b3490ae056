"""The background (m): conditions, medicines and allergies as other systems sent them; read, never written here."""

from typing import ClassVar
from uuid import UUID

from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.background import BACKGROUND
from hoc_tui.commands.command import Command
from hoc_tui.domain.record import Record
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from hoc_tui.text import display
from hoc_tui.widgets.background_cards import background_cards
from hoc_tui.widgets.cards import CardList

NOT_PRESCRIBING = "Not the prescribing record: copied from other systems, as they sent it on the day beside each list."


class BackgroundScreen(ClinicalScreen[None]):
    """What other systems say of a person's conditions, medicines and allergies.

    Args:
        work: What every screen works with.
        person_id: Whose.
        record: The record, when it has been read already.
    """

    DEFAULT_CSS = """
    BackgroundScreen #not-prescribing { padding: 0 1; margin: 1 0 0 0; height: auto; text-style: bold; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = BACKGROUND
    TITLE_WORDS = "Background"

    def __init__(self, work: Workplace, person_id: UUID, record: Record | None = None) -> None:
        super().__init__(work)
        self.person_id = person_id
        self._given = record

    def page(self) -> ComposeResult:
        """What this is not, and the lists."""
        yield Static(display(NOT_PRESCRIBING), id="not-prescribing")
        yield CardList(id="background")

    def begin(self) -> None:
        """Show the record, reading it first when nobody has."""
        self.query_one(CardList).focus()
        if self._given is not None:
            self._paint(self._given)
        else:
            self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        self._paint(await self.work.do(open_record, self.person_id))

    def _paint(self, record: Record) -> None:
        self.show_whose(record)
        self.query_one(CardList).show(background_cards(record))
