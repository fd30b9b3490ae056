"""A practice taken from one database into another: all of it or nothing, and the same on both sides."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.copying import STAYS_BEHIND, copy
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.tables import Base
from hoc_tui.domain.errors import ConfigurationMissing, HocError, MigrationNeeded, Refused
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.services import agreeing, importing, records
from tests.conftest import SERVERS
from tests.support.backups import execute, is_postgres, make_up, prints_of, value
from tests.support.databases import Databases
from tests.support.desks import NINE_O_CLOCK, Clock, Ids, account_of, open_surgery, register
from tests.support.incoming import record_of

NOT_COPIED = STAYS_BEHIND | {"alembic_version"}


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Databases:
    """The servers of this test process."""
    found: Databases = request.getfixturevalue("_databases")
    return found


@pytest.fixture
def practice(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A practice in which people worked, with plans, files and the audit of it all; in a folder of its own."""
    folder = tmp_path / "practice"
    folder.mkdir()
    with databases.migrated("sqlite", folder) as url, open_surgery(url) as surgery:
        desk = surgery.desk()
        person, other = register(desk), register(desk, "Ōkafor 山")
        agreeing.agree(desk, records.open_record(desk, person.id), AgreeDraft(agreement=Agreement.BY_PERSON))
        agreeing.mark_wrong_record(desk, person.id, 1, other.id, "Two records were open.")
        importing.take_in(desk, record_of(), "one.json", b"{}\x00\xff")
        yield url


def content_of(url: str) -> dict[str, object]:
    """The hash of every table that is copied."""
    return {name: found for name, found in prints_of(url).items() if name not in NOT_COPIED}


@pytest.mark.parametrize("server", SERVERS)
def test_there_and_back_nothing_has_changed(practice: str, server: str, databases: Databases, tmp_path: Path) -> None:
    """From SQLite to each server and back into a new file, every table's hash stays the same."""
    before = content_of(practice)
    (tmp_path / "there").mkdir()
    with databases.empty(server, tmp_path / "there") as there:
        back = f"sqlite:///{tmp_path / 'back.db'}"
        one, other = copy(practice, there), copy(there, back)

        assert before == content_of(there) == content_of(back) == one.tables == other.tables
    assert all(one.tables[name].rows > 0 for name in ("plan_version", "version_mark", "source_message", "audit_event"))


@pytest.mark.postgres
def test_a_made_up_practice_with_results_goes_there_and_back(
    sqlite_url: str, databases: Databases, tmp_path: Path
) -> None:
    """Every kind of row that the made-up practice has, with thousands of results, is the same after both ways."""
    before = content_of(make_up(sqlite_url, people=6))
    with databases.empty(SERVERS[-1], tmp_path) as there:
        copy(sqlite_url, there)
        back = copy(there, f"sqlite:///{tmp_path / 'back.db'}")

    assert before == back.tables == content_of(f"sqlite:///{tmp_path / 'back.db'}")


def test_people_work_on_in_the_copy(practice: str, migrated_url: str) -> None:
    """Counters go on behind what came: new changes and new entries of the audit take the next numbers."""
    copy(practice, migrated_url)
    last = int(str(value(migrated_url, "SELECT max(seq) FROM audit_event") or 0))
    clock, ids = Clock(NINE_O_CLOCK + timedelta(days=1)), Ids(99)
    database = OpenDatabase(migrated_url, clock, ids)
    register(desk_at(database, account_of(Role.NURSE), clock, ids), "Singh")
    database.close()

    assert int(str(value(migrated_url, "SELECT max(seq) FROM audit_event"))) > last


def test_a_database_with_a_practice_in_it_is_refused(practice: str, migrated_url: str) -> None:
    """A target that holds anything is left as it was."""
    copy(practice, migrated_url)
    before = prints_of(migrated_url)
    with pytest.raises(Refused, match="is not empty"):
        copy(practice, migrated_url)

    assert before == prints_of(migrated_url)


def test_another_programs_database_is_left_alone(practice: str, tmp_path: Path) -> None:
    """Tables that are not ours are no empty database."""
    other = f"sqlite:///{tmp_path / 'theirs.db'}"
    (tmp_path / "theirs.db").touch()
    execute(other, "CREATE TABLE theirs (word text)")
    with pytest.raises(Refused, match="another program"):
        copy(practice, other)


SPOILING = {
    "sqlite": (
        (
            "CREATE TRIGGER spoil AFTER INSERT ON person BEGIN "
            "UPDATE person SET family = family || ' ' WHERE person_id = NEW.person_id; END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.family := NEW.family || ' '; RETURN NEW; END $$"
        ),
        "CREATE TRIGGER spoil BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION spoil()",
    ),
}
"""A database that alters what it is given."""


def test_what_arrives_changed_is_not_kept(practice: str, migrated_url: str) -> None:
    """When a table does not arrive as it was, nothing of the copy stays, on each server."""
    execute(migrated_url, *SPOILING["postgresql" if is_postgres(migrated_url) else "sqlite"])
    with pytest.raises(HocError, match="person did not arrive"):
        copy(practice, migrated_url)

    assert 0 == value(migrated_url, "SELECT count(*) FROM practice")


def test_a_copy_that_is_refused_leaves_no_file_behind(practice: str, tmp_path: Path) -> None:
    """An older source is refused, and no empty database is left where there was none."""
    execute(practice, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(MigrationNeeded):
        copy(practice, f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(ConfigurationMissing):
        copy(f"sqlite:///{tmp_path / 'none.db'}", f"sqlite:///{tmp_path / 'new.db'}")

    assert [] == [one.name for one in tmp_path.iterdir() if one.name.startswith(("new", "none"))]


def test_every_table_goes_over_or_is_said_to_stay(practice: str, tmp_path: Path) -> None:
    """A table that somebody adds to the schema is copied without anybody's thinking of it."""
    copied = copy(practice, f"sqlite:///{tmp_path / 'new.db'}")

    assert {table.name for table in Base.metadata.sorted_tables} == copied.tables.keys() | (
        STAYS_BEHIND & Base.metadata.tables.keys()
    )
