"""What the program may send over a slow line, and how often it may ask the database, counted on the real screens."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine
from textual.pilot import Pilot

from hoc_tui.app import HocApp
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.find import FindScreen
from hoc_tui.screens.today import TodayScreen
from tests.e2e.conftest import Start, Told
from tests.e2e.spending import day
from tests.support.practice import opened
from tests.support.reading_room import render_plan
from tests.support.round_trips import RoundTrips, counted

RECORD = 3
"""Round trips for a whole record, however long its history; BEGIN, COMMIT and ROLLBACK count."""


def test_a_day_at_80x24_stays_within_its_bytes(told: Told, start: Start) -> None:
    """Cursor moves and letters cost at most 1 KB, a change of focus 6 KB, and waiting nothing, on every main screen."""
    told.book_today()
    with start("--database", told.url) as terminal:
        spent = list(day(terminal))
    assert [] == [one.line for one in spent if not one.kept], "\n".join(one.line for one in spent)


@dataclass
class Room:
    """The program in this process, and what it asks its database."""

    app: HocApp
    pilot: Pilot[int]
    engine: Engine

    async def trips(self, *keys: str) -> RoundTrips:
        """Press keys, and count what everything they started has asked."""
        with counted(self.engine) as trips:
            await self.pilot.press(*keys)
            await self.settle()
        return trips

    async def trips_of(self, deed: Callable[[], object]) -> RoundTrips:
        """Do something, and count what it has asked."""
        with counted(self.engine) as trips:
            deed()
            await self.settle()
        return trips

    async def settle(self) -> None:
        """Wait until no work is under way and everything is painted."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


async def test_each_screen_asks_the_database_once(told_everywhere: Told) -> None:
    """Today is 1 round trip, a search 1, and a whole conversation at most 3, on SQLite and on PostgreSQL."""
    told_everywhere.book_today()
    for practice in opened(told_everywhere.url):
        app = HocApp(lambda: practice.desk(Role.NURSE), render_plan)  # noqa: B023 - used within the block
        async with app.run_test(size=(80, 24)) as pilot:
            room = Room(app, pilot, practice.database.engine)
            await room.settle()
            assert 1 == (await room.trips("r")).count
            assert 0 == (await room.trips("slash")).count
            assert isinstance(app.screen, FindScreen)
            assert 1 == (await room.trips("j")).count
            assert 0 == (await room.trips("left", "right")).count
            app.screen.go_back()
            today = app.screen
            assert isinstance(today, TodayScreen)
            opened_trips = await room.trips_of(
                lambda: app.push_screen(ConsultationScreen(today.work, told_everywhere.story.person_id))
            )
            assert opened_trips.count <= RECORD, opened_trips.statements
            for key in ("m", "i", "p", "h"):
                assert (await room.trips(key)).count <= RECORD, key
                assert (await room.trips("escape")).count <= RECORD, key
            for moves in ("down", "2", "tab", "z", "f9", "question_mark"):
                assert 0 == (await room.trips(moves)).count, moves
