"""The common traps of test results (clinical reference 6.3), each with the test that keeps out of it."""

import pytest

from hoc_tui.domain.cautions import BY_HAND, ONE_LOW, cautions_of, irregular_pulse
from hoc_tui.domain.change import change_in
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.judging import Authority, Standing, judge, judge_series
from hoc_tui.domain.known import Known
from hoc_tui.domain.limits import Circumstances, Strength
from hoc_tui.domain.results import Code, Result
from hoc_tui.domain.series import series_in
from hoc_tui.domain.vocabulary import Gender
from tests.support.judging import SNOMED, known, only_series, pressure, result, test_named


def cautions(*results: Result, about: Known | None = None, irregular: bool = False) -> tuple[str, ...]:
    """What is said beside the newest of some results of one test."""
    facts = about or known()
    series = only_series(*results, about=facts)
    return cautions_of(series, judge_series(series, (), facts), facts, irregular=irregular)


def egfr(value: str, day: str, **fields: object) -> Result:
    """A kidney score of a day."""
    return result("egfr", value, taken=PartialDate(day), **fields)


# -- Kidneys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "results",
    [
        [egfr("55", "2026-03-01")],
        [egfr("75", "2025-01-01"), egfr("55", "2026-03-01")],
        [egfr("56", "2026-01-01"), egfr("55", "2026-03-01")],
        [egfr("56", "2026-01-01", source_system="gp record"), egfr("55", "2026-03-31")],
        [egfr("20", "2025-01-01").model_copy(update={"taken": None}), egfr("55", "2026-03-01")],
    ],
)
def test_a_low_egfr_once_is_not_kidney_disease(results: list[Result]) -> None:
    """Once, or twice within 90 days, or without a date: it is below, and that is all it is."""
    assert (ONE_LOW,) == cautions(*results)
    said = judge_series(only_series(*results), (), known()).said
    assert "disease" not in said.replace("one lower result alone does not mean kidney disease", "")


def test_two_low_egfrs_90_days_apart_are_said_without_that_word() -> None:
    """What it means is for the clinician; the usual caution stays."""
    far = cautions(egfr("56", "2025-12-01"), egfr("55", "2026-03-01"))
    assert (test_named("egfr").caution,) == far


def test_a_good_egfr_has_no_caution() -> None:
    """Nothing low came."""
    assert () == cautions(egfr("90", "2026-03-01"))
    assert () == cautions(egfr("55", "2025-03-01"), egfr("70", "2026-03-01"))


@pytest.mark.parametrize(
    ("value", "specimen", "repeat"),
    [
        ("2.9", "", False),
        ("3.0", "", True),
        ("69.9", "Random urine", True),
        ("70", "", False),
        ("9", "Early morning urine", False),
    ],
)
def test_an_acr_from_3_to_70_needs_an_early_morning_sample(value: str, specimen: str, repeat: bool) -> None:
    """From 70 on it does not, and neither does one that was taken in the early morning."""
    assert repeat is bool(cautions(result("acr", value, specimen=specimen)))


# -- Sugar and fats ---------------------------------------------------------------------------------------------------


def test_hba1c_says_when_it_may_mislead() -> None:
    """A caution beside a value that is out, not silence."""
    (words,) = cautions(result("hba1c", "60"))
    assert "haemoglobin variants" in words


def test_ldl_and_non_hdl_have_numbers_of_their_own() -> None:
    """2.4 is too much LDL and not too much non-HDL, for somebody with heart disease."""
    heart = known(conditions=frozenset({"chd"}))
    ldl, non_hdl = (judge(result(test, "2.4"), (), heart) for test in ("ldl", "nonhdl"))
    assert (Standing.ABOVE, Standing.IN_RANGE) == (ldl.standing, non_hdl.standing)
    assert 2 == len(series_in([result("ldl", "2.4"), result("nonhdl", "2.4")], heart))


# -- Scales (hazard H09) ----------------------------------------------------------------------------------------------


def test_mrc_is_not_mmrc() -> None:
    """The two run from 1 and from 0: an mMRC is no MRC, by code, and no change is said across them."""
    mmrc = result("mMRC", "2", "", name="mMRC breathlessness scale", codes=(Code(system=SNOMED, code="424773002"),))
    found = series_in([result("mrc", "3", taken=PartialDate("2025-03-01")), mmrc], known())
    assert {None, "mrc"} == {one.test_id for one in found}
    assert [None, None] == [change_in(one) for one in found]
    assert "mMRC" in test_named("mrc").caution


def test_chads2_is_not_cha2ds2_vasc() -> None:
    """The older score is judged by nothing of the newer one."""
    older = result("CHADS2", "2", "", name="CHADS2 score", test_key="name|chads2 score")
    assert Authority.NONE is judge(older, (), known()).limits.authority
    assert known().test_of(older) is None


def test_a_score_of_another_scale_is_not_converted() -> None:
    """A unit that is no unit of the score stands apart."""
    found = series_in([result("phq9", "12", "{score}"), result("phq9", "3", "%")], known())
    assert {"", "%"} == {one.unit for one in found}


# -- Names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Faecal calprotectin", "Acrocyanosis", "HbA1c", "ALP", "Potassium", "Serum ldl cholesterol"]
)
def test_names_are_never_matched_by_part_nor_whole(name: str) -> None:
    """A result without a code that is known is of no known test, whatever it is called."""
    named = result("x", "4.0", "mmol/L", name=name, test_key=f"name|{name.casefold()}")
    assert (None, name) == (only_series(named).test_id, only_series(named).title)


# -- Cut-offs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("test", ["ntp", "psa", "crp"])
def test_diagnostic_cut_offs_are_not_monitoring_aims(test: str) -> None:
    """No usual range is made of them, for anybody."""
    everybody = [Circumstances(sex, age, frozenset({"hf"})) for sex in Gender for age in (30, 55, 75)]
    catalogue = known().catalogue
    assert not [one for who in everybody for one in catalogue.limits_for(test_named(test), who, Strength.USUAL)]
    assert "cut-offs" in test_named(test).caution


# -- Blood pressure ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Irregular", "Irregularly irregular", "atrial fibrillation"])
def test_with_an_irregular_pulse_blood_pressure_is_measured_by_hand(words: str) -> None:
    """A cuff that measures by itself misreads it; said whatever the value."""
    felt = only_series(result("rhythm", None, text=words))
    assert irregular_pulse((felt,), known())
    assert (BY_HAND,) == cautions(pressure("128", "78"), irregular=True)


def test_a_condition_says_as_much_as_a_felt_pulse() -> None:
    """Atrial fibrillation on the list; a regular pulse says nothing."""
    assert irregular_pulse((), known(conditions=frozenset({"af"})))
    assert not irregular_pulse((only_series(result("rhythm", None, text="Regular")),), known(conditions=None))


def test_the_condition_groups_that_rules_name_are_there() -> None:
    """A rule that names a group nobody has would never speak."""
    assert {"af", "type2", "ckd"} <= {group.id for group in known().catalogue.conditions}
    assert {"egfr", "acr", "rhythm", "bp", "sbp", "dbp"} <= {test.id for test in known().catalogue.tests}
