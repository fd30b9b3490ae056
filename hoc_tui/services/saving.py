"""The one way in which an item is added, changed or ended: versions, merging, history, no repeats.

Different fields changed by different people merge by themselves; the same field, or one that means something only
with it, stops with `Changed`, and the text that lost is kept in the history (never merged by character: two dose
edits once became "102.5 mg"). A write whose `op_id` is already in the history is not done again. Every unit of work
begins by holding the person's record, so that what it reads is what it changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue

from hoc_tui.domain.clash import Clash, Clashed, as_read, changes_since, clash_of
from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.history import FieldChange, Revision, difference
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import ITEMS, ONE_A_PERSON, checked_draft, clashing, fields_of
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Person
from hoc_tui.domain.planning import PlanDraft
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome
from hoc_tui.services.identity import follow
from hoc_tui.services.ports import Desk, Fields, Writing

Rule = Callable[[Writing, Value], Value]
"""What a kind of work asks of a draft before it is kept: completes it, or raises `Refused`."""


@dataclass(frozen=True)
class Saved:
    """What became of a change."""

    item: Item
    op_id: UUID
    merged_with: tuple[str, ...] = ()
    """Fields somebody else had changed meanwhile, which were kept."""
    wrote: bool = True
    """Whether anything was written: not when it was done before, or changed nothing."""


@dataclass(frozen=True)
class Spot:
    """Which item a change is for, and which version its author had read."""

    kind: ItemKind
    person_id: UUID
    item_id: UUID
    version: int

    @classmethod
    def of(cls, kind: ItemKind, item: Item) -> "Spot":
        """The spot of an item as it was read."""
        return cls(kind, item.person_id, item.id, item.version)

    def is_of(self, one: Revision) -> bool:
        """Whether a revision is of this item; a person and their plan have one id between them."""
        return one.item_id == self.item_id and one.item_kind is self.kind


def _as_it_is(_work: Writing, draft: Value) -> Value:
    return draft


def add(
    desk: Desk,
    kind: ItemKind,
    person_id: UUID,
    draft: Value,
    *,
    op_id: UUID | None = None,
    rule: Rule = _as_it_is,
) -> Saved:
    """Add an item to a person's record.

    Args:
        desk: Where the work is done.
        kind: What sort of item; not the person or the plan, of which there is one.
        person_id: Whose record; the person on the banner.
        draft: What was written.
        op_id: The client's id of this write, also the item's id; made here when not given.
        rule: What must hold of the draft.

    Returns:
        The item as saved, or as saved before when this write was already done.
    """
    op = op_id or desk.new_id()
    with desk.writing() as work:
        seq = work.take_turn(person_id)
        if work.revisions(person_id, op_id=op):
            return Saved(work.item(kind, person_id, op), op, wrote=False)
        item = _insert(desk, work, kind, seq, _new_item(desk, kind, person_id, rule(work, draft), op))
        work.commit()
    return Saved(item, op)


def begin(desk: Desk, work: Writing, kind: ItemKind, person_id: UUID, draft: Value, op_id: UUID) -> Item:
    """Add an item inside a unit of work that its caller commits."""
    seq = work.take_turn(person_id)
    return _insert(desk, work, kind, seq, _new_item(desk, kind, person_id, draft, op_id))


def bring(desk: Desk, work: Writing, kind: ItemKind, item: Item, op_id: UUID, reason: str) -> None:
    """Add an item that somebody wrote in another record, with whoever said it and when, inside a unit of work.

    Args:
        desk: Where the work is done.
        work: The unit of work, which its caller commits.
        kind: What it is.
        item: As it will stand here: its own new id, this person's, version 1.
        op_id: The id of this write.
        reason: Why it came here.
    """
    seq = work.take_turn(item.person_id)
    work.insert_item(kind, item)
    change = _Change(seq, op_id, difference({}, fields_of(kind, item)), reason=reason)
    work.insert_revision(_revision(desk, kind, item, change))


def _insert(desk: Desk, work: Writing, kind: ItemKind, seq: int, item: Item) -> Item:
    work.insert_item(kind, item)
    change = _Change(seq, item.id, difference({}, fields_of(kind, item)))
    work.insert_revision(_revision(desk, kind, item, change))
    return item


def keep_plan(desk: Desk, work: Writing, person_id: UUID, version: int, fields: Fields, op: UUID) -> "Saved | Clash":
    """Change the one care plan's own fields inside a unit of work that its caller commits.

    Its row is made when it is first needed. Until then it is as good as there, with nothing in it and version 0, so
    that two people who begin it at once merge like any others.

    Args:
        desk: Where the work is done.
        work: The unit of work.
        person_id: Whose plan.
        version: The version that was read; 0 when there was no row yet.
        fields: New values.
        op: The client's id of this write.

    Returns:
        What became of it; a clash when it lost.
    """
    work.hold(person_id)
    try:
        work.item(ItemKind.PLAN, person_id, person_id)
    except NotFound:
        return _begin_plan(desk, work, person_id, fields, op)
    return amend_within(desk, work, Spot(ItemKind.PLAN, person_id, person_id, version), fields, op)


def _begin_plan(desk: Desk, work: Writing, person_id: UUID, fields: Fields, op: UUID) -> Saved:
    seq, nothing = work.take_turn(person_id), fields_of(ItemKind.PLAN, PlanDraft())
    draft = checked_draft(ItemKind.PLAN, nothing | dict(fields))
    plan = _new_item(desk, ItemKind.PLAN, person_id, draft, person_id)
    work.insert_item(ItemKind.PLAN, plan)
    changes = difference(nothing, fields_of(ItemKind.PLAN, draft))
    work.insert_revision(_revision(desk, ItemKind.PLAN, plan, _Change(seq, op, changes)))
    return Saved(plan, op)


def amend(
    desk: Desk, spot: Spot, fields: Fields, *, op_id: UUID | None = None, reason: str = "", rule: Rule = _as_it_is
) -> Saved:
    """Change some fields of an item that was read at `spot.version`.

    Args:
        desk: Where the work is done.
        spot: Which item, as it was read.
        fields: New values of the fields that changed.
        op_id: The client's id of this write; made here when not given.
        reason: Why, when the change has to say so.
        rule: What must hold of the item afterwards.

    Returns:
        The item as it stands now.

    Raises:
        Clashed: Somebody else changed one of the same fields, or ended the item; both texts are in the history.
        Refused: A value does not fit.
    """
    op = op_id or desk.new_id()
    with desk.writing() as work:
        saved = amend_within(desk, work, spot, fields, op, reason, rule)
        if isinstance(saved, Clash) or saved.wrote:
            work.commit()
    return settled(saved)


def settled(saved: Saved | Clash) -> Saved:
    """The outcome of a change once its unit of work is committed.

    Raises:
        Clashed: The change lost to somebody else's; it is committed to the history as such.
    """
    if isinstance(saved, Clash):
        raise Clashed(saved)
    return saved


def amend_within(
    desk: Desk, work: Writing, spot: Spot, fields: Fields, op: UUID, reason: str = "", rule: Rule = _as_it_is
) -> Saved | Clash:
    """Change an item inside a unit of work that its caller commits; a clash when the change lost."""
    seq = work.take_turn(spot.person_id)
    current = work.item(spot.kind, spot.person_id, spot.item_id)
    done = next((one for one in work.revisions(spot.person_id, op_id=op) if spot.is_of(one)), None)
    if done is not None:
        return Saved(current, op, wrote=False) if done.takes_effect else _clash(work, spot, current, done)
    wanted = _wanted(work, spot, current, fields)
    if not wanted.values:
        return Saved(current, op, wrote=False)
    change = _Change(seq, op, wanted.changes, spot.version, reason)
    if _stands_in_the_way(spot, current, wanted):
        lost = _revision(desk, spot.kind, current, change, RevisionOutcome.CONFLICT)
        work.insert_revision(lost)
        return _clash(work, spot, current, lost)
    draft = rule(work, checked_draft(spot.kind, wanted.held | wanted.values))
    item = _next_version(desk, spot.kind, current, draft)
    work.update_item(spot.kind, item)
    if isinstance(current, Person) and isinstance(item, Person):
        follow(work, current, item)
    outcome = RevisionOutcome.MERGED if wanted.theirs else RevisionOutcome.APPLIED
    work.insert_revision(_revision(desk, spot.kind, item, change, outcome))
    return Saved(item, op, tuple(sorted(wanted.theirs)))


@dataclass(frozen=True)
class _Wanted:
    """What a change comes to, once it is known what its author had read and what others did since."""

    held: dict[str, JsonValue]
    """The item as it stands."""
    values: dict[str, JsonValue]
    """What the author changed, where it is not so already."""
    theirs: frozenset[str]
    """Fields that others changed since the author read the item."""

    @property
    def changes(self) -> dict[str, FieldChange]:
        """From what stands to what the author wants."""
        return {name: FieldChange(before=self.held[name], after=value) for name, value in self.values.items()}


def _wanted(work: Writing, spot: Spot, current: Item, fields: Fields) -> _Wanted:
    """Compare a change with what its author had read, and not with what stands now.

    Why: a form sends every field; those that only others have changed are none of its author's changes.
    """
    held = fields_of(spot.kind, current)
    since = _since(work, spot, current)
    read = as_read(held, since)
    mine = difference(read, fields_of(spot.kind, checked_draft(spot.kind, read | dict(fields))))
    values = {name: change.after for name, change in mine.items() if held[name] != change.after}
    return _Wanted(held, values, frozenset(name for one in since for name in one.changes))


def _since(work: Writing, spot: Spot, current: Item) -> list[Revision]:
    """Changes that others made to an item after `spot.version` was read."""
    if current.version == spot.version:
        return []
    return changes_since(spot.version, _revisions_after(work, spot, spot.version))


def _revisions_after(work: Writing, spot: Spot, version: int) -> list[Revision]:
    """An item's changes after a version; a history of years is not read to save one word."""
    return [one for one in work.revisions(spot.person_id, item_id=spot.item_id, after=version) if spot.is_of(one)]


def _clash(work: Writing, spot: Spot, current: Item, lost: Revision) -> Clash:
    return clash_of(
        lost, _revisions_after(work, spot, lost.base_version), fields_of(spot.kind, current), current.version
    )


def _stands_in_the_way(spot: Spot, current: Item, wanted: _Wanted) -> bool:
    """Whether somebody else's change comes before this one.

    Raises:
        Refused: The author had read that the item has ended.
    """
    if current.ended and not wanted.theirs:
        raise Refused("This has been taken out; bring it back first.")
    return current.ended or bool(clashing(spot.kind, wanted.values.keys(), wanted.theirs))


def end(desk: Desk, spot: Spot, reason: str, *, op_id: UUID | None = None) -> Saved:
    """Take an item out of the record with a reason; its history stays.

    Raises:
        Changed: It was changed since it was read.
        Refused: It already ended, or is the person or the plan itself.
    """
    return _toggle(desk, spot, reason, op_id or desk.new_id(), ending=True)


def revive(desk: Desk, spot: Spot, reason: str, *, op_id: UUID | None = None) -> Saved:
    """Bring an ended item back.

    Raises:
        Changed: It was changed since it was read.
        Refused: It had not ended.
    """
    return _toggle(desk, spot, reason, op_id or desk.new_id(), ending=False)


def _toggle(desk: Desk, spot: Spot, reason: str, op: UUID, *, ending: bool) -> Saved:
    with desk.writing() as work:
        saved = toggle_within(desk, work, spot, reason, op, ending=ending)
        if saved.wrote:
            work.commit()
    return saved


def toggle_within(desk: Desk, work: Writing, spot: Spot, reason: str, op: UUID, *, ending: bool) -> Saved:
    """End an item or bring it back inside a unit of work that its caller commits.

    Raises:
        Changed: It was changed since it was read.
        Refused: It already is as asked, or is the person or the plan itself.
    """
    if spot.kind in ONE_A_PERSON:
        raise Refused(f"The {spot.kind.value} itself cannot be taken out.")
    seq = work.take_turn(spot.person_id)
    current = work.item(spot.kind, spot.person_id, spot.item_id)
    if any(spot.is_of(one) for one in work.revisions(spot.person_id, op_id=op)):
        return Saved(current, op, wrote=False)
    if current.version != spot.version:
        raise Changed("Somebody else changed this meanwhile.", hint="Look at it again first.")
    if current.ended is ending:
        raise Refused("This had already ended." if ending else "This had not ended.")
    item = _toggled(desk, current, sanitise(reason), ending=ending)
    work.update_item(spot.kind, item)
    change = _Change(seq, op, {"ended": FieldChange(before=not ending, after=ending)}, spot.version, reason)
    work.insert_revision(_revision(desk, spot.kind, item, change))
    return Saved(item, op)


def _toggled(desk: Desk, current: Item, reason: str, *, ending: bool) -> Item:
    marks = {"ended_at": desk.now() if ending else None, "ended_reason": reason if ending else ""}
    return current.model_copy(update={**marks, "version": current.version + 1, "recorded_at": desk.now()})


def _new_item(desk: Desk, kind: ItemKind, person_id: UUID, draft: Value, item_id: UUID) -> Item:
    now = desk.now()
    provenance: dict[str, object] = {
        "id": item_id,
        "person_id": person_id,
        "version": 1,
        "authored_by": desk.worker.id,
        "performed_by": desk.worker.id,
        "occurred_at": desk.moment,
        "recorded_at": now,
    }
    return ITEMS[kind].model_validate(dict(draft) | provenance)


def _next_version(desk: Desk, kind: ItemKind, current: Item, draft: Value) -> Item:
    stamp = {"version": current.version + 1, "authored_by": desk.worker.id, "recorded_at": desk.now()}
    return ITEMS[kind].model_validate(dict(current) | dict(draft) | stamp)


@dataclass(frozen=True)
class _Change:
    """What a revision says besides whose and which item it is."""

    seq: int
    op: UUID
    changes: dict[str, FieldChange]
    base_version: int = 0
    reason: str = ""


def _revision(
    desk: Desk,
    kind: ItemKind,
    item: Item,
    change: _Change,
    outcome: RevisionOutcome = RevisionOutcome.APPLIED,
) -> Revision:
    return Revision(
        id=desk.new_id(),
        person_id=item.person_id,
        seq=change.seq,
        item_kind=kind,
        item_id=item.id,
        item_version=item.version,
        base_version=change.base_version,
        op_id=change.op,
        outcome=outcome,
        changes=change.changes,
        reason=sanitise(change.reason),
        by=desk.worker.id,
        at=desk.now(),
    )
