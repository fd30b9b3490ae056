"""Checked before shared: the list of new results, and what a clinician says of each before the person sees it.

A value that cannot wait is acknowledged with what was done, never only ticked, and is not released before that. What
somebody else has said meanwhile is not overruled: the list is read again.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from hoc_tui.domain.clash import Clash
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.triage import Review, ToCheck, TriageEntry, worst_first
from hoc_tui.domain.vocabulary import ItemKind, ReviewState
from hoc_tui.services.ports import Desk, Fields, Writing
from hoc_tui.services.saving import Saved, Spot, amend_within

TRIAGE = "triage"
"""The list's name in the audit, which PostgreSQL's row policy asks for."""


def results_to_check(desk: Desk) -> Sequence[TriageEntry]:
    """Every result that waits for a clinician, people with the most urgent one first, once the audit has it.

    Raises:
        Refused: The role does not check results.
    """
    desk.require(Permission.CHECK_RESULTS)
    desk.trail.listing(TRIAGE)
    with desk.reading() as work:
        return worst_first(work.to_check(desk.practice.id))


def how_many_to_check(desk: Desk) -> ToCheck:
    """How many results wait, and how many of them cannot; for clinicians and, the count alone, for the manager."""
    desk.require(Permission.SEE_COUNTS)
    with desk.reading() as work:
        return work.how_many_to_check(desk.practice.id)


def release(desk: Desk, spots: Sequence[Spot], *, op_id: UUID | None = None) -> list[Saved]:
    """Say that results of one person are safe to send.

    Args:
        desk: Where the work is done.
        spots: The reviews, each in the version that was read.
        op_id: The client's id of this write.

    Raises:
        Refused: One of them cannot wait, and nobody has said what was done.
        Changed: Somebody else has said something of one of them meanwhile; nothing is written.
    """
    return _say(desk, spots, _released, op_id)


def keep_back(desk: Desk, spots: Sequence[Spot], reason: str, *, op_id: UUID | None = None) -> list[Saved]:
    """Keep results of one person back until the conversation.

    Args:
        desk: Where the work is done.
        spots: The reviews, each in the version that was read.
        reason: Why; somebody will ask.
        op_id: The client's id of this write.

    Raises:
        Refused: No reason was given.
        Changed: Somebody else has said something of one of them meanwhile.
    """
    fields = {"state": ReviewState.KEPT_BACK, "reason": _reason(reason, "Say why it is kept back.")}
    return _say(desk, spots, lambda _review: fields, op_id)


def act_first(desk: Desk, spots: Sequence[Spot], what: str, *, op_id: UUID | None = None) -> list[Saved]:
    """Say that something is done before the person is told by letter; it stays on the list until it is released.

    Args:
        desk: Where the work is done.
        spots: The reviews, each in the version that was read.
        what: What is done first.
        op_id: The client's id of this write.

    Raises:
        Refused: Nobody said what.
        Changed: Somebody else has said something of one of them meanwhile.
    """
    fields = {"state": ReviewState.ACT_FIRST, "reason": _reason(what, "Say what is done first.")}
    return _say(desk, spots, lambda _review: fields, op_id)


def acknowledge(desk: Desk, spots: Sequence[Spot], done: str, *, op_id: UUID | None = None) -> list[Saved]:
    """Say what was done about values that cannot wait.

    Args:
        desk: Where the work is done.
        spots: The reviews, each in the version that was read.
        done: What was done: whom one spoke to, and what was agreed.
        op_id: The client's id of this write.

    Raises:
        Refused: Nobody said what.
        Changed: Somebody else has said something of one of them meanwhile.
    """
    fields = {
        "acknowledged": _reason(done, "Say what was done."),
        "acknowledged_at": desk.moment,
        "acknowledged_by": desk.worker.id,
    }
    return _say(desk, spots, lambda _review: fields, op_id)


def _reason(words: str, missing: str) -> str:
    said = sanitise(words).strip()
    if not said:
        raise Refused(missing)
    return said


def _released(review: Review) -> Fields:
    if review.unacknowledged:
        raise Refused("This value cannot wait: say first what was done about it.")
    return {"state": ReviewState.SAFE, "reason": ""}


def _say(desk: Desk, spots: Sequence[Spot], said: Callable[[Review], Fields], op_id: UUID | None) -> list[Saved]:
    """Write the same of several reviews of one person, all or none."""
    if len({spot.person_id for spot in spots}) != 1:
        raise Refused("Results of one person at a time.")
    person_id, op = spots[0].person_id, op_id or desk.new_id()
    desk.require(Permission.CHECK_RESULTS, person_id)
    desk.trail.opening(person_id)
    with desk.writing() as work:
        work.hold(person_id)
        saved = [_say_of(desk, work, spot, said, op) for spot in spots]
        work.commit()
    return saved


def _say_of(desk: Desk, work: Writing, spot: Spot, said: Callable[[Review], Fields], op: UUID) -> Saved:
    review = work.item(ItemKind.REVIEW, spot.person_id, spot.item_id)
    assert isinstance(review, Review)  # noqa: S101  what the kind says
    if work.revisions(spot.person_id, item_id=spot.item_id, op_id=op):
        return Saved(review, op, wrote=False)
    saved = amend_within(desk, work, spot, said(review), op)
    if isinstance(saved, Clash):
        raise Changed("Somebody else has just said something else of this result.", hint="Look again.")
    return saved
