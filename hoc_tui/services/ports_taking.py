"""What taking laboratory reports in needs from a unit of work: everything for a whole batch in one statement each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from hoc_tui.domain.history import Revision
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.record import Record
from hoc_tui.domain.taking import KeptMessage, NewMessage, PlanUse, PutAside, ReportTake, Settled
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import QuarantineOutcome


class TakingReports(Protocol):
    """The part of a unit of work that takes reports in; each method asks the database a constant number of times."""

    def hold_numbered(self, practice_id: UUID, numbers: Collection[str]) -> Mapping[str, FoundPerson]:
        """The people of a practice that valid NHS numbers lead to, their records locked in one order.

        Args:
            practice_id: Whose people.
            numbers: Ten digits each.
        """

    def keep_messages(self, messages: Sequence[NewMessage], *, by: UUID, at: datetime) -> Mapping[str, KeptMessage]:
        """Keep messages as they came, or find the same bytes kept before; by digest."""

    def settle_reports(self, takes: Sequence[ReportTake], at: datetime) -> Sequence[Settled]:
        """Put results into records, each by its sender's identity of it: new, the same again, corrected or older.

        Args:
            takes: In the order in which they came; several may be about one person.
            at: When.
        """

    def moved_away(self, people: Collection[UUID]) -> Mapping[tuple[UUID, str, str], bool]:
        """Results that were moved away from these people and not back, by person, sender and the sender's id."""

    def plans_using(self, results: Mapping[UUID, Collection[UUID]]) -> Mapping[UUID, Sequence[PlanUse]]:
        """The agreed plans that showed some results.

        Args:
            results: Ids of results by whose record they stand in.
        """

    def reviews_of(self, results: Mapping[UUID, Collection[UUID]]) -> Sequence[Review]:
        """The reviews that have not ended of some results, by whose record they stand in."""

    def insert_reviews(self, reviews: Sequence[Review]) -> None:
        """Add reviews; each begins with its result and without a revision."""

    def end_reviews(self, reviews: Sequence[Review], revisions: Sequence[Revision]) -> None:
        """Write that reviews have ended, each with its revision."""

    def take_turns(self, counts: Mapping[UUID, int]) -> Mapping[UUID, int]:
        """Count changes to several records, and return the first of each one's numbers."""

    def put_aside(self, practice_id: UUID, things: Sequence[PutAside], at: datetime) -> None:
        """Add to what people work through; a code or unit that is asked about already is not asked about twice."""

    def settle_waiting(
        self, reports: Mapping[UUID, UUID], outcome: QuarantineOutcome, reason: str, *, by: UUID, at: datetime
    ) -> None:
        """Say whose reports that waited turned out to be: the id of what waited, and of the person."""

    def next_position(self, message_id: UUID) -> int:
        """The first free place in a message's list of what was put aside."""

    def records_for_judging(self, people: Collection[UUID]) -> Mapping[UUID, Record]:
        """Records with who people are and their conditions, and nothing else in them."""

    def touch_message(self, person_id: UUID | None, message_id: UUID) -> None:
        """Let the audit say that a message was taken in, and in whose record."""
