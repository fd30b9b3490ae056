"""Reading the plan as it would be printed, and every version that was agreed, also one in the wrong record."""

from collections.abc import Callable

import pytest

from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft, DecisionDraft
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.screens.agree import AgreeScreen
from hoc_tui.screens.clinical import NOT_ALLOWED
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import agree, read_version
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from tests.support.conversation import Story
from tests.support.practice import SmallPractice
from tests.support.reading_room import reading_room
from tests.support.seat import SIZES


@pytest.fixture
def demo() -> bool:
    """A practice as in earnest."""
    return False


def agreed(practice: SmallPractice, story: Story, agreement: Agreement = Agreement.BY_PERSON, **terms: str) -> None:
    """Agree the plan as it stands."""
    nurse = practice.desk(Role.NURSE)
    record = open_record(nurse, story.person_id)
    agree(nurse, record, AgreeDraft.model_validate({"agreement": agreement} | terms))


def plan(story: Story, number: int | None = None) -> Callable[[Workplace], PlanScreen]:
    """Opens the plan."""
    return lambda work: PlanScreen(work, story.person_id, number)


@pytest.mark.parametrize("size", SIZES)
async def test_the_draft_reads_as_it_would_be_printed(
    practice: SmallPractice, story: Story, size: tuple[int, int]
) -> None:
    """Banner, which plan it is, and the whole sheet; nothing is cut at any size."""
    async with reading_room(practice, plan(story), size=size) as room:
        assert "JACKSON, Margaret (Mrs) Born 04-Mar-1951 (75 y)" in room.words
        seen = await room.read_through()

    assert "[draft]" in seen
    for fact in (
        "MY CARE PLAN",
        "Draft, nothing agreed yet",
        "“Do I need all these tablets?”",
        "B12 test",
        "61 mmol/mol",
    ):
        assert fact in seen
    assert "…" not in seen


async def test_nothing_private_or_of_others_is_on_the_sheet(practice: SmallPractice, story: Story) -> None:
    """How many notes are left out is said, and not one word of them (hazard H12)."""
    put_down(practice.desk(Role.NURSE), story.person_id, AgendaDraft(text="My secret worry", private=True))
    agreed(practice, story)
    async with reading_room(practice, plan(story), size=(160, 48)) as room:
        draft = await room.read_through()
        await room.press("left_square_bracket")
        agreed_plan = await room.read_through()
    assert "[plan 1 20-Nov-2026]" in agreed_plan
    for seen in (draft, agreed_plan):
        assert "2 notes not shown here" in seen
        assert "neighbour" not in seen
        assert "secret" not in seen


async def test_a_decision_under_way_does_not_read_as_made(practice: SmallPractice, story: Story) -> None:
    """What somebody leans towards is not what was decided (hazard H08)."""
    choice = DecisionDraft(about="Fewer tablets", options=("Carry on", "Stop one"), chosen="Stop one")
    put_down(practice.desk(Role.NURSE), story.person_id, choice)
    async with reading_room(practice, plan(story), size=(160, 48)) as room:
        seen = await room.read_through()

    assert "Still thinking about: Stop one" in seen
    assert "Decided: Stop one" not in seen


async def test_versions_are_turned_like_pages(practice: SmallPractice, story: Story) -> None:
    """`[` goes to older plans, `]` back towards the draft; the keys are offered only where they lead somewhere."""
    agreed(practice, story)
    put_down(practice.desk(Role.NURSE), story.person_id, AgendaDraft(text="My feet hurt"))
    agreed(practice, story)
    async with reading_room(practice, plan(story), size=(120, 40)) as room:
        assert "The care plan · [draft] · plan 2 20-Nov-2026 · plan 1 20-Nov-2026" in room.words
        assert "[ Older" in room.words
        assert "] Newer" not in room.words
        await room.press("left_square_bracket")
        assert "[plan 2 20-Nov-2026]" in room.words
        assert "My feet hurt" in await room.read_through()
        await room.press("left_square_bracket")
        assert "[plan 1 20-Nov-2026]" in room.words
        assert "[ Older" not in room.words
        assert "My feet hurt" not in await room.read_through()
        await room.press("right_square_bracket", "right_square_bracket")
        assert "[draft]" in room.words


async def test_the_plans_own_history_is_one_key_away(practice: SmallPractice, story: Story) -> None:
    """`h` says who set the review and who was there, and not what happened to the person's name."""
    agreed(practice, story, reviewer="Nurse Patel", present="daughter Aisha")
    async with reading_room(practice, plan(story)) as room:
        await room.press("h")
        assert "History: The review of the plan" in room.words
        assert "Who reviews: Nurse Patel" in room.words
        assert "Family name" not in room.words


def on_the_sheet(seen: str) -> str:
    """What is read from the plan's own title on, so not the banner and the lines above the sheet."""
    return seen.partition("MY CARE PLAN")[2]


async def test_how_a_version_was_agreed_stands_above_it_and_on_the_sheet_itself(
    practice: SmallPractice, story: Story
) -> None:
    """Who stood how to it, in their words, and who was there; the sheet is what is printed and taken home."""
    agreed(practice, story, Agreement.NOT_AGREED, difference="Too many tablets", present="her daughter")
    async with reading_room(practice, plan(story, 1), size=(120, 40)) as room:
        words = room.words
        sheet = on_the_sheet(await room.read_through())

    assert "not agreed · in their words: “Too many tablets” · with Nurse Patel · here: her daughter" in words
    assert "Plan 1, not agreed 20 November 2026" in words
    for fact in (
        "Who I talked with: Nurse Patel",
        "Who was there: her daughter",
        "Plan 1, not agreed 20 November 2026",
        "Why I do not agree: “Too many tablets”",
    ):
        assert fact in sheet


async def test_who_agreed_for_the_person_stands_on_the_sheet(practice: SmallPractice, story: Story) -> None:
    """And in which capacity."""
    agreed(practice, story, Agreement.BY_REPRESENTATIVE, representative="Aisha, attorney")
    async with reading_room(practice, plan(story, 1), size=(120, 40)) as room:
        assert "Agreed for me by: Aisha, attorney" in on_the_sheet(await room.read_through())


@pytest.mark.parametrize("demo", [True])
async def test_a_demo_is_marked_on_the_sheet(practice: SmallPractice, story: Story) -> None:
    """A made-up plan that is printed cannot be taken for somebody's, as a draft or agreed."""
    agreed(practice, story)
    async with reading_room(practice, plan(story), size=(120, 40)) as room:
        for key in ("home", "left_square_bracket"):
            await room.press(key)
            assert "DEMO: nobody in this plan is real MY CARE PLAN" in room.words
        assert "[plan 1 20-Nov-2026]" in room.words


async def test_the_sheet_is_ascii_where_nothing_else_can_be_shown(practice: SmallPractice, story: Story) -> None:
    """Our own quotation marks, too."""
    async with reading_room(practice, plan(story), ascii_only=True) as room:
        seen = await room.read_through()

    assert '"Do I need all these tablets?"' in seen
    assert seen.isascii()


async def test_agreeing_from_here_shows_the_new_version(practice: SmallPractice, story: Story) -> None:
    """F8 on the draft, and the sheet becomes version 1; on a version there is nothing to agree."""
    async with reading_room(practice, plan(story), size=(80, 48)) as room:
        await room.press("f8")
        assert room.on(AgreeScreen)
        await room.press("tab", "right", "ctrl+s")
        assert room.on(PlanScreen)
        assert "[plan 1 20-Nov-2026]" in room.words
        assert "Plan 1 is agreed and kept." in room.words
        assert "F8 Agree" not in room.words
        await room.press("f8")
        assert room.on(PlanScreen)


@pytest.mark.parametrize("typed", ["999 000 0018", "Ahmed 19/7/1968"])
async def test_a_version_in_the_wrong_record_is_marked_in_both(
    practice: SmallPractice, story: Story, typed: str
) -> None:
    """First whose it is, said back with two identifiers, then what happened; the version is not altered.

    Whoever finds the paper reads it on the sheet, too (hazard H27).
    """
    agreed(practice, story)
    before = read_version(practice.desk(Role.NURSE), story.person_id, 1)
    async with reading_room(practice, plan(story, 1), size=(120, 40)) as room:
        await room.press("w")
        await room.type(typed)
        await room.press("ctrl+s")
        said = " ".join(room.words.replace("─", " ").split())
        await room.type("Wrong window")
        await room.press("ctrl+s")
        assert "IN ERROR, WRONG RECORD: Wrong window" in room.words.partition("MY CARE PLAN")[0]
        assert "IN ERROR, WRONG RECORD: Wrong window" in on_the_sheet(await room.read_through())
        assert "[plan 1 20-Nov-2026 IN ERROR]" in room.words
        await room.press("w")
        assert room.on(PlanScreen)
        await room.open(PlanScreen(room.work, practice.person("Ahmed")))
        assert "agreed for this person in another record by mistake: Wrong window" in room.words

    assert "AHMED, Yusuf (Mr), born 19-Jul-1968" in said
    assert read_version(practice.desk(Role.NURSE), story.person_id, 1) == before


async def test_whose_plan_it_is_must_be_one_other_person(practice: SmallPractice, story: Story) -> None:
    """Nobody, several or the same person: one sentence, and what was typed stays."""
    agreed(practice, story)
    sentences = {
        "": "Say whose plan it is.",
        "Zzyzx": "Nobody here fits that.",
        "Jackson": "More than one person fits that.",
        "943 476 5919": "That is the person in whose record it stands.",
    }
    async with reading_room(practice, plan(story, 1), size=(120, 40)) as room:
        await room.press("w")
        for typed, sentence in sentences.items():
            await room.press("ctrl+u")
            await room.type(typed)
            await room.press("ctrl+s")
            assert sentence.split(maxsplit=1)[0] in room.words
            assert isinstance(room.app.screen, FormScreen)
            assert room.app.screen.answers == {"whose": typed}
    assert open_record(practice.desk(Role.NURSE), story.person_id).versions[0].in_error == ""


async def test_reception_reads_no_plan(practice: SmallPractice, story: Story) -> None:
    """A receptionist sees one sentence, and none of the keys does anything."""
    agreed(practice, story)
    async with reading_room(practice, plan(story), role=Role.RECEPTIONIST) as room:
        await room.press("f8", "c", "w")
        words = room.words

    assert NOT_ALLOWED in words
    assert "MY CARE PLAN" not in words


async def test_who_may_read_but_not_agree_is_not_offered_it(practice: SmallPractice, story: Story) -> None:
    """A healthcare assistant reads the plan; F8 and w are not there."""
    async with reading_room(practice, plan(story), size=(120, 40), role=Role.HEALTHCARE_ASSISTANT) as room:
        words = room.words
        await room.press("f8")
        assert room.on(PlanScreen)
    assert "MY CARE PLAN" in words
    assert "F8 Agree" not in words


async def test_hostile_words_are_text_on_the_sheet(practice: SmallPractice, story: Story) -> None:
    """Markup and escapes in an agenda item and in the answers do nothing but stand there."""
    nasty = "[/] [@click=app.quit]x \x1b]0;t\x07 \u202egnp"
    put_down(practice.desk(Role.NURSE), story.person_id, AgendaDraft(text=nasty))
    agreed(practice, story, Agreement.WITH_DIFFERENCE, difference=nasty, present=nasty, reviewer=nasty)
    async with reading_room(practice, plan(story, 1), size=(120, 40)) as room:
        text = room.text + await room.read_through()

    assert "[/] [@click=app.quit]x" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
