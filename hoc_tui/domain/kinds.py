"""Which draft and which item belong to each kind: the table that makes one way of saving serve all."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from pydantic import JsonValue, ValidationError

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.items import Item
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Contact, ContactDraft, Need, NeedDraft, Person, PersonDetails
from hoc_tui.domain.planning import (
    Action,
    ActionDraft,
    AgendaDraft,
    AgendaItem,
    Decision,
    DecisionDraft,
    Goal,
    GoalDraft,
    Link,
    LinkDraft,
    Plan,
    PlanDraft,
    Target,
    TargetDraft,
)
from hoc_tui.domain.record import Condition, ConditionDraft, Visit, VisitDraft
from hoc_tui.domain.triage import Review, ReviewDraft
from hoc_tui.domain.vocabulary import ItemKind

DRAFTS: dict[ItemKind, type[Value]] = {
    ItemKind.PERSON: PersonDetails,
    ItemKind.CONTACT: ContactDraft,
    ItemKind.NEED: NeedDraft,
    ItemKind.CONDITION: ConditionDraft,
    ItemKind.AGENDA: AgendaDraft,
    ItemKind.GOAL: GoalDraft,
    ItemKind.ACTION: ActionDraft,
    ItemKind.DECISION: DecisionDraft,
    ItemKind.TARGET: TargetDraft,
    ItemKind.LINK: LinkDraft,
    ItemKind.PLAN: PlanDraft,
    ItemKind.VISIT: VisitDraft,
    ItemKind.REVIEW: ReviewDraft,
}
"""What can be written of each kind."""

ITEMS: dict[ItemKind, type[Item]] = {
    ItemKind.PERSON: Person,
    ItemKind.CONTACT: Contact,
    ItemKind.NEED: Need,
    ItemKind.CONDITION: Condition,
    ItemKind.AGENDA: AgendaItem,
    ItemKind.GOAL: Goal,
    ItemKind.ACTION: Action,
    ItemKind.DECISION: Decision,
    ItemKind.TARGET: Target,
    ItemKind.LINK: Link,
    ItemKind.PLAN: Plan,
    ItemKind.VISIT: Visit,
    ItemKind.REVIEW: Review,
}
"""What each kind is once it stands in a record."""


ONE_A_PERSON = frozenset({ItemKind.PERSON, ItemKind.PLAN})
"""Kinds of which a person has exactly one: its id is the person's, and it is never taken out."""

TOGETHER: dict[ItemKind, tuple[frozenset[str], ...]] = {
    ItemKind.PERSON: (frozenset({"registration", "died", "left_on", "moved_to"}), frozenset({"address", "postcode"})),
    ItemKind.AGENDA: (frozenset({"status", "outcome"}),),
    ItemKind.GOAL: (
        frozenset({"importance", "scale"}),
        frozenset({"confidence", "scale"}),
        frozenset({"status", "outcome"}),
    ),
    ItemKind.ACTION: (
        frozenset({"doer", "doer_name", "staff_id"}),
        frozenset({"cue", "response"}),
        frozenset({"confidence", "scale"}),
        frozenset({"status", "outcome"}),
    ),
    ItemKind.DECISION: (frozenset({"options", "chosen", "why", "status"}),),
    ItemKind.TARGET: (frozenset({"test_key", "test_name", "low", "high", "unit"}),),
    ItemKind.LINK: (frozenset(LinkDraft.model_fields),),
    ItemKind.VISIT: (frozenset({"step", "arrived_at"}),),
    ItemKind.REVIEW: (
        frozenset({"state", "reason"}),
        frozenset({"acknowledged", "acknowledged_at", "acknowledged_by"}),
    ),
}
"""Fields that mean something only together, so that two people's changes to them never merge.

One changing a target's limit and another its unit would make an aim that nobody set.
"""


def clashing(kind: ItemKind, mine: AbstractSet[str], theirs: AbstractSet[str]) -> frozenset[str]:
    """My changed fields that may not be merged with what somebody else changed meanwhile.

    Args:
        kind: What is being changed.
        mine: Fields that this change touches.
        theirs: Fields that others changed since it was read.

    Returns:
        The same fields, and those that belong together with one of theirs.
    """
    spoilt = set(theirs).union(*(group for group in TOGETHER.get(kind, ()) if group & theirs))
    return frozenset(mine & spoilt)


def fields_of(kind: ItemKind, value: Value) -> dict[str, JsonValue]:
    """The editable fields of a draft or item as JSON values."""
    return value.model_dump(mode="json", include=set(DRAFTS[kind].model_fields))


def checked_draft(kind: ItemKind, fields: Mapping[str, object]) -> Value:
    """Read fields, as JSON or as Python values, back into a draft.

    Raises:
        Refused: A field is missing, unknown or does not fit; the sentence names it.
    """
    try:
        return DRAFTS[kind].model_validate(fields)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        named = ".".join(str(part) for part in first["loc"]) or kind.value
        raise Refused(f"The {kind.value} was not saved: {named.replace('_', ' ')} does not fit.") from None
