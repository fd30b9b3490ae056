"""Checked before shared: what a clinician has said of each new result, and which results the person may see."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from pydantic import AwareDatetime

from hoc_tui.domain.items import Item
from hoc_tui.domain.lists import ListedPerson
from hoc_tui.domain.model import Value
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import ReviewCause, ReviewState, Urgency

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


class TriageEntry(ListedPerson):
    """A row of the list of results to check."""

    review_id: UUID
    review_version: int
    result_id: UUID
    test_name: str
    value: str
    """As sent, whole."""
    range_sent: str = ""
    flag: str = ""
    status: str = ""
    comment: str = ""
    taken: str = ""
    sender: str = ""
    cause: ReviewCause
    urgency: Urgency
    said: str = ""
    about: str = ""
    state: ReviewState
    reason: str = ""
    recorded_at: datetime
    unacknowledged: bool = False


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
