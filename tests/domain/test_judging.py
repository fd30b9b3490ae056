"""Above, below, in range, cannot tell: whose limits count, and that nothing outside is ever silenced."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.judging import Authority, Standing, change_in, flagged_abnormal, judge, judge_series
from hoc_tui.domain.planning import Target
from hoc_tui.domain.results import Component, Quantity, ReferenceRange, Result, Series
from hoc_tui.domain.spelling import same_unit
from hoc_tui.domain.vocabulary import Comparator, TargetOwner

AT = datetime(2026, 3, 5, tzinfo=UTC)
TEST = "http://snomed.info/sct|999791000000106"


def result(value: str | None = "53", unit: str = "mmol/mol", **fields: object) -> Result:
    """A result as it stands in a record."""
    comparator = fields.pop("comparator", None)
    quantity = (
        None if value is None else Quantity.model_validate({"text": value, "unit": unit, "comparator": comparator})
    )
    usual: dict[str, object] = {
        "id": UUID(int=1),
        "source_system": "laboratory",
        "recorded_at": AT,
        "source_id": "r1",
        "test_key": TEST,
        "name": "HbA1c",
        "quantity": quantity,
        "taken": PartialDate.parse("2026-03-01"),
    }
    return Result.model_validate(usual | fields)


def sent(low: str | None = None, high: str | None = None, unit: str = "mmol/mol", text: str = "") -> ReferenceRange:
    """A range that came with a result."""
    return ReferenceRange(low=low, high=high, unit=unit, text=text)


def target(owner: TargetOwner = TargetOwner.PERSON, **fields: object) -> Target:
    """An aim in a record."""
    usual: dict[str, object] = {
        "id": UUID(int=2),
        "person_id": UUID(int=3),
        "version": 1,
        "authored_by": UUID(int=4),
        "performed_by": UUID(int=4),
        "occurred_at": AT,
        "recorded_at": AT,
        "test_key": TEST,
        "test_name": "HbA1c",
        "high": "58",
        "unit": "mmol/mol",
        "owner": owner,
    }
    return Target.model_validate(usual | fields)


@pytest.mark.parametrize(
    ("value", "low", "high", "standing"),
    [
        ("53", None, "48", Standing.ABOVE),
        ("48", None, "48", Standing.IN_RANGE),
        ("48.0", "48", None, Standing.IN_RANGE),
        ("47.9", "48", None, Standing.BELOW),
        ("3.5", "3.5", "5.3", Standing.IN_RANGE),
        ("5.31", "3.5", "5.3", Standing.ABOVE),
        ("-1", "0", None, Standing.BELOW),
    ],
)
def test_a_value_stands_where_its_range_puts_it(
    value: str, low: str | None, high: str | None, standing: Standing
) -> None:
    """Limits belong to the range; one step past them is outside."""
    assert standing is judge(result(value, ranges=(sent(low, high),)), ()).standing


@pytest.mark.parametrize(
    ("comparator", "value", "low", "high", "standing"),
    [
        (Comparator.MORE, "90", "60", None, Standing.IN_RANGE),
        (Comparator.MORE, "90", None, "90", Standing.ABOVE),
        (Comparator.AT_LEAST, "90", None, "90", Standing.NOT_CLEAR),
        (Comparator.MORE, "90", None, "100", Standing.NOT_CLEAR),
        (Comparator.LESS, "5", None, "5", Standing.IN_RANGE),
        (Comparator.LESS, "5", "3", None, Standing.NOT_CLEAR),
        (Comparator.LESS, "5", "5", None, Standing.BELOW),
        (Comparator.AT_MOST, "5", "5", None, Standing.NOT_CLEAR),
    ],
)
def test_a_comparator_says_what_can_be_said_and_no_more(
    comparator: Comparator, value: str, low: str | None, high: str | None, standing: Standing
) -> None:
    """So: ">90" is in range of "60 or more", past "up to 90", and nobody knows against "up to 100"."""
    one = result(value, comparator=comparator, ranges=(sent(low, high),))
    assert standing is judge(one, ()).standing


@pytest.mark.parametrize(
    "one",
    [
        result("7.0", unit="%", ranges=(sent(None, "48", "mmol/mol"),)),
        result(None, text="Positive", ranges=(sent(None, "48"),)),
        result("53", ranges=(sent(text="see report"),)),
        result("53", ranges=(sent("20", "41"), sent("20", "48"))),
        result(None, components=(Component(name="Left", text="6/9"),), ranges=(sent("20", "41"),)),
    ],
)
def test_what_cannot_be_compared_is_not_judged(one: Result) -> None:
    """Other units, words, several ranges, parts: the range is shown and nothing is said (hazard H04)."""
    assert judge(one, ()).standing in {Standing.NOT_CLEAR, Standing.UNKNOWN}


def test_without_any_limits_nothing_is_said() -> None:
    """No aim, no range: no judgement, and no colour."""
    judged = judge(result(), ())
    assert (Standing.UNKNOWN, Authority.NONE, False) == (judged.standing, judged.limits.authority, judged.out)


def test_the_persons_aim_comes_before_the_clinicians_and_the_range() -> None:
    """Precedence: their own aim, then a clinician's, then what was sent."""
    one = result("55", ranges=(sent(None, "41"),))
    theirs, clinicians = target(), target(TargetOwner.CLINICIAN, high="50")
    assert Authority.PERSON is judge(one, (clinicians, theirs)).limits.authority
    assert Authority.CLINICIAN is judge(one, (clinicians,)).limits.authority
    assert Authority.SENT is judge(one, ()).limits.authority


def test_an_aim_for_another_test_or_an_ended_one_is_not_in_force() -> None:
    """Only what stands, and only for this test."""
    others = (target(test_key="other"), target(ended_at=AT))
    assert Authority.NONE is judge(result(), others).limits.authority


@pytest.mark.parametrize("unit", ["%", "", "mol/mol"])
def test_an_aim_in_another_unit_judges_nothing(unit: str) -> None:
    """7.5 % is no limit for mmol/mol, and neither is 7.5 of nobody knows what."""
    assert Standing.NOT_CLEAR is judge(result("55"), (target(high="7.5", unit=unit),)).standing


def test_of_two_aims_of_one_owner_the_newer_is_in_force() -> None:
    """Whichever comes first in the record."""
    older, newer = target(high="58"), target(high="48", recorded_at=datetime(2026, 3, 6, tzinfo=UTC))
    for aims in ((older, newer), (newer, older)):
        assert Decimal(48) == judge(result("55"), aims).limits.high


def test_a_range_sent_the_wrong_way_round_judges_nothing() -> None:
    """Every value would be outside it, and that would be an alarm about nothing."""
    judged = judge(result("30", ranges=(sent("41", "20"),)), ())
    assert (Standing.NOT_CLEAR, False) == (judged.standing, judged.out)


def test_a_range_without_a_unit_is_in_the_results_own() -> None:
    """As senders write it; the other way round nothing is assumed."""
    assert Standing.ABOVE is judge(result("53", ranges=(sent(None, "41", unit=""),)), ()).standing
    assert Standing.NOT_CLEAR is judge(result("53", unit="", ranges=(sent(None, "41"),)), ()).standing


numbers = st.decimals(min_value=0, max_value=500, places=1).map(str)


@given(value=numbers, high=numbers, aim=numbers)
def test_no_aim_ever_silences_a_value_outside_the_range_that_was_sent(value: str, high: str, aim: str) -> None:
    """Whatever the aim, a value past the sender's limit is out and keeps that mark (hazard H11)."""
    one = result(value, ranges=(sent(None, high),))
    with_aim, without = judge(one, (target(high=aim),)), judge(one, ())
    assert without.sent_standing is with_aim.sent_standing
    if Decimal(value) > Decimal(high):
        assert with_aim.out


@pytest.mark.parametrize("flag", ["H", "HH", "L", "A", "OR - Outside reference range", "LO - Below limit", "?", "*"])
def test_a_flag_that_is_not_known_to_mean_normal_counts_as_abnormal(flag: str) -> None:
    """Hiding a flag we do not know would be the worse error."""
    assert flagged_abnormal(flag)
    assert judge(result(flag=flag), (target(high="100"),)).out


@pytest.mark.parametrize("flag", ["", "N", "normal", "Within reference range", "N - Normal", "normal; normal"])
def test_a_flag_that_means_normal_marks_nothing(flag: str) -> None:
    """So: "N" is no alarm."""
    assert not flagged_abnormal(flag)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mmol/L", "mmol/l", True),
        ("µmol/L", "\N{GREEK SMALL LETTER MU}mol/L", True),
        ("mL/min/1.73 m2", "mL/min/1.73m2", True),
        ("mm[Hg]", "mmHg", True),
        ("10*9/L", "x10^9/l", True),
        ("g/L", "g/dL", False),
        ("g/L", "G/L", False),
        ("mU/L", "MU/L", False),
        ("mg", "Mg", False),
        ("IU/L", "iu/l", True),
        ("MMOL/L", "mmol/L", True),
        ("mmol/L", "", False),
        ("mmol/mol", "%", False),
    ],
)
def test_units_are_the_same_only_when_written_alike(one: str, other: str, same: bool) -> None:
    """Spaces, brackets, the two micro signs, and case where it is no power of ten; everything else matters."""
    assert same is same_unit(one, other)


def series(*values: tuple[str, Comparator | None]) -> Series:
    """A series of one test, a year between two results."""
    results = tuple(
        result(value, comparator=comparator, taken=PartialDate.parse(f"{2020 + year}-03-01"))
        for year, (value, comparator) in enumerate(values)
    )
    return Series(test_key=TEST, name="HbA1c", unit="mmol/mol", results=results)


def test_a_change_says_from_when_and_keeps_its_precision() -> None:
    """61 after 54.0 is up 7.0 since then."""
    change = change_in(series(("54.0", None), ("61", None)))
    assert change is not None
    assert ("up 7.0", date(2020, 3, 1)) == (change.words, change.since)


def test_no_digit_of_a_change_is_rounded() -> None:
    """However long the numbers are, and never with an exponent."""
    change = change_in(series(("0." + "1" * 40, None), ("1E+3", None)))
    assert change is not None
    assert f"up 999.{'8' * 39}9" == change.words


def test_the_same_again_is_no_change() -> None:
    """So: "the same" is said, not "up 0"."""
    change = change_in(series(("54", None), ("54", None)))
    assert change is not None
    assert change.words == "the same"


@pytest.mark.parametrize("values", [[("54", None)], [(">90", None)], [("90", Comparator.MORE), ("85", None)]])
def test_what_was_not_measured_is_not_subtracted(values: list[tuple[str, Comparator | None]]) -> None:
    """One result, words, or a comparator give no difference: nobody measured it."""
    assert change_in(series(*values)) is None


# -- Words since the newest number ------------------------------------------------------------------------------------


def in_order(*results: Result) -> Series:
    """Results of one test, oldest first."""
    return Series(test_key=TEST, name="HbA1c", unit="mmol/mol", results=results)


NOT_ANALYSED = result(None, comment="Sample haemolysed, not analysed", id=UUID(int=9))


def test_words_since_do_not_undo_that_a_number_was_out() -> None:
    """What is above a range stays at the top although the newest sample was not analysed (H05)."""
    high = result("61", ranges=(sent("20", "42"),), flag="H")
    judged = judge_series(in_order(high, NOT_ANALYSED), (target(),))
    assert (judged.standing, judged.sent_standing, judged.flag) == (Standing.ABOVE, Standing.ABOVE, "H")
    assert judged.out


def test_a_flag_on_words_counts() -> None:
    """A sender may mark a result that has no number."""
    flagged = NOT_ANALYSED.model_copy(update={"flag": "A"})
    judged = judge_series(in_order(result("30", flag="N"), flagged, NOT_ANALYSED), ())
    assert (judged.flag, judged.out) == ("A; N", True)


def test_a_series_whose_newest_is_a_number_is_judged_by_it() -> None:
    """Words before it say nothing of it."""
    newest = result("30", ranges=(sent("20", "42"),))
    assert judge(newest, ()) == judge_series(in_order(NOT_ANALYSED, newest), ())


def test_a_series_of_words_is_judged_by_the_newest() -> None:
    """There is no number to go by."""
    assert Standing.NOT_CLEAR is judge_series(in_order(NOT_ANALYSED), (target(),)).standing


def test_change_steps_over_words_and_is_not_said_behind_them() -> None:
    """From number to number; a change to words that came since would be one of an older number."""
    older, newer = result("50"), result("57")
    change = change_in(in_order(older, NOT_ANALYSED, newer))
    assert change is not None
    assert change.words == "up 7"
    assert change_in(in_order(older, newer, NOT_ANALYSED)) is None
