"""One whole record: registration, conditions, ten years of results, yearly conversations, what is booked for today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from hoc_tui.demo.calendar import clock, surgery_hour, working_day
from hoc_tui.demo.chance import Chance, Ids
from hoc_tui.demo.clinic import Booking, booking_of, past_conversations
from hoc_tui.demo.coming import SHARED, WRITTEN_BACK, Event, begins, visit_events, written_back
from hoc_tui.demo.courses import Course, draw_course, listed_tests
from hoc_tui.demo.health import Body, conditions
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.measuring import NEEDS, YEAR, Moment, readings
from hoc_tui.demo.needing import draw_contacts, draw_needs
from hoc_tui.demo.scribe import Scribe
from hoc_tui.demo.sending import roughen, sample_of, send
from hoc_tui.demo.surgery import YEARS, Surgery
from hoc_tui.demo.talking import Talks
from hoc_tui.demo.words import Teller
from hoc_tui.domain.dates import PartialDate, age_on
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import NeedDraft, Staff
from hoc_tui.domain.record import ConditionDraft, VisitDraft
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import Agreement, ItemKind, Registration, Role, Step
from hoc_tui.domain.whole import WholeRecord

BEFORE = timedelta(days=20)
"""From the visit at which things are measured to the conversation about them."""
JUST = timedelta(days=4)
"""The same when the results have only just come: a sample of a weekend is Monday's, and is reported by yesterday."""
HALF = timedelta(days=183)


@dataclass(frozen=True)
class Life:
    """What one record is made from.

    Attributes:
        surgery: Where they are registered.
        person: Their number there.
        fields: Who they are.
        background: Where their name comes from.
        body: Whose results these are.
        needs: What they need beside what chance gives them.
    """

    surgery: Surgery
    person: int
    fields: Fields
    background: str
    body: Body
    needs: Sequence[NeedDraft] = ()

    @cached_property
    def chance(self) -> Chance:
        """The stream of chance for the course of this life."""
        return self.surgery.chance(self.person, "life")

    @cached_property
    def ids(self) -> Ids:
        """Makes ids for this person's rows."""
        return self.surgery.ids(self.person, "ids")

    @cached_property
    def booking(self) -> Booking | None:
        """Their conversation today; nobody is booked who has died or left."""
        registered = self.fields.get("registration", Registration.REGISTERED) is Registration.REGISTERED
        return booking_of(self.person, self.surgery.today) if registered else None

    @cached_property
    def last_day(self) -> date:
        """The last day on which anything can have happened here."""
        died: PartialDate | None = self.fields.get("died")
        left: date | None = self.fields.get("left_on")
        return died.first_day if died else left or self.surgery.today

    @cached_property
    def past(self) -> list[date]:
        """The days of conversations that were held, before today."""
        number = self.chance.weighted((0, 1, 2, 3, 4), (18, 30, 26, 16, 10))
        if self.booking is not None:
            newest = self.booking.day - timedelta(days=self.chance.whole(352, 378))
        else:
            newest = self.last_day - timedelta(days=self.chance.whole(25, 330))
        return past_conversations(self.chance, newest, number)

    def record(self) -> WholeRecord:
        """The record, from registration to today."""
        scribe = self.surgery.begin(self.person, self._as_registered(), self.ids)
        scribe.results = self._results()
        chance = self.surgery.chance(self.person, "talks")
        teller = Teller(self.body, self.background, cares=chance.yes(0.16))
        talks = Talks(scribe, teller, self.surgery.team, chance)
        events = [*self._arrangements(scribe), *self._talked(scribe, talks), *self._coming(scribe, talks)]
        events += self._leaving(scribe)
        for _, happen in sorted(events, key=lambda event: event[0]):
            happen()
        return scribe.finish()

    def _as_registered(self) -> Fields:
        return self.fields | {"registration": Registration.REGISTERED, "died": None, "left_on": None, "moved_to": ""}

    # -- Who they are and what they live with --------------------------------------------------------------------------

    def _arrangements(self, scribe: Scribe) -> list[Event]:
        """Needs, contacts and conditions, each when it came to be known."""
        desk, gp, age = self.surgery.team[Role.RECEPTIONIST], self.surgery.team[Role.GP], self._age_today
        drawn = [*self.needs, *draw_needs(self.chance, age, self.background)]
        events = [self._adding(scribe, ItemKind.NEED, need, desk, self._some_day()) for need in _distinct(drawn)]
        beside = draw_contacts(self.chance, self.fields, age, self.background)
        events += [self._adding(scribe, ItemKind.CONTACT, contact, desk, self._some_day()) for contact in beside]
        for key, onset in self.body.onset.items():
            known = max(self.surgery.opened + timedelta(days=2), clock(working_day(onset), 12))
            draft = ConditionDraft(name=conditions()[key].name, onset=self._told(onset))
            events.append(self._adding(scribe, ItemKind.CONDITION, draft, gp, known))
        return events

    @property
    def _age_today(self) -> int:
        return age_on(self.fields["born"], self.surgery.today)

    def _told(self, onset: date) -> PartialDate:
        """When it began, as people tell it: some by the month, most by the year."""
        return PartialDate(f"{onset:%Y-%m}" if self.chance.yes(0.35) else f"{onset:%Y}")

    def _some_day(self) -> datetime:
        """A moment in the years before last, when needs and contacts were written down."""
        day = self.surgery.opened.date() + timedelta(days=self.chance.whole(5, 2900))
        return clock(working_day(day), *surgery_hour(self.chance))

    def _adding(self, scribe: Scribe, kind: ItemKind, draft: Value, by: Staff, at: datetime) -> Event:
        def add() -> None:
            scribe.add(kind, draft, by=by.id, at=at)

        return at, add

    def _leaving(self, scribe: Scribe) -> list[Event]:
        """That somebody died or moved away, written down some days later."""
        names = ("registration", "died", "left_on", "moved_to")
        changed = {name: self.fields[name] for name in names if self.fields.get(name)}
        if not changed:
            return []
        at = clock(working_day(self.last_day + timedelta(days=3)), 10)

        def change() -> None:
            desk = self.surgery.team[Role.RECEPTIONIST].id
            scribe.change(ItemKind.PERSON, scribe.person.id, by=desk, at=at, **changed)

        return [(at, change)]

    # -- What was measured ---------------------------------------------------------------------------------------------

    def _results(self) -> list[Result]:
        chance = self.surgery.chance(self.person, "results")
        courses = self._courses(chance)
        found = [result for day, half in self._days(chance) for result in self._visit(day, courses, chance, half=half)]
        return roughen(found, chance, self.ids, self.surgery.today)

    @cached_property
    def _asked(self) -> Sequence[str]:
        """Tests that their conditions ask for, by key."""
        return [*dict.fromkeys(key for one in self.body.onset for key in conditions()[one].tests)]

    @property
    def blood_tests(self) -> Sequence[str]:
        """Those of them that a laboratory does, by key."""
        return [key for key in self._asked if listed_tests()[key].specimen]

    def blood_test(self, keys: Iterable[str], day: date) -> dict[str, Result]:
        """What a laboratory would find in their blood or urine, in keeping with their record but not in it.

        Args:
            keys: The tests.
            day: When the sample was taken.

        Returns:
            Results by the key of the test; without those that need a body they have not, such as of the other sex.
        """
        keys = [*keys]
        # The same stream as for the record, so that each test goes on from where it was there.
        courses = self._courses(self.surgery.chance(self.person, "results"), keys)
        chance, new_id = self.surgery.chance(self.person, "post"), self.surgery.ids(self.person, "post")
        found = readings(Moment(self.body, courses, day, (self.surgery.today - day).days / YEAR, chance), keys)
        sample = sample_of(day, *surgery_hour(chance))
        return {
            key: send(reading, sample, woman=self.body.woman, new_id=new_id, person=self.person)
            for key, reading in found.items()
        }

    def _courses(self, chance: Chance, more: Sequence[str] = ()) -> Mapping[str, Course]:
        """A course for every test that anything of this person's needs, and for some more."""
        wanted = dict.fromkeys(need for key in (*self._asked, *more) for need in (key, *NEEDS.get(key, ())))
        drawn = {key: draw_course(listed_tests()[key], self.body, self._age_today, chance) for key in wanted}
        return {key: course for key, course in drawn.items() if course is not None}

    def _days(self, chance: Chance) -> list[tuple[date, bool]]:
        """The days of yearly checks and, marked, of those half-way between, oldest first."""
        newest = self._newest_check(chance)
        checks = [newest - timedelta(days=365 * back + (chance.whole(-14, 14) if back else 0)) for back in range(YEARS)]
        days = [(working_day(day), False) for day in checks] + [(working_day(day + HALF), True) for day in checks]
        earliest = self.surgery.opened.date()
        return sorted((day, half) for day, half in days if earliest < day < self.last_day)

    def _newest_check(self, chance: Chance) -> date:
        """When things were last measured: before the conversation that is coming, else before the last one."""
        if self.booking is not None and self.booking.reached(Step.GATHERED):
            return self.booking.day - (JUST if self.booking.step is Step.GATHERED else BEFORE)
        if self.past:
            return self.past[-1] - BEFORE
        return self.last_day - timedelta(days=chance.whole(20, 380))

    def _visit(self, day: date, courses: Mapping[str, Course], chance: Chance, *, half: bool) -> list[Result]:
        had = [conditions()[key] for key, onset in self.body.onset.items() if onset <= day]
        keys = dict.fromkeys(key for one in had for key in (one.twice if half else one.tests))
        ago = (self.surgery.today - day).days / YEAR
        found = readings(Moment(self.body, courses, day, ago, chance), keys)
        sample = sample_of(day, *surgery_hour(chance))
        return [
            send(reading, sample, woman=self.body.woman, new_id=self.ids, person=self.person)
            for reading in found.values()
        ]

    # -- What was talked about -----------------------------------------------------------------------------------------

    def _talked(self, scribe: Scribe, talks: Talks) -> list[Event]:
        """Every yearly conversation that was held, with its visit."""
        doctor, nurse = self.surgery.team[Role.GP], self.surgery.team[Role.NURSE]
        return [
            event
            for day in self.past
            for event in self._held(
                scribe, talks, clock(day, *surgery_hour(self.chance)), doctor if self.chance.yes(0.3) else nurse
            )
        ]

    def _held(self, scribe: Scribe, talks: Talks, at: datetime, clinician: Staff) -> list[Event]:
        def prepare() -> None:
            talks.prepare(at - WRITTEN_BACK)

        def talk() -> None:
            talks.converse(at, clinician)
            agreement = talks.agree(at + timedelta(minutes=27), clinician)
            draft = VisitDraft(
                starts_at=at,
                staff_id=clinician.id,
                step=Step.PLAN_DECLINED if agreement is Agreement.NOT_AGREED else Step.COPY_GIVEN,
                results_shared_on=(at - SHARED).date(),
                reflections_on=(at - WRITTEN_BACK).date(),
            )
            scribe.add(ItemKind.VISIT, draft, by=clinician.id, at=at + timedelta(minutes=29))

        return [(at - WRITTEN_BACK, prepare), (at, talk)]

    def _coming(self, scribe: Scribe, talks: Talks) -> list[Event]:
        """Today's conversation, as far as it has come."""
        if self.booking is None:
            return []
        booking, staff = self.booking, self.surgery.team[self.booking.role]
        at, back = begins(booking), written_back(booking)
        agreed = at + timedelta(minutes=27)
        events = visit_events(scribe, self.surgery, booking)
        if booking.reached(Step.REFLECTIONS_BACK):
            events.append((back, lambda: talks.prepare(back)))
        if booking.step is Step.PLAN_DECLINED:
            return [*events, (agreed, lambda: talks.agree(agreed, staff, Agreement.NOT_AGREED))]
        if booking.reached(Step.IN_CONVERSATION):
            events.append((at, lambda: talks.converse(at, staff)))
        if booking.reached(Step.PLAN_AGREED):
            events.append((agreed, lambda: talks.agree(agreed, staff)))
        return events


def _distinct(needs: Sequence[NeedDraft]) -> list[NeedDraft]:
    """One need of each kind, the first said."""
    found: dict[str, NeedDraft] = {}
    for need in needs:
        found.setdefault(need.kind, need)
    return list(found.values())
