"""A record is read whole, in one statement, exactly as it was written, and never more than the reader may see."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import insert

from hoc_tui.data.engine import writing_engine
from hoc_tui.data.record_read import CLINICAL_PARTS, PUBLIC_PARTS
from hoc_tui.data.rows import ROWS, table_of, values_of
from hoc_tui.data.tables import Base
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingList, IncomingMedicine
from hoc_tui.domain.kinds import ITEMS
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.record import Record, VisitDraft
from hoc_tui.domain.results import Component, Quantity, ReferenceRange
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    Agreement,
    BackgroundKind,
    BackgroundState,
    Comparator,
    ContactKind,
    Doer,
    ItemKind,
    NeedKind,
    ResultStatus,
    Role,
    ScoreScale,
    Step,
    TargetOwner,
)
from hoc_tui.services import agreeing, conversation, importing, lists, records, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of, result
from tests.support.round_trips import counted

MARK = "“æ” [/] {x} \\ 日本 \U0001f600"
"""Text with something in it for everybody who builds strings."""
CLINICAL_TABLES = {table_of(kind).name for kind in CLINICAL_PARTS} | {
    "care_plan",
    "plan_version",
    "version_mark",
    "revision",
    "result",
    "background_entry",
    "background_list",
    "source_message",
    "quarantine",
}


def _provenance(person_id: UUID, number: int) -> dict[str, object]:
    return {
        "id": UUID(int=500 + number),
        "person_id": person_id,
        "version": 3,
        "authored_by": UUID(int=101),
        "performed_by": UUID(int=102),
        "occurred_at": NINE_O_CLOCK,
        "recorded_at": datetime(2026, 3, 5, 9, 0, 0, 123456, tzinfo=UTC),
    }


ONE_OF_EACH: dict[ItemKind, dict[str, object]] = {
    ItemKind.NEED: {"kind": NeedKind.LANGUAGE, "text": MARK},
    ItemKind.CONTACT: {"kinds": (ContactKind.CARER, ContactKind.FAMILY), "name": MARK, "may_be_told": f"a\n{MARK}"},
    ItemKind.CONDITION: {"name": MARK, "onset": PartialDate.parse("2003-06"), "note": MARK},
    ItemKind.AGENDA: {"text": MARK, "starred": True, "position": Decimal("1.50"), "third_party": True},
    ItemKind.GOAL: {"words": MARK, "importance": 10, "confidence": 0, "target_on": date(2026, 12, 24)},
    ItemKind.ACTION: {
        "what": MARK,
        "doer": Doer.SERVICE,
        "staff_id": UUID(int=101),
        "due_on": date(2027, 1, 1),
        "status": ActionStatus.NOT_DONE,
        "scale": ScoreScale.THREE_WORDS,
        "position": Decimal("0.001"),
    },
    ItemKind.DECISION: {"about": MARK, "options": (MARK, "no"), "look_again_on": date(2026, 1, 31)},
    ItemKind.TARGET: {"test_key": MARK, "test_name": MARK, "low": "7.10", "owner": TargetOwner.CLINICIAN},
    ItemKind.LINK: {"first_kind": ItemKind.GOAL, "first_id": UUID(int=9), "test_key": MARK, "result_id": UUID(int=8)},
    ItemKind.VISIT: {"starts_at": NINE_O_CLOCK, "step": Step.ARRIVED, "arrived_at": NINE_O_CLOCK, "blocked": MARK},
}


def test_every_kind_of_item_comes_back_as_it_was_written(surgery: Surgery) -> None:
    """Each field of each kind, with its precision, its order and its marks."""
    desk = surgery.desk()
    person = register(desk)
    items = {
        kind: ITEMS[kind].model_validate(fields | _provenance(person.id, number))
        for number, (kind, fields) in enumerate(ONE_OF_EACH.items())
    }
    with writing_engine(surgery.database().engine).begin() as connection:
        for kind, item in items.items():
            extra = {"practice_id": desk.practice.id} if kind is ItemKind.VISIT else {}
            connection.execute(insert(ROWS[kind]).values(values_of(kind, item) | extra))

    read = records.open_record(desk, person.id)

    parts = PUBLIC_PARTS | CLINICAL_PARTS
    assert {kind: (item,) for kind, item in items.items()} == {kind: getattr(read, parts[kind]) for kind in items}


def test_a_person_comes_back_as_registered(surgery: Surgery) -> None:
    """Identity, contact and what they like to be called."""
    desk = surgery.desk()
    person = register(
        desk,
        "O'Keefe",
        MARK,
        title="Mrs",
        preferred="Peggy",
        nhs_number="943 476 5919",
        address="1 High Street\nLeeds",
        died="2026-03",
        registration="died",
    )

    assert person == records.open_record(desk, person.id).person


def test_results_come_back_exactly_as_sent(surgery: Surgery) -> None:
    """Digits, comparator, unit, parts, ranges, words, dates as precise as they were."""
    desk = surgery.desk(Role.GP)
    sent = (
        result("r1", "7.10", taken="2026", reported="2026-02-13T08:00:00Z", comment=MARK, flag="H"),
        result("r2", quantity=Quantity(text="5", comparator=Comparator.LESS, unit="mg/L"), ranges=()),
        result("r3", quantity=None, text=MARK, ranges=(ReferenceRange(text=MARK),), status=ResultStatus.NOT_SENT),
        result(
            "r4",
            quantity=None,
            components=(
                Component(name="Systolic", quantity=Quantity(text="142", unit="mmHg")),
                Component(name="Diastolic", quantity=Quantity(text="84", unit="mmHg")),
            ),
        ),
        result("r5", "1" + "0" * 40 + ".50"),
    )
    importing.take_in(desk, record_of(*sent), "one.json", b"{}")

    read = _only_record(desk)

    fields = set(type(sent[0]).model_fields)
    back = sorted(read.results, key=lambda one: one.source_id)
    assert [one.model_dump() for one in sent] == [one.model_dump(include=fields) for one in back]


def _only_record(desk: Desk, typed: str = "jackson") -> Record:
    return records.open_record(desk, lists.find(desk, typed)[0].person_id)


def test_background_comes_with_what_the_source_says_of_each_list(surgery: Surgery) -> None:
    """Known, none known, not recorded, unavailable: of each source the newest word, also when it says two things."""
    desk = surgery.desk(Role.GP)
    first = record_of(
        lists=(_said("none-known"),), conditions=(IncomingCondition(source_id="c1", name="Asthma", note=MARK),)
    )
    second = record_of(
        lists=(_said("known"), _said("known", "Ended ones are in another list.")),
        medicines=(IncomingMedicine(source_id="m1", name="Metformin", dosage="1 tablet", note="with food"),),
        allergies=(IncomingAllergy(source_id="a1", name="Penicillin", reaction="Rash"),),
    )
    importing.take_in(desk, first, "one.json", b"1")
    importing.take_in(desk, second, "two.json", b"2")

    read = _only_record(desk)

    assert {"Asthma", "Metformin", "Penicillin"} == {entry.name for entry in read.background}
    assert {"", "Ended ones are in another list."} == {one.note for one in read.background_lists}
    assert {BackgroundState.KNOWN} == {one.state for one in read.background_lists}


def _said(state: str, note: str = "") -> IncomingList:
    return IncomingList(kind=BackgroundKind.ALLERGIES, state=BackgroundState(state), note=note)


def test_items_stand_where_people_put_them(surgery: Surgery) -> None:
    """By position, and where that is the same by when they began, whoever rewrote one since."""
    desk = surgery.desk()
    person = register(desk)
    texts = ["feet", "sleep", "tablets"]
    saved = [conversation.put_down(desk, person.id, _agenda(text, 0)) for text in texts]
    conversation.put_down(desk, person.id, _agenda("first", -1))
    conversation.rewrite(desk, Spot.of(ItemKind.AGENDA, saved[0].item), {"starred": True})

    read = records.open_record(desk, person.id)

    assert ["first", *texts] == [item.text for item in read.agenda]


def _agenda(text: str, position: int) -> AgendaDraft:
    return AgendaDraft(text=text, position=Decimal(position))


def test_visits_stand_in_order_of_time(surgery: Surgery) -> None:
    """The next conversation is easy to see, in whatever order they were booked."""
    desk = surgery.desk()
    person = register(desk)
    for days in (3, 1, 2):
        visits.book(desk, person.id, VisitDraft(starts_at=NINE_O_CLOCK + timedelta(days=days)))
    read = records.open_record(desk, person.id)

    assert [1, 2, 3] == [(visit.starts_at - NINE_O_CLOCK).days for visit in read.visits]


def test_what_has_ended_is_not_in_the_record(surgery: Surgery) -> None:
    """It is in the history."""
    desk = surgery.desk()
    person = register(desk)
    saved = conversation.put_down(desk, person.id, _agenda("feet", 1))
    conversation.take_out(desk, Spot.of(ItemKind.AGENDA, saved.item), "said twice")

    assert () == records.open_record(desk, person.id).agenda


def test_a_version_in_the_wrong_record_is_marked_in_both(surgery: Surgery) -> None:
    """Beside the version where it stands, and in the record it was meant for; the version is as it was."""
    desk = surgery.desk()
    wrong, right = register(desk), register(desk, "Okafor")
    agreed = agreeing.agree(desk, records.open_record(desk, wrong.id), AgreeDraft(agreement=Agreement.BY_PERSON))
    agreeing.mark_wrong_record(desk, wrong.id, 1, right.id, "Two records were open.")

    there, here = records.open_record(desk, wrong.id), records.open_record(desk, right.id)

    assert ["Two records were open."] == [head.in_error for head in there.versions]
    assert () == there.wrong_marks
    assert [(wrong.id, 1, "Two records were open.")] == [
        (mark.version_of, mark.number, mark.reason) for mark in here.wrong_marks
    ]
    assert agreed == agreeing.read_version(desk, wrong.id, 1)


def test_nobody_is_read_by_an_unknown_id(surgery: Surgery) -> None:
    """A sentence, not an empty record."""
    with pytest.raises(NotFound, match="not in the database"):
        records.open_record(surgery.desk(), UUID(int=404))


def test_without_clinical_rights_no_clinical_table_is_asked(surgery: Surgery) -> None:
    """What reception's program never reads, it can never show: the statement itself names none of these tables."""
    person = register(surgery.desk())
    reception = surgery.desk(Role.RECEPTIONIST)
    with counted(surgery.database().engine) as trips:
        records.open_record(reception, person.id)
    asked = "\n".join(trips.statements)
    named = {table for table in Base.metadata.tables if re.search(rf"\b{table}\b\.", asked)}

    assert {"person", "staff", "need", "contact", "visit"} == named
    assert set() == named & CLINICAL_TABLES


def test_reception_reads_who_it_is_and_nothing_clinical(surgery: Surgery) -> None:
    """Identity, needs, contacts, visits; everything else is empty, whatever the record holds."""
    desk, reception = surgery.desk(Role.GP), surgery.desk(Role.RECEPTIONIST)
    importing.take_in(desk, record_of(result(), lists=(_said("known"),)), "one.json", json.dumps({}).encode())
    person_id = lists.find(desk, "jackson")[0].person_id
    conversation.put_down(desk, person_id, _agenda("my feet", 1))
    agreeing.agree(desk, records.open_record(desk, person_id), AgreeDraft(agreement=Agreement.BY_PERSON))

    whole, read = records.open_record(desk, person_id), records.open_record(reception, person_id)

    clinical = set(Record.model_fields) - {"read_at", "change_seq", "person", "needs", "contacts", "visits", "staff"}
    assert dict.fromkeys(clinical, ()) | {"plan": None, "site": SiteContent()} == {
        name: getattr(read, name) for name in clinical
    }
    assert (whole.person, whole.change_seq) == (read.person, read.change_seq)
