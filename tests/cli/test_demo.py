"""`hoc-tui demo`: made once, kept, marked, and never over a real practice."""

import os
import shutil
import stat
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from hoc_tui.cli import demo_practice, opening
from hoc_tui.cli.demo import ROLES, command
from hoc_tui.cli.demo_clinic import hold_clinic
from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.sqlite_files import address_of, named_file, remove_database
from hoc_tui.data.version import HEAD
from hoc_tui.demo.practice import USUAL_PEOPLE
from hoc_tui.demo.staff import TEAM
from hoc_tui.domain.matching import NOT_THEM
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.vocabulary import QuarantineKind, ResultStatus, ReviewCause, Role, Urgency
from hoc_tui.services import conversation, lists
from hoc_tui.services.quarantine import what_is_left
from hoc_tui.services.records import open_record
from hoc_tui.services.triage import results_to_check
from tests.cli.conftest import Cli, desk_at
from tests.cli.test_migrate import pretend
from tests.support.first_schema import make_first

FEW = ("--people", "6", "--no-open")
JUDGE = "80 limits that nobody has signed for judge in this made-up practice; in a real one none does."
"""What is said when a practice is made, and then never again."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own, with a name that an address has to quote, and no records to import."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "my 100% cache?"))
    monkeypatch.setenv("HOC_RECORDS", str(tmp_path / "no-records"))
    return tmp_path / "my 100% cache?" / "hoc-tui"


def test_a_demo_is_made_in_the_cache_and_its_address_printed(cli: Cli, cache: Path) -> None:
    """One file, closed to others, marked as made up, with the asked number of people and a clinic today.

    That limits judge there which nobody has signed for is said once, when it is made.
    """
    done = cli("demo", *FEW)
    assert (0, f"hoc-tui: {JUDGE}\n") == (done.code, done.err)
    assert "" == cli("demo", *FEW).err
    assert done.out == f"{address_of(cache / 'demo-1-6.db')}\n"
    assert [cache / "demo-1-6.db"] == list(cache.iterdir())
    assert 0o600 == stat.S_IMODE((cache / "demo-1-6.db").stat().st_mode)
    with desk_at(done.out.strip(), "demo-nurse") as desk:
        assert desk.practice.demo
        assert lists.todays_visits(desk)


def test_todays_post_waits_to_be_checked_and_placed(cli: Cli) -> None:
    """Read and matched as anybody's: one value to phone, one correction of a plan, three questions for people.

    Some are out of the catalogue's usual range, which judges nowhere but in a made-up practice unless it is approved.
    """
    url = cli("demo", "--people", "60", "--no-open").out.strip()
    with desk_at(url, "demo-gp") as desk:
        entries, unplaced = results_to_check(desk), what_is_left(desk)
    phone = [one for one in entries if one.urgency is Urgency.PHONE]
    assert ["6.4 mmol/L"] == [one.result.value_words for one in phone]
    assert entries[0] == phone[0]
    assert [one for one in entries if "the usual range: " in one.said]
    urgencies = Counter(one.urgency for one in entries)
    assert 5 < urgencies[Urgency.OUT] < urgencies[Urgency.PLAIN]
    [corrected] = [one for one in entries if one.cause is ReviewCause.CORRECTED]
    assert ("AHMED, Yusuf (Mr)", True) == (corrected.name, corrected.about.startswith("care plan 1 of "))
    assert not [one for one in entries if one.result.status is ResultStatus.PRELIMINARY]
    asked = Counter(one.kind for one in unplaced)
    assert {QuarantineKind.PERSON: 2, QuarantineKind.TEST: 1} == asked
    assert {"Nobody here has the NHS number that came with it.", NOT_THEM} == {
        one.reason for one in unplaced if one.kind is QuarantineKind.PERSON
    }


def test_a_demo_is_kept_and_used_again(cli: Cli, cache: Path) -> None:
    """The second start makes nothing; --fresh makes everything anew, whatever was written in between."""
    cli("demo", *FEW)
    file = cache / "demo-1-6.db"
    before = file.stat()
    cli("demo", *FEW)
    assert before.st_mtime_ns == file.stat().st_mtime_ns
    cli("demo", *FEW, "--fresh")
    assert before.st_ino != file.stat().st_ino
    assert [file] == list(cache.iterdir())


def _made_by_the_first_version(cli: Cli, file: Path, *where: object) -> None:
    """A demo as the first version of the program kept it, with what somebody wrote in it since."""
    cli("demo", *FEW, *where)
    with desk_at(address_of(file), "demo-nurse") as desk:
        person_id = lists.todays_visits(desk)[0].person_id
        conversation.put_down(desk, person_id, AgendaDraft(text="Written before the upgrade"))
    newest = file.rename(file.with_suffix(".newest"))
    make_first(address_of(file), address_of(newest))
    remove_database(newest)


@pytest.mark.parametrize("named", [False, True])
def test_a_kept_demo_of_an_older_schema_is_brought_up(cli: Cli, cache: Path, tmp_path: Path, *, named: bool) -> None:
    """By itself, and it is said, with what was written in it and without a copy; the next start says nothing."""
    file = tmp_path / "named.db" if named else cache / "demo-1-6.db"
    where = ("--database", address_of(file)) if named else ()
    _made_by_the_first_version(cli, file, *where)
    done = cli("demo", *FEW, *where)
    sentences = (
        f"hoc-tui: The made-up practice was brought up to schema {HEAD}; what was written in it is still there.\n"
        "hoc-tui: What this version makes up besides comes with --fresh, which makes it anew.\n"
    )
    assert (0, f"{address_of(file)}\n", sentences) == (done.code, done.out, done.err)
    with desk_at(address_of(file), "demo-nurse") as desk:
        visited = [open_record(desk, one.person_id) for one in lists.todays_visits(desk)]
        assert "Written before the upgrade" in [item.text for record in visited for item in record.agenda]
    assert [file] == list(file.parent.glob("*.db*"))
    assert "" == cli("demo", *FEW, *where).err


@pytest.mark.parametrize("named", [False, True])
def test_an_older_demo_can_be_made_anew(cli: Cli, cache: Path, tmp_path: Path, *, named: bool) -> None:
    """With --fresh nothing is upgraded first."""
    file = tmp_path / "named.db" if named else cache / "demo-1-6.db"
    where = ("--database", address_of(file)) if named else ()
    _made_by_the_first_version(cli, file, *where)
    done = cli("demo", *FEW, *where, "--fresh")
    assert (0, f"hoc-tui: {JUDGE}\n") == (done.code, done.err)


def test_a_demo_of_a_newer_program_is_left_alone(cli: Cli, cache: Path) -> None:
    """Exit code 5 and a sentence; what was written in it stays for the program that made it."""
    cli("demo", *FEW)
    pretend(address_of(cache / "demo-1-6.db"), "9999")
    done = cli("demo", *FEW)
    assert ExitCode.MIGRATION == done.code
    assert "newer than the program" in done.err


def test_an_older_demo_on_a_server_is_its_owners_to_upgrade(cli: Cli, postgres_url: str) -> None:
    """As every database on a server."""
    cli("demo", *FEW, "--database", postgres_url)
    pretend(postgres_url, "0000")
    done = cli("demo", *FEW, "--database", postgres_url)
    assert ExitCode.MIGRATION == done.code
    assert "hoc-tui migrate" in done.err


def test_another_seed_is_another_demo(cli: Cli, cache: Path) -> None:
    """Seed and number of people each name a file of their own."""
    first = cli("demo", *FEW).out
    assert first != cli("demo", *FEW, "--seed", "2").out


def test_a_demo_that_was_stopped_half_way_is_not_found(cli: Cli, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made under another name, which is gone when it could not be finished."""

    def stopped(url: str, wanted: demo_practice.Wanted) -> None:
        file = named_file(url)
        assert file is not None
        file.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_practice, "_make", stopped)
    done = cli("demo", *FEW)
    assert (ExitCode.ERROR, "hoc-tui: Stopped.") == (done.code, done.err.strip())
    assert [] == list(cache.iterdir())


def test_an_empty_database_that_was_named_is_taken(cli: Cli, database_url: str) -> None:
    """On every database; asked again, the demo in it is used again, and each role works under its own account."""
    assert 0 == cli("demo", *FEW, "--database", database_url).code
    again = cli("demo", *FEW, "--database", database_url)
    assert (0, f"{database_url}\n", "") == (again.code, again.out, again.err)
    for role, account in ((Role.NURSE, "demo-nurse"), (Role.GP, "demo-gp"), (Role.RECEPTIONIST, "demo-receptionist")):
        with desk_at(database_url, account) as desk:
            assert (role, True) == (desk.worker.role, desk.practice.demo)


def test_a_database_that_was_only_migrated_is_empty(cli: Cli, migrated_url: str) -> None:
    """Tables without a practice are taken."""
    assert 0 == cli("demo", *FEW, "--database", migrated_url).code


def test_the_environment_names_a_database_too(
    cli: Cli, cache: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HOC_DATABASE is taken as every command takes it, and the cache stays empty."""
    monkeypatch.setenv("HOC_DATABASE", sqlite_url)
    assert f"{sqlite_url}\n" == cli("demo", *FEW).out
    assert not cache.exists()


@pytest.mark.parametrize("more", [(), ("--fresh",)])
def test_a_real_practice_is_never_taken(cli: Cli, practice_url: str, more: tuple[str, ...]) -> None:
    """Named or not, fresh or not: one sentence, exit code 1, and the practice is as it was."""
    done = cli("demo", *FEW, *more, "--database", practice_url)
    assert (ExitCode.ERROR, "") == (done.code, done.out)
    assert "neither empty nor a demo; nothing was changed" in done.err
    with desk_at(practice_url) as desk:
        assert ("Riverside Surgery", False) == (desk.practice.name, desk.practice.demo)


def test_another_programs_database_is_never_taken(cli: Cli, database_url: str) -> None:
    """Tables that are not ours, and no schema version: refused, and no table of ours is added."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    done = cli("demo", *FEW, "--database", database_url)
    assert ExitCode.ERROR == done.code
    assert ["recipes"] == inspect(engine).get_table_names()
    engine.dispose()


def test_the_settings_own_database_is_left_alone(
    cli: Cli, cache: Path, sqlite_practice_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The practice that a settings file names is for work; the demo keeps to the cache."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    file = tmp_path / "settings" / "hoc-tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'database = "{sqlite_practice_url}"\n')
    assert str(address_of(cache)) in cli("demo", *FEW).out


def test_only_a_file_can_be_made_anew(cli: Cli, sqlite_url: str, postgres_url: str) -> None:
    """--fresh empties a demo in a file; a demo on a server is its owner's to empty, and stays."""
    for url in (sqlite_url, postgres_url):
        assert 0 == cli("demo", *FEW, "--database", url).code
    assert 0 == cli("demo", *FEW, "--fresh", "--database", sqlite_url).code
    done = cli("demo", *FEW, "--fresh", "--database", postgres_url)
    assert ExitCode.ERROR == done.code
    assert "Only a demo in an SQLite file can be made anew." in done.err


def test_records_are_imported_once(cli: Cli, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GP Connect records that are there join the made-up people, also when they come later; then never again."""
    cli("demo", *FEW)
    monkeypatch.setenv("HOC_RECORDS", str(tmp_path / "records"))
    folder = tmp_path / "records" / "gp-connect"
    folder.mkdir(parents=True)
    made_by_hand = Path(__file__).resolve().parents[1] / "fixtures" / "records" / "gp-connect-traps.json"
    shutil.copy(made_by_hand, folder / "one.json")
    done = cli("demo", *FEW)
    assert f"hoc-tui: 1 person came from the records in {folder.parent}.\n" == done.err
    with desk_at(done.out.strip(), "demo-nurse") as desk:
        assert ["TRÀPPER"] == [one.name.partition(",")[0] for one in lists.find(desk, "trapper")]
    assert "" == cli("demo", *FEW).err


def test_a_demo_that_was_kept_has_a_clinic_today(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month later the people of the last clinic come again, once, and the plan of nobody is touched."""
    monkeypatch.setattr(opening, "now", lambda: datetime.now(UTC) - timedelta(days=60))
    url = cli("demo", *FEW).out.strip()
    monkeypatch.undo()
    with desk_at(url, "demo-nurse") as desk:
        assert not lists.todays_visits(desk)
        came = hold_clinic(desk)
        assert came == len(lists.todays_visits(desk)) > 0
        assert 0 == hold_clinic(desk)


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_nobody_has_arrived_who_is_still_to_come(cli: Cli, monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    """Whatever time a kept demo is opened at, no arrival is after now."""
    monkeypatch.setattr(opening, "now", lambda: datetime(2026, 6, 1, hour, tzinfo=UTC))
    url = cli("demo", *FEW).out.strip()
    opened = datetime(2026, 7, 1, hour, tzinfo=UTC)
    monkeypatch.setattr(opening, "now", lambda: opened)
    with desk_at(url, "demo-nurse") as desk:
        hold_clinic(desk)
        arrived = [visit.arrived_at for visit in lists.todays_visits(desk) if visit.arrived_at]
    assert arrived
    assert all(one <= opened for one in arrived)


def test_a_kept_demo_opens_without_the_database_library(cli: Cli, program: Cli, cache: Path) -> None:
    """The second start loads SQLAlchemy only after the first paint, on its own thread."""
    cli("demo", *FEW)
    code = (
        "import sys\n"
        "from hoc_tui.cli.main import run_guarded\n"
        "(lambda: run_guarded(['demo', '--people', '6', '--no-open']))()\n"
        "print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=os.environ, capture_output=True, text=True, check=True)
    assert "False" == done.stdout.splitlines()[-1]


def test_roles_and_numbers_agree_with_the_generator() -> None:
    """Each role of --as is an account of the made-up practice, and the usual number of people is its own."""
    accounts = {account for account, _, _ in TEAM}
    assert {f"demo-{role}" for role in ROLES} <= accounts
    defaults = {option.name: option.default for option in command.params}
    assert USUAL_PEOPLE == defaults["people"]


@pytest.mark.parametrize("wrong", [("--people", "0"), ("--people", "1000001"), ("--as", "doctor"), ("--seed", "x")])
def test_what_cannot_be_made_is_wrong_usage(cli: Cli, wrong: tuple[str, str]) -> None:
    """Nobody, too many, or a role that is not there: exit code 2 before anything is made."""
    assert ExitCode.USAGE == cli("demo", *wrong).code
