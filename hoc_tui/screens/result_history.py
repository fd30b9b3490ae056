"""One test's whole history: what it shows, the newest value in words, a chart, and every result as it was sent."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import ShowToPerson
from hoc_tui.commands.result_history import RESULT_HISTORY, WidenTable
from hoc_tui.content.tests import words_for
from hoc_tui.domain.dates import PartialDate, counted
from hoc_tui.domain.judging import judge
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Series
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, display
from hoc_tui.widgets.chart import ResultChart, chart_marks
from hoc_tui.widgets.conversation.result_cards import limits_words
from hoc_tui.widgets.conversation.view import JudgedSeries
from hoc_tui.widgets.course import Course, course_of
from hoc_tui.widgets.flow import Facts, Laid
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.result_rows import TITLES, ResultRows, range_words
from hoc_tui.widgets.result_words import standing_sentences, yours_words
from hoc_tui.widgets.wrapped_table import WrappedTable


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
    ResultHistoryScreen.-tall .above { margin: 1 0 0 0; }
    """

    def __init__(self, work: Workplace, record: Record, key: str) -> None:
        super().__init__(work)
        self.record = record
        self.key = key
        self._series = self._judged()

    def _judged(self) -> JudgedSeries | None:
        view = look_at(self.record, self.work.desk.today())
        return next((one for one in view.series if one.key == self.key), None)

    def page(self) -> ComposeResult:
        """The test's name, its words, its chart, its table."""
        yield Facts(id="test-name")
        yield Laid(id="said", classes="above")
        yield ResultChart(id="chart", classes="above")
        yield Facts(id="legend", classes="above")
        yield WrappedTable(TITLES)

    def begin(self) -> None:
        """Show the test."""
        self.show_whose(self.record)
        self.query_one(WrappedTable).page.reader.focus()
        if self._series is None:
            self.query_one("#test-name", Facts).show([display("No result of this test counts any more.")])
            return
        self._show_words(self._series)
        self._show_course(self._series)
        targets, zone = self.record.targets, self.work.desk.practice.zone
        rows = ResultRows(self.record.results, self._series.series, targets, zone).rows()
        self.query_one(WrappedTable).show(rows)

    def _show_words(self, one: JudgedSeries) -> None:
        known = words_for(one.series.latest.codes)
        self.query_one("#test-name", Facts).show([display(one.name, "bold"), *self._counted(one)])
        paragraphs = [
            known.sentence if known else "",
            f"{yours_words(one)} {standing_sentences(one)}".strip(),
            words_since(one.series),
        ]
        self.query_one("#said", Laid).lay(Hanging([Hang(display(words)) for words in paragraphs if words]))

    def _counted(self, one: JudgedSeries) -> list[Content]:
        """How many there are and how many of them are out, since not all of them are in sight (H05)."""
        results = one.series.results
        out = sum(judge(result, self.record.targets).out for result in results)
        return [display(counted(len(results), "result")), display(f"{out} out of range" if out else "")]

    def _show_course(self, one: JudgedSeries) -> None:
        course = course_of(one.series, one.judgement)
        self.query_one(ResultChart).show(course, short_words)
        self.query_one("#legend", Facts).show(legend(course, one) if course.shown else [])

    @on(WidenTable)
    def _widen(self) -> None:
        self.toggle_class("-table-only")

    @on(ShowToPerson)
    def _show(self) -> None:
        from hoc_tui.screens.show_to_person import ShowToPersonScreen

        self.app.push_screen(ShowToPersonScreen(self.work, self.record, self.key))


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
    """What each mark of a chart stands for, and what is not drawn.

    Args:
        course: What is drawn.
        one: The test.
    """
    marks, sent = chart_marks(), one.series.measured.ranges
    ranged = course.low is not None or course.high is not None
    beside = "" if course.range_shown else " (not on this chart)"
    pair = f"{marks.reading} each pair is one reading, upper and lower" if course.paired else ""
    facts = (
        pair or f"{marks.reading} a result",
        f"{marks.aim} {limits_words(one.judgement)}" if course.aim else "",
        f"{marks.range} range sent: {range_words(sent[0])}{beside}" if ranged else "",
        f"{counted(course.left_out, 'result')} not drawn: no plain number or no date" if course.left_out else "",
    )
    return [display(fact) for fact in facts if fact]
