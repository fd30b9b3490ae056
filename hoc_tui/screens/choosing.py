"""Choosing another person: for moving a result to them, or for saying that two records are one person's."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.lists import find_once
from hoc_tui.text import display
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import LineEntry
from hoc_tui.widgets.flow import Paragraph
from hoc_tui.widgets.found_rows import found_cards


class ChoosePersonScreen(VerbModal[FoundPerson | None]):
    """Finds somebody to choose; gives the person, or nothing.

    Args:
        work: What every screen works with.
        question: What they are chosen for.
        intro: What it is about.
        without: Who cannot be chosen, because it is about them already.
    """

    DEFAULT_CSS = """
    ChoosePersonScreen { align: center middle; }
    ChoosePersonScreen > #choose { width: 78; max-width: 100%; height: 100%; padding: 0 1; background: $background;
                                   border: $frame $focus; }
    ChoosePersonScreen #heading, ChoosePersonScreen #box, ChoosePersonScreen #problem { height: auto; }
    ChoosePersonScreen #question { width: 1fr; text-style: bold; }
    ChoosePersonScreen #box > Static { width: 8; }
    ChoosePersonScreen #typed { width: 1fr; }
    ChoosePersonScreen CardList { height: 1fr; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (OpenIt, GoBack)
    TITLE_WORDS = "Choose a person"

    def __init__(self, work: Workplace, question: str, intro: str, *, without: UUID) -> None:
        super().__init__()
        self._work = work
        self._question = question
        self._intro = intro
        self._without = without
        self._found: Sequence[FoundPerson] = ()
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The question, the box, and who fits."""
        with Vertical(id="choose"):
            with Horizontal(id="heading"):
                yield Static(display(self._question), id="question")
                yield DemoMark()
            yield Paragraph(display(self._intro))
            with Horizontal(id="box"):
                yield Static(display("Find"))
                yield LineEntry(id="typed", compact=True)
            yield Static(display("Type a name, a date of birth or an NHS number, then Enter."), id="problem")
            yield CardList(id="people")

    def on_mount(self) -> None:
        """Start in the box."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self.run_worker(self._look(event.value), exit_on_error=False)

    async def _look(self, typed: str) -> None:
        try:
            found = await self._work.do(find_once, typed)
        except HocError as error:
            self._tell(str(error))
            return
        self._found = [one for one in found if one.person_id != self._without]
        people = self.query_one(CardList)
        people.show(found_cards(self._found, self._work.desk.today(), register=""))
        self._tell("" if self._found else "Nobody else here fits.")
        if self._found:
            people.focus()

    def _tell(self, words: str) -> None:
        self.query_one("#problem", Static).update(display(words))

    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        key = self.query_one(CardList).key
        if key is not None:
            self.dismiss(next(one for one in self._found if str(one.person_id) == key))

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)
