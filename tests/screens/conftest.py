"""A small practice for each test, copied from one that is made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.practice import SmallPractice, copy_of, make_practice, opened


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice that every test gets a copy of."""
    path = tmp_path_factory.mktemp("practice") / "template.db"
    make_practice(f"sqlite:///{path}", demo=True)
    return path


@pytest.fixture
def practice_url(practice_file: Path, tmp_path: Path) -> str:
    """The address of a practice of the test's own."""
    return copy_of(practice_file, tmp_path)


@pytest.fixture
def practice(practice_url: str) -> Iterator[SmallPractice]:
    """A practice of the test's own, opened."""
    yield from opened(practice_url)
