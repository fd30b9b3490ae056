"""What was agreed and what happened stays: the database itself refuses, whatever program asks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from hoc_tui.data.backups.notes import BackupNote, keep_note
from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.data.guards import APPEND_ONLY, missing_guards
from hoc_tui.data.migrate import check
from hoc_tui.data.tables import ContentApprovalRow, ResultMoveRow, TestMappingRow
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.vocabulary import Agreement
from hoc_tui.services import agreeing, importing, people, records
from hoc_tui.services.ports import Desk
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of

AGREED = AgreeDraft(agreement=Agreement.BY_PERSON)
NOTE = BackupNote(
    id=UUID(int=1),
    made_at=NINE_O_CLOCK,
    noted_by="timer",
    host="here",
    file="practice.backup",
    schema_version="0001",
    program_version="0.1.0",
    size=1,
    row_count=1,
    sha256="",
    rehearsed=False,
)


@pytest.fixture
def lived_in(surgery: Surgery) -> Surgery:
    """A practice with a row in every table that is only added to, on each server."""
    return live_in(surgery)


def live_in(surgery: Surgery) -> Surgery:
    """Write a row into every table that is only added to."""
    desk = surgery.desk()
    person, other = register(desk), register(desk, "Okafor")
    agreeing.agree(desk, records.open_record(desk, person.id), AGREED)
    agreeing.mark_wrong_record(desk, person.id, 1, other.id, "Two records were open.")
    importing.take_in(desk, record_of(), "one.json", b"{}")
    surgery.database().seal()
    assert keep_note(surgery.url, NOTE)
    _decide(surgery, desk, person.id)
    return surgery


def _decide(surgery: Surgery, desk: Desk, person_id: UUID) -> None:
    """What a site decided about content, and a result that was in the wrong record."""
    now, some = desk.now(), desk.new_id()
    own = {"id": some, "practice_id": desk.practice.id, "reason": "seen"}
    moved = {"op_id": some, "result_id": some, "other_person_id": some, "other_result_id": some, "away": True}
    moved |= {"person_id": person_id, "id": some, "reason": "two open", "moved_by": some, "moved_at": now}
    mapping = own | {"test_key": "a|b", "unit": "", "test_id": "", "decided_by": some, "decided_at": now}
    approval = own | {"entry_id": "a", "digest": "", "enabled": True, "approved_by": some, "approved_at": now}
    with _connected(surgery) as connection:
        connection.execute(insert(ResultMoveRow).values(moved))
        connection.execute(insert(TestMappingRow).values(mapping))
        connection.execute(insert(ContentApprovalRow).values(approval))
        connection.commit()


@contextmanager
def _connected(surgery: Surgery) -> Iterator[Connection]:
    engine = open_engine(surgery.url)
    with writing_engine(engine).connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_no_row_is_altered_or_removed(lived_in: Surgery, table: str, verb: str) -> None:
    """UPDATE and DELETE end in an error, also when asked for directly."""
    column = APPEND_ONLY[table][0][0]
    statement = f"UPDATE {table} SET {column} = {column}" if verb == "UPDATE" else f"DELETE FROM {table}"
    with _connected(lived_in) as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_table_is_emptied(postgres_surgery: Surgery, table: str) -> None:
    """TRUNCATE, which PostgreSQL has beside DELETE, is refused like it."""
    with _connected(live_in(postgres_surgery)) as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_sqlite_replaces_no_row_either(sqlite_surgery: Surgery, table: str) -> None:
    """REPLACE removes the row in its way without asking the guard against DELETE; another guard asks."""
    with closing(sqlite3.connect(_file(live_in(sqlite_surgery)))) as plain:
        before = plain.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            plain.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

        assert before == plain.execute(f"SELECT * FROM {table}").fetchall()


def test_a_row_with_only_a_second_key_in_common_is_not_replaced_either(sqlite_surgery: Surgery) -> None:
    """Every unique key is guarded, not the primary one alone."""
    with closing(sqlite3.connect(_file(live_in(sqlite_surgery)))) as plain:
        columns = [row[1] for row in plain.execute("PRAGMA table_info(revision)")]
        chosen = ", ".join("lower(hex(randomblob(16)))" if name in {"id", "op_id"} else f'"{name}"' for name in columns)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            plain.execute(f"INSERT OR REPLACE INTO revision SELECT {chosen} FROM revision LIMIT 1")


def _file(surgery: Surgery) -> Path:
    return Path(surgery.url.removeprefix("sqlite:///"))


def test_every_guard_stands_in_a_fresh_database(surgery: Surgery) -> None:
    """The list that is looked through at every start is complete."""
    with _connected(surgery) as connection:
        assert () == missing_guards(connection)


def test_a_dropped_guard_is_noticed_at_the_door(surgery: Surgery) -> None:
    """A migration that rebuilds a table drops its guard without a word; nobody works until it stands again."""
    with _connected(surgery) as connection:
        name = missing_after_drop(connection)
        with pytest.raises(HocError, match=name):
            check(connection)


def missing_after_drop(connection: Connection) -> str:
    """Drop one guard; its name."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER plan_version_no_delete"))
        return "plan_version_no_delete"
    connection.execute(text("DROP TRIGGER plan_version_append_only ON plan_version"))
    return "plan_version_append_only"


def test_a_disabled_guard_is_noticed_too(postgres_surgery: Surgery) -> None:
    """PostgreSQL can switch a trigger off and keep it; that is as good as none."""
    with _connected(postgres_surgery) as connection:
        connection.execute(text("ALTER TABLE revision DISABLE TRIGGER revision_append_only"))

        assert ("revision_append_only",) == missing_guards(connection)


def test_reading_and_adding_still_work(lived_in: Surgery) -> None:
    """The guards stand in nobody's way who only adds."""
    desk: Desk = lived_in.desk()
    person = register(desk, "Singh")
    people.correct(desk, person, {"phone": "0113 496 0000"})

    assert 2 == len(records.history_of(desk, person.id, person.id))
