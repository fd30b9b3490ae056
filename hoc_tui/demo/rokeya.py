"""Mrs Rokeya Begum: type 2 diabetes and depression, speaks Bengali (Sylheti) with an interpreter."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hoc_tui.demo.cast import ROKEYA
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.measuring import Reading
from hoc_tui.demo.surgery import Surgery
from hoc_tui.demo.telling import Telling, on_clock, staff_action
from hoc_tui.domain.people import ContactDraft, NeedDraft
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft
from hoc_tui.domain.vocabulary import (
    Agreement,
    ContactKind,
    GoalKind,
    GoalStatus,
    ItemKind,
    NeedKind,
    Raiser,
    Role,
)
from hoc_tui.domain.whole import WholeRecord

BACK = timedelta(days=6)
"""From when her sheet came back to the conversation; a link worker wrote it down as she spoke."""
YEAR = timedelta(days=365)
PRESENT = "interpreter Mrs Choudhury; son Rafiq for the first part"


def rokeya(surgery: Surgery, fields: Fields) -> WholeRecord:
    """Her record, up to what she brought back for today's conversation.

    Args:
        surgery: Where she is registered.
        fields: Who she is.
    """
    told = Telling(surgery, ROKEYA, fields)
    _arrange(told)
    photo = surgery.today - timedelta(days=210)
    words = f"Early changes, no treatment needed (R1 M0). Next due {photo:%b}-{photo.year + 1}"
    days = [*told.yearly(9, 10, 27), surgery.today - timedelta(days=19)]
    told.had_results("rokeya", days, [(photo, Reading("eye", words=words))])
    told.is_booked()
    grandson = _last_year(told, told.yearly(1, 11, 19)[0])
    _today(told, grandson)
    return told.finish()


def _arrange(told: Telling) -> None:
    told.by = told.surgery.team[Role.RECEPTIONIST]
    told.write(NeedDraft(kind=NeedKind.LANGUAGE, text="Interpreter: Bengali (Sylheti), a woman"))
    told.write(NeedDraft(kind=NeedKind.LONGER_SLOT, text="45 minutes"))
    told.write(NeedDraft(kind=NeedKind.FORMAT, text="Audio: does not read Bengali or English"))
    told.write(
        ContactDraft(
            kinds=(ContactKind.FAMILY, ContactKind.EMERGENCY),
            name="Rafiqul Islam",
            relationship="son",
            phone="01632 960371",
            may_be_told="Appointments and tablets. Not what I say about my heart being heavy.",
        )
    )
    told.lives_with({"Type 2 diabetes": "2014", "Depression": "2017-11"})


def _last_year(told: Telling, day: date) -> UUID:
    told.on(on_clock(day - BACK, 15), Role.LINK_WORKER)
    sugar = told.write(AgendaDraft(text="I eat little and still the sugar goes up", starred=True, position=Decimal(1)))
    alone = told.write(AgendaDraft(text="All day I am alone in the flat", position=Decimal(2)))
    told.on(on_clock(day, 11, 30), Role.NURSE)
    told.ended(sugar, "Rice at midday, not at night. I will try")
    told.ended(alone, "I will go once to the sewing group and see")
    words = "Walk to the school and bring my grandson home"
    grandson = told.write(
        GoalDraft(
            words=words, why="His hand in mine, my heart is lighter", importance=10, confidence=6, position=Decimal(1)
        )
    )
    sewing = told.write(
        GoalDraft(
            words="Sit with other women once a week",
            kind=GoalKind.SOCIAL,
            importance=8,
            confidence=5,
            position=Decimal(2),
        )
    )
    told.write(
        ActionDraft(
            what="Walk as far as the corner shop",
            goal_id=grandson,
            cue="Zuhr prayer is finished",
            response="put on my shoes and go",
        )
    )
    link_worker = told.surgery.team[Role.LINK_WORKER]
    due = day + timedelta(days=14)
    told.write(
        staff_action("Go with her to the sewing group the first time", link_worker, goal=sewing, due=due, place=1)
    )
    told.agree(AgreeDraft(agreement=Agreement.BY_PERSON, present=PRESENT, review_on=day + YEAR, reviewer="Nurse Patel"))
    told.on(on_clock(told.surgery.today - timedelta(days=8), 9), Role.NURSE)
    told.change(
        ItemKind.GOAL, sewing, status=GoalStatus.PARTLY_ACHIEVED, outcome="Every week until Ramadan. Then my knee"
    )
    told.close_year()
    return grandson


def _today(told: Telling, grandson: UUID) -> None:
    """What she told the link worker, in the interpreter's English, and what the team wants to bring."""
    today = told.surgery.today
    told.on(on_clock(today - BACK, 15, 10), Role.LINK_WORKER)
    heavy = told.write(
        AgendaDraft(text="My heart is heavy from the morning", starred=True, private=True, position=Decimal(1))
    )
    fast = told.write(
        AgendaDraft(text="I want to fast in Ramadan. Last year you said no", starred=True, position=Decimal(2))
    )
    feet = told.write(AgendaDraft(text="My feet burn in the night like chilli", position=Decimal(3)))
    told.write(AgendaDraft(text="The doctor speaks to my son and not to me", position=Decimal(4)))
    told.write(
        AgendaDraft(
            text="She has stopped cooking and she cries when she prays",
            raised_by=Raiser.CARER,
            raiser_name="son Rafiq",
            third_party=True,
            position=Decimal(5),
        )
    )
    told.on(on_clock(today - timedelta(days=4), 13, 30), Role.NURSE)
    told.link((ItemKind.GOAL, grandson), (ItemKind.AGENDA, feet))
    told.link_test(ItemKind.AGENDA, heavy, "phq9")
    told.link_test(ItemKind.AGENDA, fast, "hba1c")
    told.link_test(ItemKind.AGENDA, feet, "foot")
    for place, (words, key) in enumerate(
        (
            ("Blood sugar has gone up since last time", "hba1c"),
            ("Some protein in the urine, needs a second sample", "acr"),
        ),
        6,
    ):
        draft = AgendaDraft(text=words, raised_by=Raiser.TEAM, raiser_name="Nurse Patel", position=Decimal(place))
        told.link_test(ItemKind.AGENDA, told.write(draft), key)
    told.change(ItemKind.PLAN, told.scribe.person.id, present=PRESENT)
