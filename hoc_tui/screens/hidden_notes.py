"""Notes that are not shown while somebody looks on: on a screen of their own that says so."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.domain.dates import short
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, AgendaItem, Goal
from hoc_tui.domain.record import Record
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, display, quoted
from hoc_tui.text.statuses import ACTION, AGENDA, GOAL, RAISER
from hoc_tui.widgets.flow import Laid
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.reader import Page

INDENT = "   "
PRIVATE = "private: not for reception, not on the shared screen"
THIRD_PARTY = "told by or about somebody else: not shown, not printed"


class HiddenNotesScreen(ClinicalScreen[None]):
    """The notes of one person that the shared screen leaves out.

    Args:
        work: What every screen works with.
        record: Whose.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = (GoBack,)
    TITLE_WORDS = "Notes not shown"
    DEFAULT_CSS = """
    HiddenNotesScreen #warning { height: auto; padding: 0 1; text-style: bold reverse; }
    HiddenNotesScreen #notes { padding: 1; }
    """

    def __init__(self, work: Workplace, record: Record) -> None:
        super().__init__(work)
        self.record = record

    def page(self) -> ComposeResult:
        """The warning, then the notes."""
        yield Static(display("Not for the shared screen. Turn it away, or press Esc."), id="warning")
        yield Page(Laid(id="notes"))

    def begin(self) -> None:
        """Show the notes."""
        self.show_whose(self.record)
        view = look_at(self.record, self.work.desk.today())
        hangs = [hang for number, item in enumerate(view.hidden, 1) for hang in self._note(number, item)]
        nothing = [Hang(display("There is no such note in this record."))]
        self.query_one("#notes", Laid).lay(Hanging(hangs or nothing))
        self.query_one(Page).reader.focus()

    def _note(self, number: int, item: AgendaItem | Goal) -> list[Hang]:
        facts = self._agenda_facts(item) if isinstance(item, AgendaItem) else self._goal_facts(item)
        told = quoted(item.text if isinstance(item, AgendaItem) else item.words, "bold")
        below = [*facts, self._written(item)]
        return [Hang(told, f"{number}. "), *(Hang(fact, INDENT) for fact in below if fact.plain), Hang(display(""))]

    def _agenda_facts(self, item: AgendaItem) -> list[Content]:
        raised = f"{RAISER[item.raised_by]}: {item.raiser_name}" if item.raiser_name else RAISER[item.raised_by]
        marks = [PRIVATE if item.private else "", THIRD_PARTY if item.third_party else ""]
        outcome = f"{AGENDA[item.status]}: {item.outcome}" if item.outcome else AGENDA[item.status]
        return [display(words) for words in (f"raised by {raised}", *marks, outcome)]

    def _goal_facts(self, goal: Goal) -> list[Content]:
        outcome = f"{GOAL[goal.status]}: {goal.outcome}" if goal.outcome else GOAL[goal.status]
        actions = [self._action(action) for action in self.record.actions_for(goal.id) if not action.ended]
        why = [f"why it matters: {goal.why}"] if goal.why else []
        return [display(words) for words in ("a goal", PRIVATE, *why, outcome, *actions)]

    def _action(self, action: Action) -> str:
        outcome = f": {action.outcome}" if action.outcome else ""
        return f"action: {action.what} ({ACTION[action.status]}{outcome})"

    def _written(self, item: Item) -> Content:
        who = self.record.staff.get(item.authored_by, "somebody who has left")
        on = item.recorded_at.astimezone(ZoneInfo(self.work.desk.practice.zone)).date()
        return display(f"written down by {who}, {short(on)}", "$quiet")
