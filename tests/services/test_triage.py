"""Nothing is shared that nobody has checked: the list, what can be said of a result, and what is refused."""

import pytest

from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.permissions import PERMISSIONS, Permission
from hoc_tui.domain.triage import Review, ToCheck, held_back, released
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, ReviewState, Role, Urgency
from hoc_tui.services import records, triage
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.services.test_audit import entries
from tests.support.checking import OUT, PHONE, new_result
from tests.support.desks import Surgery, register


def spot(review: Review) -> Spot:
    """The review as it was read."""
    return Spot.of(ItemKind.REVIEW, review)


def review_of(desk: Desk, review: Review) -> Review:
    """The review as it stands in the record now."""
    return next(one for one in records.open_record(desk, review.person_id).reviews if one.id == review.id)


def test_the_list_shows_the_most_urgent_person_first(surgery: Surgery) -> None:
    """One value that cannot wait brings all of that person's results to the top, itself first (hazard H05)."""
    desk = surgery.desk()
    calm, urgent = register(desk, "Abbott"), register(desk, "Zaman")
    new_result(desk, calm.id, said=OUT)
    new_result(desk, urgent.id, "r1")
    new_result(desk, urgent.id, "r2", said=PHONE)

    listed = triage.results_to_check(desk)

    assert ["Zaman", "Zaman", "Abbott"] == [one.family for one in listed]
    assert [Urgency.PHONE, Urgency.PLAIN, Urgency.OUT] == [one.urgency for one in listed]
    assert "53 mmol/mol" == listed[0].result.value_words
    assert ToCheck(waiting=3, critical=1, critical_since=listed[0].recorded_at) == triage.how_many_to_check(desk)


def test_opening_the_list_is_in_the_audit_once(surgery: Surgery) -> None:
    """It shows clinical facts of several people, so that it is entered before it is read."""
    desk = surgery.desk()
    for _ in range(2):
        triage.results_to_check(desk)
    assert ["triage"] == [one.words for one in entries(surgery, AuditAct.LISTED)]


def test_a_result_without_a_review_is_released_and_a_new_one_is_not(surgery: Surgery) -> None:
    """Record files were seen where they come from; what is new waits (hazard H06)."""
    desk = surgery.desk()
    someone = register(desk)
    review = new_result(desk, someone.id)
    other = desk.new_id()
    assert {review.result_id} == held_back([review])
    assert not released(review.result_id, [review])
    assert released(other, [review])

    triage.release(desk, [spot(review)])

    now = review_of(desk, review)
    assert released(review.result_id, [now])
    assert [] == list(triage.results_to_check(desk))


def test_a_value_that_cannot_wait_is_not_released_before_somebody_says_what_was_done(surgery: Surgery) -> None:
    """Acknowledged with words, never only ticked; then it may be released, and both stand in the history."""
    desk = surgery.desk()
    review = new_result(desk, register(desk).id, said=PHONE)
    with pytest.raises(Refused, match="cannot wait"):
        triage.release(desk, [spot(review)])
    with pytest.raises(Refused, match="Say what was done"):
        triage.acknowledge(desk, [spot(review)], "  ")

    triage.acknowledge(desk, [spot(review)], "Spoke to her at 10:20; blood taken again today")
    acknowledged = review_of(desk, review)
    assert desk.worker.id == acknowledged.acknowledged_by
    assert acknowledged.open
    triage.release(desk, [spot(acknowledged)])

    assert not review_of(desk, review).open
    told = [one.changes for one in records.history_of(desk, review.person_id, review.id)]
    assert any("acknowledged" in changes for changes in told)
    assert any("state" in changes for changes in told)


def test_several_results_of_one_person_are_released_all_or_none(surgery: Surgery) -> None:
    """One of them that cannot wait stops the others."""
    desk = surgery.desk()
    someone = register(desk)
    plain, urgent = new_result(desk, someone.id, "r1"), new_result(desk, someone.id, "r2", said=PHONE)
    with pytest.raises(Refused):
        triage.release(desk, [spot(plain), spot(urgent)])
    assert ReviewState.NEW is review_of(desk, plain).state


def test_results_of_two_people_are_never_written_at_once(surgery: Surgery) -> None:
    """A list holds several people; an act is about one (hazard H01)."""
    desk = surgery.desk()
    one, other = (new_result(desk, register(desk, name).id) for name in ("Abbott", "Zaman"))
    with pytest.raises(Refused, match="one person"):
        triage.release(desk, [spot(one), spot(other)])


def test_keeping_back_and_acting_first_need_a_reason(surgery: Surgery) -> None:
    """Kept back it leaves the list and is not released; acted on it stays."""
    desk = surgery.desk()
    review = new_result(desk, register(desk).id)
    with pytest.raises(Refused, match="Say why"):
        triage.keep_back(desk, [spot(review)], "")
    triage.act_first(desk, [spot(review)], "Ask about the tablets")
    assert [ReviewState.ACT_FIRST] == [one.state for one in triage.results_to_check(desk)]
    triage.keep_back(desk, [spot(review_of(desk, review))], "She wants to hear it in person")
    assert [] == list(triage.results_to_check(desk))
    assert not released(review.result_id, [review_of(desk, review)])


def test_two_clinicians_do_not_overrule_each_other_unseen(surgery: Surgery) -> None:
    """What a colleague has said since the list was read stands; the second is told and looks again."""
    nurse, doctor = surgery.desk(), surgery.desk(Role.GP)
    review = new_result(nurse, register(nurse).id)
    triage.keep_back(doctor, [spot(review)], "I want to phone first")
    with pytest.raises(Changed, match="Somebody else"):
        triage.release(nurse, [spot(review)])
    assert ReviewState.KEPT_BACK is review_of(nurse, review).state


def test_a_retried_release_is_one_release(surgery: Surgery) -> None:
    """The same id of the write does nothing the second time."""
    desk = surgery.desk()
    review = new_result(desk, register(desk).id)
    op = desk.new_id()
    first = triage.release(desk, [spot(review)], op_id=op)
    again = triage.release(desk, [spot(review)], op_id=op)
    assert [True] == [one.wrote for one in first]
    assert [False] == [one.wrote for one in again]


@pytest.mark.parametrize("role", [role for role in Role if Permission.CHECK_RESULTS not in PERMISSIONS[role]])
def test_whoever_does_not_check_results_sees_none_of_the_list(sqlite_surgery: Surgery, role: Role) -> None:
    """Reception neither sees nor releases a result; the manager sees how many there are, and no more."""
    desk, nurse = sqlite_surgery.desk(role), sqlite_surgery.desk()
    review = new_result(nurse, register(nurse).id)
    with pytest.raises(Refused):
        triage.results_to_check(desk)
    with pytest.raises(Refused):
        triage.release(desk, [spot(review)])
    if role is Role.PRACTICE_MANAGER:
        assert 1 == triage.how_many_to_check(desk).waiting
