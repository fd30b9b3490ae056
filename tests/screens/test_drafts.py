"""What was typed and not saved: kept at every key, offered on return in the right record, saved as it was begun."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from textual.screen import Screen
from textual.widgets import Static

from hoc_tui.domain.planning import AgendaItem
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ItemKind, Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.person import PersonScreen
from hoc_tui.services.conversation import rewrite, take_out
from hoc_tui.services.lists import find
from hoc_tui.services.records import open_record
from hoc_tui.services.saving import Spot
from tests.support.conversation import Story
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, seated
from tests.support.shelf import Shelf

WRITING = "You were writing “Something to talk about” at"


@asynccontextmanager
async def sitting(
    practice: SmallPractice,
    shelf: Shelf,
    person_id: UUID,
    screen: type[ConsultationScreen | PersonScreen] = ConsultationScreen,
) -> AsyncIterator[Seat]:
    """Nurse Patel, in a program of her own, with a record open; the program's end is a kill to its drafts."""
    async with seated(practice, Role.NURSE, journal=shelf) as seat:
        await show(seat, screen(seat.screen.work, person_id))  # type: ignore[attr-defined]
        yield seat


async def show(seat: Seat, screen: Screen[None]) -> None:
    """Open a screen."""
    seat.app.push_screen(screen)
    await seat.settle()


_LEFT: dict[tuple[str, ...], dict[str, Draft]] = {}
"""What a program that ended left behind, by the words and the keys: all tests' practices are the same till then."""


async def write_and_die(practice: SmallPractice, shelf: Shelf, story: Story, words: str, *keys: str) -> None:
    """Begin to write in Mrs Jackson's conversation; the program ends with the form open."""
    if (words, *keys) not in _LEFT:
        async with sitting(practice, shelf, story.person_id) as seat:
            conversation = seat.screen
            assert isinstance(conversation, ConsultationScreen)
            conversation.point_to(story.worry.id)
            await seat.press(*keys)
            await seat.type(words)
        _LEFT[words, *keys] = dict(shelf.drafts)
    shelf.drafts |= _LEFT[words, *keys]


def record(practice: SmallPractice, story: Story) -> Record:
    """The record as the database has it."""
    return open_record(practice.desk(Role.NURSE), story.person_id)


def worry(practice: SmallPractice, story: Story) -> AgendaItem:
    """What she asked, as the database has it."""
    return next(item for item in record(practice, story).agenda if item.id == story.worry.id)


# At every key ----------------------------------------------------------------------------------------------------


async def test_every_key_is_handed_over_and_an_opened_form_is_not(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """The journal gets each key as it is typed, also a changed choice, and nothing for a form that is only opened."""
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("a")
        assert [] == shelf.steps
        await seat.press("I", "space")
        assert ["I person  open", "I  person  open"] == shelf.steps
        await seat.press("tab", "right")
        assert [{"text": "I ", "raised_by": "carer", "mark": "open"}] == shelf.words


async def test_an_emptied_form_leaves_nothing_and_a_saved_ones_words_were_on_the_disk_before(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """What is as it was at first needs no draft.

    What is saved: the journal notes under which id the words are sent, the database gets them, then the draft goes.
    """
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("a", "x", "backspace")
        assert ["x person  open", "forgotten"] == shelf.steps[:2]
        assert {} == shelf.drafts
        shelf.steps.clear()
        await seat.press("x", "ctrl+s")

    assert ["x person  open", "x person  open", "noted", "forgotten"] == shelf.steps[:4]
    assert {} == shelf.drafts


async def test_emptying_a_changed_item_lets_its_draft_go(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """Somebody who wants none of it clears the words; the item itself stays as it is."""
    await write_and_die(practice, shelf, story, " I feel sick", "e")
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("y", "ctrl+end", "ctrl+u")
        assert {} == shelf.drafts
        await seat.press("escape")
        assert "You were writing" not in seat.words

    assert "Do I need all these tablets?" == worry(practice, story).text


async def test_the_agree_form_is_kept_too(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """Who was here and how the person stands to it are kept while they are typed, and offered on return."""
    await write_and_die(practice, shelf, story, "her daughter", "f8")
    assert ["her daughter"] == [one.values["present"] for one in shelf.drafts.values()]
    async with sitting(practice, shelf, story.person_id) as seat:
        assert "You were writing “Agree the care plan” at" in seat.words
        await seat.press("y")
        assert "AgreeScreen" == seat.named
        assert "her daughter" in seat.text


# On return -------------------------------------------------------------------------------------------------------


async def test_the_record_offers_what_was_being_written_there(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """A quiet line and one key lead back into the form; saved, it is in the record once, and the line is gone."""
    await write_and_die(practice, shelf, story, "I lie awake", "a")
    async with sitting(practice, shelf, story.person_id) as seat:
        assert WRITING in seat.words
        await seat.press("y")
        assert "I lie awake" in seat.text
        await seat.type("!")
        await seat.press("ctrl+s")
        assert WRITING not in seat.words
        assert "draft.continue" not in {
            active.binding.id for active in seat.screen.active_bindings.values() if active.enabled
        }

    assert ["I lie awake!"] == [item.text for item in record(practice, story).agenda if "awake" in item.text]
    assert {} == shelf.drafts


async def test_today_says_that_something_waits_and_not_whose(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """One sentence without a name: a list is read by whoever stands by."""
    await write_and_die(practice, shelf, story, "I lie awake", "a")
    async with seated(practice, Role.NURSE, journal=shelf) as seat:
        assert "It is kept: open that record to go on." in seat.words


async def test_a_registration_is_offered_by_its_own_key(practice: SmallPractice, shelf: Shelf) -> None:
    """Somebody who is nobody's record yet is gone on with where registering begins."""
    for words in ("Zebedee", " Xavier"):
        async with seated(practice, Role.RECEPTIONIST, journal=shelf) as seat:
            await seat.press("slash")
            await seat.type("qqq")
            await seat.press("enter", "enter")
            assert "FormScreen" == seat.named
            await seat.type(words)
    assert 1 == len(shelf.drafts)
    assert any("Zebedee Xavier" in text for text in shelf.words[0].values())


async def test_no_other_record_offers_it(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """Words belong to the person they were typed for, whichever page of whoever else is opened."""
    await write_and_die(practice, shelf, story, "I lie awake", "a")
    (ahmed,) = find(practice.desk(Role.NURSE), "ahmed")
    for screen in (ConsultationScreen, PersonScreen):
        async with sitting(practice, shelf, ahmed.person_id, screen) as seat:
            assert "You were writing" not in seat.words
            await seat.press("y")
            assert screen.__name__ == seat.named


async def test_details_that_were_being_written_open_on_their_own_page(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """The conversation offers a form of the person's page, too, and leads there."""
    async with sitting(practice, shelf, story.person_id, PersonScreen) as seat:
        await seat.press("c")
        await seat.type("Jill")
    async with sitting(practice, shelf, story.person_id) as seat:
        assert "You were writing “Somebody beside them” at" in seat.words
        await seat.press("y")
        assert "FormScreen" == seat.named
        assert "Jill" in seat.text
        await seat.press("escape")
        assert "PersonScreen" == seat.named


async def test_what_was_saved_after_all_is_not_offered(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """A program that died between saving and forgetting has saved: nothing is offered, nothing is there twice."""
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("a")
        await seat.type("I lie awake")
        forgotten = dict(shelf.drafts)
        await seat.press("ctrl+s")
        sent = next(item.id for item in record(practice, story).agenda if item.text == "I lie awake")
    (draft,) = forgotten.values()
    shelf.drafts[draft.draft_id] = type(draft)(**{**vars(draft), "op_id": sent})
    async with sitting(practice, shelf, story.person_id) as seat:
        assert "You were writing" not in seat.words
    assert {} == shelf.drafts


# When the item has changed since ---------------------------------------------------------------------------------


def continuing(seat: Seat) -> str:
    """What the form says about the draft it goes on with."""
    return str(seat.screen.query_one("#draft", Static).content)


def spot(practice: SmallPractice, story: Story) -> Spot:
    """The worry as it stands."""
    return Spot.of(ItemKind.AGENDA, worry(practice, story))


async def test_another_field_that_changed_since_stays_changed(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """The form says that something has changed; saving compares with what was read then, and both changes stand."""
    await write_and_die(practice, shelf, story, " I feel sick", "e")
    rewrite(practice.desk(Role.GP), spot(practice, story), {"raiser_name": "Jill"})
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("y")
        assert "It has been changed since; saving puts both together, or asks." in continuing(seat)
        await seat.press("ctrl+s")
        assert "ConsultationScreen" == seat.named

    now = worry(practice, story)
    assert "Do I need all these tablets? I feel sick" == now.text
    assert "Jill" == now.raiser_name


async def test_the_same_words_changed_since_are_never_overwritten(
    practice: SmallPractice, story: Story, shelf: Shelf
) -> None:
    """The view that shows both opens, and what the other wrote stands until somebody chooses."""
    await write_and_die(practice, shelf, story, " I feel sick", "e")
    rewrite(practice.desk(Role.GP), spot(practice, story), {"text": "Which can stop?"})
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("y", "ctrl+s")
        assert "ClashScreen" == seat.named

    assert "Which can stop?" == worry(practice, story).text
    assert ["Do I need all these tablets? I feel sick"] == [one.values["text"] for one in shelf.drafts.values()]


async def test_a_third_text_is_kept_while_it_is_written(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """What is typed between two that clash is in the form's own draft, and in the form when it is not settled."""
    async with sitting(practice, shelf, story.person_id) as seat:
        conversation = seat.screen
        assert isinstance(conversation, ConsultationScreen)
        conversation.point_to(story.worry.id)
        await seat.press("e")
        rewrite(practice.desk(Role.GP), spot(practice, story), {"text": "Which can stop?"})
        await seat.type(" I feel sick")
        await seat.press("ctrl+s", "down", "down", "enter")
        await seat.type(" each day")
        assert ["Do I need all these tablets? I feel sick each day"] == [one["text"] for one in shelf.words]
        await seat.press("escape")
        assert "FormScreen" == seat.named
        assert "I feel sick each day" in seat.text


async def test_what_was_taken_out_since_says_so(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """The words are not lost with the item: the form opens with them, and says what has happened."""
    await write_and_die(practice, shelf, story, " I feel sick", "e")
    take_out(practice.desk(Role.GP), spot(practice, story), "said twice")
    async with sitting(practice, shelf, story.person_id) as seat:
        await seat.press("y")
        assert "It has been taken out since; saving asks whether to bring it back." in continuing(seat)
        assert "I feel sick" in seat.text
        await seat.press("ctrl+s")
        assert "ClashScreen" == seat.named

    assert ["Do I need all these tablets? I feel sick"] == [one.values["text"] for one in shelf.drafts.values()]


async def test_the_line_names_the_key_that_somebody_wants(practice: SmallPractice, story: Story, shelf: Shelf) -> None:
    """A keymap moves the key, and the line says the new one."""
    await write_and_die(practice, shelf, story, "I lie awake", "a")
    async with seated(practice, Role.NURSE, journal=shelf, keymap={"draft.continue": "f7"}) as seat:
        await show(seat, ConsultationScreen(seat.screen.work, story.person_id))  # type: ignore[attr-defined]
        assert "Press F7 to go on." in seat.words
        await seat.press("f7")
        assert "I lie awake" in seat.text
