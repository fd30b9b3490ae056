"""Results to check on the screen: worst first, whole, one key each, and what cannot wait cannot be passed."""

import pytest

from hoc_tui.domain.vocabulary import ReviewState, Role
from hoc_tui.services import records
from tests.support.checking import OUT, PHONE, new_result
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, seated

LONG = "Sample slightly haemolysed. Please repeat within a week if this was not expected, and ask about new tablets."


@pytest.mark.parametrize("size", SIZES)
async def test_everything_of_a_new_result_is_in_sight(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Whose it is with two identifiers, the value whole with unit and range, and the sender's comment (hazard H05)."""
    jackson = practice.person("Jackson")
    new_result(practice.desk(Role.NURSE), jackson, sent={"comment": LONG}, said=PHONE)
    async with seated(practice, Role.NURSE, size=size) as seat:
        assert "1 result to phone today" in seat.words
        await seat.press("c")
        for words in (
            "JACKSON, Margaret",
            "Born 04-Mar-1951",
            "943 476 5919",
            "53 mmol/mol",
            "20 to 41",
            "phone today",
        ):
            assert words in seat.words
        assert all(word in seat.words for word in LONG.split())


async def test_a_nurse_works_through_the_list_with_single_keys(practice: SmallPractice) -> None:
    """What cannot wait is done first, with words; one key releases what is within range, and never more."""
    jackson, nurse = practice.person("Jackson"), practice.desk(Role.NURSE)
    new_result(nurse, jackson, "r1", said=PHONE)
    new_result(nurse, jackson, "r2", "49", said=OUT)
    for number in ("r3", "r4"):
        new_result(nurse, jackson, number, "38")
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("c", "s")
        assert "This value cannot wait" in seat.words
        await seat.press("a")
        assert "2 of JACKSON, Margaret (Mrs) safe to send. 2 left to be looked at one by one." in seat.words
        await seat.press("d")
        await seat.type("Spoke to her")
        await seat.press("ctrl+s")
        assert "acted on" in seat.words
        await seat.press("s", "s")
        assert "Nothing waits to be checked." in seat.words
    states = {one.state for one in records.open_record(nurse, jackson).reviews}
    assert {ReviewState.SAFE} == states


async def test_the_cursor_stays_with_the_person_whose_result_was_released(practice: SmallPractice) -> None:
    """Without the most urgent result they stand elsewhere in the list; the next key is about them all the same."""
    jackson, other, nurse = practice.person("Jackson"), practice.person("Ahmed"), practice.desk(Role.NURSE)
    for number, said in (("r1", PHONE), ("r2", OUT), ("r3", OUT)):
        new_result(nurse, jackson, number, f"5{number[1]}", said=said)
    new_result(nurse, other, "r4", "49", said=OUT)
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("c", "d")
        await seat.type("Spoke to her")
        await seat.press("ctrl+s", "s", "s")
        assert "AHMED" in seat.words
        assert 1 == sum(one.state is ReviewState.NEW for one in records.open_record(nurse, jackson).reviews)


async def test_keeping_back_asks_why_and_keeps_the_words(practice: SmallPractice) -> None:
    """Left without saving, the words are there again."""
    jackson, nurse = practice.person("Jackson"), practice.desk(Role.NURSE)
    new_result(nurse, jackson)
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("c", "b")
        await seat.type("She asked to hear it here")
        await seat.press("escape", "b")
        assert "She asked to hear it here" in seat.words
        await seat.press("ctrl+s")
        assert "Nothing waits to be checked." in seat.words
    [review] = records.open_record(nurse, jackson).reviews
    assert "She asked to hear it here" == review.reason


async def test_reception_is_not_told_of_results(practice: SmallPractice) -> None:
    """Neither the count nor the key."""
    new_result(practice.desk(Role.NURSE), practice.person("Jackson"), said=PHONE)
    async with seated(practice, Role.RECEPTIONIST) as seat:
        assert "to phone" not in seat.words
        await seat.press("c")
        assert "TodayScreen" == seat.named
