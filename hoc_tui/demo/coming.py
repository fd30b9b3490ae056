"""The conversation that somebody has today: booked first, then moved on as far as it has come."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hoc_tui.demo.calendar import clock
from hoc_tui.demo.clinic import Booking
from hoc_tui.demo.scribe import Scribe
from hoc_tui.demo.surgery import Surgery
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import ItemKind, Role, Step

Event = tuple[datetime, Callable[[], object]]

SHARED = timedelta(days=11)
"""From when results are shared to the conversation."""
WRITTEN_BACK = timedelta(days=6)
"""From when the sheet comes back to the conversation."""
AHEAD = timedelta(days=40)
"""How long before it a conversation is booked."""
EARLY = timedelta(minutes=8)
"""How long before it people arrive."""
AFTER = {
    Step.COPY_GIVEN: 29,
    Step.PLAN_AGREED: 28,
    Step.PLAN_DECLINED: 28,
    Step.NOT_ATTENDED: 20,
    Step.IN_CONVERSATION: 0,
    Step.ARRIVED: -8,
}
"""Minutes after the start at which a step of the day itself is marked."""


def begins(booking: Booking) -> datetime:
    """When the conversation starts."""
    return clock(booking.day, booking.hour, booking.minute)


def written_back(booking: Booking) -> datetime:
    """When the person's sheet came back."""
    return begins(booking) - WRITTEN_BACK


def visit_events(scribe: Scribe, surgery: Surgery, booking: Booking) -> list[Event]:
    """Booking the conversation, and marking how far it has come.

    Args:
        scribe: Writes the person's record.
        surgery: Where it is held.
        booking: When, with whom and how far.
    """
    starts, by = begins(booking), surgery.team[Role.RECEPTIONIST].id
    booked, moved = starts - AHEAD, surgery.not_later(_moved_at(booking))
    draft = VisitDraft(starts_at=starts, minutes=booking.minutes, staff_id=surgery.team[booking.role].id)
    made = []

    def book() -> None:
        made.append(scribe.add(ItemKind.VISIT, draft, by=by, at=booked))

    def move_on() -> None:
        scribe.change(ItemKind.VISIT, made[0], by=by, at=moved, **_progress(surgery, booking))

    return [(booked, book)] if booking.step is Step.BOOKED else [(booked, book), (moved, move_on)]


def _moved_at(booking: Booking) -> datetime:
    if booking.step in AFTER:
        return begins(booking) + timedelta(minutes=AFTER[booking.step])
    return written_back(booking) + timedelta(minutes=10)


def _progress(surgery: Surgery, booking: Booking) -> dict[str, Any]:
    """What a visit that has come so far says."""
    starts = begins(booking)
    letter, sheet = booking.reached(Step.LETTER_SENT), booking.reached(Step.REFLECTIONS_BACK)
    return {
        "step": booking.step,
        "arrived_at": surgery.not_later(starts - EARLY) if booking.reached(Step.ARRIVED) else None,
        "results_shared_on": (starts - SHARED).date() if letter else None,
        "reflections_on": (starts - WRITTEN_BACK).date() if sheet else None,
        "blocked": booking.blocked,
    }
