"""The servers the tests run on are the ones they say, and do not outlive them."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.support.postgres import INSTALLATIONS, Server, running

ROOT = Path(__file__).resolve().parents[2]


def _connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


@pytest.mark.parametrize("name", INSTALLATIONS)
def test_each_postgres_is_the_version_it_says(name: str, request: pytest.FixtureRequest) -> None:
    """`postgres-16` is a PostgreSQL 16, and `postgres-18` an 18."""
    server: Server = request.getfixturevalue("_databases")._server(name)

    with _connected(server.url("postgres")) as connection:
        assert int(name[-2:]) == connection.info.server_version // 10_000


def test_an_empty_postgres_database_has_no_tables_and_speaks_utf8(database_url: str) -> None:
    """Every test starts from nothing, in the encoding that names of all backgrounds need."""
    if database_url.startswith("sqlite"):
        assert not Path(database_url.removeprefix("sqlite:///")).exists()
        return
    with _connected(database_url) as connection:
        assert (0,) == connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert ("UTF8",) == connection.execute("SHOW server_encoding").fetchone()


def test_two_tests_never_share_a_database(database_url: str, tmp_path: Path) -> None:
    """Each address is made for one test."""
    name = str(tmp_path) if database_url.startswith("sqlite") else "hoc_test_"

    assert name in database_url


def test_a_killed_test_process_leaves_no_postgres_behind() -> None:
    """The server ends and its folder goes, even when the process that asked for it had no time to say so."""
    program = (
        "import os, signal; from tests.support.postgres import running\n"
        "with running('postgres-18') as server:\n"
        "    print(server.url('postgres'), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    folder = Path(str(make_url(ended.stdout.strip()).query["host"]))
    # The pipe to our own `run` closes when the guard, which inherited it, has ended: nothing is left to wait for.
    assert not folder.exists()
    assert ended.returncode < 0


def test_missing_programs_are_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run without PostgreSQL is not a passed run."""
    monkeypatch.delenv("HOC_TEST_POSTGRES", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(pytest.UsageError, match="run `make setup`"), running("postgres-18"):
        pytest.fail("there is nothing to run")
