"""Rows for measuring: a practice, any number of people, and one with a long history, all made up."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import Engine, insert

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.rows import values_of
from hoc_tui.data.search_keys import stored_keys
from hoc_tui.data.setup import first_staff, set_up
from hoc_tui.data.tables import NameKeyRow, PersonRow
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.identifiers import uuid7
from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.people import Person, Practice
from hoc_tui.domain.results import Code, Quantity, ReferenceRange, SentResult
from hoc_tui.domain.vocabulary import ItemKind, ResultStatus
from hoc_tui.services.ports import Desk
from tests.support.databases import Databases

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
FAMILIES = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker
White Roberts Green Hall Wood Jackson Clarke Khan Hussain Ahmed Begum Ali Singh Kaur O'Brien O'Keefe
Murphy Kelly MacDonald Okafor Adeyemi Mensah Nowak Kowalska Müller García Nguyen Lê Chen Wang Smythe
Smithson Van-der-Berg St-John
"""
GIVENS = """
John Margaret Mary David Susan Sarah James Ann Anne Anna Mohammed Aisha Fatima Rajesh Priya Wei Li
Zoë Chloé Siân Seán Olu Kwame Ewa Piotr Jose Maria Peter Paul Janet Jean Joan Jane Jack Josephine
Smita
"""
_ids = count(1)


def new_id() -> UUID:
    """Ids in order, as the program makes them."""
    number = next(_ids)
    return uuid7(1_770_000_000_000 + number, number)


@contextmanager
def desk_on(server: str) -> Iterator[tuple[Desk, Engine]]:
    """A desk at an empty made-up practice.

    Args:
        server: "sqlite" or "postgres-18".

    Yields:
        The desk, and the engine behind it.
    """
    with TemporaryDirectory() as folder:
        databases = Databases(Path(folder))
        try:
            with databases.empty(server, Path(folder)) as url:
                practice = Practice(id=new_id(), name="Riverside", demo=True)
                set_up(url, practice, [first_staff(practice.id, "me", NOW, new_id)])
                database = OpenDatabase(url, lambda: NOW, new_id)
                try:
                    yield desk_at(database, "me", lambda: NOW, new_id), database.engine
                finally:
                    database.close()
        finally:
            databases.close()


def add_people(engine: Engine, desk: Desk, how_many: int, seed: int = 1) -> None:
    """Add people with common names, so that searches meet many of a kind."""
    chance = random.Random(seed)  # noqa: S311 - people who do not exist
    with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        for start in range(0, how_many, 5000):
            people = [_person(desk, chance) for _ in range(min(5000, how_many - start))]
            rows = [values_of(ItemKind.PERSON, person) | {"change_seq": 0} for person in people]
            connection.execute(insert(PersonRow), rows)
            connection.execute(insert(NameKeyRow), [key for person in people for key in _keys(person)])
    with engine.execution_options(sqlite_begin="NONE", isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")


def _person(desk: Desk, chance: random.Random) -> Person:
    who = new_id()
    return Person(
        id=who,
        person_id=who,
        practice_id=desk.practice.id,
        version=1,
        authored_by=desk.worker.id,
        performed_by=desk.worker.id,
        occurred_at=NOW,
        recorded_at=NOW,
        family=_common(chance, FAMILIES.split()),
        given=" ".join(_common(chance, GIVENS.split()) for _ in range(chance.choice((1, 1, 2)))),
        born=date(1930, 1, 1) + timedelta(days=chance.randrange(365 * 90)),
    )


def _common(chance: random.Random, names: Sequence[str]) -> str:
    """A name, the first ones far more often than the last, as in life."""
    return names[min(int(chance.expovariate(6 / len(names))), len(names) - 1)]


def _keys(person: Person) -> list[dict[str, object]]:
    base: dict[str, object] = {"person_id": person.person_id, "practice_id": person.practice_id}
    return [base | {"key": key} for key in stored_keys(person.family, person.given, person.preferred)]


def record_of(results: int, source_id: str = "p1") -> IncomingRecord:
    """One person's file with many results: 25 tests over the years, as a practice sends them."""
    return IncomingRecord(
        source_system="urn:made-up",
        person=IncomingPerson(source_id=source_id, family="Jackson", given="Margaret"),
        results=tuple(_result(number, source_id) for number in range(results)),
        resources=1 + results,
    )


def _result(number: int, source_id: str) -> SentResult:
    code = str(1000 + number % 25)
    taken = NOW - timedelta(days=30 * (number // 25), minutes=number % 25 // 5)
    return SentResult(
        source_id=f"{source_id}/{number}",
        test_key=f"http://snomed.info/sct|{code}",
        name=f"Serum test number {code}",
        codes=(
            Code(system="http://snomed.info/sct", code=code, display=f"Serum test number {code}"),
            Code(system="http://read.info/readv2", code=f"44{code}", display="Serum test"),
        ),
        quantity=Quantity(text=f"{number % 90}.{number % 10}", unit="mmol/L"),
        ranges=(ReferenceRange(low="3.0", high="5.0", unit="mmol/L"),),
        status=ResultStatus.FINAL,
        comment="" if number % 7 else "Taken fasting",
        taken=PartialDate.parse(taken.strftime("%Y-%m-%dT%H:%M:%SZ")),
        performer="Pathology",
    )
