"""The made-up practice: made once from a seed, read person by person, never all in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoc_tui.demo.cast import MAGGIE, ROKEYA, WINSTON, ZAINAB, known_people, stream, who_is
from hoc_tui.demo.health import Body, draw_body, draw_conditions
from hoc_tui.demo.identity import Fields, numbers
from hoc_tui.demo.life import Life
from hoc_tui.demo.light import light_record
from hoc_tui.demo.maggie import maggie
from hoc_tui.demo.rokeya import rokeya
from hoc_tui.demo.surgery import Surgery
from hoc_tui.demo.winston import winston
from hoc_tui.domain.dates import age_on
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.people import Practice, Staff
from hoc_tui.domain.whole import WholeRecord

USUAL_PEOPLE = 200
"""How many people `hoc-tui demo` makes."""
WITH_RESULTS = 20_000
"""People beyond so many have an identity, needs and conditions only."""
STORIES = {MAGGIE: maggie, WINSTON: winston, ROKEYA: rokeya}
"""Records that are told and not left to chance."""


@dataclass(frozen=True)
class MadeUpPractice:
    """A practice of people who do not exist.

    Attributes:
        surgery: The place, its staff and its chance.
        size: How many people it has.
    """

    surgery: Surgery
    size: int

    @property
    def practice(self) -> Practice:
        """The practice, marked as made up."""
        return self.surgery.practice

    @property
    def staff(self) -> Sequence[Staff]:
        """Everybody who works there."""
        return self.surgery.team.everybody

    def records(self) -> Iterator[WholeRecord]:
        """Everybody's record in turn; asked again, the same again."""
        given = numbers(self.surgery.seed)
        for person in range(self.size):
            yield self._record(person, next(given))

    def _record(self, person: int, number: str) -> WholeRecord:
        chance = stream(self.surgery, person)
        fields, background = who_is(self.surgery, person, chance)
        fields = {"nhs_number": number} | fields if self._numbered(person) else fields
        if person in STORIES:
            return STORIES[person](self.surgery, fields)
        if person >= WITH_RESULTS:
            return light_record(self.surgery, person, fields, background, chance)
        return self._life(person, fields, background).record()

    def _numbered(self, person: int) -> bool:
        """Whether an NHS number is known; of a few people it is not."""
        return person <= ZAINAB or person % 97 != 50

    def _life(self, person: int, fields: Fields, background: str) -> Life:
        body, needs = self._body(person, fields), ()
        if person <= ZAINAB:
            return Life(self.surgery, person, fields, background, body, known_people()[person].needs)
        return Life(self.surgery, person, fields, background, body, needs)

    def _body(self, person: int, fields: Fields) -> Body:
        chance, today = self.surgery.chance(person, "body"), self.surgery.today
        age = age_on(fields["born"], today)
        had = known_people()[person].conditions if person <= ZAINAB else draw_conditions(chance, age)
        return draw_body(chance, fields["sex"], fields["born"], had, today)


def make_practice(seed: int, people: int, today: date, now: datetime | None = None) -> MadeUpPractice:
    """Make up a practice.

    Args:
        seed: The same seed, number and day give the same practice, to the last id.
        people: How many people, at least one; from the first 20,000 on they have no results and no plans.
        today: The day of the clinic on its list.
        now: The moment it is made, after which nobody has arrived yet; None when the whole day is behind.

    Returns:
        The practice; its people are made one by one when they are read.

    Raises:
        Refused: There would be nobody.
    """
    if people < 1:
        raise Refused("A practice needs at least one person.", hint="Give --people a number from 1 on.")
    return MadeUpPractice(Surgery(seed, today, now), people)
