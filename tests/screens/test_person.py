"""A person's details: shown whole, corrected with history, ended with a reason."""

import pytest

from hoc_tui.domain.vocabulary import Registration, Role
from hoc_tui.services import people
from hoc_tui.services.records import open_record
from tests.support.practice import SmallPractice
from tests.support.round_trips import counted
from tests.support.seat import SIZES, Seat, seated


async def _open(seat: Seat, who: str = "maggie") -> None:
    """Open somebody's details through Find."""
    await seat.press("slash")
    await seat.type(who)
    await seat.press("down", "o")


@pytest.mark.parametrize("size", SIZES)
async def test_every_fact_is_shown_whole(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Banner, names, birth, number, address, phones, needs, contacts and registration, at every size, nothing cut."""
    async with seated(practice, size=size) as seat:
        await _open(seat)
        seen = seat.text
        await seat.press("end")
        seen += seat.text
        for words in (
            "JACKSON, Margaret (Mrs)",
            "Born 04-Mar-1951 (75 y)",
            "Gender Female",
            "NHS No. 943 476 5919",
            "Likes to be called Maggie · Large print · Hearing loop",
            "Sex for clinical use Female",
            "14 Station Road",
            "RV1 2AB",
            "Phone 01632 960 114",
            "Mobile 07700 900 461",
            "Large print",
            "Aisha Jackson",
            "Daughter, family",
            "Registered with this practice",
            "DEMO",
        ):
            assert words in seen
        assert "…" not in seen


async def test_opening_is_two_round_trips(practice: SmallPractice) -> None:
    """That the record is opened is written down first, in one; then the details are read, in one."""
    async with seated(practice) as seat:
        with counted(practice.database.engine) as trips:
            await seat.press("enter")
        assert "PersonScreen" == seat.named
        assert 2 == trips.count


async def test_conditions_are_for_clinicians(practice: SmallPractice) -> None:
    """A nurse sees and adds conditions; reception has neither the heading nor the key."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await _open(seat)
        assert "Type 2 diabetes" in seat.text
        assert "since 2014" in seat.text
    async with seated(practice, size=(120, 40)) as seat:
        await _open(seat)
        assert "ondition" not in seat.text
        await seat.press("d")
        assert "PersonScreen" == seat.named


async def test_a_correction_is_saved_and_undone(practice: SmallPractice) -> None:
    """`e` corrects the group under the cursor; the banner follows; Ctrl+Z takes it back and says so.

    The form, which may cover the banner, says whose record it writes to; a name cannot end, so `x` does nothing there.
    """
    async with seated(practice) as seat:
        await _open(seat)
        assert "x End" not in seat.hint
        await seat.press("x")
        assert "PersonScreen" == seat.named
        await seat.press("e", "end")
        assert "JACKSON, Margaret (Mrs), Born 04-Mar-1951, NHS No. 943 476 5919" in seat.panel
        await seat.type("-Reid")
        await seat.press("ctrl+s")
        assert "JACKSON-REID, Margaret (Mrs)" in seat.lines[0]
        await seat.press("ctrl+z")
        assert "JACKSON, Margaret (Mrs)" in seat.lines[0]
        assert "The correction is undone." in seat.text


async def test_only_what_was_changed_is_written(practice: SmallPractice) -> None:
    """Two people correct different facts at one time: both stay."""
    async with seated(practice) as seat:
        await _open(seat)
        await seat.press("down", "down", "down", "e")
        async with seated(practice, Role.NURSE) as other:
            await _open(other)
            await other.press("e", "tab", "tab", "tab", "ctrl+u")
            await other.type("Mags")
            await other.press("ctrl+s")
        await seat.press("tab", "ctrl+u")
        await seat.type("RV1 3CD")
        await seat.press("ctrl+s")
    person = open_record(practice.desk(Role.NURSE), practice.person("jackson", "Margaret")).person
    assert ("Mags", "RV1 3CD") == (person.preferred, person.postcode)


async def test_needs_are_added_changed_and_ended(practice: SmallPractice) -> None:
    """`n` adds something to arrange, `e` changes it, `x` ends it with a reason; the reason is required."""
    async with seated(practice, size=(120, 40)) as seat:
        await _open(seat)
        await seat.press("n", "right", "right", "tab")
        await seat.type("Interpreter: Urdu")
        await seat.press("ctrl+s")
        assert "Language              Interpreter: Urdu" in seat.text
        await seat.press("end", "up", "up", "e", "tab", "ctrl+u")
        await seat.type("Interpreter: Punjabi")
        await seat.press("ctrl+s")
        assert "Interpreter: Punjabi" in seat.text
        await seat.press("x", "ctrl+s")
        assert "Say why it ends." in seat.text
        await seat.type("speaks English")
        await seat.press("ctrl+s")
        assert "Punjabi" not in seat.text
    needs = open_record(practice.desk(Role.NURSE), practice.person("jackson", "Margaret")).needs
    assert ["Large print", "Hearing loop"] == [need.text for need in needs]


async def test_contacts_can_be_several_things(practice: SmallPractice) -> None:
    """A contact's kinds are picked by number and said back; changing the name keeps them all."""
    async with seated(practice, size=(120, 40)) as seat:
        await _open(seat)
        await seat.press("c")
        await seat.type("Ted")
        await seat.press("tab")
        await seat.type("neighbour")
        await seat.press("tab", "ctrl+u")
        await seat.type("1,5")
        assert "carer, in an emergency" in seat.text
        await seat.press("ctrl+s")
        assert "Neighbour, carer, in" in seat.line_with("Ted")
        await seat.press("end", "up", "e", "end")
        await seat.type("dy")
        await seat.press("ctrl+s")
        assert "Neighbour, carer, in" in seat.line_with("Teddy")


async def test_conditions_keep_a_date_as_precise_as_it_is_known(practice: SmallPractice) -> None:
    """A month stays a month; nonsense gets one sentence and stays."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await _open(seat)
        await seat.press("d")
        await seat.type("Asthma")
        await seat.press("tab")
        await seat.type("some day")
        await seat.press("ctrl+s")
        assert "“some day” is not a day" in seat.text
        await seat.press("ctrl+u")
        await seat.type("may 2014")
        await seat.press("ctrl+s")
        assert "Asthma" in seat.text
        assert "since May-2014" in seat.text


async def test_died_asks_since_when(practice: SmallPractice) -> None:
    """Somebody who has died needs a date, or that it is not known; the banner then says so in words."""
    async with seated(practice) as seat:
        await _open(seat)
        await seat.press("end", "e", "right", "right", "ctrl+s")
        assert "Say since when" in seat.text
        await seat.press("tab")
        await seat.type("Nov 2026")
        await seat.press("ctrl+s")
        assert "Died Nov-2026" in " ".join(seat.lines[:3])
    record = open_record(practice.desk(Role.NURSE), practice.person("jackson", "Margaret"))
    assert Registration.DIED is record.person.registration


async def test_left_needs_the_day_and_keeps_where_to(practice: SmallPractice) -> None:
    """Somebody who moved has the day and the other practice on record, and can come back."""
    async with seated(practice) as seat:
        await _open(seat)
        await seat.press("end", "e", "right", "tab")
        await seat.type("1/11/2026")
        await seat.press("tab")
        await seat.type("Hill Top Surgery")
        await seat.press("ctrl+s")
        assert "Left this practice on 01-Nov-2026, moved to Hill Top Surgery" in seat.words
        await seat.press("e", "left", "ctrl+s")
        assert "Registered with this practice" in seat.text


async def test_somebody_elses_number_is_refused_in_one_sentence(practice: SmallPractice) -> None:
    """A valid number that is another person's stays in the form with a sentence, and nothing is saved."""
    async with seated(practice) as seat:
        await _open(seat, "brennan")
        await seat.press("down", "down", "e", "ctrl+u")
        await seat.type("943 476 5919")
        await seat.press("ctrl+s")
        assert "FormScreen" == seat.named
        assert "somebody" in seat.text
    assert "9990000026" == open_record(practice.desk(Role.NURSE), practice.person("brennan")).person.nhs_number


async def test_conversation_is_reached_by_its_key_and_left_again(practice: SmallPractice) -> None:
    """A nurse goes from details to the conversation and back without piling up screens."""
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("enter", "i")
        assert "PersonScreen" == seat.named
        await seat.press("o")
        assert "ConsultationScreen" == seat.named
        assert 3 == len(seat.app.screen_stack)


@pytest.mark.parametrize("size", SIZES)
async def test_history_says_who_when_from_what_to_what(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Newest first: who changed which fact, when, from what, to what; then who wrote it down."""
    person = open_record(practice.desk(Role.NURSE), practice.person("jackson", "Margaret")).person
    people.correct(practice.desk(Role.RECEPTIONIST), person, {"family": "Jackson-Reid"})
    async with seated(practice, Role.NURSE, size=size) as seat:
        await _open(seat)
        await seat.press("h")
        words = seat.words
        for part in ("Fri 20-Nov-2026", "Rita Shaw", "changed it", "Family name: Jackson → Jackson-Reid"):
            assert part in words
        assert words.index("changed it") < words.index("wrote this down")
        assert "JACKSON-REID, Margaret (Mrs)" in seat.lines[0]


async def test_history_of_a_need(practice: SmallPractice) -> None:
    """A need's own history is its own: when it was written down and what it says."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await _open(seat)
        await seat.press("down", "down", "down", "down", "h")
        assert "History: Large print, newest first" in seat.text
        assert "Words: Large print" in seat.text
