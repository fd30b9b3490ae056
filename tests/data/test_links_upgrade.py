"""From the first schema to the one in which two results can be linked: with rows there, on every server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import CheckConstraint, insert, inspect
from sqlalchemy.exc import IntegrityError

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.engine import disposed, open_engine, writing_engine
from hoc_tui.data.migrate import HEAD, check, upgrade, version_of
from hoc_tui.data.tables import LinkRow, mapped
from hoc_tui.domain.errors import MigrationNeeded
from hoc_tui.domain.people import Person
from hoc_tui.domain.plan import AgreeDraft, chain_holds
from hoc_tui.domain.planning import AgendaDraft, GoalDraft, LinkedItem, LinkEnd, SeenTest, link_between
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement, ItemKind, Role
from hoc_tui.services import agreeing, conversation, importing, lists, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import NINE_O_CLOCK, Clock, Ids, Surgery, account_of, open_surgery, register
from tests.support.first_schema import FIRST, make_first
from tests.support.incoming import record_of, result

EGFR = SeenTest("http://snomed.info/sct|1011481000000105", "eGFR")
SUGAR = SeenTest("http://snomed.info/sct|999791000000106", "HbA1c", UUID(int=7))
AGREED = AgreeDraft(agreement=Agreement.BY_PERSON)


@dataclass(frozen=True)
class Life:
    """A record as it read before the upgrade, in a database at another place."""

    url: str
    record: Record
    chain: list[tuple[str, str, str]]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """Links of every sort that the first program knew, one of them taken out, and an agreed plan."""
    url = f"sqlite:///{tmp_path / 'before.db'}"
    with open_surgery(url) as surgery:
        desk = surgery.desk()
        importing.take_in(desk, record_of(result("r1", "61")), "one.json", b"{}")
        person = records.open_record(desk, lists.find(desk, "jackson")[0].person_id).person
        goal = LinkedItem(ItemKind.GOAL, conversation.put_down(desk, person.id, GoalDraft(words="Walk")).item.id)
        worry = LinkedItem(ItemKind.AGENDA, conversation.put_down(desk, person.id, AgendaDraft(text="my feet")).item.id)
        _link(desk, person, goal, worry)
        _link(desk, person, goal, SUGAR)
        conversation.take_out(desk, _link(desk, person, worry, SUGAR), "not so")
        agreeing.agree(desk, records.open_record(desk, person.id), AGREED)
        return Life(url, *_read(desk, person))


def _link(desk: Desk, person: Person, one: LinkEnd, other: LinkEnd) -> Spot:
    return Spot.of(ItemKind.LINK, conversation.put_down(desk, person.id, link_between(one, other)).item)


def _read(desk: Desk, person: Person) -> tuple[Record, list[tuple[str, str, str]]]:
    with desk.reading() as work:
        chain = work.chain(person.id)
    return records.open_record(desk, person.id).model_copy(update={"read_at": NINE_O_CLOCK}), chain


@contextmanager
def reopened(url: str) -> Iterator[Desk]:
    """A nurse's desk at a database that is there already."""
    clock, ids = Clock(), Ids(99)
    database = OpenDatabase(url, clock, ids)
    try:
        yield desk_at(database, account_of(Role.NURSE), clock, ids)
    finally:
        database.close()


def test_everything_that_was_there_stays(life: Life, database_url: str) -> None:
    """Record, links and seals read as before; then two results are linked, and the next plan follows the last one."""
    make_first(database_url, life.url)
    with pytest.raises(MigrationNeeded, match="older"), reopened(database_url):
        pass

    assert FIRST == upgrade(database_url)

    person = life.record.person
    with reopened(database_url) as desk:
        assert (life.record, life.chain) == _read(desk, person)
        assert chain_holds(life.chain)
        assert 2 == len(life.record.links)
        _link(desk, person, EGFR, SUGAR)
        now = records.open_record(desk, person.id)
        assert [frozenset({EGFR.key, SUGAR.key})] == [link.ends for link in now.links if link not in life.record.links]
        assert (2, life.chain[0][2]) == _next_plan(desk, now)


def _next_plan(desk: Desk, record: Record) -> tuple[int, str]:
    version = agreeing.agree(desk, record, AGREED)
    return version.number, version.previous_hash


def test_the_guards_stand_after_the_upgrade(database_url: str) -> None:
    """No guard, index or check is lost on the way from the first schema, on any server."""
    make_first(database_url)
    upgrade(database_url)

    wanted = {str(one.name) for one in mapped(LinkRow).constraints if isinstance(one, CheckConstraint)}
    with disposed(open_engine(database_url)) as engine, engine.connect() as connection:
        check(connection)
        standing = {one["name"] for one in inspect(connection).get_check_constraints("link")}
        assert (HEAD, wanted) == (version_of(connection), standing)


ITEM = {"first_kind": "goal", "first_id": UUID(int=1)}
OTHER = {"second_kind": "agenda", "second_id": UUID(int=2)}
NO_LINKS: dict[str, dict[str, object]] = {
    "nothing first": {"test_key": "a"},
    "both first": ITEM | {"first_test_key": "a", "test_key": "b"},
    "no kind first": {"first_id": UUID(int=1), "test_key": "a"},
    "nothing second": ITEM,
    "both second": ITEM | OTHER | {"test_key": "a"},
    "no kind second": ITEM | {"second_id": UUID(int=2)},
    "a test before an item": {"first_test_key": "a"} | OTHER,
    "one item twice": ITEM | OTHER | {"second_id": UUID(int=1)},
    "one test twice": {"first_test_key": "a", "test_key": "a"},
}
"""Rows that join nothing, too much, or a thing with itself."""


@pytest.mark.parametrize("wrong", NO_LINKS)
def test_the_database_refuses_what_is_no_link(surgery: Surgery, wrong: str) -> None:
    """Each end is an item or a test, an item stands first, and both are different, whatever code asks."""
    desk = surgery.desk()
    row = _blank(register(desk).id) | NO_LINKS[wrong]
    with pytest.raises(IntegrityError), writing_engine(surgery.database().engine).begin() as connection:
        connection.execute(insert(LinkRow).values(row))


@pytest.mark.parametrize("ends", [ITEM | OTHER, ITEM | {"test_key": "a"}, {"first_test_key": "a", "test_key": "b"}])
def test_the_database_takes_every_sort_of_link(surgery: Surgery, ends: dict[str, object]) -> None:
    """Two items, an item and a test, two tests."""
    desk = surgery.desk()
    person = register(desk)
    with writing_engine(surgery.database().engine).begin() as connection:
        connection.execute(insert(LinkRow).values(_blank(person.id) | ends))

    assert 1 == len(records.open_record(desk, person.id).links)


def _blank(person_id: UUID) -> dict[str, object]:
    """A link's row with nothing at its ends."""
    texts = dict.fromkeys(("first_test_key", "first_test_name", "test_key", "test_name", "ended_reason"), "")
    who = dict.fromkeys(("authored_by", "performed_by"), UUID(int=101))
    when = dict.fromkeys(("occurred_at", "recorded_at"), NINE_O_CLOCK)
    return {"person_id": person_id, "id": UUID(int=500), "version": 1, **texts, **who, **when}
