"""Record files taken in: whose, what is new, what is the same again, what is corrected, and what is refused."""

from datetime import date

import pytest

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.incoming import IncomingCondition, IncomingRecord, Puzzle
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement, ResultStatus
from hoc_tui.services import agreeing, people, records
from hoc_tui.services.importing import take_in
from hoc_tui.services.lists import find
from hoc_tui.services.ports import Desk
from tests.support.desks import Surgery
from tests.support.incoming import person, record_of, result

BODY = b"{}"


def _only_person(desk: Desk) -> Record:
    return records.open_record(desk, find(desk, "jackson")[0].person_id)


def _take(desk: Desk, incoming: IncomingRecord, body: bytes = BODY) -> dict[str, object]:
    return take_in(desk, incoming, "a.json", body).as_json()


def test_a_first_file_makes_its_person_and_every_result(surgery: Surgery) -> None:
    """Somebody nobody knows is added with what was sent."""
    desk = surgery.desk()
    report = _take(desk, record_of(result("r1"), result("r2", "58")))
    assert (1, 2) == (report["people_added"], report["results_added"])
    assert report["resources"] == 3
    assert {"53", "58"} == {one.quantity.text for one in _only_person(desk).results if one.quantity}


def test_the_same_file_twice_changes_nothing(surgery: Surgery) -> None:
    """Everything is found again; nothing is added, changed or superseded."""
    desk = surgery.desk()
    sent = record_of(result(), conditions=(IncomingCondition(source_id="c1", name="Asthma"),))
    _take(desk, sent)
    before = _only_person(desk)
    report = _take(desk, sent)
    assert (1, 1, 1) == (report["people_matched"], report["results_unchanged"], report["other_unchanged"])
    assert before.model_dump(exclude={"read_at"}) == _only_person(desk).model_dump(exclude={"read_at"})


def test_a_corrected_result_supersedes_and_the_old_one_stays(surgery: Surgery) -> None:
    """The same identity with another value: both are kept, only the newer counts."""
    desk = surgery.desk()
    _take(desk, record_of(result(value="53")))
    report = _take(desk, record_of(result(value="58", status=ResultStatus.CORRECTED)), b"{2}")
    kept = _only_person(desk).results
    assert report["results_corrected"] == 1
    assert {("53", False), ("58", True)} == {(one.quantity.text, one.counts) for one in kept if one.quantity}


def test_somebody_with_a_plan_is_imported_again(surgery: Surgery) -> None:
    """The plan's own history is not taken for corrections of the person."""
    desk = surgery.desk()
    _take(desk, record_of(result()))
    agreeing.agree(desk, _only_person(desk), AgreeDraft(agreement=Agreement.BY_PERSON, reviewer="Nurse"))
    report = _take(desk, record_of(result(), who=person(phone="01632 960001")), b"{3}")
    assert (1, 0) == (report["people_changed"], report["results_added"])


def test_a_file_never_overrules_what_people_here_corrected(surgery: Surgery) -> None:
    """A telephone number somebody corrected stays; one nobody touched is brought up to date."""
    desk = surgery.desk()
    _take(desk, record_of(who=person(phone="1", mobile="2")))
    people.correct(desk, _only_person(desk).person, {"phone": "01632 960114"})
    _take(desk, record_of(who=person(phone="3", mobile="4")), b"{4}")
    now = _only_person(desk).person
    assert ("01632 960114", "4") == (now.phone, now.mobile)


def test_a_valid_number_of_somebody_born_another_day_is_refused(surgery: Surgery) -> None:
    """A number leads to a person only if nothing speaks against it; nothing is written (hazard H01)."""
    desk = surgery.desk()
    _take(desk, record_of(who=person(nhs_number="9434765919", born=date(1951, 3, 4))))
    stranger = person("p2", family="Smith", nhs_number="9434765919", born=date(1990, 1, 1))
    with pytest.raises(Refused):
        _take(desk, record_of(result(), who=stranger, sender="urn:elsewhere"), b"{5}")
    assert 0 == len(_only_person(desk).results)


def test_a_number_that_fails_matches_nobody(surgery: Surgery) -> None:
    """Six people may carry the same false number and stay six."""
    desk = surgery.desk()
    for number in ("p1", "p2"):
        _take(desk, record_of(who=person(number, given=number, nhs_number="1234567890")), number.encode())
    assert 2 == len(find(desk, "jackson"))


def test_a_rehearsal_counts_and_keeps_nothing(surgery: Surgery) -> None:
    """--dry-run tells everything and changes nothing."""
    desk = surgery.desk()
    report = take_in(desk, record_of(result()), "a.json", BODY, keep=False)
    assert (1, 1) == (report.people_added, report.results_added)
    assert 0 == len(find(desk, "jackson"))


def test_what_cannot_be_placed_is_put_aside_once(surgery: Surgery) -> None:
    """A puzzle is counted each time and kept once."""
    desk = surgery.desk()
    sent = record_of(puzzles=(Puzzle(where="entry 4", reason="another person's", raw="{}"),))
    assert [1, 1] == [_take(desk, sent)["quarantined"] for _ in range(2)]
