"""A small practice for each test, copied from one that is made once, with whatever the test needs told in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet

from tests.support.conversation import Story, tell
from tests.support.line import Line
from tests.support.practice import SmallPractice, copy_of, make_practice, opened
from tests.support.seat import read_once, wait_to_be_painted
from tests.support.shelf import Shelf

if TYPE_CHECKING:
    from tests.support.databases import Databases

Tale = Callable[[SmallPractice], Any]
"""Puts something into a practice, and gives what the tests want to know of it."""


@pytest.fixture(autouse=True)
def _few_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read styles once, and paint when a test looks; but where the painting itself is tested."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", read_once)
    if "shown" not in request.fixturenames:
        monkeypatch.setattr(Compositor, "render_update", wait_to_be_painted)


@dataclass
class Practices:
    """Practices by what was told in them, each made when it is first asked for: telling takes as long as a screen.

    Args:
        folder: Where they are kept for copying.
        databases: Makes the empty ones.
    """

    folder: Path
    databases: "Databases"
    _told: dict[tuple[Tale | None, bool], tuple[Path, Any]] = field(default_factory=dict)

    def told(self, tale: Tale | None, *, demo: bool) -> tuple[Path, Any]:
        """The file with a tale told in it, and what the tale gave.

        Args:
            tale: What is told; None for the practice alone.
            demo: Whether the practice is marked as made up.
        """
        if (tale, demo) not in self._told:
            self._told[tale, demo] = self._make(tale, demo=demo)
        return self._told[tale, demo]

    def _make(self, tale: Tale | None, *, demo: bool) -> tuple[Path, Any]:
        folder = self.folder / str(len(self._told))
        folder.mkdir()
        with self.databases.migrated("sqlite", folder) as url:
            make_practice(url, demo=demo)
            for practice in opened(url):
                return folder / "record.db", tale(practice) if tale else None
        raise AssertionError


@pytest.fixture(scope="session")
def practices(tmp_path_factory: pytest.TempPathFactory, _databases: "Databases") -> Practices:
    """The practices that tests get copies of."""
    return Practices(tmp_path_factory.mktemp("practices"), _databases)


@pytest.fixture
def demo() -> bool:
    """Whether the practice is marked as made up; a file of tests may say otherwise."""
    return True


@pytest.fixture
def tale() -> Tale:
    """What is told in the practice of a test that takes `story`; a file of tests may tell more."""
    return tell


@pytest.fixture
def _told(request: pytest.FixtureRequest, practices: Practices, tale: Tale, *, demo: bool) -> tuple[Path, Any]:
    return practices.told(tale if "story" in request.fixturenames else None, demo=demo)


@pytest.fixture
def practice_url(_told: tuple[Path, Any], tmp_path: Path) -> str:
    """The address of a practice of the test's own."""
    return copy_of(_told[0], tmp_path)


@pytest.fixture
def practice(practice_url: str) -> Iterator[SmallPractice]:
    """A practice of the test's own, opened."""
    yield from opened(practice_url)


@pytest.fixture
def story(_told: tuple[Path, Any]) -> Story:
    """What was told in it: Mrs Jackson's story, if the file of tests has no other."""
    told: Story = _told[1]
    return told


@pytest.fixture
def shelf() -> Shelf:
    """The journal, which outlives the programs of the test."""
    return Shelf()


@pytest.fixture
def line() -> Line:
    """The line to the database."""
    return Line()
