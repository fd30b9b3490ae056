"""Which limits of reviewed content may judge here: decided by the site's clinical safety officer, and recorded.

Nothing that nobody has signed for judges anybody until then: there is "no target set".
"""

from collections.abc import Sequence

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.site import approved_in, digest_of
from hoc_tui.domain.catalogue import CatalogueTest, Limit, Noise
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.limits import ContentStatus
from hoc_tui.domain.model import Value
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.quarantine import ContentApproval
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import AuditAct
from hoc_tui.services.ports import Desk

EVERYTHING = "all"
"""The name that stands for every entry."""


class Entry(Value):
    """A limit or noise of reviewed content, and whether it judges here."""

    id: str
    test: str
    words: str
    source: str
    status: ContentStatus
    signed_off_by: str
    enabled: bool


def entries(desk: Desk) -> Sequence[Entry]:
    """Every entry that could judge, in the catalogue's order, with what this site has decided of each."""
    catalogue = usual_catalogue()
    with desk.reading() as work:
        approved = approved_in(catalogue, work.site(desk.practice.id))
    return [_entry(test, one, approved) for test in catalogue.tests for one in test.judging]


def _entry(test: CatalogueTest, one: Limit | Noise, approved: frozenset[str]) -> Entry:
    return Entry(
        id=one.id,
        test=test.name,
        words=one.words if isinstance(one, Limit) else _same(one, test.unit),
        source=one.source,
        status=one.status,
        signed_off_by=one.signed_off_by,
        enabled=one.status is ContentStatus.VERIFIED or one.id in approved,
    )


def _same(noise: Noise, unit: str) -> str:
    """What counts as about the same, in words."""
    within = f"{noise.absolute} {unit}" if noise.absolute is not None else f"{noise.percent} %"
    return f"about the same within {within} of the value before"


def approve(desk: Desk, entry_ids: Sequence[str], reason: str) -> int:
    """Let entries judge here, as they stand now: an entry that changes later must be approved again.

    Args:
        desk: Where the work is done.
        entry_ids: Their ids; `EVERYTHING` for all there are.
        reason: On what grounds, such as the minutes of a meeting.

    Returns:
        How many entries were decided about.

    Raises:
        Refused: The role may not, an id is unknown, or no reason was given.
    """
    return _decide(desk, entry_ids, reason, enabled=True)


def stop(desk: Desk, entry_ids: Sequence[str], reason: str) -> int:
    """Let entries judge here no longer.

    Args:
        desk: Where the work is done.
        entry_ids: Their ids; `EVERYTHING` for all there are.
        reason: Why.

    Returns:
        How many entries were decided about.

    Raises:
        Refused: The role may not, an id is unknown, or no reason was given.
    """
    return _decide(desk, entry_ids, reason, enabled=False)


def _decide(desk: Desk, entry_ids: Sequence[str], reason: str, *, enabled: bool) -> int:
    desk.require(Permission.APPROVE_CONTENT)
    said = sanitise(reason).strip()
    if not said:
        raise Refused("Say on what grounds.", hint="Give --reason.")
    judging = usual_catalogue().judging
    wanted = list(judging) if EVERYTHING in entry_ids else list(dict.fromkeys(entry_ids))
    unknown = [one for one in wanted if one not in judging]
    if unknown:
        raise Refused(f"There is no entry “{sanitise(unknown[0], lines=False)}”.", hint="See: hoc-tui content list")
    decided = [_decision(desk, one, digest_of(judging[one]), said, enabled=enabled) for one in wanted]
    with desk.writing() as work:
        work.tell(AuditAct.APPROVED, f"{'enabled' if enabled else 'stopped'} {len(wanted)}: {', '.join(wanted)[:2000]}")
        work.keep_approvals(desk.practice.id, decided)
        work.commit()
    return len(wanted)


def _decision(desk: Desk, entry_id: str, digest: str, reason: str, *, enabled: bool) -> ContentApproval:
    return ContentApproval(
        id=desk.new_id(),
        entry_id=entry_id,
        digest=digest,
        enabled=enabled,
        reason=reason,
        approved_by=desk.worker.id,
        approved_at=desk.now(),
    )
