"""What the program may send over a slow line, and how often it may ask the database, counted on the real screens."""

import pytest

from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.today import TodayScreen
from tests.e2e.conftest import Start
from tests.e2e.spending import day
from tests.e2e.telling import Told
from tests.support.practice import SmallPractice
from tests.support.round_trips import RoundTrips, counted
from tests.support.seat import Seat, seated

RECORD = 3
"""Round trips for a whole record, however long its history; BEGIN, COMMIT and ROLLBACK count."""


@pytest.mark.parametrize("colours", ["", "truecolor"], ids=["256 colours", "true colour"])
def test_a_day_at_80x24_stays_within_its_bytes(told: Told, start: Start, colours: str) -> None:
    """A cursor move or letter costs at most 1 KB, a change of focus 6 KB, waiting nothing."""
    with start("--database", told.url, env={"COLORTERM": colours}) as terminal:
        spent = list(day(terminal))
    assert all(one.kept for one in spent), "\n".join(one.line for one in spent)


async def test_each_screen_asks_the_database_once(told_everywhere: Told, practice_everywhere: SmallPractice) -> None:
    """A search is 1 round trip and 1 as Find opens, a conversation at most 3; moving about is none.

    Today is 1, and 1 behind its painting for whoever checks results: how many wait, from a view that says no more.
    """
    async with seated(practice_everywhere, Role.NURSE) as seat:

        async def trips(*keys: str) -> RoundTrips:
            with counted(practice_everywhere.database.engine) as asked:
                await seat.press(*keys)
            return asked

        assert 2 == (await trips("r")).count
        assert 1 == (await trips("slash")).count  # that somebody looks for people, in the audit
        assert 1 == (await trips("j")).count
        assert 0 == (await trips("left", "right")).count
        await seat.press("escape")
        with counted(practice_everywhere.database.engine) as asked:
            await open_conversation(seat, told_everywhere)
        assert 1 <= asked.count <= RECORD, asked.statements
        for key in ("m", "i", "p", "h"):
            assert 1 <= (await trips(key)).count <= RECORD, key
            assert (await trips("escape")).count <= RECORD, key
        for key in ("down", "2", "tab", "z", "f9", "question_mark"):
            assert 0 == (await trips(key)).count, key


async def open_conversation(seat: Seat, told: Told) -> None:
    """Open Mrs Jackson's conversation from Today."""
    assert isinstance(seat.screen, TodayScreen)
    seat.app.push_screen(ConsultationScreen(seat.screen.work, told.story.person_id))
    await seat.settle()
