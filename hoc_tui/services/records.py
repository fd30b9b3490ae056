"""Opening a person's record, reading its history, undoing the last change."""

from collections.abc import Sequence
from uuid import UUID

from hoc_tui.domain.clash import Clash
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.history import Revision
from hoc_tui.domain.permissions import TO_CHANGE, Permission
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import AuditAct, ItemKind
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.saving import Saved, Spot, amend_within, toggle_within

NOT_CLINICAL = frozenset({ItemKind.PERSON, ItemKind.NEED, ItemKind.CONTACT, ItemKind.VISIT})
"""Kinds whose history the front desk may read, because it writes them."""


def open_record(desk: Desk, person_id: UUID, *, act: AuditAct = AuditAct.OPENED) -> Record:
    """Read a person's record, once the audit has it; its clinical parts only for roles that may see them.

    Args:
        desk: Where the work is done.
        person_id: Whose.
        act: How it is opened.

    Raises:
        NotFound: Nobody here has this id.
        Refused: The role may not see people at all.
    """
    desk.require(Permission.SEE_PERSON, person_id)
    desk.trail.opening(person_id, act)
    with desk.reading() as work:
        return work.record(person_id, clinical=desk.may(Permission.SEE_CLINICAL))


def history_of(desk: Desk, person_id: UUID, item_id: UUID, kind: ItemKind | None = None) -> Sequence[Revision]:
    """Every change to one item, oldest first.

    Args:
        desk: Where the work is done.
        person_id: Whose record.
        item_id: Which item.
        kind: What it is; needed to tell the person from their plan, which have one id between them. Without it an id
            of a person means the person.
    """
    desk.require(Permission.SEE_PERSON, person_id)
    desk.trail.opening(person_id)
    wanted = kind or (ItemKind.PERSON if item_id == person_id else None)
    with desk.reading() as work:
        found = work.revisions(person_id, item_id=item_id)
    history = [one for one in found if wanted in {None, one.item_kind}]
    if not {one.item_kind for one in history} <= NOT_CLINICAL:
        desk.require(Permission.SEE_CLINICAL, person_id)
    return history


def undo(desk: Desk, person_id: UUID, op_id: UUID, *, undo_op_id: UUID | None = None) -> Saved:
    """Take one's own last change back, as a new change: an addition ends, other fields get their old values.

    A change to several items at once is taken back whole or not at all.

    Args:
        desk: Where the work is done.
        person_id: Whose record.
        op_id: The write to take back; the one that another undo made brings back what that took.
        undo_op_id: The client's id of this write, so that a retry takes nothing back twice.

    Returns:
        The item, or the last of several, as it stands now.

    Raises:
        Refused: Somebody else made it, the role may no longer change it, or it cannot be taken back.
        Changed: The same words have been changed since; nothing was written.
    """
    op = undo_op_id or desk.new_id()
    with desk.writing() as work:
        work.hold(person_id)
        if done := work.revisions(person_id, op_id=op):
            return Saved(work.item(done[-1].item_kind, person_id, done[-1].item_id), op, wrote=False)
        mine = _mine(desk, work, person_id, op_id)
        taken_back = [_take_back(desk, work, change, op) for change in reversed(mine)]
        work.commit()
    return taken_back[-1]


def _mine(desk: Desk, work: Writing, person_id: UUID, op_id: UUID) -> list[Revision]:
    """What a write changed, if it is this worker's to take back."""
    mine = [one for one in work.revisions(person_id, op_id=op_id) if one.takes_effect]
    if not mine or mine[-1].by != desk.worker.id:
        raise Refused("There is nothing of yours to undo here.")
    if work.version_made_by(person_id, op_id) is not None:
        raise Refused("An agreed plan cannot be taken back.", hint="The next version corrects it.")
    for change in mine:
        desk.require(_needed(change))
    return mine


def _needed(change: Revision) -> Permission:
    if change.item_kind is ItemKind.AGENDA and change.adds:
        return Permission.ADD_AGENDA
    return TO_CHANGE[change.item_kind]


def _take_back(desk: Desk, work: Writing, change: Revision, op: UUID) -> Saved:
    spot = Spot(change.item_kind, change.person_id, change.item_id, change.item_version)
    if change.adds and change.item_kind is ItemKind.PERSON:
        raise Refused("A registration cannot be taken back.", hint="Correct the details instead.")
    if change.adds and change.item_kind is not ItemKind.PLAN:
        return toggle_within(desk, work, spot, "undone", op, ending=True)
    if "ended" in change.changes:
        return toggle_within(desk, work, spot, "undone", op, ending=not change.changes["ended"].after)
    before = {name: field.before for name, field in change.changes.items()}
    saved = amend_within(desk, work, spot, before, op, "undone")
    if isinstance(saved, Clash):
        raise Changed("The same words have been changed since.", hint="Nothing was undone.")
    return saved
