from collections import Counter, defaultdict
from decimal import Decimal
from math import pow as power

import pytest

from hoc_tui.demo.courses import LOINC, listed_tests
from hoc_tui.demo.courses import codes as sent_codes
from hoc_tui.demo.health import conditions
from hoc_tui.domain.dates import age_on
from hoc_tui.domain.record import Condition
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import Gender, ResultStatus
from hoc_tui.domain.whole import WholeRecord

KEYS = {test.name: key for key, test in listed_tests().items()}


def number(result: Result) -> Decimal:
    """The number of a result that has one."""
    assert result.quantity is not None
    return result.quantity.number


def counting(record: WholeRecord) -> list[Result]:
    """Results that have a number and count."""
    return [result for result in record.results if result.counts and result.quantity is not None]


def visits(record: WholeRecord) -> list[dict[str, Result]]:
    """Results taken at one moment, by the key of the test."""
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for result in counting(record):
        assert result.taken is not None
        found[result.source_id.split("-")[1]][KEYS[result.name]] = result
    return list(found.values())


def test_every_number_is_plausible(whole: list[WholeRecord]) -> None:
    """No number lies outside the limits of the catalogue's column "Plausible"."""
    for record in whole:
        for result in counting(record):
            limits = listed_tests()[KEYS[result.name]].plausible
            assert limits is not None
            assert limits[0] <= number(result) <= limits[1], (result.name, result.value_words)
        for result in record.results:
            test = listed_tests()[KEYS[result.name]]
            for part, sent in zip(test.parts, result.components, strict=True):
                assert sent.quantity is not None
                assert part.plausible[0] <= sent.quantity.number <= part.plausible[1]


def test_the_lower_pressure_is_well_below_the_upper(whole: list[WholeRecord]) -> None:
    """Two pressures are one result, the upper first, at least 20 apart."""
    pairs = [result.components for record in whole for result in record.results if result.components]
    for upper, lower in pairs:
        assert upper.quantity is not None
        assert lower.quantity is not None
        assert upper.quantity.number - lower.quantity.number >= 20


def test_the_body_mass_index_fits_the_weight_at_one_height(whole: list[WholeRecord]) -> None:
    """A person's weight divided by their index gives the same height at every visit, within rounding."""
    for record in whole:
        found = [(number(one["wt"]), number(one["bmi"])) for one in visits(record) if {"wt", "bmi"} <= one.keys()]
        heights = [(weight / index).sqrt() for weight, index in found]
        assert not heights or max(heights) - min(heights) < Decimal("0.02"), record.person.name


def test_non_hdl_is_what_is_left_of_cholesterol(whole: list[WholeRecord]) -> None:
    """Total less HDL is non-HDL, to the digit, in every sample with all three that nobody corrected."""
    for record in whole[3:]:
        for one in visits(record):
            fats = [one[key] for key in ("chol", "hdl", "nonhdl") if key in one]
            if len(fats) == 3 and all(fat.status is not ResultStatus.CORRECTED for fat in fats):
                assert number(fats[0]) - number(fats[1]) == number(fats[2])


def test_egfr_fits_creatinine_age_and_sex(whole: list[WholeRecord]) -> None:
    """The kidney score follows from creatinine by CKD-EPI 2009 (worked out again here), or says ">90"."""
    for record in whole:
        for one in visits(record):
            if {"creat", "egfr"} <= one.keys():
                expected = _ckd_epi(record, one["creat"])
                sent = one["egfr"].quantity
                assert sent is not None
                told = record.person.given in {"Margaret", "Winston Joseph", "Rokeya"}
                # What is told by hand is rounded as laboratories do, up or down.
                apart = 1 if told else 0.51
                if sent.comparator:
                    assert expected > 90
                else:
                    assert pytest.approx(expected, abs=apart) == float(sent.number)


def _ckd_epi(record: WholeRecord, creatinine: Result) -> float:
    woman = record.person.sex is Gender.FEMALE
    assert record.person.born is not None
    assert creatinine.taken is not None
    day = creatinine.source_id.split("-")[1]
    age = age_on(record.person.born, creatinine.recorded_at.date().replace(day=int(day[4:]), month=int(day[2:4])))
    share = float(number(creatinine)) / 88.4 / (0.7 if woman else 0.9)
    low = -0.329 if woman else -0.411
    score = 141 * power(min(share, 1), low) * power(max(share, 1), -1.209) * power(0.993, age)
    return score * (1.018 if woman else 1)


def test_flags_are_those_of_the_range_that_was_sent(whole: list[WholeRecord]) -> None:
    """H above the range sent, L below it, none within it or without one."""
    for record in whole:
        for result in counting(record):
            low, high = (result.ranges[0].low, result.ranges[0].high) if result.ranges else (None, None)
            above = high is not None and number(result) > Decimal(high)
            below = low is not None and number(result) < Decimal(low)
            assert ("H" if above else "L" if below else "") == result.flag


def test_only_the_laboratory_sends_ranges(whole: list[WholeRecord]) -> None:
    """What was measured in the surgery has no range; readings at home alone carry a line of words."""
    measured = [result for record in whole for result in record.results if not result.specimen]
    assert all(not result.ranges or "at home" in result.name for result in measured)


def test_results_belong_to_what_the_person_lives_with(whole: list[WholeRecord]) -> None:
    """Nobody has a test that goes with none of their conditions."""
    named = {condition.name: condition.tests for condition in conditions().values()}
    for record in whole[3:]:
        had = [item.name for item in record.standing().values() if isinstance(item, Condition)]
        usual = {key for name in had for key in named[name]} | {"ldl", "bp_home"}
        assert {KEYS[result.name] for result in record.results} <= usual


def test_sugar_runs_higher_with_diabetes_than_without(whole: list[WholeRecord]) -> None:
    """Results are those of the person's conditions: long-term sugar tells the groups apart."""
    means: dict[bool, list[Decimal]] = {True: [], False: []}
    for record in whole:
        names = {item.name for item in record.standing().values() if isinstance(item, Condition)}
        sugars = [number(result) for result in counting(record) if result.name == "HbA1c"]
        if sugars:
            means["Type 2 diabetes" in names or "Type 1 diabetes" in names].append(
                sum(sugars, Decimal(0)) / len(sugars)
            )
    assert min(means[True]) > 42
    assert max(means[False]) < 49


def test_not_every_result_is_out_of_range(whole: list[WholeRecord]) -> None:
    """Of results that came with a range, most lie within it and many do not."""
    ranged = [result for record in whole for result in counting(record) if result.ranges]
    out = sum(bool(result.flag) for result in ranged) / len(ranged)
    assert 0.1 < out < 0.45


def test_results_have_what_goes_wrong_in_real_ones(whole: list[WholeRecord]) -> None:
    """Some are corrected, preliminary, only a comment, without a unit, without a status, or precise to the day."""
    results = [result for record in whole for result in record.results]
    statuses = Counter(result.status for result in results)
    for status in (ResultStatus.CORRECTED, ResultStatus.PRELIMINARY, ResultStatus.NOT_SENT):
        assert statuses[status] > 0, status
    assert any(result.quantity is None and result.specimen and result.comment for result in results)
    assert any(
        result.quantity and not result.quantity.unit and listed_tests()[KEYS[result.name]].unit for result in results
    )
    assert any(len(result.taken.text) == 10 for result in results if result.taken)


def test_a_corrected_result_takes_the_place_of_the_first(whole: list[WholeRecord]) -> None:
    """The first sending points to the correction, which has the same id of the sender's and counts alone."""
    replaced = [(record, one) for record in whole for one in record.results if one.superseded_by]
    assert replaced
    for record, first in replaced:
        later = next(one for one in record.results if one.id == first.superseded_by)
        assert (first.source_id, first.test_key) == (later.source_id, later.test_key)
        assert ResultStatus.CORRECTED is later.status
        assert first.value_words in later.comment


def test_a_senders_id_counts_once(whole: list[WholeRecord]) -> None:
    """Of results with one id of the sender's, one counts: the database lets no other in."""
    for record in whole:
        current = [result.source_id for result in record.results if result.superseded_by is None]
        assert len(current) == len(set(current))


def test_pressure_at_home_is_another_series_than_in_the_surgery() -> None:
    """Readings at home share no code with those in the surgery, so that the two never share a line."""
    home, surgery = sent_codes("bp_home"), sent_codes("bp")
    assert not {(one.system, one.code) for one in home} & {(one.system, one.code) for one in surgery}
    assert {LOINC} == {one.system for one in home}
