"""Goals and actions: the person's own words first, each action under its goal."""

from hoc_tui.domain.dates import short
from hoc_tui.domain.planning import Action, Decision, Goal
from hoc_tui.domain.vocabulary import ActionStatus, Doer, GoalStatus, ScoreScale
from hoc_tui.text import Content, display, glyphs, join, label, quoted
from hoc_tui.text.statuses import ACTION, DECISION, GOAL
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.conversation.agenda_cards import heading
from hoc_tui.widgets.conversation.view import ConversationView
from hoc_tui.widgets.conversation.words import first_words
from hoc_tui.widgets.hanging import Hang, Hanging

GOAL_INDENT = "  "
"""What stands before the lines under a goal, and before its actions."""
ACTION_INDENT = "      "
"""What stands before the lines under an action."""
THREE_WORDS = {2: "not at all sure", 5: "somewhat sure", 9: "very sure"}
"""What the numbers of the three-word ruler stand for."""


def goal_cards(view: ConversationView) -> list[Card]:
    """Cards of the third pane: this year's goals, those of the last plan to look at again, decisions."""
    numbered = list(enumerate(view.goals, 1))
    fresh = [pair for pair in numbered if pair[1].id not in view.again]
    again = [pair for pair in numbered if pair[1].id in view.again]
    loose = [action for action in view.record.actions if action.goal_id is None and _shown(action)]
    return [
        *[card for number, goal in fresh for card in _goal_and_actions(number, goal, view)],
        *([heading(label("From the last plan: how did these go?"))] if again else []),
        *[card for number, goal in again for card in _goal_and_actions(number, goal, view)],
        *([heading(display("Also to do"))] if loose else []),
        *[_action_card(action, view) for action in loose],
        *([heading(display("Decisions"))] if view.record.decisions else []),
        *[_decision_card(decision) for decision in view.record.decisions],
    ]


def _shown(action: Action) -> bool:
    return action.status in {ActionStatus.PLANNED, ActionStatus.IN_PROGRESS}


def _goal_and_actions(number: int, goal: Goal, view: ConversationView) -> list[Card]:
    return [_goal_card(number, goal, view), *(_action_card(one, view) for one in view.record.actions_for(goal.id))]


def _goal_card(number: int, goal: Goal, view: ConversationView) -> Card:
    first = Hang(quoted(goal.words, "bold"), f"{number} ")
    linked = view.links_in_words(str(goal.id))
    notes = [
        f"why: {glyphs().open_quote}{goal.why}{glyphs().close_quote}" if goal.why else "",
        f"from: {linked}" if linked else "",
        _scores(goal),
        f"by {short(goal.target_on)}" if goal.target_on else "",
        _ended(goal),
    ]
    below = [*(display(note, "$quiet") for note in notes if note), *_nudge(goal)]
    brief = label("$number $words", number=number, words=first_words(goal.words))
    return Card(str(goal.id), Hanging([first, *(Hang(line, GOAL_INDENT) for line in below)]), brief)


def _scores(goal: Goal) -> str:
    important = f"important {goal.importance}/10" if goal.importance is not None else ""
    return "  ".join(part for part in (important, confidence_words(goal.confidence, goal.scale)) if part)


def confidence_words(score: int | None, scale: ScoreScale) -> str:
    """How sure somebody is: "confident 5/10", or the words they chose on the ruler without numbers."""
    if score is None:
        return ""
    if scale is ScoreScale.THREE_WORDS:
        return THREE_WORDS.get(score, "asked in words")
    return f"confident {score}/10"


def _nudge(goal: Goal) -> list[Content]:
    if not goal.needs_support or goal.status is not GoalStatus.ACTIVE:
        return []
    return [display(f"{glyphs().overdue} under 7: what would help?", "$signal")]


def _ended(goal: Goal) -> str:
    if goal.status is GoalStatus.ACTIVE:
        return ""
    return f"{GOAL[goal.status]}: {goal.outcome}" if goal.outcome else GOAL[goal.status]


def _action_card(action: Action, view: ConversationView) -> Card:
    box = f"[{glyphs().tick}]" if action.status is ActionStatus.DONE else "[ ]"
    notes = [_if_then(action), _who_when(action, view), _action_status(action)]
    below = [Hang(display(note, "$quiet"), ACTION_INDENT) for note in notes if note]
    brief = display(f"{GOAL_INDENT}{box} {first_words(action.what)}")
    return Card(str(action.id), Hanging([Hang(display(action.what), f"{GOAL_INDENT}{box} "), *below]), brief)


def _if_then(action: Action) -> str:
    if not (action.cue or action.response):
        return ""
    return f"If {action.cue}, then {action.response}"


def _who_when(action: Action, view: ConversationView) -> str:
    who = doer_words(action, view.called)
    sure = confidence_words(action.confidence, action.scale)
    when = f"by {short(action.due_on)}" if action.due_on else "no date yet"
    return ", ".join(part for part in (who, when, sure) if part)


def doer_words(action: Action, called: str) -> str:
    """Who does an action, by the name people use."""
    if action.doer is Doer.PERSON:
        return called
    return action.doer_name or {Doer.STAFF: "the team", Doer.CARER: "a carer"}.get(action.doer, "another service")


def _action_status(action: Action) -> str:
    if action.status is ActionStatus.PLANNED:
        return ""
    return f"{ACTION[action.status]}: {action.outcome}" if action.outcome else ACTION[action.status]


def _decision_card(decision: Decision) -> Card:
    below = [
        display(DECISION[decision.status], "bold"),
        *([display(f"chosen: {decision.chosen}", "$quiet")] if decision.chosen else []),
        *([display(f"why: {decision.why}", "$quiet")] if decision.why else []),
    ]
    lines = [Hang(display(decision.about)), *(Hang(line, GOAL_INDENT) for line in below)]
    brief = join([display(first_words(decision.about)), display(DECISION[decision.status])], " ")
    return Card(str(decision.id), Hanging(lines), brief)
