"""The trend of a card: as wide as asked, newest to the right, and never wrong for the sake of being drawn."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.results import Quantity, Result, Series
from hoc_tui.domain.vocabulary import Comparator
from hoc_tui.text import ASCII, UNICODE, glyphs, restore_glyphs, use_glyphs
from hoc_tui.widgets.course import day_of, plain_number
from hoc_tui.widgets.trend import LEAST_READINGS, MOST_READINGS, trend

_DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31)).map(date.isoformat)
_ZONES = st.sampled_from(("Z", "+01:00", "-05:00", "+14:00"))
_MOMENTS = st.builds("{}T{:02}:{:02}:00{}".format, _DAYS, st.integers(0, 23), st.integers(0, 59), _ZONES)
_TAKEN = st.one_of(st.none(), _DAYS, _MOMENTS, st.sampled_from(("2003", "2003-06", "2019-12-31T23:50:00-05:00")))
_NUMBERS = st.one_of(
    st.decimals(-10_000, 10_000, places=2).map(str),
    st.sampled_from(("0", "7.10", "1E+999999", "-1E+999999", "1E-999999", "NaN", "Infinity", "", "5,4")),
)


def result(value: str, taken: str | None, comparator: Comparator | None = None) -> Result:
    """A result with a number."""
    return Result(
        id=UUID(int=1),
        source_system="lab",
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
        source_id="1",
        test_key="k",
        name="HbA1c",
        quantity=Quantity(text=value, comparator=comparator, unit="mmol/mol"),
        taken=PartialDate.parse(taken) if taken else None,
    )


def series(*results: Result) -> Series:
    """A series in the order that the domain gives it."""
    ordered = tuple(sorted(results, key=lambda one: one.order))
    return Series(test_key="k", name="HbA1c", unit="mmol/mol", results=ordered)


_RESULTS = st.builds(result, _NUMBERS, _TAKEN, st.sampled_from((None, None, None, *Comparator)))


@pytest.fixture(params=(UNICODE, ASCII), ids=("braille", "ascii"))
def marks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both sets of marks, one after the other."""
    token = use_glyphs(request.param)
    yield
    restore_glyphs(token)


@given(results=st.lists(_RESULTS, min_size=1, max_size=12), width=st.integers(1, 40), ascii_only=st.booleans())
def test_a_trend_is_as_wide_as_asked_or_nothing(results: list[Result], width: int, ascii_only: bool) -> None:
    """Whatever was sent, the line fits its place, and no number in it can stop the program."""
    token = use_glyphs(ASCII if ascii_only else UNICODE)
    try:
        line = trend(series(*results), width)
        drawn = set(glyphs().levels) if ascii_only else {chr(0x2800 + dots) for dots in range(1, 256)}
    finally:
        restore_glyphs(token)

    assert len(line) in {0, width}
    assert set(line) <= drawn | {" "}


@given(numbers=st.lists(st.integers(0, 400), min_size=3, max_size=8), width=st.integers(16, 40))
def test_a_higher_reading_never_stands_lower(numbers: list[int], width: int) -> None:
    """In ASCII each reading has its own mark, so that their order can be read off."""
    token = use_glyphs(ASCII)
    try:
        readings = [result(str(number), f"{2000 + year}-01-01") for year, number in enumerate(numbers)]
        levels = [glyphs().levels.index(mark) for mark in trend(series(*readings), width) if mark != " "]
    finally:
        restore_glyphs(token)

    assert len(levels) == len(numbers)
    assert all(
        levels[one] <= levels[other]
        for one in range(len(numbers))
        for other in range(len(numbers))
        if numbers[one] <= numbers[other]
    )


@pytest.mark.usefixtures("marks")
def test_time_is_real() -> None:
    """Two readings close together and one long after stand close together and far off."""
    line = trend(series(result("1", "2016-01-01"), result("5", "2016-06-01"), result("9", "2026-01-01")), 20)

    assert (" ", " ") == (line[5], line[15])
    assert " " not in {line[0], line[-1]}


@pytest.mark.usefixtures("marks")
def test_two_readings_are_read_as_numbers() -> None:
    """A line through two points says less than the two numbers beside it."""
    few = [result(str(number), f"{2020 + number}-01-01") for number in range(LEAST_READINGS - 1)]

    assert trend(series(*few), 8) == ""


@pytest.mark.usefixtures("marks")
def test_what_has_no_number_or_no_day_is_no_reading() -> None:
    """A ">90" is a number that nobody measured, and a result without a date has no place on a line of time."""
    sent = (
        result("90", "2024-01-01", Comparator.MORE),
        result("80", None),
        result("70", "2025-01-01"),
        result("60", "2026-01-01"),
    )

    assert trend(series(*sent), 8) == ""


def test_a_moment_in_another_zone_does_not_break_the_line() -> None:
    """Results are in order of moments; the day written in one of them can come before its neighbour's."""
    sent = (
        result("5", "2020-01-01T01:00:00Z"),
        result("6", "2019-12-31T23:50:00-05:00"),
        result("7", "2020-01-02T03:00:00Z"),
    )

    assert len(trend(series(*sent), 4)) == 4


def test_only_the_last_readings_are_drawn() -> None:
    """Eight values fill the line with the recent years; what came before stands in the history."""
    old = [result("400", f"{1990 + year}-01-01") for year in range(5)]
    recent = [result(str(Decimal(50) + year), f"{2018 + year}-01-01") for year in range(8)]

    assert trend(series(*old, *recent), 16) == trend(series(*recent), 16)


@given(results=st.lists(_RESULTS, min_size=1, max_size=30))
def test_the_last_readings_are_those_of_the_last_days(results: list[Result]) -> None:
    """Walking back from the newest finds the same as reading everything would, whatever zones moments came in."""
    ordered = series(*results).results
    days = [(day_of(one), one) for one in ordered if plain_number(one.quantity) is not None]
    dated = [(day, one) for day, one in days if day is not None]
    last = [one for _, one in sorted(dated, key=lambda each: each[0])][-MOST_READINGS:]

    assert trend(series(*results), 16) == (trend(series(*last), 16) if last else "")
