"""Settling what two people changed at once, and bringing earlier words back; both are changes like any other."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from hoc_tui.domain.clash import Clash, Side, settlement
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.history import earlier_words
from hoc_tui.domain.permissions import TO_CHANGE, Permission
from hoc_tui.services.conversation import rewrite
from hoc_tui.services.ports import Desk, Fields
from hoc_tui.services.saving import Saved, Spot, amend, revive

SETTLED = "settled what two people had changed"
"""The reason that stands in the history beside what was chosen."""


def settle(
    desk: Desk, clash: Clash, side: Side, anew: Mapping[str, str] | None = None, *, op_id: UUID | None = None
) -> Saved | None:
    """Write what was chosen where two people had changed the same words.

    An item that the other one took out is brought back when one's own words are taken; that write has an id made from
    this one's, so that a retry of both does neither twice.

    Args:
        desk: Where the work is done.
        clash: What was changed.
        side: Whose words are taken.
        anew: A third text for some fields.
        op_id: The client's id of this write.

    Returns:
        The item as it stands now; None when it stays as it is.

    Raises:
        Clashed: It was changed once more meanwhile.
        Refused: The role may not.
    """
    op = op_id or desk.new_id()
    spot = Spot(clash.kind, clash.person_id, clash.item_id, clash.version)
    if clash.ended and side is Side.THEIRS and not anew:
        return None
    if clash.ended:
        desk.require(TO_CHANGE[clash.kind])
        spot = Spot.of(clash.kind, revive(desk, spot, SETTLED, op_id=uuid5(op, "revive")).item)
    fields = settlement(clash, side, anew)
    return _amend(desk, spot, fields, SETTLED, op) if fields else None


def bring_back(desk: Desk, spot: Spot, revision_id: UUID, *, op_id: UUID | None = None) -> Saved:
    """Write again what stood in an item after an earlier change, or what was not taken then.

    Args:
        desk: Where the work is done.
        spot: Which item, as it was read.
        revision_id: The change whose words come back.
        op_id: The client's id of this write.

    Raises:
        Clashed: It was changed meanwhile.
        Refused: The role may not, or the change is not one of this item's.
    """
    desk.require(TO_CHANGE[spot.kind])
    with desk.reading() as work:
        found = [one for one in work.revisions(spot.person_id, item_id=spot.item_id) if spot.is_of(one)]
    wanted = next((one for one in found if one.id == revision_id), None)
    if wanted is None:
        raise Refused("This is not in the history of what you are looking at.")
    return _amend(desk, spot, earlier_words(wanted), "brought back from the history", op_id)


def _amend(desk: Desk, spot: Spot, fields: Fields, reason: str, op_id: UUID | None) -> Saved:
    if TO_CHANGE[spot.kind] is Permission.EDIT_PLAN:
        return rewrite(desk, spot, fields, op_id=op_id, reason=reason)
    desk.require(TO_CHANGE[spot.kind])
    return amend(desk, spot, fields, op_id=op_id, reason=reason)
