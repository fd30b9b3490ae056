"""A result in the wrong record: moved from its row, seen as moved in both records, found even when all is gone."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.result_history import NONE_COUNTS, NOT_THIS_ROW, ResultHistoryScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.importing import take_in
from hoc_tui.services.records import open_record
from tests.support.laboratory import EGFR, EGFR_KEY, HBA1C_KEY, number, send_history
from tests.support.practice import JACKSON, SmallPractice
from tests.support.reading_room import reading_room
from tests.support.seat import SIZES

WHY = "The request form says Khan"


@pytest.fixture
def tale() -> Callable[[SmallPractice], UUID]:
    """Everything that the laboratory has sent of Mrs Jackson."""
    return send_history


def record_of(practice: SmallPractice, person_id: UUID) -> Record:
    """The record as the database has it."""
    return open_record(practice.desk(Role.NURSE), person_id)


def history(record: Record, key: str) -> Callable[[Workplace], ResultHistoryScreen]:
    """Opens one test's history."""
    return lambda work: ResultHistoryScreen(work, record, key)


@pytest.mark.parametrize("size", SIZES)
async def test_the_result_under_the_cursor_is_moved_with_a_reason(
    practice: SmallPractice, story: UUID, size: tuple[int, int]
) -> None:
    """Whose it is is chosen among identified people; the row stays where it was, as moved, and counts no more (H01)."""
    khan = practice.person("Khan")
    async with reading_room(practice, history(record_of(practice, story), HBA1C_KEY), size=size) as room:
        await room.press("z", "z", "down", "w")
        assert "54 mmol/mol" in room.words.replace("\N{NO-BREAK SPACE}", " ")
        await room.type("khan")
        await room.press("enter")
        assert "KHAN, Zainab" in room.words
        await room.press("enter", "ctrl+s")
        assert "Say how you know whose it is." in room.words
        await room.type(WHY)
        await room.press("ctrl+s")
        said = room.words
        await room.press("w")
    assert "Moved. It counts here no more, and waits to be checked where it is now." in said
    assert "5 results" in said
    assert f"moved to another record on 20-Nov-2026: {WHY}" in said or size == (80, 24)
    assert "KHAN" not in said

    there = record_of(practice, khan)
    async with reading_room(practice, history(there, HBA1C_KEY), size=(160, 48)) as room:
        words = room.words.replace("\N{NO-BREAK SPACE}", " ")
    assert f"came from another record on 20-Nov-2026: {WHY}" in words
    assert "54 mmol/mol" in words
    assert "JACKSON" not in words


async def test_what_does_not_count_is_not_moved(practice: SmallPractice, story: UUID) -> None:
    """On a withdrawn row one sentence says so; a healthcare assistant is not offered it."""
    record = record_of(practice, story)
    async with reading_room(practice, history(record, HBA1C_KEY), size=(160, 48)) as room:
        await room.press("down", "down", "down", "w")
        assert NOT_THIS_ROW in room.words
    async with reading_room(practice, history(record, HBA1C_KEY), role=Role.HEALTHCARE_ASSISTANT) as room:
        await room.press("w", "a", "x")
        assert room.on(ResultHistoryScreen)


async def test_a_value_of_two_sources_moves_whole(practice: SmallPractice, story: UUID) -> None:
    """Neither copy stays behind; when all is gone the test is still found, and says where it went (H01, H05)."""
    nurse, khan = practice.desk(Role.NURSE), practice.person("Khan")
    again = number(EGFR, "58", "mL/min/1.73m2", "2026-11-02", low="60")
    take_in(nurse, _from_elsewhere(again), "again.json", b"again")
    async with reading_room(practice, history(record_of(practice, story), EGFR_KEY), size=(160, 48)) as room:
        assert "and the same from" in room.words
        for _ in range(2):
            await room.press("home", "w")
            await room.type("khan")
            await room.press("enter", "enter")
            await room.type(WHY)
            await room.press("ctrl+s")
        await room.press("z")
        gone = room.words
        await room.press("f")
        await room.type("egfr")
        listed = room.words
        await room.press("enter")
        again_there = room.words
    assert NONE_COUNTS in gone
    assert "Yours was" not in gone
    assert gone.count("moved to another record on") == 3
    assert NONE_COUNTS in again_there
    assert "not measured here yet" not in listed
    assert "nothing counts any more" in listed
    assert 3 == again_there.count("moved to another record on")
    assert [] == [one for one in record_of(practice, story).results if one.counts and one.name == EGFR.display]
    assert 3 == len([one for one in record_of(practice, khan).results if one.counts])


def _from_elsewhere(*results: SentResult) -> IncomingRecord:
    """The same results as another system's record has them."""
    person = IncomingPerson(
        source_id="gp-1", family="Jackson", given="Margaret", born=JACKSON.born, nhs_number=JACKSON.nhs_number
    )
    return IncomingRecord(source_system="GP system", person=person, results=results, resources=len(results) + 1)
