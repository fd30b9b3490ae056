"""A made-up practice in a database, for the tests of the data room."""

from collections.abc import Iterator

import pytest

from tests.support.desks import Surgery, open_surgery


@pytest.fixture
def surgery(migrated_url: str) -> Iterator[Surgery]:
    """A made-up practice, on each database server."""
    with open_surgery(migrated_url) as practice:
        yield practice


@pytest.fixture
def sqlite_surgery(sqlite_url: str) -> Iterator[Surgery]:
    """A made-up practice on SQLite, for what only SQLite can do or what is the same on both."""
    with open_surgery(sqlite_url) as practice:
        yield practice


@pytest.fixture
def postgres_surgery(postgres_url: str) -> Iterator[Surgery]:
    """A made-up practice on PostgreSQL, for what only PostgreSQL can do."""
    with open_surgery(postgres_url) as practice:
        yield practice
