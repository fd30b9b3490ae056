"""What the tests of the whole program share: the small practice in a database, and the program in a terminal there."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.telling import Told, seated, tell_story
from tests.support.conversation import Story
from tests.support.practice import SmallPractice, copy_of, opened
from tests.support.terminal import Terminal

Start = Callable[..., Terminal]
"""Makes a terminal for the program: its arguments, then `env`, `size` and what else a `Terminal` takes."""


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Makes a terminal for the program, with settings, state and cache of its own; `with` starts and ends it.

    It is forked, loaded, which saves a second of processor time each; `anew=True` starts it from nothing.
    """

    def program(
        *arguments: object, env: dict[str, str] | None = None, anew: bool = False, **terminal: object
    ) -> Terminal:
        folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        command = [*([sys.executable, "-m"] if anew else []), "hoc_tui", *map(str, arguments)]
        nowhere = {"HOC_RECORDS": str(tmp_path / "none")}
        return Terminal(command, env=folders | nowhere | (env or {}), loaded=not anew, **terminal)  # type: ignore[arg-type]

    return program


@pytest.fixture(scope="session")
def _told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Story]:
    """The story in an SQLite file, told once and copied for each test."""
    file = tmp_path_factory.mktemp("told") / "practice.db"
    return file, tell_story(f"sqlite:///{file}")


@pytest.fixture
def told(_told: tuple[Path, Story], tmp_path: Path) -> Told:
    """The story on SQLite, with a nurse at the desk."""
    file, story = _told
    return seated(Told(copy_of(file, tmp_path), story))


@pytest.fixture
def told_everywhere(migrated_url: str, request: pytest.FixtureRequest) -> Told:
    """The story on SQLite and on PostgreSQL, with a nurse at the desk."""
    if migrated_url.startswith("sqlite"):
        on_sqlite: Told = request.getfixturevalue("told")
        return on_sqlite
    return seated(Told(migrated_url, tell_story(migrated_url)))


@pytest.fixture
def practice(told: Told) -> Iterator[SmallPractice]:
    """The story's practice, opened in this process."""
    yield from opened(told.url)


@pytest.fixture
def practice_everywhere(told_everywhere: Told) -> Iterator[SmallPractice]:
    """The same on SQLite and on PostgreSQL."""
    yield from opened(told_everywhere.url)
