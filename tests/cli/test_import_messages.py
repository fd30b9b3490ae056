"""`hoc-tui import` with laboratory messages: detected, taken message by message, and counted out."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from hoc_tui.cli import opening, taking_in
from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.watching import Hopper, Watch, Watcher, _host
from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.people import PersonDetails
from hoc_tui.services import people
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_messages
from tests.cli.conftest import ROOT, Cli, Ended, desk_at
from tests.cli.test_import import counted
from tests.support.laboratory_files import MadeUp, edifact_file, family_of, hl7_file, many, nhs_number

FORMATS: dict[str, Callable[[Iterable[MadeUp]], Iterator[bytes]]] = {"hl7": hl7_file, "edifact": edifact_file}
MAPPING = """
sender = "A clinic"
[columns]
source_id = "id"
test_name = "test"
value = "value"
unit = "unit"
taken = "taken"
nhs_number = "nhs"
born = "born"
family = "family"
given = "given"
[dates]
taken = "%d/%m/%Y"
born = "%d/%m/%Y"
"""


def register(url: str, how_many: int) -> None:
    """Register the people the made-up messages are about."""
    with desk_at(url) as desk:
        for number in range(how_many):
            details = {"family": family_of(number), "given": "Ann", "born": date(1951, 3, 4)}
            people.register(desk, PersonDetails.model_validate(details | {"nhs_number": nhs_number(number)}))


def written(path: Path, messages: Iterable[MadeUp], format_: str = "hl7") -> Path:
    """A file of messages."""
    path.write_bytes(b"".join(FORMATS[format_](messages)))
    return path


def rows(url: str) -> dict[str, int]:
    """How many rows stand in what an import writes."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return {
                name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
                for name in ("person", "result", "review", "quarantine", "source_message")
            }
    finally:
        engine.dispose()


@pytest.mark.parametrize("format_", ["hl7", "edifact"])
def test_messages_are_detected_taken_and_counted_out(cli: Cli, practice_url: str, tmp_path: Path, format_: str) -> None:
    """On both databases; the same file again changes nothing, and nobody is ever registered by a message."""
    register(practice_url, 3)
    path = written(tmp_path / "batch.dat", many(12, 4), format_)
    found = counted(cli("import", path, "--json", "--database", practice_url))
    assert {"files": 1, "resources": 108, "people_matched": 9, "results_added": 72, "quarantined": 27} == {
        name: count for name, count in found.items() if count
    }
    before = rows(practice_url)
    again = counted(cli("import", path, "--json", "--database", practice_url))
    assert {"files": 1, "resources": 108, "people_matched": 9, "results_unchanged": 72, "quarantined": 27} == {
        name: count for name, count in again.items() if count
    }
    assert (3, before) == (before["person"], rows(practice_url))


def test_a_rehearsal_of_messages_counts_and_keeps_nothing(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """What comes later in the file finds what came before, as it would."""
    register(practice_url, 2)
    first = written(tmp_path / "a.hl7", [MadeUp(1, family_of(0), "ANN", nhs=nhs_number(0), status="P")])
    second = written(tmp_path / "b.hl7", [MadeUp(1, family_of(0), "ANN", nhs=nhs_number(0), status="F")])
    before = rows(practice_url)
    rehearsed = counted(cli("import", "--dry-run", first, second, "--json", "--database", practice_url))
    assert before == rows(practice_url)
    assert rehearsed == counted(cli("import", first, second, "--json", "--database", practice_url))
    assert (8, 8) == (rehearsed["results_added"], rehearsed["results_corrected"])


def test_a_message_that_cannot_be_read_is_rejected_alone(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """With its place and reason; the messages before and after it are taken, and the command ends with 6."""
    register(sqlite_practice_url, 1)
    parts = [one.hl7 for one in many(3, 1)]
    parts[1] = parts[1].replace("ORU^R01", "ADT^A01")
    path = tmp_path / "batch.hl7"
    path.write_text("".join(parts))
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    found = counted(done)
    assert (ExitCode.REJECTED, 16) == (done.code, found["results_added"])
    [rejected] = found["rejected"]
    assert "message 2" in rejected["where"]


def test_a_file_that_cannot_be_split_changes_nothing(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """An interchange that stops short may have lost messages: not one of it is taken."""
    register(sqlite_practice_url, 1)
    path = written(tmp_path / "batch.edi", many(3, 1), "edifact")
    path.write_bytes(path.read_bytes()[:-30])
    before = rows(sqlite_practice_url)
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    assert (ExitCode.REJECTED, before) == (done.code, rows(sqlite_practice_url))
    assert 1 == len(counted(done)["rejected"])


def test_one_message_that_nobody_foresaw_leaves_the_others_of_its_batch(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str, tmp_path: Path
) -> None:
    """The batch is tried whole, then one by one: a fault of ours is an incident, a refusal says why."""
    register(sqlite_practice_url, 1)

    def faulty(desk: Desk, messages: list[IncomingMessage], name: str, *, keep: bool) -> ImportReport:
        for one in messages:
            if "message 2" in one.place:
                raise RuntimeError("Margaret Jackson")
            if "message 3" in one.place:
                raise HocError("It is too odd.")
        return take_messages(desk, messages, name, keep=keep)

    monkeypatch.setattr(taking_in, "take_messages", faulty)
    path = written(tmp_path / "batch.hl7", many(5, 1))
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    found = counted(done)
    assert (24, 2) == (found["results_added"], len(found["rejected"]))
    assert "Please report incident" in found["rejected"][0]["reason"]
    assert "It is too odd." == found["rejected"][1]["reason"]
    assert "Jackson" not in done.out + done.err


def test_csv_is_read_with_its_mapping(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """Without one, a CSV file is rejected with a sentence that says what is missing."""
    register(sqlite_practice_url, 1)
    path, mapping = tmp_path / "results.csv", tmp_path / "mapping.toml"
    row = f"1,HbA1c,53,mmol/mol,01/03/2026,{nhs_number(0)},04/03/1951,{family_of(0)},Ann"
    path.write_text(f"id,test,value,unit,taken,nhs,born,family,given\n{row}\n")
    mapping.write_text(MAPPING)
    without = counted(cli("import", path, "--json", "--database", sqlite_practice_url))
    assert "mapping" in without["rejected"][0]["reason"]
    done = cli("import", "--mapping", mapping, path, "--json", "--database", sqlite_practice_url)
    assert 1 == counted(done)["results_added"], done


@pytest.mark.parametrize(
    "arguments", [[], ["--once", "a.hl7"], ["--watch", ".", "a.hl7"], ["--watch", ".", "--dry-run"]]
)
def test_what_makes_no_sense_is_wrong_usage(cli: Cli, sqlite_practice_url: str, arguments: list[str]) -> None:
    """Files or a folder, and not both."""
    assert ExitCode.USAGE == cli("import", *arguments, "--database", sqlite_practice_url).code


@pytest.mark.parametrize("folder", ["edifact", "hl7v2"])
def test_real_messages_are_counted_out_and_attached_once_their_people_are_here(
    cli: Cli, records: Path, sqlite_practice_url: str, folder: str
) -> None:
    """Nobody here: all wait. After registering everybody who can be, the same files find them, and nothing is lost."""
    files = sorted(path for path in (records / folder).iterdir() if path.suffix in {".dat", ".hl7"})
    first = counted(cli("import", *files, "--json", "--database", sqlite_practice_url))
    assert (0, 0) == (first["results_added"], first["people_added"])
    assert first["quarantined"] > 20
    registered = _register_all(sqlite_practice_url)
    again = counted(cli("import", *files, "--json", "--database", sqlite_practice_url))
    assert first["resources"] == again["resources"]
    assert registered <= again["people_matched"]
    assert (registered > 0) is (again["results_added"] > 0)


def _register_all(url: str) -> int:
    """Register everybody who waits with a valid number; returns how many."""
    engine = create_engine(url)
    with engine.connect() as connection:
        waiting = connection.execute(text("SELECT report FROM quarantine WHERE kind = 'person'")).scalars().all()
    engine.dispose()
    sent = {one["nhs_number"]: one for one in (json.loads(report)["person"] for report in waiting) if one["family"]}
    registered = 0
    with desk_at(url) as desk:
        for one in sent.values():
            details: dict[str, Any] = {name: one[name] for name in ("family", "given", "born", "nhs_number")}
            person = people.register(desk, PersonDetails.model_validate(details))
            registered += person.number is not None and person.number.valid
    return registered


# -- Crashes and company ----------------------------------------------------------------------------------------------


def _started(url: str, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hoc_tui", "import", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "HOC_DATABASE": url}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _ended(process: subprocess.Popen[bytes]) -> Ended:
    out, err = process.communicate(timeout=120)
    return Ended(process.returncode, out.decode(), err.decode())


def test_a_killed_import_is_finished_by_the_next(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """A kill -9 between batches: what was committed stays, the rest follows, and nothing is there twice."""
    register(practice_url, 5)
    path = written(tmp_path / "batch.hl7", many(400, 5))
    process = _started(practice_url, path)
    while rows(practice_url)["source_message"] == 0 and process.poll() is None:
        pass
    process.kill()
    _ended(process)
    counted(cli("import", path, "--json", "--database", practice_url))
    assert {"person": 5, "result": 3200, "review": 3200, "source_message": 400} == {
        name: count for name, count in rows(practice_url).items() if name != "quarantine"
    }


def test_two_imports_of_one_file_at_once_take_it_once(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """Neither fails, neither adds what the other has added."""
    register(practice_url, 3)
    path = written(tmp_path / "batch.hl7", many(120, 4))
    both = [_started(practice_url, path, "--json") for _ in range(2)]
    found = [counted(_ended(one)) for one in both]
    assert [[], []] == [one["rejected"] for one in found]
    assert 720 == sum(one["results_added"] for one in found)
    assert 720 == rows(practice_url)["result"]
    assert 120 == rows(practice_url)["source_message"]


# -- A laboratory link ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that a link fills."""
    path = tmp_path / "link"
    path.mkdir()
    return path


def names(folder: Path) -> dict[str, list[str]]:
    """What stands in a folder's rooms, by name."""
    return {room: sorted(path.name for path in (folder / room).iterdir()) for room in (".working", "done", "failed")}


def test_a_link_is_emptied_once_and_told_what_failed(cli: Cli, practice_url: str, folder: Path) -> None:
    """What is whole goes to done, what has a fault to failed with its reason; what is being written is left."""
    register(practice_url, 1)
    written(folder / "a.hl7", many(2, 1))
    (folder / "b.hl7").write_bytes(b"MSH|^~\\&|LAB")
    (folder / "c.hl7.part").write_bytes(b"MSH|^~\\&|LAB")
    done = cli("import", "--watch", folder, "--once", "--database", practice_url)
    assert ExitCode.REJECTED == done.code
    assert {".working": [], "done": ["a.hl7"], "failed": ["b.hl7", "b.hl7.reason.txt"]} == names(folder)
    assert "MSH-9" in (folder / "failed" / "b.hl7.reason.txt").read_text()
    assert (folder / "c.hl7.part").exists()
    assert 16 == rows(practice_url)["result"]


def test_the_same_name_again_overwrites_nothing(cli: Cli, sqlite_practice_url: str, folder: Path) -> None:
    """Links use the same few names day after day; each file is kept."""
    for number in range(3):
        written(folder / "results.hl7", [MadeUp(number + 1)])
        cli("import", "--watch", folder, "--once", "--database", sqlite_practice_url)
    assert 3 == len(names(folder)["done"])
    assert 3 == rows(sqlite_practice_url)["source_message"]


def test_a_file_of_a_dead_watcher_is_taken_up_again(cli: Cli, sqlite_practice_url: str, folder: Path) -> None:
    """One that a living watcher, or one of another host, has claimed is left to it."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (folder / ".working").mkdir()
    for number, owner in enumerate((f"{_host()}.{dead.pid}", f"{_host()}.{os.getppid()}", f"elsewhere.{dead.pid}")):
        written(folder / ".working" / f"{number}.hl7.{owner}.claimed", [MadeUp(number + 1)])
    cli("import", "--watch", folder, "--once", "--database", sqlite_practice_url)
    found = names(folder)
    assert (["0.hl7"], 2) == (found["done"], len(found[".working"]))


def test_a_watcher_ends_cleanly_when_asked(practice_url: str, folder: Path) -> None:
    """It takes what comes while it runs, and SIGTERM leaves nothing claimed."""
    register(practice_url, 1)
    process = _started(practice_url, "--watch", folder)
    written(folder / "a.hl7", many(2, 1))
    assert process.stderr is not None
    said = process.stderr.readline().decode()
    process.send_signal(signal.SIGTERM)
    done = _ended(process)
    assert (ExitCode.DONE, ["a.hl7"], []) == (done.code, names(folder)["done"], names(folder)[".working"]), done.err
    assert "done/a.hl7: 16 results new" in said


def test_two_watchers_of_one_folder_take_every_file_once(practice_url: str, folder: Path) -> None:
    """Whoever renames a file first has it."""
    register(practice_url, 2)
    for number in range(12):
        one = MadeUp(number + 1, family_of(number % 2), "ANN", nhs=nhs_number(number % 2))
        written(folder / f"{number}.hl7", [one])
    both = [_started(practice_url, "--watch", folder, "--once") for _ in range(2)]
    done = [_ended(one) for one in both]
    assert [0, 0] == [one.code for one in done], done
    assert 12 == len(names(folder)["done"])
    assert (96, 12) == (rows(practice_url)["result"], rows(practice_url)["source_message"])


class Patient(threading.Event):
    """An end that comes when everything is done; nobody really waits."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def wait(self, timeout: float | None = None) -> bool:
        """Look at once whether it is done."""
        if names(self._folder)["done"]:
            self.set()
        return self.is_set()


def test_a_lost_database_is_said_once_and_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_practice_url: str, folder: Path
) -> None:
    """The file goes back where it was each time, and is taken when the database is back."""
    lost = iter([True, True, False])
    real = opening.opened_desk

    def sometimes(url: str, worker: str) -> AbstractContextManager[opening.Opened]:
        if next(lost):
            raise DatabaseUnavailable("The database cannot be reached.")
        return real(url, worker)

    monkeypatch.setattr(opening, "opened_desk", sometimes)
    written(folder / "a.hl7", [MadeUp(1)])
    watch = Watch(folder, most=10_000_000)
    Watcher(sqlite_practice_url, watch, Hopper(folder, settle=0), Patient(folder)).run()
    said = capsys.readouterr().err
    assert (1, 1) == (said.count("Files wait until it is back."), said.count("The database is back."))
    assert {".working": [], "done": ["a.hl7"], "failed": []} == names(folder)


def test_a_file_that_still_changes_is_left(folder: Path) -> None:
    """It is claimed when it has stayed the same from one look to the next."""
    hopper, path = Hopper(folder), folder / "a.hl7"
    path.write_bytes(b"MSH")
    assert hopper.claim_next() is None
    path.write_bytes(b"MSH|more")
    assert hopper.claim_next() is None
    claimed = hopper.claim_next()
    assert claimed is not None
    hopper.put_back(claimed)
    assert path.read_bytes() == b"MSH|more"
