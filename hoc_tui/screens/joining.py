"""Same person: proposing that two records are one person's, confirming it as the second, and taking them apart."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.joining import JOINING, ConfirmJoining, TakeApart
from hoc_tui.domain.joining import Joining
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.people import Person
from hoc_tui.domain.record import Record
from hoc_tui.screens.choosing import ChoosePersonScreen
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.joining import confirm, joinings, propose, take_back
from hoc_tui.services.records import open_record
from hoc_tui.text import Content, display, join, label
from hoc_tui.widgets.banner import identity_of
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.flow import Laid, Paragraph

_SIDE_BY_SIDE = (Column(""), Column(""))


class JoiningScreen(VerbModal[str | None]):
    """Two records side by side, and who says that they are one person's; gives "confirm", "apart" or nothing.

    Args:
        work: What every screen works with.
        joining: What somebody has proposed.
        kept: The record that goes on.
        other: The one that is brought into it.
    """

    DEFAULT_CSS = """
    JoiningScreen { align: center middle; }
    JoiningScreen > #joining { width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
                               background: $background; border: $frame $focus; }
    JoiningScreen #heading { height: auto; }
    JoiningScreen #question { width: 1fr; text-style: bold; }
    JoiningScreen Paragraph, JoiningScreen Laid { height: auto; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = JOINING
    TITLE_WORDS = "Are these one person?"

    def __init__(self, work: Workplace, joining: Joining, kept: Record, other: Record) -> None:
        super().__init__()
        self._joining = joining
        self._kept = kept
        self._other = other
        self._work = work
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """Every identifier of both, what each holds, and what has been said."""
        with VerticalScroll(id="joining", can_focus=False):
            with Horizontal(id="heading"):
                yield Static(display(self.TITLE_WORDS), id="question")
                yield DemoMark()
            yield Laid(
                Row(_SIDE_BY_SIDE, (self._side("Goes on", self._kept), self._side("Is brought in", self._other)))
            )
            yield Paragraph(self._said())

    def _side(self, title: str, record: Record) -> Content:
        facts = identity_of(record.person, self._work.desk.today())
        address = " ".join(filter(None, (record.person.address, record.person.postcode))) or "Address Not Known"
        held = f"{len(record.results)} results, {len(record.agenda)} raised, {len(record.goals)} goals, "
        held += f"{len(record.versions)} agreed plans"
        return join([display(title, "$quiet"), *facts, display(address), display(held)], "\n")

    def _said(self) -> Content:
        joining, staff = self._joining, {**self._kept.staff, **self._other.staff}
        who = staff.get(joining.proposed_by, "Somebody")
        words = label("$who says they are one person: $why", who=who, why=joining.reason)
        if joining.in_force:
            return join([words, display("They are joined; for 30 days they can be taken apart again.")], "\n")
        mine = joining.proposed_by == self._work.desk.worker.id
        asks = "A colleague must confirm it." if mine else "If you say so, too, they are joined."
        return join([words, display(asks)], "\n")

    def offers(self, command: type[Command]) -> bool:
        """Only a second person joins, and only what is not joined yet.

        Args:
            command: One of `VERBS`.
        """
        mine = self._joining.proposed_by == self._work.desk.worker.id
        return super().offers(command) and (command is not ConfirmJoining or not (mine or self._joining.in_force))

    @on(ConfirmJoining)
    def _confirm(self) -> None:
        if self.offers(ConfirmJoining):
            self.dismiss("confirm")

    @on(TakeApart)
    def _apart(self) -> None:
        self.dismiss("apart")

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(None)


class SamePersonTask:
    """What `Same person` does on one person's screen, step by step.

    Args:
        screen: The person's screen.
        work: What every screen works with.
        person: Whose it is.
    """

    def __init__(self, screen: TaskScreen[None], work: Workplace, person: Person) -> None:
        self._screen = screen
        self._work = work
        self._person = person

    async def begin(self) -> None:
        """Show the joining this record is part of, or ask which other record is meant."""
        found = await self._work.do(joinings, self._person.person_id)
        if found:
            await self.show(found[-1])
        else:
            intro = f"The record of {self._person.name} goes on, and what stands in the other is brought into it."
            ask = ChoosePersonScreen(
                self._work, "Which record is this person's, too?", intro, without=self._person.person_id
            )
            self._screen.app.push_screen(ask, self._chosen)

    async def show(self, joining: Joining) -> None:
        """Show both records side by side, and do what is said of them.

        Args:
            joining: Of this person's record and another.
        """
        kept, other = [await self._work.do(open_record, one) for one in (joining.kept_id, joining.other_id)]

        def answered(answer: str | None) -> None:
            if answer == "confirm":
                self._screen.in_background(self._confirm(joining))
            elif answer == "apart":
                self._ask("Not the same person", "Why are they not one person's?", self._apart(joining))

        self._screen.app.push_screen(JoiningScreen(self._work, joining, kept, other), answered)

    def _chosen(self, other: FoundPerson | None) -> None:
        if other is None:
            return

        async def save(answers: Answers) -> None:
            kept_id = self._person.person_id
            await self._work.do(propose, kept_id, other.person_id, answers["reason"], op_id=answers.op_id)
            self._say("Proposed. A colleague confirms it with J on either record.")

        self._ask(f"{self._person.name} and {other.name} are one person", "How do you know?", save)

    async def _confirm(self, joining: Joining) -> None:
        await self._work.do(confirm, joining.id)
        self._say("The two records are joined. For 30 days J takes them apart again.")

    def _apart(self, joining: Joining) -> Callable[[Answers], Awaitable[None]]:
        async def save(answers: Answers) -> None:
            undone = await self._work.do(take_back, joining.id, answers["reason"], op_id=answers.op_id)
            stayed = f" {undone.stayed} changed since stay here: look at them." if undone.stayed else ""
            self._say(f"They are two records.{stayed}")

        return save

    def _ask(self, title: str, question: str, save: Callable[[Answers], Awaitable[None]]) -> None:
        reason = Field("reason", question, required="Say how you know.", lines=2, read=fits_words, says_back=False)
        form = Form("same-person", title, (reason,), person_id=self._person.person_id, whose=self._person.name)
        self._screen.app.push_screen(FormScreen(self._work, form, save))

    def _say(self, words: str) -> None:
        self._screen.reload()
        self._screen.say(words)
