"""Registering somebody new: the form, and a look at who here may already be that person."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.entry.search import Search
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.people import PersonDetails
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.person_fields import EVERYTHING, details_from, known_from, person_fields
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.people import likely_same, register
from hoc_tui.text import display, label
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.found_rows import REGISTER_KEY, found_cards

FORM = "register"
"""The form's name among drafts."""


class SameScreen(VerbModal[UUID | bool]):
    """Who here may already be the newcomer; gives an id to open, True to register anyway, False to go back.

    Args:
        work: What every screen works with.
        details: The newcomer.
        found: Who it may be.
    """

    DEFAULT_CSS = """
    SameScreen { align: center middle; }
    SameScreen > #same { width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
                         background: $background; border: $frame $focus; }
    SameScreen #heading { height: auto; }
    SameScreen #question { width: 1fr; text-style: bold; }
    SameScreen #new { height: auto; margin: 0 0 1 0; }
    SameScreen CardList { height: 12; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (OpenIt, GoBack)
    TITLE_WORDS = "Is it one of these?"

    def __init__(self, work: Workplace, details: PersonDetails, found: Sequence[FoundPerson]) -> None:
        super().__init__()
        self._details = details
        self._found = found
        self._today = work.desk.today()
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The newcomer, and the people here with two identifiers each."""
        with Vertical(id="same"):
            with Horizontal(id="heading"):
                yield Static(display("Somebody here may already be this person."), id="question")
                yield DemoMark()
            yield Static(label("Enter on a row opens that record instead. Nothing is registered yet."), id="new")
            yield CardList(id="people")

    def on_mount(self) -> None:
        """Show the people, the cursor on the first."""
        words = f"None of these: register {self._details.given} {self._details.family} as a new person"
        people = self.query_one(CardList)
        people.show(found_cards(self._found, self._today, register=" ".join(words.split())))
        people.focus()

    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        key = self.query_one(CardList).key
        if key is not None:
            self.dismiss(True if key == REGISTER_KEY else UUID(key))

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(False)


@dataclass
class RegisterForm:
    """One registration: asks, looks for doubles, registers."""

    work: Workplace
    search: Search | None
    """What was typed into Find."""
    op_id: UUID
    """Of this registration, so that saving again after a broken line registers nobody twice."""
    outcome: UUID | None = None
    """Whose record to show then: the new person's, or the one who was here already."""

    def ask(self, screen: Screen[Any], then: Callable[[UUID], None]) -> None:
        """Show the form.

        Args:
            screen: Where it was asked for.
            then: What to do with the person's id.
        """

        def finished(saved: bool | None) -> None:  # noqa: FBT001  Textual hands over a form's result
            if saved and self.outcome is not None:
                then(self.outcome)

        screen.app.push_screen(FormScreen(self.work, self._form(), self._saver(screen)), finished)

    def _form(self) -> Form:
        fields = person_fields(EVERYTHING, known_from(self.search), self.work.desk.today())
        return Form(name=FORM, title="Register a new person", fields=fields)

    def _saver(self, screen: Screen[Any]) -> Callable[[Answers], Awaitable[None]]:
        async def save(answers: Answers) -> None:
            details = details_from(answers, self.work.desk.today())
            self.outcome = await self._settle(screen, details)

        return save

    async def _settle(self, screen: Screen[Any], details: PersonDetails) -> UUID:
        found = await self.work.do(likely_same, details)
        if not found:
            return await self._register(details)
        chosen = await screen.app.push_screen_wait(SameScreen(self.work, details, found))
        if isinstance(chosen, UUID):
            return chosen
        if not chosen:
            raise Refused("Not registered yet: correct something, or save again to choose.")
        return await self._register(details)

    async def _register(self, details: PersonDetails) -> UUID:
        return (await self.work.do(register, details, op_id=self.op_id)).id
