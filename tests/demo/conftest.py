"""One made-up practice for all tests of it: making it takes longer than looking at it."""

from datetime import date

import pytest

from hoc_tui.demo.practice import MadeUpPractice, make_practice
from hoc_tui.domain.whole import WholeRecord

TODAY = date(2026, 11, 20)
"""The Friday of the drawing."""
PEOPLE = 90


@pytest.fixture(scope="session")
def made_up() -> MadeUpPractice:
    """A practice with the clinic, twins, namesakes and everybody of note in it."""
    return make_practice(1, PEOPLE, TODAY)


@pytest.fixture(scope="session")
def whole(made_up: MadeUpPractice) -> list[WholeRecord]:
    """Everybody's record."""
    return list(made_up.records())
