"""What belongs to this conversation and what to one that was agreed and closed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hoc_tui.domain.current import current_agenda, current_goals, to_look_at_again
from hoc_tui.domain.items import Item
from hoc_tui.domain.people import Person
from hoc_tui.domain.planning import AgendaItem, Goal, VersionHead
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import AgendaStatus, GoalStatus

LAST_YEAR = datetime(2025, 11, 12, 10, 0, tzinfo=UTC)
THIS_YEAR = LAST_YEAR + timedelta(days=373)


def _fields(at: datetime, number: int = 1) -> dict[str, object]:
    who = UUID(int=9)
    stamp = {"version": 1, "authored_by": who, "performed_by": who, "occurred_at": at, "recorded_at": at}
    return stamp | {"id": UUID(int=number), "person_id": UUID(int=7)}


def _record(read_at: datetime, *, agenda: tuple[Item, ...] = (), goals: tuple[Item, ...] = ()) -> Record:
    """A record with one plan, agreed last year at ten."""
    person = Person.model_validate(_fields(LAST_YEAR) | {"family": "Jackson", "practice_id": UUID(int=1)})
    head = VersionHead(number=1, agreed_at=LAST_YEAR, agreement="agreed-by-person", content_hash="0" * 64)
    fields = {"read_at": read_at, "change_seq": 1, "person": person, "versions": (head,)}
    return Record.model_validate(fields | {"agenda": agenda, "goals": goals})


def _item(at: datetime, status: AgendaStatus) -> AgendaItem:
    return AgendaItem.model_validate(_fields(at) | {"text": "Tired", "status": status, "outcome": "I know why"})


def _goal(at: datetime, status: GoalStatus) -> Goal:
    return Goal.model_validate(_fields(at) | {"words": "Dance", "status": status})


def test_what_was_discussed_before_the_plan_was_agreed_does_not_come_back_next_year() -> None:
    """Last year's closed item belongs to last year's plan."""
    closed = _item(LAST_YEAR - timedelta(minutes=20), AgendaStatus.DISCUSSED)
    assert () == current_agenda(_record(THIS_YEAR, agenda=(closed,)))


def test_on_the_day_of_the_agreement_everything_of_that_day_stays_in_sight() -> None:
    """After agreeing, the screen does not empty itself while the person still looks at it."""
    closed = _item(LAST_YEAR - timedelta(minutes=20), AgendaStatus.DISCUSSED)
    assert (closed,) == current_agenda(_record(LAST_YEAR + timedelta(minutes=5), agenda=(closed,)))


def test_what_is_still_open_or_carried_forward_comes_back() -> None:
    """Nobody has said how it ended, or they want it again."""
    for status in (AgendaStatus.OPEN, AgendaStatus.PARKED, AgendaStatus.CARRIED_FORWARD):
        left = _item(LAST_YEAR - timedelta(days=1), status)
        assert (left,) == current_agenda(_record(THIS_YEAR, agenda=(left,)))


def test_an_active_goal_of_the_last_plan_is_to_be_looked_at_again() -> None:
    """It is brought forward until somebody touches it."""
    old = _goal(LAST_YEAR - timedelta(minutes=20), GoalStatus.ACTIVE)
    assert {old.id} == to_look_at_again(_record(THIS_YEAR, goals=(old,)))
    touched = _goal(THIS_YEAR, GoalStatus.ACTIVE)
    assert frozenset() == to_look_at_again(_record(THIS_YEAR, goals=(touched,)))


def test_a_goal_that_ended_this_year_stays_until_the_next_plan() -> None:
    """What became of it is part of this year's conversation."""
    ended = _goal(THIS_YEAR, GoalStatus.ACHIEVED)
    assert (ended,) == current_goals(_record(THIS_YEAR + timedelta(hours=1), goals=(ended,)))
