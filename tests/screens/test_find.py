"""Finding people, and registering those who are not here yet."""

import pytest

from hoc_tui.domain.people import PersonDetails
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services import lists
from hoc_tui.services.records import open_record
from tests.support.practice import SmallPractice
from tests.support.round_trips import counted
from tests.support.seat import SIZES, Seat, seated


@pytest.mark.parametrize("size", SIZES)
async def test_rows_show_two_identifiers_whole(practice: SmallPractice, size: tuple[int, int]) -> None:
    """A row has name, date of birth with age, NHS number in its groups and postcode, at every size."""
    async with seated(practice, size=size) as seat:
        await seat.press("slash")
        await seat.type("jackson m")
        row = seat.line_with("JACKSON, Margaret (Mrs)")
        for words in ("04-Mar-1951 (75 y)", "943 476 5919", "RV1 2AB"):
            assert words in row
        assert "2 found" in seat.text


FOUND = (
    ("o keefe", "O'KEEFE, Thomas (Mr)", "a name that starts with “o keefe”"),
    ("okee", "O'KEEFE, Thomas (Mr)", "a name that starts with “okee”"),
    ("4/3/51", "JACKSON, Margaret (Mrs)", "born 04-Mar-1951"),
    ("943 476 5919", "JACKSON, Margaret (Mrs)", "NHS number 943 476 5919"),
    ("maggie", "JACKSON, Margaret (Mrs)", "likes to be called Maggie"),
)
"""What is typed, who is found, and what was understood."""


async def test_people_are_found_as_one_types_and_what_is_missing_is_said(practice: SmallPractice) -> None:
    """Names in any spelling, dates of birth and NHS numbers find the person, and what was understood is said back.

    Two digits find nobody, and the line below the box says what would; a name nobody has says so, and offers to
    register. While the box has the focus every letter, stroke and colon is text and never a command.
    """
    async with seated(practice) as seat:
        await seat.press("slash")
        assert "Type a name, a date of birth or an NHS number." in seat.text
        for typed, name, said in FOUND:
            await seat.type(typed)
            assert name in seat.text, typed
            assert said in seat.text, typed
            await seat.press("ctrl+u")
        await seat.type("94")
        assert "Type at least three digits of an NHS number." in seat.text
        await seat.press("ctrl+u")
        await seat.type("zzz")
        assert "Nobody here fits. Register a new person" in seat.text
        await seat.press("ctrl+u")
        await seat.type("go/:j")
        assert "FindScreen" == seat.named
        assert "go/:j" in seat.text


async def test_who_died_and_who_has_no_valid_number_is_said_in_words(practice: SmallPractice) -> None:
    """A deceased person and a number that is not valid carry words, not only colours."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("okeefe")
        assert "! died" in seat.text
        await seat.press("ctrl+u")
        await seat.type("khan")
        assert "! not valid" in seat.text


async def test_fifty_rows_ask_for_more_letters(practice: SmallPractice) -> None:
    """Who finds fifty people is told to type more."""
    for number in range(lists.MOST_FOUND):
        practice.add_person(PersonDetails(family="Testperson", given=f"Number{number}"))
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("testp")
        assert "50 shown, type more" in seat.text


async def test_one_search_is_one_round_trip_and_the_newest_wins(practice: SmallPractice) -> None:
    """Typing on while the database answers asks it once more at most, for what stands in the box at the end."""
    async with seated(practice) as seat:
        await seat.press("slash")
        with counted(practice.database.engine) as trips:
            await seat.type("j")
        assert 1 == trips.count
        await seat.type("ackson, margar")
        assert "1 found" in seat.text


async def test_arrows_go_into_the_list_and_back(practice: SmallPractice) -> None:
    """Down leads from the box to the first person, Up from there back into the box."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("jackson")
        await seat.press("down")
        assert "▸ JACKSON, Margaret" in seat.text
        assert "o Details" in seat.hint
        await seat.press("up")
        await seat.type("z")
        assert "jacksonz" in seat.text


async def test_a_single_person_opens_with_enter_from_the_box(practice: SmallPractice) -> None:
    """Enter after an NHS number (a scanner sends it by itself) opens the one person who has it."""
    async with seated(practice) as seat:
        await seat.press("slash")
        for key in (*"9434765919", "enter"):
            seat.send(key)
        await seat.settle()
        assert "PersonScreen" == seat.named
        assert "JACKSON, Margaret (Mrs)" in seat.lines[0]


async def _open_second_jackson(seat: Seat) -> None:
    await seat.press("slash")
    await seat.type("jackson")
    await seat.press("down", "down", "enter")


async def test_similar_names_must_be_looked_at_twice(practice: SmallPractice) -> None:
    """Before a record with a similar name opens, every identifier and the other person are shown (hazard H01)."""
    async with seated(practice) as seat:
        await _open_second_jackson(seat)
        assert "Is this the right person?" in seat.text
        for words in ("JACKSON, Margret (Miss)", "Born 03-Apr-1957 (69 y)", "Address", "RV1 9ZZ"):
            assert words in seat.words
        assert "Similar names here, not to be mistaken for this one: JACKSON, Margaret (Mrs)" in seat.panel
        await seat.press("escape")
        assert "FindScreen" == seat.named
        await seat.press("enter", "enter")
        assert "PersonScreen" == seat.named


async def test_clinicians_open_the_conversation_or_the_details(practice: SmallPractice) -> None:
    """A nurse's Enter opens the conversation, her `o` the details; Esc leads back to what was found."""
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("slash")
        await seat.type("khan")
        await seat.press("down", "enter")
        assert "ConsultationScreen" == seat.named
        await seat.press("escape")
        assert "khan" in seat.text
        await seat.press("o")
        assert "PersonScreen" == seat.named


async def test_only_one_record_is_open_at_a_time(practice: SmallPractice) -> None:
    """Finding somebody from another person's record leaves that record: going back leads to Find and to Today."""
    async with seated(practice) as seat:
        await seat.press("enter", "slash")
        await seat.type("khan")
        await seat.press("enter")
        assert "KHAN" in seat.lines[0]
        await seat.press("escape")
        assert "FindScreen" == seat.named
        await seat.press("escape")
        assert "TodayScreen" == seat.named


async def _register(seat: Seat, *answers: str) -> None:
    """Type each answer into the next field, and save."""
    for answer in answers:
        await seat.type(answer)
        await seat.press("tab")
    await seat.press("ctrl+s")


async def test_somebody_new_is_registered(practice: SmallPractice) -> None:
    """The last row opens the form; what was typed is understood, said back, saved, and shown."""
    async with seated(practice) as seat:
        await seat.press("slash", "ctrl+n")
        await seat.type("Novak")
        await seat.press("tab")
        await seat.type("Ana")
        await seat.press("tab", "tab", "tab")
        await seat.type("1.2.60")
        assert "01-Feb-1960, 66 years old" in seat.text
        await seat.press("tab", "tab", "tab")
        await seat.type("9990000034")
        assert "NHS No. 999 000 0034" in seat.text
        await seat.press("ctrl+s")
        assert "PersonScreen" == seat.named
        assert "NOVAK, Ana  Born 01-Feb-1960 (66 y)" in seat.text


async def test_what_was_typed_into_find_is_in_the_form(practice: SmallPractice) -> None:
    """Whoever was not found need not be typed twice."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("novak, ana 1/2/1960")
        await seat.press("ctrl+n")
        for words in ("novak", "ana", "1/2/1960"):
            assert words in "\n".join(line[19:] for line in seat.lines)


async def test_bad_answers_get_one_sentence_and_stay(practice: SmallPractice) -> None:
    """A date of birth to come and a missing family name are said beside their fields; nothing typed is lost.

    Leaving the form asks nothing; opened again it goes on where it was.
    """
    async with seated(practice) as seat:
        await seat.press("slash", "ctrl+n", "tab")
        await seat.type("Ana")
        await seat.press("tab", "tab", "tab")
        await seat.type("1/2/2060")
        await seat.press("ctrl+s")
        assert "A family name is needed." in seat.text
        assert "“1/2/2060” is still to come" in seat.panel
        assert "Ana" in seat.text
        await seat.press("escape", "ctrl+n")
        assert "Ana" in seat.text
        assert "Continuing what you wrote at 10:20" in seat.text


async def test_an_invalid_number_is_kept_and_said_to_be_invalid(practice: SmallPractice) -> None:
    """A number that fails is saved as typed, with its sentence on the record, which says who registered the person."""
    async with seated(practice) as seat:
        await seat.press("slash", "ctrl+n")
        await _register(seat, "Novak", "Ana", "", "", "", "", "", "123")
        assert "NHS No. 123 (number not valid)" in seat.text
    record = open_record(practice.desk(Role.NURSE), practice.person("novak"))
    assert "Rita Shaw" == record.staff[record.person.authored_by]


async def test_likely_doubles_are_shown_before_registering(practice: SmallPractice) -> None:
    """Somebody with the same name and date of birth is shown with identifiers; that record can be opened instead."""
    async with seated(practice) as seat:
        await seat.press("slash", "ctrl+n")
        await _register(seat, "Jackson", "Margaret", "", "", "4/3/1951")
        assert "Somebody here may already be this person." in seat.text
        assert "943 476 5919" in seat.line_with("JACKSON, Margaret (Mrs)")
        await seat.press("enter")
        assert "PersonScreen" == seat.named
        assert "14 Station Road" in seat.text


async def test_a_double_can_be_registered_anyway_or_corrected(practice: SmallPractice) -> None:
    """Esc goes back to the form with every word; the last row registers a second person of that name."""
    async with seated(practice) as seat:
        await seat.press("slash", "ctrl+n")
        await _register(seat, "Jackson", "Margaret", "", "", "4/3/1951")
        await seat.press("escape")
        assert "Not registered yet" in seat.text
        assert "Margaret" in seat.text
        await seat.press("ctrl+s", "end", "enter")
        assert "PersonScreen" == seat.named
        assert "14 Station Road" not in seat.text
    found = lists.find(practice.desk(Role.NURSE), "4/3/1951")
    assert 2 == len(found)
