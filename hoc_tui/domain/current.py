"""What of a record belongs to this year's conversation, and what to earlier ones that were agreed and closed."""

from datetime import datetime

from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, AgendaItem, Goal
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ActionStatus, AgendaStatus, GoalStatus

ALIVE_AGENDA = frozenset({AgendaStatus.OPEN, AgendaStatus.PARKED, AgendaStatus.CARRIED_FORWARD})
ALIVE_GOALS = frozenset({GoalStatus.ACTIVE, GoalStatus.ON_HOLD})
ALIVE_ACTIONS = frozenset({ActionStatus.PLANNED, ActionStatus.IN_PROGRESS})


def last_agreed(record: Record) -> datetime | None:
    """When the newest plan version that stands was agreed."""
    standing = [head.agreed_at for head in record.versions if not head.in_error]
    return max(standing, default=None)


def current_agenda(record: Record) -> tuple[AgendaItem, ...]:
    """Agenda items still to talk about, and those that ended since the last plan or on its day."""
    return tuple(item for item in record.agenda if item.status in ALIVE_AGENDA or _of_this_time(record, item))


def current_goals(record: Record) -> tuple[Goal, ...]:
    """Goals the person works towards, and those that ended since the last plan or on its day."""
    return tuple(goal for goal in record.goals if goal.status in ALIVE_GOALS or _of_this_time(record, goal))


def current_actions(record: Record) -> tuple[Action, ...]:
    """Actions still to do, those that ended since the last plan, and all under a current goal."""
    goals = {goal.id for goal in current_goals(record)}
    return tuple(
        action
        for action in record.actions
        if action.status in ALIVE_ACTIONS or action.goal_id in goals or _of_this_time(record, action)
    )


def to_look_at_again(record: Record) -> frozenset[object]:
    """Ids of active goals that stood in the last plan and have not been touched since."""
    active = [goal for goal in record.goals if goal.status is GoalStatus.ACTIVE]
    return frozenset(goal.id for goal in active if not _of_this_time(record, goal))


def _of_this_time(record: Record, item: Item) -> bool:
    """Whether an item changed since the last agreement; on the day of one, all that day's items still belong to it."""
    since = last_agreed(record)
    if since is None or item.recorded_at > since:
        return True
    return item.recorded_at.date() == since.date() == record.read_at.date()
