"""`hoc-tui audit`: sealing, verifying, and a person's own audit in plain words."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from hoc_tui.cli.exits import ExitCode
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.people import Person, PersonDetails
from hoc_tui.services import people
from tests.cli.conftest import ROOT, Cli, desk_at, set_up


@pytest.fixture
def maggie(practice_url: str) -> Person:
    """Somebody with an NHS number."""
    with desk_at(practice_url) as desk:
        details = PersonDetails(family="Jackson", given="Margaret", born=date(1951, 3, 4), nhs_number="943 476 5919")
        return people.register(desk, details)


def do(url: str, *statements: str) -> None:
    """Do something behind the program's back, past every guard."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            dropped = [(name, _sql(connection, name)) for name in names]
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
            for statement in statements:
                connection.execute(text(statement))
            for _, sql in dropped:
                connection.exec_driver_sql(sql)
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))
    engine.dispose()


def _sql(connection: object, name: str) -> str:
    sql: str = connection.execute(  # type: ignore[attr-defined]
        text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
    ).scalar_one()
    return sql


def test_what_was_sealed_verifies(cli: Cli, practice_url: str, maggie: Person) -> None:
    """After sealing, verify says what it looked at and that it is whole, and ends with 0."""
    assert ExitCode.DONE == cli("audit", "seal", "--database", practice_url).code
    done = cli("audit", "verify", "--database", practice_url)

    assert (ExitCode.DONE, "") == (done.code, done.err)
    assert "0 agreed plans.\nNo seals were given.\n" in done.out
    assert done.out.endswith("Everything stands as it was.\n")


def test_what_was_altered_is_named_and_ends_with_1(cli: Cli, practice_url: str, maggie: Person) -> None:
    """One line for each thing that is not as it was."""
    cli("audit", "seal", "--database", practice_url)
    do(practice_url, "UPDATE audit_event SET name = 'Nobody' WHERE act = 'changed'")
    done = cli("audit", "verify", "--database", practice_url)

    assert ExitCode.ERROR == done.code
    assert done.out.startswith("Entry ")
    assert ": altered; it was sealed in seal " in done.out


def test_seals_are_added_to_a_file_once_each(cli: Cli, practice_url: str, maggie: Person, tmp_path: Path) -> None:
    """The file is only ever added to, is its owner's alone, and catches up on what it has missed."""
    file = tmp_path / "seals.jsonl"
    cli("audit", "seal", "--database", practice_url)
    cli("show", "9434765919", "--database", practice_url)
    cli("audit", "seal", "--export", file, "--database", practice_url)
    before = file.read_text("utf-8")
    cli("audit", "seal", "--export", file, "--database", practice_url)

    numbers = [Seal.model_validate_json(line).number for line in file.read_text("utf-8").splitlines()]
    assert [*range(1, len(numbers) + 1)] == numbers
    assert len(numbers) >= 2
    assert file.read_text("utf-8").startswith(before)
    assert 0o600 == file.stat().st_mode & 0o777


def test_a_cut_off_end_is_named_with_the_seals_that_were_kept(
    cli: Cli, practice_url: str, maggie: Person, tmp_path: Path
) -> None:
    """Without them the shorter chain is whole in itself."""
    file = tmp_path / "seals.jsonl"
    cli("audit", "seal", "--export", file, "--database", practice_url)
    do(practice_url, "DELETE FROM sealed_event", "DELETE FROM audit_seal", "DELETE FROM audit_event")

    assert ExitCode.DONE == cli("audit", "verify", "--database", practice_url).code
    done = cli("audit", "verify", "--seals", file, "--database", practice_url)
    assert ExitCode.ERROR == done.code
    assert "Entry 1: " in done.out


def test_a_file_that_holds_no_seals_is_refused_in_a_sentence(cli: Cli, practice_url: str, tmp_path: Path) -> None:
    """Neither a traceback nor a silent pass."""
    wrong = tmp_path / "seals.jsonl"
    wrong.write_text("{}\n")
    for file, said in ((wrong, "Line 1 of"), (tmp_path / "none", "cannot be read")):
        done = cli("audit", "verify", "--seals", file, "--database", practice_url)
        assert (ExitCode.ERROR, "") == (done.code, done.out)
        assert said in done.err


def test_a_person_gets_their_audit_in_plain_words(cli: Cli, practice_url: str, maggie: Person) -> None:
    """Who did what when, one sentence each; and the entries as they are for programs."""
    cli("show", "9434765919", "--database", practice_url)
    done = cli("audit", "person", "943 476 5919", "--database", practice_url)
    lines = done.out.splitlines()

    assert ExitCode.DONE == done.code
    assert lines[0].startswith("On ")
    assert lines[0].endswith("(doctor) wrote in your record.")
    assert lines[1].endswith("opened your record without the usual screen.")
    entries = json.loads(cli("audit", "person", "9434765919", "--json", "--database", practice_url).out)
    assert ["changed", "shown-without-the-screen"] == [one["act"] for one in entries][:2]
    assert {str(maggie.id)} == {one["person_id"] for one in entries}
    assert entries[0]["place"]


def test_a_role_without_the_right_is_refused_and_that_is_kept(cli: Cli, practice_url: str, maggie: Person) -> None:
    """A nurse reads records, and not who reads them."""
    do(practice_url, "UPDATE staff SET role = 'nurse'")
    for arguments in (("person", "9434765919"), ("verify",)):
        done = cli("audit", *arguments, "--database", practice_url)
        assert (ExitCode.ERROR, "") == (done.code, done.out)
        assert "may not" in done.err
    do(practice_url, "UPDATE staff SET role = 'auditor'")

    assert "was not let in" not in cli("audit", "person", "9434765919", "--database", practice_url).err
    assert ExitCode.DONE == cli("audit", "verify", "--database", practice_url).code


def test_sqlite_is_sealed_by_whatever_is_run_on_it(cli: Cli, sqlite_practice_url: str) -> None:
    """There is no timer: each command seals as it ends, what a killed one has left as well."""
    cli("import", "nothing.json", "--database", sqlite_practice_url)
    engine = create_engine(sqlite_practice_url)
    with engine.connect() as connection:
        left = "SELECT count(*) FROM audit_event WHERE seq NOT IN (SELECT seq FROM sealed_event)"
        assert 0 == connection.execute(text(left)).scalar_one()
        assert 1 <= connection.execute(text("SELECT count(*) FROM audit_event")).scalar_one()
    engine.dispose()


def test_a_login_of_its_own_seals_postgresql_and_may_do_nothing_else(
    cli: Cli, postgres_url: str, tmp_path: Path
) -> None:
    """The timer's login is nobody's at work; with the rights that the operators' page gives, it seals and exports."""
    set_up(cli, postgres_url)
    name = f"hoc_sealer_{os.getpid()}"
    page = (ROOT / "docs" / "operators.md").read_text("utf-8")
    rights = re.findall("^(?:CREATE|GRANT) .*hoc_sealer.*$", page, re.MULTILINE)
    do(postgres_url, *(right.replace("hoc_sealer", name) for right in rights))
    url = make_url(postgres_url).set(username=name).render_as_string(hide_password=False)
    try:
        kept = tmp_path / "seals.jsonl"
        cli("audit", "verify", "--database", postgres_url)
        done = cli("audit", "seal", "--export", kept, "--database", url)
        assert (ExitCode.DONE, "") == (done.code, done.out)
        assert "sealed." in done.err
        assert ExitCode.DONE == cli("audit", "verify", "--seals", kept, "--database", postgres_url).code
        assert ExitCode.ERROR == cli("show", "9434765919", "--database", url).code
    finally:
        do(postgres_url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")
