"""Restoring a backup: what was there is kept, nobody is in the way, and another program is left alone."""

from pathlib import Path

import pytest

from hoc_tui.data.backups.whole import back_up, rehearse, restore
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.domain.errors import ConfigurationMissing, HocError, MigrationNeeded, Refused
from tests.support.backups import (
    another_database,
    execute,
    is_postgres,
    making,
    prints_of,
    value,
)
from tests.support.databases import Databases


def test_a_practice_is_only_replaced_when_told_and_then_kept(lived_in_url: str, elsewhere: Path) -> None:
    """A restore over a practice is refused; told to, what was there is kept under a dated name, on each server."""
    file = elsewhere / "practice.backup"
    before = back_up(lived_in_url, file, making(lived_in_url)).contents.tables
    execute(lived_in_url, "UPDATE practice SET name = 'After the backup'")
    with pytest.raises(Refused, match="holds a practice"):
        restore(file, lived_in_url, making(lived_in_url))
    assert "After the backup" == value(lived_in_url, "SELECT name FROM practice")

    done = restore(file, lived_in_url, making(lived_in_url, overwrite=True))
    assert before == prints_of(lived_in_url)
    assert "After the backup" == _kept_name(lived_in_url, done.kept)


def _kept_name(url: str, kept: str) -> object:
    if is_postgres(url):
        return value(url, f"SELECT name FROM {kept}.practice")
    return value(f"sqlite:///{kept}", "SELECT name FROM practice")


def test_a_backup_after_a_restore_leaves_out_what_was_kept_aside(postgres_practice: str, elsewhere: Path) -> None:
    """The replaced practice is beside the new one and not in the next backup, which can be restored in its turn."""
    how, file = making(postgres_practice, overwrite=True), elsewhere / "practice.backup"
    first = back_up(postgres_practice, file, how)
    restore(file, postgres_practice, how)
    again = back_up(postgres_practice, file, how)

    assert first.contents == again.contents


def test_nobody_is_replaced_while_somebody_works(lived_in_url: str, elsewhere: Path) -> None:
    """With another program connected, a practice is left as it is: what that program saves next would be lost."""
    file = elsewhere / "practice.backup"
    back_up(lived_in_url, file, making(lived_in_url))
    before = prints_of(lived_in_url)
    with disposed(open_engine(lived_in_url)) as engine, engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM practice")
        with pytest.raises(Refused, match="Somebody is working"):
            restore(file, lived_in_url, making(lived_in_url, overwrite=True))

    assert before == prints_of(lived_in_url)


def test_a_damaged_database_can_be_replaced(sqlite_practice: str, elsewhere: Path) -> None:
    """What cannot even be opened is the reason for a restore; it is kept aside all the same."""
    file, database = elsewhere / "practice.backup", Path(sqlite_practice.removeprefix("sqlite:///"))
    made = back_up(sqlite_practice, file, making(sqlite_practice))
    database.write_bytes(b"spoilt" * 1000)
    with pytest.raises(Refused, match="holds a practice"):
        restore(file, sqlite_practice, making(sqlite_practice))

    done = restore(file, sqlite_practice, making(sqlite_practice, overwrite=True))
    assert made.contents.tables == prints_of(sqlite_practice)
    assert b"spoilt" * 1000 == Path(done.kept).read_bytes()


def test_another_programs_database_is_never_replaced(
    lived_in_url: str, elsewhere: Path, databases: Databases, tmp_path: Path
) -> None:
    """Tables that are not ours are left alone, also when told to overwrite."""
    how, file = making(lived_in_url, overwrite=True), elsewhere / "practice.backup"
    back_up(lived_in_url, file, how)
    with another_database(databases, lived_in_url, tmp_path / "new") as new:
        with disposed(open_engine(new, create=True)) as engine, engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (word text)")
        with pytest.raises(Refused, match="another program"):
            restore(file, new, how)
        assert 0 == value(new, "SELECT count(*) FROM theirs")


def test_a_restore_that_goes_wrong_puts_everything_back(
    postgres_practice: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When what came back is not what the manifest says, the practice that was there is there again."""
    file = elsewhere / "practice.backup"
    back_up(postgres_practice, file, making(postgres_practice))
    execute(postgres_practice, "UPDATE practice SET name = 'After the backup'")
    before = prints_of(postgres_practice)
    monkeypatch.setattr("hoc_tui.data.backups.postgres._fill", lambda *_: None)
    with pytest.raises(HocError, match="damaged or was altered"):
        restore(file, postgres_practice, making(postgres_practice, overwrite=True))

    assert before == prints_of(postgres_practice)
    assert 0 == value(postgres_practice, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'hoc_before_%'")


def test_a_check_leaves_its_database_as_empty_as_it_was(
    postgres_practice: str, elsewhere: Path, databases: Databases, tmp_path: Path
) -> None:
    """The rehearsal compares everything and leaves no second copy of anybody's record; twice in a row, too."""
    how, file = making(postgres_practice), elsewhere / "practice.backup"
    back_up(postgres_practice, file, how)
    with another_database(databases, postgres_practice, tmp_path) as new:
        for _ in range(2):
            rehearse(file, new, how)
            assert {} == prints_of(new)
    with pytest.raises(Refused, match="not empty"):
        rehearse(file, postgres_practice, how)


def test_a_newer_backup_and_another_kind_are_refused(
    sqlite_practice: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An older program restores no newer schema, and a file of SQLite goes into no PostgreSQL."""
    file, how = elsewhere / "practice.backup", making(sqlite_practice)
    back_up(sqlite_practice, file, how)
    with pytest.raises(ConfigurationMissing, match="not of the same kind"):
        restore(file, "postgresql://nowhere/none", how)
    monkeypatch.setattr("hoc_tui.data.backups.whole.HEAD", "0001")
    with pytest.raises(MigrationNeeded, match="newer"):
        restore(file, f"sqlite:///{tmp_path / 'new.db'}", how)
    assert not (tmp_path / "new.db").exists()


def test_an_older_backup_comes_back_and_says_so(sqlite_practice: str, elsewhere: Path, tmp_path: Path) -> None:
    """A schema that must be migrated first is restored as it was."""
    file, how = elsewhere / "practice.backup", making(sqlite_practice)
    execute(sqlite_practice, "UPDATE alembic_version SET version_num = '0001'")
    back_up(sqlite_practice, file, how)
    done = restore(file, f"sqlite:///{tmp_path / 'new.db'}", how)

    assert done.is_older
