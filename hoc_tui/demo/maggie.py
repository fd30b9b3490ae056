"""Mrs Margaret "Maggie" Jackson: the person of the drawing that this program was made after."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hoc_tui.demo.cast import MAGGIE
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.measuring import Reading
from hoc_tui.demo.surgery import Surgery
from hoc_tui.demo.telling import Telling, on_clock, staff_action
from hoc_tui.domain.people import ContactDraft, NeedDraft
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, DecisionDraft, GoalDraft
from hoc_tui.domain.vocabulary import (
    AgendaStatus,
    Agreement,
    ContactKind,
    GoalStatus,
    ItemKind,
    NeedKind,
    Raiser,
    Role,
)
from hoc_tui.domain.whole import WholeRecord

AISHA = "daughter Aisha"
TO_CHECK = timedelta(days=18)
"""From this year's blood test to today."""
BACK = timedelta(days=6)
"""From when her sheet came back to the conversation."""
YEAR = timedelta(days=365)
ALMOST_A_YEAR = timedelta(days=340)
"""After a conversation, when what it finished is taken off the list for the next."""


def maggie(surgery: Surgery, fields: Fields) -> WholeRecord:
    """Her record, up to the twelfth minute of today's conversation.

    Args:
        surgery: Where she is registered.
        fields: Who she is.
    """
    told = Telling(surgery, MAGGIE, fields)
    _arrange(told)
    _measure(told)
    told.is_booked()
    first, second, third = told.yearly(3, 11, 12)
    _first_year(told, first)
    _second_year(told, second)
    lonely, tablets = _last_year(told, third)
    _today(told, lonely, tablets)
    return told.finish()


def _arrange(told: Telling) -> None:
    told.by = told.surgery.team[Role.RECEPTIONIST]
    told.write(NeedDraft(kind=NeedKind.FORMAT, text="Large print"))
    told.write(NeedDraft(kind=NeedKind.COMMUNICATION, text="Hearing loop"))
    told.write(
        ContactDraft(
            kinds=(ContactKind.FAMILY, ContactKind.NEXT_OF_KIN),
            name="Aisha Jackson",
            relationship="daughter",
            phone="01632 960533",
            may_be_told="Everything. She comes with me and she remembers it better.",
        )
    )
    told.lives_with(
        {"High blood pressure": "2008", "Type 2 diabetes": "2012-05", "Osteoarthritis of both knees": "2016"}
    )


def _measure(told: Telling) -> None:
    today = told.surgery.today
    days = [*told.yearly(9, 11, 2), today - TO_CHECK]
    last_photo = date(today.year - 2 - (today.month < 9), 8, 18)
    words = f"No changes (R0 M0). Next due Aug-{last_photo.year + 2}"
    photos = [(last_photo, Reading("eye", words=words))]
    told.had_results("maggie", days, photos)


def _first_year(told: Telling, day: date) -> None:
    told.on(on_clock(day - BACK, 11), Role.HEALTHCARE_ASSISTANT)
    knees = told.write(AgendaDraft(text="My knees, going down the stairs", starred=True, position=Decimal(1)))
    ted = told.write(AgendaDraft(text="Ted is not well and I'm worn out looking after him", position=Decimal(2)))
    told.on(on_clock(day, 10, 20), Role.NURSE)
    told.ended(knees, "The exercises make sense, I'll do them with the radio on")
    told.ended(ted, "It helped to be asked")
    draft = GoalDraft(words="Keep going for Ted's sake", why="He has nobody else", importance=10, confidence=7)
    goal = told.write(draft)
    told.write(
        ActionDraft(what="Knee exercises", goal_id=goal, cue="The Archers is on", response="hold on to the sink")
    )
    told.agree(AgreeDraft(agreement=Agreement.BY_PERSON, review_on=day + YEAR, reviewer="Nurse Patel"))
    told.on(on_clock(day + ALMOST_A_YEAR, 9), Role.NURSE)
    told.change(ItemKind.GOAL, goal, status=GoalStatus.STOPPED, outcome="I lost Ted in the spring. I did keep going")
    told.close_year()


def _second_year(told: Telling, day: date) -> None:
    told.on(on_clock(day - BACK, 11), Role.HEALTHCARE_ASSISTANT)
    house = told.write(AgendaDraft(text="The house is too quiet", starred=True, position=Decimal(1)))
    told.on(on_clock(day, 10, 20), Role.NURSE)
    told.ended(house, "Not ready for groups. I'll start with the allotment")
    draft = GoalDraft(
        words="Take on half of Ted's allotment", why="He would hate to see it wild", importance=9, confidence=8
    )
    goal = told.write(draft)
    told.write(ActionDraft(what="Ask the society for half a plot", goal_id=goal, due_on=day + timedelta(days=60)))
    terms = AgreeDraft(agreement=Agreement.BY_PERSON, present=AISHA, review_on=day + YEAR, reviewer="Nurse Patel")
    told.agree(terms)
    told.on(on_clock(day + ALMOST_A_YEAR, 9), Role.NURSE)
    words = "Half a plot, and the best beans on the site"
    told.change(ItemKind.GOAL, goal, status=GoalStatus.ACHIEVED, outcome=words)
    told.close_year()


def _last_year(told: Telling, day: date) -> tuple[UUID, UUID]:
    """Plan 3; what is carried on from it is her loneliness and the goal about her tablets."""
    told.on(on_clock(day - BACK, 11), Role.HEALTHCARE_ASSISTANT)
    weight = told.write(AgendaDraft(text="My weight is creeping up", position=Decimal(1)))
    lonely = told.write(AgendaDraft(text="Lonely since Ted died", starred=True, position=Decimal(2)))
    told.on(on_clock(day, 10, 20), Role.NURSE)
    told.ended(weight, "I know what to do, it's doing it on my own")
    told.ended(lonely, "Keep it on the list. I'm not ready yet", AgendaStatus.CARRIED_FORWARD)
    christmas = told.write(
        GoalDraft(words="Get through Christmas", why="The first one on my own", importance=10, confidence=6)
    )
    tablets = told.write(
        GoalDraft(
            words="Fewer tablets, if that is safe",
            why="I'd like to know what each one is for",
            importance=7,
            confidence=8,
            position=Decimal(2),
        )
    )
    told.write(ActionDraft(what="Go to Aisha for three nights", goal_id=christmas, due_on=date(day.year, 12, 27)))
    told.aim("hba1c", "53", "Where I feel well, and no hypos when I'm digging")
    told.link_test(ItemKind.GOAL, tablets, "hba1c")
    told.agree(AgreeDraft(agreement=Agreement.BY_PERSON, present=AISHA, review_on=day + YEAR, reviewer="Nurse Patel"))
    told.on(on_clock(told.surgery.today - timedelta(days=7), 9), Role.NURSE)
    told.change(ItemKind.GOAL, christmas, status=GoalStatus.ACHIEVED, outcome="We even laughed")
    told.close_year()
    return lonely, tablets


def _today(told: Telling, lonely: UUID, tablets: UUID) -> None:
    """What she wrote on her sheet, what the team brings, and the first twelve minutes."""
    today = told.surgery.today
    told.on(on_clock(today - BACK, 11, 15), Role.HEALTHCARE_ASSISTANT)
    words = "I'm so tired by 3 o'clock I can't get to the allotment"
    tired = told.write(AgendaDraft(text=words, starred=True, position=Decimal(1)))
    many = told.write(AgendaDraft(text="Do I need all these tablets?", starred=True, position=Decimal(2)))
    eyes = told.write(AgendaDraft(text="Eyes: missed the screening", position=Decimal(3)))
    told.change(ItemKind.AGENDA, lonely, position=Decimal(5))
    told.on(on_clock(today - timedelta(days=5), 12, 40), Role.NURSE)
    rising = AgendaDraft(
        text="Blood sugar rising", raised_by=Raiser.TEAM, raiser_name="Nurse Patel", position=Decimal(4)
    )
    told.link_test(ItemKind.AGENDA, told.write(rising), "hba1c")
    told.on(on_clock(today, 10, 30))
    told.ended(eyes, "I'll ring them on Monday, I have the number now")
    plan = told.scribe.person.id
    told.change(ItemKind.PLAN, plan, review_on=None, present=AISHA)
    _back_to_the_allotment(told, tired)
    _fewer_tablets(told, tablets, many)


def _back_to_the_allotment(told: Telling, tired: UUID) -> None:
    today, nurse = told.surgery.today, told.surgery.team[Role.NURSE]
    goal = told.write(
        GoalDraft(
            words="Back to the allotment twice a week",
            why="it clears my head",
            importance=9,
            confidence=5,
            position=Decimal(1),
        )
    )
    told.link((ItemKind.GOAL, goal), (ItemKind.AGENDA, tired))
    told.link_test(ItemKind.GOAL, goal, "hba1c")
    told.later(2)
    told.write(
        ActionDraft(
            what="Walk to the bus stop after lunch, Monday, Wednesday and Friday",
            goal_id=goal,
            cue="lunch is done",
            response="walk to the bus stop. Mon Wed Fri",
            due_on=today + timedelta(days=4),
            position=Decimal(1),
        )
    )
    due = today + timedelta(days=8)
    told.write(staff_action("B12 and thyroid test", nurse, goal=goal, due=due, place=2))


def _fewer_tablets(told: Telling, goal: UUID, many: UUID) -> None:
    told.later(2)
    draft = DecisionDraft(
        about="Medicines review: which tablets do I still need?",
        what_matters="Knowing what each is for, and feeling less tired",
        options=("Carry on as now", "Go through every tablet with Mr Rahman", "Stop one at a time and see"),
    )
    told.link((ItemKind.GOAL, goal), (ItemKind.DECISION, told.write(draft)))
    told.link((ItemKind.GOAL, goal), (ItemKind.AGENDA, many))
    due, pharmacist = told.surgery.today + timedelta(days=14), told.surgery.team[Role.PHARMACIST]
    told.write(staff_action("Go through every tablet with Maggie", pharmacist, goal=goal, due=due, place=1))
