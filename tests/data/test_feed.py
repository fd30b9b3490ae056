"""News of the database: what others write is told within a moment, on both databases."""

import threading
from collections.abc import Iterator
from queue import Empty, Queue
from uuid import UUID

import pytest
from sqlalchemy import text

from hoc_tui.data.feed import ASKS_EVERY, Feed
from hoc_tui.domain.presence import News
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services import presence
from hoc_tui.services.records import open_record
from tests.support.desks import Surgery, register

Heard = Queue[tuple[News, UUID | None]]
PATIENCE = 10.0
"""Seconds; what is waited for comes within one."""
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def heard(surgery: Surgery) -> Iterator[Heard]:
    """What a listener at another connection is told."""
    queue: Heard = Queue()
    feed = Feed(surgery.url, lambda news, person_id: queue.put((news, person_id)))
    feed.start()
    assert (News.BACK, None) == queue.get(timeout=PATIENCE)
    yield queue
    feed.close()


def test_a_change_is_told(surgery: Surgery, heard: Heard) -> None:
    """Somebody registers; PostgreSQL names whose record it is, SQLite only that something was written."""
    desk = surgery.desk(Role.NURSE)
    _drained(heard)
    person = register(desk)

    named = person.id if surgery.url.startswith("postgresql") else None
    assert (News.CHANGED, named) == heard.get(timeout=ASKS_EVERY - 1)


def test_reading_is_no_news(surgery: Surgery, heard: Heard) -> None:
    """Opening a record that was opened before writes nothing, and wakes nobody."""
    desk = surgery.desk(Role.NURSE)
    person = register(desk)
    open_record(desk, person.id)
    _drained(heard)
    open_record(desk, person.id)

    with pytest.raises(Empty):
        heard.get(timeout=0.8)


def _drained(heard: Heard) -> None:
    while True:
        try:
            heard.get(timeout=0.8)
        except Empty:
            return


def test_presence_names_the_others_once(surgery: Surgery) -> None:
    """Each sees the other's name and not their own, until the other leaves."""
    nurse, gp = surgery.desk(Role.NURSE), surgery.desk(Role.GP)
    person = register(nurse)

    assert () == presence.be_here(nurse, person.id, ONE, newly=True).others
    assert (nurse.worker.name,) == presence.be_here(gp, person.id, OTHER, newly=True).others
    assert (gp.worker.name,) == presence.look(nurse, person.id, ONE).others
    presence.be_gone(gp, person.id, OTHER)
    assert () == presence.look(nurse, person.id, ONE).others


def test_arriving_and_leaving_are_told(surgery: Surgery, heard: Heard) -> None:
    """Others hear at once that somebody opened a record or closed it; saying so again tells PostgreSQL's nobody."""
    desk = surgery.desk(Role.NURSE)
    person = register(desk)
    _drained(heard)
    presence.be_here(desk, person.id, ONE, newly=True)
    assert heard.get(timeout=PATIENCE)[1] in {None, person.id}
    presence.be_gone(desk, person.id, ONE)
    assert heard.get(timeout=PATIENCE)[1] in {None, person.id}


def test_a_pulse_is_one_round_trip_and_counts_changes(surgery: Surgery) -> None:
    """It says that the record has changed, and nothing of what is in it."""
    desk = surgery.desk(Role.NURSE)
    person = register(desk)
    before = presence.look(desk, person.id, ONE).change_seq

    assert before == open_record(desk, person.id).change_seq
    presence.be_here(desk, person.id, ONE, newly=True)
    assert before == presence.look(desk, person.id, ONE).change_seq


@pytest.mark.postgres
def test_a_lost_connection_is_said_and_comes_back(postgres_surgery: Surgery) -> None:
    """The server ends the listener's connection: it tells so, and listens again by itself."""
    told: Heard = Queue()
    feed = Feed(postgres_surgery.url, lambda news, person_id: told.put((news, person_id)))
    feed.start()
    assert News.BACK is told.get(timeout=PATIENCE)[0]
    with postgres_surgery.database_engine().connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        connection.execute(text(cut + "AND query LIKE 'LISTEN%'"))

    assert [News.LOST, News.BACK] == [told.get(timeout=PATIENCE)[0] for _ in range(2)]
    person = register(postgres_surgery.desk(Role.NURSE))
    while (heard := told.get(timeout=PATIENCE)) != (News.CHANGED, person.id):
        assert (News.CHANGED, None) == heard
    feed.close()


def test_closing_does_not_wait(surgery: Surgery) -> None:
    """A listener that hears nothing leaves within its own short wait."""
    feed = Feed(surgery.url, lambda _news, _person: None)
    feed.start()
    feed.close()
    assert "hoc-feed" not in {thread.name for thread in threading.enumerate()}
