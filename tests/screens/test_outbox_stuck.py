"""Changes that could not be sent: a clash waits for its person, the rest is listed until it is dealt with."""

from dataclasses import replace

from hoc_tui.domain.planning import AgendaItem
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, Role
from hoc_tui.services.conversation import rewrite, take_out
from hoc_tui.services.saving import Spot
from hoc_tui.services.waiting import put_aside
from tests.support.conversation import Story
from tests.support.line import Line
from tests.support.outage import KNEE, cut, mend, read, said, sitting, write_down
from tests.support.practice import SmallPractice
from tests.support.seat import Seat
from tests.support.shelf import Shelf


def worry(practice: SmallPractice, story: Story) -> AgendaItem:
    """What she asked, as the database has it."""
    return next(item for item in read(practice, story).agenda if item.id == story.worry.id)


async def change_offline(seat: Seat, line: Line, story: Story, words: str) -> None:
    """Change what she asked while the line is down."""
    await cut(seat, line)
    seat.screen.point_to(story.worry.id)  # type: ignore[attr-defined]
    await seat.settle()
    await seat.press("e", "ctrl+end", "ctrl+u")
    await seat.type(words)
    await seat.press("ctrl+s")


async def test_a_clash_waits_for_its_person(practice: SmallPractice, story: Story, shelf: Shelf, line: Line) -> None:
    """Somebody else changed the same words meanwhile: no window jumps up; the record asks when it is opened next."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await change_offline(seat, line, story, "Fewer tablets")
        rewrite(practice.desk(Role.GP), Spot.of(ItemKind.AGENDA, worry(practice, story)), {"text": "Which can stop?"})
        await mend(seat, line)
        assert "ConsultationScreen" == seat.named
        assert "1 change could not be sent: F6 shows them." in seat.words
        assert 1 == len(shelf.writes)

        await seat.press("f6")
        assert "WaitingScreen" == seat.named
        assert "Fewer tablets" in seat.words
        assert "JACKSON" in seat.words
        await seat.press("enter")
        assert "ClashScreen" == seat.named
        await seat.press("down", "enter")
        assert "ConsultationScreen" == seat.named
        assert "could not be sent" not in seat.words
    assert "Fewer tablets" == worry(practice, story).text
    assert {} == shelf.writes


async def test_what_is_refused_stays_listed_until_it_is_let_go_of(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """It was taken out meanwhile by somebody who had read it so: the words stay, are offered, and go with a reason."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await cut(seat, line)
        seat.screen.point_to(story.worry.id)  # type: ignore[attr-defined]
        waiting = put_aside(
            practice.desk(Role.NURSE), take_out, (Spot.of(ItemKind.AGENDA, story.worry), "asked already"), {}
        )
        shelf.writes[waiting.op_id] = waiting
        seat.app._outbox._queue.append(waiting)  # type: ignore[union-attr]
        seat.app._outbox._try()  # type: ignore[union-attr]
        rewrite(practice.desk(Role.GP), Spot.of(ItemKind.AGENDA, worry(practice, story)), {"text": "Which can stop?"})
        await mend(seat, line)
        assert "1 change could not be sent: F6 shows them." in seat.words

        await seat.press("f6")
        assert "asked already" in seat.words
        assert "Somebody else changed this meanwhile." in seat.words
        await seat.press("x", "ctrl+s")
        assert "Say why it is let go of." in seat.words
        await seat.type("no longer needed")
        await seat.press("ctrl+s")
        assert "WaitingScreen" == seat.named
        assert "Nothing waits on this computer" in seat.words
    assert {} == shelf.writes
    desk = practice.desk(Role.NURSE)
    with desk.reading() as work:
        told = [one.words for one in work.audit_of(desk.practice.id, story.person_id) if one.act is AuditAct.LET_GO]
    assert any("no longer needed" in words for words in told)


async def test_words_that_could_not_be_sent_are_offered_in_that_record(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """What was typed in a form comes back in it, in that person's record, with one key."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await cut(seat, line)
        await write_down(seat, KNEE)
        (waiting,) = shelf.writes.values()
        broken = replace(waiting, verb="of_another_version")
        outbox = seat.app._outbox
        assert outbox is not None
        outbox._queue[:] = [broken]
        await mend(seat, line)
        await seat.press("f6")
        assert KNEE in seat.words
        assert "This version of the program does not know this change." in seat.words
        await seat.press("enter")
        assert "ConsultationScreen" == seat.named
        assert "You were writing “Something to talk about”" in seat.words
        await seat.press("y")
        assert KNEE in seat.words
        await seat.press("ctrl+s")
        assert KNEE in said(practice, story)
        assert "1 change could not be sent" in seat.words


async def test_the_list_is_not_offered_when_nothing_waits(
    practice: SmallPractice, story: Story, shelf: Shelf, line: Line
) -> None:
    """The key does nothing, and nothing about it stands on the screen."""
    async with sitting(practice, shelf, line, story.person_id) as seat:
        await seat.press("f6")
        assert "ConsultationScreen" == seat.named
        assert "waits" not in seat.words
