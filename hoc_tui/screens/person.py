"""A person's details: who they are, how to reach them, what to arrange, who stands beside them."""

from typing import ClassVar, Final
from uuid import UUID

from textual import on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.person import (
    PERSON,
    AddCondition,
    AddContact,
    AddNeed,
    DetailHistory,
    EditDetail,
    EndDetail,
    OpenConversation,
    SamePerson,
    UndoDetail,
)
from hoc_tui.domain.items import Item
from hoc_tui.domain.people import Contact, Need, Person
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.record import Condition, Record
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.going_on import GoingOnScreen, Opened
from hoc_tui.screens.person_forms import GROUPS, Asked, Detail, PersonForms
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record, undo
from hoc_tui.widgets.banner import Banner
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.person_cards import REGISTRATION, person_cards

UNDONE: Final[dict[type[Item], str]] = {
    Person: "The correction is undone.",
    Need: "The change to what is to be arranged is undone.",
    Contact: "The change to the contact is undone.",
    Condition: "The change to the condition is undone.",
}
"""What was undone, in words: it may stand on another part of the page."""


class PersonScreen(GoingOnScreen):
    """One person's details.

    Args:
        work: What every screen works with.
        person_id: Whose.
        draft: What somebody wants to go on writing here.
    """

    DEFAULT_CSS = "PersonScreen CardList { margin: 1 0 0 0; }"
    VERBS: ClassVar[tuple[type[Command], ...]] = PERSON
    TITLE_WORDS = "A person's details"

    def __init__(self, work: Workplace, person_id: UUID, draft: Draft | None = None) -> None:
        super().__init__(work, person_id)
        self._draft = draft
        self._record: Record | None = None

    def body(self) -> ComposeResult:
        """Whose record, and the facts in groups."""
        yield Banner()
        yield CardList(id="details")

    # Reading and painting --------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self._cards.focus()
        self.look_for_drafts()

    def on_screen_resume(self) -> None:
        """Read what may have changed while another screen was open."""
        self.reload()

    def reload(self) -> None:
        """Read the details again; the cursor stays on what it stands on."""
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        record = self._record = await self.work.do(open_record, self.person_id)
        today, needs = self.work.desk.today(), [need.text for need in record.needs if not need.ended]
        self.query_one(Banner).show(record.person, today, needs)
        self._cards.show(person_cards(record, today, clinical=self.work.desk.may(Permission.SEE_CLINICAL)))
        self.offer_drafts(record)
        self.refresh_hint()
        if self._draft is not None:
            draft, self._draft = self._draft, None
            self.go_on(draft)

    # What is under the cursor ----------------------------------------------------------------------------------------

    @property
    def _cards(self) -> CardList:
        return self.query_one("#details", CardList)

    @property
    def _selected(self) -> Detail | None:
        """The need, contact or condition under the cursor."""
        if self._record is None:
            return None
        details: list[Detail] = [*self._record.needs, *self._record.contacts, *self._record.conditions]
        return next((detail for detail in details if str(detail.id) == self._cards.key), None)

    @on(CardList.Moved)
    def _moved(self) -> None:
        self.refresh_hint()

    def offers(self, command: type[Command]) -> bool:
        """Only a need, contact or condition can end.

        Args:
            command: One of `VERBS`.
        """
        return super().offers(command) and (command is not EndDetail or self._selected is not None)

    # Writing ---------------------------------------------------------------------------------------------------------

    @property
    def _forms(self) -> PersonForms | None:
        return PersonForms(self.work, self._record) if self._record else None

    def _ask(self, asked: Asked) -> None:
        self.app.push_screen(FormScreen(self.work, asked.form, asked.save))

    def reopen(self, draft: Draft, opened: Opened, item: Item | None) -> bool:  # noqa: ARG002  the name says it all
        """Open the form that a draft was typed in.

        Args:
            draft: What was typed.
            opened: What its name says.
            item: The need, contact or condition it is about.

        Returns:
            Whether there is such a form here.
        """
        forms = self._forms
        asked = _asked_again(forms, opened, item) if forms is not None else None
        if asked is not None:
            self._ask(asked)
        return asked is not None

    @on(SamePerson)
    def _same_person(self) -> None:
        from hoc_tui.screens.joining import SamePersonTask

        if self._record is not None:
            self.in_background(SamePersonTask(self, self.work, self._record.person).begin())

    @on(EditDetail)
    def _edit(self) -> None:
        forms, key, selected = self._forms, self._cards.key, self._selected
        if forms is None or key is None:
            return
        if key in GROUPS:
            self._ask(forms.correct(key))
        elif key == REGISTRATION:
            self._ask(forms.registration())
        elif selected is not None:
            self._ask(_change(forms, selected))

    @on(CardList.Chosen)
    def _chosen(self) -> None:
        if self.offers(EditDetail):
            self._edit()

    @on(AddNeed)
    def _add_need(self) -> None:
        if (forms := self._forms) is not None:
            self._ask(forms.need())

    @on(AddContact)
    def _add_contact(self) -> None:
        if (forms := self._forms) is not None:
            self._ask(forms.contact())

    @on(AddCondition)
    def _add_condition(self) -> None:
        if (forms := self._forms) is not None:
            self._ask(forms.condition())

    @on(EndDetail)
    def _end(self) -> None:
        forms, selected = self._forms, self._selected
        if forms is not None and selected is not None:
            self._ask(forms.end(selected))

    @on(UndoDetail)
    def _undo(self) -> None:
        mine = [pair for pair in self.work.done if pair[0] == self.person_id]
        if mine:
            self.work.done.remove(mine[-1])
            self.in_background(self._take_back(mine[-1][1]))
        else:
            self.say("There is nothing of yours to undo here.")

    async def _take_back(self, op_id: UUID) -> None:
        saved = await self.work.save(undo, self.person_id, op_id)
        await self._read()
        self.say(UNDONE.get(type(saved.item), "Your last change is undone."))

    # Other screens ---------------------------------------------------------------------------------------------------

    @on(DetailHistory)
    def _history(self) -> None:
        from hoc_tui.screens.history import HistoryScreen

        selected = self._selected
        item_id, title = (selected.id, _called(selected)) if selected else (self.person_id, "Who they are")
        self.app.push_screen(HistoryScreen(self.work, self.person_id, item_id, title))

    @on(OpenConversation)
    def _conversation(self) -> None:
        from hoc_tui.screens.consultation import ConsultationScreen

        below = self.app.screen_stack[-2]
        if isinstance(below, ConsultationScreen) and below.person_id == self.person_id:
            self.app.pop_screen()
        else:
            self.app.push_screen(ConsultationScreen(self.work, self.person_id))


def _called(detail: Detail) -> str:
    return detail.text if isinstance(detail, Need) else detail.name


def _asked_again(forms: PersonForms, opened: Opened, item: Item | None) -> Asked | None:
    if isinstance(item, Need | Contact | Condition):
        return forms.end(item) if opened.sort == "end" else _change(forms, item)
    if opened.sort in GROUPS:
        return forms.correct(opened.sort)
    match opened.sort, opened.about:
        case "need", "":
            return forms.need()
        case "contact", "":
            return forms.contact()
        case "condition", "":
            return forms.condition()
        case "registration", "":
            return forms.registration()
        case _:
            return None


def _change(forms: PersonForms, detail: Detail) -> Asked:
    if isinstance(detail, Need):
        return forms.need(detail)
    return forms.contact(detail) if isinstance(detail, Contact) else forms.condition(detail)
