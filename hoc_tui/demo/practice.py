"""The made-up practice: made once from a seed, read person by person, never all in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from hoc_tui.demo.awaited import key_of, newest_blood_test, newest_to_correct, with_correctable, without_newest
from hoc_tui.demo.cast import MAGGIE, ROKEYA, WINSTON, YUSUF, ZAINAB, known_people, stream, who_is
from hoc_tui.demo.chance import Chance
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
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import Registration
from hoc_tui.domain.whole import WholeRecord

USUAL_PEOPLE = 200
"""How many people `hoc-tui demo` makes."""
WITH_RESULTS = 20_000
"""People beyond so many have an identity, needs and conditions only."""
STORIES = {MAGGIE: maggie, WINSTON: winston, ROKEYA: rokeya}
"""Records that are told and not left to chance."""
WITH_POST = {ZAINAB: without_newest, YUSUF: with_correctable}
"""Records that today's post has to do with."""


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
        if person in STORIES or person >= WITH_RESULTS:
            chance = stream(self.surgery, person)
            fields, background = self._who(person, number, chance)
            if person in STORIES:
                return STORIES[person](self.surgery, fields)
            return light_record(self.surgery, person, fields, background, chance)
        record = self._life(person, number).record()
        return WITH_POST[person](record) if person in WITH_POST else record

    def _who(self, person: int, number: str, chance: Chance) -> tuple[Fields, str]:
        fields, background = who_is(self.surgery, person, chance)
        return {"nhs_number": number} | fields if self._numbered(person) else fields, background

    def _numbered(self, person: int) -> bool:
        """Whether an NHS number is known; of a few people it is not."""
        return person <= ZAINAB or person % 97 != 50

    def _life(self, person: int, number: str) -> Life:
        fields, background = self._who(person, number, stream(self.surgery, person))
        needs = known_people()[person].needs if person <= ZAINAB else ()
        return Life(self.surgery, person, fields, background, self._body(person, fields), needs)

    def _body(self, person: int, fields: Fields) -> Body:
        chance, today = self.surgery.chance(person, "body"), self.surgery.today
        age = age_on(fields["born"], today)
        had = known_people()[person].conditions if person <= ZAINAB else draw_conditions(chance, age)
        return draw_body(chance, fields["sex"], fields["born"], had, today)

    # -- For the laboratory --------------------------------------------------------------------------------------------

    def life(self, person: int) -> Life:
        """What somebody's record is made from; of those without results, what it would be made from."""
        return self._life(person, next(islice(numbers(self.surgery.seed), person, None)))

    def living(self, person: int) -> Life | None:
        """The same of somebody who is registered here, and can be found by an NHS number."""
        if person >= min(self.size, WITH_RESULTS):
            return None
        life = self.life(person)
        here = life.fields.get("registration", Registration.REGISTERED) is Registration.REGISTERED
        return life if here and life.fields.get("nhs_number") else None

    def unchecked(self) -> dict[str, Result]:
        """The blood test before Mrs Khan's conversation, by the key of the test; it comes with today's post."""
        life = self.living(ZAINAB)
        return {key_of(one): one for one in newest_blood_test(life.record())} if life else {}

    def to_correct(self) -> Result | None:
        """The result of Mr Ahmed that today's post corrects, as the laboratory has it."""
        life = self.living(YUSUF)
        return newest_to_correct(life.record()) if life else None


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
