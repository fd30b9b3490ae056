"""Telling one person's story by hand: everything said and agreed is written out, in the order of time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hoc_tui.demo.calendar import clock
from hoc_tui.demo.clinic import Booking, booking_of
from hoc_tui.demo.coming import Event, visit_events
from hoc_tui.demo.courses import listed_tests, series_key
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.lists import table
from hoc_tui.demo.measuring import Reading
from hoc_tui.demo.sending import sample_of, send
from hoc_tui.demo.surgery import Surgery
from hoc_tui.demo.talking import FINISHED, finished, result_link
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import ContactDraft, NeedDraft, Staff
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, DecisionDraft, GoalDraft, LinkDraft, TargetDraft
from hoc_tui.domain.record import ConditionDraft, VisitDraft
from hoc_tui.domain.results import ReferenceRange, Result
from hoc_tui.domain.vocabulary import AgendaStatus, Comparator, Doer, ItemKind, Role, Step
from hoc_tui.domain.whole import WholeRecord

KINDS: dict[type[Value], ItemKind] = {
    AgendaDraft: ItemKind.AGENDA,
    GoalDraft: ItemKind.GOAL,
    ActionDraft: ItemKind.ACTION,
    DecisionDraft: ItemKind.DECISION,
    TargetDraft: ItemKind.TARGET,
    LinkDraft: ItemKind.LINK,
    NeedDraft: ItemKind.NEED,
    ContactDraft: ItemKind.CONTACT,
    VisitDraft: ItemKind.VISIT,
}
"""What each draft becomes."""
AT_HOME = ReferenceRange(text="usual aim at home: under 135/85")
"""What stands on the surgery's sheet for readings at home.

Source: NICE NG136 (domain reference 6.2, from memory, unverified); here it is part of what was sent.
"""
HOME_LIMITS = (135, 85)


class Telling:
    """A record that is told and not left to chance.

    Args:
        surgery: Where they are registered.
        person: Their number there.
        fields: Who they are.
    """

    def __init__(self, surgery: Surgery, person: int, fields: Fields) -> None:
        self.surgery = surgery
        self.person = person
        self.scribe = surgery.begin(person, fields, surgery.ids(person, "ids"))
        self.at = self.scribe.person.recorded_at
        """When what is told next happens."""
        self.by = surgery.team[Role.NURSE]
        """Who writes it down."""
        self._visits: list[Event] = []

    def on(self, at: datetime, by: Role | None = None) -> None:
        """Go on to a later moment; what the diary holds until then happens first."""
        for event in [event for event in self._visits if event[0] <= at]:
            self._visits.remove(event)
            event[1]()
        self.at = at
        self.by = self.surgery.team[by] if by else self.by

    def later(self, minutes: int) -> None:
        """Go on some minutes."""
        self.on(self.at + timedelta(minutes=minutes))

    def write(self, draft: Value) -> UUID:
        """Put something in the record, and hand back its id."""
        return self.scribe.add(KINDS[type(draft)], draft, by=self.by.id, at=self.at)

    def lives_with(self, conditions: Mapping[str, str]) -> None:
        """Put down conditions with the year, or month, in which each began."""
        for name, onset in conditions.items():
            draft = ConditionDraft(name=name, onset=PartialDate(onset))
            self.scribe.add(ItemKind.CONDITION, draft, by=self.surgery.team[Role.GP].id, at=self.at)

    # -- Results -------------------------------------------------------------------------------------------------------

    def had_results(self, name: str, days: Sequence[date], others: Iterable[tuple[date, Reading]] = ()) -> None:
        """Take the results of a story from its list.

        Args:
            name: The story.
            days: When they were taken, oldest first, as many as each test has values.
            others: Results of other days.
        """
        told = [
            (day, _reading(key, text))
            for key, values in table("stories")[name].items()
            for day, text in zip(days, values, strict=True)
            if text != "-"
        ]
        results = [self._result(day, reading) for day, reading in [*told, *others]]
        self.scribe.results = sorted(results, key=lambda result: result.order)

    def _result(self, day: date, reading: Reading) -> Result:
        sample = sample_of(day, 9, 40)
        ids, woman = self.scribe.ids, self.scribe.person.sex == "Female"
        result = send(reading, sample, woman=woman, new_id=ids, person=self.person)
        if reading.key != "bp_home":
            return result
        high = any(int(part) >= limit for part, limit in zip(reading.parts, HOME_LIMITS, strict=True))
        return result.model_copy(update={"ranges": (AT_HOME,), "flag": "H" if high else ""})

    def link_test(self, kind: ItemKind, item: UUID, key: str) -> None:
        """Join an item to a test, with the result as it was then."""
        newest = self.scribe.series(self.at)[series_key(key)].latest
        self.write(result_link(kind, item, key, newest))

    def link(self, first: tuple[ItemKind, UUID], second: tuple[ItemKind, UUID]) -> None:
        """Join two items."""
        ends = {"first_kind": first[0], "first_id": first[1], "second_kind": second[0], "second_id": second[1]}
        self.write(LinkDraft.model_validate(ends))

    def aim(self, key: str, high: str, why: str) -> None:
        """Put down what the person aims for."""
        test = listed_tests()[key]
        self.write(TargetDraft(test_key=series_key(key), test_name=test.name, high=high, unit=test.unit, why=why))

    # -- What happened to things ---------------------------------------------------------------------------------------

    def ended(self, item: UUID, outcome: str, status: AgendaStatus = AgendaStatus.DISCUSSED) -> None:
        """Say how an agenda item ended, in the person's word."""
        self.change(ItemKind.AGENDA, item, status=status, outcome=outcome)

    def change(self, kind: ItemKind, item: UUID, reason: str = "", **fields: object) -> None:
        """Change something in the record."""
        self.scribe.change(kind, item, by=self.by.id, at=self.at, reason=reason, **fields)

    def close_year(self) -> None:
        """Take what the last conversation finished off the list: items that ended, goals and their actions."""
        for kind, item_id in finished(self.scribe):
            self.scribe.end(kind, item_id, by=self.by.id, at=self.at, reason=FINISHED)

    def agree(self, terms: AgreeDraft, *, minutes: int = 27) -> None:
        """Agree the plan at the end of a conversation, and keep its visit."""
        shared, back = (self.at - timedelta(days=11)).date(), (self.at - timedelta(days=6)).date()
        visit = VisitDraft(
            starts_at=self.at, staff_id=self.by.id, step=Step.COPY_GIVEN, results_shared_on=shared, reflections_on=back
        )
        self.later(minutes)
        self.scribe.agree(terms, by=self.by.id, at=self.at)
        self.later(2)
        self.write(visit)

    # -- Today ---------------------------------------------------------------------------------------------------------

    @property
    def booking(self) -> Booking:
        """Today's conversation."""
        booking = booking_of(self.person, self.surgery.today)
        assert booking is not None  # noqa: S101 - people with a story have a place on today's list
        return booking

    def is_booked(self) -> None:
        """Let today's conversation be booked, and moved on, as time goes by."""
        self._visits = visit_events(self.scribe, self.surgery, self.booking)

    def finish(self) -> WholeRecord:
        """The record, with everything that the diary still held."""
        self.on(max((at for at, _ in self._visits), default=self.at))
        return self.scribe.finish()

    def yearly(self, years: int, month: int, day: int) -> list[date]:
        """A day of each of so many years, the last of them last year."""
        last = self.surgery.today.year - 1
        return [date(last - back, month, day) for back in reversed(range(years))]


def staff_action(what: str, staff: Staff, *, goal: UUID | None, due: date, place: int) -> ActionDraft:
    """Something that a member of staff will do."""
    return ActionDraft(
        what=what,
        goal_id=goal,
        doer=Doer.STAFF,
        doer_name=staff.name,
        staff_id=staff.id,
        due_on=due,
        position=Decimal(place),
    )


def on_clock(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day on the practice's clock."""
    return clock(day, hour, minute)


def _reading(key: str, text: str) -> Reading:
    test = listed_tests()[key]
    if test.parts:
        return Reading(key, parts=tuple(text.split("/")))
    if test.plausible is None:
        return Reading(key, words=text)
    if text.startswith((">", "<")):
        return Reading(key, text=text[1:], comparator=Comparator(text[0]))
    return Reading(key, text=text)
