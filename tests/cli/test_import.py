"""`hoc-tui import`: everything counted out, rejected files named, the same file twice nothing new."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from hoc_tui.cli import taking_in
from hoc_tui.cli.exits import ExitCode
from hoc_tui.domain.counting import ImportReport, Rejection
from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.services import lists
from hoc_tui.services.importing import take_in
from hoc_tui.services.ports import Desk
from tests.cli.conftest import ROOT, Cli, Ended, desk_at

COUNTS = {
    "files",
    "resources",
    "people_added",
    "people_matched",
    "people_changed",
    "results_added",
    "results_unchanged",
    "results_corrected",
    "other_added",
    "other_unchanged",
    "other_changed",
    "ignored",
    "quarantined",
}
"""The contract's integer counts."""
MADE_BY_HAND = ROOT / "tests" / "fixtures" / "records"


def bundle(*values: str, family: str = "Jackson", source: str = "p1") -> dict[str, Any]:
    """A FHIR R4 bundle about one person, with an HbA1c of each value."""
    person: dict[str, Any] = {
        "resourceType": "Patient",
        "id": source,
        "identifier": [{"system": "https://surgery.example/id", "value": source}],
        "name": [{"family": family, "given": ["Margaret"]}],
        "birthDate": "1951-03-04",
    }
    results: list[dict[str, Any]] = [
        {
            "resourceType": "Observation",
            "id": f"{source}-o{number}",
            "status": "final",
            "code": {"text": "HbA1c"},
            "subject": {"reference": f"urn:uuid:{source}"},
            "effectiveDateTime": f"2026-0{number + 1}-03",
            "valueQuantity": {"value": json.loads(value), "unit": "mmol/mol"},
        }
        for number, value in enumerate(values)
    ]
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in (person, *results)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a record file."""

    def write(content: object, name: str = "record.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content))
        return path

    return write


def counted(done: Ended) -> dict[str, Any]:
    """The object on the last line of the output."""
    found = json.loads(done.out.splitlines()[-1])
    assert isinstance(found, dict)
    assert COUNTS | {"rejected"} == found.keys()
    sum_of_others = sum(found[name] for name in COUNTS - {"files", "resources"})
    assert found["resources"] == sum_of_others + sum(one["resources"] for one in found["rejected"])
    return found


def found_people(url: str, typed: str) -> list[str]:
    """Names that Find shows."""
    with desk_at(url) as desk:
        return [one.name for one in lists.find(desk, typed)]


def test_a_file_is_taken_in_and_counted_out(cli: Cli, practice_url: str, file: Callable[..., Path]) -> None:
    """Person and results are added on both databases, and the last line is the contract's object and nothing else."""
    done = cli("import", file(bundle("61", "7.10")), "--json", "--database", practice_url)
    assert (0, "") == (done.code, done.err)
    found = counted(done)
    assert (1, 3, 1, 2, []) == tuple(
        found[name] for name in ("files", "resources", "people_added", "results_added", "rejected")
    )
    assert ["JACKSON, Margaret"] == found_people(practice_url, "jackson")


def test_the_same_file_twice_changes_nothing(cli: Cli, practice_url: str, file: Callable[..., Path]) -> None:
    """The second time everything is matched or unchanged."""
    path = file(bundle("61", "7.10"))
    cli("import", path, "--database", practice_url)
    found = counted(cli("import", path, "--json", "--database", practice_url))
    assert {"files": 1, "resources": 3, "people_matched": 1, "results_unchanged": 2} == {
        name: count for name, count in found.items() if count
    }


def test_what_a_reader_remarked_is_told_and_the_contract_stays(
    cli: Cli, sqlite_practice_url: str, file: Callable[..., Path]
) -> None:
    """People read it on standard error, harmless; the object on the last line is as ever."""
    content = bundle("61")
    content["entry"][0]["resource"] |= {"birthDate": "1951", "gender": "M\x1b[31m"}
    done = cli("import", file(content), "--json", "--database", sqlite_practice_url)
    assert 0 == done.code
    assert "record.json: The date of birth came only as “1951”, so none was taken." in done.err
    assert "record.json: The gender came as “M" in done.err
    assert "\x1b" not in done.err
    assert 1 == len(done.out.splitlines())
    assert (1, 1) == (counted(done)["people_added"], counted(done)["results_added"])


def test_a_rehearsal_counts_as_the_import_would_and_keeps_nothing(
    cli: Cli, practice_url: str, file: Callable[..., Path]
) -> None:
    """--dry-run finds in the second file the person whom the first would have added, and leaves nobody behind."""
    files = [file(bundle("61"), "a.json"), file(bundle("61", "58"), "b.json"), file({}, "c.json")]
    rehearsed = cli("import", "--dry-run", "--json", *files, "--database", practice_url)
    assert [] == found_people(practice_url, "jackson")
    done = cli("import", "--json", *files, "--database", practice_url)
    assert counted(done) == counted(rehearsed)
    assert ExitCode.REJECTED == done.code == rehearsed.code
    assert (1, 1, 2) == tuple(counted(done)[name] for name in ("people_added", "people_matched", "results_added"))


def test_a_rehearsal_says_that_it_was_one(cli: Cli, sqlite_practice_url: str, file: Callable[..., Path]) -> None:
    """The table for people ends with what a rehearsal is."""
    done = cli("import", "--dry-run", file(bundle("61")), "--database", sqlite_practice_url)
    assert "This was a rehearsal: nothing was changed." == done.out.splitlines()[-1]


def test_people_get_a_table_with_what_was_ignored(cli: Cli, sqlite_practice_url: str) -> None:
    """One count to a line, and below "ignored" each kind that was."""
    done = cli("import", MADE_BY_HAND / "gp-connect-traps.json", "--database", sqlite_practice_url)
    rows = dict(line.rsplit(None, 1) for line in done.out.splitlines())
    assert ("1", "1", "0") == (rows["files"], rows["people added"], rows["rejected"])
    kinds = [int(count.replace(",", "")) for name, count in rows.items() if name.startswith("  ")]
    assert int(rows["ignored"]) == sum(kinds) > 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"{", "cut off"),
        (b"\x00\xff\xfe", "not"),
        (b"[]", "not"),
        (b'{"resourceType": "Patient"}', "not"),
        (b"[" * 100_000, "deep"),
        (b"MSH|^~\\&|LAB", "MSH-9"),
        (b"<Bundle/>", "XML"),
    ],
)
def test_what_is_no_record_is_rejected_with_a_sentence(
    cli: Cli, sqlite_practice_url: str, tmp_path: Path, content: bytes, reason: str
) -> None:
    """Truncated, wrong and hostile files end with 6, a sentence and an object that says so, and change nothing."""
    path = tmp_path / "record.json"
    path.write_bytes(content)
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    assert ExitCode.REJECTED == done.code
    (rejected,) = counted(done)["rejected"]
    assert {"file", "where", "reason", "resources"} == rejected.keys()
    assert str(path) == rejected["file"]
    assert reason in rejected["reason"]
    assert f"hoc-tui: {path}: {rejected['reason']}" in done.err


def test_what_is_no_file_is_rejected_and_the_rest_goes_on(
    cli: Cli, sqlite_practice_url: str, file: Callable[..., Path], tmp_path: Path
) -> None:
    """A folder, a pipe, a device and a missing file each get a sentence, and the file after them is taken in."""
    os.mkfifo(tmp_path / "pipe")
    done = cli(
        "import", tmp_path, tmp_path / "pipe", "/dev/null", tmp_path / "none.json", file(bundle("61")), "--json",
        "--database", sqlite_practice_url,
    )  # fmt: skip
    found = counted(done)
    assert ExitCode.REJECTED == done.code
    assert (5, 1) == (found["files"], found["people_added"])
    assert [
        "This is a folder, not a file.",
        "This is not a file.",
        "This is not a file.",
        "There is no such file.",
    ] == [one["reason"] for one in found["rejected"]]


def test_a_file_over_the_limit_is_not_read(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str, tmp_path: Path
) -> None:
    """HOC_IMPORT_MAX_MB is checked on the size before anything is read: this file of 3 GB holds nothing at all."""
    monkeypatch.setenv("HOC_IMPORT_MAX_MB", "1")
    path = tmp_path / "record.json"
    path.touch()
    os.truncate(path, 3_000_000_000)
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    (rejected,) = counted(done)["rejected"]
    assert "longer than the 1 MB that are read" in rejected["reason"]


def test_a_hostile_name_steers_no_terminal(cli: Cli, sqlite_practice_url: str, tmp_path: Path) -> None:
    """Escape sequences and line ends in a file's name and half a character show as harmless text."""
    path = tmp_path / b"\x1b]0;owned\x07\x1b[31mred\xff.json".decode("utf-8", "surrogateescape")
    path.write_text("{}")
    done = cli("import", path, "--json", "--database", sqlite_practice_url)
    assert ExitCode.REJECTED == done.code
    for said in (done.out.rstrip("\n"), done.err.rstrip("\n")):
        assert said.isprintable()
    assert counted(done)["rejected"][0]["file"].endswith("/]0;owned[31mred\ufffd.json")


def test_the_database_keeps_the_name_without_the_folders(
    cli: Cli, sqlite_practice_url: str, file: Callable[..., Path]
) -> None:
    """Where somebody keeps their files is nobody's business."""
    cli("import", file(bundle("61"), "maggie.json"), "--database", sqlite_practice_url)
    engine = create_engine(sqlite_practice_url)
    with engine.connect() as connection:
        assert "maggie.json" == connection.execute(text("SELECT name FROM source_message")).scalar_one()
    engine.dispose()


def test_a_record_that_the_rules_refuse_is_counted_with_its_resources(
    cli: Cli, sqlite_practice_url: str, file: Callable[..., Path]
) -> None:
    """A valid NHS number that leads to somebody with another date of birth: rejected, and its resources counted."""
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9434765919"}
    first, second = bundle("61"), bundle("58", source="p2")
    for one in (first, second):
        one["entry"][0]["resource"]["identifier"].append(number)
    second["entry"][0]["resource"]["birthDate"] = "1990-01-01"
    done = cli("import", file(first, "a.json"), file(second, "b.json"), "--json", "--database", sqlite_practice_url)
    found = counted(done)
    assert (1, 4) == (found["people_added"], found["resources"])
    assert ["The NHS number in this file belongs to somebody here with another date of birth."] == [
        one["reason"] for one in found["rejected"]
    ]
    assert 2 == found["rejected"][0]["resources"]


def test_an_error_nobody_foresaw_rejects_one_file_alone(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str, file: Callable[..., Path]
) -> None:
    """A fault of ours is written down as an incident, and the next file is taken in."""

    def faulty(desk: Desk, incoming: IncomingRecord, name: str, body: bytes, *, keep: bool) -> ImportReport:
        if name == "a.json":
            raise RuntimeError("Margaret Jackson")
        return take_in(desk, incoming, name, body, keep=keep)

    monkeypatch.setattr(taking_in, "take_in", faulty)
    files = (file(bundle("61"), "a.json"), file(bundle("61"), "b.json"))
    done = cli("import", *files, "--json", "--database", sqlite_practice_url)
    found = counted(done)
    assert 1 == found["people_added"]
    assert "Please report incident" in found["rejected"][0]["reason"]
    assert "Jackson" not in done.err + found["rejected"][0]["reason"]


def test_a_database_that_goes_away_ends_the_import(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, sqlite_practice_url: str, file: Callable[..., Path]
) -> None:
    """Files that could not be kept are not called rejected: exit code 4, and no counts that would be wrong."""

    def gone(*_arguments: object, **_more: object) -> ImportReport:
        raise DatabaseUnavailable("The database cannot be reached.")

    monkeypatch.setattr(taking_in, "take_in", gone)
    done = cli("import", file(bundle("61")), "--json", "--database", sqlite_practice_url)
    assert (ExitCode.UNREACHABLE, "") == (done.code, done.out)


def test_no_bar_is_drawn_where_nobody_looks(program: Cli, sqlite_practice_url: str, file: Callable[..., Path]) -> None:
    """Without a terminal, standard error stays empty and standard output holds one line."""
    done = program("import", file(bundle("61")), "--json", HOC_DATABASE=sqlite_practice_url)
    assert (0, "", 1) == (done.code, done.err, len(done.out.splitlines()))


def test_a_job_that_may_not_import_is_refused(cli: Cli, sqlite_practice_url: str, file: Callable[..., Path]) -> None:
    """Reception cannot import: one sentence, exit code 1, nothing read."""
    engine = create_engine(sqlite_practice_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET role = 'receptionist'"))
    engine.dispose()
    done = cli("import", file(bundle("61")), "--database", sqlite_practice_url)
    assert (ExitCode.ERROR, "hoc-tui: Your role here may not import records.\n") == (done.code, done.err)


@pytest.mark.parametrize("folder", ["gp-connect", "fhir-r4"])
def test_real_shaped_records_are_counted_out(cli: Cli, records: Path, sqlite_practice_url: str, folder: str) -> None:
    """Every real-shaped file is read, every resource has a place, and the second time nothing is new."""
    files = sorted((records / folder).glob("*.json"))
    first = counted(cli("import", *files, "--json", "--database", sqlite_practice_url))
    assert [] == first["rejected"]
    assert len(files) == first["people_added"] == first["files"]
    again = counted(cli("import", *files, "--json", "--database", sqlite_practice_url))
    assert (first["results_added"], first["other_added"]) == (again["results_unchanged"], again["other_unchanged"])
    assert 0 == again["results_added"] + again["other_added"] + again["people_added"]


def test_reports_add_up() -> None:
    """The counts of one file are added to those of all, ignored kinds and rejections too."""
    whole = ImportReport(files=1, people_added=1, ignored=2, ignored_kinds={"List": 2})
    lost = Rejection(file="x", where="", reason="", resources=3)
    whole.add(ImportReport(files=1, results_added=4, ignored=1, ignored_kinds={"List": 1}, rejected=[lost]))
    assert (2, 1, 4, 3) == (whole.files, whole.people_added, whole.results_added, whole.ignored)
    assert {"List": 3} == whole.ignored_kinds
    assert [lost] == whole.rejected
    assert 11 == whole.resources
