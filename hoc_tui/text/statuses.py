"""The words people see for what is stored: one place, so that a status reads the same on every screen."""

from typing import Final

from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    Agreement,
    DecisionStatus,
    Doer,
    GoalKind,
    GoalStatus,
    Raiser,
    Stage,
)

AGENDA: Final = {
    AgendaStatus.OPEN: "to discuss",
    AgendaStatus.DISCUSSED: "discussed",
    AgendaStatus.PARKED: "for another time",
    AgendaStatus.CARRIED_FORWARD: "carried forward",
    AgendaStatus.WITHDRAWN: "no longer wanted",
}
GOAL: Final = {
    GoalStatus.ACTIVE: "working on it",
    GoalStatus.ON_HOLD: "paused",
    GoalStatus.ACHIEVED: "achieved",
    GoalStatus.PARTLY_ACHIEVED: "partly achieved",
    GoalStatus.CHANGED: "changed",
    GoalStatus.STOPPED: "stopped",
}
GOAL_KIND: Final = {
    GoalKind.LIFE: "life",
    GoalKind.DAILY_LIVING: "daily living",
    GoalKind.SOCIAL: "people and places",
    GoalKind.LEARNING: "learning",
    GoalKind.CLINICAL: "health and treatment",
    GoalKind.CARE_PROCESS: "how care works",
}
ACTION: Final = {
    ActionStatus.PLANNED: "planned",
    ActionStatus.IN_PROGRESS: "under way",
    ActionStatus.DONE: "done",
    ActionStatus.NOT_DONE: "not done",
    ActionStatus.REFUSED: "did not want it",
    ActionStatus.NO_LONGER_NEEDED: "no longer needed",
}
DECISION: Final = {
    DecisionStatus.IN_PROGRESS: "IN PROGRESS, not decided",
    DecisionStatus.AGREED: "agreed",
    DecisionStatus.FOR_NOW: "decided for now",
    DecisionStatus.NOT_READY: "not ready to decide",
    DecisionStatus.CANCELLED: "cancelled",
}
DOER: Final = {
    Doer.PERSON: "the person",
    Doer.STAFF: "somebody in the team",
    Doer.CARER: "a carer",
    Doer.SERVICE: "another service",
}
RAISER: Final = {Raiser.PERSON: "the person", Raiser.CARER: "somebody beside them", Raiser.TEAM: "the team"}
STAGE: Final = {
    Stage.PREPARE: "Prepare",
    Stage.STORIES: "Stories",
    Stage.EXPLORE: "Explore",
    Stage.GOALS: "Goals",
    Stage.ACTIONS: "Actions",
    Stage.AGREE: "Agree",
}
AGREEMENT: Final = {
    Agreement.BY_PERSON: "agreed by the person",
    Agreement.BY_REPRESENTATIVE: "agreed by their representative",
    Agreement.WITH_DIFFERENCE: "agreed, with a difference",
    Agreement.NOT_AGREED: "not agreed",
}
