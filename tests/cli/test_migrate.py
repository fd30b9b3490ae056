"""`hoc-tui migrate`, and what happens to a database of another schema version."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hoc_tui.cli import opening
from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.sqlite_files import keep_copy, named_file
from hoc_tui.data.migrate import HEAD
from tests.cli.conftest import Cli
from tests.support.first_schema import FIRST, make_first


def pretend(url: str, version: str) -> None:
    """Make a database claim another schema version."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


def test_an_empty_database_gets_the_schema(cli: Cli, database_url: str, tmp_path: Path) -> None:
    """From none to this program's version, on every database, and what was done is printed as data."""
    if database_url.startswith("sqlite"):
        (tmp_path / "record.db").touch()
    done = cli("migrate", "--database", database_url)
    assert (0, f"schema none -> {HEAD}\n", "") == (done.code, done.out, done.err)


def test_migrating_again_does_nothing(cli: Cli, practice_url: str) -> None:
    """A database that is up to date stays as it is, without a copy."""
    done = cli("migrate", "--database", practice_url)
    assert (0, f"schema {HEAD} -> {HEAD}\n", "") == (done.code, done.out, done.err)


@pytest.mark.parametrize(
    "command", [["migrate"], ["show", "9434765919"], ["import", "x.json"], ["init", "--practice", "X"]]
)
def test_a_newer_database_is_refused(cli: Cli, migrated_url: str, command: list[str]) -> None:
    """An older program writes nothing into a newer schema: one sentence and exit code 5."""
    pretend(migrated_url, "9999")
    done = cli(*command, "--database", migrated_url)
    assert (ExitCode.MIGRATION, "") == (done.code, done.out)
    assert "newer than the program" in done.err


def test_postgresql_is_never_upgraded_by_the_way(cli: Cli, postgres_url: str) -> None:
    """A command that meets an older PostgreSQL ends with 5 and says what its owner has to run."""
    pretend(postgres_url, "0000")
    done = cli("show", "9434765919", "--database", postgres_url)
    assert ExitCode.MIGRATION == done.code
    assert "hoc-tui migrate" in done.err


def test_the_first_schema_is_migrated(cli: Cli, database_url: str) -> None:
    """From the first schema to this program's, on every database; a server's is refused until its owner has done so."""
    make_first(database_url)
    if not database_url.startswith("sqlite"):
        assert ExitCode.MIGRATION == cli("show", "9434765919", "--database", database_url).code
    done = cli("migrate", "--database", database_url)
    assert (0, f"schema {FIRST} -> {HEAD}\n") == (done.code, done.out)


def test_sqlite_upgrades_itself_after_a_copy(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str, tmp_path: Path
) -> None:
    """An older SQLite database is copied, upgraded and worked with; the sentence names the copy, which stays."""
    pretend(sqlite_practice_url, "0000")
    monkeypatch.setattr(opening, "upgrade", lambda url: pretend(url, HEAD))
    done = cli("show", "9434765919", "--database", sqlite_practice_url)
    assert "Nobody here has that NHS number." in done.err
    (copy,) = tmp_path.glob("record.schema-0000.*.db")
    assert str(copy) in done.err
    with closing(sqlite3.connect(copy)) as kept:
        assert [("0000",)] == kept.execute("SELECT version_num FROM alembic_version").fetchall()
        assert [("Riverside Surgery",)] == kept.execute("SELECT name FROM practice").fetchall()


def test_a_copy_is_whole_while_others_write(tmp_path: Path, sqlite_url: str) -> None:
    """What was committed and still stands in the write-ahead log is in the copy, which only its owner may read."""
    file = named_file(sqlite_url)
    assert file is not None
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("CREATE TABLE noted (word)")
        writer.execute("INSERT INTO noted VALUES ('kept')")
        writer.commit()
        copy = keep_copy(file, "0001", datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    assert tmp_path / "record.schema-0001.20261120T093000Z.db" == copy
    assert 0o600 == stat.S_IMODE(copy.stat().st_mode)
    with closing(sqlite3.connect(copy)) as kept:
        assert [("kept",)] == kept.execute("SELECT word FROM noted").fetchall()
