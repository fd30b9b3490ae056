"""Unplaced on the screen: the message whole, who it may be and why, and a word for every choice."""

import pytest

from hoc_tui.domain.vocabulary import QuarantineKind, Role
from hoc_tui.services import quarantine, records
from hoc_tui.services.reporting import take_message
from tests.services.test_quarantine import SENT, UNKNOWN, message
from tests.support.incoming import result
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, seated

STRANGER = SENT.model_copy(update={"nhs_number": "", "postcode": "LS1 1AA", "address": ("1 High Street",)})


def came(practice: SmallPractice) -> None:
    """A report that names Mrs Jackson and has no number."""
    odd = result("lab-9", value="7", comment="Please phone the laboratory")
    take_message(practice.desk(Role.NURSE), message(STRANGER, odd), "acme-0412.hl7")


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_came_can_be_read(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Whom it names, why it waits, each value with unit and comment, and where it came from (hazard H05)."""
    came(practice)
    async with seated(practice, Role.NURSE, size=size) as seat:
        await seat.press("u")
        for words in ("JACKSON, Margaret", "No NHS number came with it.", "7 mmol/mol", "1 to place"):
            assert words in seat.words
        assert "Please phone the laboratory" in seat.words or size == (80, 24)


async def test_a_nurse_says_whose_it_is_and_why(practice: SmallPractice) -> None:
    """The likely person with two identifiers and what agrees; the reason is asked; then it is in the record."""
    came(practice)
    jackson = practice.person("Jackson")
    before = len(records.open_record(practice.desk(Role.NURSE), jackson).results)
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("u", "enter")
        assert "the same date of birth, the same name" in seat.words
        assert "943 476 5919" in seat.words
        await seat.press("enter")
        await seat.press("ctrl+s")
        assert "Say why." in seat.words
        await seat.type("She rang about it")
        await seat.press("ctrl+s")
        assert "Everything that came has its place." in seat.words
    assert before + 1 == len(records.open_record(practice.desk(Role.NURSE), jackson).results)


async def test_somebody_else_can_be_looked_for(practice: SmallPractice) -> None:
    """Whoever is looked for is shown with what speaks against them."""
    came(practice)
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("u", "enter", "shift+tab")
        await seat.type("khan")
        await seat.press("enter")
        assert "KHAN, Zainab" in seat.words
        assert "nothing that was sent is in their record" in seat.words


async def test_a_code_is_mapped_once_for_the_site(practice: SmallPractice) -> None:
    """The question shows code, unit and message; a test of its own stands first, because it is never wrong."""
    nurse = practice.desk(Role.NURSE)
    odd = result("lab-2", codes=(UNKNOWN,), test_key=f"{UNKNOWN.system}|ZZ9", name="Dodgy header 2")
    take_message(nurse, message(SENT, odd), "lab.hl7")
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("u")
        assert "which test?" in seat.words
        await seat.press("enter")
        assert "ZZ9" in seat.words
        await seat.press("enter")
        await seat.type("Local header")
        await seat.press("ctrl+s")
        assert "Everything that came has its place." in seat.words
    assert [] == [one for one in quarantine.what_is_left(nurse) if one.kind is QuarantineKind.TEST]


async def test_what_is_nobodys_is_put_aside_with_a_reason(practice: SmallPractice) -> None:
    """With a key that asks why; the message as it was sent can be read before."""
    came(practice)
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("u", "v")
        assert "m1" in seat.words
        await seat.press("x")
        await seat.type("Not ours")
        await seat.press("ctrl+s")
        assert "Everything that came has its place." in seat.words
