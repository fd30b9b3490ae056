"""A made-up practice to back up, on each server, and where to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hoc_tui.data.backups.whole import back_up
from tests.conftest import SERVERS
from tests.support.backups import make_up, making
from tests.support.databases import Databases


@pytest.fixture
def databases(_databases: Databases) -> Databases:
    """The servers of this test process."""
    return _databases


@pytest.fixture
def lived_in_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A made-up practice on each server."""
    with databases.migrated(request.param, tmp_path, make_up) as url:
        yield url


@pytest.fixture
def sqlite_practice(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A made-up practice on SQLite."""
    with databases.migrated("sqlite", tmp_path, make_up) as url:
        yield url


@pytest.fixture
def postgres_practice(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A made-up practice on PostgreSQL."""
    with databases.migrated(SERVERS[-1], tmp_path, make_up) as url:
        yield url


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder for backups, away from the database."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def kept_backup(_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a good backup of one person."""
    folder = tmp_path_factory.mktemp("kept")
    with _databases.migrated("sqlite", folder) as url:
        back_up(make_up(url, people=1), folder / "practice.backup", making(url))
    return (folder / "practice.backup").read_bytes()
