"""Hostile text through every field one can type in and every field one can import: shown as letters, never obeyed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from pydantic import ValidationError
from sqlalchemy import create_engine, select

from hoc_tui.data.tables import Base, QuarantineRow, SourceMessageRow
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.kinds import DRAFTS
from hoc_tui.domain.model import Value
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.text import is_harmless
from hoc_tui.domain.vocabulary import Agreement, ItemKind, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.lists import find
from tests.domain.hostile import any_text
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.crawling import Crawl
from tests.e2e.hostile import CONTROL, HOSTILE, LEFT_OF_IT, NARROW, poisoned, strings
from tests.e2e.telling import Told
from tests.e2e.test_done_when import hoc
from tests.support.practice import SmallPractice, opened
from tests.support.seat import Seat, seated
from tests.support.terminal import REPOSITORY
from tests.terminal.test_hostile import OWN

FILES = ("r4-collection", "gp-connect-traps")
"""Record files made by hand that hold every kind of thing we read."""

NEEDED: dict[object, dict[str, object]] = {
    ItemKind.PERSON: {"family": "Jackson"},
    ItemKind.CONTACT: {"name": "Aisha"},
    ItemKind.NEED: {"kind": "format", "text": "Large print"},
    ItemKind.CONDITION: {"name": "Asthma"},
    ItemKind.AGENDA: {"text": "Tired"},
    ItemKind.GOAL: {"words": "Sleep"},
    ItemKind.ACTION: {"what": "Walk"},
    ItemKind.DECISION: {"about": "Tablets"},
    ItemKind.TARGET: {"test_key": "a|b", "test_name": "HbA1c", "high": "53"},
    ItemKind.LINK: {"first_kind": "agenda", "first_id": UUID(int=1), "test_key": "a|b"},
    ItemKind.PLAN: {},
    ItemKind.VISIT: {"starts_at": "2026-11-20T10:20:00Z"},
    ItemKind.REVIEW: {"result_id": UUID(int=1)},
    "agreement": {"agreement": Agreement.BY_PERSON},
}
"""The least of each draft that is one."""


def drafts() -> Iterator[tuple[type[Value], dict[str, object]]]:
    """Everything that can be written down, with the least that makes one."""
    for kind, draft in DRAFTS.items():
        yield draft, NEEDED[kind]
    yield AgreeDraft, NEEDED["agreement"]


def text_fields() -> list[tuple[type[Value], dict[str, object], str]]:
    """Every field of every draft that takes a plain word, alone or among several."""
    return [
        (draft, least, name) for draft, least in drafts() for name in draft.model_fields if _takes(draft, least, name)
    ]


def _takes(draft: type[Value], least: dict[str, object], name: str) -> bool:
    return any(_kept(draft, least | {name: each}, name) for each in ("word", ["word"]))


def _kept(draft: type[Value], fields: dict[str, object], name: str) -> list[str]:
    """The texts in a field of a draft; none when it takes no such fields."""
    try:
        value = getattr(draft.model_validate(fields), name)
    except (ValidationError, HocError):
        return []
    return (
        [value] if type(value) is str else [each for each in value if type(each) is str] if type(value) is tuple else []
    )


FIELDS = text_fields()


def test_every_draft_is_tried() -> None:
    """The enumeration finds the fields: each kind of thing that people write has one."""
    without = {draft.__name__ for draft, _ in drafts()} - {draft.__name__ for draft, _, _ in FIELDS}
    assert set() == without
    assert 40 < len(FIELDS)


@given(text=any_text)
@settings(max_examples=60)
def test_no_draft_keeps_a_control_character(text: str) -> None:
    """Whatever is typed into whichever field of whatever draft, what is kept steers no terminal."""
    for draft, least, name in FIELDS:
        for value in (text, [text]):
            for kept in _kept(draft, least | {name: value}, name):
                assert is_harmless(kept), (draft.__name__, name)


# What files carry --------------------------------------------------------------------------------------------------

AS_SENT = {QuarantineRow.__tablename__: {"raw"}, SourceMessageRow.__tablename__: {"body"}}
"""Where what came is kept byte for byte, for whoever has to find out what was wrong with it; no screen shows it."""


def take_in(url: str, folder: Path, text: str = HOSTILE) -> dict[str, Any]:
    """Import the record files with hostile text in every string of theirs; gives the counts."""
    for name in FILES:
        file = REPOSITORY / "tests" / "fixtures" / "records" / f"{name}.json"
        (folder / file.name).write_text(json.dumps(poisoned(json.loads(file.read_text()), text)))
    said = hoc("import", *(folder / f"{name}.json" for name in FILES), "--json", "--database", url)
    counts: dict[str, Any] = json.loads(said.splitlines()[-1])
    return counts


def kept(url: str) -> Iterator[tuple[str, str]]:
    """Every text in a database, with the column it stands in."""
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in AS_SENT.get(table.name, ())]
            for row in connection.execute(select(*columns)).mappings():
                for name, value in row.items():
                    yield from ((f"{table.name}.{name}", text) for text in strings(value))
    engine.dispose()


def test_no_imported_field_is_kept_with_a_control_character(told_everywhere: Told, tmp_path: Path) -> None:
    """Both databases take a file in whose every text is hostile, and keep its letters alone."""
    counts = take_in(told_everywhere.url, tmp_path)
    assert 2 == counts["people_added"]
    assert [] == counts["rejected"]
    assert 30 <= counts["results_added"]
    assert set() == {place for place, text in kept(told_everywhere.url) if CONTROL.search(text)}
    shown = [hoc("show", one, "--database", told_everywhere.url) for one in people(told_everywhere.url)]
    assert 2 == sum(LEFT_OF_IT in each for each in shown)
    assert [] == [found for each in shown for found in CONTROL.findall(each)]


def people(url: str) -> list[UUID]:
    """Who came with the files."""
    return [
        one.person_id for name in ("trapper", "okeefe") for practice in opened(url) for one in found(practice, name)
    ]


def found(practice: SmallPractice, name: str) -> list[Any]:
    """Who is found by what a family name starts with."""
    return [one for one in find(practice.desk(Role.NURSE), name) if LEFT_OF_IT in one.family + one.given]


# What screens show -------------------------------------------------------------------------------------------------


def look(text: str) -> None:
    """What every screen is held to."""
    assert [] == CONTROL.findall(text)
    assert "did not work" not in " ".join(text.replace("│", " ").split())


@pytest.fixture
def hostile(practice: SmallPractice, told: Told, tmp_path: Path) -> list[UUID]:
    """The people of the hostile files, in the practice that is open."""
    take_in(told.url, tmp_path)
    return people(told.url)


NOTHING_DUE = "GatheringScreen: taken another"
"""Results by hand of somebody of whom nothing is due: there is nothing to save until a test is chosen by its name."""


async def test_every_field_of_every_form_takes_hostile_text(practice: SmallPractice, hostile: list[UUID]) -> None:
    """A walk through all that a nurse can press fills every form with it, saves it, and reads it on every screen."""
    trapper, okeefe = hostile
    async with seated(practice, Role.NURSE) as seat:
        crawl = Crawl(seat, look, HOSTILE)
        assert isinstance(seat.screen, TodayScreen)
        work = seat.screen.work
        await open_conversation(seat, work, okeefe)
        for pane in ("1", "3", "2"):
            await seat.press(pane)
            # Found people's conversations open in the first pane, too, which is walked through once.
            await crawl.everywhere(pane.replace("1", ""))
        await seat.press("escape", "slash")
        await seat.type("okeefe")
        await crawl.everywhere()
        await open_conversation(seat, work, trapper)
        for keys in (("2",), ("end",), ("enter",), ("escape", "m"), ("escape", "i"), ("end",)):
            await seat.press(*keys)
            look(seat.text)
    assert [] == [form for form, saved in crawl.filled.items() if not saved and form != NOTHING_DUE]
    assert 12 <= len(crawl.filled)


async def open_conversation(seat: Seat, work: Workplace, person_id: UUID) -> None:
    """Open somebody's conversation."""
    seat.app.push_screen(ConsultationScreen(work, person_id))
    await seat.settle()


def test_no_control_character_reaches_a_real_terminal(told: Told, start: Start, tmp_path: Path) -> None:
    """A session on hostile records, with hostile text pasted and typed, sends what Textual itself sends and words."""
    take_in(told.url, tmp_path, NARROW)
    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        seat.see("Riverside Surgery")
        seat.find("okeefeni", "1 found")
        seat.press("enter", "Before agreeing", "2 Tests")
        seat.press("2", "2 Results")
        seat.press("enter", "1 result")
        seat.go_back("1 result")
        for key, words in (("m", "Not the prescribing record"), ("i", "Who they are"), ("p", "MY CARE PLAN")):
            seat.press(key, words)
            seat.go_back(words)
        seat.press("1", "1 What matters")
        seat.press("a", "Something to talk about")
        seat.terminal.send(f"\x1b[200~{NARROW.replace(chr(27), '')}\x1b[201~".encode(errors="replace"))
        seat.see(LEFT_OF_IT)
        seat.press("ctrl+s", "saved")
        seat.press("a", "Something to talk about")
        seat.terminal.send(NARROW.encode(errors="replace"))
        seat.terminal.quiet()
        assert 0 == seat.quit()
        assert [] == CONTROL.findall(OWN.sub(b"", terminal.output).decode())
