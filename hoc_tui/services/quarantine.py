"""Working through what could not be placed: whose it is, which test it is, or why it is nobody's.

Never a guess and never a drop: somebody says so, with a reason, and what came stays as it came.
"""

from collections.abc import Sequence
from uuid import UUID

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.matching import likely
from hoc_tui.domain.messages import IncomingReport
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.quarantine import Likely, Quarantined, TestMapping
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import AuditAct, QuarantineKind, QuarantineOutcome
from hoc_tui.services.importing import details_from
from hoc_tui.services.lists import find
from hoc_tui.services.people import enrol, person_from
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.reporting import take_report_within

QUARANTINE = "quarantine"
"""The list's name in the audit, which PostgreSQL's row policy asks for."""


def what_is_left(desk: Desk) -> Sequence[Quarantined]:
    """Everything that nobody has placed yet, oldest first, once the audit has it.

    Raises:
        Refused: The role does not place results.
    """
    _enter(desk)
    with desk.reading() as work:
        return work.quarantine_left(desk.practice.id)


def who_it_may_be(desk: Desk, thing: Quarantined, typed: str = "") -> Sequence[Likely]:
    """The people a report may be about, likeliest first, with what agrees and what does not.

    Args:
        desk: Where the work is done.
        thing: A report.
        typed: Whom to look for besides, as typed into Find.
    """
    _enter(desk)
    if thing.report is None:
        return ()
    sent = thing.report.person
    return _found_as(sent, find(desk, typed)) if typed.strip() else likely(sent, _candidates(desk, sent))


def _found_as(sent: IncomingPerson, found: Sequence[FoundPerson]) -> Sequence[Likely]:
    """Everybody who was looked for, also those with whom nothing agrees: somebody has asked for them."""
    judged = {one.person.person_id: one for one in likely(sent, found)}
    nothing = ("nothing that was sent is in their record",)
    return [judged.get(one.person_id, Likely(person=one, why=(), against=nothing)) for one in found]


def _candidates(desk: Desk, sent: IncomingPerson) -> Sequence[FoundPerson]:
    try:
        person = person_from(desk, details_from(sent), desk.new_id())
    except Refused:
        return ()
    with desk.reading() as work:
        return work.same_person_candidates(desk.practice.id, person)


def attach(desk: Desk, thing: Quarantined, person_id: UUID, reason: str) -> Quarantined:
    """Say whose report it is: its results come into that record, to be checked like any other.

    Args:
        desk: Where the work is done.
        thing: A report, as read.
        person_id: Whose it is.
        reason: How one knows.

    Raises:
        Refused: It is no report, or no reason was given.
        Changed: Somebody else has settled it meanwhile.
    """
    said = _reason(reason, "Say how you know whose it is.")
    desk.require(Permission.PLACE_RESULTS, person_id)
    desk.trail.opening(person_id)
    with desk.writing() as work:
        work.hold(person_id)
        work.tell(AuditAct.SETTLED, "attached a laboratory report", person_id)
        settled = _put_in(desk, work, thing, person_id, said, QuarantineOutcome.ATTACHED)
        work.commit()
    return settled


def create(desk: Desk, thing: Quarantined, reason: str, *, op_id: UUID | None = None) -> Quarantined:
    """Register the person a report is about, who is not here yet, and put its results into the new record.

    Args:
        desk: Where the work is done.
        thing: A report, as read.
        reason: How one knows that they are not here under another name.
        op_id: The client's id of this write, also the new person's id.

    Raises:
        Refused: It is no report, it does not name anybody, or no reason was given.
        AlreadySomebodys: The valid NHS number is somebody's here.
        Changed: Somebody else has settled it meanwhile.
    """
    said = _reason(reason, "Say how you know that they are not here yet.")
    desk.require(Permission.PLACE_RESULTS)
    desk.require(Permission.EDIT_PERSON)
    person_id = op_id or desk.new_id()
    with desk.writing() as work:
        person = person_from(desk, details_from(_report(thing).person), person_id)
        if not enrol(desk, work, person, person_id, "registered from a laboratory report"):
            return work.quarantined(desk.practice.id, thing.id)
        work.tell(AuditAct.SETTLED, "registered from a laboratory report", person_id)
        settled = _put_in(desk, work, thing, person_id, said, QuarantineOutcome.CREATED)
        work.commit()
    return settled


def reject(desk: Desk, thing: Quarantined, reason: str) -> Quarantined:
    """Say that something is nobody's here; it stays as it came, with the reason.

    Args:
        desk: Where the work is done.
        thing: As read.
        reason: Why.

    Raises:
        Refused: No reason was given.
        Changed: Somebody else has settled it meanwhile.
    """
    said = _reason(reason, "Say why it is nobody's here.")
    desk.require(Permission.PLACE_RESULTS)
    with desk.writing() as work:
        work.tell(AuditAct.SETTLED, "rejected what could not be placed")
        settled = _settle(desk, work, thing, QuarantineOutcome.REJECTED, said)
        work.commit()
    return settled


def say_which_test(
    desk: Desk, thing: Quarantined, test_id: str, reason: str, *, op_id: UUID | None = None
) -> Quarantined:
    """Say for the whole site which test an unknown code or unit is of.

    Args:
        desk: Where the work is done.
        thing: A question about a test, as read.
        test_id: The catalogue's test; empty when it stays a test of its own.
        reason: How one knows.
        op_id: The client's id of this write.

    Raises:
        Refused: It is no such question, there is no such test, or no reason was given.
        Changed: Somebody else has settled it meanwhile.
    """
    said = _reason(reason, "Say how you know which test it is.")
    desk.require(Permission.PLACE_RESULTS)
    if thing.kind is not QuarantineKind.TEST:
        raise Refused("This does not ask which test it is.")
    if test_id and usual_catalogue().test(test_id) is None:
        raise Refused("The catalogue has no such test.")
    with desk.writing() as work:
        work.tell(AuditAct.SETTLED, f"decided which test {thing.test_key} is")
        settled = _settle(desk, work, thing, QuarantineOutcome.MAPPED, said)
        work.keep_mapping(desk.practice.id, _mapping(desk, thing, test_id, said, op_id))
        work.commit()
    return settled


def _mapping(desk: Desk, thing: Quarantined, test_id: str, reason: str, op_id: UUID | None) -> TestMapping:
    return TestMapping(
        id=op_id or desk.new_id(),
        test_key=thing.test_key,
        unit=thing.unit,
        test_id=test_id,
        reason=reason,
        decided_by=desk.worker.id,
        decided_at=desk.now(),
    )


# -- Settling ---------------------------------------------------------------------------------------------------------


def _enter(desk: Desk) -> None:
    desk.require(Permission.PLACE_RESULTS)
    desk.trail.listing(QUARANTINE)


def _reason(words: str, missing: str) -> str:
    said = sanitise(words).strip()
    if not said:
        raise Refused(missing)
    return said


def _report(thing: Quarantined) -> IncomingReport:
    if thing.report is None:
        raise Refused("This is not a report about somebody.")
    return thing.report


def _put_in(
    desk: Desk, work: Writing, thing: Quarantined, person_id: UUID, reason: str, outcome: QuarantineOutcome
) -> Quarantined:
    settled = _settle(desk, work, thing, outcome, reason, person_id)
    take_report_within(desk, work, person_id, thing.sender, _report(thing), thing.message_id, desk.now())
    return settled


def _settle(
    desk: Desk,
    work: Writing,
    thing: Quarantined,
    outcome: QuarantineOutcome,
    reason: str,
    person_id: UUID | None = None,
) -> Quarantined:
    settled = thing.model_copy(
        update={
            "settled_at": desk.now(),
            "settled_by": desk.worker.id,
            "outcome": outcome,
            "settled_reason": reason,
            "attached_to": person_id,
        }
    )
    if not work.settle_quarantined(settled):
        raise Changed("Somebody else has settled this meanwhile.", hint="Look again.")
    return settled
