"""A conversation worth testing: Mrs Jackson with results, goals, links and an aim, on top of the small practice."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft, LinkDraft, TargetDraft
from hoc_tui.domain.results import Code, Component, Quantity, ReferenceRange, SentResult
from hoc_tui.domain.results import key_of_test as key_of
from hoc_tui.domain.vocabulary import Doer, ItemKind, Raiser, ResultStatus, Role
from hoc_tui.services.conversation import ConversationDraft, put_down
from hoc_tui.services.importing import take_in
from hoc_tui.services.ports import Desk
from tests.support.practice import JACKSON, SmallPractice

SNOMED = "http://snomed.info/sct"
HBA1C = Code(system=SNOMED, code="999791000000106", display="HbA1c level")
EGFR = Code(system=SNOMED, code="1011481000000105", display="eGFR")
PRESSURE = Code(system=SNOMED, code="75367002", display="Blood pressure")
LIPIDS = Code(system=SNOMED, code="1005671000000105", display="Serum cholesterol")


@dataclass(frozen=True)
class Story:
    """What there is to talk about."""

    person_id: UUID
    worry: Item
    goal: Item
    action: Item


def tell(practice: SmallPractice) -> Story:
    """Put the story into the practice's database.

    Args:
        practice: The small practice.
    """
    nurse = practice.desk(Role.NURSE)
    person_id = practice.person("Jackson", "Margaret")
    take_in(nurse, _laboratory(), "laboratory.json", b"{}")
    worry = _put(nurse, person_id, AgendaDraft(text="Do I need all these tablets?", starred=True, position=Decimal(2)))
    _put(nurse, person_id, AgendaDraft(text="Blood sugar rising", raised_by=Raiser.TEAM, position=Decimal(3)))
    _put(nurse, person_id, AgendaDraft(text="My neighbour drinks", third_party=True, position=Decimal(4)))
    goal = _put(nurse, person_id, GoalDraft(words="Back to the allotment", importance=9, confidence=5))
    action = _put(nurse, person_id, ActionDraft(what="B12 test", goal_id=goal.id, doer=Doer.STAFF, doer_name="Sam Lee"))
    _put(nurse, person_id, TargetDraft(test_key=key_of([HBA1C], ""), test_name="HbA1c", high="65", unit="mmol/mol"))
    _put(nurse, person_id, _link(goal, worry))
    return Story(person_id, worry, goal, action)


def _put(desk: Desk, person_id: UUID, draft: ConversationDraft) -> Item:
    return put_down(desk, person_id, draft).item


def _link(goal: Item, worry: Item) -> LinkDraft:
    return LinkDraft(first_kind=ItemKind.GOAL, first_id=goal.id, second_kind=ItemKind.AGENDA, second_id=worry.id)


def _laboratory() -> IncomingRecord:
    """Four tests: one over the range sent though its aim is met, one low, one pair, one in range."""
    results = (
        *(_number(HBA1C, value, "mmol/mol", f"{year}-11-02", high="48") for year, value in _HBA1C.items()),
        _number(EGFR, "58", "mL/min/1.73m2", "2026-11-02", low="60"),
        _number(LIPIDS, "4.2", "mmol/L", "2026-11-02", high="5.0"),
        _pressure("142", "84"),
    )
    person = IncomingPerson(
        source_id="lab-1", family="Jackson", given="Margaret", born=JACKSON.born, nhs_number=JACKSON.nhs_number
    )
    return IncomingRecord(source_system="Laboratory", person=person, results=results, resources=len(results) + 1)


_HBA1C = {2023: "52", 2024: "53", 2025: "54", 2026: "61"}


def _number(
    code: Code, value: str, unit: str, taken: str, *, low: str | None = None, high: str | None = None
) -> SentResult:
    return SentResult(
        source_id=f"{code.code}-{taken}",
        test_key=key_of([code], code.display),
        name=code.display,
        codes=(code,),
        quantity=Quantity(text=value, unit=unit),
        ranges=(ReferenceRange(low=low, high=high, unit=unit),),
        status=ResultStatus.FINAL,
        taken=PartialDate.parse(taken),
    )


def _pressure(upper: str, lower: str) -> SentResult:
    parts = (("Systolic", upper), ("Diastolic", lower))
    return SentResult(
        source_id="pressure",
        test_key=key_of([PRESSURE], ""),
        name=PRESSURE.display,
        codes=(PRESSURE,),
        components=tuple(Component(name=name, quantity=Quantity(text=value, unit="mmHg")) for name, value in parts),
        status=ResultStatus.FINAL,
        taken=PartialDate.parse("2026-11-02"),
    )


REVIEW = date(2027, 11, 1)
"""When the tests look at the plan again."""
