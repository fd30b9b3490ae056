"""What services need from a database: two kinds of unit of work, and the desk they are done at.

`hoc_tui.data` implements these; only `hoc_tui.cli` puts the two together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.audit_checks import KeptVersion, Standing
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.counting import Taken
from hoc_tui.domain.entry.search import Search
from hoc_tui.domain.errors import HocError, Refused
from hoc_tui.domain.history import Revision
from hoc_tui.domain.incoming import IncomingRecord, Puzzle
from hoc_tui.domain.items import Item
from hoc_tui.domain.joining import Brought, Joining
from hoc_tui.domain.lists import FoundPerson, TodayEntry
from hoc_tui.domain.people import Person, Practice, Staff
from hoc_tui.domain.permissions import Permission, may
from hoc_tui.domain.plan import PlanVersion
from hoc_tui.domain.presence import Presence, Pulse
from hoc_tui.domain.quarantine import ContentApproval, Quarantined, TestMapping
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.taking import Stands
from hoc_tui.domain.triage import ResultMove, ToCheck, TriageEntry
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, Touch
from hoc_tui.services.ports_taking import TakingReports
from hoc_tui.services.trail import Trail


class ReadingAudit(Protocol):
    """What can be read of the audit."""

    @property
    def commits_late(self) -> bool:
        """Whether entries can become visible in another order than that of their numbers."""

    def audit_of(self, practice_id: UUID, person_id: UUID) -> Sequence[AuditEntry]:
        """What was done in one person's record, oldest first."""

    def audit_agreements(self) -> Iterator[AuditEntry]:
        """Entries of plans that were agreed, read as they are asked for."""

    def audit_standing(self, low: int, high: int) -> Iterator[Standing]:
        """Entries between two numbers, the unreadable ones too, read as they are asked for."""

    def audit_unsealed(self) -> Iterator[Standing]:
        """Entries that no seal covers, read as they are asked for."""

    def seals(self, after: int = 0) -> Iterator[Seal]:
        """Seals after a number in order, with their entries, read as they are asked for."""

    def plan_chains(self, practice_id: UUID) -> Iterator[KeptVersion]:
        """Every agreed plan of a practice's people, a person's together and in order."""


class Reading(ReadingAudit, Protocol):
    """A unit of work that only reads; every method names how often it asks the database."""

    def record(self, person_id: UUID, *, clinical: bool) -> Record:
        """A person's record in one round trip.

        Args:
            person_id: Whose.
            clinical: Whether clinical rows may be read; otherwise only identity, needs, contacts, visits.

        Raises:
            NotFound: Nobody here has this id.
        """

    def pulse(self, person_id: UUID, session_id: UUID) -> Pulse:
        """How a record stands and who else has it open, in one round trip.

        Args:
            person_id: Whose record.
            session_id: The program that asks.

        Raises:
            NotFound: Nobody here has this id.
        """

    def find(self, practice_id: UUID, search: Search, *, limit: int) -> Sequence[FoundPerson]:
        """People who fit a search, by name, in one round trip."""

    def today(self, practice_id: UUID, start: datetime, end: datetime) -> Sequence[TodayEntry]:
        """The visits of a day in order of time, in one round trip."""

    def to_check(self, practice_id: UUID) -> Sequence[TriageEntry]:
        """Results that wait for a clinician, of several people, in one round trip and in no order."""

    def quarantine_left(self, practice_id: UUID) -> Sequence[Quarantined]:
        """What could not be placed and nobody has settled, oldest first, in one round trip."""

    def quarantined(self, practice_id: UUID, thing_id: UUID) -> Quarantined:
        """One thing that could not be placed, as it stands now.

        Raises:
            NotFound: There is no such thing.
        """

    def mappings(self, practice_id: UUID) -> Sequence[TestMapping]:
        """What this site has decided about unknown codes and units, oldest first."""

    def joinings(self, practice_id: UUID, person_id: UUID | None = None) -> Sequence[Joining]:
        """Joinings that are not over: of one person, or those of the practice that wait to be confirmed."""

    def site(self, practice_id: UUID) -> SiteContent:
        """What a practice has decided about reviewed content."""

    def how_many_to_check(self, practice_id: UUID) -> ToCheck:
        """How many results wait, without whose or what, in one round trip."""

    def items(self, kind: ItemKind, person_id: UUID) -> Sequence[Item]:
        """The items of a kind that have not ended, in the order in which they were recorded."""

    def person_of(self, system: str, value: str) -> UUID | None:
        """Whom an outside identity belongs to."""

    def people_ending(self, practice_id: UUID, digits: str) -> Sequence[UUID]:
        """People of a practice whose id ends so, in one round trip; two at most, to see whether it is one."""

    def same_person_candidates(self, practice_id: UUID, person: Person) -> Sequence[FoundPerson]:
        """People who may be the same one: same valid NHS number, or same date of birth and a similar name."""

    def version(self, person_id: UUID, number: int) -> PlanVersion:
        """An agreed plan version, read back from its frozen text.

        Raises:
            NotFound: There is no such version.
        """

    def version_made_by(self, person_id: UUID, op_id: UUID) -> PlanVersion | None:
        """The version that an agreement made; None when there was no such agreement."""

    def chain(self, person_id: UUID) -> list[tuple[str, str, str]]:
        """(previous hash, canonical text, hash) of every version in order."""

    def revisions(
        self, person_id: UUID, *, item_id: UUID | None = None, op_id: UUID | None = None, after: int = -1
    ) -> list[Revision]:
        """Changes to a record in order.

        Args:
            person_id: Whose record.
            item_id: Of one item only.
            op_id: Of one operation only.
            after: Only those that made a version newer than this one, or lost to one.
        """

    def staff(self, practice_id: UUID) -> Sequence[Staff]:
        """Everybody who works or worked here."""


class Writing(Reading, TakingReports, Protocol):
    """A unit of work that may change; leaving it without `commit` changes nothing."""

    def hold(self, person_id: UUID) -> None:
        """Lock a person's record until the end of this unit, without counting a change.

        Raises:
            NotFound: Nobody here has this id.
        """

    def take_turn(self, person_id: UUID) -> int:
        """Lock a person's record until the end of this unit and return the next change number.

        Raises:
            NotFound: Nobody here has this id.
        """

    def item(self, kind: ItemKind, person_id: UUID, item_id: UUID) -> Item:
        """The item as it stands now.

        Raises:
            NotFound: The record has no such item.
        """

    def insert_item(self, kind: ItemKind, item: Item) -> None:
        """Add an item's row."""

    def update_item(self, kind: ItemKind, item: Item) -> None:
        """Replace an item's row with its next version."""

    def insert_revision(self, revision: Revision) -> None:
        """Add to the history."""

    def insert_person(self, person: Person) -> bool:
        """Add a person with the keys to find them by; False when their id is here already, and nothing was done."""

    def index_person(self, person: Person) -> None:
        """Renew the keys to find a person by."""

    def claim_identity(self, system: str, value: str, person_id: UUID) -> None:
        """Say that an outside identity is this person's.

        Raises:
            AlreadySomebodys: It is somebody else's.
        """

    def release_identity(self, system: str, value: str, person_id: UUID) -> None:
        """Say that an outside identity is not this person's after all."""

    def insert_version(self, version: PlanVersion, body: str, op_id: UUID) -> None:
        """Freeze a plan version."""

    def mark_of(self, version_of: UUID, number: int) -> UUID | None:
        """The id of the mark that says a version was agreed in the wrong record; None when it stands."""

    def mark_version(
        self, person_id: UUID, version_of: UUID, number: int, reason: str, by: UUID, at: datetime, mark_id: UUID
    ) -> None:
        """Say in a record that a version was agreed in the wrong one."""

    def take_message(self, name: str, body: bytes, *, by: UUID, at: datetime, message_id: UUID) -> UUID:
        """Keep a file's bytes, or find the same bytes kept before."""

    def touch_results(self, person_id: UUID, results: Sequence[UUID], touch: Touch, op_id: UUID) -> None:
        """Let the audit say that somebody wrote results down by hand, once this is committed."""

    def take_record(
        self, incoming: IncomingRecord, person_id: UUID, message_id: UUID, at: datetime
    ) -> tuple[Taken, Sequence[Stands]]:
        """Add an incoming record's results and background, idempotently, in batches.

        Returns:
            The counts, and the results that took another's place.
        """

    def quarantine(self, practice_id: UUID, message_id: UUID, puzzles: Sequence[Puzzle], at: datetime) -> int:
        """Put aside what cannot be placed, once for each place in a message; returns how many there are."""

    def be_present(self, here: Presence, *, newly: bool) -> None:
        """Say that a record is open, or still is; only what is new is told to the others at once."""

    def be_gone(self, person_id: UUID, session_id: UUID) -> None:
        """Say that a record is no longer open in a program."""

    def settle_quarantined(self, thing: Quarantined) -> bool:
        """Write what became of something that could not be placed; False when somebody else has just done so."""

    def keep_mapping(self, practice_id: UUID, mapping: TestMapping) -> None:
        """Remember for the whole site which test a code or unit is of."""

    def keep_approvals(self, practice_id: UUID, approvals: Sequence[ContentApproval]) -> None:
        """Write which entries of reviewed content may judge here, or may no longer."""

    def move_result(self, move: ResultMove) -> Result:
        """Copy a result into another record, let the old one point there, and say so in both records.

        Args:
            move: As it is said in the record that the result leaves; the other record gets its counterpart.

        Returns:
            The result as it was.

        Raises:
            NotFound: The record has no such result that counts.
            Refused: The other record has it already.
        """

    def moves_by(self, op_id: UUID) -> Sequence[ResultMove]:
        """What one write moved."""

    def joining(self, practice_id: UUID, joining_id: UUID) -> Joining:
        """One joining as it stands, locked until the end of this unit.

        Raises:
            NotFound: There is no such joining.
        """

    def insert_joining(self, practice_id: UUID, joining: Joining) -> None:
        """Write a proposal."""

    def update_joining(self, joining: Joining) -> None:
        """Write what has become of a joining."""

    def bring_rows(self, other: UUID, kept: UUID, at: datetime) -> list[Brought]:
        """Copy results and background that count into another record, unless its sender's own are there already."""

    def retire_rows(self, kept: UUID, brought: Sequence[Brought]) -> None:
        """Let such copies count no more."""

    def point_identities(self, person_id: UUID, to: UUID) -> Sequence[tuple[str, str]]:
        """Let every outside identity of one record lead to another; gives them back."""

    def point_back(self, identities: Sequence[tuple[str, str]], kept: UUID, to: UUID) -> None:
        """Let outside identities lead back, as far as they still lead to the record that went on."""

    def tell(self, act: AuditAct, words: str, person_id: UUID | None = None) -> None:
        """Let the audit say what was done, beside what was touched, once this is committed."""

    def commit(self) -> None:
        """Make everything in this unit durable, with its entry in the audit; the only place that does."""


@dataclass(frozen=True)
class Desk:
    """Where somebody works: who they are, what time it is, and the way to the database."""

    practice: Practice
    worker: Staff
    now: Callable[[], datetime]
    """The time in UTC."""
    new_id: Callable[[], UUID]
    reading: Callable[[], AbstractContextManager[Reading]]
    writing: Callable[[], AbstractContextManager[Writing]]
    trail: Trail
    """What happens here, in the audit."""
    source: str = ""
    """Where the database is, without passwords, for people who ask."""
    happened: datetime | None = None
    """When what is done here was asked for, where that is not now: a change that waited on somebody's computer."""

    @property
    def moment(self) -> datetime:
        """When what is done here happens, or happened."""
        return self.happened or self.now()

    def today(self) -> date:
        """The date on the practice's wall."""
        return self.now().astimezone(ZoneInfo(self.practice.zone)).date()

    def may(self, permission: Permission) -> bool:
        """Whether this worker's job includes a permission."""
        return may(self.worker.role, permission)

    def require(self, permission: Permission, person_id: UUID | None = None) -> None:
        """Stop here unless the job includes a permission; the attempt stays in the audit.

        Args:
            permission: What is needed.
            person_id: In whose record, where it is known.

        Raises:
            Refused: It does not; the sentence says what would be needed.
        """
        if self.may(permission):
            return
        # Refused it is, also when nobody can write that down.
        with suppress(HocError):
            self.trail.note(AuditAct.REFUSED, person_id, words=permission.value)
        raise Refused(f"Your role here may not {permission.value}.")


Fields = Mapping[str, object]
"""Some fields of a draft, by name."""
