"""What happens in the conversation: agenda, goals, actions, decisions, targets, links and their order."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from uuid import UUID

from hoc_tui.domain.clash import Clash
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.items import Item
from hoc_tui.domain.model import Value
from hoc_tui.domain.permissions import TO_CHANGE, Permission
from hoc_tui.domain.planning import (
    ActionDraft,
    AgendaDraft,
    DecisionDraft,
    GoalDraft,
    Link,
    LinkDraft,
    LinkedItem,
    TargetDraft,
    word_missing,
)
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import GoalStatus, ItemKind
from hoc_tui.services.ports import Desk, Fields, Writing
from hoc_tui.services.saving import Saved, Spot, add, amend, amend_within, end, keep_plan, settled

STEP = Decimal(1)
"""Distance between two neighbours in a list; between them there is always room for a third."""
FINEST = Decimal("0.001")
"""Neighbours that stand closer are spread again, so that positions stay short however often people move things."""
KINDS: dict[type[Value], ItemKind] = {
    AgendaDraft: ItemKind.AGENDA,
    GoalDraft: ItemKind.GOAL,
    ActionDraft: ItemKind.ACTION,
    DecisionDraft: ItemKind.DECISION,
    TargetDraft: ItemKind.TARGET,
    LinkDraft: ItemKind.LINK,
}
"""What a conversation adds, and what each becomes."""

ConversationDraft = AgendaDraft | GoalDraft | ActionDraft | DecisionDraft | TargetDraft | LinkDraft


def put_down(desk: Desk, person_id: UUID, draft: ConversationDraft, *, op_id: UUID | None = None) -> Saved:
    """Add something the conversation made to a person's record; at the end of its list, if it names no position.

    Args:
        desk: Where the work is done.
        person_id: The person on the banner.
        draft: What was written; its type says what it is.
        op_id: The client's id of this write, so that a retry adds nothing twice.

    Raises:
        Refused: The role may not (reception may add agenda items only), or the same two things are linked already.
        NotFound: It belongs to something that is not in this person's record.
    """
    desk.require(Permission.ADD_AGENDA if isinstance(draft, AgendaDraft) else Permission.EDIT_PLAN)
    return add(desk, KINDS[type(draft)], person_id, draft, op_id=op_id, rule=partial(_newcomer, person_id))


def rewrite(desk: Desk, spot: Spot, fields: Fields, *, op_id: UUID | None = None, reason: str = "") -> Saved:
    """Change something in the conversation.

    Raises:
        Clashed: Somebody else changed the same words meanwhile.
        Refused: The role may not, or an item would end without a word on how.
        NotFound: It would belong to something that is not in this person's record.
    """
    _require_conversation(desk, spot.kind)
    return amend(desk, spot, fields, op_id=op_id, reason=reason, rule=partial(_rewritten, spot.person_id, fields))


def take_out(desk: Desk, spot: Spot, reason: str, *, op_id: UUID | None = None) -> Saved:
    """Take something out of the conversation with a reason; its history stays.

    Raises:
        Refused: No reason was given, or the role may not.
    """
    _require_conversation(desk, spot.kind)
    if not reason.strip():
        raise Refused("Say why it is taken out.")
    return end(desk, spot, reason, op_id=op_id)


def _require_conversation(desk: Desk, kind: ItemKind) -> None:
    desk.require(Permission.EDIT_PLAN)
    if TO_CHANGE[kind] is not Permission.EDIT_PLAN:
        raise Refused(f"The {kind.value} is not changed in the conversation.")


# -- What must hold of what is written --------------------------------------------------------------------------------


def _newcomer(person_id: UUID, work: Writing, draft: Value) -> Value:
    _require_outcome(draft)
    _require_neighbours(person_id, work, draft)
    if isinstance(draft, LinkDraft):
        _require_new_link(person_id, work, draft)
    if "position" not in type(draft).model_fields or "position" in draft.model_fields_set:
        return draft
    return draft.model_copy(update={"position": place_last(tuple(work.items(KINDS[type(draft)], person_id)))})


def _rewritten(person_id: UUID, fields: Fields, work: Writing, draft: Value) -> Value:
    if fields.keys() & {"status", "outcome"}:
        _require_outcome(draft)
    if isinstance(draft, LinkDraft) or "goal_id" in fields:
        _require_neighbours(person_id, work, draft)
    return draft


def _require_outcome(draft: Value) -> None:
    if isinstance(draft, AgendaDraft) and word_missing(draft):
        raise Refused("Say in the person's words how this ended.")


def _require_neighbours(person_id: UUID, work: Writing, draft: Value) -> None:
    """An action's goal and a link's ends are this person's: two people's records never mix."""
    if isinstance(draft, ActionDraft) and draft.goal_id is not None:
        work.item(ItemKind.GOAL, person_id, draft.goal_id)
    if isinstance(draft, LinkDraft):
        for end in draft.both:
            if isinstance(end, LinkedItem):
                work.item(end.kind, person_id, end.id)


def _require_new_link(person_id: UUID, work: Writing, draft: LinkDraft) -> None:
    standing = work.items(ItemKind.LINK, person_id)
    if any(isinstance(link, Link) and link.ends == draft.ends for link in standing):
        raise Refused("These two are linked already.")


# -- The order in which things stand ----------------------------------------------------------------------------------


def place_last(items: Sequence[Item]) -> Decimal:
    """The position after every item of a list."""
    return max((_position(item) for item in items), default=Decimal(0)) + STEP


def move(
    desk: Desk, kind: ItemKind, items: tuple[Item, ...], index: int, by: int, *, op_id: UUID | None = None
) -> Saved | None:
    """Move an item up or down in its list; None when it already stands at that end.

    Where no room is left between two neighbours, the whole list is spread again, as one change.

    Args:
        desk: Where the work is done.
        kind: What is being ordered.
        items: The list as shown, in its order.
        index: Which one moves.
        by: -1 for up, 1 for down.
        op_id: The client's id of this write.

    Raises:
        Clashed: Somebody else moved the same things meanwhile.
        Refused: The role may not.
    """
    goal = index + by
    if not 0 <= goal < len(items):
        return None
    others = items[:index] + items[index + 1 :]
    place = _between(_position(others[goal - 1]) if goal else None, _position(others[goal]) if others[goal:] else None)
    if place is not None:
        return rewrite(desk, Spot.of(kind, items[index]), {"position": place}, op_id=op_id)
    return _spread(desk, kind, (*others[:goal], items[index], *others[goal:]), items[index], op_id or desk.new_id())


def _between(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """A position between two neighbours, of which one may be missing; None when there is no room."""
    if before is None or after is None:
        return (before + STEP) if before is not None else (after - STEP) if after is not None else STEP
    middle = ((before + after) / 2).quantize(FINEST)
    return _shortest(middle) if before < middle < after else None


def _shortest(position: Decimal) -> Decimal:
    """The same number without zeros at its end, and without an exponent, as the database holds it."""
    return Decimal(format(position.normalize(), "f"))


def _spread(desk: Desk, kind: ItemKind, items: tuple[Item, ...], moved: Item, op: UUID) -> Saved:
    """Give every item of a list a new place, all or none."""
    _require_conversation(desk, kind)
    with desk.writing() as work:
        saved = {
            item.id: settled(amend_within(desk, work, Spot.of(kind, item), {"position": STEP * place}, op, "moved"))
            for place, item in enumerate(items, start=1)
        }
        work.commit()
    return saved[moved.id]


def _position(item: Item) -> Decimal:
    position: Decimal = getattr(item, "position", Decimal(0))
    return position


# -- The plan as a whole ----------------------------------------------------------------------------------------------


def note_plan(desk: Desk, record: Record, fields: Fields, *, op_id: UUID | None = None) -> Saved:
    """Set what belongs to the plan as a whole: review date, who reviews, who is present.

    The plan's row is made when it is first needed; the database lets there be only one.

    Raises:
        Clashed: Somebody else changed the same meanwhile.
        Refused: The role may not, or a value does not fit.
    """
    version = record.plan.version if record.plan else 0
    return note_plan_at(desk, record.person.person_id, version, fields, op_id=op_id)


def note_plan_at(desk: Desk, person_id: UUID, version: int, fields: Fields, *, op_id: UUID | None = None) -> Saved:
    """Set what belongs to the plan as a whole, as it was read at a version.

    Args:
        desk: Where the work is done.
        person_id: Whose plan.
        version: The version of the plan's own fields that was read; 0 when there were none yet.
        fields: New values of what changed.
        op_id: The client's id of this write.

    Raises:
        Clashed: Somebody else changed the same meanwhile.
        Refused: The role may not, or a value does not fit.
    """
    desk.require(Permission.EDIT_PLAN)
    with desk.writing() as work:
        saved = keep_plan(desk, work, person_id, version, fields, op_id or desk.new_id())
        if isinstance(saved, Clash) or saved.wrote:
            work.commit()
    return settled(saved)


def look_again(record: Record) -> tuple[Item, ...]:
    """Goals of an agreed plan that have not been looked at since: brought forward to be talked about."""
    if not record.versions:
        return ()
    agreed = record.versions[-1].agreed_at
    return tuple(goal for goal in record.goals if goal.status is GoalStatus.ACTIVE and goal.recorded_at <= agreed)
