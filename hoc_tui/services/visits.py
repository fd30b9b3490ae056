"""The day's conversations: booking one, arrivals, and how far each has got."""

from uuid import UUID

from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import ItemKind, Step
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Saved, Spot, add, amend


def book(desk: Desk, person_id: UUID, draft: VisitDraft, *, op_id: UUID | None = None) -> Saved:
    """Put a conversation in the book."""
    desk.require(Permission.RUN_VISIT)
    return add(desk, ItemKind.VISIT, person_id, draft, op_id=op_id)


def arrived(desk: Desk, spot: Spot, *, op_id: UUID | None = None) -> Saved:
    """Mark that the person is here, from now."""
    desk.require(Permission.RUN_VISIT)
    return amend(desk, spot, {"step": Step.ARRIVED, "arrived_at": desk.moment}, op_id=op_id)


def reach(desk: Desk, spot: Spot, step: Step, *, op_id: UUID | None = None) -> Saved:
    """Move a visit to another step."""
    desk.require(Permission.RUN_VISIT)
    return amend(desk, spot, {"step": step}, op_id=op_id)
