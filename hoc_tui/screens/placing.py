"""Saying whose a report is, or which test a code is: what speaks for each, and nothing chosen beforehand."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt
from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.quarantine import Likely, Quarantined
from hoc_tui.domain.units import accepted
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.quarantine import who_it_may_be
from hoc_tui.text import Content, display, label
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import LineEntry
from hoc_tui.widgets.unplaced_cards import likely_cards, sent_person

NEWCOMER = "newcomer"
"""What is chosen when somebody is not here yet."""
OWN_TEST = "own"
"""The card that says a code is a test of its own."""


class WhoseScreen(VerbModal[Likely | str]):
    """Who a report may be about; Enter in the box looks for somebody else.

    Args:
        work: What every screen works with.
        thing: The report.
    """

    DEFAULT_CSS = """
    WhoseScreen { align: center middle; }
    WhoseScreen > #whose { width: 78; max-width: 100%; height: 100%; padding: 0 1; background: $background;
                           border: $frame $focus; }
    WhoseScreen #heading, WhoseScreen #sent, WhoseScreen #box, WhoseScreen #problem { height: auto; }
    WhoseScreen #question { width: 1fr; text-style: bold; }
    WhoseScreen #box > Static { width: 14; }
    WhoseScreen #typed { width: 1fr; }
    WhoseScreen CardList { height: 1fr; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (OpenIt, GoBack)
    TITLE_WORDS = "Whose is it?"

    def __init__(self, work: Workplace, thing: Quarantined) -> None:
        super().__init__()
        self._work = work
        self._thing = thing
        self._people: Sequence[Likely] = ()
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The person as sent, a box to look for somebody, and who it may be."""
        with Vertical(id="whose"):
            with Horizontal(id="heading"):
                yield Static(display(self.TITLE_WORDS), id="question")
                yield DemoMark()
            yield Static(self._sent, id="sent")
            with Horizontal(id="box"):
                yield Static(display("Look for"))
                yield LineEntry(id="typed", compact=True)
            yield Static(id="problem")
            yield CardList(id="people")

    @property
    def _sent(self) -> Content:
        return sent_person(self._thing.report.person) if self._thing.report else display("")

    def on_mount(self) -> None:
        """Show who it may be."""
        self.query_one(CardList).focus()
        self.run_worker(self._look(""), exit_on_error=False)

    async def _look(self, typed: str) -> None:
        problem = ""
        try:
            self._people = await self._work.do(who_it_may_be, self._thing, typed)
        except HocError as error:
            problem = str(error)
        self.query_one("#problem", Static).update(display(problem))
        newcomer = Card(NEWCOMER, display("None of these: they are not here yet, register them"))
        self.query_one(CardList).show([*likely_cards(self._people, self._work.desk.today()), newcomer])

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        self.query_one(CardList).focus()
        self.run_worker(self._look(event.value), exit_on_error=False)

    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        key = self.query_one(CardList).key
        if key == NEWCOMER:
            self.dismiss(NEWCOMER)
        elif key is not None:
            self.dismiss(next(one for one in self._people if str(one.person.person_id) == key))

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)


class WhichTestScreen(VerbModal[str]):
    """Which test an unknown code or unit is; gives the catalogue's id, or nothing for a test of its own.

    Args:
        work: What every screen works with.
        thing: What is asked about.
    """

    DEFAULT_CSS = """
    WhichTestScreen { align: center middle; }
    WhichTestScreen > #which { width: 66; max-width: 100%; height: 100%; padding: 0 1; background: $background;
                               border: $frame $focus; }
    WhichTestScreen Static { height: auto; }
    WhichTestScreen #question { text-style: bold; }
    WhichTestScreen CardList { height: 1fr; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (OpenIt, GoBack)
    TITLE_WORDS = "Which test is it?"

    def __init__(self, work: Workplace, thing: Quarantined) -> None:
        super().__init__()
        self._thing = thing
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The code and unit as sent, and every test of the catalogue."""
        code, unit = self._thing.test_key.rpartition("|")[2], self._thing.unit or "no unit"
        with Vertical(id="which"):
            yield Static(display(self.TITLE_WORDS), id="question")
            yield Static(label("Sent as $code in $unit. $raw", code=code, unit=unit, raw=self._thing.raw))
            yield CardList(id="tests")

    def on_mount(self) -> None:
        """Show the tests, a test of its own first: choosing none is the safe answer. Those in its unit come next."""
        own = Card(OWN_TEST, display("None of these: it stays a test of its own"))
        in_that_unit = sorted(usual_catalogue().tests, key=lambda one: accepted(self._thing.unit, one) is None)
        tests = [Card(one.id, label("$name  $unit", name=one.name, unit=one.unit)) for one in in_that_unit]
        self.query_one(CardList).show([own, *tests])
        self.query_one(CardList).focus()

    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        key = self.query_one(CardList).key
        if key is not None:
            self.dismiss("" if key == OWN_TEST else key)

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)
