"""What tests of the command line share: running a command, and a practice that has been set up."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoc_tui.cli.main import run_guarded
from hoc_tui.cli.opening import account, open_desk
from hoc_tui.services.ports import Desk

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ended]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command in this process, as `hoc-tui` would, and give back how it ended."""

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run_guarded([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def program() -> Cli:
    """Run the real program as a process of its own, without a terminal."""

    def run(*arguments: object, **environment: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "hoc_tui", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


def set_up(cli: Cli, url: str) -> str:
    """Make a database a practice's, and give its address back."""
    assert 0 == cli("init", "--practice", "Riverside Surgery", "--database", url).code
    return url


@pytest.fixture
def practice_url(cli: Cli, migrated_url: str) -> str:
    """A practice's database, on SQLite and on PostgreSQL."""
    return set_up(cli, migrated_url)


@pytest.fixture
def sqlite_practice_url(cli: Cli, sqlite_url: str) -> str:
    """A practice's database on SQLite, for what does not depend on the database."""
    return set_up(cli, sqlite_url)


@contextmanager
def desk_at(url: str, worker: str = "") -> Iterator[Desk]:
    """The desk of whoever set a practice up, or of somebody else there."""
    opened = open_desk(url, worker or account())
    try:
        yield opened.desk
    finally:
        opened.database.close()
