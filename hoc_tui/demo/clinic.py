"""Today's clinic: who comes when, to whom, and how far they are on the way."""

from dataclasses import dataclass
from datetime import date, timedelta

from hoc_tui.demo.calendar import working_day
from hoc_tui.demo.chance import Chance
from hoc_tui.domain.vocabulary import Role, Step

WAY = (
    Step.BOOKED,
    Step.GATHERED,
    Step.RESULTS_CHECKED,
    Step.LETTER_SENT,
    Step.REFLECTIONS_BACK,
    Step.ARRIVED,
    Step.IN_CONVERSATION,
    Step.PLAN_AGREED,
    Step.COPY_GIVEN,
)
"""The steps in their order; not attended and declined leave it."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One conversation in the book."""

    day: date
    hour: int
    minute: int
    role: Role
    step: Step = Step.BOOKED
    minutes: int = 30
    blocked: str = ""

    def reached(self, step: Step) -> bool:
        """Whether a step of the way is behind them."""
        if self.step is Step.NOT_ATTENDED:
            return step is not Step.ARRIVED and WAY.index(step) <= WAY.index(Step.REFLECTIONS_BACK)
        own = Step.IN_CONVERSATION if self.step is Step.PLAN_DECLINED else self.step
        return WAY.index(step) <= WAY.index(own)


TODAY = (
    (10, 20, Role.NURSE, Step.ARRIVED, 30, ""),  # Margaret Jackson
    (10, 40, Role.GP, Step.ARRIVED, 30, ""),  # Winston Campbell
    (11, 30, Role.NURSE, Step.REFLECTIONS_BACK, 45, ""),  # Rokeya Begum
    (9, 0, Role.GP, Step.COPY_GIVEN, 30, ""),  # Yusuf Ahmed
    (9, 40, Role.NURSE, Step.IN_CONVERSATION, 45, ""),  # Siobhan Brennan
    (11, 0, Role.NURSE, Step.GATHERED, 30, "results not yet checked"),  # Zainab Khan
    (8, 30, Role.PHARMACIST, Step.PLAN_AGREED, 30, ""),
    (9, 10, Role.PHARMACIST, Step.NOT_ATTENDED, 30, ""),
    (9, 50, Role.GP, Step.PLAN_DECLINED, 30, ""),
    (13, 30, Role.NURSE, Step.REFLECTIONS_BACK, 30, ""),
    (14, 0, Role.GP, Step.LETTER_SENT, 30, ""),
    (14, 30, Role.NURSE, Step.LETTER_SENT, 30, ""),
    (15, 10, Role.PHARMACIST, Step.RESULTS_CHECKED, 30, ""),
    (15, 50, Role.NURSE, Step.BOOKED, 30, ""),
)
"""Today's people by their number: hour, minute, with whom, how far, how long, and what blocks the letter."""


def booking_of(person: int, today: date) -> Booking | None:
    """The conversation somebody has today, if they have one.

    Args:
        person: Their number in the practice.
        today: The demo's today; the clinic is held whatever day of the week it is.
    """
    return Booking(today, *TODAY[person]) if person < len(TODAY) else None


def past_conversations(chance: Chance, newest: date, number: int) -> list[date]:
    """The days of so many yearly conversations, the newest last.

    Args:
        chance: A stream for this person.
        newest: About when the newest was.
        number: How many.
    """
    days = [newest - timedelta(days=365 * back + (chance.whole(-16, 16) if back else 0)) for back in range(number)]
    return [working_day(day) for day in reversed(days)]
