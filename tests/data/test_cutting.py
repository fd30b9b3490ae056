"""Calls that hang: the watchdog cuts them within their deadline, the connection is not used again, quitting goes on."""

import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

import pytest
import pytest_asyncio
from sqlalchemy import text

from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.feed import Feed
from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.presence import News
from hoc_tui.runtime.one_thread import DatabaseThread, TookTooLong
from tests.support.black_hole import network_to
from tests.support.desks import Ids, Surgery

DEADLINE = 0.3
SOON = 2.0
"""Seconds within which a call that is cut after `DEADLINE` is over, on a busy machine too."""
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest_asyncio.fixture
async def thread(surgery: Surgery) -> AsyncIterator[DatabaseThread]:
    """A database thread with a real watchdog, on the desk's database."""
    surgery.desk()
    made = DatabaseThread(surgery.database().cut)
    yield made
    made.close(patience=SOON)


def _ask(database: OpenDatabase, question: str) -> object:
    with database.reading() as work:
        return work.connection.execute(text(question)).scalar_one()


def _hang(database: OpenDatabase) -> object:
    """A query that does not end by itself while the test lasts."""
    slow = "SELECT pg_sleep(60)" if database.engine.dialect.name == "postgresql" else ENDLESS
    return _ask(database, slow)


def _answers(database: OpenDatabase) -> object:
    return _ask(database, "SELECT 1")


async def test_a_query_that_hangs_is_cut_and_the_next_one_is_answered(surgery: Surgery, thread: DatabaseThread) -> None:
    """The caller is told in time, and the thread is free again at once."""
    database, begun = surgery.database(), time.monotonic()

    with pytest.raises(TookTooLong) as late:
        await thread.call(lambda: _hang(database), deadline=DEADLINE)

    assert late.value.started
    assert 1 == await thread.call(lambda: _answers(database), deadline=SOON)
    assert time.monotonic() - begun < DEADLINE + SOON


async def test_what_was_cut_becomes_one_sentence(surgery: Surgery, thread: DatabaseThread) -> None:
    """The work itself ends with an error for people, not with the driver's."""
    database = surgery.database()
    ended: list[BaseException] = []

    def hang() -> None:
        try:
            _hang(database)
        except BaseException as error:
            ended.append(error)
            raise

    with pytest.raises(TookTooLong):
        await thread.call(hang, deadline=DEADLINE)
    await thread.call(lambda: None, deadline=SOON)

    assert [DatabaseUnavailable] == [type(error) for error in ended]


async def test_a_connection_that_was_cut_is_not_used_again(surgery: Surgery, thread: DatabaseThread) -> None:
    """The next call works on a connection of its own."""
    database = surgery.database()
    which: Callable[[], int] = lambda: _driver(database)  # noqa: E731  called on the thread
    first = await thread.call(which, deadline=SOON)
    assert first == await thread.call(which, deadline=SOON)

    with pytest.raises(TookTooLong):
        await thread.call(lambda: _hang(database), deadline=DEADLINE)

    assert first != await thread.call(which, deadline=SOON)


_SEEN: list[object] = []
"""Connections that were seen, kept so that no other gets their place in memory."""


def _driver(database: OpenDatabase) -> int:
    with database.reading() as work:
        connection = work.connection.connection.driver_connection
    _SEEN.append(connection)
    return id(connection)


async def test_a_cut_write_leaves_nothing_half_done(surgery: Surgery, thread: DatabaseThread) -> None:
    """A unit of work that is cut in the middle is undone."""
    database = surgery.database()

    def rename() -> None:
        with database._writers.connect() as connection:
            connection.execute(text("UPDATE practice SET name = 'Half'"))
            slow = "SELECT pg_sleep(60)" if database.engine.dialect.name == "postgresql" else ENDLESS
            connection.execute(text(slow))
            connection.commit()

    with pytest.raises(TookTooLong):
        await thread.call(rename, deadline=DEADLINE)

    assert "Riverside" == await thread.call(lambda: _ask(database, "SELECT name FROM practice"), deadline=SOON)


async def test_quitting_does_not_wait_for_a_query_that_hangs(surgery: Surgery, thread: DatabaseThread) -> None:
    """Closing cuts what is under way, and the thread ends."""
    database = surgery.database()
    with pytest.raises(TookTooLong):
        # So short that the query may not even have begun when closing comes.
        await thread.call(lambda: _hang(database), deadline=0.01)
    begun = time.monotonic()

    assert thread.close(patience=DEADLINE)
    assert time.monotonic() - begun < SOON


# -- A frozen server --------------------------------------------------------------------------------------------------


@contextmanager
def frozen(surgery: Surgery) -> Iterator[None]:
    """PostgreSQL's own process for the desk's connection stands still: it acknowledges every byte and answers none."""
    if os.environ.get("HOC_TEST_POSTGRES"):
        pytest.skip("the server is another machine's")
    process = int(str(_ask(surgery.database(), "SELECT pg_backend_pid()")))
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


async def test_a_frozen_server_ends_in_time(postgres_surgery: Surgery) -> None:
    """A read on a server that stands still is over within its deadline, and quitting does not wait either."""
    postgres_surgery.desk()
    database = postgres_surgery.database()
    thread = DatabaseThread(database.cut)
    with frozen(postgres_surgery):
        begun = time.monotonic()
        with pytest.raises(TookTooLong) as late:
            await thread.call(lambda: _answers(database), deadline=DEADLINE)
        assert late.value.started
        assert thread.close(patience=DEADLINE)
        assert time.monotonic() - begun < DEADLINE + SOON


def test_a_feed_on_a_frozen_server_says_that_it_is_lost(
    postgres_surgery: Surgery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody would say so otherwise: the link is there, and every byte is acknowledged."""
    from queue import Queue

    monkeypatch.setattr("hoc_tui.data.feed.ASKS_EVERY", 0.5)
    monkeypatch.setattr("hoc_tui.data.feed.ANSWERS_WITHIN", DEADLINE)
    heard: Queue[News] = Queue()
    feed = Feed(postgres_surgery.url, lambda news, _person: heard.put(news))
    feed.start()
    assert News.BACK is heard.get(timeout=10)
    postgres_surgery.desk()
    # Not by its last statement: that is LISTEN for half a second, and afterwards whatever it asks to be sure.
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    process = int(str(_ask(postgres_surgery.database(), f"{asked} AND backend_type = 'client backend'")))
    os.kill(process, signal.SIGSTOP)
    try:
        assert News.LOST is heard.get(timeout=10)
        assert News.BACK is heard.get(timeout=10)
    finally:
        os.kill(process, signal.SIGCONT)
        feed.close()


# -- A network that swallows every byte -------------------------------------------------------------------------------


async def test_a_network_that_swallows_every_byte_ends_in_time(postgres_surgery: Surgery) -> None:
    """A call under way and a new connection are both over in time; mended, the next call is answered."""
    if os.environ.get("HOC_TEST_POSTGRES"):
        pytest.skip("the server has no socket in a folder of ours")
    with network_to(postgres_surgery.url) as (network, url):
        database = OpenDatabase(url, postgres_surgery.clock, Ids(99))
        thread = DatabaseThread(database.cut)
        assert 1 == await thread.call(lambda: _answers(database), deadline=SOON)
        network.swallow()

        with pytest.raises(TookTooLong):
            await thread.call(lambda: _answers(database), deadline=DEADLINE)
        with pytest.raises((DatabaseUnavailable, TookTooLong)):
            await thread.call(lambda: _answers(database), deadline=2 * SOON)

        network.mend()
        assert 1 == await thread.call(lambda: _answers(database), deadline=2 * SOON)
        assert thread.close(patience=SOON)
        database.close()
