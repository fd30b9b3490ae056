"""The plan as plain text: its order, its words, what is left out, and that nothing else is lost."""

import re
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.documents.layout import cells
from hoc_tui.documents.plain import plan_text
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.plan import AgreeDraft, PlanContent, PlanResult, PlanVersion
from hoc_tui.domain.plan_heading import PlanHeading, version_words
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, Target
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    Agreement,
    DecisionStatus,
    GoalStatus,
    Raiser,
    TargetOwner,
)
from tests.documents.conftest import AT, HBA1C, NURSE, WHO, empty_plan, item, maggie

GOLDEN = """\
MY CARE PLAN
JACKSON, Margaret (Mrs)
Likes to be called: Maggie
Born: 4 March 1951
NHS number: 943 476 5919
Health conditions: Type 2 diabetes; High blood pressure
What I need: Large print
Draft after plan 3

WHAT MATTERS TO ME
1. “I'm so tired by 3 o'clock I can't get to the allotment”
   This matters most
   We have not talked about this yet
2. “Do I need all these tablets?”
   Brought by: daughter Aisha
   We talked about this
   How it ended: “One less is fine by me”
3. Blood sugar rising
   Brought by: the team
   This is about: HbA1c
   We have not talked about this yet

MY RESULTS IN WORDS
HbA1c: 61 mmol/mol, on 3 November 2026
   This is above my own aim: 53 mmol/mol or under
   The range that came with it: 20 to 41
   It came marked: “H”
   Why this aim: It felt right
eGFR: 58 mL/min, in October 2026
   This is below the range that came with it: 60 or more

MY GOALS
1. “Back to the allotment twice a week”
   Why it matters: “it clears my head”
   How much it matters: 9 out of 10
   How sure: 5 out of 10
   By: 1 December 2026
   This goal is about: “I'm so tired by 3 o'clock I can't get to the
     allotment”; HbA1c
   What we will do:
   - Walk to the bus stop
     Who: me
     When: by 24 November 2026
     If “lunch is done”, then “I put my boots on”
     How sure: somewhat
     What would help: “Somebody to go with”
   - B12 and thyroid test
     Who: Nurse Patel

OTHER THINGS TO DO
- Eye screening
  Who: Eye clinic
  When: by 15 January 2027

DECISIONS AND WHY
1. Which tablets to go on with
   What matters: “Fewer tablets, if that is safe”
   Choices: Go on as now; Stop the water tablet
   For now: Stop the water tablet
   Why: Blood pressure has been well for a year
   To be looked at again on 1 February 2027

PEOPLE WHO HELP ME
In this plan: Nurse Patel; Eye clinic
Aisha Jackson; daughter; family, next of kin
   Telephone: 01632 960 123
   May be told: “Anything about my plan”

LOOKING AT THIS PLAN AGAIN
When: 1 November 2027
With: Nurse Patel
"""
DRAFT = PlanHeading.of_draft(0)


WITH = "Who I talked with: Nurse Patel"


def text_of(**parts: object) -> str:
    """A plan with little in it, as text."""
    return plan_text(empty_plan(**parts), heading=DRAFT)


def result(**fields: object) -> PlanResult:
    """A result in a plan: an HbA1c without any limits, unless something else is said."""
    own = {"result_id": UUID(int=70), "test_key": HBA1C, "name": "HbA1c", "value": "61 mmol/mol"}
    own |= {"taken": PartialDate("2026-11-03"), "standing": "no target set", "whose_aim": "none"}
    return PlanResult.model_validate(own | fields)


def test_a_plan_reads_as_it_is_talked_about(plan: PlanContent) -> None:
    """One of everything, in order, with links said in words and the person's own words in quotation marks."""
    assert GOLDEN == plan_text(plan, heading=PlanHeading.of_draft(3))


def test_an_empty_plan_has_no_empty_headings() -> None:
    """Who it is and which plan it is; nothing says that something is missing."""
    assert (
        "MY CARE PLAN\nJACKSON, Margaret (Mrs)\nLikes to be called: Maggie\nBorn: 4 March 1951\n"
        "NHS number: 943 476 5919\nDraft, nothing agreed yet\n" == text_of()
    )


def test_two_results_that_are_linked_say_so_each() -> None:
    """Either of them names the other, as it was called when they were linked."""
    ends = {"first_test_key": "name|egfr", "first_test_name": "Kidney test", "test_key": HBA1C, "test_name": "HbA1c"}
    both = (result(), result(test_key="name|egfr", name="eGFR", value="58 mL/min"))
    shown = text_of(results=both, links=(item(Link, 80, **ends),))

    assert [["Kidney test"], ["HbA1c"]] == [re.findall("This goes with: (.*)", part) for part in shown.split("eGFR")]


def test_private_and_third_party_items_leave_no_trace(plan: PlanContent) -> None:
    """Neither they, nor what links to them, nor the actions under a private goal are on the person's copy."""
    shown = plan_text(plan, heading=PlanHeading.of_draft(3))
    for secret in ("Ted", "Lonely", "drink", "private", "not shown"):
        assert secret not in shown


def test_staff_are_told_how_many_items_are_left_out(plan: PlanContent) -> None:
    """Two agenda items, a goal and its action: four, and still without a word of them."""
    shown = plan_text(plan, heading=PlanHeading.of_draft(3), count_hidden=True)
    assert "4 notes not shown here\n" in shown
    assert "Ted" not in shown


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "There is no aim for this yet"),
        (
            {"standing": "above", "whose_aim": "their own aim", "aim": "53 or under"},
            "This is above my own aim: 53 or under",
        ),
        (
            {"standing": "in range", "whose_aim": "clinician's aim", "aim": "48 to 58"},
            "This is in range, by the aim my team has set: 48 to 58",
        ),
        (
            {"standing": "below", "whose_aim": "range sent", "aim": "20 to 41"},
            "This is below the range that came with it: 20 to 41",
        ),
        (
            {"standing": "cannot tell", "whose_aim": "range sent", "aim": "20 to 41"},
            "We cannot tell whether this is in range, by the range that came with it: 20 to 41",
        ),
    ],
)
def test_a_result_says_where_it_stands_and_by_whose_aim(fields: dict[str, str], sentence: str) -> None:
    """The word, the aim and whose it is stand together; without an aim nothing is judged."""
    shown = plan_text(empty_plan(results=(result(**fields),)), heading=DRAFT, width=120)
    assert f"   {sentence}" in shown.splitlines()


def test_an_aim_never_hides_the_range_and_the_mark_that_were_sent() -> None:
    """Within her own aim and outside the laboratory's range: both are on the page, and the mark as sent."""
    shown = text_of(
        results=(
            result(
                standing="in range",
                whose_aim="their own aim",
                aim="70 or under",
                sent_range="20 to 41",
                sent_standing="above",
                flag="HI",
            ),
        )
    )
    assert "This is in range, by my own aim: 70 or under" in shown
    assert "It is above the range that came with it: 20 to 41" in shown
    assert "It came marked: “HI”" in shown


def test_a_result_without_a_date_says_so() -> None:
    """A date that was not sent is not made up and not left out."""
    assert "HbA1c: 61 mmol/mol, date not sent\n" in text_of(results=(result(taken=None),))


def test_an_aim_without_a_result_is_still_an_aim() -> None:
    """A test that has not been done yet keeps its aim, whose it is and why."""
    aim = item(
        Target, 60, test_key="x", test_name="Weight", high="80", unit="kg", owner=TargetOwner.CLINICIAN, why="Knees"
    )
    assert "Weight: no result yet; the aim my team has set is 80 kg or under\n   Why this aim: Knees\n" in text_of(
        targets=(aim,)
    )


@pytest.mark.parametrize(
    ("status", "chosen", "words"),
    [
        (DecisionStatus.AGREED, "Stop", "Decided: Stop"),
        (DecisionStatus.FOR_NOW, "Stop", "For now: Stop"),
        (DecisionStatus.IN_PROGRESS, "Stop", "Still thinking about: Stop"),
        (DecisionStatus.IN_PROGRESS, "", "Not decided yet"),
        (DecisionStatus.NOT_READY, "Stop", "Not ready to decide; thinking about: Stop"),
        (DecisionStatus.CANCELLED, "Stop", "No longer to be decided; was thinking about: Stop"),
    ],
)
def test_only_an_agreed_decision_reads_as_made(status: DecisionStatus, chosen: str, words: str) -> None:
    """What somebody leans towards is never printed as what was decided (hazard H08)."""
    decision = item(Decision, 50, about="Tablets", chosen=chosen, status=status)
    lines = text_of(decisions=(decision,)).splitlines()
    assert f"   {words}" in lines
    assert (status is DecisionStatus.AGREED) == any("Decided:" in line for line in lines)


@pytest.mark.parametrize("status", AgendaStatus)
def test_every_way_an_agenda_item_ends_has_a_sentence(status: AgendaStatus) -> None:
    """Each status is said in a sentence of its own, and the person's word on it is kept."""
    one = item(AgendaItem, 20, text="Sleep", status=status, outcome="Better now")
    lines = text_of(agenda=(one,)).splitlines()
    assert "1. “Sleep”" in lines
    assert "   How it ended: “Better now”" in lines
    assert 3 == len(lines[lines.index("1. “Sleep”") :])


@pytest.mark.parametrize("goal_status", GoalStatus)
@pytest.mark.parametrize("action_status", ActionStatus)
def test_what_became_of_goals_and_actions_is_said(goal_status: GoalStatus, action_status: ActionStatus) -> None:
    """Every status has its words, none of them a reproach."""
    goal = item(Goal, 30, words="Walk", status=goal_status, outcome="Rain")
    action = item(Action, 40, what="Boots", goal_id=UUID(int=30), status=action_status, outcome="Wet")
    shown = text_of(goals=(goal,), actions=(action,))
    assert "What became of it: “Rain”" in shown
    assert "How it went: “Wet”" in shown
    assert not any(word in shown.casefold() for word in ("fail", "compli", "refus", "dna"))


def test_an_action_of_a_goal_that_has_ended_is_not_lost() -> None:
    """It stands with the other things to do."""
    action = item(Action, 40, what="Boots", goal_id=UUID(int=99))
    assert "OTHER THINGS TO DO\n- Boots\n  Who: me\n" in text_of(actions=(action,))


def version(terms: AgreeDraft, number: int = 3) -> PlanVersion:
    """An agreed version of an empty plan."""
    return PlanVersion(
        person_id=WHO,
        number=number,
        agreed_at=AT,
        agreed_with=NURSE,
        terms=terms,
        content=empty_plan(),
        previous_hash="",
        content_hash="0" * 64,
    )


@pytest.mark.parametrize(
    ("terms", "lines"),
    [
        (
            AgreeDraft(agreement=Agreement.BY_PERSON, present="Aisha"),
            ["Plan 3, agreed 12 November 2026", WITH, "Who was there: Aisha"],
        ),
        (
            AgreeDraft(agreement=Agreement.BY_REPRESENTATIVE, representative="Aisha, attorney"),
            ["Plan 3, agreed 12 November 2026", WITH, "Agreed for me by: Aisha, attorney"],
        ),
        (
            AgreeDraft(agreement=Agreement.WITH_DIFFERENCE, difference="I will keep my sugar"),
            [
                "Plan 3, agreed with a difference 12 November 2026",
                WITH,
                "What I see differently: “I will keep my sugar”",
            ],
        ),
        (
            AgreeDraft(agreement=Agreement.NOT_AGREED, difference="Too much at once"),
            ["Plan 3, not agreed 12 November 2026", WITH, "Why I do not agree: “Too much at once”"],
        ),
    ],
)
def test_a_version_says_how_it_was_agreed(terms: AgreeDraft, lines: list[str]) -> None:
    """Number, day and how the person stands to it; a plan that was not agreed never reads as agreed."""
    one = version(terms)
    shown = plan_text(one.content, heading=PlanHeading.of_version(one, date(2026, 11, 12))).splitlines()
    assert lines == shown[-len(lines) :]


def test_a_version_in_the_wrong_record_says_so_first() -> None:
    """Whoever picks it up sees that before anything else."""
    one = version(AgreeDraft(agreement=Agreement.BY_PERSON))
    heading = PlanHeading.of_version(one, date(2026, 11, 12), in_error="meant for another Margaret")
    assert (
        "IN ERROR, WRONG RECORD: meant for another Margaret" == plan_text(one.content, heading=heading).splitlines()[1]
    )


def test_a_made_up_plan_is_marked() -> None:
    """A demo's plan cannot be taken for somebody's."""
    shown = plan_text(empty_plan(), heading=PlanHeading.of_draft(2, made_up=True))
    assert "DEMO: nobody in this plan is real" == shown.splitlines()[0]
    assert "Draft after plan 2" in shown


def test_an_invalid_number_is_shown_as_sent_and_marked() -> None:
    """A number that fails its check is not left out and not passed off as good."""
    assert "NHS number: 1234567890 (number not valid)" in text_of(person=maggie(nhs_number="1234567890"))


def test_our_own_quotation_marks_are_ascii_where_nothing_else_can_be_shown(plan: PlanContent) -> None:
    """The same words, and what somebody typed stays as they typed it."""
    curly, straight = (plan_text(plan, heading=PlanHeading.of_draft(3), ascii_only=so) for so in (False, True))
    assert curly == GOLDEN
    assert straight.isascii()
    assert straight == curly.replace("“", '"').replace("”", '"')
    typed = empty_plan(agenda=(item(AgendaItem, 20, text="He said “no”"),))
    assert '1. "He said “no”"' in plan_text(typed, heading=DRAFT, ascii_only=True)


def test_every_agreement_has_words() -> None:
    """A stored word without a phrase would end the program on a screen."""
    assert all(version_words(1, one, date(2026, 11, 12)) for one in Agreement)


def said(limit: int = 60) -> st.SearchStrategy[str]:
    """What somebody may type: anything, made harmless at the edge."""
    return st.text(max_size=limit).map(sanitise).filter(str.strip)


@given(said(), said(), said(), said(), said(), st.integers(20, 120), st.sampled_from(Raiser))
def test_no_word_is_lost(worry: str, goal: str, why: str, what: str, choice: str, width: int, raiser: Raiser) -> None:
    """Every character that anybody wrote is in the text, whatever it is and however narrow the page."""
    plan = empty_plan(
        agenda=(item(AgendaItem, 20, text=worry, raised_by=raiser, outcome=why),),
        goals=(item(Goal, 30, words=goal, why=why),),
        actions=(item(Action, 40, what=what, goal_id=UUID(int=30)),),
        decisions=(item(Decision, 50, about=what, options=(choice,), chosen=choice, why=why),),
    )
    shown = plan_text(plan, heading=DRAFT, width=width)
    squeezed = "".join(shown.split())
    for words in (worry, goal, why, what, choice):
        assert "".join(words.split()) in squeezed
    assert all(cells(line) <= width for line in shown.splitlines())
