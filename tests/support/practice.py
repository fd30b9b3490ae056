"""A small made-up practice for tests of screens: four staff, six people, today's clinic, one story worth telling."""

import itertools
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.setup import set_up
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.identifiers import uuid7
from hoc_tui.domain.incoming import (
    IncomingAllergy,
    IncomingCondition,
    IncomingList,
    IncomingMedicine,
    IncomingPerson,
    IncomingRecord,
)
from hoc_tui.domain.people import ContactDraft, NeedDraft, Person, PersonDetails, Practice, Staff
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.record import ConditionDraft, VisitDraft
from hoc_tui.domain.vocabulary import (
    BackgroundKind,
    BackgroundState,
    ContactKind,
    Gender,
    NeedKind,
    Registration,
    Role,
    Step,
)
from hoc_tui.services import conversation, importing, people, visits
from hoc_tui.services.ports import Desk

NOW = datetime(2026, 11, 20, 10, 20, tzinfo=UTC)
"""A Friday morning in winter, so that the practice's clock and UTC show the same."""
TODAY = NOW.date()

ACCOUNTS = {
    Role.RECEPTIONIST: ("rita", "Rita Shaw"),
    Role.NURSE: ("npatel", "Nurse Patel"),
    Role.GP: ("gosei", "Dr Osei"),
    Role.HEALTHCARE_ASSISTANT: ("hlee", "Sam Lee"),
}
"""Account and name of each role's one member of staff."""

JACKSON = PersonDetails(
    family="Jackson",
    given="Margaret",
    title="Mrs",
    preferred="Maggie",
    born=date(1951, 3, 4),
    gender=Gender.FEMALE,
    sex=Gender.FEMALE,
    nhs_number="943 476 5919",
    address="14 Station Road\nThornby",
    postcode="RV1 2AB",
    phone="01632 960 114",
    mobile="07700 900 461",
)
"""The person whose story the tests tell."""

OTHERS = (
    PersonDetails(family="Jackson", given="Margret", title="Miss", born=date(1957, 4, 3), postcode="RV1 9ZZ"),
    PersonDetails(family="Ahmed", given="Yusuf", title="Mr", born=date(1968, 7, 19), nhs_number="9990000018"),
    PersonDetails(family="Brennan", given="Siobhan", title="Ms", born=date(1974, 1, 30), nhs_number="9990000026"),
    PersonDetails(family="Khan", given="Zainab", title="Mrs", born=date(1960, 12, 2), nhs_number="1234567890"),
    PersonDetails(
        family="O'Keefe",
        given="Thomas",
        title="Mr",
        born=date(1939, 9, 1),
        registration=Registration.DIED,
        died=PartialDate.parse("2026-02"),
    ),
)


@dataclass(frozen=True)
class SmallPractice:
    """A practice in a database, with a desk for each role."""

    database: OpenDatabase
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]

    def desk(self, role: Role) -> Desk:
        """The desk of the one member of staff who has a role."""
        return desk_at(self.database, ACCOUNTS[role][0], self.now, self.new_id)

    def person(self, family: str, given: str = "") -> UUID:
        """The id of somebody by name."""
        from hoc_tui.services.lists import find

        found = [one for one in find(self.desk(Role.NURSE), family) if one.given.startswith(given)]
        return found[0].person_id

    def add_person(self, details: PersonDetails) -> Person:
        """Register one more."""
        return people.register(self.desk(Role.RECEPTIONIST), details)

    def book(self, person_id: UUID, draft: VisitDraft) -> None:
        """Put a conversation in the book."""
        visits.book(self.desk(Role.RECEPTIONIST), person_id, draft)


_OPENINGS = itertools.count(1)
"""Counts how often a practice was opened, so that no two programs make the same ids."""


def counting_ids(now: datetime = NOW) -> Callable[[], UUID]:
    """Ids that grow and repeat from run to run."""
    counter = itertools.count(1)
    return lambda: uuid7(int(now.timestamp() * 1000), next(counter))


def make_practice(url: str, *, demo: bool = False) -> None:
    """Set a practice up in an empty database and fill it.

    Args:
        url: SQLAlchemy address.
        demo: Whether it is marked as made up.
    """
    new_id = counting_ids()
    practice = Practice(id=new_id(), name="Riverside Surgery", demo=demo)
    set_up(url, practice, _staff(practice, new_id))
    database = OpenDatabase(url, lambda: NOW, new_id)
    try:
        _fill(SmallPractice(database, lambda: NOW, new_id))
    finally:
        database.close()


def _staff(practice: Practice, new_id: Callable[[], UUID]) -> list[Staff]:
    return [
        Staff(id=new_id(), practice_id=practice.id, account=account, name=name, role=role, started=date(2020, 1, 1))
        for role, (account, name) in ACCOUNTS.items()
    ]


def _fill(at: SmallPractice) -> None:
    front, nurse, doctor = (at.desk(role) for role in (Role.RECEPTIONIST, Role.NURSE, Role.GP))
    jackson, similar, ahmed, brennan, khan, _ = (people.register(front, one).id for one in (JACKSON, *OTHERS))
    for kind, text in ((NeedKind.FORMAT, "Large print"), (NeedKind.COMMUNICATION, "Hearing loop")):
        people.add_need(front, jackson, NeedDraft(kind=kind, text=text))
    people.add_need(front, brennan, NeedDraft(kind=NeedKind.LANGUAGE, text="Interpreter: Irish"))
    daughter = ContactDraft(kinds=(ContactKind.FAMILY,), name="Aisha Jackson", relationship="daughter")
    people.add_contact(front, jackson, daughter)
    people.add_condition(nurse, jackson, ConditionDraft(name="Type 2 diabetes", onset=PartialDate.parse("2014")))
    conversation.put_down(nurse, jackson, AgendaDraft(text="I'm so tired by 3 o'clock I can't get to the allotment"))
    _book(front, doctor, nurse, (ahmed, brennan, jackson, khan, similar))
    importing.take_in(nurse, _sent_record(), "jackson.json", b"{}")


def _book(front: Desk, doctor: Desk, nurse: Desk, who: Sequence[UUID]) -> None:
    ahmed, brennan, jackson, khan, similar = who
    nine = NOW.replace(hour=9, minute=0)
    steps = (
        (ahmed, 0, doctor, Step.COPY_GIVEN, ""),
        (brennan, 40, nurse, Step.IN_CONVERSATION, ""),
        (jackson, 80, nurse, Step.REFLECTIONS_BACK, ""),
        (khan, 120, nurse, Step.GATHERED, "not yet checked"),
        (similar, 160, doctor, Step.BOOKED, ""),
    )
    for person_id, minutes, desk, step, blocked in steps:
        at = nine + timedelta(minutes=minutes)
        draft = VisitDraft(starts_at=at, staff_id=desk.worker.id, step=step, blocked=blocked)
        visits.book(front, person_id, draft)


def _sent_record() -> IncomingRecord:
    """What another system says of Mrs Jackson's background."""
    sent = (
        (IncomingCondition(source_id="c1", name="Essential hypertension", onset=PartialDate.parse("2009-05")),),
        (IncomingMedicine(source_id="m1", name="Metformin 500 mg tablets", dosage="one twice a day", status="active"),),
        (IncomingAllergy(source_id="a1", name="Penicillin", reaction="rash", status="active"),),
    )
    lists = tuple(IncomingList(kind=kind, state=BackgroundState.KNOWN) for kind in BackgroundKind)
    person = IncomingPerson(
        source_id="p1", family="Jackson", given="Margaret", born=JACKSON.born, nhs_number=JACKSON.nhs_number
    )
    return IncomingRecord(
        source_system="Hospital",
        person=person,
        conditions=sent[0],
        medicines=sent[1],
        allergies=sent[2],
        lists=lists,
        resources=4,
    )


def opened(url: str, *, now: Callable[[], datetime] = lambda: NOW) -> Iterator[SmallPractice]:
    """A practice that is already in a database, opened for a test; closed when the test is done."""
    database = OpenDatabase(url, now, counting_ids(NOW + timedelta(seconds=next(_OPENINGS))))
    try:
        yield SmallPractice(database, now, database._new_id)
    finally:
        database.close()


def copy_of(template: Path, folder: Path) -> str:
    """The address of a copy of an SQLite file, so that each test has a practice of its own."""
    with closing(sqlite3.connect(template)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(template, folder / "practice.db")
    return f"sqlite:///{folder / 'practice.db'}"
