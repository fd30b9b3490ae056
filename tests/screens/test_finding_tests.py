"""Finding a test by plain word from the results pane and from a history, and drawing two tests over each other."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.find_test import NOTHING, FindTestScreen
from hoc_tui.screens.result_history import ResultHistoryScreen
from hoc_tui.screens.two_tests import ONE_DAY, TwoTestsScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services import agreeing
from hoc_tui.services.records import open_record
from tests.support.laboratory import HBA1C, HBA1C_KEY, number, send, send_history
from tests.support.practice import SmallPractice
from tests.support.reading_room import reading_room
from tests.support.seat import SIZES


def tell_agreed(practice: SmallPractice) -> UUID:
    """Everything that the laboratory has sent, an agreed plan, and one result that came the day after."""
    person_id = send_history(practice)
    nurse = practice.desk(Role.NURSE)
    agreeing.agree(nurse, open_record(nurse, person_id), AgreeDraft(agreement=Agreement.BY_PERSON))
    send(practice, number(HBA1C, "57", "mmol/mol", "2026-11-21", low="20", high="42"), name="later.json")
    return person_id


@pytest.fixture
def tale() -> Callable[[SmallPractice], UUID]:
    """The same."""
    return tell_agreed


@pytest.fixture
def record(practice: SmallPractice, story: UUID) -> Record:
    """Mrs Jackson's record."""
    return open_record(practice.desk(Role.NURSE), story)


def history(record: Record, key: str) -> Callable[[Workplace], ResultHistoryScreen]:
    """Opens one test's history."""
    return lambda work: ResultHistoryScreen(work, record, key)


async def test_a_plain_word_leads_to_a_test_and_its_own_tests_come_first(practice: SmallPractice, story: UUID) -> None:
    """What was measured comes with its value; the rest says that it was not; Enter opens the history."""
    async with reading_room(practice, lambda work: ConsultationScreen(work, story), size=(80, 24)) as room:
        await room.press("2", "f")
        await room.type("mystery lev")
        assert "Serum mystery level" in room.text
        await room.press("escape", "f")
        await room.type("kidney")
        listed = [line for line in room.text.splitlines() if "measured here" in line or "mL/min" in line]
        assert "58 mL/min/1.73m2" in listed[0]
        assert "not measured here yet" in listed[1]
        await room.press("down", "down", "enter")
        assert "was not measured here yet." in room.words
        await room.press("home", "enter")
        assert room.on(ResultHistoryScreen)
        assert "Kidney score (eGFR)" in room.words
        await room.press("f")
        await room.type("zzz")
        assert NOTHING in room.words
        await room.press("enter", "escape", "f")
        await room.type("sug")
        await room.press("enter")
        assert "HbA1c (long-term sugar)" in room.words
        await room.press("escape")
        assert room.on(ConsultationScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_history_says_when_a_plan_was_agreed_and_what_has_changed_since(
    practice: SmallPractice, record: Record, size: tuple[int, int]
) -> None:
    """A row and a mark on the axis; this, last and the change since the plan in one line of words."""
    async with reading_room(practice, history(record, HBA1C_KEY), size=size) as room:
        words = room.words.replace("\N{NO-BREAK SPACE}", " ")
        rows = [line for line in room.lines if "21-Nov-2026" in line or "plan 1 agreed" in line]
        await room.press("z")
        chart = room.text if size == (80, 24) else words

    assert "Since last time: down 4. Since plan 1 of 20-Nov-2026: down 4; it was 61 mmol/mol then." in words
    assert "57 mmol/mol" in rows[-2].replace("\N{NO-BREAK SPACE}", " ")
    assert "20-Nov-2026  plan 1 agreed" in rows[-1]
    assert "▴1" in chart
    assert "JACKSON" in words


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_two_tests_stand_over_each_other_on_the_same_dates(
    practice: SmallPractice, record: Record, size: tuple[int, int], ascii_only: bool
) -> None:
    """Each has its own scale with its unit, both share the axis, and nothing is out of sight (hazard H04)."""
    screen = history(record, HBA1C_KEY)
    async with reading_room(practice, screen, size=size, ascii_only=ascii_only) as room:
        await room.press("c")
        assert room.on(FindTestScreen)
        assert "HbA1c" not in room.panel
        await room.type("pressure")
        await room.press("enter")
        assert room.on(TwoTestsScreen)
        text, words = room.text, room.words.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("c")
        await room.type("egfr")
        await room.press("enter")
        assert "Kidney score (eGFR)" in room.words

    for said in ("JACKSON", "57 mmol/mol", "142/84 mmHg", "each pair is one reading, upper and lower"):
        assert said in words
    axis = [line.split() for line in text.splitlines() if "03-Jun-2019" in line]
    assert ["03-Jun-2019", "21-Nov-2026"] in axis
    assert 1 == len(axis)
    assert "More below" not in text
    assert text.isascii() or not ascii_only


async def test_two_tests_of_one_day_say_so(practice: SmallPractice, record: Record) -> None:
    """There is nothing to draw over time, and one sentence says it."""
    key = next(f"test:{one.test_key}|U/L" for one in record.results if "mystery" in one.name)
    async with reading_room(practice, lambda work: TwoTestsScreen(work, record, (key, key))) as room:
        assert ONE_DAY in room.words
