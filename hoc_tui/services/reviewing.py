"""Reviews that begin when results arrive: what waits for a clinician before the person sees it.

A result that takes another's place brings a review of its own, and ends the one of what it replaced, unless that could
not wait and nobody has said what was done. A plan that showed the replaced value is named.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.dates import long
from hoc_tui.domain.history import FieldChange, Revision
from hoc_tui.domain.judging import judge
from hoc_tui.domain.known import Known, known_of
from hoc_tui.domain.results import WITHDRAWN, Result, SentResult
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.taking import PlanUse, Stands
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.domain.triage import ResultMove, Review
from hoc_tui.domain.vocabulary import ItemKind, ReviewCause, ReviewState, RevisionOutcome, Urgency
from hoc_tui.services.ports import Desk, Writing

REPLACED = "a newer copy of this result has come"
"""The reason with which a review ends whose result was replaced."""


@dataclass(frozen=True, slots=True)
class News:
    """Results that have just come into one record."""

    person_id: UUID
    stands: tuple[Stands, ...]
    cause: ReviewCause = ReviewCause.LABORATORY


def urgency_of(sent: SentResult, known: Known) -> tuple[Urgency, str]:
    """How soon somebody must look at a result, and why in words.

    Args:
        sent: The result as sent.
        known: Reviewed content, and who the person is.
    """
    if sent.status in WITHDRAWN:
        return Urgency.PLAIN, "The sender has withdrawn it."
    # Of what makes it a result in a record nothing is judged, and making one of each would take as long as judging.
    judged = judge(cast("Result", sent), (), known)
    return judged.urgency, _fitting(judged.said, f"{judged.value[:_SHORT]}…")


_SHORT = 200
"""Characters of a long value that stand in the place of a reason; the value itself stands whole beside it."""


def _fitting(words: str, shorter: str) -> str:
    return words if len(words) <= LONGEST_LINE else shorter


class Judging:
    """What new results are judged by: reviewed content as the site lets it judge, and who their people are.

    Args:
        work: The unit of work.
        site: What the site has decided.
        people: Whose results there will be.
    """

    def __init__(self, work: Writing, site: SiteContent, people: Collection[UUID]) -> None:
        self.site = site
        self.catalogue = catalogue_for(site)
        records = work.records_for_judging(people)
        self._known = {person_id: known_of(record, self.catalogue) for person_id, record in records.items()}

    def of(self, person_id: UUID) -> Known:
        """What is known of one person."""
        return self._known.get(person_id) or Known(self.catalogue)


def review_news(desk: Desk, work: Writing, news: Sequence[News], judging: Judging) -> None:
    """Begin a review of every result that has come, and end those of what was replaced.

    Args:
        desk: Where the work is done.
        work: The unit of work, which its caller commits.
        news: What has come; of one person several may.
        judging: What it is judged by.
    """
    replaced = _replaced(news)
    plans = work.plans_using(replaced) if replaced else {}
    ending = _ended_by_themselves(work.reviews_of(replaced)) if replaced else []
    counts: dict[UUID, int] = defaultdict(int)
    for person_id in (*(one.person_id for one in news if one.stands), *(one.person_id for one in ending)):
        counts[person_id] = counts[person_id] or 1
    for one in ending:
        counts[one.person_id] += 1
    first = work.take_turns(counts)
    begun = [
        _review(desk, one, stands, plans.get(one.person_id, ()), urgency_of(stands.sent, judging.of(one.person_id)))
        for one in news
        for stands in one.stands
    ]
    # What was replaced by another of the same batch never waited for anybody.
    gone = {(person_id, result_id) for person_id, results in replaced.items() for result_id in results}
    work.insert_reviews([one for one in begun if (one.person_id, one.result_id) not in gone or one.unacknowledged])
    _end(desk, work, ending, first, desk.now())


def review_used(desk: Desk, work: Writing, person_id: UUID, stands: Sequence[Stands]) -> None:
    """Begin a review of replaced results that an agreed plan had used, and of no others.

    For record files, whose results others have seen: what stands on paper must be looked at all the same.
    """
    replaced = {person_id: {before for one in stands for before in one.before}}
    plans = work.plans_using(replaced).get(person_id, ()) if replaced[person_id] else ()
    used = tuple(one for one in stands if _about(desk, one, plans))
    if not used:
        return
    news, known = News(person_id, used), Judging(work, work.site(desk.practice.id), [person_id]).of(person_id)
    work.insert_reviews([_review(desk, news, one, plans, urgency_of(one.sent, known)) for one in used])


def review_moved(desk: Desk, work: Writing, move: ResultMove, result: Result) -> None:
    """Begin a review of a moved result where it belongs, and where it was if an agreed plan there had used it.

    Whatever waited about it in the wrong record waits there no more.

    Args:
        desk: Where the work is done.
        work: The unit of work, with both records held.
        move: As it is said in the record that it left.
        result: As it was.
    """
    judging = Judging(work, work.site(desk.practice.id), [move.person_id, move.other_person_id])
    came = News(move.other_person_id, (Stands(move.other_result_id, result),), ReviewCause.MOVED)
    left = {move.person_id: {move.result_id}}
    ending, plans = work.reviews_of(left), work.plans_using(left).get(move.person_id, ())
    first = work.take_turns({move.person_id: 1 + len(ending), move.other_person_id: 1})
    judged = urgency_of(result, judging.of(move.other_person_id))
    begun = [_review(desk, came, came.stands[0], (), judged)]
    if plans:
        gone = News(move.person_id, (Stands(move.result_id, result, (move.result_id,)),), ReviewCause.MOVED)
        begun.append(_review(desk, gone, gone.stands[0], plans, (Urgency.OUT, "It was moved into another record.")))
    work.insert_reviews(begun)
    _end(desk, work, ending, first, desk.now())


def _replaced(news: Sequence[News]) -> dict[UUID, set[UUID]]:
    """The results that something else stands in place of, by whose record it is."""
    replaced: dict[UUID, set[UUID]] = defaultdict(set)
    for one in news:
        for stands in one.stands:
            if stands.before:
                replaced[one.person_id] |= {*stands.before}
    return replaced


def _ended_by_themselves(reviews: Sequence[Review]) -> list[Review]:
    """Reviews that nobody need look at any more: not those of which somebody has said anything, or must."""
    return [one for one in reviews if one.state is ReviewState.NEW and not one.unacknowledged]


def _review(desk: Desk, news: News, stands: Stands, plans: Sequence[PlanUse], judged: tuple[Urgency, str]) -> Review:
    urgency, said = judged
    about = _about(desk, stands, plans)
    return Review(
        id=desk.new_id(),
        person_id=news.person_id,
        version=1,
        authored_by=desk.worker.id,
        performed_by=desk.worker.id,
        occurred_at=desk.moment,
        recorded_at=desk.now(),
        result_id=stands.id,
        cause=_cause(stands, about, news.cause),
        urgency=max(urgency, Urgency.OUT, key=lambda one: one.rank) if about else urgency,
        said=said,
        about=about,
    )


def _cause(stands: Stands, about: str, cause: ReviewCause) -> ReviewCause:
    if stands.before and stands.sent.status in WITHDRAWN:
        return ReviewCause.WITHDRAWN
    return ReviewCause.CORRECTED if about and cause is not ReviewCause.MOVED else cause


def _about(desk: Desk, stands: Stands, plans: Sequence[PlanUse]) -> str:
    """The agreed plans that showed what was replaced: "care plan 2 of 5 March 2026"."""
    zone = ZoneInfo(desk.practice.zone)
    using = [one for one in plans if not one.results.isdisjoint(stands.before)]
    named = [f"care plan {one.number} of {long(one.agreed_at.astimezone(zone).date())}" for one in using]
    words = "; ".join(reversed(named))
    return _fitting(words, f"{named[-1]} and {len(named) - 1} before it") if named else ""


def _end(desk: Desk, work: Writing, ending: Sequence[Review], first: Mapping[UUID, int], now: datetime) -> None:
    """End reviews, each with its revision behind the one number that the results themselves took."""
    numbers = {person_id: number + 1 for person_id, number in first.items()}
    ended, revisions = [], []
    for one in ending:
        marks = {"ended_at": now, "ended_reason": REPLACED, "version": one.version + 1}
        ended.append(one.model_copy(update=marks | {"authored_by": desk.worker.id, "recorded_at": now}))
        revisions.append(_ending(desk, ended[-1], numbers[one.person_id], now))
        numbers[one.person_id] += 1
    work.end_reviews(ended, revisions)


def _ending(desk: Desk, ended: Review, seq: int, now: datetime) -> Revision:
    return Revision(
        id=desk.new_id(),
        person_id=ended.person_id,
        seq=seq,
        item_kind=ItemKind.REVIEW,
        item_id=ended.id,
        item_version=ended.version,
        base_version=ended.version - 1,
        op_id=desk.new_id(),
        outcome=RevisionOutcome.APPLIED,
        changes={"ended": FieldChange(before=False, after=True)},
        reason=REPLACED,
        by=desk.worker.id,
        at=now,
    )
