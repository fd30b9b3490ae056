"""What the person beside sees: one thing, large, in plain words, and nothing that is not for them to see here."""

from collections.abc import Callable
from datetime import date

import pytest
from textual.widgets import Digits

from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, DecisionDraft, GoalDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import DecisionStatus, Doer, Raiser, Role
from hoc_tui.screens.clinical import NOT_ALLOWED
from hoc_tui.screens.show_to_person import ShowToPersonScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.conversation import ConversationDraft, put_down
from hoc_tui.services.records import open_record
from hoc_tui.widgets.shown import NOT_HERE
from tests.support.conversation import Story, tell
from tests.support.laboratory import HBA1C_KEY, PRESSURE_KEY, send_history
from tests.support.practice import SmallPractice
from tests.support.reading_room import reading_room
from tests.support.seat import SIZES

SECRETS = ("neighbour", "drinks", "secret", "Aisha", "Hearing aid for Ted")
"""Words that stand in private and third-party notes only, and somebody else's name."""


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def tell_more(practice: SmallPractice) -> Story:
    """Mrs Jackson's story, with a private goal, and a note that came from her daughter."""
    told = tell(practice)
    goal = note(practice, told, GoalDraft(words="My secret plan", private=True))
    note(practice, told, ActionDraft(what="Hearing aid for Ted", goal_id=goal.id))
    carer = AgendaDraft(text="Mum forgets her tablets", raised_by=Raiser.CARER, raiser_name="daughter Aisha")
    note(practice, told, carer)
    helper = ActionDraft(what="Sort the tablets", goal_id=told.goal.id, doer=Doer.CARER, doer_name="Aisha")
    note(practice, told, helper.model_copy(update={"due_on": date(2026, 12, 1), "cue": "it is Sunday"}))
    return told


@pytest.fixture
def tale() -> Callable[[SmallPractice], Story]:
    """The story with what is private."""
    return tell_more


def note(practice: SmallPractice, story: Story, draft: ConversationDraft) -> Item:
    """Add something to the record."""
    return put_down(practice.desk(Role.NURSE), story.person_id, draft).item


def record_of(practice: SmallPractice, story: Story) -> Record:
    """The record as the database has it."""
    return open_record(practice.desk(Role.NURSE), story.person_id)


def shown(record: Record, key: str | None) -> Callable[[Workplace], ShowToPersonScreen]:
    """Shows one thing."""
    return lambda work: ShowToPersonScreen(work, record, key)


@pytest.mark.parametrize("size", SIZES)
async def test_a_result_is_shown_large_and_in_words(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Name, value, what it shows, the aim and where it stands: all in sight at every size, dates in full.

    No code, no laboratory comment, no flag, no status word that only staff use.
    """
    record = open_record(practice.desk(Role.NURSE), send_history(practice))
    async with reading_room(practice, shown(record, HBA1C_KEY), size=size) as room:
        words, lines = room.words, room.text.splitlines()
        large = room.app.screen.query_one(Digits).value

    assert large == "61"
    assert any(line.strip() == "mmol/mol" for line in lines)
    assert "This test shows how much sugar has been in your blood" in words
    assert "Yours was 61 mmol/mol on 2 November 2026." in words
    assert "Your aim is 53 mmol/mol or under. It is above your aim." in words
    assert "3 June 2019" in words
    assert "╌ the aim" in words
    assert "Any key goes back" in words
    for part in ("999791000000106", "snomed", "haemolysed", "flag", "preliminary", "Laboratory"):
        assert part not in words
    assert "This is an early result and may still change." in words


async def test_a_pair_of_pressures_is_one_value(practice: SmallPractice) -> None:
    """142/84 stands there as one, with its unit below."""
    record = open_record(practice.desk(Role.NURSE), send_history(practice))
    async with reading_room(practice, shown(record, PRESSURE_KEY), size=(120, 40)) as room:
        large, words = room.app.screen.query_one(Digits).value, room.words

    assert large == "142/84"
    assert "Yours was 142/84 mmHg on 2 November 2026." in words


async def test_it_works_in_ascii_and_without_colours(practice: SmallPractice) -> None:
    """There the value is spaced and bold, and the line is made of plain characters."""
    record = open_record(practice.desk(Role.NURSE), send_history(practice))
    async with reading_room(practice, shown(record, HBA1C_KEY), ascii_only=True) as room:
        text = room.text
        await room.press("a")
        assert room.on(TodayScreen)

    assert text.isascii()
    assert "6 1 mmol/mol" in text


async def test_any_key_goes_back(practice: SmallPractice, story: Story) -> None:
    """Also those that do something on other screens."""
    page = shown(record_of(practice, story), str(story.worry.id))
    async with reading_room(practice, page) as room:
        for key in ("escape", "enter", "x", "slash", "question_mark", "f8", "space", "down"):
            assert room.on(ShowToPersonScreen), key
            await room.press(key)
            assert room.on(TodayScreen), key
            await room.open(page(room.work))


async def test_what_does_not_fit_can_be_read_on(practice: SmallPractice, story: Story) -> None:
    """The arrows read on while there is more, and the foot says so; any other key goes back."""
    for worry in ("My feet hurt", "I sleep badly", "Who looks after the dog?", "The stairs"):
        note(practice, story, AgendaDraft(text=worry))
    async with reading_room(practice, shown(record_of(practice, story), None)) as room:
        assert "More below:" in room.text
        assert "Down reads on Any other key goes back" in room.words
        await room.press("end")
        assert room.on(ShowToPersonScreen)
        assert "More below:" not in room.text
        await room.press("x")
        assert room.on(TodayScreen)


async def test_a_goal_is_shown_with_its_actions(practice: SmallPractice, story: Story) -> None:
    """The person's own words, how much it matters, and who does what by when."""
    record = record_of(practice, story)
    async with reading_room(practice, shown(record, str(story.goal.id)), size=(120, 40)) as room:
        of_the_goal = room.words
        await room.open(ShowToPersonScreen(room.work, record, str(story.action.id)))
        of_the_action = room.words
    for words in (of_the_goal, of_the_action):
        assert "“Back to the allotment”" in words
        assert "How much it matters: 9 out of 10." in words
        assert "• B12 test. Sam Lee." in words
        assert "• Sort the tablets. Somebody who helps you, by 1 December 2026." in words
        assert "This goes with “Do I need all these tablets?”." in words


async def test_something_to_talk_about_is_shown_in_its_own_words(practice: SmallPractice, story: Story) -> None:
    """Alone, in quotation marks, with where it stands."""
    async with reading_room(practice, shown(record_of(practice, story), str(story.worry.id))) as room:
        words = room.words

    assert "You want to talk about “Do I need all these tablets?” We have not talked about this yet." in words
    assert "allotment" in words
    assert "Blood sugar rising" not in words


SAID = {
    DecisionStatus.IN_PROGRESS: "IN PROGRESS: this has not been decided yet.",
    DecisionStatus.NOT_READY: "Not decided. It is fine to take more time.",
    DecisionStatus.AGREED: "We have decided this together. We chose: Stop one.",
}


async def test_a_decision_says_whether_it_is_made(practice: SmallPractice, story: Story) -> None:
    """Only one that was agreed names what was chosen (hazard H08)."""
    draft = DecisionDraft(about="Fewer tablets", options=("Carry on", "Stop one"), chosen="Stop one")
    decisions = {
        status: note(practice, story, draft.model_copy(update={"status": status, "about": f"Tablets, {status}"}))
        for status in SAID
    }
    record = record_of(practice, story)
    async with reading_room(practice, shown(record, str(story.worry.id))) as room:
        for status, said in SAID.items():
            await room.open(ShowToPersonScreen(room.work, record, str(decisions[status].id)))
            assert said in room.words
            assert ("We chose" in room.words) == (status is DecisionStatus.AGREED)


async def test_private_notes_and_other_people_are_nowhere(practice: SmallPractice, story: Story) -> None:
    """Whatever key is asked for, no word of a private or third-party note and nobody else's name (hazard H12)."""
    record = record_of(practice, story)
    items = (*record.agenda, *record.goals, *record.actions, *record.decisions)
    hidden = [item for item in items if getattr(item, "private", False) or getattr(item, "third_party", False)]
    async with reading_room(practice, shown(record, None), size=(120, 90)) as room:
        pages = {"": room.words.lower()}
        for item in items:
            await room.open(ShowToPersonScreen(room.work, record, str(item.id)))
            pages[str(item.id)] = room.words.lower()
            await room.press("x")

    assert [page for page in pages.values() for secret in SECRETS if secret.lower() in page] == []
    assert len(hidden) == 2
    assert all(NOT_HERE.lower() in pages[str(item.id)] for item in hidden)


async def test_hostile_words_are_text(practice: SmallPractice, story: Story) -> None:
    """Markup, escapes and turned-round letters in a goal and an action do nothing."""
    nasty = "[/] [@click=app.quit]x \x1b]0;t\x07 \u202egnp"
    goal = note(practice, story, GoalDraft(words=nasty, why=nasty))
    note(practice, story, ActionDraft(what=nasty, goal_id=goal.id, cue=nasty, response=nasty, doer_name=nasty))
    record = record_of(practice, story)
    async with reading_room(practice, shown(record, str(goal.id)), size=(120, 90)) as room:
        of_the_goal = room.text
        await room.open(ShowToPersonScreen(room.work, record, None))
        of_the_plan = room.text
    for text in (of_the_goal, of_the_plan):
        assert "[/] [@click=app.quit]x" in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_an_empty_plan_says_so(practice: SmallPractice) -> None:
    """Nothing is no reason for an empty page."""
    record = open_record(practice.desk(Role.NURSE), practice.person("Ahmed"))
    async with reading_room(practice, shown(record, None)) as room:
        assert "There is nothing in it yet." in room.words


async def test_reception_is_shown_nothing(practice: SmallPractice, story: Story) -> None:
    """A receptionist sees one sentence; any key goes back from it, too."""
    screen = shown(record_of(practice, story), str(story.goal.id))
    async with reading_room(practice, screen, role=Role.RECEPTIONIST) as room:
        words = room.words
        await room.press("x")
        assert room.on(TodayScreen)
    assert NOT_ALLOWED in words
    assert "allotment" not in words
