"""The doors of the conversation: every other screen it leads to, for the thing under the cursor."""

from abc import abstractmethod
from uuid import UUID

from textual import on

from hoc_tui.commands import consultation as verbs
from hoc_tui.commands.find_test import FindTest
from hoc_tui.commands.gathering import Gather, PutRight
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, AgendaItem, Goal, Link
from hoc_tui.screens.asking import Asking
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.going_on import GoingOnScreen, Opened
from hoc_tui.screens.reopening import asked_again
from hoc_tui.screens.workplace import Workplace
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.conversation.view import TEST, ConversationView, JudgedSeries

AGREEING = "agree"
"""The name of the agree form among drafts."""
PERSON_FORMS = frozenset(
    {"names", "birth", "number", "reaching", "registration", "need", "contact", "condition", "end"}
)
"""Names of the forms on the page of a person's details."""


class ConversationDoors(GoingOnScreen):
    """What a conversation leads to; a subclass knows what is selected.

    Args:
        work: What every screen works with.
        person_id: Whose conversation.
    """

    def __init__(self, work: Workplace, person_id: UUID) -> None:
        super().__init__(work, person_id)
        self.view: ConversationView | None = None
        """The record as last read; None until it has been."""

    @property
    @abstractmethod
    def key(self) -> str | None:
        """The card under the cursor of the pane one is in."""

    @abstractmethod
    def point_to(self, item_id: UUID) -> None:
        """Put the cursor on an item, in whichever pane it stands."""

    @abstractmethod
    def ask(self, asking: Asking) -> None:
        """Show a form of this conversation.

        Args:
            asking: The form with what saves it.
        """

    @property
    @abstractmethod
    def selected(self) -> Item | JudgedSeries | None:
        """What the cursor stands on."""

    @on(CardList.Chosen)
    def _chosen(self, event: CardList.Chosen) -> None:
        if event.key.startswith(TEST):
            self._open_results(event.key)
        else:
            self.post_message(verbs.Edit())

    def _open_results(self, key: str) -> None:
        from hoc_tui.screens.result_history import ResultHistoryScreen

        if self.view is not None:
            self.app.push_screen(ResultHistoryScreen(self.work, self.view.record, key))

    @on(FindTest)
    def _find_test(self) -> None:
        from hoc_tui.screens.find_test import FindTestScreen

        if self.view is not None:
            self.app.push_screen(FindTestScreen(self.work, self.view), self._go_to_test)

    def _go_to_test(self, key: str | None) -> None:
        if key is not None:
            self._open_results(key)

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

    @on(Gather)
    def _gather(self) -> None:
        from hoc_tui.screens.gathering_door import gather

        if self.view is not None:
            gather(self, self.view.record)

    @on(PutRight)
    def _put_right(self) -> None:
        from hoc_tui.screens.gathering_door import put_right

        selected = self.selected
        if self.view is not None:
            latest = selected.series.latest if isinstance(selected, JudgedSeries) else None
            put_right(self, self.view.record, latest)

    @on(verbs.Details)
    def _details(self) -> None:
        from hoc_tui.screens.person import PersonScreen

        self.app.push_screen(PersonScreen(self.work, self.person_id))

    def reopen(self, draft: Draft, opened: Opened, item: Item | None) -> bool:
        """Open the form that a draft was typed in, or the page of this record that has it.

        Args:
            draft: What was typed.
            opened: What its name says.
            item: The item it is about.

        Returns:
            Whether there is such a form.
        """
        asking = asked_again(self.work, self.view, opened, item) if self.view is not None else None
        if asking is not None:
            self.ask(asking)
        elif opened.sort == AGREEING:
            self.post_message(verbs.Agree())
        elif opened.sort == Gather.ID:
            self.post_message(Gather())
        elif opened.sort == PutRight.ID and self.view is not None:
            from hoc_tui.screens.gathering_door import put_right

            results = self.view.record.results
            put_right(self, self.view.record, next((one for one in results if one.id == opened.item_id), None))
        else:
            return self._go_on_elsewhere(draft, opened)
        return True

    def _go_on_elsewhere(self, draft: Draft, opened: Opened) -> bool:
        if opened.sort not in {"wrong-record", *PERSON_FORMS}:
            return False
        if opened.sort == "wrong-record":
            from hoc_tui.screens.plan import PlanScreen

            number = opened.about.partition(":")[0]
            self.app.push_screen(PlanScreen(self.work, self.person_id, int(number) if number.isdecimal() else None))
        else:
            from hoc_tui.screens.person import PersonScreen

            self.app.push_screen(PersonScreen(self.work, self.person_id, draft))
        return True

    @on(verbs.History)
    def _history(self) -> None:
        selected = self.selected
        if isinstance(selected, Item):
            self.show_history(selected)
        elif selected is not None and self.key is not None:
            self._open_results(self.key)

    def show_history(self, item: Item) -> None:
        """Open the history of one item.

        Args:
            item: One of this record.
        """
        from hoc_tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.work, self.person_id, item.id, _called(item)))


def _called(item: Item) -> str:
    """What an item of the conversation is called: its words."""
    match item:
        case AgendaItem():
            return item.text
        case Goal():
            return item.words
        case Action():
            return item.what
        case Link():
            return "a link"
        case _:
            return "this"
