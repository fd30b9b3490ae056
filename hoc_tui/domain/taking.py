"""What passes between the rules of taking a report in and the rows it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from hoc_tui.domain.counting import Taken
from hoc_tui.domain.messages import IncomingReport
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.vocabulary import QuarantineKind, QuarantineOutcome

MOVED = "This was moved to another record before and has come for this person again."
"""Why results are put aside although it is certain whose they are said to be."""


@dataclass(frozen=True)
class NewMessage:
    """A message on its way into the database."""

    id: UUID
    name: str
    """What its file is called."""
    sender: str
    control_id: str
    body: bytes
    """As it came; the same bytes again are the same message."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its bytes, in 64 hexadecimal digits."""
        return sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report of a known message that was put aside."""

    id: UUID
    outcome: QuarantineOutcome | None
    """None while it still waits."""


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message as it stands in the database."""

    id: UUID
    new: bool
    """Whether its bytes came for the first time."""
    waiting: Mapping[int, WaitingReport] = field(default_factory=dict)
    """Of a known one: its reports that were put aside, by their place in it."""
    next_position: int = 0
    """The first place in the quarantine's list of this message that is free."""


@dataclass(frozen=True, slots=True)
class ReportTake:
    """The results of one report on their way into one record."""

    person_id: UUID
    message_id: UUID | None
    """None for what somebody wrote down here."""
    sender: str
    results: tuple[SentResult, ...]
    attached: bool = False
    """Whether somebody said whose it is: then what was once moved away from them comes back, because they said so."""


@dataclass(frozen=True, slots=True)
class Stands:
    """A result that now stands in a record."""

    id: UUID
    sent: SentResult
    before: tuple[UUID, ...] = ()
    """What it replaced, and what that had replaced."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the results of one report."""

    added: tuple[Stands, ...] = ()
    corrected: tuple[Stands, ...] = ()
    unchanged: int = 0
    """With older copies that came late, which join the history alone."""
    moved: tuple[SentResult, ...] = ()
    """Results that were once moved away from this person: taken nowhere."""

    @property
    def taken(self) -> Taken:
        """The counts of it."""
        return Taken(
            results_added=len(self.added), results_unchanged=self.unchanged, results_corrected=len(self.corrected)
        )

    @property
    def news(self) -> tuple[Stands, ...]:
        """What somebody must look at."""
        return self.added + self.corrected


@dataclass(frozen=True, slots=True)
class PutAside:
    """Something that people will work through."""

    message_id: UUID
    position: int
    """Its place in the message; each holds one thing."""
    kind: QuarantineKind
    place: str
    reason: str
    sender: str = ""
    raw: str = ""
    report: IncomingReport | None = None
    test_key: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlanUse:
    """An agreed plan that showed some results."""

    number: int
    agreed_at: datetime
    results: frozenset[UUID]
