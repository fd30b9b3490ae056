"""What every test may ask for: databases, the real-shaped records, and a machine with no settings of anybody's."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.support.databases import POSTGRES, Databases

if TYPE_CHECKING:
    from tests.support.desks import Surgery  # late below: it loads the database, which most tests do without

ROOT = Path(__file__).resolve().parent.parent
SERVERS = ("sqlite", "postgres") if os.environ.get("HOC_TEST_POSTGRES") else ("sqlite", *POSTGRES)
"""Every database server the tests run on."""
USUAL_SERVERS = (SERVERS[0], SERVERS[-1])
"""The two that tell apart nearly everything that can differ: SQLite and the newest PostgreSQL."""
RECORDS_ABSENT = "the records are not here"

# A busy machine is not a failing test; in CI the same examples every time, so that a red run can be repeated.
hypothesis.settings.register_profile(
    "hoc",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.register_profile("thorough", hypothesis.settings.get_profile("hoc"), max_examples=2000)
hypothesis.settings.load_profile("hoc")


# -- A machine with no settings of anybody's ----------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _nobodys_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the settings, the folders and the terminal of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith("HOC_") and name not in {"HOC_RECORDS", "HOC_TEST_POSTGRES"}:
                patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM"):
            patch.delenv(name, raising=False)
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.setenv("HOME", str(home))
        patch.setenv("TEXTUAL_ANIMATIONS", "none")
        yield


# -- Databases ----------------------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that takes a database once for each server."""
    usual = SERVERS if metafunc.definition.get_closest_marker("every_server") else USUAL_SERVERS
    each = dict.fromkeys(("database_url", "every_migrated_url", "lived_in_url"), SERVERS)
    for fixture, servers in (each | dict.fromkeys(("migrated_url", "surgery"), usual)).items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, servers, indirect=True)


@pytest.fixture(scope="session")
def _databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The servers of this test process, each started when first asked for and stopped at the end."""
    databases = Databases(tmp_path_factory.mktemp("databases"))
    try:
        yield databases
    finally:
        databases.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, _databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database; SQLite, PostgreSQL 16 and PostgreSQL 18 in turn."""
    with _databases.empty(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def migrated_url(request: pytest.FixtureRequest, _databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database at the newest schema; SQLite and PostgreSQL 18, or all with `every_server`."""
    with _databases.migrated(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def every_migrated_url(request: pytest.FixtureRequest, _databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database at the newest schema; SQLite, PostgreSQL 16 and PostgreSQL 18 in turn."""
    with _databases.migrated(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def sqlite_url(_databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of an SQLite database at the newest schema, for tests of something else than databases."""
    with _databases.migrated("sqlite", tmp_path) as url:
        yield url


@pytest.fixture
def postgres_url(_databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a PostgreSQL 18 database at the newest schema, for what only PostgreSQL can do."""
    with _databases.migrated(SERVERS[-1], tmp_path) as url:
        yield url


@pytest.fixture
def surgery(request: pytest.FixtureRequest, _databases: Databases, tmp_path: Path) -> Iterator["Surgery"]:
    """A made-up practice, on each database server."""
    with _surgery(_databases, request.param, tmp_path) as practice:
        yield practice


@pytest.fixture
def sqlite_surgery(_databases: Databases, tmp_path: Path) -> Iterator["Surgery"]:
    """A made-up practice on SQLite, for what only SQLite can do or what is the same on both."""
    with _surgery(_databases, "sqlite", tmp_path) as practice:
        yield practice


@pytest.fixture
def postgres_surgery(_databases: Databases, tmp_path: Path) -> Iterator["Surgery"]:
    """A made-up practice on PostgreSQL, for what only PostgreSQL can do."""
    with _surgery(_databases, SERVERS[-1], tmp_path) as practice:
        yield practice


@contextmanager
def _surgery(databases: Databases, server: str, folder: Path) -> Iterator["Surgery"]:
    from tests.support.desks import opened_surgery, set_up_practice

    with databases.migrated(server, folder, set_up_practice) as url, opened_surgery(url) as practice:
        yield practice


# -- The real-shaped records, which stay out of the repository -----------------------------------------------------


def _records_folder() -> Path:
    """Where the records are, or would be."""
    return (ROOT / os.environ.get("HOC_RECORDS", "../shared/records")).resolve()


@pytest.fixture(scope="session")
def records() -> Path:
    """The folder of real-shaped records; tests that take it are skipped, and counted, where it is absent."""
    folder = _records_folder()
    if not folder.is_dir():
        pytest.skip(RECORDS_ABSENT)
    return folder


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, and not again and again among all that was imported for them.

    Each full look took 100 ms, and all of them together a sixth of the tests' time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by what it needs, so that `-m "not records and not postgres"` leaves those out."""
    for item in items:
        if "records" in getattr(item, "fixturenames", ()):
            item.add_marker("records")
        of_postgres = {"postgres_url", "postgres_surgery", "postgres_practice"}
        if of_postgres & set(getattr(item, "fixturenames", ())) or "postgres" in item.name:
            item.add_marker("postgres")


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say as the very last line how many tests were skipped for want of records."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or hasattr(config, "workerinput"):
        return
    skipped = sum(RECORDS_ABSENT in str(report.longrepr) for report in terminal.stats.get("skipped", ()))
    folder = os.path.relpath(_records_folder(), ROOT)
    terminal.write_line(f"records: {skipped} {'test' if skipped == 1 else 'tests'} skipped (HOC_RECORDS={folder})")
