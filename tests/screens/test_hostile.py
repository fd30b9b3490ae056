"""Text that nobody types in good faith, on every screen: shown harmlessly, never obeyed, never a crash."""

import pytest

from hoc_tui.domain.people import ContactDraft, NeedDraft, PersonDetails
from hoc_tui.domain.record import ConditionDraft, VisitDraft
from hoc_tui.domain.vocabulary import ContactKind, NeedKind, Role
from hoc_tui.services import people
from tests.support.practice import NOW, SmallPractice
from tests.support.seat import seated

NAMES = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[b]bold[/b",
    "\x1b[2J\x1b]0;t\x07Esc",
    "\u202eevil\u2066",
    "$name {0} %s",
    "\x9b31m",
)
"""Markup, terminal sequences, turned-round text and templates."""
ALL = " ".join(NAMES)

CONTROLS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x202A, 0x202E, 0x2066, 0x200E)} - {"\n"}


def _hostile_person(practice: SmallPractice, text: str) -> None:
    """Somebody all of whose facts are hostile, booked for today."""
    front, nurse = practice.desk(Role.RECEPTIONIST), practice.desk(Role.NURSE)
    person = practice.add_person(
        PersonDetails(
            family=f"Zed{text}",
            given=text,
            title=text,
            preferred=text,
            nhs_number=text,
            address=f"{text}\n{text}",
            postcode=text,
            phone=text,
            email=text,
        )
    )
    people.add_need(front, person.id, NeedDraft(kind=NeedKind.FORMAT, text=f"need {text}"))
    people.add_contact(
        front,
        person.id,
        ContactDraft(kinds=(ContactKind.CARER,), name=f"carer {text}", relationship=text, phone=text, may_be_told=text),
    )
    people.add_condition(nurse, person.id, ConditionDraft(name=f"condition {text}", note=text))
    practice.book(person.id, VisitDraft(starts_at=NOW.replace(hour=8), staff_id=nurse.worker.id, blocked=text))


@pytest.mark.parametrize(
    ("role", "text"), [(Role.RECEPTIONIST, ALL), (Role.NURSE, " ".join(reversed(NAMES)))], ids=["receptionist", "nurse"]
)
async def test_every_screen_shows_it_harmlessly(practice: SmallPractice, role: Role, text: str) -> None:
    """Today, Find, details, form, history and background show the letters and nothing else; the program goes on."""
    _hostile_person(practice, text)
    async with seated(practice, role) as seat:
        seen = [seat.text]
        ways = (("o",), ("end",), ("e",), ("escape", "home", "e"), ("escape", "h"), ("escape", "slash"))
        for keys in ways:
            await seat.press(*keys)
            seen.append(seat.text)
        await seat.type("zed")
        seen.append(seat.text)
        assert "ZED" in seen[0]
        assert "ZED" in seen[-1]
        assert set() == {letter for one in seen for letter in one} & CONTROLS
    assert seat.app._exception is None


async def test_it_is_typed_and_kept_as_its_letters(practice: SmallPractice) -> None:
    """What is pasted into a form is saved without its controls and shown as letters."""
    async with seated(practice) as seat:
        await seat.press("enter")
        for number, text in enumerate(NAMES):
            await seat.press("e", "ctrl+u")
            seat.screen.focused.value = f"Novak{number}{text}"  # type: ignore[union-attr]
            await seat.settle()
            await seat.press("ctrl+s")
            assert "PersonScreen" == seat.named, text
            assert seat.lines[0].lstrip().startswith(f"NOVAK{number}"), text
            assert not set(seat.text) & CONTROLS, text


async def test_it_is_searched_for(practice: SmallPractice) -> None:
    """What is typed into Find is said back as letters."""
    async with seated(practice) as seat:
        await seat.press("slash")
        for text in NAMES:
            seat.screen.focused.value = text  # type: ignore[union-attr]
            await seat.settle()
            assert "FindScreen" == seat.named, text
            assert not set(seat.text) & CONTROLS, text


async def test_a_paste_of_several_lines_keeps_all_its_words(practice: SmallPractice) -> None:
    """A line takes every word of a pasted paragraph."""
    from textual import events

    async with seated(practice) as seat:
        await seat.press("slash")
        seat.screen.focused.post_message(events.Paste("jackson\nmargaret"))  # type: ignore[union-attr]
        await seat.settle()
        assert "jackson margaret" in seat.text
        assert "JACKSON, Margaret (Mrs)" in seat.text


async def test_far_too_much_text_is_refused_in_one_sentence(practice: SmallPractice) -> None:
    """Five thousand letters in Find or in a name get one sentence, and stay where they are."""
    async with seated(practice) as seat:
        await seat.press("slash")
        seat.screen.focused.value = "x" * 5000  # type: ignore[union-attr]
        await seat.settle()
        assert "5,000 characters" in seat.text
        await seat.press("escape", "enter", "e")
        seat.screen.focused.value = "x" * 400  # type: ignore[union-attr]
        await seat.press("ctrl+s")
        assert "400 characters" in seat.text
        assert "FormScreen" == seat.named
