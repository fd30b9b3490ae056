"""`hoc-tui` on a real terminal: opened, closed, and refused with a sentence once the screen is gone."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hoc_tui.cli.exits import ExitCode
from tests.cli.conftest import Cli
from tests.support.terminal import Terminal

Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """The program in a terminal, with settings, state and cache of its own; forked, loaded, or started from nothing."""

    def program(*arguments: str, anew: bool = False, **environment: str) -> Terminal:
        folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        command = [*([sys.executable, "-m"] if anew else []), "hoc_tui", *arguments]
        return Terminal(command, env=folders | environment, loaded=not anew)

    return program


def write(url: str, statement: str) -> None:
    """Change a database behind the program's back."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def squeezed(words: str) -> str:
    """Words without their spaces: the terminal broke them where its lines end."""
    return "".join(words.split())


def test_the_program_opens_and_closes(practice_url: str, start: Start) -> None:
    """On both databases the day's list is there, and quitting gives the terminal back with exit code 0."""
    with start(anew=True, HOC_DATABASE=practice_url) as terminal:
        terminal.wait_for("Riverside Surgery")
        terminal.press("ctrl+q")
        assert ExitCode.DONE == terminal.wait_exit()


@pytest.mark.parametrize(
    ("statement", "code", "sentence"),
    [
        ("UPDATE staff SET account = 'somebody-else'", ExitCode.ERROR, "is not a member of staff here"),
        ("UPDATE alembic_version SET version_num = '9999'", ExitCode.MIGRATION, "newer than the program"),
        ("DELETE FROM staff; DELETE FROM practice", ExitCode.CONFIGURATION, "has no practice"),
    ],
)
def test_what_cannot_be_opened_is_said_when_the_screen_is_gone(
    sqlite_practice_url: str, start: Start, statement: str, code: ExitCode, sentence: str
) -> None:
    """The database is opened after the first paint; a refusal ends the program with its sentence and exit code."""
    for one in statement.split("; "):
        write(sqlite_practice_url, one)
    with start("--database", sqlite_practice_url) as terminal:
        assert code == terminal.wait_exit()
        assert squeezed(sentence) in squeezed(terminal.text)


def test_a_server_that_is_down_ends_with_4(start: Start) -> None:
    """An unreachable database is a refusal like the others."""
    with start("--database", "postgresql://127.0.0.1:1/none") as terminal:
        assert ExitCode.UNREACHABLE == terminal.wait_exit()


def test_a_terminal_that_cannot_draw_gets_a_sentence(sqlite_practice_url: str, start: Start) -> None:
    """TERM=dumb: nothing is drawn, one sentence says what to do."""
    with start("--database", sqlite_practice_url, TERM="dumb") as terminal:
        assert ExitCode.ERROR == terminal.wait_exit()
        assert squeezed("TERM is dumb or not set") in squeezed(terminal.text)
        assert b"\x1b" not in terminal.output


def test_the_demo_opens_for_each_role(cli: Cli, start: Start, tmp_path: Path) -> None:
    """The made-up practice opens marked as a demo, for reception too, who sees nobody's results."""
    nowhere = str(tmp_path / "none")
    for role in ("nurse", "receptionist"):
        with start("demo", "--people", "6", "--as", role, HOC_RECORDS=nowhere) as terminal:
            terminal.wait_for("JACKSON, Margaret")
            assert "DEMO" in terminal.text
            terminal.press("ctrl+q")
            assert ExitCode.DONE == terminal.wait_exit()
