"""Addresses of several servers, servers that no longer write, and commits that no replica has confirmed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text

from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.engine import database_url, open_engine, reading_engine
from hoc_tui.data.faults import translated
from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from tests.support.desks import Surgery, register


@pytest.mark.parametrize(
    ("written", "hosts", "ports"),
    [
        ("postgresql://one:5432,other:5433/hoc", "one,other", "5432,5433"),
        ("postgresql://nurse@one,other/hoc", "one,other", ","),
        ("postgresql://nurse:secret@one:5432,other,[::1]:5434/hoc?sslmode=require", "one,other,::1", "5432,,5434"),
        ("postgresql:///hoc?host=one:5432&host=other:5433", "one,other", "5432,5433"),
    ],
)
def test_several_servers_can_be_named(written: str, hosts: str, ports: str) -> None:
    """As libpq takes them and as SQLAlchemy does; the one that writes is wanted, unless the address says otherwise."""
    engine = open_engine(written)
    given = engine.dialect.create_connect_args(engine.url)[1]
    assert (hosts, ports) == (given["host"], given["port"])
    assert "hoc" == given["dbname"]


def test_one_server_and_a_file_are_read_as_ever() -> None:
    """A comma in a file's name is no second server."""
    assert "one" == database_url("postgresql://nurse@one:5432/hoc").host
    assert "/srv/a,b.db" == database_url("sqlite:////srv/a,b.db").database


def test_a_server_that_is_no_longer_the_one_that_writes_is_left(postgres_surgery: Surgery) -> None:
    """Its connection is dropped, and the next change goes to whichever has taken its place."""
    desk = postgres_surgery.desk()
    person = register(desk)
    database = postgres_surgery.database()
    _demote(database)
    with pytest.raises(DatabaseUnavailable):
        put_down(desk, person.id, AgendaDraft(text="Tired"))
    put_down(desk, person.id, AgendaDraft(text="Sore feet"))
    assert ["Sore feet"] == [item.text for item in open_record(desk, person.id).agenda]


def _demote(database: OpenDatabase) -> None:
    """What a demoted server looks like from the connection there is to it."""
    with database._writers.connect() as connection:
        connection.execute(text("SET SESSION default_transaction_read_only = on"))
        connection.commit()


def test_a_commit_that_no_replica_confirmed_is_not_taken_for_safe(postgres_surgery: Surgery) -> None:
    """Cancelled while it waits for a replica that is not there, the server reports success and warns: not taken for it.

    Done again by its id it is there once.
    """
    desk = postgres_surgery.desk()
    person = register(desk)
    op_id = desk.new_id()
    database = postgres_surgery.database()

    def put() -> object:
        return put_down(desk, person.id, AgendaDraft(text="Tired"), op_id=op_id)

    with database._writers.connect() as connection:
        connection.execute(text("SET SESSION synchronous_commit = on"))
        connection.commit()
    with waiting_for_a_replica(postgres_surgery) as orders, ThreadPoolExecutor(1) as elsewhere:
        saving = elsewhere.submit(put)
        while not saving.done():
            orders.execute(text("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))
        with pytest.raises(DatabaseUnavailable, match="not said that this is safe"):
            saving.result()
    put()
    assert ["Tired"] == [item.text for item in open_record(desk, person.id).agenda]


@contextmanager
def waiting_for_a_replica(surgery: Surgery) -> Iterator[Connection]:
    """A server whose commits wait for a replica that does not exist; gives a connection to give orders on."""
    with reading_engine(surgery.database_engine()).connect() as orders:
        orders.execute(text("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (nobody)'"))
        orders.execute(text("SELECT pg_reload_conf()"))
        try:
            while orders.execute(text("SHOW synchronous_standby_names")).scalar_one() == "":
                orders.execute(text("SELECT pg_sleep(0.01)"))
            yield orders
        finally:
            orders.execute(text("ALTER SYSTEM RESET synchronous_standby_names"))
            orders.execute(text("SELECT pg_reload_conf()"))


@pytest.mark.parametrize("code", ["57P01", "57P02", "57P03", "25006"])
def test_a_server_that_goes_away_costs_its_connection(code: str, postgres_surgery: Surgery) -> None:
    """Whatever it says when it stops, crashes, starts or only reads: the connection is not used again."""
    engine = postgres_surgery.database_engine()
    asking = text("SELECT pg_backend_pid()")
    with engine.connect() as connection:
        before = connection.execute(asking).scalar_one()
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'going' USING ERRCODE = '{code}'; END $$")
    with pytest.raises(DatabaseUnavailable), translated(), engine.connect() as connection:
        connection.execute(raising)
    with engine.connect() as connection:
        assert before != connection.execute(asking).scalar_one()
