"""Whatever somebody does to the audit or to agreed plans behind the program's back, verifying finds it and names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text

from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.people import Person
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.vocabulary import Agreement, Role
from hoc_tui.services import agreeing, audit, conversation, records
from tests.support.desks import Surgery, register

GUARDED = ("audit_event", "audit_seal", "sealed_event", "plan_version")
AGREED = AgreeDraft(agreement=Agreement.BY_PERSON)


class Told:
    """A practice with two sealed days, two agreed plans, and a third day that is not sealed.

    Args:
        surgery: Where.
    """

    def __init__(self, surgery: Surgery) -> None:
        self.surgery = surgery
        self.person = self._day("my feet")
        surgery.database().seal()
        self._day("my knees", self.person)
        surgery.database().seal()
        self.kept = self.seals()
        surgery.clock.at += timedelta(days=1)
        surgery.desk(Role.GP)

    def _day(self, words: str, person: Person | None = None) -> Person:
        desk = self.surgery.desk()
        whose = person or register(desk)
        conversation.put_down(desk, whose.id, AgendaDraft(text=words))
        agreeing.agree(desk, records.open_record(desk, whose.id), AGREED)
        return whose

    def seals(self) -> list[Seal]:
        """The seals that stand, as they are kept elsewhere."""
        return self.surgery.database().seals_after(0)

    def named(self, kept: list[Seal] | None = None) -> list[str]:
        """What verifying finds, in short."""
        found = audit.verify(self.surgery.desk(Role.AUDITOR), kept or [])
        return [f"{one.what}: {one.tampering.value}".replace(str(self.person.id), "P") for one in found.findings]

    def tamper(self, *statements: str) -> None:
        """Do something behind the program's back, past the guards."""
        with unguarded(self.surgery.url) as connection:
            for statement in statements:
                connection.execute(text(statement))

    @property
    def on_sqlite(self) -> bool:
        """Which database it is."""
        return self.surgery.url.startswith("sqlite")

    @property
    def new_id(self) -> str:
        """An id that nothing has, in the database's own words."""
        plain = "'00000000000000000000000000000bad'"
        return plain if self.on_sqlite else f"CAST({plain} AS uuid)"

    @property
    def sealed(self) -> list[int]:
        """The numbers of the entries in the first seal, in its order."""
        return [one.seq for one in self.kept[0].entries]


@contextmanager
def unguarded(url: str) -> Iterator[Connection]:
    """A connection of somebody who may drop the guards; they stand again afterwards, as if nothing had been."""
    engine = open_engine(url)
    with writing_engine(engine).begin() as connection:
        if connection.dialect.name == "sqlite":
            guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            dropped = connection.execute(text(guards)).all()
            for name, _ in dropped:
                connection.execute(text(f"DROP TRIGGER {name}"))
            yield connection
            for _, sql in dropped:
                connection.exec_driver_sql(sql)
        else:
            for table in GUARDED:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            yield connection
            for table in GUARDED:
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER ALL"))
    engine.dispose()


@pytest.fixture
def told(surgery: Surgery) -> Told:
    """The practice, on SQLite and on PostgreSQL."""
    return Told(surgery)


def test_what_nobody_touched_is_whole(told: Told) -> None:
    """With and without the seals that were kept; what is not sealed yet is counted."""
    verified = audit.verify(told.surgery.desk(Role.AUDITOR), told.kept)

    assert verified.whole, verified.findings
    assert (2, 2) == (verified.seals, verified.plans)
    assert verified.unsealed >= 2
    assert [] == told.named()


# -- Entries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "words = 'x'",
        "account = 'somebody'",
        "person_id = NULL",
        "act = 'no such act'",
        "things = 'no JSON'",
        "login='x'",
    ],
)
def test_an_altered_entry_is_named(told: Told, change: str) -> None:
    """Whatever of it was altered, also into something that no entry ever says."""
    seq = told.sealed[1]
    told.tamper(f"UPDATE audit_event SET {change} WHERE seq = {seq}")

    assert [f"Entry {seq}: altered"] == told.named()


def test_a_removed_entry_is_named(told: Told) -> None:
    """The seal knows that it was there."""
    seq = told.sealed[2]
    told.tamper(f"DELETE FROM audit_event WHERE seq = {seq}")

    assert [f"Entry {seq}: removed"] == told.named()


def test_entries_that_changed_places_are_named(told: Told) -> None:
    """Each is whole in itself; that they stand elsewhere is found all the same."""
    one, other = told.sealed[1:3]
    told.tamper(*_swap(one, other))

    assert [f"Entry {one}: reordered", f"Entry {other}: reordered"] == told.named()


COLUMNS = (
    *("practice_id", "at", "staff_id", "account", "name", "role", "place", "act", "person_id", "things"),
    *("words", "why", "op_id", "continues", "login", "entered_at", "xid"),
)
"""What an entry says, besides its number and id."""


def _swap(one: int, other: int) -> list[str]:
    """Let two entries change places, number against number."""
    there = f"(SELECT {{0}} FROM kept_aside WHERE seq = {one} + {other} - audit_event.seq)"
    columns = ", ".join(f"{name} = {there.format(name)}" for name in ("id", *COLUMNS))
    return [
        "DROP INDEX uq_audit_event_id",
        f"CREATE TABLE kept_aside AS SELECT * FROM audit_event WHERE seq IN ({one}, {other})",
        f"UPDATE audit_event SET {columns} WHERE seq IN ({one}, {other})",
        "DROP TABLE kept_aside",
        "CREATE UNIQUE INDEX uq_audit_event_id ON audit_event (id)",
    ]


def test_an_entry_taken_from_its_seals_list_is_named_by_the_seal(told: Told) -> None:
    """A seal counts what it covers; with the seals that were kept, the entry itself is held to what it was."""
    seq = told.sealed[0]
    told.tamper(f"DELETE FROM sealed_event WHERE seq = {seq}", f"UPDATE audit_event SET words = 'x' WHERE seq = {seq}")

    assert "Seal 1: altered" in told.named()
    assert ["Seal 1: altered", f"Entry {seq}: altered"] == told.named(told.kept)


def test_an_entry_put_between_others_is_named(told: Told) -> None:
    """Its number is lower than that of sealed ones, and it was entered after they were sealed."""
    told.tamper(_squeezed_in(told))

    assert ["Entry -5: inserted"] == told.named()
    told.surgery.database().seal()
    assert ["Entry -5: inserted"] == told.named()


def _squeezed_in(told: Told) -> str:
    """Copy the newest entry to a number below the others'."""
    always, columns = ("" if told.on_sqlite else "OVERRIDING SYSTEM VALUE"), ", ".join(COLUMNS)
    copied = f"SELECT -5, {told.new_id}, {columns} FROM audit_event ORDER BY seq DESC LIMIT 1"
    return f"INSERT INTO audit_event (seq, id, {columns}) {always} {copied}"


def test_a_cut_off_end_is_seen_against_the_seals_that_were_kept(told: Told) -> None:
    """Entries and seals of the second day are gone; only who kept the seals can know."""
    second = [one.seq for one in told.kept[1].entries]
    told.tamper(
        f"DELETE FROM audit_event WHERE seq >= {min(second)}",
        "DELETE FROM sealed_event WHERE seal = 2",
        "DELETE FROM audit_seal WHERE number = 2",
    )
    named = told.named(told.kept)

    assert ["Seal 2: cut off", *(f"Entry {seq}: removed" for seq in second)] == named[: len(second) + 1]


# -- Seals --------------------------------------------------------------------------------------------------------


def test_an_altered_seal_is_named(told: Told) -> None:
    """One digit is enough."""
    told.tamper("UPDATE audit_seal SET counted = counted + 1 WHERE number = 1")

    assert ["Seal 1: altered"] == told.named()


def test_a_removed_seal_is_named(told: Told) -> None:
    """And the one after it no longer follows anything."""
    told.tamper("DELETE FROM audit_seal WHERE number = 1")

    assert "Seal 1: removed" in told.named()


def test_a_chain_that_was_made_anew_is_seen_against_the_seals_that_were_kept(told: Told) -> None:
    """Whoever alters an entry and seals everything again has a whole chain, which is not the one that was kept."""
    seq = told.sealed[1]
    told.tamper(
        f"UPDATE audit_event SET account = 'somebody' WHERE seq = {seq}",
        "DELETE FROM sealed_event",
        "DELETE FROM audit_seal",
    )
    told.surgery.database().seal()

    assert [] == told.named()
    assert {"Seal 1: altered", f"Entry {seq}: altered"} <= {*told.named(told.kept)}


def test_seals_that_changed_places_are_named(told: Told) -> None:
    """Each is whole in itself."""
    told.tamper(
        "UPDATE audit_seal SET number = 3 WHERE number = 1",
        "UPDATE audit_seal SET number = 1 WHERE number = 2",
        "UPDATE audit_seal SET number = 2 WHERE number = 3",
    )

    assert {"Seal 1", "Seal 2"} <= {one.split(":")[0] for one in told.named()}


# -- Agreed plans -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE plan_version SET body = replace(body, 'feet', 'hands') WHERE number = 1",
            ["Plan 1 of person P: altered"],
        ),
        ("DELETE FROM plan_version WHERE number = 1", ["Plan 1 of person P: removed"]),
        ("DELETE FROM plan_version WHERE number = 2", ["Plan 2 of person P: cut off"]),
        ("DELETE FROM plan_version", ["Plan 1 of person P: cut off", "Plan 2 of person P: cut off"]),
    ],
)
def test_what_was_done_to_an_agreed_plan_is_named(told: Told, statement: str, named: list[str]) -> None:
    """Also its end: the audit says what was agreed."""
    told.tamper(statement)

    assert named == told.named()


def test_plans_that_changed_places_are_named(told: Told) -> None:
    """The first became the second."""
    told.tamper(
        "UPDATE plan_version SET number = 9 WHERE number = 1",
        "UPDATE plan_version SET number = 1 WHERE number = 2",
        "UPDATE plan_version SET number = 2 WHERE number = 9",
    )

    assert ["Plan 1 of person P: reordered", "Plan 2 of person P: reordered"] == told.named()


def test_a_plan_that_nobody_agreed_is_named(told: Told) -> None:
    """It may be chained as it should be: the audit knows of no such agreement."""
    told.tamper(
        "INSERT INTO plan_version SELECT person_id, 3, "
        f"{told.new_id}, agreed_at, agreed_with, agreement, body, previous_hash, content_hash "
        "FROM plan_version WHERE number = 2"
    )

    assert ["Plan 3 of person P"] == [one.split(":")[0] for one in told.named()]
