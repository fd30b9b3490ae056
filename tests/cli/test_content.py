"""`hoc-tui content`: what judges here, and the safety officer's word on it."""

import json

import pytest
from sqlalchemy import create_engine, update

from hoc_tui.data.tables import StaffRow
from hoc_tui.domain.vocabulary import Role
from tests.cli.conftest import Cli


@pytest.fixture
def officers_url(sqlite_practice_url: str) -> str:
    """A practice where whoever runs the tests is the clinical safety officer."""
    engine = create_engine(sqlite_practice_url)
    with engine.begin() as connection:
        connection.execute(update(StaffRow).values(role=Role.SAFETY_OFFICER))
    engine.dispose()
    return sqlite_practice_url


def test_the_list_says_of_every_entry_where_it_comes_from_and_whether_it_judges(
    cli: Cli, sqlite_practice_url: str
) -> None:
    """One line each for people, one array for programs; nothing judges at a new site."""
    done = cli("content", "list", "--database", sqlite_practice_url)
    assert (0, "") == (done.code, done.err)
    assert all("does not judge" in line and "unverified" in line for line in done.out.splitlines())
    listed = json.loads(cli("content", "list", "--json", "--database", sqlite_practice_url).out)
    assert len(done.out.splitlines()) == len(listed)
    assert all(one["source"] and one["words"] for one in listed)


def test_the_safety_officer_enables_and_stops(cli: Cli, officers_url: str) -> None:
    """Both say how many entries they were about; the list says it, too."""
    first = json.loads(cli("content", "list", "--json", "--database", officers_url).out)[0]["id"]
    done = cli("content", "approve", first, "--reason", "Minutes of 3 March", "--database", officers_url)
    assert (0, "hoc-tui: 1 entry may judge here.\n") == (done.code, done.err)
    assert "judges here" in cli("content", "list", "--database", officers_url).out.splitlines()[0]
    done = cli("content", "stop", first, "--reason", "New method", "--database", officers_url)
    assert "hoc-tui: 1 entry no longer judges here.\n" == done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("all",), "Say on what grounds."),
        (("spleen", "--reason", "why not"), "There is no entry “spleen”."),
    ],
)
def test_what_cannot_be_decided_is_said(cli: Cli, officers_url: str, arguments: tuple[str, ...], said: str) -> None:
    """One sentence, and nothing is decided."""
    done = cli("content", "approve", *arguments, "--database", officers_url)
    assert 1 == done.code
    assert said in done.err


def test_nobody_else_decides(cli: Cli, sqlite_practice_url: str) -> None:
    """Whoever set the practice up is a GP, and may not."""
    done = cli("content", "approve", "all", "--reason", "I say so", "--database", sqlite_practice_url)
    assert 1 == done.code
    assert "may not" in done.err
