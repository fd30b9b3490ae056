"""What the tests of the whole program share: the small practice in a database, and the program in a terminal there."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, delete, insert, select, update

from hoc_tui.cli.opening import account
from hoc_tui.data.tables import StaffRow, VisitRow
from hoc_tui.domain.vocabulary import Role
from tests.support.conversation import Story, tell
from tests.support.practice import SmallPractice, copy_of, make_practice, opened
from tests.support.terminal import Terminal

Start = Callable[..., Terminal]
"""Makes a terminal for the program: its arguments, then `env`, `size` and what else a `Terminal` takes."""


@dataclass(frozen=True)
class Told:
    """The small practice with Mrs Jackson's story in a database of its own."""

    url: str
    story: Story

    def book_today(self) -> None:
        """Move the clinic, which is on the story's day, to the day on which the tests run."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for visit in connection.execute(select(VisitRow.id, VisitRow.starts_at)).all():
                today = datetime.combine(datetime.now(UTC), visit.starts_at.time(), UTC)
                connection.execute(update(VisitRow).where(VisitRow.id == visit.id).values(starts_at=today))
        engine.dispose()

    def sit_down(self, role: Role) -> None:
        """Let whoever runs the tests work there, too.

        Args:
            role: As what.
        """
        engine = create_engine(self.url)
        with engine.begin() as connection:
            theirs = connection.execute(select(StaffRow.__table__).where(StaffRow.role == role.value)).mappings().one()
            mine = {**theirs, "id": uuid4(), "account": account(), "name": "Pat Quick"}
            connection.execute(delete(StaffRow).where(StaffRow.account == account()))
            connection.execute(insert(StaffRow).values(mine))
        engine.dispose()


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Makes a terminal for the program, with settings, state and cache of its own; `with` starts and ends it."""

    def program(*arguments: object, env: dict[str, str] | None = None, **terminal: object) -> Terminal:
        folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        command = [sys.executable, "-m", "hoc_tui", *map(str, arguments)]
        nowhere = {"HOC_RECORDS": str(tmp_path / "none")}
        return Terminal(command, env=folders | nowhere | (env or {}), **terminal)  # type: ignore[arg-type]

    return program


@pytest.fixture(scope="session")
def _told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Story]:
    """The story in an SQLite file, told once and copied for each test."""
    file = tmp_path_factory.mktemp("told") / "practice.db"
    return file, _tell(f"sqlite:///{file}")


@pytest.fixture
def told(_told: tuple[Path, Story], tmp_path: Path) -> Told:
    """The story on SQLite, with a nurse at the desk."""
    file, story = _told
    return _seated(Told(copy_of(file, tmp_path), story))


@pytest.fixture
def told_everywhere(migrated_url: str) -> Told:
    """The story on SQLite and on PostgreSQL, with a nurse at the desk."""
    return _seated(Told(migrated_url, _tell(migrated_url)))


@pytest.fixture
def practice(told: Told) -> Iterator[SmallPractice]:
    """The story's practice, opened in this process."""
    yield from opened(told.url)


@pytest.fixture
def practice_everywhere(told_everywhere: Told) -> Iterator[SmallPractice]:
    """The same on SQLite and on PostgreSQL."""
    yield from opened(told_everywhere.url)


def _tell(url: str) -> Story:
    # Marked as made up, so that the account decides who works on PostgreSQL, too.
    make_practice(url, demo=True)
    (story,) = (tell(practice) for practice in opened(url))
    return story


def _seated(told: Told) -> Told:
    told.sit_down(Role.NURSE)
    return told
