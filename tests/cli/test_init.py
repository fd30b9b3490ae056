"""`hoc-tui init`: a practice set up once, and never over another."""

import stat
from pathlib import Path

import pytest

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.opening import account
from hoc_tui.domain.vocabulary import Role
from tests.cli.conftest import Cli, Ended, desk_at


def init(cli: Cli, url: str, name: str = "Riverside Surgery") -> Ended:
    """Set a practice up."""
    return cli("init", "--practice", name, "--database", url)


def test_an_empty_database_becomes_a_practices(cli: Cli, database_url: str) -> None:
    """Schema, practice and whoever asked as its first member of staff, on every database; then what to do next."""
    done = init(cli, database_url)
    assert (0, "") == (done.code, done.out)
    assert "Next: “hoc-tui import FILE...”" in done.err
    with desk_at(database_url) as desk:
        assert "Riverside Surgery" == desk.practice.name
        assert Role.GP == desk.worker.role
        assert not desk.practice.demo


def test_a_database_that_holds_a_practice_is_refused(cli: Cli, practice_url: str) -> None:
    """A second set-up ends with 1 and a sentence, and the practice keeps its name."""
    done = init(cli, practice_url, "Another Surgery")
    assert (ExitCode.ERROR, "") == (done.code, done.out)
    assert "already holds a practice; nothing was changed" in done.err
    with desk_at(practice_url) as desk:
        assert "Riverside Surgery" == desk.practice.name


def test_only_its_owner_may_read_a_new_sqlite_file(cli: Cli, tmp_path: Path) -> None:
    """Folders that are missing are made, and file and folder are closed to everybody else."""
    file = tmp_path / "records" / "here" / "practice.db"
    assert 0 == init(cli, f"sqlite:///{file}").code
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert 0o700 == stat.S_IMODE(file.parent.stat().st_mode)


def test_a_place_that_cannot_be_written_ends_with_3(cli: Cli, tmp_path: Path) -> None:
    """A file where a folder should be: a sentence, exit code 3, and nothing left behind."""
    (tmp_path / "file").touch()
    done = init(cli, f"sqlite:///{tmp_path}/file/practice.db")
    assert ExitCode.CONFIGURATION == done.code
    assert "A database cannot be made at" in done.err


def test_who_set_it_up_is_told_by_the_kernel(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account is the process's own, whatever LOGNAME claims."""
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")
    assert f"“{account()}”" in init(cli, f"sqlite:///{tmp_path}/practice.db").err
    assert "somebody-else" != account()


def test_a_practice_without_a_name_is_refused(cli: Cli, tmp_path: Path) -> None:
    """A blank name is no name, and makes no file."""
    assert ExitCode.ERROR == init(cli, f"sqlite:///{tmp_path}/practice.db", "  ").code
    assert [] == list(tmp_path.iterdir())


def test_a_password_in_the_address_is_not_printed(cli: Cli, postgres_url: str) -> None:
    """Where the database is, is said without the password."""
    with_password = postgres_url.replace("hoc@", "hoc:sesame@")
    assert with_password != postgres_url
    done = init(cli, with_password)
    assert 0 == done.code
    assert "sesame" not in done.err
