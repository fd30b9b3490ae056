"""One test's history: everything that was sent, in words that hold, at every size."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.clinical import NOT_ALLOWED
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.result_history import ResultHistoryScreen
from hoc_tui.screens.show_to_person import ShowToPersonScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from tests.support import laboratory
from tests.support.laboratory import EGFR_KEY, HBA1C_KEY, PRESSURE_KEY, number, send, send_history
from tests.support.practice import SmallPractice
from tests.support.reading_room import ReadingRoom, reading_room
from tests.support.seat import SIZES


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


@pytest.fixture
def tale() -> Callable[[SmallPractice], UUID]:
    """Everything that the laboratory has sent of Mrs Jackson."""
    return send_history


@pytest.fixture
def record(practice: SmallPractice, story: UUID) -> Record:
    """Mrs Jackson's record with the whole history."""
    return open_record(practice.desk(Role.NURSE), story)


async def read_through(room: ReadingRoom) -> str:
    """Everything that stands in the table, from its start to its end."""
    await room.press("home")
    seen = room.words
    while "more below" in room.text:
        await room.press("pagedown")
        seen += f" {room.words}"
    return seen.replace("\N{NO-BREAK SPACE}", " ")


def history(record: Record, key: str) -> Callable[[Workplace], ResultHistoryScreen]:
    """Opens one test's history."""
    return lambda work: ResultHistoryScreen(work, record, key)


@pytest.mark.parametrize("size", SIZES)
async def test_every_result_can_be_read_whole(practice: SmallPractice, record: Record, size: tuple[int, int]) -> None:
    """Page by page nothing is missing and nothing is cut: dates as precise as sent, comments, what does not count.

    Above them the newest value in plain words, whole at every size: what the test shows, now, last time, the aim, and
    that it is over the range as well.
    """
    async with reading_room(practice, history(record, HBA1C_KEY), size=size) as room:
        words = room.words.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("z")
        seen = await read_through(room)

    for sentence in (
        "This test shows how much sugar has been in your blood over the last 2 to 3 months.",
        "Yours was 61 mmol/mol on 2 November 2026.",
        "This is an early result and may still change.",
        "Last time it was 54 mmol/mol on 12 November 2025.",
        "Your aim is 53 mmol/mol or under. It is above your aim.",
        "It is above the range that came with it: 20 to 42.",
    ):
        assert sentence in words
    for fact in ("Nov-2022", "05-Mar-2025", "09:40", "02-Nov-2026", "97 mmol/mol", "50 mmol/mol", "7.5 %"):
        assert fact in seen
    for part in ("replaced", "correction", "withdrawn:", "preliminary", "flag sent: H", "slightly haemolysed"):
        assert part in seen
    assert "…" not in seen


async def test_another_unit_stands_apart(practice: SmallPractice, story: UUID) -> None:
    """7.5 g/L stands in a part of its own and is never compared with an aim in mmol/mol (hazard H04).

    On the same page the status of each value says how far it can be trusted.
    """
    send(practice, number(laboratory.HBA1C, "7.5", "g/L", "2018-06-03"), name="odd.json")
    record = open_record(practice.desk(Role.NURSE), story)
    async with reading_room(practice, history(record, HBA1C_KEY), size=(160, 48)) as room:
        words, below = room.words, room.text.partition("Sent in g/L, not to be compared with the others:")[2]

    assert "7.5 g/L" in below
    assert "compare with aim" in below
    assert "61 mmol/mol" not in below
    assert "in g/L, apart: 1 result" in words
    for status in ("preliminary", "final", "corrected", "status not sent", "withdrawn: sent in error"):
        assert status in words
    assert "replaced by a correction on" in words
    assert words.count("not counted") == 2


async def test_an_accepted_unit_is_converted_and_says_what_was_sent(practice: SmallPractice, record: Record) -> None:
    """7.5 % stands among the others as 58 mmol/mol, marked, and is held against their aim (hazard H04)."""
    async with reading_room(practice, history(record, HBA1C_KEY), size=(160, 48)) as room:
        words = room.words

    assert "58 mmol/mol (sent as" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "not to be compared" not in words


async def test_a_value_outside_the_range_sent_keeps_its_mark_although_the_aim_is_met(
    practice: SmallPractice, record: Record
) -> None:
    """An aim never silences the laboratory's range (hazard H11)."""
    async with reading_room(practice, history(record, HBA1C_KEY), size=(200, 48)) as room:
        assert "✓ meets aim ▲ above range sent" in room.line_with("48 mmol/mol")


async def test_a_value_with_a_comparator_is_not_drawn_and_that_is_said(practice: SmallPractice, record: Record) -> None:
    """The >90 stands in the table as it was sent; two points would be needed for a chart."""
    async with reading_room(practice, history(record, EGFR_KEY), size=(120, 40)) as room:
        words = room.words

    assert ">90 mL/min/1.73m2" in words
    assert "a result" not in words


async def test_pressures_are_drawn_in_pairs(practice: SmallPractice, record: Record) -> None:
    """The legend says how to read two marks above each other."""
    async with reading_room(practice, history(record, PRESSURE_KEY), size=(120, 40)) as room:
        words = room.words

    assert "each pair is one reading, upper and lower" in words
    assert "142/84 mmHg" in words


async def test_an_unknown_test_gets_no_sentence_that_may_be_wrong(practice: SmallPractice, record: Record) -> None:
    """Words are found by code alone; a name is never guessed from."""
    key = next(f"test:{one.test_key}|U/L" for one in record.results if one.name == laboratory.MYSTERY.display)
    async with reading_room(practice, history(record, key)) as room:
        words = room.words

    assert "Serum mystery level" in words
    assert "This test shows" not in words
    assert "There is no aim for this yet." in words


async def test_a_result_in_another_role_or_ascii_still_reads(practice: SmallPractice, record: Record) -> None:
    """On a terminal without braille and colours the same facts stand there in ASCII."""
    async with reading_room(practice, history(record, HBA1C_KEY), ascii_only=True) as room:
        lines = room.text

    assert lines.isascii()
    assert "^ above aim" in lines


async def test_what_is_out_of_sight_is_counted(practice: SmallPractice, record: Record) -> None:
    """At the smallest size the foot of the table says how much more there is (hazard H05)."""
    async with reading_room(practice, history(record, HBA1C_KEY)) as room:
        assert "6 results 6 out of range" in room.words
        assert "more below" in room.text
        await room.press("end")
        assert "more below" not in room.text


@pytest.mark.parametrize("size", SIZES)
async def test_words_without_a_number_are_the_latest(
    practice: SmallPractice, story: UUID, size: tuple[int, int]
) -> None:
    """A sample that was not analysed is said above its test's numbers; the old one does not look newest (H02)."""
    not_analysed = number(laboratory.HBA1C, "0", "mmol/mol", "2026-11-16").model_copy(
        update={"source_id": "spoilt", "quantity": None, "comment": "Sample haemolysed, not analysed"}
    )
    send(practice, not_analysed, name="spoilt.json")
    record = open_record(practice.desk(Role.NURSE), story)
    async with reading_room(practice, history(record, HBA1C_KEY), size=size) as room:
        words = room.words.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("z")
        seen = await read_through(room)

    assert "A newer one was sent without a value on 16 November 2026." in words
    assert "No number came on 16 November 2026: Sample haemolysed, not analysed" in words
    assert "The newest number is older: 61 mmol/mol, on 2 November 2026." in words
    for fact in ("16-Nov-2026", "Sample haemolysed, not analysed", "61 mmol/mol"):
        assert fact in seen


async def test_the_conversation_says_both_too(practice: SmallPractice, story: UUID) -> None:
    """The card has the number with its day and the newer words, and keeps its mark and its place (H02, H05)."""
    not_analysed = number(laboratory.HBA1C, "0", "mmol/mol", "2026-11-16").model_copy(
        update={"source_id": "spoilt", "quantity": None, "comment": "Sample haemolysed, not analysed"}
    )
    send(practice, not_analysed, name="spoilt.json")
    async with reading_room(practice, lambda work: ConsultationScreen(work, story), size=(120, 40)) as room:
        await room.press("2")
        pane = " ".join(line.split("│")[3] for line in room.text.splitlines() if line.count("│") > 4)
    words = " ".join(pane.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "61 mmol/mol on 2 November 2026; since then: Sample haemolysed, not analysed ▲ above" in words


async def test_a_long_history_is_there_to_its_end(practice: SmallPractice) -> None:
    """Rows that are laid out after the first screenful are not forgotten."""
    days = [f"{2000 + number // 12}-{number % 12 + 1:02}-03" for number in range(230)]
    sent = [number(laboratory.HBA1C, str(40 + place), "mmol/mol", day) for place, day in enumerate(days)]
    record = open_record(practice.desk(Role.NURSE), send(practice, *sent))
    async with reading_room(practice, history(record, HBA1C_KEY)) as room:
        assert "230 results" in room.words
        await room.press("z", "end")
        words = room.words

    assert "03-Jan-2000 40 mmol/mol" in words


async def test_hostile_text_in_a_result_is_shown_as_text(practice: SmallPractice) -> None:
    """Markup, escapes and turned-round letters that a laboratory sends do nothing."""
    nasty = "[/] [b]x[/b] \x1b]0;title\x07 \u202egnp"
    code = laboratory.HBA1C.model_copy(update={"code": "999791000000106"})
    sent = number(code, "44", "mmol/mol", "2026-11-10", comment=nasty, flag=nasty, performer=nasty, specimen=nasty)
    record = open_record(practice.desk(Role.NURSE), send(practice, sent))
    async with reading_room(practice, history(record, HBA1C_KEY), size=(120, 40)) as room:
        text = room.text

    assert "[/] [b]x[/b]" in " ".join(text.split())
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_it_can_be_shown_to_the_person_from_here(practice: SmallPractice, record: Record) -> None:
    """`v` works on the test whose history is open."""
    async with reading_room(practice, history(record, HBA1C_KEY)) as room:
        await room.press("v")
        assert room.on(ShowToPersonScreen)
        await room.press("x")
        assert room.on(ResultHistoryScreen)


async def test_reception_sees_no_result(practice: SmallPractice, record: Record) -> None:
    """Even handed a record by mistake, the screen shows a receptionist one sentence and no value (hazard H06)."""
    screen = history(record, HBA1C_KEY)
    async with reading_room(practice, screen, role=Role.RECEPTIONIST) as room:
        words = room.words

    assert NOT_ALLOWED in words
    assert "mmol" not in words
