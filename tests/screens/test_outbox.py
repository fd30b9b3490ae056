"""The database is lost while somebody works: what they change is kept here, said so, and sent once when it is back."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from textual.widgets import Input, TextArea

from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.presence import News
from hoc_tui.domain.vocabulary import Agreement, Role, Step
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.services.agreeing import agree
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from hoc_tui.services.waiting import put_aside
from tests.support.conversation import Story
from tests.support.line import Line
from tests.support.outage import KEPT, KNEE, cut, mend, read, said, sent, show, sitting, write_down
from tests.support.practice import NOW, SmallPractice
from tests.support.seat import SIZES, Seat, seated
from tests.support.shelf import Shelf


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_is_kept_and_sent_when_the_line_is_back(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line, size: tuple[int, int]
) -> None:
    """The form closes as kept, the screen says so and counts; then it is in the plan, once, and nothing is kept."""
    async with sitting(practice, shelf, line, story.person_id, size) as seat:
        await cut(seat, line)
        await write_down(seat, KNEE)
        assert "ConsultationScreen" == seat.named
        assert KEPT in seat.words
        assert "1 change waits on this computer." in seat.words
        assert [KNEE] == [one.arguments["draft"]["fields"]["text"] for one in shelf.writes.values()]  # type: ignore[index,call-overload]
        assert {} == shelf.drafts
        assert KNEE not in said(practice, story)

        await mend(seat, line)
        assert "1 change kept at 10:20 is in the shared plan now." in seat.words
        assert "waits" not in seat.text
        assert KNEE in seat.words
        assert "…" not in seat.text

    assert 1 == said(practice, story).count(KNEE)
    assert {} == shelf.writes


async def test_the_journal_has_it_before_the_database_is_asked_and_a_lost_answer_makes_it_once(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """A program that dies between the two has lost nothing.

    When nobody knows whether a change was saved, it is found by its id and not made again.
    """
    async with sitting(practice, shelf, line, story.person_id) as seat:
        before = line.asked
        asked: list[int] = []
        put = shelf.put
        shelf.put = lambda waiting: (asked.append(line.asked), put(waiting))[1]  # type: ignore[method-assign,func-returns-value]
        await write_down(seat, "Saved at once")
        assert [before] == asked
        assert {} == shelf.writes

        line.loses_answers = True
        await write_down(seat, KNEE)
        assert KEPT in seat.words
        line.loses_answers = False
        await sent(seat)
        assert "in the shared plan now" in seat.words
    assert 1 == said(practice, story).count(KNEE)
    assert {} == shelf.writes


async def test_several_changes_of_all_kinds_are_sent_in_their_order_and_agreeing_never_waits(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """What is written later stands later, also what no form asks for, and what waits is counted.

    The plan is not agreed meanwhile: one sentence says why, and nothing is put aside for it.
    """
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await cut(seat, line)
        for words in ("First", "Second", "Third"):
            await write_down(seat, words)
        assert "3 changes wait on this computer." in seat.words
        await seat.press("1", "home", "right_square_bracket", "asterisk")
        verbs = ["put_down", "put_down", "put_down", "move", "rewrite"]
        assert verbs == [one.verb for one in shelf.writes.values()]
        work = seat.screen.work  # type: ignore[attr-defined]
        terms = AgreeDraft(agreement=Agreement.BY_PERSON)
        with pytest.raises(DatabaseUnavailable, match="A plan is agreed only while"):
            await work.do(agree, read(practice, story), terms, op_id=uuid4())
        assert verbs == [one.verb for one in shelf.writes.values()]
        await mend(seat, line)
        assert "5 changes kept at 10:20 are in the shared plan now." in seat.words
    assert ["First", "Second", "Third"] == said(practice, story)[-3:]
    assert {} == shelf.writes


async def painted_at_the_same_news(seat: Seat) -> list[object]:
    """What is painted of the line that says the age when it is told three times more what it says already."""
    lines = [found for screen in seat.app.screen_stack for found in screen.query("LinkLine")]
    assert lines
    painted: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        for one in lines:
            patch.setattr(one, "update", painted.append)
        for _ in range(3):
            seat.app._hear(News.LOST, None)
            await seat.settle()
    return painted


async def test_what_is_shown_stays_and_says_its_age(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """Nothing goes away, the focus stays, typing goes on; the age is said once, and goes when the line is back.

    A feed that tries again and again says so each time: not a byte is sent for the same news.
    """
    async with sitting(practice, shelf, line, story.person_id) as seat:
        shown = seat.lines[:12]
        await cut(seat, line)
        assert shown == seat.lines[:12]
        assert "As it was at 10:20; the database cannot be reached." in seat.words
        seat.screen.reload()  # type: ignore[attr-defined]
        await seat.settle()
        assert shown == seat.lines[:12]
        assert 1 == seat.words.count("cannot be reached")
        assert [] == await painted_at_the_same_news(seat)
        await seat.press("1", "a")
        await seat.type("My kn")
        focused = seat.screen.focused
        seat.app._hear(News.LOST, None)
        await mend(seat, line)
        assert focused is seat.screen.focused
        assert isinstance(focused, TextArea | Input)
        await seat.press("escape")
        assert "cannot be reached" not in seat.words


async def test_undo_takes_back_what_waits_and_not_what_came_before(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """Undo while the line is down is of the last change, which is kept here, and is sent behind it."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await write_down(seat, "Saved before")
        await cut(seat, line)
        await write_down(seat, KNEE)
        await seat.press("ctrl+z")
        assert ["put_down", "undo"] == [one.verb for one in shelf.writes.values()]
        await mend(seat, line)
    assert "Saved before" in said(practice, story)
    assert KNEE not in said(practice, story)


async def test_an_arrival_has_the_time_at_which_it_was_marked(
    practice: SmallPractice, shelf: Shelf, line: Line
) -> None:
    """The line is back half an hour later: whoever arrived at twenty past ten did so."""
    async with seated(practice, Role.RECEPTIONIST, journal=shelf, change=line.to) as seat:
        await cut(seat, line)
        await seat.press("down", "down", "a")
        (waiting,) = shelf.writes.values()
        assert "arrived" == waiting.verb
        assert KEPT in seat.words
        await mend(seat, line)
    visits = open_record(practice.desk(Role.NURSE), waiting.person_id).visits
    assert [waiting.since] == [visit.arrived_at for visit in visits if visit.step is Step.ARRIVED]


async def test_what_the_database_refuses_is_said_in_the_form(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """As ever: the form stays with the sentence and the words, and nothing waits."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await seat.press("1", "a")
        await seat.type(KNEE)
        seat.app._outbox._desk = practice.desk(Role.HEALTHCARE_ASSISTANT).__class__(  # type: ignore[union-attr]
            **{**vars(practice.desk(Role.RECEPTIONIST)), "worker": _auditor(practice)}
        )
        await seat.press("ctrl+s")
        assert "FormScreen" == seat.named
        assert "Your role here may not" in seat.words
        assert KNEE in seat.words
    assert {} == shelf.writes
    assert [KNEE] == [words["text"] for words in shelf.words]


def _auditor(practice: SmallPractice) -> object:
    return practice.desk(Role.NURSE).worker.model_copy(update={"role": Role.AUDITOR})


# -- What a program that ended left behind ----------------------------------------------------------------------------


def left_behind(practice: SmallPractice, shelf: Shelf, story: Story, words: str = KNEE) -> UUID:
    """A program put a change aside and was killed."""
    desk = replace(practice.desk(Role.NURSE), now=lambda: NOW - timedelta(minutes=5))
    waiting = put_aside(desk, put_down, (story.person_id, AgendaDraft(text=words)), {})
    shelf.writes[waiting.op_id] = waiting
    return waiting.op_id


async def test_what_a_killed_program_left_is_sent_before_the_record_is_shown(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """The next program sends it, says so, and shows the record with it."""
    left_behind(practice, shelf, story)
    async with sitting(practice, shelf, line, None) as seat:
        assert "1 change kept at 10:15 is in the shared plan now." in seat.words
        await show(seat, story.person_id)
        assert KNEE in seat.words
    assert {} == shelf.writes


async def test_a_program_killed_while_saving_offers_nothing_twice(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """The journal holds the words as a draft and as a change: they are sent, and not offered to go on with."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await seat.press("1", "a")
        await seat.type(KNEE)
    (draft,) = shelf.drafts.values()
    op_id = left_behind(practice, shelf, story)
    shelf.drafts[draft.draft_id] = replace(draft, op_id=op_id)
    async with sitting(practice, shelf, line, story.person_id) as seat:
        assert KNEE in seat.words
        assert "You were writing" not in seat.words
    assert {} == shelf.drafts
    assert {} == shelf.writes


async def test_a_record_waits_for_what_was_left(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the journal is still being read, the record is not shown without what is in it."""
    left_behind(practice, shelf, story)
    opened, unsent = asyncio.Event(), shelf.unsent

    async def slow() -> object:
        await opened.wait()
        return await unsent()

    monkeypatch.setattr(shelf, "unsent", slow)
    async with sitting(practice, shelf, line, None) as seat:
        seat.app.push_screen(ConsultationScreen(seat.screen.work, story.person_id))  # type: ignore[attr-defined]
        await seat.settle()
        assert "tablets" not in seat.words
        opened.set()
        await seat.settle()
        assert KNEE in seat.words
