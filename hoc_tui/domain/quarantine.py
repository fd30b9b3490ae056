"""What could not be placed: messages about nobody for certain, tests that nobody knows, and who they may belong to."""

from datetime import datetime
from uuid import UUID

from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.messages import IncomingReport
from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import QuarantineKind, QuarantineOutcome


class Likely(Value):
    """Somebody a report may be about, and why, in words that name what agrees and what does not."""

    person: FoundPerson
    why: tuple[str, ...]
    against: tuple[str, ...] = ()


class Quarantined(Value):
    """One thing that people work through."""

    id: UUID
    kind: QuarantineKind
    file: str = ""
    """What its file is called."""
    place: str
    """Where it stood in it."""
    sender: str = ""
    reason: str
    raw: str = ""
    """As sent, for whoever works through it."""
    report: IncomingReport | None = None
    """What it says, when it is a report about somebody."""
    test_key: str = ""
    unit: str = ""
    """The code and unit that are asked about, when it is a test."""
    received_at: datetime
    message_id: UUID
    settled_at: datetime | None = None
    settled_by: UUID | None = None
    outcome: QuarantineOutcome | None = None
    settled_reason: str = ""
    attached_to: UUID | None = None
    """Whose it turned out to be."""


class TestMapping(Value):
    """What this site decided about a code or unit that content does not know."""

    __test__ = False

    id: UUID
    test_key: str
    unit: str = ""
    """The unit as sent; empty when it is about the code whatever its unit."""
    test_id: str = ""
    """The test of the catalogue; empty when it stays a test of its own."""
    reason: str = ""
    decided_by: UUID
    decided_at: datetime


class ContentApproval(Value):
    """That a clinical safety officer let an entry of reviewed content judge here, or stopped it."""

    id: UUID
    entry_id: str
    """The limit's or noise's id."""
    digest: str
    """SHA-256 of the entry as it was approved: a changed entry must be approved anew."""
    enabled: bool
    reason: str
    approved_by: UUID
    approved_at: datetime
