"""Moving a result that stands in the wrong record: both records show it, and a plan that used it is named."""

from uuid import UUID

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.triage import ResultMove
from hoc_tui.domain.vocabulary import AuditAct
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.reviewing import review_moved


def move_result(
    desk: Desk, person_id: UUID, result_id: UUID, to_person_id: UUID, reason: str, *, op_id: UUID | None = None
) -> ResultMove:
    """Move a result into the record it belongs to.

    It stays visible where it was, as moved, and counts there no more. In the right record it waits to be checked. What
    its sender says of it later is never put back by itself: that waits for people.

    Args:
        desk: Where the work is done.
        person_id: In whose record it stands now.
        result_id: Which result; one that counts.
        to_person_id: Whose it is.
        reason: How one knows.
        op_id: The client's id of this write.

    Returns:
        The move as it is said in the record that the result left.

    Raises:
        Refused: No reason was given, it is the same record, or the other record has the result already.
        NotFound: The result does not stand there any more.
    """
    said = _checked(desk, person_id, to_person_id, reason)
    op = op_id or desk.new_id()
    with desk.writing() as work:
        # In one order, so that two who move between the same records wait for each other and never both at once.
        for held in sorted((person_id, to_person_id)):
            work.hold(held)
        if done := [one for one in work.moves_by(op) if one.away]:
            return done[0]
        move = _move(desk, person_id, result_id, to_person_id, said, op)
        _move_within(desk, work, move)
        work.commit()
    return move


def _checked(desk: Desk, person_id: UUID, to_person_id: UUID, reason: str) -> str:
    said = sanitise(reason).strip()
    for concerned in (person_id, to_person_id):
        desk.require(Permission.PLACE_RESULTS, concerned)
    if not said:
        raise Refused("Say how you know whose it is.")
    if person_id == to_person_id:
        raise Refused("It stands in this record already.")
    for concerned in (person_id, to_person_id):
        desk.trail.opening(concerned)
    return said


def _move(desk: Desk, person_id: UUID, result_id: UUID, to_person_id: UUID, reason: str, op: UUID) -> ResultMove:
    return ResultMove(
        id=desk.new_id(),
        person_id=person_id,
        result_id=result_id,
        other_person_id=to_person_id,
        other_result_id=desk.new_id(),
        away=True,
        reason=reason,
        moved_by=desk.worker.id,
        moved_at=desk.now(),
        op_id=op,
    )


def _move_within(desk: Desk, work: Writing, move: ResultMove) -> None:
    result = work.move_result(move)
    work.tell(AuditAct.MOVED, "a result moved into another record", move.person_id)
    work.tell(AuditAct.MOVED, "a result moved here from another record", move.other_person_id)
    review_moved(desk, work, move, result)
