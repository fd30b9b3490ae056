"""A chart of one test in text: real time to the right, the readings as a line, the aim as a line, the range as shading.

Source: NHS CUI graphs and tables (GTAB-039, GTAB-085, GTAB-177, GTAB-182; domain reference 6.8). It stands beside the
table and never instead of it. Pairs of pressures are marks one above the other and are not joined. Tests in two units
never share a scale: they stand one above the other and share the axis of time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from hoc_tui.domain.dates import PartialDate
from hoc_tui.text import Content, display, glyphs, join
from hoc_tui.widgets.course import Axis, Course
from hoc_tui.widgets.flow import Laid

LEAST_ROWS, MOST_ROWS = 4, 12
LEAST_COLUMNS = 16
"""Narrower, and two dates would not fit below."""

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""Braille dots of the left and right column, from the top down."""
_ACROSS, _DOWN = 2, 4
"""Dots in a cell."""
_APART = 3
"""Cells that a reading needs on average to be marked by itself; where there are more, the line alone is clearer."""


@dataclass(frozen=True)
class Marks:
    """What a chart is drawn with."""

    reading: str
    aim: str
    range: str
    axis: str
    plan: str


def chart_marks() -> Marks:
    """The marks of this terminal: Unicode, or ASCII where nothing else shows."""
    if glyphs().trend == "braille":
        return Marks(reading="●", aim="╌", range="·", axis="│", plan="▴")
    return Marks(reading="*", aim="-", range=".", axis="|", plan="^")


def drawn(course: Course, width: int, rows: int, date_words: Callable[[PartialDate], str]) -> list[Content]:
    """A chart as lines.

    Args:
        course: What to draw; `course.shown` must hold.
        width: Cells across, with the numbers at the side.
        rows: Lines of the drawing; a line of agreed plans, where there are any, and a line of dates are added.
        date_words: How a date reads for whoever looks.

    Returns:
        The lines, none longer than the width; empty when there is no room for the numbers and the dates.
    """
    [alone] = drawn_over([course], width, rows, date_words) or [[]]
    return alone


def drawn_over(
    courses: Sequence[Course], width: int, rows: int, date_words: Callable[[PartialDate], str]
) -> list[list[Content]]:
    """Charts one above the other on one axis of time, each with a scale of its own; the dates stand below the last.

    Args:
        courses: What to draw, each with at least one moment, on more than one day together.
        width: Cells across, with the numbers at the side.
        rows: Lines of each drawing.
        date_words: How a date reads for whoever looks.

    Returns:
        The lines of each chart; nothing when there is no room.
    """
    axis = Axis.over(*courses)
    margin = max(_Scale.margin_for(one, rows) for one in courses)
    scales = [_Scale.of(one, axis, width, rows, margin) for one in courses]
    first, last = date_words(axis.start), date_words(axis.end)
    columns = width - margin - 1
    if columns < LEAST_COLUMNS or len(first) + len(last) + 2 > columns:
        return []
    charts = [[_line(scale, _Canvas(scale.course, scale), row) for row in range(rows)] for scale in scales]
    plans = _plan_line(scales[-1], courses)
    gap = " " * (columns - len(first) - len(last))
    below = [*([plans] if plans.strip() else []), first + gap + last]
    return [*charts[:-1], [*charts[-1], *(display(" " * (margin + 1) + line, "$quiet") for line in below)]]


def _plan_line(scale: "_Scale", courses: Sequence[Course]) -> str:
    """The numbers of the plans where they were agreed; the newest first has its place where two are close."""
    cells = [" "] * scale.columns
    plans = {plan.number: plan.day for one in courses for plan in one.plans if plan.day >= scale.axis.first}
    for number in sorted(plans, reverse=True):
        mark = f"{chart_marks().plan}{number}"
        at = min(scale.column_of(plans[number]) // _ACROSS, scale.columns - len(mark))
        around = cells[max(at - 1, 0) : at + len(mark) + 1]
        if at >= 0 and set(around) == {" "}:
            cells[at : at + len(mark)] = mark
    return "".join(cells)


def _line(scale: "_Scale", canvas: "_Canvas", row: int) -> Content:
    side = display(scale.labels.get(row, "").rjust(scale.margin) + chart_marks().axis, "$quiet")
    runs = groupby(canvas.cells(row), key=lambda cell: cell[1])
    return join([side, *(display("".join(mark for mark, _ in run), style) for style, run in runs)])


@dataclass(frozen=True)
class _Scale:
    """Where a day and a number stand."""

    course: Course
    axis: Axis
    columns: int
    rows: int
    margin: int
    labels: dict[int, str]

    @classmethod
    def of(cls, course: Course, axis: Axis, width: int, rows: int, margin: int) -> "_Scale":
        """The scale for a width.

        Args:
            course: What is drawn.
            axis: From when to when.
            width: Cells across, with the numbers at the side.
            rows: Lines.
            margin: Cells for the numbers, at least `margin_for`.
        """
        return cls(course, axis, max(width - margin - 1, 0), rows, margin, cls._labels_of(course, axis, rows))

    @classmethod
    def margin_for(cls, course: Course, rows: int) -> int:
        """How many cells the numbers at the side need."""
        return max(map(len, cls._labels_of(course, Axis.over(course), rows).values())) + 1

    @classmethod
    def _labels_of(cls, course: Course, axis: Axis, rows: int) -> dict[int, str]:
        bare = cls(course, axis, 0, rows, 0, {})
        # The last to come for a line stays: an aim is never unnamed for the sake of the range.
        named = (*course.near_limits, course.lowest, course.highest, *course.aim)
        return {bare.row_of(value): _words(value) for value in named}

    def column_of(self, day: int) -> int:
        """The column of dots in which a day stands."""
        first, last = self.axis.first, self.axis.last
        return (day - first) * (self.columns * _ACROSS - 1) // max(last - first, 1)

    def dot_of(self, value: Decimal) -> int:
        """The row of dots in which a number stands, 0 at the top."""
        bottom, span = self.rows * _DOWN - 1, self.course.highest - self.course.lowest
        return bottom - round((value - self.course.lowest) * bottom / span) if span else bottom // 2

    def row_of(self, value: Decimal) -> int:
        """The line in which a number stands, 0 at the top."""
        return self.dot_of(value) // _DOWN

    def in_range(self, row: int) -> bool:
        """Whether a line lies in the range that was sent."""
        low, high = self.course.low, self.course.high
        if low is None and high is None:
            return False
        top = 0 if high is None else self.dot_of(high)
        bottom = self.rows * _DOWN if low is None else self.dot_of(low)
        return top < (row + 1) * _DOWN and row * _DOWN <= bottom


class _Canvas:
    """The readings of a course as dots and marks."""

    def __init__(self, course: Course, scale: _Scale) -> None:
        self._course = course
        self._scale = scale
        self._dots: dict[tuple[int, int], int] = {}
        self._newest = {(column // _ACROSS, dot // _DOWN) for column, dot in self._places(-1)}
        joined = glyphs().trend == "braille" and not course.paired
        crowded = joined and len(course.moments) * _APART > scale.columns
        marked = self._places(-1) if crowded else self._points()
        self._readings = {(column // _ACROSS, dot // _DOWN) for column, dot in marked}
        if joined:
            self._join()

    def _points(self) -> Iterator[tuple[int, int]]:
        for place in range(len(self._course.moments)):
            yield from self._places(place)

    def _places(self, place: int) -> list[tuple[int, int]]:
        moment = self._course.moments[place]
        return [(self._scale.column_of(moment.day), self._scale.dot_of(value)) for value in moment.values]

    def _join(self) -> None:
        for start, end in pairwise(self._points()):
            for column, dot in _straight(start, end):
                cell = (column // _ACROSS, dot // _DOWN)
                self._dots[cell] = self._dots.get(cell, 0) | _DOTS[column % _ACROSS][dot % _DOWN]

    def cells(self, row: int) -> list[tuple[str, str]]:
        """The marks of a line, each with its style."""
        limits = {self._scale.row_of(limit) for limit in self._course.aim}
        behind = _behind(aim=row in limits, in_range=self._scale.in_range(row))
        return [self._cell(column, row) or behind for column in range(self._scale.columns)]

    def _cell(self, column: int, row: int) -> tuple[str, str] | None:
        place = (column, row)
        if place in self._readings:
            return chart_marks().reading, "bold" if place in self._newest else ""
        return (chr(_BRAILLE + self._dots[place]), "") if place in self._dots else None


def _behind(*, aim: bool, in_range: bool) -> tuple[str, str]:
    marks = chart_marks()
    if aim:
        return marks.aim, ""
    return (marks.range, "$quiet") if in_range else (" ", "")


def _straight(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Every dot on the way from one reading to the next."""
    (left, top), (right, bottom) = start, end
    steps = max(abs(right - left), abs(bottom - top), 1)
    for step in range(steps + 1):
        yield left + (right - left) * step // steps, top + (bottom - top) * step // steps


def _words(value: Decimal) -> str:
    return format(value, "f")


class ResultChart(Laid):
    """One test's course, as high as the window allows; nothing at all when there is nothing to see."""

    DEFAULT_CSS = "ResultChart { height: auto; padding: 0 1; color: $text; }"

    def show(self, course: Course, date_words: Callable[[PartialDate], str]) -> None:
        """Show a course.

        Args:
            course: What to draw.
            date_words: How a date reads for whoever looks.
        """
        self.lay(lambda width: join(drawn(course, width, self._rows, date_words) if course.shown else (), "\n"))

    @property
    def _rows(self) -> int:
        return max(LEAST_ROWS, min(MOST_ROWS, (self.app.size.height - 4) // 5))
