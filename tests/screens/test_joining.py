"""Same person on the screen: one proposes, another sees both records side by side and confirms, both can be parted."""

from uuid import UUID

import pytest

from hoc_tui.domain.vocabulary import Registration, Role
from hoc_tui.screens.person import PersonScreen
from hoc_tui.services import joining, records
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, Seat, seated

WHY = "Two names, one face"


async def _open(seat: Seat, person_id: UUID) -> None:
    """Open a person's details."""
    seat.app.push_screen(PersonScreen(seat.screen.work, person_id))  # type: ignore[attr-defined]
    await seat.settle()


async def test_a_nurse_proposes_and_a_doctor_confirms(practice: SmallPractice) -> None:
    """The nurse chooses the other record and says how she knows; the doctor reads both and joins them."""
    jackson, khan = practice.person("Jackson"), practice.person("Khan")
    async with seated(practice, Role.NURSE) as seat:
        await _open(seat, jackson)
        await seat.press("J")
        await seat.type("khan")
        await seat.press("enter")
        assert "KHAN, Zainab" in seat.words
        await seat.press("enter")
        await seat.type(WHY)
        await seat.press("ctrl+s")
        assert "A colleague confirms it" in seat.words
        await seat.press("J")
        assert "A colleague must confirm it." in seat.words
        assert "Join them" not in seat.hint
    async with seated(practice, Role.GP) as seat:
        await _open(seat, khan)
        await seat.press("J")
        for words in ("JACKSON, Margaret", "KHAN, Zainab", WHY, "943 476 5919"):
            assert words in seat.words
        await seat.press("f2")
        assert "The two records are joined." in seat.words
        assert "Goes on in another record" in seat.words
    person = records.open_record(practice.desk(Role.NURSE), khan).person
    assert Registration.JOINED is person.registration


async def test_joined_records_are_taken_apart_with_a_reason(practice: SmallPractice) -> None:
    """With a key that asks why; both are two records again."""
    jackson, khan = practice.person("Jackson"), practice.person("Khan")
    nurse, doctor = practice.desk(Role.NURSE), practice.desk(Role.GP)
    joining.confirm(doctor, joining.propose(nurse, jackson, khan, WHY).id)
    async with seated(practice, Role.NURSE) as seat:
        await _open(seat, jackson)
        await seat.press("J", "x")
        await seat.type("They are sisters")
        await seat.press("ctrl+s")
        assert "They are two records." in seat.words
    assert Registration.REGISTERED is records.open_record(nurse, khan).person.registration


@pytest.mark.parametrize("size", SIZES)
async def test_what_waits_for_a_second_look_is_found_where_people_work(
    practice: SmallPractice, size: tuple[int, int]
) -> None:
    """Unplaced lists the proposal without names; Enter shows both records with every identifier, and confirms."""
    jackson, khan = practice.person("Jackson"), practice.person("Khan")
    joining.propose(practice.desk(Role.NURSE), jackson, khan, WHY)
    async with seated(practice, Role.NURSE, size=size) as seat:
        await seat.press("u")
        assert "A colleague must confirm what you proposed." in seat.words
    async with seated(practice, Role.GP, size=size) as seat:
        await seat.press("u")
        for words in ("one person?", "1 to confirm", "you can confirm it", f"one person's: {WHY}", "20-Nov-2026"):
            assert words in seat.words
        assert "KHAN" not in seat.words
        assert not {"Place it", "Nobody's here", "As sent"} & set(seat.hint.split("  "))
        await seat.press("x", "v", "enter")
        for words in ("JACKSON, Margaret", "KHAN, Zainab", "943 476 5919"):
            assert words in seat.words
        await seat.press("f2")
        assert "The two records are joined." in seat.words
        assert "Everything that came has its place." in seat.words
    assert Registration.JOINED is records.open_record(practice.desk(Role.NURSE), khan).person.registration
