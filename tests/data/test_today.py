"""Today: the day's conversations with what reception may see, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hoc_tui.domain.people import NeedDraft
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import Agreement, ItemKind, NeedKind, Role, Step
from hoc_tui.services import agreeing, lists, people, records, visits
from hoc_tui.services.saving import Spot, end
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.round_trips import counted


def test_the_day_in_order_of_time(surgery: Surgery) -> None:
    """Who comes when, with whom, how far they are, and what to arrange."""
    desk = surgery.desk()
    late, early = register(desk, "Late"), register(desk, "Early", preferred="Peg")
    visits.book(desk, late.id, VisitDraft(starts_at=NINE_O_CLOCK + timedelta(hours=2)))
    booked = visits.book(
        desk,
        early.id,
        VisitDraft(starts_at=NINE_O_CLOCK, staff_id=desk.worker.id, minutes=45, blocked="a result to check"),
    )
    for text in ("Large print", "Hearing loop"):
        people.add_need(desk, early.id, NeedDraft(kind=NeedKind.FORMAT, text=text))
    agreeing.agree(desk, records.open_record(desk, late.id), AgreeDraft(agreement=Agreement.BY_PERSON))

    first, second = lists.todays_visits(surgery.desk(Role.RECEPTIONIST))

    assert ("Early", "Peg", "Nurse", 45, Step.BOOKED, None) == (
        *(first.family, first.preferred, first.with_whom),
        *(first.minutes, first.step, first.plan_version),
    )
    assert (("Hearing loop", "Large print"), "a result to check") == (first.needs, first.blocked)
    assert (booked.item.id, 1) == (first.visit_id, first.visit_version)
    assert ("Late", Step.PLAN_AGREED, 1, ()) == (second.family, second.step, second.plan_version, second.needs)


def test_only_today_and_only_what_stands(surgery: Surgery) -> None:
    """Yesterday, tomorrow and what was cancelled are not in the list."""
    desk = surgery.desk()
    person = register(desk)
    for days in (-1, 1):
        visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK + timedelta(days=days)))
    cancelled = visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    end(desk, Spot.of(ItemKind.VISIT, cancelled.item), "on holiday")

    assert [] == list(lists.todays_visits(desk))


@pytest.mark.parametrize(
    ("day", "midnight"),
    [(date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC)), (date(2026, 1, 15), datetime(2026, 1, 15, tzinfo=UTC))],
)
def test_the_day_is_the_one_on_the_practices_wall(surgery: Surgery, day: date, midnight: datetime) -> None:
    """In summer the day begins an hour before it does in UTC, and ends so."""
    desk = surgery.desk()
    person = register(desk)
    for minutes in (-1, 0, 24 * 60 - 1, 24 * 60):
        visits.book(
            desk, person.id, VisitDraft(starts_at=midnight + timedelta(minutes=minutes), minutes=60 + minutes % 60)
        )
    surgery.clock.at = datetime.combine(day, NINE_O_CLOCK.time(), UTC)

    starts = [one.starts_at.astimezone(ZoneInfo("Europe/London")) for one in lists.todays_visits(desk)]
    assert [(day, 0, 0), (day, 23, 59)] == [(one.date(), one.hour, one.minute) for one in starts]


def test_the_days_on_which_clocks_change_are_whole(surgery: Surgery) -> None:
    """23 hours in March, 25 in October: nobody falls out of the day, and nobody of the next one into it."""
    desk = surgery.desk()
    person = register(desk)
    for day, hours in ((datetime(2026, 3, 29, tzinfo=UTC), 23), (datetime(2026, 10, 24, 23, tzinfo=UTC), 25)):
        inside = [day + timedelta(hours=hour) for hour in (0, 1, 2, 3, hours - 2, hours - 1)]
        for at in (day - timedelta(hours=1), *inside, day + timedelta(hours=hours)):
            visits.book(desk, person.id, VisitDraft(starts_at=at))
        surgery.clock.at = day + timedelta(hours=9)

        assert inside == [one.starts_at for one in lists.todays_visits(desk)]


def test_a_version_in_the_wrong_record_is_not_the_newest_plan(surgery: Surgery) -> None:
    """Reception is not told of a plan that is somebody else's."""
    desk = surgery.desk()
    person, other = register(desk), register(desk, "Okafor")
    visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    for _ in range(2):
        agreeing.agree(desk, records.open_record(desk, person.id), AgreeDraft(agreement=Agreement.BY_PERSON))
    agreeing.mark_wrong_record(desk, person.id, 2, other.id, "Two records were open.")

    assert [1] == [one.plan_version for one in lists.todays_visits(desk)]


def test_the_day_is_one_round_trip(surgery: Surgery) -> None:
    """However many come."""
    desk = surgery.desk(Role.RECEPTIONIST)
    for number in range(12):
        person = register(desk, f"Family{chr(97 + number)}")
        visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    with counted(surgery.database().engine) as trips:
        assert 12 == len(lists.todays_visits(desk))

    assert 1 == trips.count, trips.statements
