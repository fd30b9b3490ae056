"""Nurse Patel and Mrs Jackson at the conversation, for the tests of it and of what it leads to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.services.records import open_record
from tests.support.conversation import Story
from tests.support.practice import SmallPractice
from tests.support.reading_room import ReadingRoom, reading_room


class Conversation(ReadingRoom):
    """The conversation on a screen, and what the database has of it."""

    practice: SmallPractice
    story: Story

    def record(self) -> Record:
        """The record as the database has it."""
        return open_record(self.practice.desk(Role.NURSE), self.story.person_id)


@asynccontextmanager
async def conversation(
    practice: SmallPractice, story: Story, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Conversation]:
    """Nurse Patel with Mrs Jackson's conversation open."""
    async with reading_room(practice, lambda work: ConsultationScreen(work, story.person_id), size=size) as room:
        seat = Conversation(room.app, room.pilot, room._asked)
        seat.practice, seat.story = practice, story
        yield seat
