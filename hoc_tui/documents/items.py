"""What a plan is made of, item by item, in plain words; shared by the plan's copy and the linear record.

Every item starts with what was said, then one fact to a line. The person's own words stand in quotation marks.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from uuid import UUID

from hoc_tui.documents.layout import Paragraph, fact
from hoc_tui.domain.dates import long
from hoc_tui.domain.entry.rulers import WORDS
from hoc_tui.domain.plan import PlanContent
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, SeenTest
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    DecisionStatus,
    Doer,
    GoalStatus,
    ItemKind,
    Raiser,
    ScoreScale,
)

_AGENDA: Final = {
    AgendaStatus.OPEN: "We have not talked about this yet",
    AgendaStatus.DISCUSSED: "We talked about this",
    AgendaStatus.PARKED: "We left this for another time",
    AgendaStatus.CARRIED_FORWARD: "We will come back to this next time",
    AgendaStatus.WITHDRAWN: "This no longer needs to be talked about",
}
_GOALS: Final = {
    GoalStatus.ACTIVE: "",
    GoalStatus.ON_HOLD: "On hold for now",
    GoalStatus.ACHIEVED: "Achieved",
    GoalStatus.PARTLY_ACHIEVED: "Partly achieved",
    GoalStatus.CHANGED: "Changed",
    GoalStatus.STOPPED: "Stopped",
}
_ACTIONS: Final = {
    ActionStatus.PLANNED: "",
    ActionStatus.IN_PROGRESS: "Started",
    ActionStatus.DONE: "Done",
    ActionStatus.NOT_DONE: "Not done",
    ActionStatus.REFUSED: "Decided against",
    ActionStatus.NO_LONGER_NEEDED: "No longer needed",
}
# Only a decision that was agreed may read as made (hazard H08).
_DECIDED: Final = {
    DecisionStatus.AGREED: "Decided",
    DecisionStatus.FOR_NOW: "For now",
    DecisionStatus.IN_PROGRESS: "Still thinking about",
    DecisionStatus.NOT_READY: "Not ready to decide; thinking about",
    DecisionStatus.CANCELLED: "No longer to be decided; was thinking about",
}
_UNDECIDED: Final = {
    DecisionStatus.AGREED: "Decided",
    DecisionStatus.FOR_NOW: "Decided for now",
    DecisionStatus.IN_PROGRESS: "Not decided yet",
    DecisionStatus.NOT_READY: "Not ready to decide",
    DecisionStatus.CANCELLED: "No longer to be decided",
}
_DOERS: Final = {Doer.STAFF: "the team", Doer.CARER: "a carer", Doer.SERVICE: "a local service"}
_SAID_ABOUT: Final = frozenset({ItemKind.GOAL, ItemKind.ACTION, ItemKind.DECISION})
"""Kinds that say what they are linked to; an agenda item says it only where no such kind is at the other end."""
_RULER: Final = {value: words for words, value in WORDS.items()}


class ItemWords:
    """The items of a plan in words.

    Args:
        content: The plan.
        me: What the person is called where something is theirs to do: "me" on their own copy, else their name.
        private: Whether private and third-party items are shown; they are then marked.
    """

    def __init__(self, content: PlanContent, *, me: str = "me", private: bool = False) -> None:
        self._content = content
        self._me = me
        self.agenda = [one for one in content.agenda if private or not (one.private or one.third_party)]
        """The agenda items that may be read."""
        self.goals = [one for one in content.goals if private or not one.private]
        """The goals that may be read."""
        unread = {one.id for one in content.goals} - {one.id for one in self.goals}
        self.actions = [one for one in content.actions if one.goal_id not in unread]
        """The actions that may be read: what belongs to a private goal would tell of it."""
        self._said = self._named()

    @property
    def hidden(self) -> int:
        """How many items are not shown."""
        whole = self._content
        return (
            len(whole.agenda)
            + len(whole.goals)
            + len(whole.actions)
            - len(self.agenda)
            - len(self.goals)
            - len(self.actions)
        )

    def helpers(self) -> Iterator[str]:
        """Who does something of what is shown, besides the person, by name."""
        known = self._content.staff
        others = (action for action in self.actions if action.doer is not Doer.PERSON)
        names = (action.doer_name or (known.get(action.staff_id) if action.staff_id else "") for action in others)
        yield from filter(None, names)

    def agenda_words(self) -> Iterator[Paragraph]:
        """What to talk about, numbered."""
        for number, item in enumerate(self.agenda, start=1):
            yield Paragraph(f"{number}. {_brought(item)}", 0, 3)
            if item.raised_by is not Raiser.PERSON:
                who = item.raiser_name or ("the team" if item.raised_by is Raiser.TEAM else "a carer")
                yield fact("Brought by", who, 3)
            yield from _if(item.starred, "This matters most")
            yield from _if(item.private, "Private: not to be shown to others")
            yield from _if(item.third_party, "About or from somebody else: not to be shown or read aloud")
            yield from self._linked("This is about", item.id, ItemKind.AGENDA, 3)
            yield Paragraph(_AGENDA[item.status], 3, 2)
            yield from _quoted_fact("How it ended", item.outcome, 3)

    def goal_words(self) -> Iterator[Paragraph]:
        """Goals, numbered, each with its actions."""
        for number, goal in enumerate(self.goals, start=1):
            yield Paragraph(f"{number}. {quoted(goal.words)}", 0, 3)
            yield from self._about_goal(goal)
            yield from self._done_for(goal)

    def loose_action_words(self) -> Iterator[Paragraph]:
        """Actions that belong to none of the goals that are shown."""
        shown = {goal.id for goal in self.goals}
        for action in self.actions:
            if action.goal_id not in shown:
                yield from self._action(action, 0)

    def decision_words(self) -> Iterator[Paragraph]:
        """Decisions, numbered: what was weighed, what came of it, and why."""
        for number, decision in enumerate(self._content.decisions, start=1):
            yield Paragraph(f"{number}. {decision.about}", 0, 3)
            yield from _quoted_fact("What matters", decision.what_matters, 3)
            if decision.options:
                yield fact("Choices", "; ".join(decision.options), 3)
            yield _decided(decision)
            yield from _stated("Why", decision.why, 3)
            yield from self._linked("This decision is about", decision.id, ItemKind.DECISION, 3)
            if decision.look_again_on:
                yield Paragraph(f"To be looked at again on {long(decision.look_again_on)}", 3, 2)

    def _about_goal(self, goal: Goal) -> Iterator[Paragraph]:
        yield from _if(goal.private, "Private: not to be shown to others")
        yield from _quoted_fact("Why it matters", goal.why, 3)
        yield from _ruler("How much it matters", goal.importance, goal.scale, 3)
        yield from _ruler("How sure", goal.confidence, goal.scale, 3)
        if goal.target_on:
            yield fact("By", long(goal.target_on), 3)
        yield from self._linked("This goal is about", goal.id, ItemKind.GOAL, 3)
        yield from _if(bool(_GOALS[goal.status]), _GOALS[goal.status])
        yield from _quoted_fact("What became of it", goal.outcome, 3)

    def _done_for(self, goal: Goal) -> Iterator[Paragraph]:
        mine = [action for action in self.actions if action.goal_id == goal.id]
        if mine:
            yield Paragraph("What we will do:", 3)
        for action in mine:
            yield from self._action(action, 3)

    def _action(self, action: Action, indent: int) -> Iterator[Paragraph]:
        inner = indent + 2
        yield Paragraph(f"- {action.what}", indent, 2)
        yield fact("Who", self._doer(action), inner)
        if action.due_on:
            yield fact("When", f"by {long(action.due_on)}", inner)
        yield from _if_then(action, inner)
        yield from _ruler("How sure", action.confidence, action.scale, inner)
        yield from _quoted_fact("What would help", action.help_wanted, inner)
        yield from self._linked("This is about", action.id, ItemKind.ACTION, inner)
        if _ACTIONS[action.status]:
            yield Paragraph(_ACTIONS[action.status], inner, 2)
        yield from _quoted_fact("How it went", action.outcome, inner)

    def _doer(self, action: Action) -> str:
        if action.doer is Doer.PERSON:
            return f"{self._me}, with {action.doer_name}" if action.doer_name else self._me
        known = self._content.staff.get(action.staff_id, "") if action.staff_id else ""
        return action.doer_name or known or _DOERS[action.doer]

    def _linked(self, label: str, item_id: UUID, kind: ItemKind, indent: int) -> Iterator[Paragraph]:
        mine = (link for link in self._content.links if link.touches(item_id))
        others = [words for link in mine if (words := self._other_end(link, item_id, kind))]
        if others:
            yield fact(label, "; ".join(others), indent)

    def _other_end(self, link: Link, item_id: UUID, kind: ItemKind) -> str:
        """What is at the other end, in words; nothing when it may not be read or says this link itself."""
        end = link.across(item_id)
        if end is None or isinstance(end, SeenTest):
            return end.test_name if end else ""
        said_there = kind is ItemKind.AGENDA and end.kind in _SAID_ABOUT
        return "" if said_there else self._said.get(end.id, "")

    def _named(self) -> Mapping[UUID, str]:
        """Everything a link may lead to and that may be read, in words."""
        return {
            **{one.id: _brought(one) for one in self.agenda},
            **{one.id: quoted(one.words) for one in self.goals},
            **{one.id: one.what for one in self.actions},
            **{one.id: one.about for one in self._content.decisions},
        }


def linked_tests(links: Iterable[Link], test_keys: Iterable[str]) -> Iterator[Paragraph]:
    """The other tests that a test was linked with, by name.

    Args:
        links: Those of the plan.
        test_keys: Every key under which a link may name the test.
    """
    own = frozenset(test_keys)
    ends = (link.across(key) for link in links for key in sorted(own & link.test_keys))
    names = [end.test_name for end in ends if isinstance(end, SeenTest) and end.test_key not in own]
    if names:
        yield fact("This goes with", "; ".join(names), 3)


_CURLY: Final = ("“", "”")
_STRAIGHT: Final = ('"', '"')
_marks: ContextVar[tuple[str, str]] = ContextVar("quotation marks of a document", default=_CURLY)


@contextmanager
def quoting(*, ascii_only: bool) -> Iterator[None]:
    """Write a document with quotation marks that can be read where it is shown.

    Args:
        ascii_only: Whether nothing but ASCII can be; what people typed stays as it is.
    """
    token = _marks.set(_STRAIGHT if ascii_only else _CURLY)
    try:
        yield
    finally:
        _marks.reset(token)


def quoted(words: str) -> str:
    """Somebody's own words."""
    before, after = _marks.get()
    return f"{before}{words}{after}"


def _brought(item: AgendaItem) -> str:
    """An agenda item: quoted when it is in the words of the person or of whoever stands beside them."""
    return item.text if item.raised_by is Raiser.TEAM else quoted(item.text)


def _decided(decision: Decision) -> Paragraph:
    if decision.chosen:
        return fact(_DECIDED[decision.status], decision.chosen, 3)
    return Paragraph(_UNDECIDED[decision.status], 3, 2)


def _if_then(action: Action, indent: int) -> Iterator[Paragraph]:
    parts = [f"{word} {quoted(said)}" for word, said in (("if", action.cue), ("then", action.response)) if said]
    if parts:
        sentence = ", ".join(parts)
        yield Paragraph(sentence[0].upper() + sentence[1:], indent, 2)


def _ruler(label: str, score: int | None, scale: ScoreScale, indent: int) -> Iterable[Paragraph]:
    if score is None:
        return ()
    in_words = _RULER.get(score) if scale is ScoreScale.THREE_WORDS else None
    return (fact(label, in_words or f"{score} out of 10", indent),)


def _quoted_fact(label: str, words: str, indent: int) -> Iterable[Paragraph]:
    return (fact(label, quoted(words), indent),) if words else ()


def _stated(label: str, words: str, indent: int) -> Iterable[Paragraph]:
    return (fact(label, words, indent),) if words else ()


def _if(so: bool, sentence: str) -> Iterable[Paragraph]:  # noqa: FBT001  a condition is what it is
    return (Paragraph(sentence, 3, 2),) if so else ()
