"""Checked before shared: what a clinician has said of each new result, and which results the person may see."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime

from hoc_tui.domain.items import Item
from hoc_tui.domain.lists import ListedPerson
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Result
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import ReviewCause, ReviewState, Urgency

TELL_MANAGER_AFTER = timedelta(hours=2)
"""How long a value that cannot wait may go unacknowledged until the manager is told how many there are.

Source: none; a default of ours, to be set by the site's clinical safety officer. Status: unverified.
"""

RELEASED = frozenset({ReviewState.SAFE})
"""States in which a letter may show a result; one without a review came in a record that others have seen."""


class ReviewDraft(Value):
    """What is said of one result before it is shared."""

    result_id: UUID
    cause: ReviewCause = ReviewCause.LABORATORY
    urgency: Urgency = Urgency.PLAIN
    said: Line = ""
    """Why it is urgent, in words: "6.4 mmol/L is at or over 6.0: phone today"."""
    about: Line = ""
    """The letter or plan that used an earlier value, where that is the cause."""
    state: ReviewState = ReviewState.NEW
    reason: Words = ""
    """Why it is kept back, or what is done first."""
    acknowledged: Words = ""
    """What was done about a value that could not wait; never only a tick."""
    acknowledged_at: AwareDatetime | None = None
    acknowledged_by: UUID | None = None


class Review(ReviewDraft, Item):
    """A review in a person's record."""

    @property
    def open(self) -> bool:
        """Whether somebody must still do something: say what becomes of it, or acknowledge it."""
        return self.state in {ReviewState.NEW, ReviewState.ACT_FIRST} or self.unacknowledged

    @property
    def unacknowledged(self) -> bool:
        """Whether it could not wait, and nobody has said what was done."""
        return self.urgency is Urgency.PHONE and not self.acknowledged


class ResultMove(Value):
    """That a result was in the wrong record: said in both, append-only."""

    id: UUID
    person_id: UUID
    result_id: UUID
    """The result in this record."""
    other_person_id: UUID
    other_result_id: UUID
    away: bool
    """Whether it went from this record; otherwise it came here."""
    reason: str
    moved_by: UUID
    moved_at: datetime
    op_id: UUID
    """The write that moved it."""


class TriageEntry(ListedPerson):
    """A row of the list of results to check."""

    review_id: UUID
    review_version: int
    recorded_at: datetime
    """When it came."""
    result: Result
    cause: ReviewCause
    urgency: Urgency
    said: str = ""
    about: str = ""
    state: ReviewState
    reason: str = ""
    acknowledged: str = ""

    @property
    def unacknowledged(self) -> bool:
        """Whether it could not wait, and nobody has said what was done."""
        return self.urgency is Urgency.PHONE and not self.acknowledged


class ToCheck(Value):
    """How many results wait in a practice, without whose or what."""

    waiting: int = 0
    critical: int = 0
    """Those that cannot wait and nobody has acknowledged."""
    critical_since: datetime | None = None
    """Since when the oldest of them has waited."""

    def waited_too_long(self, now: datetime) -> bool:
        """Whether the manager must hear of it, too.

        Args:
            now: The time.
        """
        return self.critical_since is not None and now - self.critical_since >= TELL_MANAGER_AFTER


def worst_first(entries: Iterable[TriageEntry]) -> list[TriageEntry]:
    """The list in its order: people by their most urgent result, each person's results together, worst first.

    Args:
        entries: In any order.
    """
    everything = list(entries)
    worst: dict[UUID, int] = {}
    for one in everything:
        worst[one.person_id] = max(one.urgency.rank, worst.get(one.person_id, 0))
    return sorted(everything, key=lambda one: (-worst[one.person_id], one.name, one.person_id, _place(one)))


def _place(one: TriageEntry) -> tuple[int, str, str]:
    """Worst first, then by test, the newest of each first to come."""
    return (-one.urgency.rank, one.result.name, str(one.review_id))


def released(result_id: UUID, reviews: Iterable[Review]) -> bool:
    """Whether the person may be sent a result: nobody has to check it, or somebody has.

    Args:
        result_id: Which result.
        reviews: The reviews of the record it stands in.
    """
    return all(one.state in RELEASED for one in reviews if one.result_id == result_id and not one.ended)


def held_back(reviews: Iterable[Review]) -> Collection[UUID]:
    """The results that no letter and no reception screen may show."""
    return {one.result_id for one in reviews if one.state not in RELEASED and not one.ended}
