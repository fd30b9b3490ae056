"""`hoc-tui doctor`: one line a check, in words, and nobody's record in it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from hoc_tui.cli import checks
from hoc_tui.cli.checks import Check, State
from hoc_tui.cli.exits import ExitCode
from hoc_tui.data.health import Health
from hoc_tui.data.version import HEAD
from hoc_tui.runtime.journal import Journal, KeptDraft
from tests.cli.conftest import Cli, Ended
from tests.support.backups import execute, is_postgres, make_up


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of this test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return platformdirs.user_state_path("hoc-tui")


def found(done: Ended) -> dict[str, dict[str, str]]:
    """The checks of a JSON answer by their name."""
    answer: dict[str, Any] = json.loads(done.out)
    assert answer["well"] == (done.code == 0)
    return {one["check"]: one for one in answer["checks"]}


def test_a_practice_in_order_is_said_to_be(cli: Cli, practice_url: str) -> None:
    """A line for each check with its state; a fresh practice has only its missing backup as a warning."""
    if not is_postgres(practice_url):
        Path(practice_url.removeprefix("sqlite:///")).chmod(0o600)
    done = cli("doctor", "--database", practice_url)
    lines = {line.split()[0]: line.split()[1] for line in done.out.splitlines()}

    assert {"database", "schema", "guards", "audit", "backup", "disk", "unsent", "terminal"} <= lines.keys()
    assert ("warning", "well", "well") == (lines["backup"], lines["guards"], lines["schema"])
    assert ("server" in lines) == is_postgres(practice_url)


def test_nobodys_record_is_in_it(cli: Cli, migrated_url: str) -> None:
    """Neither a name nor a number of anybody, in words or as JSON."""
    make_up(migrated_url)
    said = cli("doctor", "--database", migrated_url).out + cli("doctor", "--json", "--database", migrated_url).out

    assert "Maggie" not in said
    assert "Riverside" not in said


def test_the_last_backup_is_said_with_its_age(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """A fresh one is well; after a day, or as many as are allowed, the word warning stands there."""
    cli("backup", tmp_path / "practice.backup", "--database", sqlite_practice_url)
    assert "well" == found(cli("doctor", "--json", "--database", sqlite_practice_url))["backup"]["state"]
    execute(sqlite_practice_url, "DROP TRIGGER backup_note_no_update")
    old = (datetime.now(UTC) - timedelta(days=3)).isoformat(timespec="microseconds")
    execute(sqlite_practice_url, f"UPDATE backup_note SET made_at = '{old}'")
    late = found(cli("doctor", "--json", "--database", sqlite_practice_url))["backup"]
    assert "warning" == late["state"]
    assert "3 days" in late["words"]
    allowed = cli("doctor", "--json", "--backup-days", "4", "--database", sqlite_practice_url)
    assert "well" == found(allowed)["backup"]["state"]


def test_a_missing_guard_is_wrong(cli: Cli, sqlite_practice_url: str) -> None:
    """What no longer protects agreed plans is named, and the exit code is 1."""
    execute(sqlite_practice_url, "DROP TRIGGER plan_version_no_delete")
    done = cli("doctor", "--json", "--database", sqlite_practice_url)

    assert ExitCode.ERROR == done.code
    assert "plan_version_no_delete" in found(done)["guards"]["words"]


def test_row_security_switched_off_is_wrong(cli: Cli, postgres_url: str) -> None:
    """On PostgreSQL the policies are looked at, too."""
    execute(postgres_url, "ALTER TABLE goal DISABLE ROW LEVEL SECURITY")

    assert "row security of goal" in found(cli("doctor", "--json", "--database", postgres_url))["guards"]["words"]


@pytest.mark.parametrize(("version", "word"), [("0001", "hoc-tui migrate"), ("9999", "newer")])
def test_another_schema_is_said_and_not_changed(cli: Cli, sqlite_practice_url: str, version: str, word: str) -> None:
    """An older database is not upgraded by looking at it."""
    execute(sqlite_practice_url, f"UPDATE alembic_version SET version_num = '{version}'")
    done = cli("doctor", "--json", "--database", sqlite_practice_url)

    assert "wrong" == found(done)["schema"]["state"]
    assert word in found(done)["schema"]["words"]
    assert "guards" not in found(done)
    assert HEAD != version


def test_a_database_that_cannot_be_reached_does_not_stop_the_other_checks(cli: Cli, tmp_path: Path) -> None:
    """One line says so, the rest of the machine is looked at all the same."""
    for url in (f"sqlite:///{tmp_path}/none.db", "postgresql://me:sesame@127.0.0.1:1/none"):
        done = cli("doctor", "--json", "--database", url)
        assert "wrong" == found(done)["database"]["state"]
        assert "disk" in found(done)
        assert "sesame" not in done.out


def test_what_waits_in_a_journal_is_counted(cli: Cli, sqlite_practice_url: str, state: Path) -> None:
    """Drafts that nobody saved are a warning with their number, without a word of them."""
    journal = Journal.open(state / "journal", "nurse", "somewhere")
    journal.keep_draft(draft())
    journal.close()
    unsent = found(cli("doctor", "--json", "--database", sqlite_practice_url))["unsent"]

    assert "warning" == unsent["state"]
    assert "1 draft" in unsent["words"]
    assert "words of a draft" not in unsent["words"]


def draft() -> KeptDraft:
    """Something that was typed."""
    at = datetime(2026, 3, 5, 10, 41, tzinfo=UTC)
    return KeptDraft("1", "2", "goal:3", "Goal", {"words": "words of a draft"}, since=at, written_at=at)


def test_a_file_that_others_may_read_is_wrong(cli: Cli, sqlite_practice_url: str) -> None:
    """Everybody's record readable by everybody on the machine is no warning."""
    Path(sqlite_practice_url.removeprefix("sqlite:///")).chmod(0o644)

    assert "wrong" == found(cli("doctor", "--json", "--database", sqlite_practice_url))["file"]["state"]


class Server(Health):
    """A server that was told something else than ours."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told

    def server_settings(self) -> dict[str, str]:
        return self._told


@pytest.mark.parametrize(
    ("name", "setting", "expected"),
    [("synchronous_commit", "off", State.WRONG), ("fsync", "on", State.WELL), ("data_checksums", "off", State.WARNING)],
)
def test_a_servers_settings_are_judged(name: str, setting: str, expected: State) -> None:
    """What loses acknowledged work is wrong, what only hides damage is a warning."""
    good = {"server_version": "18.1", "synchronous_commit": "on", "synchronous_standby_names": ""}
    good |= {"fsync": "on", "full_page_writes": "on", "data_checksums": "on"}
    answer = checks._settings(Server(good | {name: setting}))

    assert isinstance(answer, Check)
    assert expected == answer.state


@pytest.mark.parametrize(("free", "expected"), [(50_000_000, "wrong"), (500_000_000, "warning"), (10**10, "well")])
def test_room_on_the_disk_is_judged(
    monkeypatch: pytest.MonkeyPatch, cli: Cli, sqlite_practice_url: str, free: int, expected: str
) -> None:
    """A disk that fills up is a warning, a full one is wrong."""
    monkeypatch.setattr(checks, "_free", lambda _: free)

    assert expected == found(cli("doctor", "--json", "--database", sqlite_practice_url))["disk"]["state"]
