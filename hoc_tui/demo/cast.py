"""Who is who: the people of note by their numbers, twins and namesakes, those who died or left, and everybody else."""

from datetime import date, timedelta
from functools import cache

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.clinic import TODAY
from hoc_tui.demo.identity import Fields, draw_identity, email_of, namesake_of, twin_of
from hoc_tui.demo.lists import entries
from hoc_tui.demo.surgery import Surgery
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import NeedDraft, PersonDetails
from hoc_tui.domain.vocabulary import Registration

MAGGIE, WINSTON, ROKEYA, YUSUF, SIOBHAN, ZAINAB = range(6)
"""Numbers of the people whose story is told, and of the three who stand beside them on today's list."""
EVERY = 67
"""In each so many people there are one pair of twins and one of namesakes."""
TWIN, NAMESAKE = 20, 45
O_KEEFE = 30
"""Always of this name, because whoever tries Find tries it with an apostrophe."""
OTHER_MARGARET = 74
"""Another Margaret Jackson, born on another day: the reason to look at the date of birth."""


class Known(Value):
    """Somebody who is not left to chance."""

    background: str
    conditions: tuple[str, ...]
    needs: tuple[NeedDraft, ...] = ()
    details: PersonDetails

    @property
    def fields(self) -> Fields:
        """What is known of them, by the names of `PersonDetails`."""
        return {name: getattr(self.details, name) for name in self.details.model_fields_set}


@cache
def known_people() -> tuple[Known, ...]:
    """People of note, by number."""
    return entries("known", "person", Known)


def stream(surgery: Surgery, person: int) -> Chance:
    """The stream of chance that makes somebody's identity."""
    return surgery.chance(person, "who")


def who_is(surgery: Surgery, person: int, chance: Chance) -> tuple[Fields, str]:
    """Who somebody is.

    Args:
        surgery: Where they are registered.
        person: Their number there.
        chance: The stream that makes them.

    Returns:
        Their details, for people of chance without an NHS number, and the background of their name.
    """
    if person <= ZAINAB:
        known = known_people()[person]
        return known.fields, known.background
    if person == OTHER_MARGARET:
        fields, background = known_people()[MAGGIE].fields, known_people()[MAGGIE].background
        own = {name: value for name, value in fields.items() if name != "nhs_number"}
        return namesake_of(own, chance), background
    return _doubled(surgery, person, chance)


def _doubled(surgery: Surgery, person: int, chance: Chance) -> tuple[Fields, str]:
    place = person % EVERY
    if place not in {TWIN, NAMESAKE}:
        fields, background = draw_identity(chance, surgery.today)
    else:
        fields, background = draw_identity(stream(surgery, person - 1), surgery.today)
        fields = twin_of(fields, background, chance) if place == TWIN else namesake_of(fields, chance)
    if person == O_KEEFE:
        fields["family"] = "O'Keefe"
    if chance.yes(0.3):
        fields["email"] = email_of(fields)
    if person >= len(TODAY):
        fields |= _gone(chance, surgery.today)
    return fields, background


def _gone(chance: Chance, today: date) -> Fields:
    """For one in twenty-five: that they died or moved away in the last two years."""
    lot = chance.fraction()
    if lot >= 0.04:
        return {}
    day = today - timedelta(days=chance.whole(30, 700))
    if lot < 0.02:
        text = f"{day:%Y-%m}" if chance.yes(0.2) else day.isoformat()
        return {"registration": Registration.DIED, "died": PartialDate(text)}
    elsewhere = chance.pick(("Beacon Hill Practice", "Ashquay Medical Centre", "Oxley Bank Surgery"))
    return {"registration": Registration.LEFT, "left_on": day, "moved_to": elsewhere}
