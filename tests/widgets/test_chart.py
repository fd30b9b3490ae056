"""The chart of one test: it fits, it hides nothing, it tells aim from range, and it joins no pair."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.judging import judge
from hoc_tui.domain.planning import Target
from hoc_tui.domain.results import Code, Component, Quantity, ReferenceRange, Result, Series
from hoc_tui.domain.vocabulary import Comparator
from hoc_tui.text import ASCII, UNICODE, restore_glyphs, use_glyphs
from hoc_tui.widgets.chart import chart_marks, drawn, drawn_over
from hoc_tui.widgets.course import Agreed, Axis, Course, Moment, course_of

UNIT = "mmol/mol"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def result(value: str, taken: str | None, **more: object) -> Result:
    """A result with a number, or with `parts`."""
    sent = {
        "id": UUID(int=1),
        "source_system": "lab",
        "recorded_at": NOW,
        "source_id": "1",
        "test_key": "k",
        "name": "HbA1c",
        "quantity": Quantity(text=value, unit=UNIT) if value else None,
        "taken": PartialDate.parse(taken) if taken else None,
    }
    return Result.model_validate(sent | more)


def pair(upper: str, lower: str, taken: str) -> Result:
    """Two pressures of one moment."""
    parts = (("Systolic", upper), ("Diastolic", lower))
    sent = tuple(Component(name=name, quantity=Quantity(text=value, unit="mmHg")) for name, value in parts)
    return result("", taken, components=sent)


def series(*results: Result, unit: str = UNIT) -> Series:
    """Results of one test, oldest first."""
    return Series(test_key="k", name="HbA1c", unit=unit, results=results)


def aim(high: str, unit: str = UNIT) -> Target:
    """An aim of at most so much."""
    who = UUID(int=2)
    return Target(
        id=who,
        person_id=who,
        version=1,
        authored_by=who,
        performed_by=who,
        occurred_at=NOW,
        recorded_at=NOW,
        test_key="k",
        test_name="HbA1c",
        high=high,
        unit=unit,
    )


def course(one: Series, *targets: Target) -> Course:
    """What is drawn of a series."""
    return course_of(one, judge(one.latest, targets))


def lines(one: Course, width: int = 60, rows: int = 8) -> list[str]:
    """The chart as text."""
    return [line.plain for line in drawn(one, width, rows, lambda day: day.short)]


@pytest.fixture(params=(UNICODE, ASCII), ids=("braille", "ascii"))
def marks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both sets of marks, one after the other."""
    token = use_glyphs(request.param)
    yield
    restore_glyphs(token)


@pytest.fixture
def ascii_marks() -> Iterator[None]:
    """The marks of a terminal that shows nothing but ASCII."""
    token = use_glyphs(ASCII)
    yield
    restore_glyphs(token)


_DAYS = st.dates(date(1950, 1, 1), date(2030, 1, 1))
_VALUES = st.decimals(-1000, 1000, places=1)
_COURSES = st.builds(
    lambda moments, limit, low, high: Course(
        moments=tuple(
            Moment(day.toordinal(), values, PartialDate.parse(day.isoformat())) for day, values in sorted(moments)
        ),
        aim=(limit,) if limit is not None else (),
        low=low,
        high=high,
    ),
    st.lists(st.tuples(_DAYS, st.tuples(_VALUES)), min_size=2, max_size=30, unique_by=lambda one: one[0]),
    st.one_of(st.none(), _VALUES),
    st.one_of(st.none(), _VALUES),
    st.one_of(st.none(), _VALUES),
)


@given(one=_COURSES, width=st.integers(4, 120), rows=st.integers(4, 12), ascii_only=st.booleans())
def test_no_line_is_longer_than_the_room(one: Course, width: int, rows: int, ascii_only: bool) -> None:
    """At every width there is a whole chart or none; none is ever cut at the edge."""
    token = use_glyphs(ASCII if ascii_only else UNICODE)
    try:
        chart = lines(one, width, rows)
    finally:
        restore_glyphs(token)

    assert len(chart) in {0, rows + 1}
    assert all(len(line) <= width for line in chart)


@given(one=_COURSES)
def test_every_reading_is_on_the_chart(one: Course) -> None:
    """Where readings share a cell it is marked; none falls outside (hazard H05)."""
    token = use_glyphs(ASCII)
    try:
        marked = sum(line.count(chart_marks().reading) for line in lines(one, 110, 12))
    finally:
        restore_glyphs(token)

    assert 1 <= marked <= len(one.moments)


@pytest.mark.usefixtures("marks")
def test_the_axis_names_the_first_and_the_last_day_and_the_extremes() -> None:
    """A line without numbers could be of anything."""
    chart = lines(course(series(result("48", "2023-05"), result("61", "2026-11-02"))))

    assert chart[0].startswith(" 61")
    assert chart[-2].startswith(" 48")
    assert chart[-1].split() == ["May-2023", "02-Nov-2026"]


@pytest.mark.usefixtures("marks")
def test_aim_and_range_are_drawn_apart() -> None:
    """Nobody may take the laboratory's range for the person's own aim (NHS CUI GTAB-177)."""
    sent = (ReferenceRange(low="20", high="42"),)
    one = course(series(result("48", "2023-05-01", ranges=sent), result("61", "2026-11-02", ranges=sent)), aim("53"))
    chart = lines(one)
    aim_row = next(line for line in chart if line.startswith(" 53"))
    range_row = next(line for line in chart if line.startswith(" 42"))

    assert aim_row.count(chart_marks().aim) > 10
    assert range_row.count(chart_marks().range) > 10
    assert chart_marks().range not in aim_row


def test_a_range_far_off_does_not_flatten_the_readings() -> None:
    """A limit a long way from every reading is said in words and not drawn."""
    sent = (ReferenceRange(low="0", high="1000"),)
    one = course(series(result("48", "2023-05-01", ranges=sent), result("61", "2026-11-02", ranges=sent)))

    assert (one.lowest, one.highest) == (Decimal(48), Decimal(61))
    assert one.range_shown


def test_an_aim_in_another_unit_is_not_drawn() -> None:
    """7 % is no height on an axis of mmol/mol."""
    one = course(series(result("48", "2023-05-01"), result("61", "2026-11-02")), aim("7", "%"))

    assert one.aim == ()


@pytest.mark.usefixtures("ascii_marks")
def test_pressures_are_marks_one_above_the_other_and_never_joined() -> None:
    """Between two readings nobody knows what either pressure was."""
    one = course(series(pair("142", "84", "2024-01-01"), pair("150", "90", "2026-01-01"), unit="mmHg"))
    chart = lines(one, 50, 8)

    assert one.paired
    assert sum(line.count("*") for line in chart) == 4
    assert {mark for line in chart[:-1] for mark in line.partition("|")[2]} == {" ", "*"}


def test_pressures_are_not_joined_in_braille_either() -> None:
    """Four marks and nothing between them."""
    one = course(series(pair("142", "84", "2024-01-01"), pair("150", "90", "2026-01-01"), unit="mmHg"))
    inside = "".join(line.partition("│")[2] for line in lines(one, 50, 8)[:-1])

    assert set(inside) == {" ", chart_marks().reading}


def test_two_numbers_that_are_no_pressures_are_not_drawn() -> None:
    """The pressures of a left and a right eye are no upper and lower of one thing."""

    def eyes(left: str, right: str, taken: str) -> Result:
        parts = tuple(
            Component(name=name, codes=(Code(system="s", code=name),), quantity=Quantity(text=value, unit="mmHg"))
            for name, value in (("Left", left), ("Right", right))
        )
        return result("", taken, components=parts)

    one = course(series(eyes("16", "19", "2024-01-01"), eyes("15", "22", "2026-01-01"), unit="mmHg"))

    assert (one.shown, one.left_out) == (False, 2)


def test_what_cannot_be_drawn_is_counted() -> None:
    """A value with ">" or without a date stays in the table, and the chart says that it is not on it."""
    more = Quantity(text="90", comparator=Comparator.MORE, unit=UNIT)
    one = course(
        series(
            result("", "2024-01-01", quantity=more),
            result("70", None),
            result("48", "2025-01-01"),
            result("1E+999999", "2025-06-01"),
            result("61", "2026-01-01"),
        )
    )

    assert (len(one.moments), one.left_out) == (2, 3)


def test_words_since_the_newest_number_leave_its_range_and_are_counted() -> None:
    """A sample that was not analysed takes neither the readings nor the range off the chart."""
    ranges = (ReferenceRange(low="20", high="42", unit=UNIT),)
    numbers = [result("48", "2025-03-01", ranges=ranges), result("52", "2026-03-01", ranges=ranges)]
    spoilt = result("0", "2026-04-01").model_copy(update={"quantity": None, "comment": "Clotted"})
    drawn_course = course(series(*numbers, spoilt))
    assert (2, 1) == (len(drawn_course.moments), drawn_course.left_out)
    assert (Decimal(20), Decimal(42)) == (drawn_course.low, drawn_course.high)


def test_readings_of_one_day_have_no_course() -> None:
    """A line needs time to run along."""
    assert not course(series(result("48", "2026-01-01"), result("61", "2026-01-01"))).shown


@pytest.mark.usefixtures("ascii_marks")
def test_the_chart_is_ascii_where_nothing_else_shows() -> None:
    """On a terminal without braille every mark is a plain character."""
    chart = lines(course(series(result("48", "2023-05-01"), result("61", "2026-11-02")), aim("53")))

    assert all(line.isascii() for line in chart)


# -- Plans on the axis, and several charts on one ---------------------------------------------------------------------


def with_plans(one: Course, *days: str) -> Course:
    """A course with a plan agreed on each day."""
    plans = tuple(Agreed(date.fromisoformat(day).toordinal(), number) for number, day in enumerate(days, 1))
    return replace(one, plans=plans)


@pytest.mark.usefixtures("marks")
def test_a_plan_stands_on_the_axis_where_it_was_agreed() -> None:
    """One agreed after the newest reading makes the axis longer; one before the first stands in the table alone."""
    one = course(series(result("48", "2023-05-01"), result("61", "2025-05-01")))
    chart = lines(with_plans(one, "2020-01-01", "2024-05-01", "2026-05-01"))
    plan = chart_marks().plan

    assert f"{plan}1" not in chart[-2]
    assert chart[-2].rstrip().endswith(f"{plan}3")
    assert f"{plan}2" in chart[-2]
    assert chart[-1].split() == ["01-May-2023", "01-May-2026"]


@given(
    one=_COURSES,
    days=st.lists(_DAYS, min_size=1, max_size=6, unique=True).map(sorted),
    width=st.integers(40, 120),
)
def test_the_newest_plan_is_always_marked(one: Course, days: list[date], width: int) -> None:
    """However close plans stand, the last one has its number, and no line grows too long."""
    planned = replace(one, plans=tuple(Agreed(day.toordinal(), place) for place, day in enumerate(days, 1)))
    chart = lines(planned, width, 8)

    assert all(len(line) <= width for line in chart)
    if chart and days[-1].toordinal() >= one.moments[0].day:
        assert f"{chart_marks().plan}{len(days)}" in chart[-2]


@given(first=_COURSES, second=_COURSES, width=st.integers(40, 120), rows=st.integers(3, 10))
def test_two_charts_share_the_axis_of_time_and_nothing_else(
    first: Course, second: Course, width: int, rows: int
) -> None:
    """The same day stands in the same column of both, and each has its own scale: no two units on one (hazard H04)."""
    same = first.moments[0].day
    both = [first, replace(second, moments=(Moment(same, (second.highest,), first.moments[0].taken),), aim=())]
    token = use_glyphs(ASCII)
    try:
        charts = drawn_over(both, width, rows, lambda day: day.short)
        mark = chart_marks().reading
    finally:
        restore_glyphs(token)
    if not charts:
        return
    upper, lower = ([line.plain for line in chart] for chart in charts)
    columns = [{at for line in part[:rows] for at, sign in enumerate(line) if sign == mark} for part in (upper, lower)]

    assert (rows, rows + 1) == (len(upper), len(lower))
    assert 1 == len(columns[1])
    assert columns[1] <= columns[0]
    assert all(len(line) <= width for line in (*upper, *lower))
    assert Axis.over(*both).first == min(one.moments[0].day for one in both)
