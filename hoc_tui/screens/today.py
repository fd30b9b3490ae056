"""Today: the day's conversations, where every role that sees people starts."""

from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.gathering import Gather
from hoc_tui.commands.lists import OpenIt
from hoc_tui.commands.today import (
    TODAY,
    CheckResults,
    MarkArrived,
    OnlyMine,
    PlaceResults,
    ReadAgain,
    ShowDetails,
    UndoArrival,
)
from hoc_tui.domain.dates import short, weekday
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.lists import TodayEntry
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.presence import News
from hoc_tui.domain.triage import ToCheck
from hoc_tui.domain.vocabulary import ItemKind, Step
from hoc_tui.screens.outbox import Kept
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.lists import todays_visits
from hoc_tui.services.records import undo
from hoc_tui.services.saving import Spot
from hoc_tui.services.triage import how_many_to_check
from hoc_tui.services.visits import arrived
from hoc_tui.text import Content, display, glyphs
from hoc_tui.widgets.cards import GUTTER, CardList
from hoc_tui.widgets.columns import ColumnHeads
from hoc_tui.widgets.header import ListHeader
from hoc_tui.widgets.today_rows import STEP_WORDS, needs_something, today_cards, today_columns

LOOK_AGAIN = 60
"""Seconds after which Today looks by itself for what colleagues have changed; what is the same sends no byte."""

BEFORE_ARRIVAL = frozenset(
    {Step.BOOKED, Step.GATHERED, Step.RESULTS_CHECKED, Step.LETTER_SENT, Step.REFLECTIONS_BACK, Step.NOT_ATTENDED}
)
"""Steps from which somebody can arrive."""


class TodayScreen(TaskScreen[None]):
    """The day's conversations.

    Args:
        work: What every screen works with.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = TODAY
    TITLE_WORDS = "Today"

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._entries: Sequence[TodayEntry] = ()
        self._mine: bool | None = None
        self._just_read = False
        self._arrivals: list[tuple[UUID, UUID]] = []
        self._to_check = ToCheck()

    def body(self) -> ComposeResult:
        """What and when, column titles, one row a conversation."""
        yield ListHeader()
        yield ColumnHeads(indent=GUTTER, id="heads")
        yield CardList(id="visits")

    # Reading and painting --------------------------------------------------------------------------------------------

    async def read_ahead(self) -> None:
        """Read the day before the screen is shown, so that it is laid out and painted once, with the people on it."""
        # What is wrong is said when the screen is there, which then reads again.
        with suppress(HocError):
            await self._look()
            self._just_read = True

    def on_mount(self) -> None:
        """Put the cursor in the list, and look again from time to time."""
        self._cards.focus()
        if self._just_read:
            self._paint()
        self.set_interval(LOOK_AGAIN, self._look_again)

    def on_screen_resume(self) -> None:
        """Read what may have changed while another screen was open."""
        if self._just_read:
            self._just_read = False
            # Only once the list is painted: what counts results loads what no list needs.
            self.call_after_refresh(lambda: self.in_background(self._read_counts(), group="read"))
        else:
            self.reload()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the column titles to the rows.

        Args:
            event: The new size.
        """
        self.query_one(ColumnHeads).show(today_columns(event.size.width - GUTTER))

    def _look_again(self) -> None:
        if self.is_current:
            self.reload()

    def hear(self, news: News, person_id: UUID | None) -> None:  # noqa: ARG002  whoever it is may stand in the list
        """Show what a colleague has just changed.

        Args:
            news: What is new.
            person_id: Not used.
        """
        if news is not News.LOST:
            self._look_again()

    def reload(self) -> None:
        """Read the day again and paint what is new; the cursor stays."""
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        await self._look()
        self._paint()
        await self._read_counts()

    async def _look(self) -> None:
        self._entries = await self.work.do(todays_visits)
        if self._mine is None:
            self._mine = self.work.desk.may(Permission.SEE_CLINICAL) and any(map(self._is_mine, self._entries))

    async def _read_counts(self) -> None:
        if self.work.desk.may(Permission.SEE_COUNTS):
            self._to_check = await self.work.do(how_many_to_check)
            self._paint()

    def _paint(self) -> None:
        shown = self._shown
        self.query_one(ListHeader).show(self._where(), self._count(shown))
        self._cards.say_when_empty(NOBODY_WITH_YOU if self._mine else NOBODY)
        self._cards.show(today_cards(shown, self.work.desk.practice.zone))

    @property
    def _shown(self) -> list[TodayEntry]:
        return [entry for entry in self._entries if not self._mine or self._is_mine(entry)]

    def _is_mine(self, entry: TodayEntry) -> bool:
        return entry.staff_id == self.work.desk.worker.id

    def _where(self) -> list[Content]:
        today = self.work.desk.today()
        title = "Today, with me" if self._mine else "Today"
        day = f"{weekday(today)[:3]} {short(today)}"
        return [display(words) for words in (title, day, self.work.desk.practice.name)]

    def _count(self, shown: Sequence[TodayEntry]) -> list[Content]:
        everybody = len({entry.person_id for entry in self._entries})
        people = len({entry.person_id for entry in shown})
        words = f"{people} of {everybody} people" if self._mine else ("1 person" if people == 1 else f"{people} people")
        waiting = sum(map(needs_something, shown))
        needing = [f"{waiting} {'needs' if waiting == 1 else 'need'} something"] if waiting else []
        return [display(one) for one in (words, *needing, *self._results_waiting())]

    def _results_waiting(self) -> list[str]:
        """What a clinician must see before anything else; the manager hears of what has waited too long, no more."""
        there, checks = self._to_check, self.work.desk.may(Permission.CHECK_RESULTS)
        tells = checks or there.waited_too_long(self.work.desk.now())
        words = "1 result" if there.critical == 1 else f"{there.critical} results"
        phone = [f"{glyphs().overdue} {words} to phone today"] if there.critical and tells else []
        return [*phone, *([f"{there.waiting} to check"] if there.waiting and checks else [])]

    # What is done ----------------------------------------------------------------------------------------------------

    @property
    def _cards(self) -> CardList:
        return self.query_one("#visits", CardList)

    @property
    def _here(self) -> TodayEntry | None:
        """The row under the cursor."""
        return next((entry for entry in self._entries if str(entry.visit_id) == self._cards.key), None)

    @on(OpenIt)
    @on(CardList.Chosen)
    def _open(self) -> None:
        entry = self._here
        if entry is None:
            return
        if self.work.desk.may(Permission.SEE_CLINICAL):
            from hoc_tui.screens.consultation import ConsultationScreen

            self.app.push_screen(ConsultationScreen(self.work, entry.person_id))
        else:
            self._show_details()

    @on(ShowDetails)
    def _show_details(self) -> None:
        from hoc_tui.screens.person import PersonScreen

        entry = self._here
        if entry is not None:
            self.app.push_screen(PersonScreen(self.work, entry.person_id))

    @on(Gather)
    def _gather(self) -> None:
        from hoc_tui.screens.gathering_door import gather_for

        entry = self._here
        if entry is not None:
            self.in_background(gather_for(self, entry.person_id))

    @on(MarkArrived)
    def _arrived(self) -> None:
        entry = self._here
        if entry is None:
            return
        if entry.step in BEFORE_ARRIVAL:
            self.in_background(self._mark(entry))
        else:
            self.say(f"{entry.name}: {STEP_WORDS[entry.step]} already.")

    async def _mark(self, entry: TodayEntry) -> None:
        spot = Spot(ItemKind.VISIT, entry.person_id, entry.visit_id, entry.visit_version)
        try:
            saved = await self.work.save(arrived, spot)
        except Kept as kept:
            self._arrivals.append((entry.person_id, kept.op_id))
            raise
        self._arrivals.append((entry.person_id, saved.op_id))
        await self._read()
        self.say(f"{entry.name} arrived {self.work.clock(self.work.desk.now())}. Ctrl+Z undoes it.")

    @on(UndoArrival)
    def _undo(self) -> None:
        if self._arrivals:
            self.in_background(self._take_back(*self._arrivals.pop()))
        else:
            self.say("You have marked nobody as arrived here.")

    async def _take_back(self, person_id: UUID, op_id: UUID) -> None:
        await self.work.save(undo, person_id, op_id)
        await self._read()
        self.say("The arrival is undone.")

    @on(OnlyMine)
    def _toggle_mine(self) -> None:
        self._mine = not self._mine
        self._paint()

    @on(CheckResults)
    def _check_results(self) -> None:
        from hoc_tui.screens.triage import TriageScreen

        self.app.push_screen(TriageScreen(self.work))

    @on(PlaceResults)
    def _place_results(self) -> None:
        from hoc_tui.screens.unplaced import UnplacedScreen

        self.app.push_screen(UnplacedScreen(self.work))

    @on(ReadAgain)
    def _refresh(self) -> None:
        self.reload()


NOBODY = "Nobody is booked for today. / finds a person."
NOBODY_WITH_YOU = "Nobody is booked with you today. w shows everybody."
