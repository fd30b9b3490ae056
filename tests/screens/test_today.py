"""Today, as reception and clinicians see it."""

from datetime import timedelta

import pytest

from hoc_tui.domain.people import NeedDraft, PersonDetails
from hoc_tui.domain.record import VisitDraft
from hoc_tui.domain.vocabulary import NeedKind, Role, Step
from hoc_tui.services import people
from hoc_tui.services.lists import todays_visits
from tests.support.practice import NOW, SmallPractice
from tests.support.round_trips import counted
from tests.support.seat import SIZES, not_made_up, seated

CLINICAL = ("diabetes", "tired", "Metformin", "Penicillin", "hypertension", "mmol")
"""Words of the record that reception must never see."""


@pytest.mark.parametrize("size", SIZES)
async def test_every_row_names_time_person_identifiers_step_and_needs(
    practice: SmallPractice, size: tuple[int, int]
) -> None:
    """At every size a row has the time, the name, two identifiers, with whom, how far and what is needed, whole."""
    async with seated(practice, size=size) as seat:
        for words in (
            "10:20",
            "JACKSON, Margaret (Mrs)",
            "04-Mar-1951",
            "943 476 5919",
            "Nurse Patel",
            "wrote back",
            "Hearing loop · Large print",
            "plan agreed",
        ):
            assert words in seat.text
        assert "…" not in seat.text


async def test_header_names_day_practice_and_how_many(practice: SmallPractice) -> None:
    """The first lines say which day, which practice, how many people, how many need something, and DEMO."""
    async with seated(practice, size=(120, 40)) as seat:
        expected = "Today · Fri 20-Nov-2026 · Riverside Surgery 5 people · 1 needs something DEMO"
        assert expected == " ".join(seat.lines[0].split())


async def test_a_real_practice_is_not_marked(practice: SmallPractice) -> None:
    """DEMO stands only where everything is made up."""
    async with seated(practice, change=not_made_up) as seat:
        assert "DEMO" not in seat.text


async def test_a_blocked_letter_is_said_in_words(practice: SmallPractice) -> None:
    """Reception reads that a letter may not go and why, in words."""
    async with seated(practice, size=(160, 48)) as seat:
        assert "! letter not sent: not yet checked" in seat.words


async def test_similar_names_on_one_day_are_flagged(practice: SmallPractice) -> None:
    """Two people whose names can be mistaken for each other both carry the warning (hazard H01)."""
    async with seated(practice) as seat:
        assert 2 == seat.text.count("! similar name today")


async def test_an_invalid_number_is_said_to_be_invalid(practice: SmallPractice) -> None:
    """A number that fails its check is shown as it came, with the words."""
    async with seated(practice) as seat:
        assert "1234567890" in seat.text
        assert "number not valid" in seat.text


async def test_arrived_marks_with_the_time_and_can_be_undone(practice: SmallPractice) -> None:
    """`a` marks the person as arrived now; Ctrl+Z takes it back."""
    async with seated(practice) as seat:
        await seat.press("down", "down", "a")
        assert "○ arrived 10:20" in seat.text
        assert "JACKSON, Margaret (Mrs) arrived 10:20. Ctrl+Z undoes it." in seat.text
        await seat.press("ctrl+z")
        assert "arrived 10:20" not in seat.text
        assert "wrote back" in seat.text


async def test_nobody_arrives_twice(practice: SmallPractice) -> None:
    """Somebody in conversation cannot arrive; a sentence says so and nothing changes."""
    async with seated(practice) as seat:
        await seat.press("down", "a")
        assert "BRENNAN, Siobhan (Ms): in conversation already." in seat.text
        assert Step.IN_CONVERSATION is todays_visits(practice.desk(Role.NURSE))[1].step


async def test_enter_opens_details_for_reception(practice: SmallPractice) -> None:
    """Reception gets the person's details, never the conversation."""
    async with seated(practice) as seat:
        await seat.press("enter")
        assert "PersonScreen" == seat.named


async def test_enter_opens_the_conversation_for_clinicians(practice: SmallPractice) -> None:
    """A nurse gets the conversation, and the details with `o`."""
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("o")
        assert "PersonScreen" == seat.named
        await seat.press("escape", "enter")
        assert "ConsultationScreen" == seat.named


async def test_a_clinician_starts_with_their_own_day(practice: SmallPractice) -> None:
    """A nurse sees her own conversations and how many there are in all; `w` shows everybody's."""
    async with seated(practice, Role.NURSE) as seat:
        assert "Today, with me" in seat.text
        assert "3 of 5 people" in seat.text
        assert "AHMED" not in seat.text
        await seat.press("w")
        assert "AHMED" in seat.text
        assert "5 people" in seat.text


async def test_reception_has_no_day_of_its_own(practice: SmallPractice) -> None:
    """Reception books for everybody: no toggle at the foot and none at the key."""
    async with seated(practice) as seat:
        assert "With me" not in seat.hint
        await seat.press("w")
        assert "AHMED" in seat.text


async def test_coming_back_shows_what_colleagues_changed_and_keeps_the_cursor(practice: SmallPractice) -> None:
    """After another screen Today is read again; the cursor stands on the same person."""
    async with seated(practice) as seat:
        await seat.press("down", "down", "o")
        front = practice.desk(Role.RECEPTIONIST)
        jackson = practice.person("jackson", "Margaret")
        people.add_need(front, jackson, NeedDraft(kind=NeedKind.ACCESS, text="Ground floor"))
        await seat.press("escape")
        assert "Ground floor" in seat.text
        assert "▸ 10:20" in seat.text


async def test_today_is_one_round_trip(practice: SmallPractice) -> None:
    """Reading the day asks the database once."""
    async with seated(practice) as seat:
        with counted(practice.database.engine) as trips:
            await seat.press("r")
        assert 1 == trips.count


@pytest.mark.parametrize("size", SIZES)
async def test_reception_sees_nothing_clinical(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Neither Today nor the details, help or palette show reception a word of the record."""
    async with seated(practice, size=size) as seat:
        seen = [seat.text]
        for keys in (("down", "down", "o"), ("end",), ("escape", "question_mark"), ("escape", "ctrl+p")):
            await seat.press(*keys)
            seen.append(seat.text)
        assert [] == [word for word in CLINICAL if word.casefold() in "\n".join(seen).casefold()]


async def test_more_rows_than_lines_say_how_many_more(practice: SmallPractice) -> None:
    """What does not fit is counted below the list, and arrows reach it."""
    for number in range(12):
        person = practice.add_person(PersonDetails(family=f"Person{number:02}", given="Test"))
        practice.book(person.id, VisitDraft(starts_at=NOW + timedelta(minutes=180 + number)))
    async with seated(practice) as seat:
        assert "more below" in seat.text
        assert "PERSON11" not in seat.text
        await seat.press("end")
        assert "PERSON11" in seat.text
        assert "above" in seat.text


async def test_an_empty_day_says_what_to_do(practice: SmallPractice) -> None:
    """A doctor's day without conversations says so, and how to find somebody."""
    async with seated(practice, Role.HEALTHCARE_ASSISTANT) as seat:
        await seat.press("w")
        assert "Nobody is booked with you today. w shows everybody." in seat.text
