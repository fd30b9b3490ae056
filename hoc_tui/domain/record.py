"""A person's whole record as one value: what a single read brings and every pane looks at."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.items import Item
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Contact, Need, Person
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, Plan, Target, VersionHead
from hoc_tui.domain.results import Code, Result
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.triage import ResultMove, Review
from hoc_tui.domain.vocabulary import AgendaStatus, BackgroundKind, BackgroundState, GoalStatus, Step


class ConditionDraft(Value):
    """A condition entered by hand."""

    name: Annotated[Line, Field(min_length=1)]
    onset: PartialDate | None = None
    note: Words = ""


class Condition(ConditionDraft, Item):
    """A condition in a person's record, entered by hand."""


class BackgroundEntry(Value):
    """One line of the read-only background: not the prescribing record."""

    id: UUID
    kind: BackgroundKind
    name: str
    codes: tuple[Code, ...] = ()
    detail: str = ""
    """Dosage, reaction or note, as sent."""
    status: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
    source_system: str
    recorded_at: datetime


class BackgroundList(Value):
    """What a source said about a whole list, also when it was empty."""

    kind: BackgroundKind
    state: BackgroundState
    note: str = ""
    source_system: str
    recorded_at: datetime


class VisitDraft(Value):
    """A conversation in the book: when, with whom, and how far the person is on the way to it."""

    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=1, le=600)] = 30
    staff_id: UUID | None = None
    step: Step = Step.BOOKED
    arrived_at: AwareDatetime | None = None
    results_shared_on: date | None = None
    reflections_on: date | None = None
    blocked: Line = ""
    """Why the letter may not go yet, in words reception may see; empty when nothing blocks it."""


class Visit(VisitDraft, Item):
    """A visit in a person's record."""


class WrongMark(Value):
    """That a plan version was agreed in the wrong record, as it is said in the record it was meant for."""

    version_of: UUID
    """Whose record the version stands in."""
    number: int
    reason: str
    marked_by: UUID
    marked_at: datetime


class Record(Value):
    """Everything known of one person, read at one moment."""

    read_at: datetime
    change_seq: int
    """Counts the changes of this record, imported ones too; another number means that something is new."""
    person: Person
    needs: tuple[Need, ...] = ()
    contacts: tuple[Contact, ...] = ()
    conditions: tuple[Condition, ...] = ()
    background: tuple[BackgroundEntry, ...] = ()
    background_lists: tuple[BackgroundList, ...] = ()
    results: tuple[Result, ...] = ()
    reviews: tuple[Review, ...] = ()
    """What clinicians have said of new results; a result without one came in a record that others have seen."""
    result_moves: tuple[ResultMove, ...] = ()
    """Results that stood in the wrong record, there or here."""
    agenda: tuple[AgendaItem, ...] = ()
    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions: tuple[Decision, ...] = ()
    targets: tuple[Target, ...] = ()
    links: tuple[Link, ...] = ()
    plan: Plan | None = None
    versions: tuple[VersionHead, ...] = ()
    wrong_marks: tuple[WrongMark, ...] = ()
    """Versions that were agreed in somebody else's record and meant for this one."""
    visits: tuple[Visit, ...] = ()
    staff: Mapping[UUID, str] = {}
    """Names of everybody who wrote here."""
    site: SiteContent = Field(default=SiteContent(), exclude=True)
    """What the practice has decided about the content that judges results; no part of what is known of the person."""

    def visit_on(self, day: date, zone: tzinfo = UTC) -> Visit | None:
        """The visit of a day, the earliest when there are several.

        Args:
            day: The day on the practice's wall.
            zone: The practice's zone; midnight there is not midnight in UTC.
        """
        today = [visit for visit in self.visits if visit.starts_at.astimezone(zone).date() == day]
        return min(today, key=lambda visit: visit.starts_at, default=None)

    def actions_for(self, goal_id: UUID | None) -> tuple[Action, ...]:
        """The actions under a goal, or those under none."""
        return tuple(action for action in self.actions if action.goal_id == goal_id)

    @property
    def open_agenda(self) -> tuple[AgendaItem, ...]:
        """Agenda items nobody has said yet how they ended."""
        return tuple(item for item in self.agenda if item.status is AgendaStatus.OPEN)

    @property
    def active_goals(self) -> tuple[Goal, ...]:
        """Goals the person works towards now."""
        return tuple(goal for goal in self.goals if goal.status is GoalStatus.ACTIVE)
