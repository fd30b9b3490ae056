"""Sealing takes every settled entry once, in order, whoever seals and however late a commit comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, text

from hoc_tui.data import audit_seals
from hoc_tui.data.audit_entering import enter_events
from hoc_tui.data.audit_seals import seal_settled, seals_after
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.domain.audit import AuditEvent
from hoc_tui.domain.audit_seals import Seal, holds
from hoc_tui.domain.vocabulary import AuditAct
from tests.support.desks import Surgery

NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)


def event(account: str = "nurse") -> AuditEvent:
    """Something that happened."""
    return AuditEvent(
        practice_id=UUID(int=1),
        staff_id=None,
        account=account,
        name="",
        role=None,
        id=uuid4(),
        at=NOW,
        act=AuditAct.OPENED,
    )


def sealed(database: OpenDatabase) -> list[int]:
    """The numbers of the entries that are sealed, in the order of the seals."""
    return [one.seq for seal in database.seals_after(0) for one in seal.entries]


def test_every_entry_is_sealed_once_and_the_chain_holds(surgery: Surgery) -> None:
    """Each seal follows the one before; when there is nothing new there is no seal."""
    surgery.desk()
    database = surgery.database()
    for _ in range(3):
        database.note([event(), event()])
        assert 1 == len(database.seal())
    assert [] == database.seal()
    seals = database.seals_after(0)

    assert [1, 2, 3] == [seal.number for seal in seals]
    assert all(holds(seal) for seal in seals)
    assert all(one.own_hash == other.previous_hash for one, other in pairwise(seals))
    assert sorted(set(sealed(database))) == sealed(database)


def test_a_long_list_makes_several_seals(surgery: Surgery, monkeypatch: pytest.MonkeyPatch) -> None:
    """No seal is longer than can be held; together they cover everything, entries of one transaction apart or not."""
    monkeypatch.setattr(audit_seals, "LONGEST_LIST", 3)
    surgery.desk()
    database = surgery.database()
    database.note([event() for _ in range(10)])
    seals = database.seal()

    assert 11 == sum(seal.counted for seal in seals)
    assert all(seal.counted <= 3 for seal in seals)
    assert 11 == len({*sealed(database)})


def test_many_sealers_at_once_make_one_chain(surgery: Surgery) -> None:
    """Two timers, or two programs that close at the same moment: one waits for the other."""
    surgery.desk()
    databases = []
    for _ in range(4):
        surgery.desk()
        databases.append(surgery.database())
    together = Barrier(4)

    def seal(database: OpenDatabase) -> list[Seal]:
        together.wait()
        database.note([event()])
        return database.seal()

    with ThreadPoolExecutor(4) as threads:
        made = [seal for seals in threads.map(seal, databases) for seal in seals]
    databases[0].seal()
    seals = databases[0].seals_after(0)

    assert len({seal.number for seal in made}) == len(made)
    assert [*range(1, len(seals) + 1)] == [seal.number for seal in seals]
    assert all(one.own_hash == other.previous_hash for one, other in pairwise(seals))
    assert len({*sealed(databases[0])}) == len(sealed(databases[0]))


def test_what_came_from_a_database_without_transactions_is_sealed_after_all(postgres_surgery: Surgery) -> None:
    """A practice that went to SQLite and back brings entries that no seal covers and no transaction numbers."""
    postgres_surgery.desk()
    database = postgres_surgery.database()
    database.note([event("before")])
    assert database.seal()
    columns = "id, practice_id, at, account, name, place, act, things, words, why, login, entered_at"
    copied = f"INSERT INTO audit_event ({columns}, xid) SELECT gen_random_uuid(), practice_id, at, 'elsewhere', name, "
    copied += "place, act, things, words, why, login, entered_at, 0 FROM audit_event WHERE account = 'before'"
    with database.engine.begin() as owner:
        owner.execute(text(copied))
    assert 1 == sum(seal.counted for seal in database.seal())
    assert "elsewhere" in _accounts(database)


def test_a_late_commit_is_sealed_later_and_not_skipped(postgres_surgery: Surgery) -> None:
    """Its number is lower than that of sealed entries; the order of transactions finds it."""
    postgres_surgery.desk()
    database = postgres_surgery.database()
    engine = open_engine(postgres_surgery.url)
    with writing_engine(engine).connect() as slow:
        enter_events(slow, [event("slow")])
        database.note([event("quick")])
        assert "quick" not in _accounts(database)
        database.seal()
        assert {"slow", "quick"} & {*_accounts(database)} == set()
        slow.commit()
    engine.dispose()
    database.seal()

    assert ["slow", "quick"] == _accounts(database)[-2:]


def _accounts(database: OpenDatabase) -> list[str]:
    with database.engine.connect() as connection:
        wanted = "SELECT e.account FROM sealed_event s JOIN audit_event e USING (seq) ORDER BY s.seal, s.place"
        return [*connection.execute(text(wanted)).scalars()]


def test_what_a_backup_of_another_server_brings_is_sealed(postgres_surgery: Surgery) -> None:
    """There transactions had higher numbers than this server has given; nothing of it is waited for or forgotten."""
    postgres_surgery.desk()
    database = postgres_surgery.database()
    with _unguarded(database) as connection:
        connection.execute(text("UPDATE audit_event SET xid = xid + 5000000000"))
    database.seal()
    with _unguarded(database) as connection:
        connection.execute(text("UPDATE audit_seal SET settled_before = settled_before + 5000000000"))
    database.note([event("afterwards")])
    assert 1 == len(database.seal())
    database.note([event("and again")])
    assert 1 == len(database.seal())

    assert ["afterwards", "and again"] == _accounts(database)[-2:]
    assert len({*sealed(database)}) == len(sealed(database))


def _unguarded(database: OpenDatabase) -> Connection:
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    connection.execute(text("SET session_replication_role = replica"))
    return connection


def test_a_seal_that_is_not_committed_has_not_been_made(surgery: Surgery) -> None:
    """A sealer that is killed leaves nothing behind, and the next one makes the same seal."""
    surgery.desk()
    with writing_engine(surgery.database().engine).connect() as connection:
        assert seal_settled(connection, NOW) is not None
        connection.rollback()
    with surgery.database().reading() as work:
        assert [] == [*seals_after(work.connection, 0)]
    assert 1 == len(surgery.database().seal())
