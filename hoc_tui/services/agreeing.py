"""Agreeing the one care plan: freezing version n+1, reading versions, marking one made in the wrong record."""

from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.items import ITEM_FIELDS, Item
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.plan import AgreeDraft, Frozen, PlanContent, PlanVersion, chain_holds, content_of, freeze, thaw
from hoc_tui.domain.record import Record
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import Agreement, ItemKind, Step
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.saving import Spot, amend_within, keep_plan

ALTERED = "The agreed plans of this record have been altered."
"""What to say when a frozen version is not what was agreed."""


def agree(desk: Desk, read: Record, terms: AgreeDraft, *, op_id: UUID | None = None) -> PlanVersion:
    """Freeze the plan as it was read and talked about, as the next version.

    Args:
        desk: Where the work is done.
        read: The record on the screen: exactly this is what was agreed.
        terms: Who agreed, how, and when it is looked at again.
        op_id: The client's id of this agreement, so that a retry freezes nothing twice.

    Returns:
        The frozen version.

    Raises:
        Changed: The record changed since it was read; look at it before agreeing.
        Refused: The role may not, a reason or a name is missing, or an earlier version was altered.
    """
    desk.require(Permission.AGREE_PLAN)
    _require_terms(terms)
    op, person_id = op_id or desk.new_id(), read.person.person_id
    with desk.writing() as work:
        before = work.take_turn(person_id) - 1
        if (done := work.version_made_by(person_id, op)) is not None:
            return done
        if before != read.change_seq:
            raise Changed("The plan changed since you read it.", hint="Look at what is new, then agree.")
        current = work.record(person_id, clinical=True)
        version, body = _next_version(desk, work, current, terms)
        work.insert_version(version, body, op)
        _keep_review(desk, work, current, terms, op)
        work.commit()
    return version


def _require_terms(terms: AgreeDraft) -> None:
    if terms.reason_missing:
        raise Refused("Say in the person's words what they see differently, or why they do not agree.")
    if terms.representative_missing:
        raise Refused("Say who agreed for the person.")


def _next_version(desk: Desk, work: Writing, record: Record, terms: AgreeDraft) -> tuple[PlanVersion, str]:
    person_id = record.person.person_id
    chain = work.chain(person_id)
    if not chain_holds(chain):
        raise Refused(ALTERED, hint="Tell your safety officer; nothing was agreed.")
    content = content_of(record, catalogue_for(record.site))
    frozen = Frozen(
        person_id=person_id,
        number=len(chain) + 1,
        agreed_at=desk.now(),
        agreed_with=desk.worker.id,
        terms=terms,
        content=content.model_copy(update={"review_on": terms.review_on, "reviewer": terms.reviewer}),
    )
    return freeze(frozen, chain[-1][2] if chain else "")


def _keep_review(desk: Desk, work: Writing, record: Record, terms: AgreeDraft, op: UUID) -> None:
    """Keep the agreed review in the living plan too, and move today's visit on."""
    plan, person_id = record.plan, record.person.person_id
    fields: dict[str, object] = {"review_on": terms.review_on, "reviewer": terms.reviewer}
    if terms.present:
        fields["present"] = terms.present
    keep_plan(desk, work, person_id, plan.version if plan else 0, fields, op)
    visit = record.visit_on(desk.today(), ZoneInfo(desk.practice.zone))
    if visit is not None:
        step = Step.PLAN_DECLINED if terms.agreement is Agreement.NOT_AGREED else Step.PLAN_AGREED
        amend_within(desk, work, Spot.of(ItemKind.VISIT, visit), {"step": step}, op, "plan agreed")


def read_version(desk: Desk, person_id: UUID, number: int) -> PlanVersion:
    """An agreed version as it was frozen.

    Raises:
        NotFound: There is no such version.
        Refused: The role may not, or a frozen text was altered.
    """
    desk.require(Permission.SEE_CLINICAL, person_id)
    desk.trail.opening(person_id)
    with desk.reading() as work:
        chain = work.chain(person_id)
    if not chain_holds(chain):
        raise Refused(ALTERED, hint="Tell your safety officer.")
    if not 1 <= number <= len(chain):
        raise NotFound(f"There is no plan {number} in this record.")
    previous, body, own = chain[number - 1]
    version = thaw(body, previous, own)
    if (version.person_id, version.number) != (person_id, number):
        raise Refused(ALTERED, hint="Tell your safety officer.")
    return version


def mark_wrong_record(
    desk: Desk, version_of: UUID, number: int, rightful: UUID, reason: str, *, op_id: UUID | None = None
) -> None:
    """Say in both records that a version was agreed in the wrong one; the version itself is never altered.

    Args:
        desk: Where the work is done.
        version_of: The record the version stands in by mistake.
        number: Which version.
        rightful: The record it was meant for.
        reason: What happened.
        op_id: The client's id of this mark, so that a retry marks nothing twice.

    Raises:
        Refused: No reason, the same record twice, already marked, or the role may not.
        NotFound: There is no such version or person.
    """
    desk.require(Permission.AGREE_PLAN)
    if not reason.strip():
        raise Refused("Say what happened.")
    if version_of == rightful:
        raise Refused("The right record and the wrong one cannot be the same.")
    mark = op_id or desk.new_id()
    with desk.writing() as work:
        # In one order for everybody, so that two marks at once cannot wait for each other.
        for person_id in sorted((version_of, rightful)):
            work.take_turn(person_id)
        if _already_marked(work, version_of, number, mark):
            return
        for person_id in (version_of, rightful):
            work.mark_version(person_id, version_of, number, sanitise(reason), desk.worker.id, desk.now(), mark)
        work.commit()


def _already_marked(work: Writing, version_of: UUID, number: int, mark: UUID) -> bool:
    """Whether this very mark was made before."""
    work.version(version_of, number)
    standing = work.mark_of(version_of, number)
    if standing not in {None, mark}:
        raise Refused("This version is marked already.")
    return standing is not None


def changed_items(before: PlanContent, after: PlanContent) -> tuple[tuple[str, Item | None, Item | None], ...]:
    """What differs between two plans, item by item, for reading them side by side.

    Returns:
        (kind, item before, item after), None where an item is missing on one side; only differing ones.
    """
    kinds = ("agenda", "goals", "actions", "decisions", "targets")
    return tuple(row for kind in kinds for row in _compare(kind, getattr(before, kind), getattr(after, kind)))


def _compare(
    kind: str, before: tuple[Item, ...], after: tuple[Item, ...]
) -> tuple[tuple[str, Item | None, Item | None], ...]:
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    every = [*old, *(item_id for item_id in new if item_id not in old)]
    pairs = [(kind, old.get(item_id), new.get(item_id)) for item_id in every]
    return tuple(pair for pair in pairs if _differ(pair[1], pair[2]))


def _differ(one: Item | None, other: Item | None) -> bool:
    """Whether they say different things; where an item stands in its list says nothing."""
    if one is None or other is None:
        return True
    return _said(one) != _said(other)


def _said(item: Item) -> dict[str, JsonValue]:
    fields = set(type(item).model_fields) - ITEM_FIELDS - {"position"}
    said: dict[str, JsonValue] = item.model_dump(mode="json", include=fields)
    return said
