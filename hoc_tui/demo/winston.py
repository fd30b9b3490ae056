"""Mr Winston Campbell: COPD and heart failure, and the carer of his wife Delphine, who has dementia."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hoc_tui.demo.cast import WINSTON
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.surgery import Surgery
from hoc_tui.demo.telling import Telling, on_clock, staff_action
from hoc_tui.domain.people import ContactDraft, NeedDraft
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, DecisionDraft, GoalDraft
from hoc_tui.domain.vocabulary import (
    AgendaStatus,
    Agreement,
    ContactKind,
    DecisionStatus,
    Doer,
    GoalKind,
    GoalStatus,
    ItemKind,
    NeedKind,
    Raiser,
    Role,
)
from hoc_tui.domain.whole import WholeRecord

BACK = timedelta(days=6)
"""From when his sheet came back to the conversation."""
YEAR = timedelta(days=365)


def winston(surgery: Surgery, fields: Fields) -> WholeRecord:
    """His record, up to his arrival for today's conversation.

    Args:
        surgery: Where he is registered.
        fields: Who he is.
    """
    told = Telling(surgery, WINSTON, fields)
    _arrange(told)
    told.had_results("winston", [*told.yearly(9, 10, 20), surgery.today - timedelta(days=16)])
    told.is_booked()
    first, second = told.yearly(2, 11, 5)
    _first_year(told, first)
    respite = _last_year(told, second)
    _today(told, respite)
    return told.finish()


def _arrange(told: Telling) -> None:
    told.by = told.surgery.team[Role.RECEPTIONIST]
    told.write(NeedDraft(kind=NeedKind.ACCESS, text="Step-free room"))
    told.write(NeedDraft(kind=NeedKind.CONTACT, text="Ring after 10, he is up in the night"))
    told.write(
        ContactDraft(
            kinds=(ContactKind.FAMILY, ContactKind.EMERGENCY),
            name="Marcia Campbell-Reid",
            relationship="daughter",
            phone="01632 960288",
            may_be_told="My health, yes. Not that I find it hard with her mother.",
        )
    )
    told.write(
        ContactDraft(
            kinds=(ContactKind.FAMILY,),
            name="Delphine Campbell",
            relationship="wife; he cares for her",
            phone="01632 960417",
        )
    )
    told.lives_with({"COPD": "2011", "Heart failure": "2019-03"})


def _first_year(told: Telling, day: date) -> None:
    told.on(on_clock(day - BACK, 14), Role.HEALTHCARE_ASSISTANT)
    chest = told.write(AgendaDraft(text="Three chest infections since Easter", starred=True, position=Decimal(1)))
    told.on(on_clock(day, 11), Role.GP)
    told.ended(chest, "Glad to have the box at home, and to know when to open it")
    goal = told.write(
        GoalDraft(
            words="Sing at the Christmas service",
            why="Thirty-one years without missing one",
            importance=9,
            confidence=7,
        )
    )
    told.write(
        ActionDraft(
            what="Breathing exercises before choir",
            goal_id=goal,
            cue="I put my choir tie on",
            response="ten slow breaths out",
        )
    )
    told.agree(AgreeDraft(agreement=Agreement.BY_PERSON, review_on=day + YEAR, reviewer="Dr Osei"))
    told.on(on_clock(day + timedelta(days=330), 9), Role.NURSE)
    told.change(
        ItemKind.GOAL, goal, status=GoalStatus.PARTLY_ACHIEVED, outcome="The carols, not the anthem. I sat for it"
    )
    told.close_year()


def _last_year(told: Telling, day: date) -> UUID:
    told.on(on_clock(day - BACK, 14), Role.HEALTHCARE_ASSISTANT)
    tired = told.write(AgendaDraft(text="Delphine wakes me four times a night", starred=True, position=Decimal(1)))
    told.on(on_clock(day, 11), Role.GP)
    told.ended(tired, "Put me down for the carers' people, but don't tell her", AgendaStatus.DISCUSSED)
    respite = told.write(
        GoalDraft(
            words="One night's sleep a week",
            why="So I don't snap at her. She doesn't deserve that",
            kind=GoalKind.DAILY_LIVING,
            importance=10,
            confidence=6,
            position=Decimal(1),
        )
    )
    link_worker = told.surgery.team[Role.LINK_WORKER]
    due = day + timedelta(days=28)
    told.write(staff_action("Carer's assessment", link_worker, goal=respite, due=due, place=1))
    told.agree(
        AgreeDraft(
            agreement=Agreement.WITH_DIFFERENCE,
            difference="I agree to all of it but I am not having strangers in the house at night",
            review_on=day + YEAR,
            reviewer="Dr Osei",
        )
    )
    return respite


def _today(told: Telling, respite: UUID) -> None:
    """What is on the list as he comes in; goals are still to be talked about."""
    today = told.surgery.today
    told.on(on_clock(today - timedelta(days=7), 9), Role.NURSE)
    told.close_year()
    told.on(on_clock(today - BACK, 14, 20), Role.HEALTHCARE_ASSISTANT)
    words = "If I go into hospital, who looks after Delphine?"
    hospital = told.write(AgendaDraft(text=words, starred=True, position=Decimal(1)))
    fright = told.write(AgendaDraft(text="I get that frightened when the breath won't come", position=Decimal(2)))
    told.write(AgendaDraft(text="The water tablet means I can't take her out till dinner time", position=Decimal(3)))
    told.write(AgendaDraft(text="We're not man and wife any more, I'm a nurse", private=True, position=Decimal(4)))
    told.write(
        AgendaDraft(
            text="Dad isn't sleeping. He is up with Mum all night and he won't tell you",
            raised_by=Raiser.CARER,
            raiser_name="daughter Marcia",
            third_party=True,
            position=Decimal(5),
        )
    )
    told.on(on_clock(today - timedelta(days=4), 13), Role.GP)
    oxygen = _from_team(told, "Oxygen level lower than it was", 6)
    told.link_test(ItemKind.AGENDA, oxygen, "spo2")
    weight = _from_team(told, "Weight up two kilos, ankles?", 7)
    told.link_test(ItemKind.AGENDA, weight, "wt")
    told.link((ItemKind.GOAL, respite), (ItemKind.AGENDA, hospital))
    told.link_test(ItemKind.AGENDA, fright, "cat")
    _undecided(told)


def _from_team(told: Telling, words: str, place: int) -> UUID:
    draft = AgendaDraft(text=words, raised_by=Raiser.TEAM, raiser_name="Dr Osei", position=Decimal(place))
    return told.write(draft)


def _undecided(told: Telling) -> None:
    told.write(
        DecisionDraft(
            about="Water tablet: morning or afternoon",
            what_matters="Taking Delphine to the lunch club",
            options=("Carry on as now", "Take it when we get back", "Skip it on club days and weigh myself"),
            status=DecisionStatus.IN_PROGRESS,
        )
    )
    told.write(
        ActionDraft(
            what="Sitting service on club days",
            doer=Doer.SERVICE,
            doer_name="Carers' Centre",
            due_on=told.surgery.today + timedelta(days=21),
        )
    )
