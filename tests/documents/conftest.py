"""A person's plan, made by hand, from which the documents' tests take what they need."""

from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

import pytest

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.items import Item
from hoc_tui.domain.people import Contact, Need, Person
from hoc_tui.domain.plan import PlanContent, PlanResult
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, Target
from hoc_tui.domain.vocabulary import (
    AgendaStatus,
    ContactKind,
    DecisionStatus,
    Doer,
    Gender,
    ItemKind,
    NeedKind,
    Raiser,
    ScoreScale,
)

WHO = UUID(int=1)
NURSE = UUID(int=2)
HBA1C = "http://snomed.info/sct|999791000000106"
Made = TypeVar("Made", bound=Item)
AT = datetime(2026, 11, 12, 10, 42, tzinfo=UTC)


def item(made: type[Made], number: int, /, **fields: object) -> Made:
    """An item of Maggie's record."""
    own = {"id": UUID(int=number), "person_id": WHO, "version": 1, "authored_by": NURSE, "performed_by": NURSE}
    return made.model_validate(own | {"occurred_at": AT, "recorded_at": AT} | fields)


def maggie(**fields: object) -> Person:
    """Margaret Jackson, who likes to be called Maggie."""
    own = {
        "practice_id": UUID(int=9),
        "family": "Jackson",
        "given": "Margaret",
        "title": "Mrs",
        "preferred": "Maggie",
        "born": date(1951, 3, 4),
        "gender": Gender.FEMALE,
        "nhs_number": "9434765919",
    }
    return item(Person, 1, **(own | fields))


def empty_plan(**fields: object) -> PlanContent:
    """A plan with nothing in it but what is given."""
    parts = ("needs", "contacts", "agenda", "goals", "actions", "decisions", "targets", "links", "results")
    blank = dict.fromkeys((*parts, "conditions"), ())
    return PlanContent.model_validate(
        {"person": maggie(), "review_on": None, "reviewer": "", "staff": {NURSE: "Nurse Patel"}, **blank, **fields}
    )


def linked(number: int, first: tuple[ItemKind, int], second: tuple[ItemKind, int] | None = None) -> Link:
    """A link between two items, or between an item and the HbA1c."""
    ends: dict[str, object] = {"first_kind": first[0], "first_id": UUID(int=first[1])}
    if second:
        ends |= {"second_kind": second[0], "second_id": UUID(int=second[1])}
    else:
        ends |= {"test_key": HBA1C, "test_name": "HbA1c", "result_id": UUID(int=70)}
    return item(Link, number, **ends)


@pytest.fixture
def plan() -> PlanContent:
    """Maggie's plan, with one of everything, some of it private."""
    return empty_plan(
        needs=(item(Need, 10, kind=NeedKind.FORMAT, text="Large print"),),
        contacts=(
            item(
                Contact,
                11,
                kinds=(ContactKind.FAMILY, ContactKind.NEXT_OF_KIN),
                name="Aisha Jackson",
                relationship="daughter",
                phone="01632 960 123",
                may_be_told="Anything about my plan",
            ),
        ),
        conditions=("Type 2 diabetes", "High blood pressure"),
        agenda=_agenda(),
        goals=_goals(),
        actions=_actions(),
        decisions=(
            item(
                Decision,
                50,
                about="Which tablets to go on with",
                what_matters="Fewer tablets, if that is safe",
                options=("Go on as now", "Stop the water tablet"),
                chosen="Stop the water tablet",
                why="Blood pressure has been well for a year",
                status=DecisionStatus.FOR_NOW,
                look_again_on=date(2027, 2, 1),
            ),
        ),
        targets=(item(Target, 60, test_key=HBA1C, test_name="HbA1c", high="53", unit="mmol/mol", why="It felt right"),),
        links=(
            linked(80, (ItemKind.GOAL, 30), (ItemKind.AGENDA, 20)),
            linked(81, (ItemKind.GOAL, 30)),
            linked(82, (ItemKind.GOAL, 30), (ItemKind.AGENDA, 23)),
            linked(83, (ItemKind.AGENDA, 22)),
        ),
        results=_results(),
        review_on=date(2027, 11, 1),
        reviewer="Nurse Patel",
    )


def _agenda() -> tuple[AgendaItem, ...]:
    return (
        item(AgendaItem, 20, text="I'm so tired by 3 o'clock I can't get to the allotment", starred=True),
        item(
            AgendaItem,
            21,
            text="Do I need all these tablets?",
            raised_by=Raiser.CARER,
            raiser_name="daughter Aisha",
            status=AgendaStatus.DISCUSSED,
            outcome="One less is fine by me",
        ),
        item(AgendaItem, 22, text="Blood sugar rising", raised_by=Raiser.TEAM),
        item(AgendaItem, 23, text="Lonely since Ted died", private=True),
        item(AgendaItem, 24, text="Ted's brother drinks", third_party=True),
    )


def _goals() -> tuple[Goal, ...]:
    return (
        item(
            Goal,
            30,
            words="Back to the allotment twice a week",
            why="it clears my head",
            importance=9,
            confidence=5,
            target_on=date(2026, 12, 1),
        ),
        item(Goal, 31, words="See somebody about the drink", private=True),
    )


def _actions() -> tuple[Action, ...]:
    return (
        item(
            Action,
            40,
            what="Walk to the bus stop",
            goal_id=UUID(int=30),
            due_on=date(2026, 11, 24),
            cue="lunch is done",
            response="I put my boots on",
            confidence=5,
            scale=ScoreScale.THREE_WORDS,
            help_wanted="Somebody to go with",
        ),
        item(Action, 41, what="B12 and thyroid test", goal_id=UUID(int=30), doer=Doer.STAFF, staff_id=NURSE),
        item(Action, 42, what="Ring the drink line", goal_id=UUID(int=31)),
        item(Action, 43, what="Eye screening", doer=Doer.SERVICE, doer_name="Eye clinic", due_on=date(2027, 1, 15)),
    )


def _results() -> tuple[PlanResult, ...]:
    own = {"result_id": UUID(int=70), "taken": PartialDate("2026-11-03T08:10:00Z")}
    return (
        PlanResult.model_validate(
            own
            | {"test_key": HBA1C, "name": "HbA1c", "value": "61 mmol/mol", "standing": "above"}
            | {"aim": "53 mmol/mol or under", "whose_aim": "their own aim", "sent_range": "20 to 41", "flag": "H"}
        ),
        PlanResult.model_validate(
            own
            | {"taken": PartialDate("2026-10"), "test_key": "name|egfr", "name": "eGFR", "value": "58 mL/min"}
            | {"standing": "below", "aim": "60 or more", "whose_aim": "range sent", "sent_range": "60 or more"}
        ),
    )
