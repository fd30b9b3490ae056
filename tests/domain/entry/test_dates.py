"""Days as people type them, said back before they are saved."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import MONTHS, WEEKDAYS, add_months, short
from hoc_tui.domain.entry.dates import read_date, read_past_date
from hoc_tui.domain.entry.typed import NotUnderstood

TODAY = date(2026, 11, 20)
"""A Friday."""

any_today = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [
        ("6/52", "Fri 01-Jan-2027, in 6 weeks"),
        ("6/12", "Thu 20-May-2027, in 6 months"),
        ("3/7", "Mon 23-Nov-2026, in 3 days"),
        (" 6 / 52 ", "Fri 01-Jan-2027, in 6 weeks"),
        ("3 weeks", "Fri 11-Dec-2026, in 3 weeks"),
        ("3w", "Fri 11-Dec-2026, in 3 weeks"),
        ("3m", "Sat 20-Feb-2027, in 3 months"),
        ("in 2 months", "Wed 20-Jan-2027, in 2 months"),
        ("two months from now", "Wed 20-Jan-2027, in 2 months"),
        ("in a week\u2019s time", "Fri 27-Nov-2026, in 7 days"),
        ("a fortnight", "Fri 04-Dec-2026, in 2 weeks"),
        ("fortnight", "Fri 04-Dec-2026, in 2 weeks"),
        ("1 year", "Sat 20-Nov-2027, in 1 year"),
        ("today", "Fri 20-Nov-2026, today"),
        ("Tomorrow", "Sat 21-Nov-2026, tomorrow"),
        ("Tuesday", "Tue 24-Nov-2026, in 4 days"),
        ("next Tue", "Tue 24-Nov-2026, in 4 days"),
        ("Fri", "Fri 27-Nov-2026, in 7 days"),
        ("on weds", "Wed 25-Nov-2026, in 5 days"),
        ("Tue week", "Tue 01-Dec-2026, in 11 days"),
        ("a week on Tuesday", "Tue 01-Dec-2026, in 11 days"),
        ("12 Dec", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("the 12th of December.", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("Dec 12", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("Sat 12 Dec", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("20 Nov", "Fri 20-Nov-2026, today"),
        ("19 Nov", "Fri 19-Nov-2027, in 52 weeks"),
        ("12 Dec 2027", "Sun 12-Dec-2027, in about 13 months"),
        ("12/12/2026", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("12-12-26", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("12\u201312\u201326", "Sat 12-Dec-2026, in 3 weeks and 1 day"),
        ("2027-01-05", "Tue 05-Jan-2027, in 6 weeks and 4 days"),
        ("29 Feb 2028", "Tue 29-Feb-2028, in about 15 months"),
        ("end of Jan", "Sun 31-Jan-2027, in 10 weeks and 2 days"),
        ("end of January 2028", "Mon 31-Jan-2028, in about 14 months"),
        ("end of the month", "Mon 30-Nov-2026, in 10 days"),
        ("end of next month", "Thu 31-Dec-2026, in 5 weeks and 6 days"),
        ("start of Feb", "Mon 01-Feb-2027, in 10 weeks and 3 days"),
    ],
)
def test_a_day_to_come_is_said_back(typed: str, said_back: str) -> None:
    """Weekday, date and distance, so that a slip is heard before it is saved."""
    assert read_date(typed, TODAY).said_back == said_back


@pytest.mark.parametrize(
    ("typed", "today", "day"),
    [
        ("Tue", date(2026, 11, 23), date(2026, 11, 24)),
        ("this Tue", date(2026, 11, 23), date(2026, 11, 24)),
        ("next Tue", date(2026, 11, 23), date(2026, 12, 1)),
        ("next Mon", date(2026, 11, 23), date(2026, 11, 30)),
        ("next Mon", date(2026, 11, 22), date(2026, 11, 23)),
        ("6/12", date(2026, 8, 31), date(2027, 2, 28)),
        ("1 year", date(2028, 2, 29), date(2029, 2, 28)),
        ("29 Feb", date(2027, 11, 20), date(2028, 2, 29)),
        ("end of Nov", date(2026, 11, 30), date(2026, 11, 30)),
        ("end of the month", date(2026, 1, 31), date(2026, 1, 31)),
        ("end of next month", date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_a_day_depends_on_the_day_it_is_typed(typed: str, today: date, day: date) -> None:
    """ "Next Tuesday" on a Monday is not tomorrow, and months end where they end."""  # noqa: D210 - a quotation begins it
    assert read_date(typed, today).value == day


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("99", "is a number and not a day"),
        ("may", "names a month without a day"),
        ("March", "names a month without a day"),
        ("29 Feb", "is not in the calendar"),
        ("31/02/27", "is not in the calendar"),
        ("12/13/2026", "is not in the calendar"),
        ("soon", "is not a day that can be understood"),
        ("asap", "is not a day that can be understood"),
        ("Q1", "is not a day that can be understood"),
        ("next month", "is not a day that can be understood"),
        ("ad", "is not a day that can be understood"),
        ("12/12-2026", "is not a day that can be understood"),
        ("24/11", "could be a day and a month or a length of time"),
        ("0/52", "is no time at all"),
        ("999/52", "is more than 10 years off"),
        ("12 Dec 2099", "is more than 10 years off"),
        ("1/1/2026", "has passed"),
        ("Wed 24 Nov", "does not fit the calendar, since 24-Nov-2026 is a Tuesday"),
    ],
)
def test_what_is_no_day_or_two_gets_one_sentence(typed: str, problem: str) -> None:
    """It names what was typed and what would work, and keeps what was typed."""
    with pytest.raises(NotUnderstood) as refusal:
        read_date(typed, TODAY)
    assert str(refusal.value) == f"“{typed}” {problem}: try 6/52, next Tue or 12 Dec."
    assert refusal.value.typed == typed


def test_nothing_and_too_much_get_a_sentence_too() -> None:
    """An empty field and a pasted letter are not quoted back."""
    with pytest.raises(NotUnderstood, match=r"^Nothing has been typed: try 6/52"):
        read_date("  ", TODAY)
    with pytest.raises(NotUnderstood, match=r"^What was typed is too long to be understood: try 6/52"):
        read_date("6/52 " * 50, TODAY)


@pytest.mark.parametrize("typed", ["6/52", "next Tue", "12 Dec"])
def test_the_examples_work(typed: str) -> None:
    """What the sentence offers can be typed."""
    assert read_date(typed, TODAY).value > TODAY


@given(any_today, st.integers(0, 3650))
def test_any_day_ahead_can_be_typed_in_any_form(today: date, ahead: int) -> None:
    """UK order, ISO, month in letters, with four digits of the year or two."""
    day = min(today + timedelta(days=ahead), add_months(today, 120))
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    forms = [
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d-%m-}{day.year % 100:02}",
        day.isoformat(),
        short(day),
        f"{day.day}{month[:3]}{day.year}",
        f"{day.day}th {month.upper()} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{weekday[:3]} {day.day} {month} {day.year}",
    ]
    assert [read_date(form, today).value for form in forms] == [day] * len(forms)
    assert short(day) in read_date(forms[0], today).said_back


@given(any_today, st.integers(1, 366))
def test_a_day_without_its_year_is_the_next_such_day(today: date, ahead: int) -> None:
    """From today on, and before the same day a year later."""
    day = today + timedelta(days=ahead)
    if add_months(today, 12) > day and (day.month, day.day) != (2, 29):
        assert read_date(f"{day.day} {MONTHS[day.month - 1][:3]}", today).value == day


@given(any_today, st.sampled_from(WEEKDAYS))
def test_weekdays_are_always_ahead(today: date, name: str) -> None:
    """A weekday comes within a week, "next" in the week after this one, "week" seven days after the first."""
    plain, following, week = (read_date(form, today).value for form in (name, f"next {name}", f"{name} week"))
    assert {WEEKDAYS[day.weekday()] for day in (plain, following, week)} == {name}
    assert 1 <= (plain - today).days <= 7
    assert following.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]
    assert week - plain == timedelta(days=7)


@pytest.mark.parametrize(
    ("typed", "said_back"),
    [
        ("today", "Fri 20-Nov-2026, today"),
        ("yesterday", "Thu 19-Nov-2026, yesterday"),
        ("3 days ago", "Tue 17-Nov-2026, 3 days ago"),
        ("2/52 ago", "Fri 06-Nov-2026, 2 weeks ago"),
        ("a year ago", "Thu 20-Nov-2025, 12 months ago"),
        ("last Tue", "Tue 17-Nov-2026, 3 days ago"),
        ("on Friday", "Fri 13-Nov-2026, 7 days ago"),
        ("12 Nov", "Thu 12-Nov-2026, 8 days ago"),
        ("12 Dec", "Fri 12-Dec-2025, 11 months ago"),
        ("12/11/25", "Wed 12-Nov-2025, 12 months ago"),
        ("2025-11-02", "Sun 02-Nov-2025, 12 months ago"),
    ],
)
def test_a_day_gone_by_is_said_back(typed: str, said_back: str) -> None:
    """When somebody died, left or was measured: the last such day."""
    assert read_past_date(typed, TODAY).said_back == said_back


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("12/11/2027", "is still to come"),
        ("999 years ago", "is before 1890"),
        ("29 Feb", "is not in the calendar"),
        ("tomorrow", "is not a day that can be understood"),
        ("0 days ago", "is no time at all"),
    ],
)
def test_a_day_that_cannot_have_been_is_refused(typed: str, problem: str) -> None:
    """The future, the nineteenth century and days that do not exist."""
    with pytest.raises(NotUnderstood, match=problem):
        read_past_date(typed, TODAY)
