"""One thing alone, large and calm, for the person beside: any key goes back."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Digits, Static

from hoc_tui.commands.command import Command
from hoc_tui.content.tests import words_for
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.record import Record
from hoc_tui.screens.clinical import ClinicalScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, KeyWord, display, glyphs, plain
from hoc_tui.widgets.chart import ResultChart, chart_marks
from hoc_tui.widgets.course import Course
from hoc_tui.widgets.flow import Facts, Laid
from hoc_tui.widgets.hanging import Hang, Hanging
from hoc_tui.widgets.reader import Page
from hoc_tui.widgets.shown import Shown, shown_of

_DRAWN = frozenset("0123456789.,+-:/<>=~")
"""What a large value is drawn of; anything else stands beside it in bold."""
TALL = 40
"""Lines of a window that has room for air."""
READING_KEYS = frozenset({"down", "up", "pagedown", "pageup", "home", "end"})
"""Keys that read on while there is more below, and go back when all is in sight."""


class ShowToPersonScreen(ClinicalScreen[None]):
    """The thing under the cursor, for the person to look at.

    Args:
        work: What every screen works with.
        record: Whose.
        key: The key of its card; None for the plan so far.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = ()
    TITLE_WORDS = "For the person"
    DEFAULT_CSS = """
    ShowToPersonScreen #shown { align-horizontal: center; padding: 0 2; height: 1fr; }
    ShowToPersonScreen.-tall #shown { padding: 3 2; }
    ShowToPersonScreen Page { width: 100%; max-width: 72; }
    ShowToPersonScreen #shown-title { height: auto; text-align: center; margin: 0 0 1 0; }
    ShowToPersonScreen Digits { width: 100%; text-align: center; text-style: bold; }
    ShowToPersonScreen #shown-value { height: auto; text-align: center; text-style: bold; }
    ShowToPersonScreen.-tall #shown-value, ShowToPersonScreen.-tall ResultChart { margin: 0 0 1 0; }
    ShowToPersonScreen #chart-marks { color: $quiet; }
    """

    def __init__(self, work: Workplace, record: Record, key: str | None) -> None:
        super().__init__(work)
        self.record = record
        self._shown = self._thing(key)

    def _thing(self, key: str | None) -> Shown:
        view = look_at(self.record, self.work.desk.today())
        series = next((one.series for one in view.series if one.key == key), None)
        known = words_for(series.latest.codes) if series else None
        return shown_of(view, key, known.sentence if known else "")

    def page(self) -> ComposeResult:
        """The thing, in the middle."""
        with Vertical(id="shown"):
            yield Page(*self._parts())

    def _parts(self) -> list[Widget]:
        number, _, unit = self._shown.big.partition(" ")
        large = bool(number) and set(number) <= _DRAWN and glyphs().trend == "braille"
        spaced = number if large or not number else " ".join(number)
        title: Content = self._shown.title
        value = display(unit if large else f"{spaced} {unit}".strip())
        parts: list[Widget] = [Static(title, id="shown-title")]
        parts += [Digits(plain(number))] if large else []
        parts += [Static(value, id="shown-value")] if value.plain else []
        parts += [Laid(self._lines, id="shown-lines")]
        return [*parts, ResultChart(id="chart"), Facts(id="chart-marks")]

    def _lines(self, width: int) -> Content:
        """The paragraphs, with air between them where there is room for it."""
        paragraphs = [Hang(line) for line in self._shown.lines]
        if self.app.size.height >= TALL:
            paragraphs = [part for one in paragraphs if one.body.plain for part in (one, Hang(display("")))]
        return Hanging(paragraphs)(width)

    def begin(self) -> None:
        """Show the thing, and let the arrows read on."""
        self.show_whose(self.record)
        if self._shown.course is not None:
            self.query_one(ResultChart).show(self._shown.course, long_words)
            self.query_one("#chart-marks", Facts).show(marks_for_person(self._shown.course))
        self.query_one(Page).reader.focus()
        self.call_after_refresh(self.refresh_hint)

    def hint_keys(self) -> list[KeyWord]:
        """That any key goes back, and which one reads on while not all is in sight.

        Returns:
            One or two keys.
        """
        return [("Down", "reads on"), ("Any other key", "goes back")] if self._reads_on else [("Any key", "goes back")]

    def on_key(self, event: events.Key) -> None:
        """Go back at any key, but let the arrows read on while not all is in sight.

        Args:
            event: The key.
        """
        if event.key in READING_KEYS and self._reads_on:
            return
        event.stop()
        self.go_back()

    @property
    def _reads_on(self) -> bool:
        return self.allowed and any(page.reader.max_scroll_y > 0 for page in self.query(Page))


def marks_for_person(course: Course) -> list[Content]:
    """What the lines of a chart stand for.

    Args:
        course: What is drawn.
    """
    marks = chart_marks()
    aim = f"{marks.aim} the aim" if course.aim else ""
    sent = f"{marks.range} the range that came with it" if course.range_shown else ""
    return [display(words) for words in (aim, sent) if words and course.shown]


def long_words(day: PartialDate) -> str:
    """A date as the person reads it."""
    return day.long
