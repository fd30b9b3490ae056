"""What differs between two plans, in words: new, gone, or changed, and then each field as it was and as it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from hoc_tui.domain.dates import short
from hoc_tui.domain.entry.rulers import WORDS
from hoc_tui.domain.items import Item
from hoc_tui.domain.plan import PlanContent, PlanResult
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Target
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    DecisionStatus,
    Doer,
    GoalKind,
    GoalStatus,
    Raiser,
    ScoreScale,
    TargetOwner,
)
from hoc_tui.text import Content, display, glyphs, label
from hoc_tui.text.statuses import ACTION, AGENDA, DECISION, DOER, GOAL, GOAL_KIND, RAISER
from hoc_tui.widgets.hanging import Hang

Change = tuple[str, Item | None, Item | None]
"""Kind, item before, item after, as `changed_items` gives them."""

_KINDS: Final = {
    "agenda": "To talk about",
    "goals": "Goal",
    "actions": "Action",
    "decisions": "Decision",
    "targets": "Aim",
}
_FIELDS: Final[Mapping[str, str]] = {
    "text": "In words",
    "raised_by": "Brought by",
    "raiser_name": "Their name",
    "starred": "Matters most",
    "status": "Where it stands",
    "outcome": "How it ended",
    "words": "In their words",
    "why": "Why",
    "kind": "What kind",
    "importance": "How important",
    "confidence": "How sure",
    "target_on": "By when",
    "what": "What",
    "doer": "Who",
    "doer_name": "Their name",
    "due_on": "By when",
    "cue": "If",
    "response": "Then",
    "help_wanted": "What would help",
    "about": "About",
    "what_matters": "What matters",
    "options": "Choices",
    "chosen": "Chosen",
    "look_again_on": "Look again",
    "low": "Not under",
    "high": "Not over",
    "unit": "Unit",
    "owner": "Whose aim",
}
"""Every field that people read, with its name; place in the list and ids are not among them."""
_OWNER: Final = {TargetOwner.PERSON: "agreed with the person", TargetOwner.CLINICIAN: "set by the clinician"}
# Why by type and not in one table: a decision's "in-progress" and an action's are the same text and not the same word.
_WORDS: Final[Mapping[type, Mapping[Any, str]]] = {
    AgendaStatus: AGENDA,
    GoalStatus: GOAL,
    GoalKind: GOAL_KIND,
    ActionStatus: ACTION,
    DecisionStatus: DECISION,
    Doer: DOER,
    Raiser: RAISER,
    TargetOwner: _OWNER,
}
_RULER: Final = {value: words for words, value in WORDS.items()}
_SAID: Final = frozenset({"text", "words", "why", "outcome", "what_matters", "help_wanted"})
"""Fields that hold somebody's own words."""
NOTHING: Final = "nothing"
INDENT: Final = "   "


def for_sharing(content: PlanContent) -> PlanContent:
    """A plan without what is not shown while somebody looks on, and without what would tell of it.

    Args:
        content: The plan, as it stands or as it was frozen.
    """
    goals = tuple(goal for goal in content.goals if not goal.private)
    unread = {goal.id for goal in content.goals} - {goal.id for goal in goals}
    return content.model_copy(
        update={
            "agenda": tuple(item for item in content.agenda if not (item.private or item.third_party)),
            "goals": goals,
            "actions": tuple(action for action in content.actions if action.goal_id not in unread),
        }
    )


@dataclass(frozen=True)
class PlanChanges:
    """Two plans and what differs."""

    before: PlanContent
    after: PlanContent
    items: Sequence[Change]

    @property
    def summary(self) -> list[Content]:
        """How many are new, changed and gone."""
        new = sum(before is None for _, before, _ in self.items)
        gone = sum(after is None for _, _, after in self.items)
        changed = len(self.items) - new - gone
        counts = ((new, "new"), (changed, "changed"), (gone, "no longer in it"))
        facts = [label("$count $word", count=count, word=word) for count, word in counts if count]
        if facts:
            return facts
        what = "Only results or the review have" if self.paragraphs() else "Nothing that is shown here has"
        return [label("$what changed", what=what)]

    def paragraphs(self) -> list[Hang]:
        """Every change, one under the other."""
        told = [hang for change in self.items for hang in _told(change)]
        return [*told, *_results(self.before, self.after), *_review(self.before, self.after)]


def _told(change: Change) -> Iterator[Hang]:
    kind, before, after = change
    name = _KINDS[kind]
    match before, after:
        case None, Item() as item:
            yield Hang(label("[b]$kind, new:[/b] $words", kind=name, words=title_of(item)))
        case Item() as item, None:
            yield Hang(label("[b]$kind, no longer in it:[/b] $words", kind=name, words=title_of(item)))
        case Item() as old, Item() as new:
            yield Hang(label("[b]$kind, changed:[/b] $words", kind=name, words=title_of(new)))
            yield from _fields(old, new)


def _fields(old: Item, new: Item) -> Iterator[Hang]:
    told = False
    for field, name in _FIELDS.items():
        then, now = (_field_words(item, field) for item in (old, new))
        if then != now:
            told = True
            yield from _then_now(name, then, now)
    if not told:
        yield Hang(display("its place in the list, or who may read it"), INDENT)


def _then_now(name: str, then: str, now: str) -> Iterator[Hang]:
    yield Hang(display(name, "$quiet"), INDENT)
    yield Hang(display(then), f"{INDENT}then: ")
    yield Hang(display(now), f"{INDENT}now:  ")


def _field_words(item: Item, field: str) -> str:
    value = getattr(item, field, None)
    if field in {"importance", "confidence"} and value is not None:
        in_words = _RULER.get(value) if getattr(item, "scale", None) is ScoreScale.THREE_WORDS else None
        return in_words or f"{value} out of 10"
    return _quoted(str(value)) if value and field in _SAID else _words(value)


def _words(value: object) -> str:
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return _WORDS[type(value)][value]
        case date():
            return short(value)
        case tuple():
            return "; ".join(map(str, value))
        case _:
            return str(value)


def title_of(item: Item) -> str:
    """What an item is called where several are listed: its own words.

    Args:
        item: Anything a plan holds.
    """
    match item:
        case AgendaItem():
            return item.text if item.raised_by is Raiser.TEAM else _quoted(item.text)
        case Goal():
            return _quoted(item.words)
        case Action():
            return item.what
        case Decision():
            return item.about
        case Target():
            return f"{item.test_name}: {item.words}"
        case _:
            return ""


def _quoted(words: str) -> str:
    return f"{glyphs().open_quote}{words}{glyphs().close_quote}"


def _results(before: PlanContent, after: PlanContent) -> Iterator[Hang]:
    old, new = _by_test(before.results), _by_test(after.results)
    for key in dict.fromkeys([*old, *new]):
        then, now = _said(old.get(key, [])), _said(new.get(key, []))
        if then != now:
            yield Hang(label("[b]Result:[/b] $name", name=[*new.get(key, []), *old.get(key, [])][0].name))
            yield from _then_now("Value", then, now)


def _by_test(results: Iterable[PlanResult]) -> dict[str, list[PlanResult]]:
    """Results by test; one that was sent in two units has two."""
    tests: dict[str, list[PlanResult]] = defaultdict(list)
    for result in results:
        tests[result.test_key].append(result)
    return tests


def _said(results: Iterable[PlanResult]) -> str:
    values = (f"{one.value}, {one.taken.short if one.taken else 'date not sent'}" for one in results)
    return "; ".join(values) or "not in the plan"


def _review(before: PlanContent, after: PlanContent) -> Iterator[Hang]:
    then, now = (f"{_words(plan.review_on)}, with {_words(plan.reviewer)}" for plan in (before, after))
    if then != now:
        yield Hang(label("[b]Looking at the plan again[/b]"))
        yield from _then_now("When, and with whom", then, now)
