"""What could not be placed is placed by people, with a reason; never a guess, never a drop, never twice."""

from datetime import date
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.incoming import IncomingPerson, Puzzle
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.people import AlreadySomebodys
from hoc_tui.domain.permissions import PERMISSIONS, Permission
from hoc_tui.domain.quarantine import Quarantined
from hoc_tui.domain.results import Code, SentResult
from hoc_tui.domain.vocabulary import AuditAct, QuarantineKind, QuarantineOutcome, Role
from hoc_tui.services import quarantine, records, triage
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_message
from tests.services.test_audit import entries
from tests.support.desks import Surgery, register
from tests.support.incoming import result

NUMBER = "9434765919"
SENT = IncomingPerson(source_id="", family="Jackson", given="Margaret", born=date(1951, 3, 4), nhs_number=NUMBER)


def message(
    who: IncomingPerson = SENT, *results: SentResult, control: str = "m1", puzzles: tuple[Puzzle, ...] = ()
) -> IncomingMessage:
    """A laboratory's message about one person."""
    sent = results or (result("lab-1"),)
    report = IncomingReport(person=who, results=sent, puzzles=puzzles, resources=1 + len(sent) + len(puzzles))
    return IncomingMessage(
        source_system="hl7v2|Acme", control_id=control, place="message 1", raw=control.encode(), reports=(report,)
    )


def left(desk: Desk, kind: QuarantineKind = QuarantineKind.PERSON) -> list[Quarantined]:
    """What waits to be placed, of one kind."""
    return [one for one in quarantine.what_is_left(desk) if one.kind is kind]


def put_aside(desk: Desk, who: IncomingPerson = SENT) -> Quarantined:
    """A report that is about nobody here for certain."""
    take_message(desk, message(who), "lab.hl7")
    [thing] = left(desk)
    return thing


def test_a_report_about_nobody_waits_whole(surgery: Surgery) -> None:
    """It says who was sent, every result, where it came from and why it waits; opening the list is in the audit."""
    desk = surgery.desk()
    thing = put_aside(desk)
    assert thing.report is not None
    assert (SENT, 1) == (thing.report.person, len(thing.report.results))
    assert ("lab.hl7", "hl7v2|Acme") == (thing.file, thing.sender)
    assert "NHS number" in thing.reason
    assert ["quarantine"] == [one.words for one in entries(surgery, AuditAct.LISTED)]


def test_the_likely_people_come_with_what_agrees_and_what_does_not(surgery: Surgery) -> None:
    """Same name and birth date, another number: in words, for whoever decides (hazard H01)."""
    desk = surgery.desk()
    jackson = register(desk, nhs_number="9449305552")
    thing = put_aside(desk)
    [one] = quarantine.who_it_may_be(desk, thing)
    assert jackson.person_id == one.person.person_id
    assert ("the same date of birth", "the same name") == one.why
    assert ("another NHS number",) == one.against


def test_somebody_who_is_looked_for_is_shown_even_if_nothing_agrees(surgery: Surgery) -> None:
    """Whoever types a name sees that person, and that nothing speaks for them."""
    desk = surgery.desk()
    register(desk, "Zaman", "Tariq", born=date(1980, 1, 1))
    [one] = quarantine.who_it_may_be(desk, put_aside(desk), "zaman")
    assert () == one.why
    assert one.against


def test_an_attached_report_comes_into_the_record_to_be_checked(surgery: Surgery) -> None:
    """The results stand in the record and on the list of what is to be checked; what waited is settled."""
    desk = surgery.desk()
    someone = register(desk)
    settled = quarantine.attach(desk, put_aside(desk), someone.id, "She rang; it is her test")
    assert (QuarantineOutcome.ATTACHED, someone.id) == (settled.outcome, settled.attached_to)
    assert [] == left(desk)
    assert ["lab-1"] == [one.source_id for one in records.open_record(desk, someone.id).results]
    assert [someone.id] == [one.person_id for one in triage.results_to_check(desk)]
    assert [someone.id] == [one.person_id for one in entries(surgery, AuditAct.SETTLED)]


def test_two_people_who_place_the_same_report_place_it_once(surgery: Surgery) -> None:
    """The second is told; the results stand in one record (hazard H01)."""
    nurse, doctor = surgery.desk(), surgery.desk(Role.GP)
    one, other = register(nurse, "Jackson"), register(nurse, "Okafor")
    thing = put_aside(nurse)
    quarantine.attach(doctor, thing, one.id, "her number")
    with pytest.raises(Changed, match="Somebody else"):
        quarantine.attach(nurse, thing, other.id, "his address")
    assert () == records.open_record(nurse, other.id).results


def test_somebody_new_is_registered_with_the_report(surgery: Surgery) -> None:
    """With what was sent of them; again with the same id does nothing more."""
    desk = surgery.desk()
    thing, op = put_aside(desk), desk.new_id()
    for _ in range(2):
        quarantine.create(desk, thing, "Registered yesterday on paper", op_id=op)
    record = records.open_record(desk, op)
    assert ("Jackson", NUMBER, 1) == (record.person.family, record.person.nhs_number, len(record.results))


def test_nobody_is_registered_whose_number_is_somebodys_here(surgery: Surgery) -> None:
    """Then the report is theirs, or the number is wrong; nothing is written."""
    desk = surgery.desk()
    register(desk, "Okafor", "Ada", born=date(1990, 5, 6), nhs_number=NUMBER)
    thing = put_aside(desk)
    with pytest.raises(AlreadySomebodys):
        quarantine.create(desk, thing, "new here")
    assert [thing.id] == [one.id for one in left(desk)]


def test_a_rejected_report_says_why_and_is_kept(surgery: Surgery) -> None:
    """It leaves the list; the row and the message stay."""
    desk = surgery.desk()
    thing = put_aside(desk)
    with pytest.raises(Refused, match="Say why"):
        quarantine.reject(desk, thing, " ")
    quarantine.reject(desk, thing, "Not a patient of ours; told the laboratory")
    with desk.reading() as work:
        kept = work.quarantined(desk.practice.id, thing.id)
    assert (QuarantineOutcome.REJECTED, "Not a patient of ours; told the laboratory") == (
        kept.outcome,
        kept.settled_reason,
    )
    assert [] == left(desk)


UNKNOWN = Code(system="http://acme.example/codes", code="ZZ9", display="Dodgy header 2")


def test_an_unknown_test_is_asked_about_once_and_remembered(surgery: Surgery) -> None:
    """The result is in the record all along; the answer is the site's, and the next one is not asked about."""
    desk = surgery.desk()
    someone = register(desk, nhs_number=NUMBER)
    odd = result("lab-2", codes=(UNKNOWN,), test_key=f"{UNKNOWN.system}|ZZ9", name="Dodgy header 2")
    take_message(desk, message(SENT, odd), "lab.hl7")
    assert 1 == len(records.open_record(desk, someone.id).results)
    [asked] = left(desk, QuarantineKind.TEST)

    quarantine.say_which_test(desk, asked, "hba1c", "The laboratory's own list says so")

    again = odd.model_copy(update={"source_id": "lab-3"})
    take_message(desk, message(SENT, again, control="m2"), "lab.hl7")
    assert [] == left(desk, QuarantineKind.TEST)
    with desk.reading() as work:
        assert ["hba1c"] == [one.test_id for one in work.mappings(desk.practice.id)]


def test_a_test_the_catalogue_does_not_have_is_no_answer(surgery: Surgery) -> None:
    """A sentence, and the question stays."""
    desk = surgery.desk()
    register(desk, nhs_number=NUMBER)
    odd = result("lab-2", codes=(UNKNOWN,), test_key=f"{UNKNOWN.system}|ZZ9", name="Dodgy header 2")
    take_message(desk, message(SENT, odd), "lab.hl7")
    [asked] = left(desk, QuarantineKind.TEST)
    with pytest.raises(Refused, match="no such test"):
        quarantine.say_which_test(desk, asked, "spleen", "because")
    assert [asked.id] == [one.id for one in left(desk, QuarantineKind.TEST)]


@pytest.mark.parametrize("role", [role for role in Role if Permission.PLACE_RESULTS not in PERMISSIONS[role]])
def test_whoever_does_not_place_results_sees_none_of_it(sqlite_surgery: Surgery, role: Role) -> None:
    """Reception sees no results, not even to say whose they are."""
    thing = put_aside(sqlite_surgery.desk())
    desk = sqlite_surgery.desk(role)
    for refused in (
        lambda: quarantine.what_is_left(desk),
        lambda: quarantine.who_it_may_be(desk, thing),
        lambda: quarantine.attach(desk, thing, UUID(int=1), "mine"),
        lambda: quarantine.reject(desk, thing, "not mine"),
    ):
        with pytest.raises(Refused):
            refused()
