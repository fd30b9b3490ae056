"""Agreeing the one care plan: exactly what was read, frozen for ever, chained, and never quietly altered."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from hoc_tui.data.engine import writing_engine
from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.known import NO_CONTENT
from hoc_tui.domain.people import ContactDraft, NeedDraft, Person
from hoc_tui.domain.plan import AgreeDraft, Frozen, PlanVersion, canonical, content_of, seal, unfinished
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, DecisionDraft, GoalDraft, LinkDraft, TargetDraft
from hoc_tui.domain.record import ConditionDraft, VisitDraft
from hoc_tui.domain.vocabulary import (
    Agreement,
    ContactKind,
    GoalStatus,
    ItemKind,
    NeedKind,
    Role,
    Step,
)
from hoc_tui.services import agreeing, conversation, importing, lists, people, records, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of, result

BY_PERSON = AgreeDraft(agreement=Agreement.BY_PERSON)
HBA1C = "http://snomed.info/sct|999791000000106"


@pytest.fixture
def nurse(surgery: Surgery) -> Desk:
    """A nurse's desk."""
    return surgery.desk(Role.NURSE)


def _agree(desk: Desk, person_id: UUID, terms: AgreeDraft = BY_PERSON) -> PlanVersion:
    return agreeing.agree(desk, records.open_record(desk, person_id), terms)


def a_conversation(desk: Desk) -> Person:
    """Everything that one conversation makes, in one record with an imported result."""
    importing.take_in(desk, record_of(result("r1", "61", flag="H")), "one.json", b"{}")
    person = records.open_record(desk, lists.find(desk, "jackson")[0].person_id).person
    people.add_need(desk, person.id, NeedDraft(kind=NeedKind.FORMAT, text="Large print"))
    people.add_contact(desk, person.id, ContactDraft(name="Aisha", kinds=(ContactKind.CARER, ContactKind.FAMILY)))
    people.add_condition(desk, person.id, ConditionDraft(name="Type 2 diabetes"))
    worry = conversation.put_down(desk, person.id, AgendaDraft(text="I'm so tired [/] by 3", starred=True)).item
    goal = conversation.put_down(desk, person.id, GoalDraft(words="Back to the “allotment”", importance=9)).item
    conversation.put_down(desk, person.id, ActionDraft(what="Walk", goal_id=goal.id, due_on=date(2026, 4, 1)))
    conversation.put_down(desk, person.id, DecisionDraft(about="Insulin", options=("now", "later"), why="not yet"))
    conversation.put_down(desk, person.id, TargetDraft(test_key=HBA1C, test_name="HbA1c", high="58", unit="mmol/mol"))
    for other in ((ItemKind.AGENDA, worry.id), None):
        ends = {"second_kind": other[0], "second_id": other[1]} if other else {"test_key": HBA1C, "test_name": "HbA1c"}
        conversation.put_down(desk, person.id, LinkDraft(first_kind=ItemKind.GOAL, first_id=goal.id, **ends))
    visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    return person


def test_the_whole_life_of_a_plan(surgery: Surgery, nurse: Desk) -> None:
    """From a first word to a second version a year later, read back as it was agreed."""
    person = a_conversation(nurse)
    reminders = [one.words for one in unfinished(content_of(records.open_record(nurse, person.id), NO_CONTENT))]
    assert ["to discuss: I'm so tired [/] by 3", "no review date", "no reviewer"] == reminders
    terms = BY_PERSON.model_copy(update={"review_on": date(2027, 3, 1), "reviewer": "Nurse Patel", "present": "Aisha"})
    first = _agree(nurse, person.id, terms)

    read = records.open_record(nurse, person.id)
    assert (1, "", nurse.worker.id, terms) == (first.number, first.previous_hash, first.agreed_with, first.terms)
    assert (date(2027, 3, 1), "Nurse Patel") == (first.content.review_on, first.content.reviewer)
    assert [(1, Agreement.BY_PERSON, first.content_hash)] == [
        (head.number, head.agreement, head.content_hash) for head in read.versions
    ]
    assert read.plan is not None
    assert (date(2027, 3, 1), "Nurse Patel", "Aisha") == (read.plan.review_on, read.plan.reviewer, read.plan.present)
    assert [Step.PLAN_AGREED] == [visit.step for visit in read.visits]

    surgery.clock.at += timedelta(days=365)
    looked_at = conversation.look_again(records.open_record(nurse, person.id))
    assert ["Back to the “allotment”"] == [getattr(goal, "words", "") for goal in looked_at]
    conversation.rewrite(
        nurse, Spot.of(ItemKind.GOAL, looked_at[0]), {"status": GoalStatus.PARTLY_ACHIEVED, "outcome": "Twice a week"}
    )
    assert () == conversation.look_again(records.open_record(nurse, person.id))
    second = _agree(nurse, person.id)

    assert (2, first.content_hash) == (second.number, second.previous_hash)
    assert (first, second) == tuple(agreeing.read_version(nurse, person.id, number) for number in (1, 2))
    assert [("goals", "Back to the “allotment”")] == [
        (kind, getattr(after, "words", "")) for kind, _, after in agreeing.changed_items(first.content, second.content)
    ]


def test_a_version_read_back_is_equal_and_hashes_the_same(surgery: Surgery, nurse: Desk) -> None:
    """Decimals, dates, ids, tuples, marks and all: the text is canonical, and the same text comes of it again."""
    person = a_conversation(nurse)
    agreed = _agree(nurse, person.id)
    back = agreeing.read_version(nurse, person.id, 1)

    with surgery.database().reading() as work:
        [(previous, body, own)] = work.chain(person.id)
    assert agreed == back
    assert body == canonical(Frozen.model_validate_json(body))
    assert own == seal(previous, body) == back.content_hash
    assert [("61 mmol/mol", "above", "58 mmol/mol or under", "their own aim", "20 to 41", "H")] == [
        (one.value, one.standing, one.aim, one.whose_aim, one.sent_range, one.flag) for one in back.content.results
    ]


def test_only_those_who_stand_in_the_plan_are_named_in_it(surgery: Surgery, nurse: Desk) -> None:
    """The person's copy does not list the whole practice."""
    gp = surgery.desk(Role.GP)
    person = register(gp)
    conversation.put_down(nurse, person.id, ActionDraft(what="Ring", staff_id=surgery.desk(Role.PHARMACIST).worker.id))
    agreed = _agree(nurse, person.id)

    assert {"Gp", "Nurse", "Pharmacist"} == set(agreed.content.staff.values())


def test_what_changed_since_it_was_read_is_looked_at_first(surgery: Surgery, nurse: Desk) -> None:
    """A word, a detail or an imported result: nobody agrees what they have not seen."""
    gp, person = surgery.desk(Role.GP), a_conversation(nurse)
    changes = (
        lambda: conversation.put_down(gp, person.id, AgendaDraft(text="one more thing")),
        lambda: people.correct(gp, records.open_record(gp, person.id).person, {"phone": "0113 496 0000"}),
        lambda: importing.take_in(gp, record_of(result("r9", "48")), "two.json", b"2"),
        lambda: importing.take_in(gp, record_of(result("r1", "60")), "three.json", b"3"),
    )
    for change in changes:
        read = records.open_record(nurse, person.id)
        change()
        with pytest.raises(Changed, match="changed since you read it"):
            agreeing.agree(nurse, read, BY_PERSON)

    assert () == records.open_record(nurse, person.id).versions


def test_taking_the_same_file_in_again_disturbs_nobody(surgery: Surgery, nurse: Desk) -> None:
    """Nothing changed, so what was read can be agreed."""
    person = a_conversation(nurse)
    read = records.open_record(nurse, person.id)
    importing.take_in(surgery.desk(Role.GP), record_of(result("r1", "61", flag="H")), "one.json", b"{}")

    assert 1 == agreeing.agree(nurse, read, BY_PERSON).number


def test_agreeing_again_with_the_same_id_is_the_same_version(surgery: Surgery, nurse: Desk) -> None:
    """A retry finds its version, also when another was agreed since, and when nothing else had to change."""
    person = register(nurse)
    read, op = records.open_record(nurse, person.id), UUID(int=42)
    first = agreeing.agree(nurse, read, BY_PERSON, op_id=op)
    nothing_new, again_op = records.open_record(nurse, person.id), UUID(int=43)
    second = agreeing.agree(nurse, nothing_new, BY_PERSON, op_id=again_op)
    for read_then, this_op, version in ((read, op, first), (nothing_new, again_op, second), (read, op, first)):
        assert version == agreeing.agree(surgery.desk(Role.NURSE), read_then, BY_PERSON, op_id=this_op)

    assert [1, 2] == [head.number for head in records.open_record(nurse, person.id).versions]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"agreement": Agreement.NOT_AGREED}, "do not agree"),
        ({"agreement": Agreement.WITH_DIFFERENCE, "difference": "  "}, "see differently"),
        ({"agreement": Agreement.BY_REPRESENTATIVE}, "who agreed for the person"),
    ],
)
def test_how_it_was_agreed_must_be_said(nurse: Desk, terms: dict[str, object], said: str) -> None:
    """A reason where there is none, a name where somebody else agreed."""
    person = register(nurse)

    with pytest.raises(Refused, match=said):
        _agree(nurse, person.id, AgreeDraft.model_validate(terms))
    assert () == records.open_record(nurse, person.id).versions


def test_a_plan_that_was_not_agreed_is_kept_with_the_reason(nurse: Desk) -> None:
    """It is a version too, and the visit says so."""
    person = register(nurse)
    visits.book(nurse, person.id, VisitDraft(starts_at=NINE_O_CLOCK))
    _agree(nurse, person.id, AgreeDraft(agreement=Agreement.NOT_AGREED, difference="I want to wait."))

    read = records.open_record(nurse, person.id)
    assert [Step.PLAN_DECLINED] == [visit.step for visit in read.visits]
    assert "I want to wait." == agreeing.read_version(nurse, person.id, 1).terms.difference


def test_only_the_visit_of_the_practices_day_moves_on(surgery: Surgery, nurse: Desk) -> None:
    """Half past midnight in summer is still yesterday in UTC."""
    person = register(nurse)
    surgery.clock.at = datetime(2026, 7, 1, 23, 45, tzinfo=UTC)
    for at in (surgery.clock.at - timedelta(hours=2), surgery.clock.at + timedelta(minutes=10)):
        visits.book(nurse, person.id, VisitDraft(starts_at=at))
    _agree(nurse, person.id)

    assert [Step.BOOKED, Step.PLAN_AGREED] == [visit.step for visit in records.open_record(nurse, person.id).visits]


def test_a_version_that_is_not_there(nurse: Desk) -> None:
    """Neither 0 nor one too many."""
    person = register(nurse)
    _agree(nurse, person.id)
    for number in (0, 2, -1):
        with pytest.raises(NotFound, match=f"no plan {number}"):
            agreeing.read_version(nurse, person.id, number)


# -- Altered ----------------------------------------------------------------------------------------------------------


def _tamper(surgery: Surgery, statement: str, **values: object) -> None:
    """Alter an agreed version as somebody with all rights could: guards dropped first."""
    with writing_engine(surgery.database().engine).begin() as connection:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER plan_version_no_{verb}"))
        else:
            connection.execute(text("DROP TRIGGER plan_version_append_only ON plan_version"))
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_version SET body = replace(body, 'allotment', 'sofa') WHERE number = 1",
        "UPDATE plan_version SET body = replace(body, '2026-03-05', '2026-03-04') WHERE number = 2",
        "UPDATE plan_version SET content_hash = previous_hash WHERE number = 2",
        "UPDATE plan_version SET previous_hash = '' WHERE number = 2",
        "UPDATE plan_version SET number = number + 10 WHERE number = 1",
        "DELETE FROM plan_version WHERE number = 1",
    ],
)
def test_an_altered_version_is_not_read_as_agreed(surgery: Surgery, nurse: Desk, statement: str) -> None:
    """Text, hash, order or a missing one: the chain does not hold, no version of it is shown, none is added."""
    person = a_conversation(nurse)
    for _ in range(2):
        _agree(nurse, person.id)
    _tamper(surgery, statement)

    for number in (1, 2):
        with pytest.raises(Refused, match="have been altered"):
            agreeing.read_version(nurse, person.id, number)
    with pytest.raises(Refused, match="have been altered"):
        _agree(nurse, person.id)


def test_a_version_moved_to_another_record_is_not_read_there(surgery: Surgery, nurse: Desk) -> None:
    """Whose plan it is, and when and with whom it was agreed, are under the hash too."""
    person, other = a_conversation(nurse), register(nurse, "Okafor")
    _agree(nurse, person.id)
    in_text = surgery.url.startswith("sqlite")
    a, b = (one.id.hex if in_text else one.id for one in (person, other))
    _tamper(surgery, "UPDATE plan_version SET person_id = :b WHERE person_id = :a", a=a, b=b)

    with pytest.raises(Refused, match="have been altered"):
        agreeing.read_version(nurse, other.id, 1)


# -- In the wrong record ----------------------------------------------------------------------------------------------


def test_a_wrong_record_is_marked_once_with_its_reason(nurse: Desk) -> None:
    """A retry marks nothing twice; another reason later is refused, since the first one stands for ever."""
    wrong, right = register(nurse), register(nurse, "Okafor")
    _agree(nurse, wrong.id)
    for _ in range(2):
        agreeing.mark_wrong_record(nurse, wrong.id, 1, right.id, "Two\x1b[2J records", op_id=UUID(int=42))
    with pytest.raises(Refused, match="marked already"):
        agreeing.mark_wrong_record(nurse, wrong.id, 1, right.id, "another reason")

    assert "Two[2J records" == records.open_record(nurse, wrong.id).versions[0].in_error
    assert 1 == len(records.open_record(nurse, right.id).wrong_marks)


@pytest.mark.parametrize(
    ("number", "rightful", "reason", "error"),
    [
        (1, "other", "  ", "Say what happened"),
        (1, "same", "mixed up", "cannot be the same"),
        (2, "other", "mixed up", "no plan 2"),
        (1, "nobody", "mixed up", "not in the database"),
    ],
)
def test_a_mark_needs_a_version_two_people_and_a_reason(
    nurse: Desk, number: int, rightful: str, reason: str, error: str
) -> None:
    """Otherwise nothing is marked."""
    wrong, other = register(nurse), register(nurse, "Okafor")
    _agree(nurse, wrong.id)
    ids = {"other": other.id, "same": wrong.id, "nobody": UUID(int=404)}
    with pytest.raises((Refused, NotFound), match=error):
        agreeing.mark_wrong_record(nurse, wrong.id, number, ids[rightful], reason)

    assert "" == records.open_record(nurse, wrong.id).versions[0].in_error


def test_side_by_side_only_what_says_something_else_differs(nurse: Desk) -> None:
    """Reordering is no difference; nor is a change that was taken back."""
    person = register(nurse)
    for words in ("a", "b"):
        conversation.put_down(nurse, person.id, AgendaDraft(text=words))
    before = _agree(nurse, person.id).content
    items = records.open_record(nurse, person.id).agenda
    conversation.move(nurse, ItemKind.AGENDA, items, 1, -1)
    changed = conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, items[0]), {"starred": True})
    records.undo(nurse, person.id, changed.op_id)
    conversation.put_down(nurse, person.id, GoalDraft(words="Walk"))
    after = _agree(nurse, person.id).content

    assert [("goals", None, "Walk")] == [
        (kind, old, getattr(new, "words", "")) for kind, old, new in agreeing.changed_items(before, after)
    ]
