"""`hoc-tui backup`, `restore` and `copy`, as an operator types them."""

from pathlib import Path

import pytest

from hoc_tui.cli.exits import ExitCode
from hoc_tui.data.version import HEAD
from tests.cli.conftest import Cli
from tests.conftest import SERVERS
from tests.support.backups import execute, is_postgres, tools_for, value


@pytest.fixture
def tools(practice_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, named as a timer would name them."""
    folder = tools_for(practice_url)
    if folder is not None:
        monkeypatch.setenv("HOC_PG_TOOLS", str(folder))


@pytest.mark.usefixtures("tools")
def test_a_backup_is_one_line_and_is_noted(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """What was backed up is printed as data, with the hash to keep elsewhere, and the database knows of it."""
    file = tmp_path / "practice.backup"
    done = cli("backup", file, "--database", practice_url)

    assert (0, "") == (done.code, done.err)
    assert done.out.startswith(f"{file}: ")
    assert f"schema {HEAD}" in done.out
    assert 1 == len(done.out.splitlines())
    assert "practice.backup" == value(practice_url, "SELECT file FROM backup_note")
    assert "backup practice.backup" == value(practice_url, "SELECT words FROM audit_event WHERE act = 'exported'")


@pytest.mark.usefixtures("tools")
def test_a_practice_comes_back_when_told(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """Over a practice only with --overwrite; the sentence says where the old one is."""
    file = tmp_path / "practice.backup"
    cli("backup", file, "--database", practice_url)
    execute(practice_url, "UPDATE practice SET name = 'After the backup'")
    refused = cli("restore", file, "--database", practice_url)
    assert (ExitCode.ERROR, "") == (refused.code, refused.out)
    assert "holds a practice" in refused.err

    done = cli("restore", file, "--database", practice_url, "--overwrite")
    assert 0 == done.code
    assert "is kept in" in done.err
    assert "restored and the same" in done.out
    assert "Riverside Surgery" == value(practice_url, "SELECT name FROM practice")
    assert "backup practice.backup" == value(practice_url, "SELECT words FROM audit_event WHERE act = 'restored'")


def test_a_check_restores_into_another_database(
    cli: Cli, postgres_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """With --check-restore the backup is restored and compared, and the note says so; one that fails is an error."""
    tools, file = tools_for(postgres_url), tmp_path / "practice.backup"
    cli("init", "--practice", "Riverside Surgery", "--database", postgres_url)
    arguments = ("backup", file, "--overwrite", "--database", postgres_url, *(("--tools", tools) if tools else ()))
    with request.getfixturevalue("_databases").empty(SERVERS[-1], tmp_path) as empty:
        assert 0 == cli(*arguments, "--check-restore", empty).code
    assert value(postgres_url, "SELECT rehearsed FROM backup_note")

    failed = cli(*arguments, "--check-restore", postgres_url)
    assert ExitCode.ERROR == failed.code
    assert "could not be restored for the check" in failed.err


def test_an_older_schema_is_backed_up_as_it_is(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """A backup before an upgrade neither upgrades the database nor fails for want of the table of notes."""
    execute(sqlite_practice_url, "UPDATE alembic_version SET version_num = '0001'", "DROP TABLE backup_note")
    done = cli("backup", tmp_path / "practice.backup", "--database", sqlite_practice_url)

    assert 0 == done.code
    assert "schema 0001" in done.out
    assert "could not be noted" in done.err
    new = f"sqlite:///{tmp_path}/new.db"
    assert "hoc-tui migrate" in cli("restore", tmp_path / "practice.backup", "--database", new).err


@pytest.mark.parametrize("command", [["backup", "x.backup"], ["copy", "--to", "sqlite:///other.db", "--from"]])
def test_a_database_that_is_not_there_is_not_backed_up(cli: Cli, tmp_path: Path, command: list[str]) -> None:
    """A mistyped address ends with 3, and leaves neither a database nor a backup of nothing."""
    url = f"sqlite:///{tmp_path}/none.db"
    done = cli(*command, url) if command[0] == "copy" else cli(*command, "--database", url)

    assert (ExitCode.CONFIGURATION, "") == (done.code, done.out)
    assert [] == list(tmp_path.iterdir())


def test_a_restore_makes_the_folder_of_a_new_database(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """On a new machine there is nothing yet."""
    file = tmp_path / "practice.backup"
    cli("backup", file, "--database", sqlite_practice_url)

    assert 0 == cli("restore", file, "--database", f"sqlite:///{tmp_path}/new/record.db").code


def test_a_practice_moves(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """To an empty file from each server; a second time the file is no longer empty."""
    target = f"sqlite:///{tmp_path}/moved.db"
    done = cli("copy", "--from", practice_url, "--to", target)
    assert 0 == done.code
    assert "copied and the same in both databases" in done.out
    assert "Riverside Surgery" == value(target, "SELECT name FROM practice")

    again = cli("copy", "--from", practice_url, "--to", target)
    assert ExitCode.ERROR == again.code
    assert "is not empty" in again.err


def test_a_practice_moves_to_postgresql(cli: Cli, sqlite_practice_url: str, postgres_url: str) -> None:
    """Into a database whose tables are there and empty."""
    assert is_postgres(postgres_url)
    assert 0 == cli("copy", "--from", sqlite_practice_url, "--to", postgres_url).code
    assert "Riverside Surgery" == value(postgres_url, "SELECT name FROM practice")
