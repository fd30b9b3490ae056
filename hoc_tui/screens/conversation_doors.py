"""The doors of the conversation: every other screen it leads to, for the thing under the cursor."""

from abc import abstractmethod
from uuid import UUID

from textual import on

from hoc_tui.commands import consultation as verbs
from hoc_tui.domain.items import Item
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.conversation.view import TEST, ConversationView, JudgedSeries


class ConversationDoors(TaskScreen[None]):
    """What a conversation leads to; a subclass knows what is selected.

    Args:
        work: What every screen works with.
        person_id: Whose conversation.
    """

    def __init__(self, work: Workplace, person_id: UUID) -> None:
        super().__init__(work)
        self.person_id = person_id
        self.view: ConversationView | None = None
        """The record as last read; None until it has been."""

    @property
    @abstractmethod
    def key(self) -> str | None:
        """The card under the cursor of the pane one is in."""

    @abstractmethod
    def point_to(self, item_id: UUID) -> None:
        """Put the cursor on an item, in whichever pane it stands."""

    @property
    @abstractmethod
    def selected(self) -> Item | JudgedSeries | None:
        """What the cursor stands on."""

    @on(CardList.Chosen)
    def _chosen(self, event: CardList.Chosen) -> None:
        if event.key.startswith(TEST) and self.view is not None:
            from hoc_tui.screens.result_history import ResultHistoryScreen

            self.app.push_screen(ResultHistoryScreen(self.work, self.view.record, event.key))
        else:
            self.post_message(verbs.Edit())

    @on(verbs.ShowToPerson)
    def _show(self) -> None:
        from hoc_tui.screens.show_to_person import ShowToPersonScreen

        if self.view is not None:
            self.app.push_screen(ShowToPersonScreen(self.work, self.view.record, self.key))

    @on(verbs.HiddenNotes)
    def _hidden(self) -> None:
        from hoc_tui.screens.hidden_notes import HiddenNotesScreen

        if self.view is not None:
            self.app.push_screen(HiddenNotesScreen(self.work, self.view.record))

    @on(verbs.ReadPlan)
    def _plan(self) -> None:
        from hoc_tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self.work, self.person_id))

    @on(verbs.Agree)
    def _agree(self) -> None:
        from hoc_tui.screens.agree import AgreeScreen

        if self.view is not None:
            self.app.push_screen(AgreeScreen(self.work, self.view.record, lead_to=self.point_to))

    @on(verbs.Background)
    def _background(self) -> None:
        from hoc_tui.screens.background import BackgroundScreen

        self.app.push_screen(BackgroundScreen(self.work, self.person_id))

    @on(verbs.Details)
    def _details(self) -> None:
        from hoc_tui.screens.person import PersonScreen

        self.app.push_screen(PersonScreen(self.work, self.person_id))

    @on(verbs.History)
    def _history(self) -> None:
        from hoc_tui.screens.history import HistoryScreen

        selected = self.selected
        if isinstance(selected, Item):
            self.app.push_screen(HistoryScreen(self.work, self.person_id, selected.id, "History"))
