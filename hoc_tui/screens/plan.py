"""The one care plan as it would be printed: as it stands, and every version that was agreed."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import Agree
from hoc_tui.commands.plan import PLAN, ComparePlans, NewerPlan, OlderPlan, PlanHistory, WrongRecord
from hoc_tui.domain.dates import counted, short
from hoc_tui.domain.plan import PlanVersion
from hoc_tui.domain.planning import VersionHead
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.versions import CompareScreen, ReadPlan, writer
from hoc_tui.screens.workplace import Workplace
from hoc_tui.screens.wrong_record import WrongRecordForms
from hoc_tui.services.agreeing import read_version
from hoc_tui.services.records import open_record
from hoc_tui.text import Content, display, glyphs, label
from hoc_tui.text.statuses import AGREEMENT
from hoc_tui.widgets.flow import Facts
from hoc_tui.widgets.reader import Page
from hoc_tui.widgets.sheet import Sheet


class PlanScreen(ClinicalScreen[None]):
    """A person's plan.

    Args:
        work: What every screen works with.
        person_id: Whose.
        number: Which agreed version; None for the plan as it stands.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = PLAN
    TITLE_WORDS = "The care plan"
    DEFAULT_CSS = """
    PlanScreen Reader { align-horizontal: center; }
    PlanScreen #in-error { text-style: bold reverse; }
    PlanScreen #terms { color: $quiet; }
    """

    def __init__(self, work: Workplace, person_id: UUID, number: int | None = None) -> None:
        super().__init__(work)
        self.person_id = person_id
        self.number = number
        self.record: Record | None = None
        self._plan: ReadPlan | None = None

    def page(self) -> ComposeResult:
        """Which versions there are, how this one was agreed, and the sheet."""
        between = f" {glyphs().separator} "
        yield Facts(id="versions", gap=between)
        yield Facts(id="in-error", gap=between)
        yield Facts(id="terms", gap=between)
        yield Page(Sheet(id="sheet"))

    # Reading and painting --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Read the record and show the plan."""
        self.query_one(Page).reader.focus()
        self.reload()

    def reload(self) -> None:
        """Read everything again."""
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        self.record = await self.work.do(open_record, self.person_id)
        self.show_whose(self.record)
        await self._open(self.number)

    async def _open(self, number: int | None) -> None:
        if self.record is None:
            return
        plan = await self._plan_of(self.record, number)
        self.number, self._plan = number, plan
        with self.app.batch_update():
            self._show_versions(self.record)
            self.query_one("#terms", Facts).show(self._terms(plan))
            self.query_one("#sheet", Sheet).show(writer(self.work, plan))
            self.query_one(Page).reader.scroll_home(animate=False)
        self.refresh_bindings()
        self.refresh_hint()

    async def _plan_of(self, record: Record, number: int | None) -> ReadPlan:
        if number is None:
            return ReadPlan.of_draft(record, self.work.desk.practice)
        version = await self.work.do(read_version, self.person_id, number)
        return ReadPlan.of_version(version, record, self.work.desk.practice)

    def _show_versions(self, record: Record) -> None:
        heads = [(_named(head, self.work.desk.practice.zone), head.number) for head in _newest(record)]
        words = [(words, number == self.number) for words, number in (("draft", None), *heads)]
        shown = [label("[b]\\[$words][/b]", words=one) if here else display(one) for one, here in words]
        self.query_one("#versions", Facts).show([label("[b]The care plan[/b]"), *shown])
        self.query_one("#in-error", Facts).show(self._errors(record))

    def _errors(self, record: Record) -> list[Content]:
        head = next((one for one in record.versions if one.number == self.number), None)
        here = f"IN ERROR, WRONG RECORD: {head.in_error}" if head and head.in_error else ""
        elsewhere = (
            f"Plan {mark.number} was agreed for this person in another record by mistake: {mark.reason}"
            for mark in record.wrong_marks
        )
        return [display(words) for words in (here, *elsewhere) if words]

    def _terms(self, plan: ReadPlan) -> list[Content]:
        hidden = f"{counted(plan.left_out, 'note')} not shown here" if plan.left_out else ""
        version = plan.version
        if version is None:
            return [display(hidden or "as it would be printed now")]
        terms = version.terms
        staff = version.content.staff.get(version.agreed_with, "")
        facts = (
            AGREEMENT[terms.agreement],
            f"by {terms.representative}" if terms.representative else "",
            f"in their words: {_quoted(terms.difference)}" if terms.difference else "",
            f"with {staff}" if staff else "",
            f"here: {terms.present}" if terms.present else "",
            hidden,
        )
        return [display(fact) for fact in facts if fact]

    @on(PlanHistory)
    def _history(self) -> None:
        from hoc_tui.screens.history import HistoryScreen

        title = "The review of the plan"
        self.app.push_screen(HistoryScreen(self.work, self.person_id, self.person_id, title, ItemKind.PLAN))

    # Older, newer, compared ------------------------------------------------------------------------------------------

    @property
    def _order(self) -> list[int | None]:
        """Every plan there is, the draft first and version 1 last."""
        return [None, *(head.number for head in _newest(self.record))] if self.record else [None]

    def _neighbour(self, by: int) -> tuple[bool, int | None]:
        """Whether there is a plan so many places on, and its number."""
        order = self._order
        place = order.index(self.number) + by if self.number in order else -1
        return (True, order[place]) if 0 <= place < len(order) else (False, None)

    def offers(self, command: type[Command]) -> bool:
        """Only what makes sense for the plan on the screen.

        Args:
            command: One of `VERBS`.
        """
        if command in {OlderPlan, ComparePlans}:
            return self._neighbour(1)[0]
        if command is NewerPlan:
            return self._neighbour(-1)[0]
        sense = {Agree: self.number is None and self.record is not None, WrongRecord: self._can_be_wrong}
        return sense.get(command, True) and super().offers(command)

    @property
    def _can_be_wrong(self) -> bool:
        heads = self.record.versions if self.record else ()
        return any(head.number == self.number and not head.in_error for head in heads)

    @on(OlderPlan)
    def _older(self) -> None:
        self._turn(1)

    @on(NewerPlan)
    def _newer(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        there, number = self._neighbour(by)
        if there:
            self.in_background(self._open(number), group="read")

    @on(ComparePlans)
    def _compare(self) -> None:
        self.in_background(self._compare_with(self._neighbour(1)[1]), group="read")

    async def _compare_with(self, number: int | None) -> None:
        if self.record is not None and self._plan is not None and number is not None:
            before = await self._plan_of(self.record, number)
            self.app.push_screen(CompareScreen(self.work, self.record, before, self._plan))

    # Agreeing, and what was agreed in the wrong record ----------------------------------------------------------------

    @on(Agree)
    def _agree(self) -> None:
        from hoc_tui.screens.agree import AgreeScreen

        if self.record is not None:
            self.app.push_screen(AgreeScreen(self.work, self.record, then_show=False), self._agreed)

    def _agreed(self, version: PlanVersion | None) -> None:
        if version is not None:
            self.number = version.number
            self.reload()
            self.say(f"Plan {version.number} is agreed and kept.")

    @on(WrongRecord)
    def _wrong_record(self) -> None:
        if self.record is not None and self.number is not None:
            WrongRecordForms(self.work, self.record, self.number, self._ask, self.reload).begin()

    def _ask(self, form: FormScreen, then: Callable[[], None]) -> None:
        def saved(answer: bool | None) -> None:  # noqa: FBT001  what a form answers
            if answer:
                then()

        self.app.push_screen(form, saved)


def _newest(record: Record) -> list[VersionHead]:
    return sorted(record.versions, key=lambda head: head.number, reverse=True)


def _quoted(words: str) -> str:
    return f"{glyphs().open_quote}{words}{glyphs().close_quote}"


def _named(head: VersionHead, zone: str) -> str:
    words = f"plan {head.number} {short(head.agreed_at.astimezone(ZoneInfo(zone)).date())}"
    return f"{words} IN ERROR" if head.in_error else words
