"""Results written down by hand at the information-gathering visit: one write, judged at once, checked before shared.

What cannot wait is not left to a list: whoever wrote it down says what was done, or who takes over now. Only somebody
who checks results acknowledges it; for everybody else it stays on the list, with what they said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hoc_tui.content.instruments import enterable
from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.clash import Clash
from hoc_tui.domain.entered import (
    BMI,
    HAND,
    HEIGHT,
    WEIGHT,
    WORKED_OUT,
    Entered,
    bmi_of,
    oddities,
    sent_result,
    with_bmi,
)
from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.instruments import Enterable
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result, SentResult
from hoc_tui.domain.taking import ReportTake, Settled
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import ItemKind, ResultStatus, ReviewCause, ReviewState, Touch, Urgency
from hoc_tui.services.ports import Desk, Fields, Writing
from hoc_tui.services.reviewing import Judging, News, review_news
from hoc_tui.services.saving import Saved, Spot, amend_within

MOST_AT_ONCE = 100
"""Results in one write; every test there is, twice."""


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """One result as it stands in the record now, with how soon somebody must look."""

    result: Result
    review: Review | None
    """What waits for a clinician; None once somebody has replaced the result."""

    @property
    def urgency(self) -> Urgency:
        """How soon somebody must look at it."""
        return self.review.urgency if self.review is not None else Urgency.PLAIN

    @property
    def said(self) -> str:
        """Why it is out or urgent; empty when it is neither."""
        return self.review.said if self.review is not None else ""


@dataclass(frozen=True, slots=True)
class Written:
    """What one write has put into a record, worst first."""

    results: tuple[WrittenDown, ...]
    op_id: UUID
    wrote: bool = True
    """Whether it was written now: not when it was done before."""

    @property
    def cannot_wait(self) -> tuple[Review, ...]:
        """What nobody has yet said anything about, and cannot wait."""
        return tuple(
            one.review
            for one in self.results
            if one.review is not None and one.review.unacknowledged and one.review.state is ReviewState.NEW
        )


# -- Writing down -------------------------------------------------------------------------------------------------


def enter_results(desk: Desk, person_id: UUID, entered: Sequence[Entered], *, op_id: UUID | None = None) -> Written:
    """Write results down, all or none; the body mass index is worked out where weight and height were both given.

    Args:
        desk: Where the work is done.
        person_id: Whose; the person on the banner.
        entered: What was measured and asked; of one test and setting once.
        op_id: The client's id of this write, and the namespace of the results' ids.

    Returns:
        What stands in the record, also when this write was done before.

    Raises:
        Refused: The role may not, a value is none of its test, something unlikely came without a reason, or a day is
            still to come.
    """
    desk.require(Permission.ENTER_RESULTS, person_id)
    desk.trail.opening(person_id)
    op = op_id or desk.new_id()
    with desk.writing() as work:
        work.hold(person_id)
        record = work.record(person_id, clinical=True)
        if done := _written_by(record, op):
            return _written(work, person_id, [one.id for one in done], op, wrote=False)
        sent = _sent(desk, record, entered, op)
        settled = _settle(desk, work, person_id, sent)
        ids = [one.id for one in settled.news]
        work.touch_results(person_id, ids, Touch.ADDED, op)
        written = _written(work, person_id, ids, op)
        work.commit()
    return written


def _written_by(record: Record, op: UUID) -> list[Result]:
    """What a write has put here, corrected since or not."""
    mine = [one for one in record.results if one.source_system == HAND and one.source_id.startswith(f"{op}|")]
    standing = [one for one in mine if one.counts]
    return standing or mine


def _content(record: Record) -> Enterable:
    return enterable(catalogue_for(record.site))


def _sent(desk: Desk, record: Record, entered: Sequence[Entered], op: UUID) -> tuple[SentResult, ...]:
    content = _content(record)
    if not 0 < len(entered) <= MOST_AT_ONCE:
        raise Refused("Nothing was written down." if not entered else "This is too much for one write.")
    places = [one.place for one in entered]
    if len(set(places)) < len(places):
        raise Refused("One test was written down twice at once.")
    for one in entered:
        _check_day(desk, record, one)
    return tuple(_one(desk, one, content, f"{op}|{one.place}") for one in with_bmi(entered, content))


def _one(desk: Desk, entered: Entered, content: Enterable, source_id: str) -> SentResult:
    return sent_result(entered, content, source_id, desk.worker.name)


def _check_day(desk: Desk, record: Record, entered: Entered) -> None:
    born = record.person.born
    if entered.taken > desk.today():
        raise Refused("A result cannot be of a day that is still to come.")
    if born is not None and entered.taken < born:
        raise Refused("This is before the person was born.")


def _settle(desk: Desk, work: Writing, person_id: UUID, sent: tuple[SentResult, ...]) -> Settled:
    """Put results into the record, and let each wait for a clinician."""
    # As if somebody had attached them: what was once moved away from here is written down here again on purpose.
    [settled] = work.settle_reports([ReportTake(person_id, None, HAND, sent, attached=True)], desk.now())
    judging = Judging(work, work.site(desk.practice.id), [person_id])
    review_news(desk, work, [News(person_id, settled.news, ReviewCause.BY_HAND)], judging)
    return settled


def _written(work: Writing, person_id: UUID, ids: Sequence[UUID], op: UUID, *, wrote: bool = True) -> Written:
    reviews = {one.result_id: one for one in work.reviews_of({person_id: ids})}
    results = {one.id: one for one in work.record(person_id, clinical=True).results}
    written = [WrittenDown(results[one], reviews.get(one)) for one in ids]
    return Written(tuple(sorted(written, key=lambda one: -one.urgency.rank)), op, wrote)


# -- Correcting a slip --------------------------------------------------------------------------------------------


def correct_entered(
    desk: Desk,
    person_id: UUID,
    result_id: UUID,
    entered: Entered | None,
    reason: str,
    *,
    op_id: UUID | None = None,
) -> Written:
    """Put right what was written down by hand: the old value stays in the history, with why it was wrong.

    Args:
        desk: Where the work is done.
        person_id: Whose.
        result_id: The result that is wrong, as it was read.
        entered: What is right, of the same test and setting; None when there is no such result at all.
        reason: Why.
        op_id: The client's id of this write.

    Returns:
        What stands in the record, also when this was done before.

    Raises:
        Refused: It was sent by somebody else, written down by a colleague, no reason was given, or as `enter_results`.
        Changed: Somebody else has corrected it since it was read.
        NotFound: It does not stand here.
    """
    desk.require(Permission.ENTER_RESULTS, person_id)
    desk.trail.opening(person_id)
    op, why = op_id or desk.new_id(), sanitise(reason, lines=False).strip()
    if not why:
        raise Refused("Say why it is corrected.")
    with desk.writing() as work:
        work.hold(person_id)
        record = work.record(person_id, clinical=True)
        wrong = _wrong(record, result_id)
        right = _right(desk, record, wrong, entered, why)
        if wrong.superseded_by is not None:
            return _corrected_before(work, record, wrong, right, op)
        _check_own(desk, work, wrong, person_id)
        also = _worked_out_anew(desk, record, wrong, entered, why)
        ids = [one.id for one in _settle(desk, work, person_id, (right, *also)).news]
        work.touch_results(person_id, ids, Touch.CHANGED, op)
        written = _written(work, person_id, ids, op)
        work.commit()
    return written


def _wrong(record: Record, result_id: UUID) -> Result:
    wrong = next((one for one in record.results if one.id == result_id), None)
    if wrong is None:
        raise NotFound("This result is not in the record.")
    if wrong.source_system != HAND:
        raise Refused("Only what was written down by hand is corrected here; its sender corrects the rest.")
    return wrong


def _right(desk: Desk, record: Record, wrong: Result, entered: Entered | None, why: str) -> SentResult:
    """What takes the place of a slip, with the reason and what it said before."""
    said = f"Corrected: {why}. It said {wrong.value_words}."
    if entered is None:
        as_sent = {name: getattr(wrong, name) for name in SentResult.model_fields}
        withdrawn = SentResult.model_validate(as_sent | {"status": ResultStatus.ENTERED_IN_ERROR})
        return withdrawn.model_copy(update={"comment": said})
    if entered.place != wrong.source_id.partition("|")[2]:
        raise Refused("A correction is of the same test, measured in the same place.")
    _check_day(desk, record, entered)
    right = _one(desk, entered, _content(record), wrong.source_id)
    comment = "\n".join(filter(None, (right.comment, said)))
    return right.model_copy(update={"status": ResultStatus.CORRECTED, "comment": comment})


def _worked_out_anew(
    desk: Desk, record: Record, wrong: Result, entered: Entered | None, why: str
) -> tuple[SentResult, ...]:
    """The body mass index that was worked out from what is corrected: it must not go on to say what was wrong."""
    op, _, test_id = wrong.source_id.partition("|")
    together = {one.source_id.partition("|")[2]: one for one in _written_by(record, UUID(op)) if one.counts}
    old = together.get(BMI)
    if test_id not in {WEIGHT, HEIGHT} or old is None or not old.comment.startswith(WORKED_OUT):
        return ()
    measured = [_as_entered(one, place) for place, one in together.items() if place in {WEIGHT, HEIGHT} - {test_id}]
    found = bmi_of([*measured, entered], _content(record)) if entered is not None else None
    if found is not None and oddities(found, _content(record)):
        found = found.model_copy(update={"reason": why})
    return (_right(desk, record, old, found, why),)


def _as_entered(result: Result, place: str) -> Entered:
    taken = result.taken.first_day if result.taken is not None else result.recorded_at.date()
    return Entered(test=place, taken=taken, quantity=result.quantity)


def _corrected_before(work: Writing, record: Record, wrong: Result, right: SentResult, op: UUID) -> Written:
    """The outcome of a correction whose answer was lost; somebody else's is not overruled."""
    stands = next((one for one in record.results if one.id == wrong.superseded_by), None)
    if stands is None or any(getattr(stands, name) != getattr(right, name) for name in SentResult.model_fields):
        raise Changed("This result has been corrected or moved since.", hint="Look again.")
    return _written(work, record.person.person_id, [stands.id], op, wrote=False)


def _check_own(desk: Desk, work: Writing, wrong: Result, person_id: UUID) -> None:
    """One's own slip, or anybody's for somebody who checks results."""
    authors = {one.performed_by for one in work.reviews_of({person_id: [wrong.id]})}
    if desk.worker.id not in authors and not desk.may(Permission.CHECK_RESULTS):
        raise Refused("A colleague wrote this down.", hint="Ask them, or a clinician, to correct it.")


# -- What cannot wait ---------------------------------------------------------------------------------------------


def say_what_was_done(desk: Desk, spots: Sequence[Spot], words: str, *, op_id: UUID | None = None) -> list[Saved]:
    """Say of results that cannot wait what was done, or who takes over now.

    Of somebody who checks results the words acknowledge them. Of anybody else they stand beside them as what is done
    first, and they stay on the list until a clinician has acknowledged them.

    Args:
        desk: Where the work is done.
        spots: Their reviews, each in the version that was read; of one person.
        words: What was done and with whom, or who takes over.
        op_id: The client's id of this write.

    Raises:
        Refused: Nobody said what.
        Changed: Somebody else has said something of one of them meanwhile.
    """
    said, op = sanitise(words).strip(), op_id or desk.new_id()
    if not said:
        raise Refused("Say what was done, or who takes over now.")
    if len({spot.person_id for spot in spots}) != 1:
        raise Refused("Results of one person at a time.")
    desk.require(Permission.ENTER_RESULTS, spots[0].person_id)
    desk.trail.opening(spots[0].person_id)
    with desk.writing() as work:
        work.hold(spots[0].person_id)
        saved = [_say(desk, work, spot, _words(desk, said), op) for spot in spots]
        work.commit()
    return saved


def _words(desk: Desk, said: str) -> Fields:
    if desk.may(Permission.CHECK_RESULTS):
        return {"acknowledged": said, "acknowledged_at": desk.moment, "acknowledged_by": desk.worker.id}
    return {"state": ReviewState.ACT_FIRST, "reason": said}


def _say(desk: Desk, work: Writing, spot: Spot, fields: Fields, op: UUID) -> Saved:
    if work.revisions(spot.person_id, item_id=spot.item_id, op_id=op):
        return Saved(work.item(ItemKind.REVIEW, spot.person_id, spot.item_id), op, wrote=False)
    saved = amend_within(desk, work, spot, fields, op)
    if isinstance(saved, Clash):
        raise Changed("Somebody else has just said something of this result.", hint="Look again.")
    return saved
