"""One care plan for each person is a fact of the database, whatever program asks it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.data.tables import CarePlanRow
from hoc_tui.domain.planning import ActionDraft, GoalDraft
from hoc_tui.services import conversation, records
from tests.support.desks import NINE_O_CLOCK, Surgery, register

WHO_WROTE = UUID(int=7)


def _plan_of(person_id: UUID) -> dict[str, object]:
    return {
        "person_id": person_id,
        "review_on": None,
        "reviewer": "",
        "present": "",
        "version": 1,
        "authored_by": WHO_WROTE,
        "performed_by": WHO_WROTE,
        "occurred_at": NINE_O_CLOCK,
        "recorded_at": NINE_O_CLOCK,
        "ended_at": None,
        "ended_reason": "",
    }


def test_a_second_plan_is_refused(surgery: Surgery) -> None:
    """An INSERT past all our rules ends in an error of the database."""
    desk = surgery.desk()
    person = register(desk)
    conversation.note_plan(desk, records.open_record(desk, person.id), {"reviewer": "Nurse Patel"})

    engine = open_engine(surgery.url)
    with writing_engine(engine).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(CarePlanRow).values(_plan_of(person.id)))
    engine.dispose()


def test_a_plan_of_nobody_is_refused(surgery: Surgery) -> None:
    """A plan belongs to a person who is here."""
    engine = open_engine(surgery.url)
    with writing_engine(engine).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(CarePlanRow).values(_plan_of(UUID(int=404))))
    engine.dispose()


@pytest.mark.parametrize("spelling", ["{dashed}", "{upper}", "{plain} ", "{plain}0"])
def test_another_spelling_of_the_same_person_is_no_way_round(sqlite_surgery: Surgery, spelling: str) -> None:
    """SQLite keeps ids as text; a program that checks no foreign keys still cannot add a plan under another text."""
    desk = sqlite_surgery.desk()
    person = register(desk)
    conversation.note_plan(desk, records.open_record(desk, person.id), {"reviewer": "Nurse Patel"})
    hexadecimal = person.id.hex
    spelt = spelling.format(dashed=person.id, upper=hexadecimal.upper(), plain=hexadecimal)

    with closing(sqlite3.connect(Path(sqlite_surgery.url.removeprefix("sqlite:///")))) as plain:
        columns = [row[1] for row in plain.execute("PRAGMA table_info(care_plan)")]
        chosen = ", ".join("?" if name == "person_id" else name for name in columns)
        with pytest.raises(sqlite3.IntegrityError):
            plain.execute(f"INSERT INTO care_plan ({', '.join(columns)}) SELECT {chosen} FROM care_plan", [spelt])


def test_an_actions_goal_is_the_same_persons(surgery: Surgery) -> None:
    """The database lets no action stand under a goal of somebody else."""
    desk = surgery.desk()
    person, other = register(desk), register(desk, "Okafor")
    goal = conversation.put_down(desk, other.id, GoalDraft(words="Back to the allotment"))
    action = conversation.put_down(desk, person.id, ActionDraft(what="Walk"))

    engine = open_engine(surgery.url)
    with writing_engine(engine).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(
            text("UPDATE action SET goal_id = (SELECT id FROM goal WHERE words = :words) WHERE what = 'Walk'"),
            {"words": "Back to the allotment"},
        )
    engine.dispose()
    assert (goal.item.person_id, action.item.person_id) == (other.id, person.id)
