"""What the person beside sees of one thing: plain words, long dates, no code, nothing private, nobody else's name.

Only what is in `ConversationView.agenda` and `.goals` is ever read here, so a private or third-party note has no way in
(hazard H12).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hoc_tui.domain.dates import long
from hoc_tui.domain.entry.rulers import WORDS
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, SeenTest
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    DecisionStatus,
    Doer,
    GoalStatus,
    Raiser,
    ScoreScale,
)
from hoc_tui.text import Content, display, glyphs, join, quoted
from hoc_tui.widgets.conversation.view import ConversationView, JudgedSeries
from hoc_tui.widgets.course import Course, course_of
from hoc_tui.widgets.result_words import standing_sentences, yours_words

_AGENDA = {
    AgendaStatus.OPEN: "We have not talked about this yet.",
    AgendaStatus.DISCUSSED: "We have talked about this.",
    AgendaStatus.PARKED: "We left this for another time.",
    AgendaStatus.CARRIED_FORWARD: "We will come back to this.",
    AgendaStatus.WITHDRAWN: "This no longer needs to be talked about.",
}
_GOALS = {
    GoalStatus.ACTIVE: "",
    GoalStatus.ON_HOLD: "On hold for now.",
    GoalStatus.ACHIEVED: "Achieved.",
    GoalStatus.PARTLY_ACHIEVED: "Partly achieved.",
    GoalStatus.CHANGED: "Changed.",
    GoalStatus.STOPPED: "Stopped.",
}
_ACTIONS = {
    ActionStatus.PLANNED: "",
    ActionStatus.IN_PROGRESS: "Started.",
    ActionStatus.DONE: "Done.",
    ActionStatus.NOT_DONE: "Not done.",
    ActionStatus.REFUSED: "Decided against.",
    ActionStatus.NO_LONGER_NEEDED: "No longer needed.",
}
# Only what was agreed may read as decided (hazard H08).
_DECISIONS = {
    DecisionStatus.IN_PROGRESS: "IN PROGRESS: this has not been decided yet.",
    DecisionStatus.AGREED: "We have decided this together.",
    DecisionStatus.FOR_NOW: "Decided for now. We will look at it again.",
    DecisionStatus.NOT_READY: "Not decided. It is fine to take more time.",
    DecisionStatus.CANCELLED: "This no longer needs to be decided.",
}
_DECIDED = {DecisionStatus.AGREED: "We chose", DecisionStatus.FOR_NOW: "For now"}
_WHO = {Doer.STAFF: "the team", Doer.CARER: "somebody who helps you", Doer.SERVICE: "a local service"}
_RULER = {value: words for words, value in WORDS.items()}
NOT_HERE = "This is not for the shared screen."


@dataclass(frozen=True)
class Shown:
    """One thing on a page of its own."""

    title: Content
    big: str = ""
    """The value, to be drawn as large as the terminal can; empty when there is none."""
    lines: Sequence[Content] = field(default=())
    """Paragraphs below."""
    course: Course | None = None


def shown_of(view: ConversationView, key: str | None, sentence: str = "") -> Shown:
    """What to show of the thing under the cursor.

    Args:
        view: The conversation.
        key: The key of its card; None for the plan so far.
        sentence: What a test shows, when it is a test that is known.
    """
    if key is None:
        return plan_so_far(view)
    pages = _Pages(view)
    for one in view.series:
        if one.key == key:
            return result_page(one, sentence)
    return next((page for wanted, page in pages.all() if str(wanted) == key), Shown(display(NOT_HERE)))


def result_page(one: JudgedSeries, sentence: str) -> Shown:
    """One test: its name, its value large, what it shows, the aim, how it has gone.

    Args:
        one: The test.
        sentence: What it shows; may be empty.
    """
    latest = one.series.latest
    numeric = latest.quantity is not None or bool(latest.components)
    lines = [display(words) for words in (sentence, yours_words(one), standing_sentences(one)) if words]
    big = latest.value_words if numeric else ""
    return Shown(display(one.name, "bold"), big, lines, course_of(one.series, one.judgement))


def plan_so_far(view: ConversationView) -> Shown:
    """The plan as it stands, in short: what matters, goals and actions, decisions, when it is looked at again."""
    pages = _Pages(view)
    plan = view.record.plan
    review = f"We look at this plan again on {long(plan.review_on)}." if plan and plan.review_on else ""
    lines = [
        *_part("What matters to you", [_raised(item) for item in view.agenda]),
        *_part("Your goals", [line for goal in view.goals for line in (*pages.goal_lines(goal), BLANK)][:-1]),
        *_part("Also to do", [pages.action_line(action) for action in pages.loose_actions()]),
        *_part("Decisions", [line for one in view.record.decisions for line in _decision_lines(one, titled=True)]),
        display(review),
    ]
    return Shown(display("Your plan so far", "bold"), lines=lines if view.agenda or view.goals else _EMPTY)


_EMPTY = (display("There is nothing in it yet."),)
BLANK = display("")


def _part(title: str, lines: list[Content]) -> list[Content]:
    return [display(title, "bold underline"), *lines, BLANK] if lines else []


class _Pages:
    """Pages of everything but results."""

    def __init__(self, view: ConversationView) -> None:
        self._view = view
        self._goals = {goal.id: goal for goal in view.goals}

    def all(self) -> Iterator[tuple[UUID, Shown]]:
        """Every thing that may be shown, with its page."""
        yield from ((item.id, self._agenda(item)) for item in self._view.agenda)
        yield from ((goal.id, self._goal(goal)) for goal in self._view.goals)
        yield from ((action.id, self._action(action)) for action in self._actions())
        yield from ((one.id, self._decision(one)) for one in self._view.record.decisions)

    def _actions(self) -> list[Action]:
        """Actions that belong to no private goal: what belongs to one would tell of it."""
        return [one for one in self._view.record.actions if one.goal_id is None or one.goal_id in self._goals]

    def loose_actions(self) -> list[Action]:
        """Actions under no goal that somebody still means to do."""
        wanted = {ActionStatus.PLANNED, ActionStatus.IN_PROGRESS}
        return [one for one in self._actions() if one.goal_id is None and one.status in wanted]

    def _agenda(self, item: AgendaItem) -> Shown:
        brought = "You want to talk about" if item.raised_by is Raiser.PERSON else "To talk about"
        lines = [_raised(item).stylize("bold"), BLANK, display(_AGENDA[item.status])]
        said = [quoted(item.outcome)] if item.outcome else []
        return Shown(display(brought), lines=[*lines, *said, BLANK, *self._linked(item.id)])

    def _goal(self, goal: Goal) -> Shown:
        lines = [*self.goal_lines(goal), BLANK, *self._linked(goal.id)]
        return Shown(display("Your goal"), lines=lines)

    def _action(self, action: Action) -> Shown:
        goal = self._goals.get(action.goal_id) if action.goal_id else None
        return self._goal(goal) if goal else Shown(display("To do", "bold"), lines=[self.action_line(action)])

    def _decision(self, decision: Decision) -> Shown:
        lines = [*_decision_lines(decision, titled=False), *self._linked(decision.id)]
        return Shown(display(decision.about, "bold"), lines=lines)

    def goal_lines(self, goal: Goal) -> list[Content]:
        """A goal with its actions."""
        facts = (
            _ruler("How much it matters", goal.importance, goal.scale),
            _ruler("How sure you are", goal.confidence, goal.scale),
            f"By {long(goal.target_on)}." if goal.target_on else "",
            _GOALS[goal.status],
        )
        why = [join([display("Because "), quoted(goal.why)])] if goal.why else []
        said = [quoted(goal.outcome)] if goal.outcome else []
        mine = [self.action_line(one) for one in self._actions() if one.goal_id == goal.id]
        actions = [display("What we will do:"), *mine] if mine else []
        return [quoted(goal.words, "bold"), *why, *(display(fact) for fact in facts if fact), *said, *actions]

    def action_line(self, action: Action) -> Content:
        """An action in one paragraph: what, if-then, who, by when."""
        parts = [
            display(f"{glyphs().bullet} {action.what}."),
            display(f"If {action.cue}, then {action.response}." if action.cue and action.response else ""),
            display(self._who_when(action)),
            display(_ACTIONS[action.status]),
        ]
        return join([part for part in parts if part.plain], " ")

    def _who_when(self, action: Action) -> str:
        when = f", by {long(action.due_on)}" if action.due_on else ""
        if action.doer is Doer.PERSON:
            return f"You{when}."
        # A carer may be somebody the others in the room do not know of; a colleague and a service are the plan's own.
        named = action.doer_name if action.doer is not Doer.CARER else ""
        who = named or _WHO[action.doer]
        return f"{who[0].upper()}{who[1:]}{when}."

    def _linked(self, item_id: UUID) -> list[Content]:
        mine = [link for link in self._view.record.links if link.touches(item_id) and not link.ended]
        named = [end for end in (self._end(link, item_id) for link in mine) if end is not None]
        if not named:
            return []
        return [join([display("This goes with "), join(named, ", "), display(".")])]

    def _end(self, link: Link, item_id: UUID) -> Content | None:
        """The other end of a link in words, if it may be shown."""
        end = link.across(item_id)
        if end is None or isinstance(end, SeenTest):
            return display(self._test_name(end.test_key)) if end else None
        agenda = {item.id: item.text for item in self._view.agenda}
        words = agenda.get(end.id) or (self._goals[end.id].words if end.id in self._goals else "")
        return quoted(words) if words else None

    def _test_name(self, test_key: str) -> str:
        names = [one.name for one in self._view.series if one.series.test_key == test_key]
        return names[0] if names else "a test"


def _raised(item: AgendaItem) -> Content:
    """What was raised: quoted unless it is the team's own wording."""
    return display(item.text) if item.raised_by is Raiser.TEAM else quoted(item.text)


def _decision_lines(decision: Decision, *, titled: bool) -> list[Content]:
    options = [display(f"{glyphs().bullet} {option}") for option in decision.options]
    chosen = _DECIDED.get(decision.status) if decision.chosen else None
    again = f"We look at this again on {long(decision.look_again_on)}." if decision.look_again_on else ""
    facts = (f"{chosen}: {decision.chosen}." if chosen else "", again)
    return [
        *([display(decision.about, "bold")] if titled else options),
        display(_DECISIONS[decision.status], "bold"),
        *(display(fact) for fact in facts if fact),
        *([join([display("What matters to you: "), quoted(decision.what_matters)])] if decision.what_matters else []),
    ]


def _ruler(start: str, score: int | None, scale: ScoreScale) -> str:
    if score is None:
        return ""
    in_words = _RULER.get(score) if scale is ScoreScale.THREE_WORDS else None
    return f"{start}: {in_words or f'{score} out of 10'}."
