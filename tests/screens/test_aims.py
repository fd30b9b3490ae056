"""Aims set with the person: two keys and a number, whose and since when wherever in force, ended with a reason."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest

from hoc_tui.domain.catalogue import LOINC
from hoc_tui.domain.planning import Target, TargetDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code, Component, Quantity
from hoc_tui.domain.vocabulary import Role, TargetOwner
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.plan import PlanScreen
from hoc_tui.screens.result_history import ResultHistoryScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.conversation import put_down
from hoc_tui.services.records import open_record
from tests.support.laboratory import HBA1C_KEY, PRESSURE_KEY, pressure, send, send_history
from tests.support.practice import NOW, SmallPractice
from tests.support.reading_room import ReadingRoom, reading_room
from tests.support.seat import SIZES

SINCE = "20-Nov-2026"


@pytest.fixture
def tale() -> Callable[[SmallPractice], UUID]:
    """Everything that the laboratory has sent of Mrs Jackson, with an aim of 53 or under for HbA1c."""
    return send_history


def aims(practice: SmallPractice, person_id: UUID) -> list[Target]:
    """The aims that stand."""
    return [one for one in open_record(practice.desk(Role.NURSE), person_id).targets if not one.ended]


def history(practice: SmallPractice, person_id: UUID, key: str) -> Callable[[Workplace], ResultHistoryScreen]:
    """Opens one test's history."""
    record = open_record(practice.desk(Role.NURSE), person_id)
    return lambda work: ResultHistoryScreen(work, record, key)


def _key(record: Record, test_id: str) -> str:
    """The key of a test of the catalogue."""
    [series] = [one for one in look_at(record, NOW.date()).series if one.series.test_id == test_id]
    return series.key


def plainly(room: ReadingRoom) -> str:
    """What can be read, with plain spaces."""
    return room.words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_a_number_and_enter_set_an_aim(practice: SmallPractice, story: UUID, size: tuple[int, int]) -> None:
    """The form shows the newest value, the aim it replaces and the unit, and starts at the number.

    The person has one aim for a test: the new one takes the old one's place, whose reason stays in the history.
    """
    async with reading_room(practice, history(practice, story, HBA1C_KEY), size=size) as room:
        await room.press("a")
        form = plainly(room)
        await room.type("50")
        await room.press("enter")
        said = plainly(room)
        await room.press("z")
        drawn = plainly(room)

    for words in ("Now 61 mmol/mol, 02-Nov-2026", "their own aim, HbA1c: 53 mmol/mol or under", SINCE):
        assert words in form
    assert "Not over (mmol/mol)" in form
    [aim] = aims(practice, story)
    assert ("50", None, TargetOwner.PERSON) == (aim.high, aim.low, aim.owner)
    assert (
        "Your aim is 50 mmol/mol or under. It is above your aim. You have had this aim since 20 November 2026." in said
    )
    assert f"their own aim: 50 mmol/mol or under, since {SINCE}" in said + drawn


async def test_an_aim_that_is_hardly_meant_is_asked_about_once(practice: SmallPractice, story: UUID) -> None:
    """Outside the plausible limits the form asks; saving the same again says that it is meant."""
    async with reading_room(practice, history(practice, story, HBA1C_KEY)) as room:
        await room.press("z", "z", "a")
        await room.type("5")
        await room.press("enter")
        assert "which is unlikely. If that is meant, save again." in room.panel
        assert ["53"] == [one.high for one in aims(practice, story)]
        await room.press("enter")
    assert ["5"] == [one.high for one in aims(practice, story)]


async def test_two_pressures_have_an_aim_each(practice: SmallPractice, story: UUID) -> None:
    """An aim for the pair would say of neither number which it is for (H11); the form asks for both.

    Where the codes do not say which number is which, no aim is taken.
    """
    parts = tuple(
        Component(name=name, codes=(Code(system=LOINC, code=code),), quantity=Quantity(text=value, unit="mmHg"))
        for name, code, value in (("Systolic", "8480-6", "142"), ("Diastolic", "8462-4", "84"))
    )
    send(practice, pressure("1", "1", "2026-11-12").model_copy(update={"components": parts}), name="pair.json")
    record = open_record(practice.desk(Role.NURSE), story)
    async with reading_room(practice, history(practice, story, PRESSURE_KEY), size=(160, 48)) as room:
        await room.press("a")
        await room.type("135")
        await room.press("enter")
        assert "could not be told for which it is" in plainly(room)
        await room.press("escape", "escape")
        await room.open(ResultHistoryScreen(room.work, record, _key(record, "bp")))
        await room.press("a")
        await room.type("135")
        await room.press("tab")
        await room.type("85")
        await room.press("ctrl+s")
        words = plainly(room)

    set_now = {one.high: one.test_name for one in aims(practice, story) if one.test_name != "HbA1c"}
    assert {"135", "85"} == set(set_now)
    assert 2 == len(set(set_now.values()))
    assert "above your aim" in words
    assert "135 mmHg or under" in words
    assert "85 mmHg or under" in words


async def test_a_clinicians_aim_stands_beside_and_the_persons_own_comes_first(
    practice: SmallPractice, story: UUID
) -> None:
    """Whose it is is kept; `x` ends the one in force with a reason, and the other is in force from then on."""
    nurse = practice.desk(Role.NURSE)
    [own] = aims(practice, story)
    clinicians = TargetDraft(test_key=own.test_key, test_name="HbA1c", high="58", unit="mmol/mol", why="Falls at night")
    put_down(nurse, story, clinicians.model_copy(update={"owner": TargetOwner.CLINICIAN}))
    async with reading_room(practice, history(practice, story, HBA1C_KEY), size=(160, 48)) as room:
        assert "their own aim: 53 mmol/mol or under" in plainly(room)
        await room.press("x", "ctrl+s")
        assert "Say why it ends" in plainly(room)
        await room.type("It made her anxious")
        await room.press("ctrl+s")
        words = plainly(room)
        await room.press("a")
        form = plainly(room)

    assert "The aim your team has set is 58 mmol/mol or under. It is above that aim." in words
    assert f"clinician's aim: 58 mmol/mol or under, since {SINCE}" in words
    assert "“Falls at night”" in form
    assert "their own aim" not in form
    ended = [one for one in open_record(nurse, story).targets if one.ended]
    assert [] == ended or "It made her anxious" == ended[0].ended_reason
    assert [Decimal(58)] == [Decimal(one.high or 0) for one in aims(practice, story)]


async def test_an_aim_is_said_wherever_it_is_in_force(practice: SmallPractice, story: UUID) -> None:
    """On the card, before agreeing, and in the plan as it would be printed: whose it is and since when."""
    async with reading_room(practice, lambda work: ConsultationScreen(work, story), size=(160, 48)) as room:
        await room.press("2", "z")
        card = plainly(room)
        await room.press("f8")
        agreeing = plainly(room)
        await room.press("escape")
        await room.open(PlanScreen(room.work, story))
        plan = plainly(room)

    assert f"their own aim: 53 mmol/mol or under, since {SINCE}" in card
    assert f"their own aim, HbA1c: 53 mmol/mol or under, since {SINCE}" in agreeing
    assert "above my own aim: 53 mmol/mol or under" in plan
    assert "This aim since: 20 November 2026" in plan


async def test_in_the_results_pane_the_same_keys_set_and_end_an_aim(practice: SmallPractice, story: UUID) -> None:
    """`a`, a number and Enter; `x` and why. What has no aim cannot end, and one sentence says so."""
    async with reading_room(practice, lambda work: ConsultationScreen(work, story), size=(160, 48)) as room:
        await room.press("2", "end", "x")
        assert "Only what was raised, goals, actions and aims can end." in plainly(room)
        await room.press("a")
        await room.type("3")
        await room.press("enter")
        assert 2 == len(aims(practice, story))
        await room.press("x")
        await room.type("Agreed otherwise")
        await room.press("ctrl+s")
    assert ["HbA1c"] == [one.test_name for one in aims(practice, story)]
