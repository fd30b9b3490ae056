"""The audit: searches, a person's own audit, and verifying that nobody altered it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.audit_checks import EntryCheck, Finding, Standing, agreed_in, check_plans, check_seals
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.text import TextTooLong, sanitise
from hoc_tui.domain.vocabulary import AuditAct
from hoc_tui.services.ports import Desk, Reading

# -- Searching ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Search:
    """A search that is under way, as the audit knows it."""

    event: UUID


def begin_search(desk: Desk) -> Search:
    """Enter that somebody begins to look for people, before they find any.

    Raises:
        Refused: The role may not find people.
        DatabaseUnavailable: It could not be entered; nothing may be searched.
    """
    desk.require(Permission.FIND)
    return Search(desk.trail.note(AuditAct.SEARCHED))


def end_search(desk: Desk, search: Search, typed: str, opened: UUID | None = None) -> None:
    """Add what a search came to: what stood in the box at last, and whose record was opened from it.

    Args:
        desk: Where the work is done.
        search: What `begin_search` returned.
        typed: The last text.
        opened: Whose record, if one was.
    """
    desk.trail.note(AuditAct.SEARCHED, opened, words=_searched(typed), continues=search.event)


def _searched(typed: str) -> str:
    try:
        return sanitise(typed, lines=False)
    except TextTooLong:
        return "more than can be searched for"


# -- A person's own audit -----------------------------------------------------------------------------------------


def audit_of(desk: Desk, person_id: UUID) -> Sequence[AuditEntry]:
    """Everything that was done in a person's record, oldest first; reading it is in the audit itself.

    Raises:
        Refused: The role may not.
    """
    desk.require(Permission.READ_AUDIT, person_id)
    desk.trail.note(AuditAct.READ_AUDIT, person_id)
    with desk.reading() as work:
        return work.audit_of(desk.practice.id, person_id)


# -- Verifying ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verified:
    """What verifying looked at and found."""

    seals: int
    entries: int
    """Entries that the seals cover."""
    unsealed: int
    plans: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether everything stands as it was."""
        return not self.findings


def verify(desk: Desk, kept: Sequence[Seal] = ()) -> Verified:
    """Look for everything that was altered, removed, inserted, moved or cut off, in the audit and the agreed plans.

    Args:
        desk: Where the work is done.
        kept: Seals that were kept elsewhere; without them nobody can tell that the end was cut off.

    Returns:
        What was found.

    Raises:
        Refused: The role may not.
    """
    desk.require(Permission.CHECK_AUDIT)
    with desk.reading() as work:
        believed, findings = check_seals(list(work.seals()), kept)
        check = EntryCheck(late=work.commits_late)
        for seal in believed:
            check.take(seal, _standing_in(work, seal))
        unsealed = _outside(work, believed)
        check.take_unsealed(unsealed)
        plans = list(work.plan_chains(desk.practice.id))
        agreed = [one for entry in work.audit_agreements() for one in agreed_in(entry)]
    findings += [*check.findings(), *check_plans(plans, agreed)]
    return Verified(len(believed), sum(seal.counted for seal in believed), len(unsealed), len(plans), tuple(findings))


def _standing_in(work: Reading, seal: Seal) -> dict[int, Standing]:
    numbers = [one.seq for one in seal.entries]
    if not numbers:
        return {}
    return {one.seq: one for one in work.audit_standing(min(numbers), max(numbers))}


def _outside(work: Reading, believed: Sequence[Seal]) -> list[Standing]:
    """Entries that no seal of the database covers, nor any that was kept elsewhere."""
    covered = {one.seq for seal in believed for one in seal.entries}
    return [one for one in work.audit_unsealed() if one.seq not in covered]
