"""Two tests over each other on one axis of time, each with a scale of its own."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.result_history import TWO_TESTS, WithAnother
from hoc_tui.domain.record import Record
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.result_history import agreed_in, legend, short_words
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, display, join, wrapped
from hoc_tui.widgets.chart import drawn_over
from hoc_tui.widgets.conversation.result_cards import standing_words
from hoc_tui.widgets.conversation.view import JudgedSeries
from hoc_tui.widgets.course import FEWEST_MOMENTS, Course, course_of
from hoc_tui.widgets.flow import Laid, flow
from hoc_tui.widgets.reader import Page
from hoc_tui.widgets.result_words import unbroken

ONE_DAY = "All of it was measured on one day: there is nothing to draw over time."
NO_ROOM = "The window is too narrow to draw both; widen it."
AROUND = 7
"""Lines of the banner, the keys, what is out of sight, the plans and the dates."""
LEAST_ROWS, MOST_ROWS = 3, 14


class TwoTestsScreen(ClinicalScreen[None]):
    """Two tests, one above the other: the same day stands in the same column of both.

    Args:
        work: What every screen works with.
        record: Whose results.
        keys: Which tests: the keys of their `JudgedSeries`.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = TWO_TESTS
    TITLE_WORDS = "Two tests over each other"
    DEFAULT_CSS = "TwoTestsScreen #both { height: auto; padding: 0 1; }"

    def __init__(self, work: Workplace, record: Record, keys: tuple[str, str]) -> None:
        super().__init__(work)
        self.record = record
        self._keys = keys
        self._view = look_at(record, work.desk.today())

    def page(self) -> ComposeResult:
        """Both, to be scrolled where the window is low."""
        yield Page(Laid(id="both"))

    def begin(self) -> None:
        """Draw them."""
        self.show_whose(self.record)
        self.query_one(Page).reader.focus()
        self.query_one("#both", Laid).lay(self._lines)

    def _pairs(self) -> list[tuple[JudgedSeries, Course]]:
        """The two tests, each with its course."""
        plans = agreed_in(self.record, self.work.desk.practice.zone)
        tests = {one.key: one for one in self._view.series}
        wanted = [tests[key] for key in self._keys if key in tests]
        return [(one, course_of(one.series, one.judgement, plans)) for one in wanted]

    def _lines(self, width: int) -> Content:
        pairs = self._pairs()
        days = {moment.day for _, course in pairs for moment in course.moments}
        if len(days) < FEWEST_MOMENTS:
            return join(wrapped(display(ONE_DAY), width), "\n")
        titles = [_title(one, width) for one, _ in pairs]
        legends = [flow(legend(course, one), width) for one, course in pairs]
        taken = sum(words.plain.count("\n") + 1 for words in (*titles, *legends)) + AROUND
        rows = max(LEAST_ROWS, min(MOST_ROWS, (self.app.size.height - taken) // len(pairs)))
        charts = drawn_over([course for _, course in pairs], width, rows, short_words)
        if not charts:
            return join(wrapped(display(NO_ROOM), width), "\n")
        parts = zip(titles, charts, legends, strict=True)
        return join([line for title, chart, words in parts for line in (title, *chart, words)], "\n")

    @on(WithAnother)
    def _another(self) -> None:
        """Choose another second test for the same first."""
        from hoc_tui.screens.find_test import FindTestScreen

        self.app.push_screen(FindTestScreen(self.work, self._view, beside=self._keys[0]), self._draw_with)

    def _draw_with(self, key: str | None) -> None:
        if key is not None:
            self._keys = (self._keys[0], key)
            self.query_one("#both", Laid).lay(self._lines)


def _title(one: JudgedSeries, width: int) -> Content:
    """Its name, its newest value with the unit of its scale, and where that stands."""
    mark = "bold $signal" if one.judgement.out else ""
    taken = one.series.measured.taken
    facts = (
        display(one.name, "bold"),
        display(unbroken(one.series.value_words), "bold"),
        display(unbroken(taken.short) if taken else "", "$quiet"),
        display(standing_words(one.judgement), mark),
    )
    return flow(facts, width)
