"""Joining two records of one person: one proposes, another confirms, and for a month it can be taken back.

The record that goes on keeps its one plan; what stands in the other is brought into it with whoever said it and when.
The other record stays as it was and can still be read, its agreed plans too; it says where it goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from hoc_tui.domain.clash import Clash
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.items import Item
from hoc_tui.domain.joining import BROUGHT, RESULT, Brought, Joining, relinked
from hoc_tui.domain.people import Person
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.planning import Action, Link
from hoc_tui.domain.record import Visit
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, Registration
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.saving import Spot, amend_within, bring, toggle_within

BROUGHT_HERE = "brought from another record of the same person"
"""The reason with which an item appears in the record that goes on."""
TAKEN_BACK = "the two records were taken apart again"
"""The reason with which it ends there."""


def joinings(desk: Desk, person_id: UUID | None = None) -> Sequence[Joining]:
    """Joinings that are not over: of one person, or those of the practice that wait for a second member of staff."""
    desk.require(Permission.PLACE_RESULTS, person_id)
    with desk.reading() as work:
        return work.joinings(desk.practice.id, person_id)


def propose(desk: Desk, kept_id: UUID, other_id: UUID, reason: str, *, op_id: UUID | None = None) -> Joining:
    """Say that two records are of one person; nothing happens before somebody else says so, too.

    Args:
        desk: Where the work is done.
        kept_id: The record that goes on.
        other_id: The record whose content is brought into it.
        reason: How one knows.
        op_id: The client's id of this write, also the joining's id.

    Raises:
        Refused: It is one record, one of them is part of another joining, or no reason was given.
    """
    said = _reason(reason, "Say how you know that they are one person.")
    for person_id in (kept_id, other_id):
        desk.require(Permission.PLACE_RESULTS, person_id)
        desk.trail.opening(person_id)
    if kept_id == other_id:
        raise Refused("This is one record.")
    joining = Joining(
        id=op_id or desk.new_id(),
        kept_id=kept_id,
        other_id=other_id,
        reason=said,
        proposed_by=desk.worker.id,
        proposed_at=desk.now(),
    )
    with desk.writing() as work:
        _hold_both(work, joining)
        others = [one for each in (kept_id, other_id) for one in work.joinings(desk.practice.id, each)]
        if joining.id in {one.id for one in others}:
            return next(one for one in others if one.id == joining.id)
        if any(not one.confirmed_at or other_id in {one.kept_id, one.other_id} for one in others):
            raise Refused("One of these records is part of another joining.", hint="Settle that one first.")
        work.insert_joining(desk.practice.id, joining)
        _tell(work, joining, "proposed to join two records")
        work.commit()
    return joining


def confirm(desk: Desk, joining_id: UUID, *, op_id: UUID | None = None) -> Joining:
    """Join two records, as the second member of staff who says that they are one person's.

    Args:
        desk: Where the work is done.
        joining_id: What somebody else has proposed.
        op_id: The client's id of this write.

    Raises:
        Refused: Whoever proposed it may not confirm it, or it is over.
        NotFound: Nobody has proposed it.
    """
    op = op_id or desk.new_id()
    with desk.writing() as work:
        joining = _locked(desk, work, joining_id)
        if joining.in_force:
            return joining
        if joining.over:
            raise Refused("This was taken back.", hint="Propose it again.")
        if joining.proposed_by == desk.worker.id:
            raise Refused("Somebody else must look at it, too.", hint="Ask a colleague to confirm it.")
        move = _Move(desk, work, joining, op)
        joined = joining.model_copy(
            update={
                "confirmed_by": desk.worker.id,
                "confirmed_at": desk.now(),
                "brought": move.everything(),
                "identities": tuple(work.point_identities(joining.other_id, joining.kept_id)),
            }
        )
        _say_where(desk, work, joining, op, Registration.JOINED)
        work.update_joining(joined)
        _tell(work, joining, "joined two records")
        work.commit()
    return joined


@dataclass(frozen=True)
class Undone:
    """What became of a joining that was taken back."""

    joining: Joining
    stayed: int = 0
    """Things that had been changed since, and stay where they are; somebody must look at them."""


def take_back(desk: Desk, joining_id: UUID, reason: str, *, op_id: UUID | None = None) -> Undone:
    """Take two records apart again, or say of a proposal that they are not one person's.

    What was brought and not touched since ends where it was brought to; what was changed since stays, and is counted.
    What has come since the joining stays where it came.

    Args:
        desk: Where the work is done.
        joining_id: Which.
        reason: Why.
        op_id: The client's id of this write.

    Raises:
        Refused: The month is over, it was taken back already, or no reason was given.
    """
    said, op = _reason(reason, "Say why they are taken apart."), op_id or desk.new_id()
    with desk.writing() as work:
        joining = _locked(desk, work, joining_id)
        if joining.over:
            return Undone(joining)
        if joining.confirmed_at is not None and not joining.undoable(desk.now()):
            raise Refused("This was joined more than 30 days ago and stays so.")
        stayed = _take_apart(desk, work, joining, op) if joining.in_force else 0
        undone = joining.model_copy(
            update={"undone_by": desk.worker.id, "undone_at": desk.now(), "undone_reason": said}
        )
        work.update_joining(undone)
        _tell(work, joining, "took two records apart" if joining.in_force else "said that two records are two people's")
        work.commit()
    return Undone(undone, stayed)


# -- Both records -----------------------------------------------------------------------------------------------------


def _reason(words: str, missing: str) -> str:
    said = sanitise(words).strip()
    if not said:
        raise Refused(missing)
    return said


def _locked(desk: Desk, work: Writing, joining_id: UUID) -> Joining:
    joining = work.joining(desk.practice.id, joining_id)
    for person_id in (joining.kept_id, joining.other_id):
        desk.require(Permission.PLACE_RESULTS, person_id)
    _hold_both(work, joining)
    return joining


def _hold_both(work: Writing, joining: Joining) -> None:
    # In one order, so that two who join the same records wait for each other and never both at once.
    for person_id in sorted((joining.kept_id, joining.other_id)):
        work.hold(person_id)


def _tell(work: Writing, joining: Joining, words: str) -> None:
    for person_id in (joining.kept_id, joining.other_id):
        work.tell(AuditAct.JOINED, words, person_id)


def _say_where(desk: Desk, work: Writing, joining: Joining, op: UUID, registration: Registration) -> None:
    """Say in the other record that it goes on elsewhere, or that it goes on itself again."""
    kept = work.item(ItemKind.PERSON, joining.kept_id, joining.kept_id)
    other = work.item(ItemKind.PERSON, joining.other_id, joining.other_id)
    assert isinstance(kept, Person)  # noqa: S101  what the kind says
    where = kept.name if registration is Registration.JOINED else ""
    fields = {"registration": registration, "moved_to": where, "died": None, "left_on": None}
    if isinstance(amend_within(desk, work, Spot.of(ItemKind.PERSON, other), fields, op), Clash):
        raise Changed("Somebody else has just changed this person's details.", hint="Try again.")


# -- Bringing ---------------------------------------------------------------------------------------------------------


@dataclass
class _Move:
    """Brings everything of one record into another, each thing knowing where what it refers to has gone."""

    desk: Desk
    work: Writing
    joining: Joining
    op: UUID
    now: dict[UUID, UUID] = field(default_factory=dict)
    """New ids by old ones."""

    def everything(self) -> tuple[Brought, ...]:
        """Bring results and background, then items, then what waits to be checked."""
        kept, other = self.joining.kept_id, self.joining.other_id
        rows = self.work.bring_rows(other, kept, self.desk.now())
        self.now |= {one.was: one.now for one in rows if one.kind == RESULT}
        items = [one for kind in BROUGHT for one in self._items(kind)]
        return (*rows, *items, *self._reviews())

    def _items(self, kind: ItemKind) -> list[Brought]:
        found = [one for one in self.work.items(kind, self.joining.other_id) if self._goes_on(one)]
        # Before any is brought: an action may belong to a goal, and a link joins what comes before and after it.
        self.now |= {one.id: self.desk.new_id() for one in found}
        return [self._bring(kind, one) for one in found]

    def _goes_on(self, item: Item) -> bool:
        """Whether something still lies ahead; visits that are over stay where they took place."""
        return not isinstance(item, Visit) or item.starts_at >= self.desk.now()

    def _bring(self, kind: ItemKind, item: Item) -> Brought:
        new_id = self.now[item.id]
        told = {"id": new_id, "person_id": self.joining.kept_id, "version": 1}
        told |= {"authored_by": self.desk.worker.id, "recorded_at": self.desk.now()}
        brought = item.model_copy(update=told | self._references(item))
        bring(self.desk, self.work, kind, brought, self.op, BROUGHT_HERE)
        if kind is ItemKind.VISIT:
            spot = Spot.of(kind, item)
            toggle_within(self.desk, self.work, spot, BROUGHT_HERE, self.op, ending=True)
        return Brought(kind=kind, was=item.id, now=new_id)

    def _references(self, item: Item) -> dict[str, object]:
        match item:
            case Action(goal_id=UUID() as goal_id):
                return {"goal_id": self.now.get(goal_id, goal_id)}
            case Link():
                return relinked(item, self.now)
            case _:
                return {}

    def _reviews(self) -> list[Brought]:
        """What waits to be checked waits where its result is now."""
        waiting = [one for one in self.work.items(ItemKind.REVIEW, self.joining.other_id) if _waits(one)]
        brought = []
        for one in waiting:
            assert isinstance(one, Review)  # noqa: S101  what the kind says
            if one.result_id in self.now:
                self.now[one.id] = self.desk.new_id()
                told = {"result_id": self.now[one.result_id], "id": self.now[one.id], "version": 1}
                told |= {"person_id": self.joining.kept_id, "recorded_at": self.desk.now()}
                bring(self.desk, self.work, ItemKind.REVIEW, one.model_copy(update=told), self.op, BROUGHT_HERE)
                spot = Spot.of(ItemKind.REVIEW, one)
                toggle_within(self.desk, self.work, spot, BROUGHT_HERE, self.op, ending=True)
                brought.append(Brought(kind=ItemKind.REVIEW, was=one.id, now=self.now[one.id]))
        return brought


def _waits(item: Item) -> bool:
    return isinstance(item, Review) and item.open


# -- Taking apart -----------------------------------------------------------------------------------------------------


def _take_apart(desk: Desk, work: Writing, joining: Joining, op: UUID) -> int:
    """End what was brought and not touched since; how many things stayed."""
    work.retire_rows(joining.kept_id, joining.brought)
    items = [one for one in joining.brought if one.kind in set(ItemKind)]
    # Links first, so that nothing ends while something still refers to it.
    stayed = [not _end_brought(desk, work, joining, one, op) for one in reversed(items)]
    work.point_back(joining.identities, joining.kept_id, joining.other_id)
    _say_where(desk, work, joining, op, Registration.REGISTERED)
    return sum(stayed)


def _end_brought(desk: Desk, work: Writing, joining: Joining, one: Brought, op: UUID) -> bool:
    """End one thing that was brought, and let it go on where it was; False when it was touched since."""
    kind = ItemKind(one.kind)
    here = work.item(kind, joining.kept_id, one.now)
    if here.ended:
        return True
    if here.version != 1:
        return False
    toggle_within(desk, work, Spot.of(kind, here), TAKEN_BACK, op, ending=True)
    there = work.item(kind, joining.other_id, one.was)
    if there.ended and there.ended_reason == BROUGHT_HERE:
        toggle_within(desk, work, Spot.of(kind, there), TAKEN_BACK, op, ending=False)
    return True
