"""What the conversation makes: agenda items, goals, actions, decisions, targets, and links between them.

Each comes as a draft (what somebody writes) and as an item (the draft in a person's record).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from hoc_tui.domain.items import Item
from hoc_tui.domain.model import Value
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    DecisionStatus,
    Doer,
    GoalKind,
    GoalStatus,
    ItemKind,
    Raiser,
    ScoreScale,
    TargetOwner,
)

ENOUGH_CONFIDENCE = 7
"""From here on people tend to do what they planned; below, ask "what would help?".

Source: Brief Action Planning, JCOM 2014 21(1); a prompt, never a block. Status: verified.
"""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("somebody's words are missing")
    return text


Said = Annotated[Words, AfterValidator(_not_blank)]
"""Somebody's words that must not be empty."""
Limit = Annotated[Line, Field(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,8})?$")]
"""A limit of a target: a plain number, with its precision as typed."""
Score = Annotated[int, Field(ge=0, le=10)]
"""A ruler answer, 0 to 10."""


class AgendaDraft(Value):
    """Something to talk about, in the words of whoever brought it."""

    text: Said
    raised_by: Raiser = Raiser.PERSON
    raiser_name: Line = ""
    """Who, when it was not the person: "daughter Aisha"."""
    starred: bool = False
    """Whether it matters most to the person."""
    position: Decimal = Decimal(0)
    status: AgendaStatus = AgendaStatus.OPEN
    outcome: Words = ""
    """How it ended, in the person's word; required once it is no longer open."""
    private: bool = False
    """Not for reception, not on the shared screen."""
    third_party: bool = False
    """Came from or is about somebody else: not shown, not printed."""


class AgendaItem(AgendaDraft, Item):
    """An agenda item in a person's record."""


CLOSED = frozenset({AgendaStatus.DISCUSSED, AgendaStatus.PARKED, AgendaStatus.CARRIED_FORWARD})
"""How an agenda item ends in the conversation: each with the person's word on it."""


def word_missing(draft: AgendaDraft) -> bool:
    """Whether an item is closed without the person's word on how it ended.

    A clinician alone cannot close what the person raised.
    """
    return draft.status in CLOSED and not draft.outcome.strip()


class GoalDraft(Value):
    """What the person wants to achieve: their words first, the rest only if it helps."""

    words: Said
    why: Words = ""
    kind: GoalKind = GoalKind.LIFE
    importance: Score | None = None
    confidence: Score | None = None
    scale: ScoreScale = ScoreScale.ZERO_TO_TEN
    target_on: date | None = None
    position: Decimal = Decimal(0)
    status: GoalStatus = GoalStatus.ACTIVE
    outcome: Words = ""
    """What became of it, and why, in the person's words."""
    private: bool = False


class Goal(GoalDraft, Item):
    """A goal in a person's record."""

    @property
    def needs_support(self) -> bool:
        """Whether the person is less than confident, so that help is worth talking about."""
        return self.confidence is not None and self.confidence < ENOUGH_CONFIDENCE


class ActionDraft(Value):
    """Who does what by when; a person's own action best as "if … then …"."""

    what: Said
    goal_id: UUID | None = None
    doer: Doer = Doer.PERSON
    doer_name: Line = ""
    """Who, when it is not the person: "Nurse Patel", "Allotment society"."""
    staff_id: UUID | None = None
    """The member of staff, when one does it, so that it reaches their list."""
    due_on: date | None = None
    cue: Line = ""
    """The "if": a time, a place, or after what."""
    response: Line = ""
    """The "then": what the person will do."""
    confidence: Score | None = None
    scale: ScoreScale = ScoreScale.ZERO_TO_TEN
    help_wanted: Words = ""
    """What would help, asked when confidence is under 7."""
    position: Decimal = Decimal(0)
    status: ActionStatus = ActionStatus.PLANNED
    outcome: Words = ""


class Action(ActionDraft, Item):
    """An action in a person's record."""


class DecisionDraft(Value):
    """A choice and where it stands; only `AGREED` may read as made (hazard H08)."""

    about: Said
    what_matters: Words = ""
    options: tuple[Line, ...] = ()
    chosen: Line = ""
    why: Words = ""
    status: DecisionStatus = DecisionStatus.IN_PROGRESS
    look_again_on: date | None = None
    position: Decimal = Decimal(0)


class Decision(DecisionDraft, Item):
    """A decision in a person's record."""


class TargetDraft(Value):
    """An aim for one test, agreed with the person or set by a clinician."""

    test_key: Line
    test_name: Line
    low: Limit | None = None
    high: Limit | None = None
    unit: Line = ""
    owner: TargetOwner = TargetOwner.PERSON
    why: Words = ""

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("a target needs at least one limit")
        if self.low is not None and self.high is not None and Decimal(self.low) > Decimal(self.high):
            raise ValueError("the lower limit of a target is above its upper one")
        return self

    @property
    def words(self) -> str:
        """The aim in words: "53 mmol/mol or under", "4.0 to 7.0 mmol/L"."""
        match self.low, self.high:
            case None, high:
                return f"{self._with_unit(high)} or under"
            case low, None:
                return f"{self._with_unit(low)} or over"
            case _:
                return self._with_unit(f"{self.low} to {self.high}")

    def _with_unit(self, limits: str | None) -> str:
        return f"{limits} {self.unit}".strip()


class Target(TargetDraft, Item):
    """A target in a person's record."""

    @property
    def since(self) -> date:
        """Since when it is as it stands: the day it was agreed, or was last changed."""
        return (self.occurred_at if self.version == 1 else self.recorded_at).date()


LINKED = frozenset({ItemKind.AGENDA, ItemKind.GOAL, ItemKind.ACTION, ItemKind.DECISION})
"""The kinds of item that a link may join."""


@dataclass(frozen=True)
class LinkedItem:
    """An agenda item, goal, action or decision at the end of a link."""

    kind: ItemKind
    id: UUID

    @property
    def key(self) -> UUID:
        """What tells it from every other thing that can be linked."""
        return self.id


@dataclass(frozen=True)
class SeenTest:
    """A test at the end of a link, with the result that was seen when the link was made."""

    test_key: str
    test_name: str = ""
    result_id: UUID | None = None

    @property
    def key(self) -> str:
        """What tells it from every other thing that can be linked."""
        return self.test_key


LinkEnd: TypeAlias = LinkedItem | SeenTest
"""What a link joins to something else."""


class LinkDraft(Value):
    """That two things have to do with each other; it has no direction.

    Each end is an agenda item, goal, action or decision (`…_kind`, `…_id`), or a test (`…test_key`, with the result
    seen when the link was made). An item stands before a test; `link_between` puts them so.
    """

    first_kind: ItemKind | None = None
    first_id: UUID | None = None
    first_test_key: Line = ""
    first_test_name: Line = ""
    first_result_id: UUID | None = None
    second_kind: ItemKind | None = None
    second_id: UUID | None = None
    test_key: Line = ""
    test_name: Line = ""
    result_id: UUID | None = None

    @model_validator(mode="after")
    def _has_two_ends(self) -> Self:
        _require_one_thing(self.first_kind, self.first_id, self.first_test_key)
        _require_one_thing(self.second_kind, self.second_id, self.test_key)
        if self.first_id is None and self.second_id is not None:
            raise ValueError("in a link an item stands before a test")
        if len(self.ends) == 1:
            raise ValueError("a link joins two different things")
        return self

    @property
    def both(self) -> tuple[LinkEnd, LinkEnd]:
        """Its two ends, an item before a test."""
        first = SeenTest(self.first_test_key, self.first_test_name, self.first_result_id)
        second = SeenTest(self.test_key, self.test_name, self.result_id)
        return _end(self.first_kind, self.first_id, first), _end(self.second_kind, self.second_id, second)

    @property
    def ends(self) -> frozenset[UUID | str]:
        """The keys of what it joins, in no order: two with the same ends say the same."""
        return frozenset(end.key for end in self.both)

    @property
    def test_keys(self) -> frozenset[str]:
        """The tests it leads to: none, one or two."""
        return frozenset(end.test_key for end in self.both if isinstance(end, SeenTest))

    def across(self, key: UUID | str) -> LinkEnd | None:
        """What is at the other end.

        Args:
            key: Where one stands: an item's id or a test's key.

        Returns:
            The other end; None when neither end is there.
        """
        one, other = self.both
        return {one.key: other, other.key: one}.get(key)


def _require_one_thing(kind: ItemKind | None, item_id: UUID | None, test_key: str) -> None:
    if (item_id is None) == (not test_key):
        raise ValueError("each end of a link is an item or a test, not both and not neither")
    if (item_id is None) != (kind is None):
        raise ValueError("an item at the end of a link needs its kind, and a test has none")
    if kind is not None and kind not in LINKED:
        raise ValueError("a link joins agenda items, goals, actions, decisions and tests")


def _end(kind: ItemKind | None, item_id: UUID | None, test: SeenTest) -> LinkEnd:
    return test if kind is None or item_id is None else LinkedItem(kind, item_id)


def link_between(one: LinkEnd, other: LinkEnd) -> LinkDraft:
    """A link between two things, whichever is named first.

    Args:
        one: An item or a test.
        other: Another item, or another test.

    Raises:
        ValidationError: They are one and the same, or of a kind that is not linked.
    """
    first, second = sorted((one, other), key=lambda end: isinstance(end, SeenTest))
    place = "" if isinstance(second, SeenTest) else "second_"
    return LinkDraft.model_validate(_fields("first_", first) | _fields(place, second))


def _fields(place: str, end: LinkEnd) -> dict[str, object]:
    return {f"{place}{name}": value for name, value in vars(end).items()}


class Link(LinkDraft, Item):
    """A link in a person's record."""

    def touches(self, item_id: UUID) -> bool:
        """Whether one end is this item."""
        return item_id in {self.first_id, self.second_id}


class PlanDraft(Value):
    """What belongs to the one care plan as a whole while it is being made."""

    review_on: date | None = None
    reviewer: Line = ""
    """Who is responsible for the review."""
    present: Words = ""
    """Who was in the room besides the person and the clinician."""


class Plan(PlanDraft, Item):
    """The one care plan of a person: one row, never one a condition, without a status."""


class VersionHead(Value):
    """An agreed plan version by its cover: enough to list it."""

    number: int
    agreed_at: datetime
    agreement: str
    content_hash: str
    in_error: str = ""
    """Why it was marked as in the wrong record; empty when it stands."""
