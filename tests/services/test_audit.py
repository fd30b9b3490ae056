"""What everybody does stays: who, as what, when, from where, whose record, what."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from hoc_tui.data.audit import entry_of
from hoc_tui.data.tables import AuditEventRow
from hoc_tui.domain.audit import AuditEntry, Thing
from hoc_tui.domain.errors import Changed, NotFound, Refused
from hoc_tui.domain.people import PersonDetails
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft, GoalDraft
from hoc_tui.domain.vocabulary import Agreement, AuditAct, ItemKind, Role, Touch
from hoc_tui.services import agreeing, audit, conversation, importing, lists, people, records
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register
from tests.support.incoming import record_of, result

NOBODY = UUID(int=404)


def entries(surgery: Surgery, *acts: AuditAct) -> list[AuditEntry]:
    """What stands in the audit, of some acts or of all."""
    with surgery.database().engine.connect() as connection:
        table = AuditEventRow.__table__
        rows = connection.execute(select(table).order_by(AuditEventRow.seq)).mappings()
        found = [entry_of({name: row[name] for name in AuditEntry.model_fields}) for row in rows]
    return [one for one in found if not acts or one.act in acts]


# -- Opening ------------------------------------------------------------------------------------------------------


def test_opening_a_record_is_one_event_until_the_day_is_over(surgery: Surgery) -> None:
    """Reading it again, its history or a version is the same opening; another desk opens it anew."""
    desk = surgery.desk()
    person = register(desk)
    for _ in range(3):
        records.open_record(desk, person.id)
    records.history_of(desk, person.id, person.id)
    surgery.clock.at += timedelta(hours=12)
    records.open_record(desk, person.id)
    records.open_record(surgery.desk(Role.GP), person.id)

    opened = entries(surgery, AuditAct.OPENED)
    assert [Role.NURSE, Role.NURSE, Role.GP] == [one.role for one in opened]
    assert {person.id} == {one.person_id for one in opened}


def test_looking_for_people_elsewhere_than_in_find_is_a_search_too(surgery: Surgery) -> None:
    """Whoever may be the same person when one is registered, and whose record a plan was meant for."""
    desk = surgery.desk()
    people.likely_same(desk, PersonDetails(family="Jackson", given="Margaret"))
    lists.find_once(desk, "9434765919")

    searched = [one.words for one in entries(surgery, AuditAct.SEARCHED)]
    assert 2 == len(searched)
    assert "JACKSON, Margaret" in searched[0]
    assert "9434765919" == searched[1]


def test_an_event_says_who_and_where(surgery: Surgery) -> None:
    """Account, name and role are those of the moment, beside the id of the member of staff."""
    desk = surgery.desk()
    desk.trail.actor = desk.trail.actor.model_copy(update={"place": "desk-3 pts/4 from 10.0.0.7"})
    records.open_record(desk, register(desk).id)
    [opened] = entries(surgery, AuditAct.OPENED)

    assert (desk.worker.id, "nurse", "Nurse", Role.NURSE) == (opened.staff_id, opened.account, opened.name, opened.role)
    assert "desk-3 pts/4 from 10.0.0.7" == opened.place


def test_the_event_is_committed_before_the_record_is_read(surgery: Surgery) -> None:
    """Whoever looks for a record that is not there has left a trace; where none can be left, nothing is read."""
    desk = surgery.desk()
    with pytest.raises(NotFound):
        records.open_record(desk, NOBODY)
    assert [NOBODY] == [one.person_id for one in entries(surgery, AuditAct.OPENED)]

    def full(_events: object) -> None:
        raise Changed("There is no room.")

    untraced = replace(desk, trail=replace(desk.trail, enter=full), reading=lambda: pytest.fail("it was read"))
    with pytest.raises(Changed):
        records.open_record(untraced, register(desk).id)


def test_signing_in_and_being_refused_are_events(surgery: Surgery) -> None:
    """Everybody who comes is written down, and who is nobody here, too."""
    surgery.desk(Role.GP)
    with pytest.raises(Refused, match="is not a member of staff"):
        surgery.database().enter("mallory", place="desk-9")

    assert AuditAct.SIGNED_IN in {one.act for one in entries(surgery)}
    [refused] = entries(surgery, AuditAct.REFUSED)
    assert ("mallory", None, None, "desk-9") == (refused.account, refused.staff_id, refused.role, refused.place)


def test_what_a_role_may_not_is_an_event(surgery: Surgery) -> None:
    """Reception asks for an agreed plan: refused, and in the audit with whose it was."""
    person = register(surgery.desk())
    with pytest.raises(Refused):
        agreeing.read_version(surgery.desk(Role.RECEPTIONIST), person.id, 1)

    [refused] = entries(surgery, AuditAct.REFUSED)
    assert (Role.RECEPTIONIST, person.id) == (refused.role, refused.person_id)


def test_a_refusal_inside_a_unit_of_work_is_an_event_as_well(surgery: Surgery) -> None:
    """It waits for the unit's end: SQLite has one writer, and nobody may wait for themselves."""
    nurse = surgery.desk()
    person = register(nurse)
    goal = conversation.put_down(nurse, person.id, GoalDraft(words="dance again"))
    demoted = replace(nurse, worker=nurse.worker.model_copy(update={"role": Role.RECEPTIONIST}))
    with pytest.raises(Refused):
        records.undo(demoted, person.id, goal.op_id)

    assert 1 == len(entries(surgery, AuditAct.REFUSED))


# -- Changing -----------------------------------------------------------------------------------------------------


def test_a_change_is_an_event_in_its_own_transaction(surgery: Surgery) -> None:
    """It names the item, and not a word of what it says."""
    desk = surgery.desk()
    person = register(desk)
    saved = conversation.put_down(desk, person.id, AgendaDraft(text="my sore feet"))
    changed = conversation.rewrite(desk, Spot.of(ItemKind.AGENDA, saved.item), {"text": "my very sore feet"})

    registered, added, rewritten = entries(surgery, AuditAct.CHANGED)
    assert (Thing(kind="person", id=person.id, touch=Touch.ADDED),) == registered.things
    assert (Thing(kind="agenda", id=saved.item.id, touch=Touch.ADDED),) == added.things
    assert (Thing(kind="agenda", id=saved.item.id, touch=Touch.CHANGED),) == rewritten.things
    assert changed.op_id == rewritten.op_id
    assert not any("feet" in one.model_dump_json() for one in entries(surgery))


def test_what_is_undone_leaves_no_event(surgery: Surgery) -> None:
    """A unit that does not commit has not happened."""
    desk = surgery.desk()
    person = people.person_from(desk, PersonDetails(family="Ghost"), NOBODY)
    before = len(entries(surgery))
    with desk.writing() as work:
        people.enrol(desk, work, person, NOBODY)

    assert before == len(entries(surgery))


def test_agreeing_is_an_event_that_holds_the_plans_hash(surgery: Surgery) -> None:
    """So that no version can vanish without its entry saying so."""
    desk = surgery.desk()
    person = register(desk)
    version = agreeing.agree(desk, records.open_record(desk, person.id), AgreeDraft(agreement=Agreement.BY_PERSON))
    [agreed] = entries(surgery, AuditAct.AGREED)
    [plan] = [thing for thing in agreed.things if thing.touch is Touch.AGREED]

    assert (1, version.content_hash) == (plan.number, plan.seal)


def test_an_import_is_one_event_for_each_file_and_person(surgery: Surgery) -> None:
    """The same file again is one more, for its record was looked into again."""
    desk = surgery.desk()
    for _ in range(2):
        importing.take_in(desk, record_of(*(result(f"r{at}") for at in range(30))), "one.json", b"{}")

    first, again = entries(surgery, AuditAct.IMPORTED)
    assert first.person_id == again.person_id
    assert "source-message" in {thing.kind for thing in first.things}
    assert [Touch.TAKEN_IN] == [thing.touch for thing in again.things]


def test_two_records_in_one_unit_are_an_event_for_each(surgery: Surgery) -> None:
    """A plan that was agreed in the wrong record is marked in both."""
    desk = surgery.desk()
    person, other = register(desk), register(desk, "Okafor")
    agreeing.agree(desk, records.open_record(desk, person.id), AgreeDraft(agreement=Agreement.BY_PERSON))
    agreeing.mark_wrong_record(desk, person.id, 1, other.id, "two were open")

    marked = [one for one in entries(surgery, AuditAct.CHANGED) if one.things[0].touch is Touch.MARKED_WRONG]
    assert {person.id, other.id} == {one.person_id for one in marked}


# -- Searching ----------------------------------------------------------------------------------------------------


def test_a_search_is_two_rows_however_much_is_typed(surgery: Surgery) -> None:
    """One as Find opens, and one as it closes, which continues the first."""
    desk = surgery.desk()
    person = register(desk)
    search = audit.begin_search(desk)
    audit.end_search(desk, search, "jackson", person.id)

    begun, ended = entries(surgery, AuditAct.SEARCHED)
    assert ("", None, None) == (begun.words, begun.person_id, begun.continues)
    assert ("jackson", person.id, begun.id) == (ended.words, ended.person_id, ended.continues)


def test_a_text_beyond_any_search_does_not_stop_the_audit(surgery: Surgery) -> None:
    """Somebody pasted a book into the box."""
    desk = surgery.desk()
    audit.end_search(desk, audit.begin_search(desk), "x" * 5_000)

    assert "more than can be searched for" == entries(surgery, AuditAct.SEARCHED)[-1].words


def test_who_may_read_the_audit_leaves_a_trace_there(surgery: Surgery) -> None:
    """A person's audit says who asked for it; who may not ask is refused."""
    person = register(surgery.desk())
    read = audit.audit_of(surgery.desk(Role.AUDITOR), person.id)

    assert [AuditAct.CHANGED, AuditAct.READ_AUDIT] == [one.act for one in read]
    with pytest.raises(Refused):
        audit.audit_of(surgery.desk(Role.NURSE), person.id)


def test_on_postgresql_the_database_says_whose_login_it_was(postgres_surgery: Surgery) -> None:
    """Beside what the program says: login, time and transaction are the server's own word."""
    register(postgres_surgery.desk())
    with postgres_surgery.database().engine.connect() as connection:
        asked = "SELECT bool_and(login = session_user AND xid > 0 AND entered_at <= now()) FROM audit_event"
        assert connection.execute(text(asked)).scalar_one()
