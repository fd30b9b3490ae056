"""Somebody at work while the line to the database is cut and mended, with a journal that outlives the program."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from hoc_tui.domain.presence import News
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.services.records import open_record
from tests.support.conversation import Story
from tests.support.line import Line
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, seated
from tests.support.shelf import Shelf

KEPT = "Kept on this computer at 10:20; not in the shared plan yet."
KNEE = "My knee hurts on the stairs"


@asynccontextmanager
async def sitting(
    practice: SmallPractice, shelf: Shelf, line: Line, person_id: UUID | None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Seat]:
    """Nurse Patel, with a record open."""
    async with seated(practice, Role.NURSE, size=size, journal=shelf, change=line.to) as seat:
        if person_id is not None:
            await show(seat, person_id)
        yield seat


async def show(seat: Seat, person_id: UUID) -> None:
    """Open a conversation."""
    seat.app.push_screen(ConsultationScreen(seat.screen.work, person_id))  # type: ignore[attr-defined]
    await seat.settle()


async def write_down(seat: Seat, words: str) -> None:
    """Write something to talk about, and save it."""
    await seat.press("1", "a")
    await seat.type(words)
    await seat.press("ctrl+s")


async def cut(seat: Seat, line: Line) -> None:
    """The line drops, and the program hears of it."""
    line.down = True
    seat.app._hear(News.LOST, None)
    await seat.settle()


async def mend(seat: Seat, line: Line) -> None:
    """The line is there again, and the program hears of it."""
    line.down = False
    seat.app._hear(News.BACK, None)
    await sent(seat)


async def sent(seat: Seat) -> None:
    """Wait until nothing is sent any more: the next try belongs to no key."""
    outbox = seat.app._outbox
    assert outbox is not None
    for _ in range(200):
        await seat.settle()
        if not outbox.waiting:
            break
        outbox._go.set()
        await asyncio.sleep(0)
    await seat.settle()


def read(practice: SmallPractice, story: Story) -> Record:
    """The record as the database has it."""
    return open_record(practice.desk(Role.GP), story.person_id)


def said(practice: SmallPractice, story: Story) -> list[str]:
    """What is on the agenda."""
    return [item.text for item in read(practice, story).agenda]
