"""`hoc-tui show`: one person's record, as text and as JSON, for whoever may see it."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hoc_tui.cli.exits import ExitCode
from hoc_tui.domain.identifiers import local_id
from hoc_tui.domain.people import Person, PersonDetails
from hoc_tui.domain.planning import AgendaDraft, GoalDraft
from hoc_tui.domain.record import Record
from hoc_tui.services import conversation, lists, people
from tests.cli.conftest import Cli, desk_at


@pytest.fixture
def maggie(practice_url: str) -> Person:
    """Somebody with an agenda item, a private one and a goal."""
    with desk_at(practice_url) as desk:
        details = PersonDetails(
            family="Jackson", given="Margaret", title="Mrs", born=date(1951, 3, 4), nhs_number="943 476 5919"
        )
        person = people.register(desk, details)
        conversation.put_down(desk, person.id, AgendaDraft(text="So tired by 3"))
        conversation.put_down(desk, person.id, AgendaDraft(text="Lonely since Ted died", private=True))
        conversation.put_down(desk, person.id, GoalDraft(words="Back to the allotment"))
        return person


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919"])
def test_a_person_is_found_by_nhs_number(cli: Cli, practice_url: str, maggie: Person, number: str) -> None:
    """With or without spaces, the record is printed on standard output, and the private note is counted."""
    done = cli("show", number, "--database", practice_url)
    assert (0, "") == (done.code, done.err)
    assert "JACKSON, Margaret (Mrs)" == done.out.splitlines()[0]
    assert "1. “So tired by 3”" in done.out
    assert "1 note not shown here" in done.out
    assert "Ted" not in done.out


def test_quotation_marks_are_ascii_when_that_is_asked_for(
    cli: Cli, practice_url: str, maggie: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HOC_ASCII holds for what is printed, too."""
    monkeypatch.setenv("HOC_ASCII", "1")
    assert '1. "So tired by 3"' in cli("show", "9434765919", "--database", practice_url).out
    monkeypatch.setenv("HOC_ASCII", "0")
    assert "1. “So tired by 3”" in cli("show", "9434765919", "--database", practice_url).out


def test_private_notes_come_when_they_are_asked_for(cli: Cli, practice_url: str, maggie: Person) -> None:
    """--private prints them, marked."""
    assert "“Lonely since Ted died”" in cli("show", "9434765919", "--private", "--database", practice_url).out


def test_a_person_is_found_by_identifier(cli: Cli, practice_url: str, maggie: Person) -> None:
    """The identifier that Find shows, with or without hyphens, in any case."""
    with desk_at(practice_url) as desk:
        (found,) = lists.find(desk, "jackson")
    for named in (str(found.person_id), found.person_id.hex, found.person_id.hex.upper()):
        assert f"Identifier: {maggie.id}\n" in cli("show", named, "--database", practice_url).out


def test_json_is_the_whole_record(cli: Cli, practice_url: str, maggie: Person) -> None:
    """One line, one object, which reads back as the record it was."""
    done = cli("show", "9434765919", "--json", "--database", practice_url)
    assert 1 == len(done.out.splitlines())
    read = Record.model_validate(json.loads(done.out))
    assert maggie == read.person
    assert ["So tired by 3", "Lonely since Ted died"] == [one.text for one in read.agenda]


def test_reception_gets_no_clinical_part(cli: Cli, practice_url: str, maggie: Person) -> None:
    """Neither the text nor the JSON holds more than reception may see."""
    engine = create_engine(practice_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET role = 'receptionist'"))
    engine.dispose()
    said = cli("show", "9434765919", "--private", "--database", practice_url).out
    assert "Not shown to your role" in said
    assert not any(word in said for word in ("tired", "Ted", "allotment"))
    read = json.loads(cli("show", "9434765919", "--json", "--database", practice_url).out)
    assert "Jackson" == read["person"]["family"]
    assert ([], [], []) == (read["agenda"], read["goals"], read["results"])


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("4010232137", "Nobody here has that NHS number."),
        ("1234567890", "That NHS number is not valid. Use the identifier that Find shows."),
        ("9999999999", "That NHS number is not valid. Use the identifier that Find shows."),
        ("jackson", "That is neither an NHS number nor an identifier. Find in the program shows both."),
        ("", "That is neither an NHS number nor an identifier. Find in the program shows both."),
        ("00000000-0000-7000-8000-000000000000", "This person is not in the database."),
    ],
)
def test_a_word_that_names_nobody_gets_a_sentence(cli: Cli, practice_url: str, named: str, sentence: str) -> None:
    """Nobody is guessed at: exit code 1, and what to do instead."""
    done = cli("show", named, "--database", practice_url)
    assert (ExitCode.ERROR, "", f"hoc-tui: {sentence}\n") == (done.code, done.out, done.err)


def test_an_account_that_is_nobodys_is_refused(cli: Cli, sqlite_practice_url: str) -> None:
    """Somebody who is not a member of staff reads nothing."""
    engine = create_engine(sqlite_practice_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET account = 'somebody-else'"))
    engine.dispose()
    done = cli("show", "9434765919", "--database", sqlite_practice_url)
    assert (ExitCode.ERROR, "") == (done.code, done.out)
    assert "is not a member of staff here" in done.err


def test_real_shaped_records_are_read_out_whole(cli: Cli, records: Path, sqlite_practice_url: str) -> None:
    """Every value of every result that counts is in the text, as it was sent, and nothing in it steers a terminal."""
    cli("import", *sorted((records / "gp-connect").glob("*.json")), "--database", sqlite_practice_url)
    with desk_at(sqlite_practice_url) as desk:
        (found,) = lists.find(desk, "mold")
    read = Record.model_validate(
        json.loads(cli("show", found.person_id, "--json", "--database", sqlite_practice_url).out)
    )
    said = cli("show", found.person_id, "--database", sqlite_practice_url).out
    counting = [result for result in read.results if result.counts]
    assert len(counting) > 100
    assert all(result.value_words in said for result in counting)
    assert all(line.isprintable() for line in said.splitlines())


def test_the_identifier_that_find_shows_names_a_person_without_a_valid_number(
    cli: Cli, practice_url: str, maggie: Person
) -> None:
    """Find shows "p" and ten digits; show takes them, in any case."""
    assert "JACKSON, Margaret" in cli("show", local_id(maggie.id).upper(), "--database", practice_url).out


def test_an_identifier_of_nobody_is_said_so(cli: Cli, practice_url: str) -> None:
    """One sentence, exit 1."""
    done = cli("show", "p0000000000", "--database", practice_url)
    assert (1, True) == (done.code, "Nobody here has that identifier" in done.err)
