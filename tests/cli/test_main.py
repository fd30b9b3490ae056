"""The front door: what is loaded, exit codes, and which stream says what."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from hoc_tui import __version__
from hoc_tui.cli import import_
from hoc_tui.cli.exits import ExitCode, code_of
from hoc_tui.cli.main import COMMANDS, program, run_guarded
from hoc_tui.domain.errors import (
    Changed,
    ConfigurationMissing,
    DatabaseUnavailable,
    HocError,
    MigrationNeeded,
    NotFound,
    Refused,
)
from tests.cli.conftest import ROOT, Cli

HEAVY = ("sqlalchemy", "alembic", "psycopg", "textual", "rich", "pydantic", "platformdirs", "asyncio")


@pytest.mark.parametrize("asked", [["--help"], ["--version"], ["import", "--help"], ["completion", "zsh"]])
def test_help_loads_nothing_heavy(asked: list[str]) -> None:
    """Help, version and completion answer without SQLAlchemy, Textual or pydantic, which would take 400 ms."""
    code = (
        "import sys\n"
        "from hoc_tui.cli.main import run_guarded\n"
        f"assert run_guarded({asked!r}) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]


def test_every_command_is_listed_and_can_be_had() -> None:
    """The table of commands and the modules behind it agree."""
    for name in COMMANDS:
        found = program.get_command(program.make_context("hoc-tui", ["completion", "bash"]), name)
        assert found is not None
        assert name == found.name
        assert COMMANDS[name][1] == found.get_short_help_str(80)


def test_help_imports_no_command() -> None:
    """The lines of the help are written where the commands are listed: importing them all would double its time."""
    code = (
        "import sys\n"
        "from hoc_tui.cli.main import COMMANDS, run_guarded\n"
        "assert run_guarded(['--help']) == 0\n"
        "loaded = {f'hoc_tui.cli.{module}' for module, _ in COMMANDS.values()} & set(sys.modules)\n"
        "print(sorted(loaded))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]


def test_the_version_is_printed_as_data(program: Cli) -> None:
    """`hoc-tui --version` prints name and version on standard output, and `python -m hoc_tui` is the same program."""
    done = program("--version")
    assert (0, f"hoc-tui, version {__version__}\n", "") == (done.code, done.out, done.err)


@pytest.mark.parametrize("arguments", [["frobnicate"], ["import"], ["show"], ["init"], ["--nonsense"]])
def test_wrong_usage_ends_with_2(cli: Cli, arguments: list[str]) -> None:
    """A command that does not exist or lacks an argument gets the usage on standard error and exit code 2."""
    done = cli(*arguments)
    assert ExitCode.USAGE == done.code
    assert "" == done.out
    assert "Usage: hoc-tui" in done.err


@pytest.mark.parametrize("arguments", [[], ["migrate"], ["import", "x"], ["show", "x"], ["init", "--practice", "X"]])
def test_without_a_database_every_command_ends_with_3(cli: Cli, arguments: list[str]) -> None:
    """Nobody gets a private database of their own: one sentence says how to name the shared one."""
    done = cli(*arguments)
    assert (ExitCode.CONFIGURATION, "") == (done.code, done.out)
    assert "hoc-tui: No database has been named." in done.err
    assert 1 == len(done.err.splitlines())


@pytest.mark.parametrize("arguments", [[], ["migrate"], ["import", "x"], ["show", "x"]])
def test_a_database_that_is_not_there_is_not_made(cli: Cli, tmp_path: Path, arguments: list[str]) -> None:
    """Only `init` makes a database; for all else a file that is missing ends with 3 and stays missing."""
    done = cli("--database", f"sqlite:///{tmp_path}/none.db", *arguments)
    assert (ExitCode.CONFIGURATION, "") == (done.code, done.out)
    assert "There is no database at" in done.err
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_ends_with_3(cli: Cli, url: str) -> None:
    """Another kind of database, one in memory, or no address at all: one sentence, exit code 3."""
    done = cli("show", "9434765919", "--database", url)
    assert (ExitCode.CONFIGURATION, "") == (done.code, done.out)


def test_a_database_that_was_not_set_up_ends_with_3(cli: Cli, migrated_url: str) -> None:
    """Having the tables is not enough: without a practice the sentence says to run `init`."""
    done = cli("show", "9434765919", "--database", migrated_url)
    assert ExitCode.CONFIGURATION == done.code
    assert "hoc-tui init" in done.err


def test_a_file_that_is_no_database_ends_with_3(cli: Cli, tmp_path: Path) -> None:
    """A letter named as the database is left as it is, and called what it is."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Maggie, " * 500)
    done = cli("show", "9434765919", "--database", f"sqlite:///{letter}")
    assert ExitCode.CONFIGURATION == done.code
    assert letter.read_text().startswith("Dear Maggie")


def test_an_unreachable_database_ends_with_4(program: Cli) -> None:
    """A server that does not answer: one sentence without the driver's words or the password, exit code 4."""
    done = program("show", "9434765919", HOC_DATABASE="postgresql://somebody:sesame@127.0.0.1:1/none")
    assert (ExitCode.UNREACHABLE, "") == (done.code, done.out)
    assert 1 == len(done.err.splitlines())
    assert "sesame" not in done.err


def test_the_command_line_overrules_the_environment(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str
) -> None:
    """--database stands before HOC_DATABASE, before and after the command's name alike."""
    monkeypatch.setenv("HOC_DATABASE", "sqlite:///nowhere/at/all.db")
    assert 0 == cli("migrate", "--database", sqlite_practice_url).code
    assert 0 == cli("--database", sqlite_practice_url, "migrate").code
    assert ExitCode.CONFIGURATION == cli("migrate").code


def test_the_environment_names_the_database(cli: Cli, monkeypatch: pytest.MonkeyPatch, practice_url: str) -> None:
    """HOC_DATABASE is enough for every command."""
    monkeypatch.setenv("HOC_DATABASE", practice_url)
    assert 0 == cli("migrate").code


def test_a_settings_file_names_the_database(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_practice_url: str
) -> None:
    """The user's configuration is enough, too; a key that does not exist ends with 3."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    file = tmp_path / "settings" / "hoc-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'database = "{sqlite_practice_url}"\n')
    assert 0 == cli("migrate").code
    file.write_text('databases = "x"\n')
    done = cli("migrate")
    assert ExitCode.CONFIGURATION == done.code
    assert "there is no setting “databases”" in done.err


def test_opening_the_program_needs_a_terminal(cli: Cli, sqlite_practice_url: str) -> None:
    """Without a terminal the program says so in one sentence and ends with 1, before anything of it is loaded."""
    done = cli("--database", sqlite_practice_url)
    assert (ExitCode.ERROR, "") == (done.code, done.out)
    assert "draws on a terminal" in done.err


def test_what_nobody_foresaw_becomes_an_incident(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An error of ours ends with 1 and an incident number; its message, which may hold a record, is printed nowhere."""

    def broken(*_arguments: object) -> None:
        raise RuntimeError("Margaret Jackson, HbA1c 61")

    real_error = io.StringIO()
    monkeypatch.setattr(sys, "__stderr__", real_error)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(import_, "settings", broken)
    assert ExitCode.ERROR == run_guarded(["import", "x"])
    assert "Please report incident" in real_error.getvalue()
    (report,) = (tmp_path / "hoc-tui" / "incidents").iterdir()
    assert "Jackson" not in real_error.getvalue() + report.read_text()


def test_a_reader_that_goes_away_is_no_crash(sqlite_practice_url: str) -> None:
    """`hoc-tui ... | head` ends quietly, without a traceback or an incident, when nobody reads on."""
    line = f'"{sys.executable}" -m hoc_tui migrate --database "{sqlite_practice_url}" | true'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "" == done.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (HocError("x"), 1),
        (NotFound("x"), 1),
        (Refused("x"), 1),
        (Changed("x"), 1),
        (ConfigurationMissing("x"), 3),
        (DatabaseUnavailable("x"), 4),
        (MigrationNeeded("x"), 5),
    ],
)
def test_each_error_has_its_exit_code(error: HocError, code: int) -> None:
    """The exit codes of the contract, one error at a time."""
    assert code == code_of(error)
