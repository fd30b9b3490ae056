"""The content that ships: complete, with sources, signed by nobody yet, and switched off until somebody approves it."""

import subprocess
import sys
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.content.catalogue import all_limit_ids, demo_catalogue, usual_catalogue
from hoc_tui.content.flaws import flaws
from hoc_tui.domain.catalogue import (
    Catalogue,
    CatalogueTest,
    Circumstances,
    ContentStatus,
    Direction,
    Reviewed,
    Strength,
)
from hoc_tui.domain.units import accepted
from hoc_tui.domain.vocabulary import Gender

USUAL = usual_catalogue()
OURS = demo_catalogue()
TESTS = {test.id: test for test in USUAL.tests}
LIMITS = [limit for test in USUAL.tests for limit in test.limits]
CONDITIONS = [group.id for group in USUAL.conditions]

REFERENCE = """
hba1c glu_f sbp dbp chol hdl nonhdl ldl trig egfr creat acr k na bmi wt waist smok foot eye pulse rhythm spo2 pef fev1
ratio cat mrc act rcp3 exac tsh ft4 alt hb mcv ferr b12 fol vitd ntp inr psa urate crp qrisk phq9 gad7 auditc efi chads
seiz das28
"""
"""The tests of the clinical reference, 6.2."""
BESIDES = ["bp", "glu", "exac_asthma"]
"""The pair of pressures, glucose not said to be fasting, and the flare-ups of asthma."""

people = st.builds(
    Circumstances,
    sex=st.sampled_from([None, *Gender]),
    age=st.none() | st.integers(0, 120),
    conditions=st.none() | st.frozensets(st.sampled_from(CONDITIONS)),
    setting=st.sampled_from(["", "home", "clinic"]),
)


def test_every_test_of_the_reference_is_there_and_three_more() -> None:
    """None of the 53 has been lost, and what was added is known by name."""
    listed = REFERENCE.split()

    assert 53 == len(listed) == len(set(listed))
    assert sorted([*listed, *BESIDES]) == sorted(TESTS)


def test_nothing_contradicts_itself() -> None:
    """No code in two families, no limit twice, and nothing names what is not there."""
    assert list(flaws(USUAL)) == []


def test_every_entry_says_where_it_comes_from_and_nobody_has_signed_for_any() -> None:
    """A clinical figure without a source and a status is not content."""
    entries: list[Reviewed] = [*USUAL.tests, *USUAL.judging.values(), *USUAL.conditions]

    assert [] == [entry for entry in entries if not entry.source.strip()]
    assert {ContentStatus.UNVERIFIED} == {entry.status for entry in entries}
    assert {""} == {entry.signed_off_by for entry in entries}


def test_every_source_says_how_far_it_was_followed() -> None:
    """Whoever signs must see which figures were read and which are from general knowledge."""
    judging = USUAL.judging.values()
    known = ("[V]", "[C]", "[M]", "clinical reference 6.6")

    assert [] == [entry.id for entry in judging if not any(mark in entry.source for mark in known)]


@pytest.mark.parametrize("test", USUAL.tests, ids=lambda test: test.id)
def test_every_sentence_is_short_and_whole(test: CatalogueTest) -> None:
    """Up to 18 words, for a reading age of 9 to 11; the caution is for staff and just as short."""
    said = [test.sentence, *filter(None, [test.caution])]

    assert all(sentence.endswith(".") for sentence in said)
    assert all(len(sentence.split()) <= 18 for sentence in said)


@pytest.mark.parametrize("test", USUAL.tests, ids=lambda test: test.id)
def test_no_word_for_a_person_blames(test: CatalogueTest) -> None:
    """Words that the reference rules out stand in none of them."""
    said = f"{test.name} {test.sentence}".casefold()

    assert not any(word in said for word in ("fail", "poor", "complian", "adheren", "dna"))


def test_coded_answers_have_no_numbers() -> None:
    """Smoking, rhythm, feet and eyes are words from a list; nothing about them is above or below."""
    coded = {test.id for test in USUAL.tests if test.coded}

    assert {"smok", "rhythm", "foot", "eye"} == coded
    assert all(TESTS[test].plausible_low is None and not TESTS[test].decimals for test in coded)
    assert {"smok", "rhythm", "eye"} == {test.id for test in USUAL.tests if test.direction is Direction.CODED}


def test_every_measured_test_knows_what_is_plausible() -> None:
    """A number typed by hand is always asked about when nobody can have it."""
    measured = [test for test in USUAL.tests if test.units]

    assert all(test.plausible_low is not None and test.plausible_high is not None for test in measured)
    assert all((test.plausible_low or 0) < (test.plausible_high or 0) for test in measured)


def test_every_limit_lies_where_a_value_can_lie() -> None:
    """A slip of the decimal point in a limit would stand outside what is plausible."""
    for test in USUAL.tests:
        numbers = [number for limit in test.limits for number in (limit.low, limit.high) if number is not None]
        assert all((test.plausible_low or 0) <= number <= (test.plausible_high or 0) for number in numbers), test.id


def test_acting_lies_farther_out_than_the_usual() -> None:
    """Nobody is phoned about a value that is within its usual range."""
    for test in USUAL.tests:
        usual = [limit for limit in test.limits if limit.strength is Strength.USUAL]
        for act in (limit for limit in test.limits if limit.strength is Strength.ACT):
            highs = [one.high for one in usual if one.high is not None]
            lows = [one.low for one in usual if one.low is not None]
            assert act.high is None or all(high < act.high for high in highs), act.id
            assert act.low is None or all(act.low < low for low in lows), act.id


def test_tests_with_cut_offs_for_diagnosis_have_no_usual_aim() -> None:
    """NT-proBNP, PSA and CRP are no monitoring targets (clinical reference 6.3)."""
    for test in ("ntp", "psa", "crp"):
        assert [] == [limit.id for limit in TESTS[test].limits if limit.strength is Strength.USUAL]


def test_noise_is_known_for_three_tests_only() -> None:
    """The reference gives three figures; none was made up."""
    noise = {test.id: test.noise for test in USUAL.tests if test.noise}

    assert {"hba1c", "chol", "egfr"} == set(noise)
    assert Decimal(4) == noise["hba1c"].absolute
    assert {Decimal(12)} == {noise["chol"].percent, noise["egfr"].percent}


def test_the_grades_of_mmrc_are_in_no_family() -> None:
    """MRC grades are one higher than mMRC grades (hazard H09): the five codes of MRC and no others."""
    assert ("391120009", "391123006", "391124000", "391125004", "391126003") == TESTS["mrc"].snomed
    assert () == TESTS["mrc"].loinc


def test_ldl_and_non_hdl_have_their_own_numbers() -> None:
    """One number for both is a known software error (clinical reference 6.3)."""
    numbers = {test: [limit.high for limit in TESTS[test].limits] for test in ("ldl", "nonhdl")}

    assert {"ldl": [Decimal(2)], "nonhdl": [Decimal("2.6")]} == numbers


# -- Units --------------------------------------------------------------------------------------------------------

WEIGHTS = {"C": "12.011", "H": "1.008", "N": "14.007", "O": "15.999", "P": "30.974", "Co": "58.933", "I": "126.904"}
FORMULAS = {
    "180.156": {"C": 6, "H": 12, "O": 6},
    "386.65": {"C": 27, "H": 46, "O": 1},
    "113.12": {"C": 4, "H": 7, "N": 3, "O": 1},
    "168.11": {"C": 5, "H": 4, "N": 4, "O": 3},
    "1355.4": {"C": 63, "H": 88, "Co": 1, "N": 14, "O": 14, "P": 1},
    "441.4": {"C": 19, "H": 19, "N": 7, "O": 6},
    "400.64": {"C": 27, "H": 44, "O": 2},
    "776.87": {"C": 15, "H": 11, "I": 4, "N": 1, "O": 4},
}
"""Glucose, cholesterol, creatinine, uric acid, cobalamin, folic acid, calcidiol, thyroxine."""


@pytest.mark.parametrize(("mass", "formula"), FORMULAS.items())
def test_molar_masses_follow_from_the_formulas(mass: str, formula: dict[str, int]) -> None:
    """Atomic weights (IUPAC, abridged) give each molar mass to 1 in 5,000."""
    computed = sum(Decimal(WEIGHTS[atom]) * count for atom, count in formula.items())

    assert abs(computed / Decimal(mass) - 1) < Decimal("0.0002")


FACTORS = {
    # From milligrams a decilitre: ten to a litre, then the molar mass in grams a mole.
    ("glu_f", "mg/dL"): 10 / Decimal("180.156"),
    ("glu", "mg/dL"): 10 / Decimal("180.156"),
    ("chol", "mg/dL"): 10 / Decimal("386.65"),
    ("hdl", "mg/dL"): 10 / Decimal("386.65"),
    ("nonhdl", "mg/dL"): 10 / Decimal("386.65"),
    ("ldl", "mg/dL"): 10 / Decimal("386.65"),
    ("trig", "mg/dL"): 10 / Decimal("885.7"),
    ("creat", "mg/dL"): 10_000 / Decimal("113.12"),
    ("urate", "mg/dL"): 10_000 / Decimal("168.11"),
    ("urate", "mmol/L"): Decimal(1000),
    # A gram of creatinine is 1000 / 113.12 mmol.
    ("acr", "mg/g"): Decimal("0.11312"),
    ("b12", "pmol/L"): Decimal("1.3554"),
    ("fol", "nmol/L"): Decimal("0.4414"),
    ("vitd", "ng/mL"): 1000 / Decimal("400.64"),
    ("vitd", "µg/L"): 1000 / Decimal("400.64"),
    ("ft4", "ng/dL"): 10_000 / Decimal("776.87"),
    ("ntp", "pmol/L"): Decimal("8.457"),
    ("hb", "g/dL"): Decimal(10),
    ("crp", "mg/dL"): Decimal(10),
    ("fev1", "mL"): Decimal("0.001"),
    ("ratio", "%"): Decimal("0.01"),
    ("wt", "lb"): Decimal("0.45359237"),
    ("wt", "[lb_av]"): Decimal("0.45359237"),
    ("wt", "stone"): Decimal("6.35029318"),
    ("waist", "in"): Decimal("2.54"),
    ("waist", "[in_i]"): Decimal("2.54"),
}
REFERENCE_FACTORS = {
    ("glu_f", "mg/dL"): "0.055506",
    ("chol", "mg/dL"): "0.025860",
    ("trig", "mg/dL"): "0.011290",
    ("creat", "mg/dL"): "88.40",
    ("acr", "mg/g"): "0.11312",
    ("urate", "mg/dL"): "59.48",
    ("vitd", "ng/mL"): "2.496",
    ("ft4", "ng/dL"): "12.87",
}
"""As the clinical reference, 6.5, has them rounded; it has the others the other way round."""


def _converting() -> dict[tuple[str, str], Decimal]:
    units = [(test.id, unit) for test in USUAL.tests for unit in test.units if not unit.same_number]
    return {(test, unit.unit): unit.factor / unit.divisor for test, unit in units if not unit.offset}


def test_every_factor_is_computed_from_its_molar_mass_or_definition() -> None:
    """A factor is never copied from a table: public ones disagree with themselves."""
    assert FACTORS == _converting()


@pytest.mark.parametrize(("unit", "factor"), REFERENCE_FACTORS.items())
def test_every_factor_agrees_with_the_reference(unit: tuple[str, str], factor: str) -> None:
    """To the digits that the reference gives."""
    assert abs(_converting()[unit] / Decimal(factor) - 1) < Decimal("0.0005")


def test_hba1c_in_percent_follows_the_master_equation() -> None:
    """10.93 x % - 23.5: the one conversion with an offset."""
    shifted = [
        (test.id, unit.unit, unit.factor, unit.offset) for test in USUAL.tests for unit in test.units if unit.offset
    ]

    assert [("hba1c", "%", Decimal("10.93"), Decimal("-23.5"))] == shifted


def test_every_conversion_says_why() -> None:
    """A number nobody measured must be explained."""
    assert [] == [unit.unit for test in USUAL.tests for unit in test.units if not unit.same_number and not unit.why]


def test_no_unit_at_all_is_known_only_to_tests_that_have_none() -> None:
    """A bare 5.6 may be a percentage or mmol/L: it is never taken for either."""
    taken = {test.id for test in USUAL.tests if accepted("", test)}

    assert {test.id for test in USUAL.tests if test.units and not test.unit} == taken


# -- For whom -----------------------------------------------------------------------------------------------------


@given(people)
def test_at_most_one_usual_limit_fits_anybody(who: Circumstances) -> None:
    """Two would leave to chance which of them judges."""
    for test in USUAL.tests:
        assert len(OURS.limits_for(test, who, Strength.USUAL)) <= 1


@given(people)
def test_without_sex_age_or_conditions_no_limit_that_needs_them_fits(who: Circumstances) -> None:
    """What is not known brings no judgement (clinical reference 6.1)."""
    for test in USUAL.tests:
        for strength in Strength:
            for limit in OURS.limits_for(test, who, strength):
                needs = limit.applies
                assert needs.sex is None or who.sex in {Gender.MALE, Gender.FEMALE}
                assert (needs.from_age is None and needs.below_age is None) or who.age is not None
                assert not (needs.conditions or needs.without) or who.conditions is not None


def test_frailty_and_dementia_have_no_default_for_sugar_or_pressure() -> None:
    """Hazard H10: a target made for others is not shown; what needs a phone call still is."""
    for condition in ("frailty", "dementia"):
        who = Circumstances(Gender.MALE, 84, frozenset({"type2", condition}), "clinic")
        for test in ("hba1c", "sbp", "dbp"):
            assert () == OURS.limits_for(TESTS[test], who, Strength.USUAL)
            assert 1 == len(OURS.limits_for(TESTS[test], who, Strength.ACT))


def _usual(test: str, who: Circumstances) -> str:
    return ", ".join(limit.id for limit in OURS.limits_for(TESTS[test], who, Strength.USUAL))


def test_blood_pressure_depends_on_age_and_on_where_it_was_taken() -> None:
    """140 and 150 in clinic, 135 and 145 as a home average; unknown where means no judgement."""
    for age, setting, limit in (
        (79, "clinic", "sbp.clinic-under-80"),
        (80, "clinic", "sbp.clinic-80"),
        (79, "home", "sbp.home-under-80"),
        (80, "home", "sbp.home-80"),
        (79, "", ""),
    ):
        assert limit == _usual("sbp", Circumstances(Gender.FEMALE, age, frozenset(), setting))
    assert "sbp.clinic-ckd" == _usual("sbp", Circumstances(None, 60, frozenset({"ckd"}), "clinic"))
    highs = [limit.high for limit in TESTS["sbp"].limits]
    assert [140, 140, 150, 135, 145, 180] == highs


def test_hba1c_depends_on_the_kind_of_diabetes() -> None:
    """Of an unknown kind of diabetes nothing is said, and nobody with diabetes is judged by the range for others."""
    for conditions, limit in (
        ({"type2"}, "hba1c.type2"),
        ({"type1"}, "hba1c.type1"),
        ({"type1", "type2"}, "hba1c.type1"),
        ({"diabetes"}, ""),
        ({"at_risk", "copd"}, "hba1c.no-diabetes"),
        (set[str](), "hba1c.no-diabetes"),
    ):
        assert limit == _usual("hba1c", Circumstances(conditions=frozenset(conditions)))
    assert "" == _usual("hba1c", Circumstances(conditions=None))


def test_some_limits_need_the_sex() -> None:
    """Creatinine, haemoglobin, HDL and CHA2DS2-VASc; a gender that is neither brings no judgement."""
    for test in ("creat", "hb", "hdl"):
        assert f"{test}.male" == _usual(test, Circumstances(Gender.MALE))
        assert f"{test}.female" == _usual(test, Circumstances(Gender.FEMALE))
        assert "" == _usual(test, Circumstances(Gender.OTHER))


def test_psa_is_phoned_by_age() -> None:
    """2.5, 3.5, 4.5 and 6.5; outside these ages there is no figure."""
    acts = [OURS.limits_for(TESTS["psa"], Circumstances(age=age), Strength.ACT) for age in (39, 40, 59, 60, 79, 80)]

    assert [None, "2.5", "3.5", "4.5", "6.5", None] == [str(one[0].high) if one else None for one in acts]


def test_the_age_bands_of_a_limit_meet() -> None:
    """Nobody falls between two bands."""
    bands = [limit.applies for limit in TESTS["psa"].limits]

    assert all(one.below_age == other.from_age for one, other in pairwise(bands))


TRIAGE = {
    "k.act": ("2.5", "6"),
    "na.act": ("125", "155"),
    "glu.act": ("3", "20"),
    "glu_f.act": ("3", "20"),
    "hba1c.act": (None, "86"),
    "acr.act": (None, "70"),
    "hb.act": ("80", None),
    "alt.act": (None, "200"),
    "sbp.act": (None, "180"),
    "dbp.act": (None, "120"),
    "spo2.act": ("92", None),
    "phq9.act": (None, "20"),
    "auditc.act": (None, "11"),
}
"""Of each the number itself is to be phoned about."""
BEYOND = {"egfr.act": ("30", None), "inr.act": (None, "8"), "trig.act": (None, "20")}
"""Of these only what lies beyond."""


def test_the_values_to_phone_about_are_those_of_the_reference() -> None:
    """Clinical reference 6.6, and 6.2 for triglycerides; PSA has a test of its own."""
    acts = {limit.id: limit for limit in LIMITS if limit.strength is Strength.ACT}
    psa = {name for name in acts if name.startswith("psa.")}

    for limits, included in ((TRIAGE, True), (BEYOND, False)):
        for name, (low, high) in limits.items():
            limit = acts[name]
            assert (low and Decimal(low), high and Decimal(high)) == (limit.low, limit.high), name
            assert limit.low_open == (included and low is not None), name
            assert limit.high_open == (included and high is not None), name
    assert set(acts) == {*TRIAGE, *BEYOND, *psa}


# -- Switched off, and quick ------------------------------------------------------------------------------------------


def test_nothing_judges_until_a_site_approves_it() -> None:
    """No limit that nobody signed for fits anybody here."""
    who = Circumstances(Gender.FEMALE, 60, frozenset({"type2", "ckd"}), "clinic")

    assert frozenset() == USUAL.approved
    assert all(() == USUAL.limits_for(test, who, strength) for test in USUAL.tests for strength in Strength)
    assert all(USUAL.noise_of(test) is None for test in USUAL.tests)


def test_the_demo_has_everything_enabled() -> None:
    """All limits and noises, which the demo practice must say."""
    assert frozenset(USUAL.judging) == all_limit_ids() == OURS.approved
    assert all(OURS.enabled(limit) for limit in LIMITS)
    assert {"hba1c", "chol", "egfr"} == {test.id for test in USUAL.tests if OURS.noise_of(test)}


def test_the_catalogue_is_read_once() -> None:
    """Parsing takes tens of milliseconds, which no second asking may cost."""
    assert usual_catalogue() is usual_catalogue()


def test_nothing_is_read_when_the_program_is_imported() -> None:
    """The first screen does not wait for files that it may never need."""
    program = (
        "import hoc_tui.content.tests, hoc_tui.content.overlay, hoc_tui.cli.main\n"
        "from hoc_tui.content.catalogue import usual_catalogue\n"
        "print(usual_catalogue.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "0" == run.stdout.strip()


# -- Conditions -------------------------------------------------------------------------------------------------------

ASKED = {
    "type2": "hba1c bp chol hdl nonhdl egfr creat acr bmi wt smok foot eye alt b12 phq9",
    "at_risk": "hba1c glu_f bmi bp nonhdl smok",
    "hypertension": "bp egfr creat k na acr nonhdl hba1c qrisk bmi smok auditc",
    "chd": "bp ldl nonhdl hba1c egfr smok bmi phq9 pulse",
    "stroke": "bp ldl nonhdl hba1c rhythm smok bmi phq9",
    "pad": "bp ldl nonhdl hba1c smok foot",
    "af": "pulse rhythm chads bp egfr creat hb inr tsh",
    "heart_failure": "wt bp pulse k na egfr creat hb ferr spo2",
    "ckd": "egfr creat acr bp k hb ferr vitd hba1c nonhdl",
    "copd": "mrc exac spo2 cat fev1 ratio bmi smok",
    "asthma": "act rcp3 exac_asthma pef smok",
    "ra": "das28 crp hb alt egfr bp nonhdl qrisk phq9",
    "hypothyroid": "tsh ft4 wt chol pulse",
    "depression": "phq9 gad7 auditc smok wt bmi",
    "smi": "bp bmi hba1c glu_f nonhdl auditc smok",
    "dementia": "wt bp b12 tsh",
    "epilepsy": "seiz alt na",
    "learning_disability": "bmi bp tsh hba1c",
    "obesity": "wt bmi waist bp hba1c nonhdl alt",
    "gout": "urate egfr bp",
    "osteoporosis": "efi vitd wt",
}
"""Clinical reference 6.7, as far as it names tests that are known here."""
SAME = {"type1": "type2", "diabetes": "type2", "frailty": "osteoporosis"}


def test_every_condition_asks_for_what_the_reference_names() -> None:
    """No more and no less."""
    wanted = ASKED | {one: ASKED[other] for one, other in SAME.items()}
    asked = {group.id: {each.test for each in group.tests} for group in USUAL.conditions}

    assert {name: set(tests.split()) for name, tests in wanted.items()} == asked


def test_a_test_for_diagnosis_is_never_due() -> None:
    """NT-proBNP and PSA belong to no yearly visit."""
    asked = {each.test for group in USUAL.conditions for each in group.tests}

    assert not asked & {"ntp", "psa"}


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Type 2 diabetes", "type2"),
        ("  type 2   DIABETES mellitus ", "type2"),
        ("High blood pressure", "hypertension"),
        ("Alzheimer\N{RIGHT SINGLE QUOTATION MARK}s disease", "dementia"),
        ("COPD", "copd"),
        ("Bipolar disorder", "smi"),
        ("Stroke or TIA", "stroke"),
        ("Diabetes insipidus", None),
        ("Family history of type 2 diabetes", None),
        ("No asthma", None),
    ],
)
def test_a_condition_is_known_by_its_whole_name(name: str, group: str | None) -> None:
    """Part of a name says nothing: diabetes insipidus is not diabetes mellitus."""
    found = USUAL.condition_of(name)

    assert group == (found.id if found else None)


def test_the_catalogue_survives_being_copied_for_a_site() -> None:
    """The content is one; what a site decided stands beside it."""
    site: Catalogue = USUAL.for_site(approved=["k.act"], mapped={"name|serum k": "k"})

    assert site.tests is USUAL.tests
    assert ["k.act"] == [limit.id for limit in LIMITS if site.enabled(limit)]
