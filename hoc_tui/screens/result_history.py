"""One test's whole history: what it shows, the newest value in words, a chart, and every result as it was sent."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import ShowToPerson
from hoc_tui.commands.find_test import FindTest
from hoc_tui.commands.result_history import RESULT_HISTORY, EndAim, MoveResult, SetAim, WidenTable, WithAnother
from hoc_tui.domain.dates import PartialDate, counted
from hoc_tui.domain.judging import judge
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import ConvertedQuantity, Series
from hoc_tui.domain.series import as_it_was
from hoc_tui.screens.aim_forms import AimForms
from hoc_tui.screens.asking import Asking
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from hoc_tui.text import Content, display
from hoc_tui.widgets.chart import ResultChart, chart_marks
from hoc_tui.widgets.conversation.result_cards import apart_words, limits_words
from hoc_tui.widgets.conversation.view import ConversationView, JudgedSeries
from hoc_tui.widgets.course import Agreed, Course, course_of
from hoc_tui.widgets.flow import Facts, Laid
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.plan_change import words_since_plan
from hoc_tui.widgets.result_rows import TITLES, ResultRows, range_words
from hoc_tui.widgets.result_words import standing_sentences, yours_words
from hoc_tui.widgets.wrapped_table import WrappedTable

LOW = 36
"""Lines of a window under which words, chart and table do not fit together."""
NONE_COUNTS = "No result of this test counts any more."
NOT_THIS_ROW = "Only a result that counts here can be moved; put the cursor on one."


class ResultHistoryScreen(ClinicalScreen[None]):
    """A test's history.

    Args:
        work: What every screen works with.
        record: Whose results.
        key: Which test: the `key` of its `JudgedSeries`.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = RESULT_HISTORY
    TITLE_WORDS = "One test's results"
    DEFAULT_CSS = """
    ResultHistoryScreen #test-name { height: auto; padding: 0 1; text-style: bold; }
    ResultHistoryScreen #said { height: auto; padding: 0 1; }
    ResultHistoryScreen #legend { color: $quiet; }
    ResultHistoryScreen.-table-only .above { display: none; }
    ResultHistoryScreen.-low .drawn { display: none; }
    ResultHistoryScreen.-low.-chart .drawn { display: block; }
    ResultHistoryScreen.-low.-chart #said { display: none; }
    ResultHistoryScreen.-low.-table-only .drawn { display: none; }
    ResultHistoryScreen.-tall .above { margin: 1 0 0 0; }
    """

    def __init__(self, work: Workplace, record: Record, key: str) -> None:
        super().__init__(work)
        self.key = key
        self._take(record)

    def _take(self, record: Record) -> None:
        self.record = record
        self._view: ConversationView = look_at(record, self.work.desk.today())
        self._series = next((one for one in self._view.series if one.key == self.key), None)

    def page(self) -> ComposeResult:
        """The test's name, its words, its chart, its table."""
        # A container of its own: whatever does not fit into a low window, the banner stays in sight (H01).
        with Vertical():
            yield Facts(id="test-name")
            yield Laid(id="said", classes="above")
            yield ResultChart(id="chart", classes="above drawn")
            yield Facts(id="legend", classes="above drawn")
            yield WrappedTable(TITLES)

    def begin(self) -> None:
        """Show the test."""
        self.show_whose(self.record)
        self.query_one(WrappedTable).list.focus()
        self._paint()

    def reload(self) -> None:
        """Read the record again and show what has become of the test."""
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        self._take(await self.work.do(open_record, self.record.person.person_id))
        self._paint()
        self.refresh_hint()

    def _paint(self) -> None:
        series = self._series.series if self._series else as_it_was(self.key, self._view.record.results)
        if self._series is not None:
            self._show_words(self._series)
            self._show_course(self._series)
        else:
            self._show_nothing(series)
        if series is not None:
            self.query_one(WrappedTable).show(self._rows(series).rows())

    def _rows(self, series: Series) -> ResultRows:
        return ResultRows(self._view.record, series, self._view.known, self.work.desk.practice.zone)

    def _show_nothing(self, series: Series | None) -> None:
        """That what was sent counts no more; below stands what became of it (H01, H05)."""
        name = [display(series.title)] if series else []
        self.query_one("#test-name", Facts).show([*name, display(NONE_COUNTS)])
        # What was said and drawn while something counted must not come back with `z`.
        for above in self.query(Laid).filter("#said, #chart"):
            above.lay(lambda _width: display(""))
        self.query_one("#legend", Facts).show([])
        self.set_class(True, "-table-only")

    def _show_words(self, one: JudgedSeries) -> None:
        known = self._view.known.catalogue.test(one.series.test_id or "")
        self.query_one("#test-name", Facts).show([display(one.name, "bold"), *self._counted(one)])
        paragraphs = [
            known.sentence if known else "",
            f"{yours_words(one)} {standing_sentences(one)}".strip(),
            words_since(one.series),
            words_since_plan(one, self._view, ZoneInfo(self.work.desk.practice.zone)),
            *one.cautions,
            apart_words(one.series),
        ]
        self.query_one("#said", Laid).lay(Hanging([Hang(display(words)) for words in paragraphs if words]))

    def _counted(self, one: JudgedSeries) -> list[Content]:
        """How many there are and how many of them are out, since not all of them are in sight (H05)."""
        results = one.series.results
        view = self._view
        out = sum(judge(result, view.record.targets, view.known).out for result in results)
        return [display(counted(len(results), "result")), display(f"{out} out of range" if out else "")]

    def _show_course(self, one: JudgedSeries) -> None:
        course = course_of(one.series, one.judgement, agreed_in(self.record, self.work.desk.practice.zone))
        self.query_one(ResultChart).show(course, short_words)
        self.query_one("#legend", Facts).show(legend(course, one) if course.shown else [])

    def on_resize(self, event: events.Resize) -> None:
        """Where there is no room for words and chart above the table, show the words first.

        Args:
            event: The new size.
        """
        super().on_resize(event)
        self.set_class(event.size.height < LOW, "-low")

    @on(WidenTable)
    def _widen(self) -> None:
        """Go on from all to the table alone; in a low window from the words to the chart, then to the table alone."""
        alone, drawn = self.has_class("-table-only"), self.has_class("-chart")
        to_chart = self.has_class("-low") and not (alone or drawn)
        self.set_class(to_chart, "-chart")
        self.set_class(not (alone or to_chart), "-table-only")

    @on(ShowToPerson)
    def _show(self) -> None:
        from hoc_tui.screens.show_to_person import ShowToPersonScreen

        self.app.push_screen(ShowToPersonScreen(self.work, self.record, self.key))

    # The aim ---------------------------------------------------------------------------------------------------------

    def offers(self, command: type[Command]) -> bool:
        """What makes sense for what is shown.

        Args:
            command: One of `VERBS`.
        """
        if command is EndAim and (self._series is None or self._aims.in_force(self._series) is None):
            return False
        needs_a_test = command in {SetAim, ShowToPerson, WithAnother}
        return super().offers(command) and not (needs_a_test and self._series is None)

    @property
    def _aims(self) -> AimForms:
        return AimForms(self.work, self._view)

    @on(SetAim)
    def _set_aim(self) -> None:
        if self._series is not None:
            self._ask(self._aims.new(self._series))

    @on(EndAim)
    def _end_aim(self) -> None:
        asking = self._aims.end(self._series) if self._series is not None else None
        if asking is not None:
            self._ask(asking)

    def _ask(self, asking: Asking) -> None:
        def after(saved: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
            if saved:
                self.reload()

        self.app.push_screen(FormScreen(self.work, asking.form, asking.save), after)

    # Moving, and other tests -----------------------------------------------------------------------------------------

    @on(MoveResult)
    def _move(self) -> None:
        from hoc_tui.screens.moving import WrongRecordTask

        series = self._series
        key = self.query_one(WrappedTable).list.key
        result = self._rows(series.series).standing.get(key or "") if series is not None else None
        if result is None:
            self.say(NOT_THIS_ROW)
        else:
            WrongRecordTask(self, self.work, self.record).begin(result)

    @on(FindTest)
    def _find_test(self) -> None:
        from hoc_tui.screens.find_test import FindTestScreen

        self.app.push_screen(FindTestScreen(self.work, self._view), self._go_to)

    def _go_to(self, key: str | None) -> None:
        if key is not None and key != self.key:
            self.key = key
            self._take(self.record)
            self.set_class(False, "-table-only")
            self._paint()
            self.refresh_hint()

    @on(WithAnother)
    def _with_another(self) -> None:
        from hoc_tui.screens.find_test import FindTestScreen

        self.app.push_screen(FindTestScreen(self.work, self._view, beside=self.key), self._draw_with)

    def _draw_with(self, key: str | None) -> None:
        from hoc_tui.screens.two_tests import TwoTestsScreen

        if key is not None:
            self.app.push_screen(TwoTestsScreen(self.work, self.record, (self.key, key)))


def agreed_in(record: Record, zone: str) -> list[Agreed]:
    """The plans that were agreed and stand, for the axis of time.

    Args:
        record: Whose.
        zone: The practice's time zone.
    """
    there = ZoneInfo(zone)
    standing = [head for head in record.versions if not head.in_error]
    return [Agreed(head.agreed_at.astimezone(there).date().toordinal(), head.number) for head in standing]


def words_since(series: Series) -> str:
    """What has been sent of a test since its newest number, and how old that number is; empty when it is the newest.

    Args:
        series: The test.
    """
    number, latest = series.number_before, series.latest
    if number is None:
        return ""
    said = "; ".join(filter(None, (latest.text, latest.comment))) or latest.value_words
    when = f" on {latest.taken.long}" if latest.taken else ""
    since = f", on {number.taken.long}" if number.taken else ", on a day that was not sent"
    return f"No number came{when}: {said}\nThe newest number is older: {number.value_words}{since}."


def short_words(day: PartialDate) -> str:
    """A date as staff read it."""
    return day.short


def legend(course: Course, one: JudgedSeries) -> list[Content]:
    """What each mark of a chart stands for, and what is not drawn or was converted.

    Args:
        course: What is drawn.
        one: The test.
    """
    marks, sent = chart_marks(), one.series.measured.ranges
    ranged = course.low is not None or course.high is not None
    beside = "" if course.range_shown else " (not on this chart)"
    pair = f"{marks.reading} each pair is one reading, upper and lower" if course.paired else ""
    converted = sum(isinstance(result.quantity, ConvertedQuantity) for result in one.series.results)
    marked = any(plan.day >= course.moments[0].day for plan in course.plans)
    facts = (
        pair or f"{marks.reading} a result",
        f"{marks.aim} {limits_words(one.judgement)}" if course.aim else "",
        f"{marks.range} range sent: {range_words(sent[0])}{beside}" if ranged else "",
        f"{marks.plan} a plan was agreed" if marked else "",
        f"{counted(converted, 'result')} converted: the table has what was sent" if converted else "",
        f"{counted(course.left_out, 'result')} not drawn: no plain number or no date" if course.left_out else "",
    )
    return [display(fact) for fact in facts if fact]
