"""Agreeing the plan from the first reminder to the frozen version, on a real database, with real keys."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from hoc_tui.domain.planning import GoalDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement, ItemKind, Role, Step
from hoc_tui.screens.agree import NOT_SHOWN, AgreeScreen
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import read_version
from hoc_tui.services.conversation import put_down, rewrite
from hoc_tui.services.records import open_record
from hoc_tui.services.saving import Spot
from tests.support.conversation import Story
from tests.support.laboratory import HBA1C, number, send
from tests.support.practice import SmallPractice
from tests.support.reading_room import ReadingRoom, reading_room
from tests.support.seat import SIZES

TALL = (80, 48)
"""A window in which the form covers everything else."""
BY_PERSON, BY_REPRESENTATIVE, WITH_DIFFERENCE, NOT_AGREED = 1, 2, 3, 4
"""How often the answer is turned until it stands there."""


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def record_of(practice: SmallPractice, story: Story) -> Record:
    """The record as the database has it now."""
    return open_record(practice.desk(Role.NURSE), story.person_id)


def agreeing(practice: SmallPractice, story: Story) -> Callable[[Workplace], AgreeScreen]:
    """Opens the form on the record as it is now."""
    record = record_of(practice, story)
    return lambda work: AgreeScreen(work, record)


async def answer(room: ReadingRoom, turns: int, *, present: str = "", words: str = "", review: str = "") -> None:
    """Fill the form in from its first field, and save."""
    await room.type(present)
    await room.press("tab", *("right",) * turns, "tab")
    if turns != BY_PERSON:
        await room.type(words)
        await room.press("tab")
    await room.type(review)
    await room.press("ctrl+s")


@pytest.mark.parametrize("size", SIZES)
async def test_the_plan_is_agreed_frozen_and_shown(
    practice: SmallPractice, story: Story, size: tuple[int, int]
) -> None:
    """Checklist, answers, version 1, and then the version itself on the screen."""
    async with reading_room(practice, agreeing(practice, story), size=size) as room:
        assert "to discuss: Do I need all these tablets?" in room.words
        await answer(room, BY_PERSON, present="her daughter", review="12 months")
        screen = room.app.screen
        words = room.words

    version = read_version(practice.desk(Role.NURSE), story.person_id, 1)
    assert isinstance(screen, PlanScreen)
    assert "[plan 1 20-Nov-2026]" in words
    assert "Plan 1, agreed 20 November 2026" in words
    assert version.terms.agreement is Agreement.BY_PERSON
    assert (version.terms.present, version.terms.review_on) == ("her daughter", date(2027, 11, 20))
    visit = next(iter(record_of(practice, story).visits))
    assert visit.step is Step.PLAN_AGREED


async def test_nobody_agrees_by_default_nor_by_letters_and_enter(practice: SmallPractice, story: Story) -> None:
    """How the person stands to the plan must be said; no key alone says it for them.

    A bar-code reader types letters and Enter: they fill a field and go on to the next.
    """
    async with reading_room(practice, agreeing(practice, story)) as room:
        await room.press("ctrl+s")
        assert room.on(AgreeScreen)
        assert "Say how they stand to it." in room.words
        await room.press("home", "shift+tab", *"943476", "enter", "right", "tab", "enter", "enter", "enter")
        assert room.on(AgreeScreen)
    assert record_of(practice, story).versions == ()


@pytest.mark.parametrize(
    ("turns", "asked", "agreement"),
    [
        (WITH_DIFFERENCE, "Say in the person's words what they see differently.", Agreement.WITH_DIFFERENCE),
        (NOT_AGREED, "Say in the person's words why not.", Agreement.NOT_AGREED),
    ],
)
async def test_a_difference_needs_the_persons_words(
    practice: SmallPractice, story: Story, turns: int, asked: str, agreement: Agreement
) -> None:
    """Without them nothing is kept; with them they are kept as they were said."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        await answer(room, turns)
        assert asked in room.words
        assert record_of(practice, story).versions == ()
        await room.type("I would rather walk than swim")
        await room.press("ctrl+s")
        assert room.on(PlanScreen)
    terms = read_version(practice.desk(Role.NURSE), story.person_id, 1).terms
    assert (terms.agreement, terms.difference) == (agreement, "I would rather walk than swim")


async def test_a_representative_must_be_named(practice: SmallPractice, story: Story) -> None:
    """Who agreed for the person stands in the version."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        await answer(room, BY_REPRESENTATIVE)
        assert "Say who agreed for the person." in room.words
        await room.type("Ted Jackson, attorney")
        await room.press("ctrl+s")
        words = room.words
    assert "by Ted Jackson, attorney" in words


async def test_only_the_question_that_belongs_is_asked(practice: SmallPractice, story: Story) -> None:
    """Somebody who simply agrees is not asked why not."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        assert "Why not?" not in room.words
        await room.press("tab", *("right",) * NOT_AGREED)
        assert "Why not? In their words." in room.words
        assert "What do they see differently?" not in room.words


async def test_the_review_date_is_said_back_before_it_is_kept(practice: SmallPractice, story: Story) -> None:
    """Typed, "6/12" is six months and never the sixth of December; nonsense gets one sentence and stays.

    In the smallest window, too, the line that says a date back is not below the edge of the form.
    """
    async with reading_room(practice, agreeing(practice, story)) as room:
        await room.press("tab", "right", "tab")
        await room.type("6/12")
        assert "Thu 20-May-2027, in 6 months" in room.words
        await room.type("zz")
        await room.press("ctrl+s")
        assert "6/12zz" in room.text
        assert room.on(AgreeScreen)
    assert record_of(practice, story).versions == ()


async def test_a_change_by_somebody_else_is_shown_before_agreeing(practice: SmallPractice, story: Story) -> None:
    """What is new is shown in words, the answers stay, and the same key agrees on the fresh record."""
    doctor = practice.desk(Role.GP)
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        spot = Spot.of(ItemKind.GOAL, record_of(practice, story).goals[0])
        rewrite(doctor, spot, {"confidence": 8})
        put_down(doctor, story.person_id, GoalDraft(words="Sleep through the night"))
        await answer(room, BY_PERSON, present="her daughter")
        words = room.words
        assert record_of(practice, story).versions == ()
        await room.press("ctrl+s")
        assert room.on(PlanScreen)

    assert "The plan changed since you read it." in words
    assert "1 new. 1 changed. Look at it, then agree again." in words
    assert "Goal, new: “Sleep through the night”" in words
    assert "then: 5 out of 10 now: 8 out of 10" in words
    version = read_version(doctor, story.person_id, 1)
    assert version.terms.present == "her daughter"
    assert {goal.words for goal in version.content.goals} == {"Back to the allotment", "Sleep through the night"}


async def test_leaving_keeps_every_word(practice: SmallPractice, story: Story) -> None:
    """Esc asks nothing; the form opens again with what was typed, and says since when."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        await room.press("tab", *("right",) * WITH_DIFFERENCE, "tab")
        await room.type("walking")
        await room.press("escape")
        assert room.on(TodayScreen)
        await room.open(AgreeScreen(room.work, record_of(practice, story)))
        words = room.words
    assert "Continuing what you wrote at 10:20; it was not saved." in words
    assert "walking" in words


async def test_a_reminder_leads_back_to_what_it_is_about(practice: SmallPractice, story: Story) -> None:
    """Enter on a reminder leaves the form and says which item is wanted.

    The missing review is asked for right here: its reminder leads to the field and not out of the form.
    """
    wanted: list[UUID] = []
    record = record_of(practice, story)
    async with reading_room(practice, lambda work: AgreeScreen(work, record, lead_to=wanted.append), size=TALL) as room:
        await room.press("shift+tab", "end", "up", "up", "enter")
        assert room.on(AgreeScreen)
        focused = room.app.focused
        assert focused is not None
        assert focused.id == "field-review_on"
        await room.open(AgreeScreen(room.work, record, lead_to=wanted.append))
        await room.press("shift+tab", "down", "enter")
        assert room.on(AgreeScreen)
    assert wanted == [story.worry.id]


async def test_reminders_tell_nothing_that_is_not_shown(practice: SmallPractice, story: Story) -> None:
    """A note of or about somebody else is counted as unfinished, without its words (hazard H12)."""
    async with reading_room(practice, agreeing(practice, story), size=(160, 48)) as room:
        await room.press("shift+tab", "end")
        words = room.words
    assert NOT_SHOWN in words
    assert "neighbour" not in words


async def test_hostile_words_are_kept_and_shown_as_text(practice: SmallPractice, story: Story) -> None:
    """Markup in every field does nothing but stand there."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        await answer(room, WITH_DIFFERENCE, present="[/]", words="[/b][@click=app.quit]x")
        text = room.text
    terms = read_version(practice.desk(Role.NURSE), story.person_id, 1).terms
    assert terms.difference == "[/b][@click=app.quit]x"
    assert "[/b][@click=app.quit]x" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_who_may_not_agree_is_told_so(practice: SmallPractice, story: Story) -> None:
    """A receptionist and a healthcare assistant see a sentence and no question."""
    for role in (Role.RECEPTIONIST, Role.HEALTHCARE_ASSISTANT):
        async with reading_room(practice, agreeing(practice, story), role=role) as room:
            words = room.words
            await room.press("ctrl+s")
        assert "Your role here may not agree the plan with the person." in words
        assert "to discuss" not in words
    assert record_of(practice, story).versions == ()


async def test_a_new_result_is_shown_before_agreeing(practice: SmallPractice, story: Story) -> None:
    """What the laboratory sent meanwhile belongs to the plan that is agreed, and is looked at first."""
    async with reading_room(practice, agreeing(practice, story), size=TALL) as room:
        send(practice, number(HBA1C, "70", "mmol/mol", "2026-11-19"), name="later.json")
        await answer(room, BY_PERSON)
        words = room.words
    assert "Only results or the review have changed." in words
    assert "then: 61 mmol/mol, 02-Nov-2026 now: 70 mmol/mol, 19-Nov-2026" in words
