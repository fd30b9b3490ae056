"""Taking laboratory messages in: whose they are, what is new, what waits for people, and every part counted out."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text

from hoc_tui.data.tables import Base, QuarantineRow, ResultMoveRow, SourceMessageRow
from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import Crossed, HocError, Refused
from hoc_tui.domain.incoming import Puzzle
from hoc_tui.domain.matching import NOBODY, NOT_THEM
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import TargetDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code, Quantity, Result, SentResult
from hoc_tui.domain.taking import MOVED
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import (
    Agreement,
    AuditAct,
    ItemKind,
    QuarantineKind,
    QuarantineOutcome,
    Registration,
    ResultStatus,
    ReviewCause,
    ReviewState,
    Role,
    Touch,
    Urgency,
)
from hoc_tui.services import agreeing, conversation, importing, people, records, reporting, triage
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register
from tests.support.incoming import person, record_of, result
from tests.support.reports import LABORATORY, NUMBER, message_of, report_of, somebody
from tests.support.round_trips import counted

POTASSIUM = Code(system="http://loinc.org", code="2823-3", display="Potassium")
UNKNOWN = Code(system="urn:lab", code="44XYZ", display="Serum mystery")


@pytest.fixture
def desk(surgery: Surgery) -> Desk:
    """A nurse's desk, at a practice where Mrs Jackson is registered."""
    desk = surgery.desk()
    register(desk, nhs_number=NUMBER)
    return desk


def take(desk: Desk, *messages: IncomingMessage, **options: bool) -> dict[str, int]:
    """Take messages in together, and give back the counts that are not 0."""
    report = reporting.take_messages(desk, messages, "batch.hl7", **options)
    assert sum(message.resources for message in messages) == report.resources, "every part in is counted out"
    return {name: count for name in ImportReport.COUNTED if (count := getattr(report, name))}


def read(desk: Desk) -> Record:
    """Mrs Jackson's record."""
    with desk.reading() as work:
        who = work.person_of("nhs-number", "9434765919")
    assert who is not None
    return records.open_record(desk, who)


def current(desk: Desk) -> list[str]:
    """The values in force."""
    return sorted(one.value_words for one in read(desk).results if one.superseded_by is None)


def waiting(surgery: Surgery) -> list[tuple[str, str]]:
    """What people have to work through: kind and reason, in order."""
    wanted = select(QuarantineRow.kind, QuarantineRow.reason).where(QuarantineRow.settled_at.is_(None))
    with surgery.database_engine().connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(wanted.order_by(QuarantineRow.position))]


def open_reviews(desk: Desk) -> list[Review]:
    """The reviews somebody must still do something about."""
    return [one for one in read(desk).reviews if one.open and not one.ended]


def copy_of(status: ResultStatus, value: str, reported: str) -> IncomingMessage:
    """One message with one copy of a result."""
    return message_of(report_of(result("r1", value, status=status, reported=PartialDate.parse(reported))))


# -- Whose ------------------------------------------------------------------------------------------------------------


def test_a_report_of_somebody_here_goes_into_their_record(surgery: Surgery, desk: Desk) -> None:
    """Matched by number and birth; the results stand under the laboratory's name, and the bytes are kept."""
    message = message_of(report_of(result("r1"), result("r2", "48"), ignored={"header": 1}), raw=b"MSH|one")

    assert {"people_matched": 1, "results_added": 2, "ignored": 1} == take(desk, message)
    assert {LABORATORY} == {one.source_system for one in read(desk).results}
    with surgery.database_engine().connect() as connection:
        kept = connection.execute(select(SourceMessageRow.body, SourceMessageRow.sender, SourceMessageRow.name)).one()
    assert (b"MSH|one", LABORATORY, "batch.hl7") == tuple(kept)


def test_a_report_that_is_nobodys_for_certain_waits_whole_and_registers_nobody(surgery: Surgery, desk: Desk) -> None:
    """With everything it says, so that it can be attached whole."""
    strangers = (
        report_of(result("r1"), who=somebody(family="Smith", born=date(1990, 1, 1))),
        report_of(result("r2"), result("r3"), who=somebody(nhs_number="9990000018"), ignored={"header": 1}),
    )
    counts = take(desk, message_of(*strangers))

    assert {"ignored": 1, "quarantined": 5} == counts
    assert [(QuarantineKind.PERSON, NOT_THEM), (QuarantineKind.PERSON, NOBODY)] == waiting(surgery)
    with surgery.database_engine().connect() as connection:
        kept = connection.execute(select(QuarantineRow.report).order_by(QuarantineRow.position)).scalars().all()
        assert 1 == connection.execute(text("SELECT count(*) FROM person")).scalar_one()
    assert list(strangers) == [IncomingReport.model_validate(one) for one in kept]


def test_one_message_may_be_about_several_people(surgery: Surgery, desk: Desk) -> None:
    """Each report goes its own way."""
    register(desk, "Khan", "Zainab", nhs_number="9990000026", born=date(1960, 12, 2))
    khan = somebody(family="Khan", given="Zainab", born=date(1960, 12, 2), nhs_number="9990000026")
    message = message_of(
        report_of(result("r1")),
        report_of(result("r1", "99"), who=khan),
        report_of(result(), who=somebody(nhs_number="")),
    )

    assert {"people_matched": 2, "results_added": 2, "quarantined": 2} == take(desk, message)
    assert ["53 mmol/mol"] == current(desk)


def test_results_of_somebody_who_died_come_in_with_a_remark(desk: Desk) -> None:
    """The report names the message it is about."""
    who = read(desk).person
    people.correct(desk, who, {"registration": Registration.DIED})
    report = reporting.take_message(desk, message_of(report_of(result()), raw=b"x"), "one.hl7")

    assert 1 == report.results_added
    assert any("has died" in remark for remark in report.remarks)


# -- The same again ---------------------------------------------------------------------------------------------------


def _rows(surgery: Surgery) -> dict[str, int]:
    with surgery.database_engine().connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if name != "audit_event"
        }


PUZZLE = Puzzle(where="OBX 7", reason="two values", raw="OBX|7")


def test_the_same_messages_again_change_nothing(surgery: Surgery, desk: Desk) -> None:
    """Not a row, whether matched, put aside, or with a part that could not be placed."""
    messages = (
        message_of(report_of(result("r1"), puzzles=(PUZZLE,)), report_of(result("r2"), who=somebody(nhs_number=""))),
        message_of(report_of(result("r3", codes=(UNKNOWN,), test_key="urn:lab|44XYZ"))),
    )
    new, before = take(desk, *messages), _rows(surgery)
    again = take(desk, *messages)

    assert {"people_matched": 2, "results_added": 2, "quarantined": 3} == new
    assert {"people_matched": 2, "results_unchanged": 2, "quarantined": 3} == again
    assert before == _rows(surgery)


def test_the_same_bytes_twice_in_one_batch_are_one_message(surgery: Surgery, desk: Desk) -> None:
    """The second is counted as unchanged, or as waiting where the first waits."""
    message = message_of(report_of(result("r1")), report_of(result("r2"), who=somebody(nhs_number="")))

    assert {"people_matched": 2, "results_added": 1, "results_unchanged": 1, "quarantined": 4} == take(
        desk, message, message
    )
    assert {"result": 1, "quarantine": 1, "source_message": 1} == {
        name: count for name, count in _rows(surgery).items() if name in {"result", "quarantine", "source_message"}
    }


def test_a_report_that_waited_is_found_when_it_comes_again(surgery: Surgery, desk: Desk) -> None:
    """Once the person is registered; what waited is settled, and a third time changes nothing."""
    khan = somebody(family="Khan", given="Zainab", born=date(1960, 12, 2), nhs_number="9990000026")
    message = message_of(report_of(result("r1"), who=khan, puzzles=(PUZZLE,)))
    take(desk, message)
    who = register(desk, "Khan", "Zainab", nhs_number="9990000026", born=date(1960, 12, 2)).id

    assert {"people_matched": 1, "results_added": 1, "quarantined": 1} == take(desk, message)
    assert ["53 mmol/mol"] == [one.value_words for one in records.open_record(desk, who).results]
    assert [(QuarantineKind.PART, "two values")] == waiting(surgery)
    before = _rows(surgery)
    assert {"people_matched": 1, "results_unchanged": 1, "quarantined": 1} == take(desk, message)
    assert before == _rows(surgery)


def test_a_report_that_somebody_rejected_stays_rejected(surgery: Surgery, desk: Desk) -> None:
    """Also when the person is registered afterwards: somebody has said that it is nobody's here."""
    message = message_of(report_of(result("r1"), who=somebody(nhs_number="9990000026", family="Khan")))
    take(desk, message)
    with surgery.database_engine().begin() as connection:
        connection.execute(
            QuarantineRow.__table__.update().values(  # type: ignore[attr-defined]
                settled_at=surgery.clock(), settled_by=desk.worker.id, outcome=QuarantineOutcome.REJECTED
            )
        )
    who = register(desk, "Khan", "Margaret", nhs_number="9990000026").id

    assert {"quarantined": 2} == take(desk, message)
    assert () == records.open_record(desk, who).results


def test_the_same_content_in_another_message_is_unchanged(desk: Desk) -> None:
    """A laboratory that sends everything again under new numbers corrects nothing."""
    take(desk, message_of(report_of(result("r1"), result("r2", "48"))))

    assert {"people_matched": 1, "results_unchanged": 2} == take(
        desk, message_of(report_of(result("r1"), result("r2", "48")))
    )
    assert 2 == len(read(desk).results)


def test_a_rehearsal_counts_and_keeps_nothing(surgery: Surgery, desk: Desk) -> None:
    """`--dry-run` says what would happen."""
    messages = (message_of(report_of(result("r1"))), message_of(report_of(result("r2"), who=somebody(nhs_number=""))))
    before = _rows(surgery)
    rehearsed = take(desk, *messages, keep=False)

    assert before == _rows(surgery)
    assert rehearsed == take(desk, *messages)


# -- Which copy is in force -------------------------------------------------------------------------------------------

COPIES = (
    (ResultStatus.PRELIMINARY, "50", "2026-03-01T10:00:00Z"),
    (ResultStatus.FINAL, "53", "2026-03-02T10:00:00Z"),
    (ResultStatus.CORRECTED, "35", "2026-03-03T10:00:00Z"),
    (ResultStatus.ENTERED_IN_ERROR, "35", "2026-03-04T10:00:00Z"),
)


def test_copies_replace_each_other_and_stay_visible(desk: Desk) -> None:
    """Preliminary, final, corrected, withdrawn: one counts, all are in the record."""
    counts = [take(desk, copy_of(*one)) for one in COPIES]

    assert [1, None, None, None] == [one.get("results_added") for one in counts]
    assert [None, 1, 1, 1] == [one.get("results_corrected") for one in counts]
    results = read(desk).results
    assert 4 == len(results)
    assert [ResultStatus.ENTERED_IN_ERROR] == [one.status for one in results if one.superseded_by is None]
    assert not any(one.counts for one in results)


@pytest.mark.parametrize("together", [False, True])
def test_any_order_of_arrival_ends_in_the_same_result(sqlite_surgery: Surgery, together: bool) -> None:
    """One by one or in one batch, each twice: the same copy is in force, and each stands in the record once."""
    desk = sqlite_surgery.desk()
    register(desk, nhs_number=NUMBER)
    for number, order in enumerate(permutations(COPIES)):
        copies = [
            message_of(report_of(result(f"r{number}", value, status=status, reported=PartialDate.parse(at))))
            for status, value, at in (*order, *order)
        ]
        for batch in [copies] if together else [[one] for one in copies]:
            take(desk, *batch)

    results = read(desk).results
    in_force = [one for one in results if one.superseded_by is None]
    assert (24, {ResultStatus.ENTERED_IN_ERROR}) == (len(in_force), {one.status for one in in_force})
    assert {4} == {sum(1 for one in results if one.source_id == f"r{number}") for number in range(24)}


def test_an_older_copy_that_comes_late_joins_the_history_alone(desk: Desk) -> None:
    """A late preliminary never replaces a final, and asks nobody to look."""
    take(desk, copy_of(*COPIES[1]))
    late = take(desk, copy_of(*COPIES[0]))

    assert {"people_matched": 1, "results_unchanged": 1} == late
    assert ["53 mmol/mol"] == current(desk)
    assert 2 == len(read(desk).results)
    assert 1 == len(open_reviews(desk))


# -- Moved away -------------------------------------------------------------------------------------------------------


def _move_away(surgery: Surgery, desk: Desk, which: Result, person_id: UUID) -> None:
    row = {
        "person_id": person_id,
        "id": desk.new_id(),
        "op_id": desk.new_id(),
        "result_id": which.id,
        "other_person_id": UUID(int=5),
        "other_result_id": UUID(int=6),
        "away": True,
        "reason": "wrong tube",
        "moved_by": desk.worker.id,
        "moved_at": desk.now(),
    }
    with surgery.database_engine().begin() as connection:
        connection.execute(insert(ResultMoveRow).values(row))


def test_what_was_moved_away_never_comes_back_silently(surgery: Surgery, desk: Desk) -> None:
    """Corrected or said again, it waits for people with that reason; the other results come in."""
    take(desk, message_of(report_of(result("r1"), result("r2", "48"))))
    record = read(desk)
    _move_away(surgery, desk, next(one for one in record.results if one.source_id == "r1"), record.person.id)
    counts = take(desk, message_of(report_of(result("r1", "54"), result("r2", "48"), result("r3", "7"))))

    assert {"people_matched": 1, "results_added": 1, "results_unchanged": 1, "quarantined": 1} == counts
    assert [(QuarantineKind.PERSON, MOVED)] == waiting(surgery)
    assert "54 mmol/mol" not in current(desk)


def test_what_was_moved_away_does_not_come_back_by_a_record_file(surgery: Surgery, desk: Desk) -> None:
    """The same rule for what a practice system sends; the file adds up all the same."""
    file = record_of(result("r1"), result("r2", "48"), who=person(nhs_number=NUMBER))
    importing.take_in(desk, file, "one.json", b"1")
    record = read(desk)
    _move_away(surgery, desk, next(one for one in record.results if one.source_id == "r1"), record.person.id)
    again = record_of(result("r1", "54"), result("r2", "48"), who=person(nhs_number=NUMBER))
    report = importing.take_in(desk, again, "two.json", b"2")

    assert (again.resources, 1, 1) == (report.resources, report.quarantined, report.results_unchanged)
    assert "54 mmol/mol" not in current(desk)


# -- Reviews ----------------------------------------------------------------------------------------------------------


def test_every_new_result_waits_for_a_clinician(desk: Desk) -> None:
    """Out of the range sent or flagged is said; others are plain."""
    in_range = result("r2", "30")
    flagged = result("r3", "30", flag="HH", ranges=())
    take(desk, message_of(report_of(result("r1"), in_range, flagged)))

    by_result = {one.id: one.source_id for one in read(desk).results}
    urgency = {by_result[one.result_id]: (one.urgency, bool(one.said)) for one in open_reviews(desk)}
    assert {"r1": (Urgency.OUT, True), "r2": (Urgency.PLAIN, False), "r3": (Urgency.OUT, True)} == urgency


def test_a_record_file_brings_no_reviews(desk: Desk) -> None:
    """Its results have been seen in the GP record; ten years of them would flood the list."""
    importing.take_in(desk, record_of(result("r1"), who=person(nhs_number=NUMBER)), "one.json", b"1")

    assert () == read(desk).reviews


def test_a_newer_copy_ends_the_review_of_the_older(desk: Desk) -> None:
    """One of the two is on the list; the history says why the other is not."""
    take(desk, copy_of(*COPIES[0]))
    take(desk, copy_of(*COPIES[1]))

    [open_one] = open_reviews(desk)
    in_force = next(one for one in read(desk).results if one.superseded_by is None)
    assert in_force.id == open_one.result_id
    with desk.reading() as work:
        history = [one for one in work.revisions(open_one.person_id) if one.item_kind is ItemKind.REVIEW]
    assert [("a newer copy of this result has come", False)] == [(one.reason, one.adds) for one in history]
    assert open_one.id not in {one.item_id for one in history}


def test_a_review_that_began_without_a_revision_works_like_any_other(desk: Desk) -> None:
    """It can be released, undone and read back; its birth is the result's own row."""
    take(desk, message_of(report_of(result("r1"))))
    [review] = open_reviews(desk)
    [saved] = triage.release(desk, [Spot.of(ItemKind.REVIEW, review)])

    assert [] == open_reviews(desk)
    assert 1 == len(records.history_of(desk, review.person_id, review.id))
    records.undo(desk, review.person_id, saved.op_id)
    assert [ReviewState.NEW] == [one.state for one in open_reviews(desk)]


def _agreed_plan(desk: Desk) -> None:
    record = read(desk)
    aim = TargetDraft(test_key=record.results[0].test_key, test_name="HbA1c", high="65", unit="mmol/mol")
    conversation.put_down(desk, record.person.id, aim)
    agreeing.agree(desk, read(desk), AgreeDraft(agreement=Agreement.BY_PERSON))


@pytest.mark.parametrize(
    ("status", "cause"),
    [(ResultStatus.CORRECTED, ReviewCause.CORRECTED), (ResultStatus.ENTERED_IN_ERROR, ReviewCause.WITHDRAWN)],
)
@pytest.mark.parametrize("file", [False, True])
def test_a_result_that_a_plan_used_names_the_plan(
    desk: Desk, status: ResultStatus, cause: ReviewCause, file: bool
) -> None:
    """Corrected or withdrawn after the plan was agreed, by a message or by a record file: somebody must look."""

    def send(one: SentResult, body: bytes) -> None:
        if file:
            importing.take_in(desk, record_of(one, who=person(nhs_number=NUMBER)), "one.json", body)
        else:
            take(desk, message_of(report_of(one)))

    send(result("r1"), b"1")
    _agreed_plan(desk)
    send(result("r1", "35", status=status), b"2")

    about = [(one.cause, one.about) for one in open_reviews(desk) if one.about]
    assert [(cause, "care plan 1 of 5 March 2026")] == about


# -- What nobody knows ------------------------------------------------------------------------------------------------


def mystery(source_id: str = "r1", unit: str = "U/L") -> SentResult:
    """A result whose code no content knows."""
    return result(
        source_id, codes=(UNKNOWN,), test_key="urn:lab|44XYZ", name="Mystery", quantity=Quantity(text="7", unit=unit)
    )


def test_an_unknown_code_is_taken_and_asked_about_once(surgery: Surgery, desk: Desk) -> None:
    """Nothing is hidden: the result is in the record and waits for a clinician; the question is about all of them."""
    counts = [take(desk, message_of(report_of(mystery(f"r{at}"), mystery(f"s{at}")))) for at in range(2)]
    take(desk, message_of(report_of(mystery("t", unit="g/L"))))

    assert {"people_matched": 1, "results_added": 2} == counts[0] == counts[1]
    assert [QuarantineKind.TEST] * 2 == [kind for kind, _ in waiting(surgery)]
    assert 5 == len(read(desk).results) == len(open_reviews(desk))


def test_an_unknown_unit_of_a_known_test_is_asked_about(surgery: Surgery, desk: Desk) -> None:
    """A number in a unit that nobody knows is never taken for another (hazard H04)."""
    odd = result("r1", quantity=Quantity(text="53", unit="furlong"))
    take(desk, message_of(report_of(odd)))

    assert [(QuarantineKind.TEST, "This unit is not known for this test.")] == waiting(surgery)


# -- Attached by somebody ---------------------------------------------------------------------------------------------


def test_a_report_is_taken_into_the_record_somebody_chose(surgery: Surgery, desk: Desk) -> None:
    """By the same rules: new, the same again, its parts and questions put aside, and reviews made."""
    who = read(desk).person.id
    message = message_of(report_of(result("r1"), mystery("r2"), puzzles=(PUZZLE,), who=somebody(nhs_number="")))
    take(desk, message)
    with surgery.database_engine().connect() as connection:
        message_id = connection.execute(select(SourceMessageRow.id)).scalar_one()
    with desk.writing() as work:
        work.hold(who)
        taken = reporting.take_report_within(
            desk, work, who, LABORATORY, message.reports[0], message_id, desk.now(), cause=ReviewCause.MOVED
        )
        work.commit()

    assert 2 == taken.results_added
    assert {ReviewCause.MOVED} == {one.cause for one in open_reviews(desk)}
    kinds = [kind for kind, _ in waiting(surgery)]
    assert [QuarantineKind.PERSON, QuarantineKind.PART, QuarantineKind.TEST] == kinds


# -- Whole or not at all ----------------------------------------------------------------------------------------------


def test_a_batch_is_taken_whole_or_not_at_all(surgery: Surgery, desk: Desk) -> None:
    """One message that cannot be taken leaves nothing of the others; whoever calls tries them one by one."""
    before = _rows(surgery)
    faulty = message_of(report_of(result("r2")), sender="x\x00y")
    with pytest.raises((HocError, ValueError)):
        reporting.take_messages(desk, [message_of(report_of(result("r1"))), _faulty(faulty)], "batch.hl7")
    assert before == _rows(surgery)


def _faulty(message: IncomingMessage) -> IncomingMessage:
    """A message with a control id that no database takes."""
    return message.model_copy(update={"control_id": object()})


def test_two_who_cross_try_again(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    """Somebody else writing in the same place at the same moment is no reason to reject anything."""
    tries: list[int] = []
    real = reporting._take_together

    def crossed(*arguments: object, **more: object) -> ImportReport:
        tries.append(1)
        if len(tries) < reporting.TRIES:
            raise Crossed("crossed")
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(reporting, "_take_together", crossed)
    assert {"people_matched": 1, "results_added": 1} == take(desk, message_of(report_of(result("r1"))))


def test_who_may_not_import_is_refused(surgery: Surgery, desk: Desk) -> None:
    """Nothing is read for a role without the permission."""
    with pytest.raises(Refused):
        reporting.take_message(surgery.desk(Role.RECEPTIONIST), message_of(report_of(result())), "one.hl7")


# -- Audit and round trips --------------------------------------------------------------------------------------------


def test_the_audit_has_every_message_with_whose_record_it_went_into(desk: Desk) -> None:
    """In the transaction of the import, for what is nobody's, too."""
    take(desk, message_of(report_of(result("r1"))), message_of(report_of(result("r2"), who=somebody(nhs_number=""))))
    who = read(desk).person.id
    with desk.reading() as work:
        entries = [one for one in work.audit_of(desk.practice.id, who) if one.act is AuditAct.IMPORTED]

    assert [[Touch.TAKEN_IN]] == [[thing.touch for thing in one.things] for one in entries]


def _many(how_many: int, tag: str) -> Sequence[IncomingMessage]:
    return [message_of(report_of(*(result(f"{tag}{at}/{n}") for n in range(8)))) for at in range(how_many)]


def test_a_batch_asks_the_database_as_often_as_one_message(surgery: Surgery, desk: Desk) -> None:
    """Matching, history, reviews and audit are one statement each for all messages together."""
    desk = surgery.desk()
    take(desk, *_many(1, "warm"))
    with counted(surgery.database().engine) as one:
        take(desk, *_many(1, "a"))
    with counted(surgery.database().engine) as many:
        take(desk, *_many(40, "b"))

    assert one.count == many.count, many.statements
    assert many.count <= 20
