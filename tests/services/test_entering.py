"""Results written down by hand: one write, judged at once, done once, and what cannot wait is not left to a list."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from hoc_tui.domain.averaging import Day, Pressures
from hoc_tui.domain.entered import CLINIC, HAND, HOME, Entered
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.permissions import PERMISSIONS, Permission
from hoc_tui.domain.results import Quantity, Result
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, ResultStatus, ReviewCause, ReviewState, Role, Urgency
from hoc_tui.services import records, triage
from hoc_tui.services.entering import correct_entered, enter_results, say_what_was_done
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.services.test_audit import entries
from tests.support.desks import NINE_O_CLOCK, Surgery, register

TODAY = NINE_O_CLOCK.date()
UNSAFE = (0, 0, 0, 0, 0, 0, 0, 0, 1)


def number(test: str, text: str, unit: str = "", **more: object) -> Entered:
    """A number written down today."""
    return Entered.model_validate({"test": test, "taken": TODAY, "quantity": Quantity(text=text, unit=unit), **more})


def clinic(systolic: int, diastolic: int, **more: object) -> Entered:
    """A blood pressure in clinic today."""
    days = (Day(number=1, readings=(Pressures(systolic=systolic, diastolic=diastolic),)),)
    return Entered.model_validate({"test": "bp", "taken": TODAY, "days": days, "setting": CLINIC, **more})


def standing(desk: Desk, person_id: UUID) -> dict[str, Result]:
    """What counts in a record, by test and place."""
    found = records.open_record(desk, person_id).results
    return {one.source_id.partition("|")[2]: one for one in found if one.counts}


def test_everything_is_stored_as_typed_in_one_write(surgery: Surgery) -> None:
    """Units as typed, the pair as two parts with its place, home readings as their average with every reading."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    days = tuple(
        Day(number=one, readings=tuple(Pressures(systolic=140 + one, diastolic=80) for _ in range(2)))
        for one in range(1, 6)
    )
    home = Entered(test="bp", taken=TODAY, days=days, setting=HOME)
    smoking = Entered(test="smok", taken=TODAY, answer="ex")

    written = enter_results(desk, someone.id, [number("hba1c", "7.5", "%"), clinic(142, 84), home, smoking])

    stands = standing(desk, someone.id)
    assert {"hba1c", "bp|clinic", "bp|home", "smok"} == stands.keys()
    assert "7.5 %" == stands["hba1c"].value_words
    assert "142/84 mmHg, in clinic" == stands["bp|clinic"].value_words
    assert "144/80 mmHg, at home" == stands["bp|home"].value_words
    assert "Day 1: 141/80 141/80" in stands["bp|home"].comment
    assert "the first day is left out" in stands["bp|home"].comment
    assert "Ex-smoker" == stands["smok"].text
    assert {(HAND, desk.worker.name, TODAY.isoformat())} == {
        (one.source_system, one.performer, str(one.taken)) for one in stands.values()
    }
    assert written.wrote
    assert 4 == len(written.results)


def test_each_waits_for_a_clinician_as_written_by_hand(surgery: Surgery) -> None:
    """New values are seen in the record at once, and in no letter before somebody has checked them (hazard H06)."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    enter_results(desk, someone.id, [number("k", "4.4", "mmol/L"), Entered(test="gad7", taken=TODAY, points=(1,) * 7)])
    reviews = records.open_record(desk, someone.id).reviews
    assert {(ReviewCause.BY_HAND, ReviewState.NEW)} == {(one.cause, one.state) for one in reviews}
    assert 2 == len(triage.results_to_check(surgery.desk(Role.NURSE)))


def test_the_same_write_is_done_once(surgery: Surgery) -> None:
    """A retry whose first answer was lost finds what it wrote, whatever was corrected since."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone, op = register(desk), desk.new_id()
    first = enter_results(desk, someone.id, [number("hba1c", "58", "mmol/mol")], op_id=op)
    again = enter_results(desk, someone.id, [number("hba1c", "58", "mmol/mol")], op_id=op)
    assert (True, False) == (first.wrote, again.wrote)
    assert [one.result.id for one in first.results] == [one.result.id for one in again.results]

    correct_entered(desk, someone.id, first.results[0].result.id, number("hba1c", "53", "mmol/mol"), "misread")
    assert (
        "53 mmol/mol"
        == enter_results(desk, someone.id, [number("hba1c", "58", "mmol/mol")], op_id=op).results[0].result.value_words
    )
    assert ["53 mmol/mol"] == [one.value_words for one in standing(desk, someone.id).values()]


def test_it_is_in_the_audit_by_id_and_not_by_value(surgery: Surgery) -> None:
    """One entry in the write's own transaction, naming each result."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone, op = register(desk), desk.new_id()
    written = enter_results(desk, someone.id, [number("hba1c", "58", "mmol/mol")], op_id=op)
    [entry] = [one for one in entries(surgery, AuditAct.CHANGED) if one.op_id == op]
    assert [("result", written.results[0].result.id)] == [(one.kind, one.id) for one in entry.things]
    assert "58" not in entry.words


def test_weight_and_height_make_the_body_mass_index(surgery: Surgery) -> None:
    """With the formula beside it; one that was typed is left as it is."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    enter_results(desk, someone.id, [number("wt", "184", "lb"), number("height", "168", "cm")])
    bmi = standing(desk, someone.id)["bmi"]
    assert "29.6 kg/m²" == bmi.value_words
    assert "weight by height squared" in bmi.comment
    assert "83.5 kg (converted from 184 lb)" in bmi.comment

    enter_results(
        desk, someone.id, [number("wt", "80", "kg"), number("height", "168", "cm"), number("bmi", "28", "kg/m²")]
    )
    assert "28 kg/m²" == standing(desk, someone.id)["bmi"].value_words


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        (number("k", "101", "mmol/L", reason="sure"), "far from what is likely"),
        (number("k", "11", "mmol/L"), "Say why it is right"),
        (number("k", "5", "furlongs"), "no value of Potassium"),
        (number("phq9", "28"), "no total of PHQ-9"),
        (number("nothing", "5"), "cannot be written down"),
        (number("sbp", "140", "mmHg"), "cannot be written down"),
        (clinic(84, 142), "higher pressure comes first"),
        (clinic(142, 84, setting=""), "where the blood pressure was measured"),
        (clinic(142, 84, setting=HOME), "make no average"),
        (Entered(test="smok", taken=TODAY, answer="sometimes"), "by one of its answers"),
        (Entered(test="phq9", taken=TODAY, points=(4,)), "no answer of 4 points"),
        (Entered(test="phq9", taken=TODAY, points=(None,) * 9), "No question"),
        (Entered(test="hba1c", taken=TODAY), "No value"),
        (number("hba1c", "58", "mmol/mol", taken=TODAY + timedelta(days=1)), "still to come"),
        (number("hba1c", "58", "mmol/mol", taken=date(1950, 1, 1)), "before the person was born"),
    ],
)
def test_what_is_no_result_is_refused_whole(sqlite_surgery: Surgery, entered: Entered, said: str) -> None:
    """Nothing of the write is kept, whatever the screen let through (hazard H04)."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    with pytest.raises(Refused, match=said):
        enter_results(desk, someone.id, [number("egfr", "58", "mL/min/1.73 m²"), entered])
    assert {} == standing(desk, someone.id)


def test_one_test_twice_at_once_is_refused(sqlite_surgery: Surgery) -> None:
    """Which of the two counts is not ours to guess."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    with pytest.raises(Refused, match="twice"):
        enter_results(desk, someone.id, [number("k", "4", "mmol/L"), number("k", "5", "mmol/L")])


def test_why_something_unlikely_is_right_stays_with_it(sqlite_surgery: Surgery) -> None:
    """In the comment, for whoever checks it."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    enter_results(desk, someone.id, [number("k", "11", "mmol/L", reason="repeated twice")])
    assert "Asked whether it is right: repeated twice" == standing(desk, someone.id)["k"].comment


@pytest.mark.parametrize("points", [UNSAFE, (None,) * 8 + (2,)])
def test_a_safety_answer_above_nought_cannot_wait(surgery: Surgery, points: tuple[int | None, ...]) -> None:
    """Question 9 of PHQ-9, however low the total and however few the answers: phone today, in words (hazard H13)."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    written = enter_results(desk, register(desk).id, [Entered(test="phq9", taken=TODAY, points=points)])
    [review] = written.cannot_wait
    assert Urgency.PHONE is review.urgency
    assert "question 9" in review.said
    assert "phone today" in review.said
    assert "Q9 " in written.results[0].result.value_words


def test_a_missing_answer_makes_no_total(sqlite_surgery: Surgery) -> None:
    """It says so where the total would stand, and keeps the answers there are (hazard H09)."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    enter_results(desk, someone.id, [Entered(test="gad7", taken=TODAY, points=(3, 3, 3, 3, 3, 3, None))])
    result = standing(desk, someone.id)["gad7"]
    assert result.quantity is None
    assert "No total: question 7 has no answer" == result.text
    assert 6 == len(result.components)


@pytest.mark.parametrize(("answer", "test"), [("active", "foot"), ("irregular", "rhythm")])
def test_an_urgent_answer_in_words_cannot_wait(sqlite_surgery: Surgery, answer: str, test: str) -> None:
    """An active foot and a new irregular pulse have no number, and cannot wait all the same."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    written = enter_results(desk, register(desk).id, [Entered(test=test, taken=TODAY, answer=answer)])
    assert 1 == len(written.cannot_wait)


def test_a_clinician_acknowledges_with_words(surgery: Surgery) -> None:
    """Never with a key alone; then it can be released."""
    desk = surgery.desk(Role.NURSE)
    someone = register(desk)
    [review] = enter_results(desk, someone.id, [Entered(test="phq9", taken=TODAY, points=UNSAFE)]).cannot_wait
    spot, op = Spot.of(ItemKind.REVIEW, review), desk.new_id()
    with pytest.raises(Refused, match="what was done"):
        say_what_was_done(desk, [spot], "  ")
    say_what_was_done(desk, [spot], "Asked about safety; Dr Osei sees her now", op_id=op)
    [again] = say_what_was_done(desk, [spot], "Asked about safety; Dr Osei sees her now", op_id=op)
    assert not again.wrote
    [kept] = records.open_record(desk, someone.id).reviews
    assert "Asked about safety; Dr Osei sees her now" == kept.acknowledged
    assert desk.worker.id == kept.acknowledged_by


def test_who_takes_over_is_said_and_it_stays_on_the_list(surgery: Surgery) -> None:
    """A healthcare assistant hands over: the words stand beside it, and a clinician still acknowledges it."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    [review] = enter_results(desk, someone.id, [Entered(test="phq9", taken=TODAY, points=UNSAFE)]).cannot_wait
    say_what_was_done(desk, [Spot.of(ItemKind.REVIEW, review)], "Dr Osei is with her now")
    [entry] = triage.results_to_check(surgery.desk(Role.NURSE))
    assert (ReviewState.ACT_FIRST, "Dr Osei is with her now", True) == (entry.state, entry.reason, entry.unacknowledged)


def test_a_slip_is_corrected_with_its_reason(surgery: Surgery) -> None:
    """The old value stays in the history, the new one says what it was and why, and only one of them counts."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone, op = register(desk), desk.new_id()
    wrong = enter_results(desk, someone.id, [number("k", "6.4", "mmol/L")]).results[0].result
    with pytest.raises(Refused, match="Say why"):
        correct_entered(desk, someone.id, wrong.id, number("k", "4.6", "mmol/L"), " ")
    with pytest.raises(Refused, match="same test"):
        correct_entered(desk, someone.id, wrong.id, number("na", "140", "mmol/L"), "other")

    right = number("k", "4.6", "mmol/L")
    correct_entered(desk, someone.id, wrong.id, right, "digits crossed", op_id=op)
    assert not correct_entered(desk, someone.id, wrong.id, right, "digits crossed", op_id=op).wrote
    with pytest.raises(Changed):
        correct_entered(desk, someone.id, wrong.id, number("k", "4.7", "mmol/L"), "another")

    results = records.open_record(desk, someone.id).results
    [counts] = [one for one in results if one.counts]
    assert "4.6 mmol/L" == counts.value_words
    assert ResultStatus.CORRECTED is counts.status
    assert "Corrected: digits crossed. It said 6.4 mmol/L." == counts.comment
    assert {"6.4 mmol/L", "4.6 mmol/L"} == {one.value_words for one in results}


def test_what_never_was_is_withdrawn(sqlite_surgery: Surgery) -> None:
    """It counts no more, stays in the history, and a clinician is told."""
    desk = sqlite_surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    wrong = enter_results(desk, someone.id, [number("k", "6.4", "mmol/L")]).results[0].result
    correct_entered(desk, someone.id, wrong.id, None, "not measured")
    assert {} == standing(desk, someone.id)
    assert 2 == len(records.open_record(desk, someone.id).results)


def test_only_ones_own_slip_or_by_a_clinician(surgery: Surgery) -> None:
    """Another assistant cannot correct what a nurse wrote; a nurse can correct an assistant's."""
    nurse, assistant = surgery.desk(Role.NURSE), surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(nurse)
    theirs = enter_results(nurse, someone.id, [number("k", "6.4", "mmol/L")]).results[0].result
    with pytest.raises(Refused, match="colleague"):
        correct_entered(assistant, someone.id, theirs.id, number("k", "4.6", "mmol/L"), "crossed")
    own = enter_results(assistant, someone.id, [number("na", "140", "mmol/L")]).results[0].result
    assert correct_entered(nurse, someone.id, own.id, number("na", "141", "mmol/L"), "misread").wrote


@pytest.mark.parametrize("role", [role for role in Role if Permission.ENTER_RESULTS not in PERMISSIONS[role]])
def test_whoever_may_not_enter_results_writes_none(sqlite_surgery: Surgery, role: Role) -> None:
    """Reception and the others are refused before anything is read, and the attempt is in the audit."""
    someone = register(sqlite_surgery.desk(Role.NURSE))
    desk = sqlite_surgery.desk(role)
    with pytest.raises(Refused):
        enter_results(desk, someone.id, [number("k", "4", "mmol/L")])
    with pytest.raises(Refused):
        correct_entered(desk, someone.id, someone.id, None, "x")
    assert Permission.ENTER_RESULTS.value in {one.words for one in entries(sqlite_surgery, AuditAct.REFUSED)}


def test_a_corrected_weight_corrects_the_body_mass_index(surgery: Surgery) -> None:
    """What was worked out from a slip does not go on to say it; withdrawn with the weight when there was none."""
    desk = surgery.desk(Role.HEALTHCARE_ASSISTANT)
    someone = register(desk)
    enter_results(desk, someone.id, [number("wt", "28.5", "kg"), number("height", "168", "cm")])
    wrong = standing(desk, someone.id)["wt"]
    correct_entered(desk, someone.id, wrong.id, number("wt", "82.5", "kg"), "digits crossed")
    stands = standing(desk, someone.id)
    assert ["82.5 kg", "29.2 kg/m²"] == [stands[one].value_words for one in ("wt", "bmi")]
    assert "It said 10.1 kg/m²." in stands["bmi"].comment

    correct_entered(desk, someone.id, stands["wt"].id, None, "scales broken")
    assert {"height"} == standing(desk, someone.id).keys()
