"""Results written down by hand on the screen: what is due as one form, units said back, and what cannot wait."""

from uuid import UUID

import pytest

from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import ReviewState, Role
from hoc_tui.screens import gathering_after
from hoc_tui.services import records
from tests.support.practice import SmallPractice
from tests.support.seat import SIZES, Seat, seated

ASSISTANT = Role.HEALTHCARE_ASSISTANT


async def put(seat: Seat, name: str, text: str) -> None:
    """Type into a field of the form."""
    await go(seat, name)
    await seat.type(text)


async def go(seat: Seat, name: str) -> None:
    """Go to a field, as somebody does with Tab."""
    seat.screen.query_one(f"#field-{name}").focus()
    await seat.settle()


async def open_jackson(seat: Seat) -> None:
    """Open Mrs Jackson's form from Today: she is the third of the list."""
    await seat.press("down", "down", "b")
    assert "GatheringScreen" == seat.named


def below(seat: Seat, name: str) -> str:
    """What stands below a field."""
    line = seat.screen.query_one(f"#row-{name} .understood")
    return " ".join(str(line.render()).split())


def written(practice: SmallPractice, person_id: UUID) -> dict[str, Result]:
    """What stands in the record by hand."""
    found = records.open_record(practice.desk(Role.NURSE), person_id).results
    return {one.source_id.partition("|")[2]: one for one in found if one.source_system == "hand"}


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_due_stands_with_its_reasons(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Whose form it is with two identifiers, how it is done, which conditions ask for it, when it was last done."""
    async with seated(practice, ASSISTANT, size=size) as seat:
        await open_jackson(seat)
        for words in ("JACKSON, Margaret", "943 476 5919", "Born 04-Mar-1951", "Measured here", "in clinic"):
            assert words in seat.words
        assert "Type 2 diabetes; High blood pressure. Never done" in seat.words
        assert "Ctrl+S Save" in seat.hint
        await go(seat, "another")
        assert "Done elsewhere" in seat.words
        assert all(len(line) <= size[0] for line in seat.lines)


async def test_units_are_said_back_before_saving(practice: SmallPractice) -> None:
    """What is shown is what will be stored, converted and marked; a bare number is taken in the unit shown (H04)."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "hba1c", "7.5%")
        assert "58 mmol/mol (converted from 7.5 %)" == below(seat, "hba1c")
        await put(seat, "chol", "5.2")
        assert "5.2 mmol/L" == below(seat, "chol")
        await put(seat, "wt", "13 st 2")
        assert "83.5 kg (converted from 184 lb), said as 13 st 2 lb" == below(seat, "wt")
        await put(seat, "height", "168")
        assert "29.6 kg/m². Worked out from 83.5 kg (converted from 184 lb) and 168 cm" in below(seat, "bmi")
        await seat.press("ctrl+s")
    stands = written(practice, practice.person("Jackson", "Margaret"))
    assert {"hba1c", "chol", "wt", "height", "bmi"} == stands.keys()
    assert ["7.5 %", "5.2 mmol/L", "184 lb"] == [stands[one].value_words for one in ("hba1c", "chol", "wt")]


async def test_a_number_far_off_is_refused_with_a_guess(practice: SmallPractice) -> None:
    """The unit is never decided: the sentence says what may be meant, and nothing is saved."""
    async with seated(practice, ASSISTANT, size=(120, 40)) as seat:
        await open_jackson(seat)
        await put(seat, "hba1c", "7.5")
        await seat.press("ctrl+s")
        assert "it may be meant in % (58 mmol/mol)" in below(seat, "hba1c")
        assert "GatheringScreen" == seat.named


async def test_something_unlikely_asks_why_it_is_right(practice: SmallPractice) -> None:
    """It is asked beside the value, saved only with a reason, and the reason stays with the result."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "chol", "21")
        assert "Are you sure? 21 mmol/L is over 20, which is unlikely. Why is it right?" in seat.words
        await seat.press("ctrl+s")
        assert "Say why it is right, or correct it." in seat.words
        await seat.type("repeated")
        await seat.press("ctrl+s")
        assert "GatheringScreen" != seat.named
    stands = written(practice, practice.person("Jackson", "Margaret"))
    assert "Asked whether it is right: repeated" == stands["chol"].comment


async def test_a_blood_pressure_is_a_pair_with_its_place(practice: SmallPractice) -> None:
    """Upside down it is refused; at home all readings are typed and the average is said back."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "bp-clinic", "84/142")
        await seat.press("ctrl+s")
        assert "does not have the higher pressure first" in below(seat, "bp-clinic")
        seat.screen.query_one("#field-bp-clinic").value = "142/84"  # type: ignore[attr-defined]
        await put(
            seat, "bp-home", "day 1: 170/99 168/98; day 2: 140/82 142/84; day 3: 138/80 140/82; day 4: 144/84 140/82"
        )
        assert "141/82 mmHg, average of 6 readings on 3 days; the first day is left out" in below(seat, "bp-home")
        await seat.press("ctrl+s")
    stands = written(practice, practice.person("Jackson", "Margaret"))
    assert "142/84 mmHg, in clinic" == stands["bp|clinic"].value_words
    assert "141/82 mmHg, at home" == stands["bp|home"].value_words
    assert "Day 1: 170/99 168/98" in stands["bp|home"].comment


async def test_escape_keeps_every_word(practice: SmallPractice) -> None:
    """The form offers them again, with tests that were added and answers that were given."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "wt", "82.5")
        await put(seat, "another", "urate")
        await seat.press("enter")
        await seat.type("410")
        await seat.press("escape", "b")
        assert "Continuing what you wrote" in seat.words
        assert ["82.5", "410"] == [seat.screen.query_one(f"#field-{one}").value for one in ("wt", "urate")]  # type: ignore[attr-defined]
        await seat.press("ctrl+s")
    assert {"wt", "urate"} == written(practice, practice.person("Jackson", "Margaret")).keys()


async def test_a_test_that_is_not_due_is_found_by_a_plain_word(practice: SmallPractice) -> None:
    """Several are named; one is added; a word for nothing says so."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "another", "flare")
        await seat.press("enter")
        assert "COPD flare-ups in last 12 months; Asthma flare-ups" in below(seat, "another")
        seat.screen.query_one("#field-another").value = "unicorn"  # type: ignore[attr-defined]
        await seat.press("enter")
        assert "No test here is called so." == below(seat, "another")
        seat.screen.query_one("#field-another").value = "tsh"  # type: ignore[attr-defined]
        await seat.press("enter")
        await seat.type("2.1")
        assert "2.1 mU/L" == below(seat, "tsh")


async def test_nothing_written_is_not_saved(practice: SmallPractice) -> None:
    """An empty form says so and stays."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await seat.press("ctrl+s")
        assert "Nothing is written down yet." in seat.words


async def test_digits_answer_a_questionnaire_and_the_total_is_said(practice: SmallPractice) -> None:
    """One answer too few makes no total, and it says so."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await go(seat, "phq9")
        await seat.press("right", "tab")
        await seat.press(*"11111111")
        assert "No total: question 9 has no answer" == below(seat, "phq9")
        await seat.press("0")
        assert "8 of 27, mild" == below(seat, "phq9")


async def test_a_safety_answer_cannot_be_left_without_words(practice: SmallPractice) -> None:
    """Question 9 above 0: whoever wrote it down says who takes over, before anything else (hazard H13)."""
    jackson = practice.person("Jackson", "Margaret")
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await answer_unsafely(seat)
        assert "JACKSON, Margaret (Mrs), Born 04-Mar-1951, NHS No. 943 476 5919" in seat.panel
        assert "question 9" in seat.panel
        await seat.press("escape")
        assert "SafetyScreen" == seat.named
        await seat.press("ctrl+s")
        assert "say what was done, or who takes over now" in seat.panel
        await seat.type("Dr Osei is with her")
        await seat.press("ctrl+s")
        assert "WrittenScreen" == seat.named
        assert "1 to phone today" in seat.panel
        await seat.press("enter")
        assert "TodayScreen" == seat.named
    [review] = records.open_record(practice.desk(Role.NURSE), jackson).reviews
    assert (ReviewState.ACT_FIRST, "Dr Osei is with her") == (review.state, review.reason)
    assert review.unacknowledged


async def answer_unsafely(seat: Seat) -> None:
    """PHQ-9 with 1 at its last question and nought elsewhere, saved."""
    await go(seat, "phq9")
    await seat.press("right", "tab")
    await seat.press(*"000000001")
    await seat.press("ctrl+s")
    assert "SafetyScreen" == seat.named


@pytest.mark.parametrize("size", SIZES)
async def test_a_nurses_words_acknowledge_it(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Everything of it is in sight at every size, with what to do now; then what was written down is listed."""
    async with seated(practice, Role.NURSE, size=size) as seat:
        await seat.press("down", "b")
        await answer_unsafely(seat)
        for words in ("PHQ-9: 1; Q1 0", "Q9 1", "phone today", "ring 999", "What was done, or who takes over now?"):
            assert words in seat.panel
        assert "Back" not in seat.hint
        await seat.type("Spoke with her; safe today")
        await seat.press("ctrl+s")
        assert "1 result written down, 1 to phone today" in seat.panel
        assert "A clinician checks them before they are shared." in seat.panel
    [review] = records.open_record(practice.desk(Role.NURSE), practice.person("Jackson", "Margaret")).reviews
    assert "Spoke with her; safe today" == review.acknowledged


async def test_nobody_is_held_where_the_database_is_lost(
    practice: SmallPractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are kept, one may go on, and it stands on the list of those to phone all the while."""

    def say_what_was_done(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("The database cannot be reached.")

    async with seated(practice, Role.NURSE) as seat:
        await seat.press("down", "b")
        await answer_unsafely(seat)
        monkeypatch.setattr(gathering_after, "say_what_was_done", say_what_was_done)
        await seat.type("Spoke with her")
        await seat.press("ctrl+s")
        assert "your words are kept here" in seat.panel
        await seat.press("escape", "enter")
        assert "1 result to phone today" in seat.words


async def test_too_few_home_readings_ask_why(practice: SmallPractice) -> None:
    """An average of two days is not passed off as what the rule asks for."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "bp-home", "150/90 148/88; 146/86 144/84")
        assert "only 2 days of the 4 that are asked for" in seat.words
        await put(seat, "sure-bp-home", "cuff broke")
        await seat.press("ctrl+s")
    stands = written(practice, practice.person("Jackson", "Margaret"))
    assert "145/85 mmHg, at home" == stands["bp|home"].value_words
    assert "cuff broke" in stands["bp|home"].comment


async def test_a_reason_for_what_was_corrected_is_not_kept(practice: SmallPractice) -> None:
    """Once the value is likely, nobody was asked."""
    async with seated(practice, ASSISTANT) as seat:
        await open_jackson(seat)
        await put(seat, "chol", "21")
        await put(seat, "sure-chol", "repeated")
        seat.screen.query_one("#field-chol").value = "5.1"  # type: ignore[attr-defined]
        await seat.settle()
        assert "Are you sure?" not in seat.words
        await seat.press("ctrl+s")
    assert "" == written(practice, practice.person("Jackson", "Margaret"))["chol"].comment


async def test_a_nurse_writes_down_in_the_conversation_and_sees_it_there(practice: SmallPractice) -> None:
    """The new value stands among the results at once, and waits to be checked before it is shared."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await seat.press("down", "enter")
        conversation = seat.named
        await seat.press("b")
        await put(seat, "another", "tsh")
        await seat.press("enter")
        await seat.type("2.1")
        await seat.press("ctrl+s")
        assert conversation == seat.named
        assert "1 result written down, none out. A clinician checks them before they are shared." in seat.words
        assert "2.1 mU/L" in seat.words


async def test_a_draft_is_offered_where_the_record_is_opened(practice: SmallPractice) -> None:
    """The quiet line in the conversation leads back into the form."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await seat.press("down", "b")
        await put(seat, "wt", "82.5")
        await seat.press("escape", "enter")
        assert "You were writing “Results by hand”" in seat.words
        await seat.press("y")
        assert "GatheringScreen" == seat.named


async def test_reception_has_no_such_key(practice: SmallPractice) -> None:
    """Neither the key nor the form."""
    async with seated(practice, Role.RECEPTIONIST) as seat:
        await seat.press("down", "down", "b")
        assert "TodayScreen" == seat.named


async def test_a_slip_is_put_right_with_a_reason(practice: SmallPractice) -> None:
    """From the test under the cursor: the new value stands there, and the old one stays in the history."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await seat.press("down", "enter", "b")
        await put(seat, "another", "tsh")
        await seat.press("enter")
        await seat.type("21")
        await seat.press("ctrl+s", "2", "c")
        assert "Put right: TSH (thyroid)" in seat.words
        assert "It says 21 mU/L on 20-Nov-2026." in seat.words
        await seat.press("ctrl+s")
        assert "Say why it is put right." in seat.words
        await seat.type("point missed")
        await seat.press("ctrl+s")
        assert "Type what is right" in seat.words
        await put(seat, "tsh", "2.1")
        await seat.press("escape", "c")
        assert "point missed" in seat.words
        await seat.press("ctrl+s")
        assert "2.1 mU/L" in seat.words
        await seat.press("1", "c")
        assert "Only what was written down by hand is put right here" in seat.words
    found = records.open_record(practice.desk(Role.NURSE), practice.person("Jackson", "Margaret")).results
    assert ["Corrected: point missed. It said 21 mU/L."] == [one.comment for one in found if one.counts]
    assert {"21 mU/L", "2.1 mU/L"} == {one.value_words for one in found}


async def test_what_never_was_is_taken_out(practice: SmallPractice) -> None:
    """With a reason; it counts no more."""
    async with seated(practice, Role.NURSE, size=(120, 40)) as seat:
        await seat.press("down", "enter", "b")
        await put(seat, "another", "tsh")
        await seat.press("enter")
        await seat.type("2.1")
        await seat.press("ctrl+s", "2", "c")
        await go(seat, "what")
        await seat.press("right")
        await put(seat, "why", "other person")
        await seat.press("ctrl+s")
        assert "2.1 mU/L" not in seat.lines[8:20]
    found = records.open_record(practice.desk(Role.NURSE), practice.person("Jackson", "Margaret")).results
    assert [] == [one for one in found if one.counts]
