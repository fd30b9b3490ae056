"""What the program may send over a slow line, and how often it may ask the database, counted on the real screens."""

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


NOT_YET = {
    "Conversation: to Results": 16_000,
    "Conversation: Tab to Goals": 16_000,
    "Conversation: Shift+Tab to Results": 16_000,
    "Conversation: to What matters": 16_000,
    "Conversation: cursor down in Results": 1_500,
    "Conversation: cursor up in Results": 1_500,
}
"""Over the promise, and how far at most: the panes are laid out twice when the focused one is widened, and a result's
card has six lines. Nothing may be added here, and what is met must leave."""


def test_a_day_at_80x24_stays_within_its_bytes(told: Told, start: Start) -> None:
    """A cursor move or letter costs 1 KB, a change of focus 6 KB, waiting nothing, but for what is named."""
    with start("--database", told.url) as terminal:
        spent = list(day(terminal))
    over = {one.what: one.bytes for one in spent if not one.kept}
    report = "\n".join(one.line for one in spent)
    assert over.keys() <= NOT_YET.keys(), report
    assert all(cost <= NOT_YET[what] for what, cost in over.items()), report


async def test_each_screen_asks_the_database_once(told_everywhere: Told, practice_everywhere: SmallPractice) -> None:
    """Today is 1 round trip, a search 1, a conversation at most 3, on both databases; moving about is none."""
    async with seated(practice_everywhere, Role.NURSE) as seat:

        async def trips(*keys: str) -> RoundTrips:
            with counted(practice_everywhere.database.engine) as asked:
                await seat.press(*keys)
            return asked

        assert 1 == (await trips("r")).count
        assert 0 == (await trips("slash")).count
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
