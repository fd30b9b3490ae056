"""A clinic for every day the demo is opened: the made-up people come again when their day has passed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hoc_tui.domain.lists import TodayEntry
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import Registration, Step
from hoc_tui.services.lists import todays_visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.visits import book

_LOOK_BACK: Final = timedelta(days=366)
"""How long ago the last clinic may be; a demo nobody has opened for longer is better made anew."""
_EARLY: Final = timedelta(minutes=8)
"""How long before their time people arrive, unless the demo is opened before that."""
_FIRST_STEPS: Final = (Step.PLAN_AGREED, Step.COPY_GIVEN, Step.ARRIVED, Step.LETTER_SENT)
"""Where the first people of the new day are; the others have written back."""


def hold_clinic(desk: Desk) -> int:
    """Book the people of the last clinic again for today, at the same times, when today has none.

    Args:
        desk: A desk of the made-up practice that may book.

    Returns:
        How many conversations were booked.
    """
    if todays_visits(desk):
        return 0
    last = _last_clinic(desk)
    for number, entry in enumerate(last):
        step = _FIRST_STEPS[number] if number < len(_FIRST_STEPS) else Step.REFLECTIONS_BACK
        book(desk, entry.person_id, _again(desk, entry, step))
    return len(last)


def _last_clinic(desk: Desk) -> list[TodayEntry]:
    now = desk.now()
    with desk.reading() as work:
        past = work.today(desk.practice.id, now - _LOOK_BACK, now)
    present = [entry for entry in past if entry.registration is Registration.REGISTERED]
    days = [_day(desk, entry) for entry in present]
    return [entry for entry, day in zip(present, days, strict=True) if day == max(days)]


def _day(desk: Desk, entry: TodayEntry) -> date:
    return entry.starts_at.astimezone(ZoneInfo(desk.practice.zone)).date()


def _again(desk: Desk, entry: TodayEntry, step: Step) -> VisitDraft:
    zone = ZoneInfo(desk.practice.zone)
    wall: time = entry.starts_at.astimezone(zone).time()
    starts = datetime.combine(desk.today(), wall, zone).astimezone(UTC)
    arrived = min(starts - _EARLY, desk.now()) if step is Step.ARRIVED else None
    return VisitDraft(starts_at=starts, minutes=entry.minutes, staff_id=entry.staff_id, step=step, arrived_at=arrived)
