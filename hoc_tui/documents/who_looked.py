"""A person's audit in plain words, for the person: who opened their record and changed it, when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.vocabulary import AuditAct, Role

JOBS = {
    Role.RECEPTIONIST: "reception",
    Role.HEALTHCARE_ASSISTANT: "healthcare assistant",
    Role.NURSE: "nurse",
    Role.GP: "doctor",
    Role.PHARMACIST: "pharmacist",
    Role.LINK_WORKER: "link worker",
    Role.PRACTICE_MANAGER: "practice manager",
    Role.SAFETY_OFFICER: "safety officer",
    Role.AUDITOR: "checks who looks at records",
    Role.SYSTEM_ADMINISTRATOR: "looks after the computers",
}
"""What somebody does here, for people who do not work here."""

DID = {
    AuditAct.OPENED: "opened your record",
    AuditAct.SHOWN: "opened your record without the usual screen",
    AuditAct.SEARCHED: "looked for people and found you",
    AuditAct.CHANGED: "wrote in your record",
    AuditAct.AGREED: "agreed your plan with you",
    AuditAct.IMPORTED: "added what another place sent about you",
    AuditAct.PRINTED: "printed something from your record",
    AuditAct.EXPORTED: "made a copy of your record",
    AuditAct.RESTORED: "brought your record back from a safe copy",
    AuditAct.READ_AUDIT: "looked at this list of who has seen your record",
    AuditAct.LISTED: "looked at a list with something of yours on it",
    AuditAct.SETTLED: "found out that something another place sent is about you",
    AuditAct.MOVED: "moved a test result that was in the wrong record",
    AuditAct.JOINED: "put two records about you together",
    AuditAct.APPROVED: "decided which limits for test results are used here",
    AuditAct.LET_GO: "let go of a change to your record that could not be saved",
    AuditAct.REFUSED: "tried to open your record, or a part of it, and was not let in",
}
"""What somebody did, said to the person it was about."""

NOTHING = "Nobody has opened your record since this list was begun."


def audit_text(entries: Sequence[AuditEntry], *, zone: str) -> str:
    """One sentence for each thing that was done, oldest first.

    Args:
        entries: A person's audit.
        zone: The practice's time zone.

    Returns:
        Plain text, one sentence to a line.
    """
    return "\n".join(_sentences(entries, ZoneInfo(zone))) or NOTHING


def _sentences(entries: Iterable[AuditEntry], zone: ZoneInfo) -> Iterable[str]:
    for one in entries:
        why = f" The reason given was: {one.why}" if one.why else ""
        yield f"On {_when(one.at.astimezone(zone))} {_who(one)} {DID.get(one.act, 'used your record')}.{why}"


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B} {at.year} at {at:%H:%M}"


def _who(one: AuditEntry) -> str:
    """Somebody by name, and what they do where the name does not say it."""
    if not one.name:
        return "somebody who does not work here"
    job = JOBS[one.role] if one.role else ""
    return one.name if not job or job in one.name.casefold() else f"{one.name} ({job})"
