"""Who may come in, and what kind of connection they work over."""

import socket
import stat
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text, update

from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.engine import database_url, open_engine, writing_engine
from hoc_tui.data.migrate import upgrade
from hoc_tui.data.setup import first_staff, set_up
from hoc_tui.data.tables import PracticeRow, StaffRow
from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable, Refused
from hoc_tui.domain.people import PersonDetails, Practice, Staff
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services import people
from hoc_tui.services.records import open_record
from tests.support.desks import NINE_O_CLOCK, PRACTICE, Ids, Surgery, open_surgery, register, set_up_practice
from tests.support.round_trips import counted


def _database(url: str) -> OpenDatabase:
    return OpenDatabase(url, lambda: NINE_O_CLOCK, Ids())


def _enter(url: str, account: str) -> tuple[Practice, Staff]:
    """Come in at the door and leave again."""
    with closing(_database(url)) as database:
        return database.enter(account)


def _change(url: str, statement: object) -> None:
    engine = open_engine(url)
    with writing_engine(engine).begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    engine.dispose()


# -- Who is working ---------------------------------------------------------------------------------------------------


def test_the_account_decides_in_a_made_up_practice(surgery: Surgery) -> None:
    """`demo --as receptionist` works on both databases, whoever the database login is."""
    assert Role.RECEPTIONIST is surgery.desk(Role.RECEPTIONIST).worker.role


def test_the_login_decides_in_a_real_practice_on_postgresql(postgres_url: str) -> None:
    """Nobody becomes a colleague by naming their account: the database says who has logged in."""
    set_up_practice(postgres_url, PRACTICE.model_copy(update={"demo": False}))
    with pytest.raises(Refused, match=f"“{database_url(postgres_url).username}” is not a member of staff"):
        _enter(postgres_url, Role.GP.value)


def test_one_made_up_practice_beside_a_real_one_changes_nothing(postgres_url: str) -> None:
    """A demo put into a database with real people opens no door to them."""
    set_up_practice(postgres_url)
    _change(postgres_url, insert(PracticeRow).values(dict(Practice(id=uuid4(), name="Real"))))
    with pytest.raises(Refused, match="is not a member of staff"):
        _enter(postgres_url, Role.GP.value)


def test_an_account_that_is_nobodys_is_refused(surgery: Surgery) -> None:
    """A stranger to the practice gets a sentence, and no desk."""
    with pytest.raises(Refused, match="“mallory” is not a member of staff here"):
        _enter(surgery.url, "mallory")


def test_somebody_who_has_left_is_refused(surgery: Surgery) -> None:
    """An account ends with the job."""
    left = update(StaffRow).where(StaffRow.role == Role.NURSE).values(ended=date(2026, 3, 5))
    _change(surgery.url, left)

    with pytest.raises(Refused, match="no longer works here"):
        surgery.desk(Role.NURSE)


def test_a_migrated_database_without_a_practice_is_not_set_up(migrated_url: str) -> None:
    """Tables alone are no practice."""
    with pytest.raises(ConfigurationMissing, match="no practice"):
        _enter(migrated_url, "me")


def test_the_address_is_shown_without_its_password() -> None:
    """Where the work is kept may be asked on a shared screen."""
    database = _database("postgresql://nina:secret@db.example/hoc")

    assert "postgresql+psycopg://nina:***@db.example/hoc" == database.source


# -- Setting up -------------------------------------------------------------------------------------------------------


def test_a_second_practice_is_refused_and_nothing_changes(surgery: Surgery) -> None:
    """`init` on a database in use leaves it as it is, its schema too."""
    with pytest.raises(Refused, match="already holds a practice"):
        set_up(surgery.url, Practice(id=UUID(int=2), name="Hillside"), [])


def test_an_older_database_in_use_is_not_upgraded_by_setting_up(surgery: Surgery) -> None:
    """Refusing means that nothing was changed, not even the schema."""
    _change(surgery.url, text("UPDATE alembic_version SET version_num = '0000'"))

    with pytest.raises(Refused, match="nothing was changed"):
        set_up(surgery.url, Practice(id=UUID(int=2), name="Hillside"), [])


def test_setting_up_makes_schema_practice_and_worker(database_url: str) -> None:
    """One call takes an empty database to the first day of work."""
    practice = Practice(id=UUID(int=3), name="Hillside", demo=True)
    set_up(database_url, practice, [first_staff(practice.id, "nina", NINE_O_CLOCK, Ids())])

    found, worker = _enter(database_url, "nina")
    assert (practice, Role.GP, "nina") == (found, worker.role, worker.account)


# -- SQLite's file ----------------------------------------------------------------------------------------------------


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """SQLite's own files would be readable by the group; ours holds people's records."""
    file = tmp_path / "record.db"
    upgrade(f"sqlite:///{file}")

    modes = {name.name: stat.S_IMODE(name.stat().st_mode) for name in tmp_path.iterdir()}
    assert 0o600 == modes["record.db"]
    assert {0o600} == set(modes.values())


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    """A wrong path must not end in an empty private database."""
    file = tmp_path / "missing.db"

    with pytest.raises(ConfigurationMissing, match="no database at"):
        _enter(f"sqlite:///{file}", "me")
    assert not file.exists()


def test_a_file_that_is_something_else_is_said_to_be(tmp_path: Path) -> None:
    """A spreadsheet is not a damaged database."""
    file = tmp_path / "list.csv"
    file.write_text("name,born\n" * 100)

    with pytest.raises(ConfigurationMissing, match="not a hoc-tui database"):
        _enter(f"sqlite:///{file}", "me")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    """What is gone with the program is no record."""
    with pytest.raises(ConfigurationMissing, match="names no file"):
        open_engine(url)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://localhost/hoc", "sqlite:/x"])
def test_an_address_of_no_database_we_know_is_refused(url: str) -> None:
    """One sentence, not a traceback."""
    with pytest.raises(ConfigurationMissing):
        open_engine(url)


# -- Connections ------------------------------------------------------------------------------------------------------


def test_a_read_leaves_the_connection_as_it_was(sqlite_surgery: Surgery) -> None:
    """The driver never gets transactions back, whose own handling lost 101 of 160 edits."""
    desk = sqlite_surgery.desk()
    person = register(desk)
    open_record(desk, person.id)

    with sqlite_surgery.database().engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.isolation_level is None


def test_sqlite_is_set_up_to_lose_nothing(sqlite_surgery: Surgery) -> None:
    """A write-ahead log, every commit on the disk, foreign keys held."""
    with sqlite_surgery.database_engine().connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000} == found


def test_postgresql_sessions_have_our_settings(postgres_surgery: Surgery) -> None:
    """Whatever the server's own defaults are."""
    names = ("TimeZone", "default_transaction_isolation", "lock_timeout", "idle_in_transaction_session_timeout")
    with postgres_surgery.database_engine().connect() as connection:
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names]

    assert ["UTC", "read committed", "8s", "30s"] == found


def test_a_closed_port_is_said_in_a_sentence() -> None:
    """Nobody reads the driver's words, which may hold names and addresses."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(DatabaseUnavailable) as refused:
        _enter(f"postgresql://nobody@127.0.0.1:{port}/hoc", "me")

    assert "127.0.0.1" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_server_that_ended_the_connection_is_said_in_a_sentence(postgres_url: str) -> None:
    """After a restart the first read fails politely, and the next one works."""
    with open_surgery(postgres_url) as surgery:
        desk = surgery.desk()
        person = register(desk)
        with surgery.database_engine().connect() as one:
            one.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(DatabaseUnavailable):
            open_record(desk, person.id)

        assert person.id == open_record(desk, person.id).person.id


def test_getting_ready_leaves_nothing_to_build(surgery: Surgery) -> None:
    """The first record's statement is made before anybody asks for a record."""
    person = register(surgery.desk())
    desk = surgery.desk()
    surgery.database().get_ready()
    with counted(surgery.database().engine) as trips:
        open_record(desk, person.id)

    assert 2 == trips.count


def test_an_sqlite_that_cannot_answer_an_update_counts_all_the_same(sqlite_surgery: Surgery) -> None:
    """Versions before 3.35, which the oldest systems have, know no RETURNING."""
    desk = sqlite_surgery.desk()
    sqlite_surgery.database().engine.dialect.update_returning = False
    person = register(desk)
    people.correct(desk, person, {"phone": "0113"})

    assert 2 == open_record(desk, person.id).change_seq


def test_leaving_without_a_commit_changes_nothing(surgery: Surgery) -> None:
    """A unit of work is kept by its commit alone."""
    desk = surgery.desk()
    person = people.person_from(desk, PersonDetails(family="Ghost"), UUID(int=99))
    with desk.writing() as work:
        assert work.insert_person(person)

    with desk.writing() as work:
        assert work.insert_person(person), "it was there from before"
