"""Dates as precise as they were given, and how they are said."""

import locale
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from hoc_tui.domain.dates import (
    NotADate,
    PartialDate,
    add_months,
    age_on,
    age_words,
    ago,
    long,
    short,
    until,
    weekday,
    whole_months,
)
from tests.domain.hostile import any_text

days = st.dates(date(1, 1, 2), date(9999, 12, 30))
zones = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-14 * 60, 14 * 60))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001 - hypothesis adds zones
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "sort_key", "first_day", "staff", "person"),
    [
        ("2003", "2003", date(2003, 1, 1), "2003", "2003"),
        ("2003-06", "2003-06", date(2003, 6, 1), "Jun-2003", "June 2003"),
        ("2003-06-16", "2003-06-16", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T08:00", "2003-06-16T08:00:00", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T08:00:00", "2003-06-16T08:00:00", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T08:00:05+01:00", "2003-06-16T07:00:05", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T00:30:00.120+01:00", "2003-06-15T23:30:00.12", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T08:00:00.000Z", "2003-06-16T08:00:00", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
        ("2003-06-16T23:59:60-05:00", "2003-06-17T04:59:60", date(2003, 6, 16), "16-Jun-2003", "16 June 2003"),
    ],
)
def test_a_date_keeps_the_precision_it_came_with(
    text: str, sort_key: str, first_day: date, staff: str, person: str
) -> None:
    """A year is shown as a year, and a moment names the day that was written, whatever its zone."""
    partial = PartialDate.parse(text)
    assert (partial.text, str(partial), partial.sort_key) == (text, text, sort_key)
    assert (partial.first_day, partial.short, partial.long) == (first_day, staff, person)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2003-13",
        "2003-00",
        "2003-02-29",
        "2003-6-1",
        "03",
        "20030616",
        "2003-06-16T24:00:00",
        "2003-06-16T08",
        "2003-06-16 08:00:00",
        "2003-06-16T08:00:61",
        "2003-06-16T08:00:00+15:00",
        "0000",
        "٢٠٠٣",
        "2003-06-16Z",
        "last week",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:00:00-14:00",
        "2003\n",
        "x" * 50,
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """Days that do not exist, other forms and other scripts' digits end in a sentence."""
    with pytest.raises(NotADate, match="not a date"):
        PartialDate.parse(text)


@given(any_text)
def test_no_text_crashes_the_reading_of_dates(text: str) -> None:
    """Any text is a date or is refused with a sentence."""
    with suppress(NotADate):
        assert PartialDate.parse(text).text == text


class _Taken(BaseModel):
    taken: PartialDate | None = None


@given(st.one_of(days.map(date.isoformat), moments.map(datetime.isoformat), days.map(lambda day: day.isoformat()[:7])))
def test_a_date_in_json_is_its_text(text: str) -> None:
    """It goes out as the string that came in and comes back equal."""
    partial = PartialDate.parse(text[: text.index("+") + 6] if "+" in text else text)
    held = _Taken(taken=partial)
    assert held.model_dump(mode="json") == {"taken": partial.text}
    assert _Taken.model_validate_json(held.model_dump_json()) == held
    assert hash(_Taken.model_validate_json(held.model_dump_json()).taken) == hash(partial)


@given(moments, moments)
def test_moments_sort_as_they_happened(one: datetime, other: datetime) -> None:
    """Whatever zones they were written in, with or without decimals of a second."""
    partials = PartialDate.parse(one.isoformat()), PartialDate.parse(other.isoformat())
    assert (partials[0].sort_key < partials[1].sort_key) == (one < other)
    assert partials[0].instant == one


@given(days, days)
def test_less_precise_dates_sort_before_all_within_them(one: date, other: date) -> None:
    """A year comes before its months, a month before its days, and none after a later year."""
    year, month, day = (PartialDate.parse(one.isoformat()[:length]).sort_key for length in (4, 7, 10))
    midnight = PartialDate.parse(f"{one.isoformat()}T00:00:00Z").sort_key
    assert year < month < day < midnight
    assert (day < PartialDate.parse(other.isoformat()).sort_key) == (one < other)


def test_an_instant_needs_a_time_and_its_zone() -> None:
    """A day or a time without its zone is no instant; a leap second is the second before it."""
    assert PartialDate.parse("2003-06-16").instant is None
    assert PartialDate.parse("2003-06-16T08:00:00").instant is None
    assert PartialDate.parse("2016-12-31T23:59:60Z").instant == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_dates_are_said_in_english_whatever_the_locale() -> None:
    """Month names are ours; the machine's locale is never asked."""
    before = locale.setlocale(locale.LC_TIME)
    assert (short(date(1951, 3, 5)), long(date(2026, 3, 5)), weekday(TODAY)) == (
        "05-Mar-1951",
        "5 March 2026",
        "Friday",
    )
    assert locale.setlocale(locale.LC_TIME) == before


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1951, 3, 4), date(2026, 3, 3), 74),
        (date(1951, 3, 4), date(2026, 3, 4), 75),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2026, 11, 20), TODAY, 0),
        (date(2026, 11, 21), TODAY, -1),
    ],
)
def test_age_is_in_whole_years(born: date, day: date, years: int) -> None:
    """A birthday counts from the day itself; one of 29 February from 1 March in ordinary years."""
    assert age_on(born, day) == years


@pytest.mark.parametrize(
    ("then", "words", "old"),
    [
        (date(2026, 11, 20), "today", "less than a day old"),
        (date(2026, 11, 19), "yesterday", "1 day old"),
        (date(2026, 11, 17), "3 days ago", "3 days old"),
        (date(2026, 11, 6), "2 weeks ago", "2 weeks old"),
        (date(2026, 9, 21), "8 weeks ago", "8 weeks old"),
        (date(2026, 9, 20), "2 months ago", "2 months old"),
        (date(2025, 11, 21), "11 months ago", "11 months old"),
        (date(2024, 11, 21), "23 months ago", "23 months old"),
        (date(2024, 11, 20), "2 years ago", "2 years old"),
        (date(1951, 3, 4), "75 years ago", "75 years old"),
    ],
)
def test_how_long_ago_counts_whole_units(then: date, words: str, old: str) -> None:
    """Nothing is ever said to be older than it is."""
    assert (ago(then, TODAY), age_words(then, TODAY)) == (words, old)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 21), "tomorrow"),
        (date(2026, 12, 3), "in 13 days"),
        (date(2027, 1, 1), "in 6 weeks"),
        (date(2026, 12, 12), "in 3 weeks and 1 day"),
        (date(2027, 5, 20), "in 6 months"),
        (date(2027, 11, 20), "in 1 year"),
        (date(2027, 5, 21), "in 26 weeks"),
        (date(2027, 12, 12), "in about 13 months"),
        (date(2031, 1, 1), "in about 4 years"),
        (date(2026, 11, 18), "2 days ago"),
    ],
)
def test_how_far_off_is_exact_where_it_can_be(day: date, words: str) -> None:
    """What was typed as weeks or months comes back as weeks or months."""
    assert until(day, TODAY) == words
    assert ago(day, TODAY) == words


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-1200, 1200))
def test_months_on_and_back_stay_in_the_month_meant(day: date, months: int) -> None:
    """The month is always the one counted to; a day the month does not have becomes its last."""
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    assert whole_months(day, moved) in {months, months - 1}
