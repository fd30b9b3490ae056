"""Migrating: as often as one likes, by as many as one likes, wholly or not at all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, inspect, text

from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.data.migrate import HEAD, check, upgrade, version_of
from hoc_tui.domain.errors import ConfigurationMissing, HocError, MigrationNeeded


def _execute(url: str, *statements: str) -> None:
    engine = open_engine(url)
    with writing_engine(engine).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _tables(engine: Engine) -> list[str]:
    return sorted(inspect(engine).get_table_names())


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    """An empty database is brought to the newest schema once; then there is nothing to do."""
    assert "" == upgrade(database_url)
    assert HEAD == upgrade(database_url)


def test_a_fresh_database_passes_the_check_at_the_door(migrated_url: str) -> None:
    """What the migrations make is what the program asks for at every start."""
    engine = open_engine(migrated_url)
    with engine.connect() as connection:
        check(connection)

        assert HEAD == version_of(connection)
    engine.dispose()


def test_an_empty_database_is_said_to_need_setting_up(database_url: str) -> None:
    """A database without our tables is not made into one of ours by looking at it."""
    engine = open_engine(database_url, create=True)
    with engine.connect() as connection, pytest.raises(ConfigurationMissing, match="has not been set up"):
        check(connection)

    assert [] == _tables(engine)
    engine.dispose()


@pytest.mark.parametrize(
    ("version", "said"),
    [("0000", "older than the program"), ("9999", "newer than the program"), ("ab12cd34ef56", "another program")],
)
def test_another_version_is_refused_in_words(migrated_url: str, version: str, said: str) -> None:
    """A program never works on a schema that it does not know, and says which of the two must follow."""
    _execute(migrated_url, f"UPDATE alembic_version SET version_num = '{version}'")
    engine = open_engine(migrated_url)
    with engine.connect() as connection, pytest.raises(HocError, match=said):
        check(connection)
    engine.dispose()


def test_a_newer_database_is_never_touched(migrated_url: str) -> None:
    """An old program's `migrate` leaves a newer schema as it is."""
    _execute(migrated_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(MigrationNeeded, match="newer"):
        upgrade(migrated_url)


def test_many_may_upgrade_at_once(database_url: str) -> None:
    """Several administrators start the same upgrade at the same moment: one does it, all are content."""
    together = Barrier(4)

    def one(_number: int) -> str:
        together.wait()
        return upgrade(database_url)

    with ThreadPoolExecutor(4) as threads:
        before = sorted(threads.map(one, range(4)))

    assert ["", HEAD, HEAD, HEAD] == before


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a schema is worse than none: everything that a failed migration did is undone."""
    wrong = ("CREATE TABLE half_done (id integer)", "this is no SQL")
    monkeypatch.setattr("hoc_tui.data.guards.guard_statements", lambda _dialect: wrong)

    with pytest.raises(HocError):
        upgrade(database_url)

    engine = open_engine(database_url)
    assert [] == _tables(engine)
    engine.dispose()
    monkeypatch.undo()
    assert "" == upgrade(database_url)
