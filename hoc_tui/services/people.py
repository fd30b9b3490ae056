"""Registering people and keeping their details right."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from hoc_tui.domain import people as identities
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.history import Revision, difference
from hoc_tui.domain.kinds import fields_of
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.people import ContactDraft, NeedDraft, Person, PersonDetails
from hoc_tui.domain.permissions import TO_CHANGE, Permission
from hoc_tui.domain.record import ConditionDraft
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, RevisionOutcome
from hoc_tui.services.identity import claim_number
from hoc_tui.services.ports import Desk, Fields, Writing
from hoc_tui.services.saving import Saved, Spot, add, amend, end

NHS_NUMBER = identities.NHS_NUMBER
"""The identity system of valid NHS numbers, for those who ask by one."""


def likely_same(desk: Desk, details: PersonDetails, *, person_id: UUID | None = None) -> Sequence[FoundPerson]:
    """People here who may be the same person: look at them before registering a new one.

    Args:
        desk: Where the work is done.
        details: What is known of the newcomer.
        person_id: The record being corrected, which is not its own double.
    """
    desk.require(Permission.FIND)
    person = person_from(desk, details, person_id or desk.new_id())
    desk.trail.note(AuditAct.SEARCHED, words=f"who may be {person.name}")
    with desk.reading() as work:
        return work.same_person_candidates(desk.practice.id, person)


def register(desk: Desk, details: PersonDetails, *, op_id: UUID | None = None) -> Person:
    """Register somebody new.

    Args:
        desk: Where the work is done.
        details: Who they are.
        op_id: The client's id of this write, also the person's id.

    Raises:
        AlreadySomebodys: Their valid NHS number already is somebody else's here.
    """
    desk.require(Permission.EDIT_PERSON)
    op = op_id or desk.new_id()
    person = person_from(desk, details, op)
    with desk.writing() as work:
        if not enrol(desk, work, person, op):
            return cast("Person", work.item(ItemKind.PERSON, op, op))
        work.commit()
    return person


def enrol(desk: Desk, work: Writing, person: Person, op_id: UUID, reason: str = "") -> bool:
    """Add a person inside a unit of work that its caller commits.

    Args:
        desk: Where the work is done.
        work: The unit of work.
        person: Who.
        op_id: The id of this write.
        reason: Why, when it was not by hand.

    Returns:
        False when a person with this id is here already, and nothing was done.

    Raises:
        AlreadySomebodys: Their valid NHS number is somebody else's here.
    """
    if not work.insert_person(person):
        return False
    claim_number(work, person)
    work.insert_revision(
        Revision(
            id=desk.new_id(),
            person_id=person.person_id,
            seq=work.take_turn(person.person_id),
            item_kind=ItemKind.PERSON,
            item_id=person.person_id,
            item_version=1,
            base_version=0,
            op_id=op_id,
            outcome=RevisionOutcome.APPLIED,
            changes=difference({}, fields_of(ItemKind.PERSON, person)),
            reason=reason,
            by=desk.worker.id,
            at=desk.now(),
        )
    )
    return True


def person_from(desk: Desk, details: PersonDetails, person_id: UUID) -> Person:
    """The person that details describe, as recorded now by whoever works here."""
    now = desk.now()
    return Person(
        **dict(details),
        id=person_id,
        person_id=person_id,
        practice_id=desk.practice.id,
        version=1,
        authored_by=desk.worker.id,
        performed_by=desk.worker.id,
        occurred_at=now,
        recorded_at=now,
    )


def correct(desk: Desk, person: Person, fields: Fields, *, reason: str = "", op_id: UUID | None = None) -> Saved:
    """Correct somebody's details; what they were stays in the history.

    Args:
        desk: Where the work is done.
        person: As read.
        fields: New values of what changed.
        reason: Why, where the change needs one.
        op_id: The client's id of this write.

    Raises:
        AlreadySomebodys: The new NHS number is somebody else's here.
        Changed: Somebody else corrected the same field meanwhile.
    """
    desk.require(Permission.EDIT_PERSON)
    return amend(desk, Spot.of(ItemKind.PERSON, person), fields, op_id=op_id, reason=reason)


def add_need(desk: Desk, person_id: UUID, draft: NeedDraft, *, op_id: UUID | None = None) -> Saved:
    """Record something to arrange for a person."""
    desk.require(Permission.EDIT_PERSON)
    return add(desk, ItemKind.NEED, person_id, draft, op_id=op_id)


def add_contact(desk: Desk, person_id: UUID, draft: ContactDraft, *, op_id: UUID | None = None) -> Saved:
    """Record somebody beside the person."""
    desk.require(Permission.EDIT_PERSON)
    return add(desk, ItemKind.CONTACT, person_id, draft, op_id=op_id)


def add_condition(desk: Desk, person_id: UUID, draft: ConditionDraft, *, op_id: UUID | None = None) -> Saved:
    """Record a condition by hand."""
    desk.require(Permission.EDIT_PLAN)
    return add(desk, ItemKind.CONDITION, person_id, draft, op_id=op_id)


def change_detail(desk: Desk, spot: Spot, fields: Fields, *, op_id: UUID | None = None) -> Saved:
    """Change a need, contact or condition."""
    desk.require(_detail_permission(spot.kind))
    return amend(desk, spot, fields, op_id=op_id)


def end_detail(desk: Desk, spot: Spot, reason: str, *, op_id: UUID | None = None) -> Saved:
    """End a need, contact or condition with a reason.

    Raises:
        Refused: No reason was given, or the role may not.
    """
    desk.require(_detail_permission(spot.kind))
    if not reason.strip():
        raise Refused("Say why it ends.")
    return end(desk, spot, reason, op_id=op_id)


DETAILS = frozenset({ItemKind.NEED, ItemKind.CONTACT, ItemKind.CONDITION})
"""What is recorded beside a person by hand."""


def _detail_permission(kind: ItemKind) -> Permission:
    if kind not in DETAILS:
        raise Refused("This is not one of the person's details.")
    return TO_CHANGE[kind]
