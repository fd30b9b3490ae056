"""A result in the wrong record is moved with a reason: both records show it, none loses it, none counts it twice."""

from uuid import UUID

import pytest

from hoc_tui.domain.errors import NotFound, Refused
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import Agreement, AuditAct, QuarantineKind, ReviewCause, Role
from hoc_tui.services import agreeing, quarantine, records, triage
from hoc_tui.services.moving import move_result
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_message
from tests.services.test_audit import entries
from tests.services.test_quarantine import NUMBER, SENT, message
from tests.support.desks import Surgery, register
from tests.support.incoming import result

WHY = "The request form says Okafor"


def two_people(desk: Desk) -> tuple[UUID, UUID]:
    """Mrs Jackson with a laboratory's result, and Mr Okafor, whose it is."""
    jackson = register(desk, nhs_number=NUMBER)
    take_message(desk, message(), "lab.hl7")
    return jackson.id, register(desk, "Okafor", "Ada").id


def counting(desk: Desk, person_id: UUID) -> list[Result]:
    """The results that count in a record."""
    return [one for one in records.open_record(desk, person_id).results if one.counts]


def test_a_moved_result_counts_in_one_record_and_is_shown_in_both(surgery: Surgery) -> None:
    """Whole, with its sender; where it was it stays visible and counts no more (hazard H01)."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    [before] = counting(desk, wrong)

    move_result(desk, wrong, before.id, right, WHY)

    assert [] == counting(desk, wrong)
    [after] = counting(desk, right)
    same = {"id", "recorded_at"}
    assert before.model_dump(exclude=same) == after.model_dump(exclude=same)
    assert [(True, WHY)] == [(one.away, one.reason) for one in records.open_record(desk, wrong).result_moves]
    assert [(False, wrong)] == [
        (one.away, one.other_person_id) for one in records.open_record(desk, right).result_moves
    ]
    assert {wrong, right} == {one.person_id for one in entries(surgery, AuditAct.MOVED)}


def test_in_the_right_record_it_waits_to_be_checked(surgery: Surgery) -> None:
    """What waited in the wrong record waits there no more."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    move_result(desk, wrong, counting(desk, wrong)[0].id, right, WHY)
    assert [(right, ReviewCause.MOVED)] == [(one.person_id, one.cause) for one in triage.results_to_check(desk)]


def test_a_plan_that_used_it_is_named(surgery: Surgery) -> None:
    """Somebody must look at what stands on paper in the wrong home."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    agreeing.agree(desk, records.open_record(desk, wrong), AgreeDraft(agreement=Agreement.BY_PERSON))
    move_result(desk, wrong, counting(desk, wrong)[0].id, right, WHY)
    told = {one.person_id: one.about for one in triage.results_to_check(desk)}
    assert told[wrong].startswith("care plan 1 of ")
    assert "" == told[right]


def test_what_its_sender_says_later_waits_for_people(surgery: Surgery) -> None:
    """A correction never brings it back into the wrong record by itself."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    move_result(desk, wrong, counting(desk, wrong)[0].id, right, WHY)
    take_message(desk, message(SENT, result("lab-1", value="61"), control="m2"), "lab.hl7")
    assert [] == counting(desk, wrong)
    assert ["53"] == [one.quantity.text for one in counting(desk, right) if one.quantity]
    assert 1 == len([one for one in quarantine.what_is_left(desk) if one.kind is not QuarantineKind.TEST])


def test_it_can_be_moved_back(surgery: Surgery) -> None:
    """Whoever was wrong about being wrong moves it again; the way is in both histories."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    move_result(desk, wrong, counting(desk, wrong)[0].id, right, WHY)
    move_result(desk, right, counting(desk, right)[0].id, wrong, "It was hers after all")
    assert (1, 0) == (len(counting(desk, wrong)), len(counting(desk, right)))
    assert 2 == len(records.open_record(desk, wrong).result_moves)


def test_a_retried_move_is_one_move(surgery: Surgery) -> None:
    """The same id of the write moves nothing the second time."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    which, op = counting(desk, wrong)[0].id, desk.new_id()
    assert move_result(desk, wrong, which, right, WHY, op_id=op) == move_result(
        desk, wrong, which, right, WHY, op_id=op
    )
    assert 1 == len(counting(desk, right))


def test_two_who_move_it_at_once_move_it_once(surgery: Surgery) -> None:
    """The second finds that it is not there any more."""
    desk = surgery.desk()
    wrong, right = two_people(desk)
    which = counting(desk, wrong)[0].id
    move_result(surgery.desk(Role.GP), wrong, which, right, WHY)
    with pytest.raises(NotFound, match="any more"):
        move_result(desk, wrong, which, right, WHY)


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_moved(sqlite_surgery: Surgery, reason: str) -> None:
    """Nor within one record, nor by reception."""
    desk = sqlite_surgery.desk()
    wrong, right = two_people(desk)
    which = counting(desk, wrong)[0].id
    with pytest.raises(Refused):
        move_result(desk, wrong, which, right, reason)
    with pytest.raises(Refused):
        move_result(desk, wrong, which, wrong, WHY)
    with pytest.raises(Refused):
        move_result(sqlite_surgery.desk(Role.RECEPTIONIST), wrong, which, right, WHY)
    assert 1 == len(counting(desk, wrong))
