"""Judging by reviewed content: whose limit is in force, what no aim silences, and how soon somebody must look."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.change import change_in, noise_for
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.judging import Authority, Judgement, Standing, judge, judge_series
from hoc_tui.domain.known import Known, age_when, conditions_of, known_of
from hoc_tui.domain.planning import Target
from hoc_tui.domain.record import BackgroundEntry, Condition
from hoc_tui.domain.results import Code, ReferenceRange, Result
from hoc_tui.domain.series import series_in
from hoc_tui.domain.vocabulary import BackgroundKind, Comparator, Gender, TargetOwner, Urgency
from tests.support.judging import (
    AT,
    LOINC,
    NO_CONDITIONS,
    SNOMED,
    aim,
    item,
    known,
    only_series,
    pressure,
    record,
    result,
    test_named,
)


def sent(low: str | None, high: str | None, unit: str = "mmol/L", text: str = "") -> tuple[ReferenceRange, ...]:
    """The range that came with a result."""
    return (ReferenceRange(low=low, high=high, unit=unit, text=text),)


def said(one: Result, *targets: Target, about: Known | None = None) -> Judgement:
    """What is said of a result."""
    return judge(one, targets, about or known())


# -- Whose limit ------------------------------------------------------------------------------------------------------


def test_the_order_of_limits() -> None:
    """Their own aim, a clinician's, the range sent, the usual one; each says whose it is."""
    plain, ranged = result("k", "4.0"), result("k", "4.0", ranges=sent("3.0", "5.0"))
    theirs, clinicians = aim("k", high="5.0"), aim("k", TargetOwner.CLINICIAN, high="4.5")
    assert Authority.PERSON is said(ranged, clinicians, theirs).limits.authority
    assert Authority.CLINICIAN is said(ranged, clinicians).limits.authority
    assert Authority.SENT is said(ranged).limits.authority
    usual = said(plain).limits
    assert (Authority.USUAL, test_named("k").limits[0].words) == (usual.authority, usual.words)
    assert usual.source


def test_what_nobody_approved_judges_nothing() -> None:
    """No target set: not in range, and not out of it."""
    bare = known(catalogue=known().catalogue.for_site())
    judged = said(result("k", "9.0"), about=bare)
    assert (Standing.UNKNOWN, Authority.NONE, Urgency.PLAIN, "") == (
        *(judged.standing, judged.limits.authority),
        *(judged.urgency, judged.said),
    )


def test_an_aim_of_any_code_of_the_family_is_in_force() -> None:
    """It was set when results came under another code."""
    target = aim("hba1c", high="58", test_key=f"{LOINC}|4548-4")
    assert Authority.PERSON is said(result("hba1c", "53"), target).limits.authority


def test_an_aim_in_another_accepted_unit_is_the_same_aim() -> None:
    """7.0 % and 53 mmol/mol, whichever way round; the words stay as they were agreed."""
    target = aim("hba1c", high="7.0", unit="%")
    judged = [said(result("hba1c", value, unit), target) for value, unit in (("53", None), ("54", None), ("7.0", "%"))]
    assert [Standing.IN_RANGE, Standing.ABOVE, Standing.IN_RANGE] == [one.standing for one in judged]
    assert ("7.0 % or under", "mmol/mol") == (judged[0].limits.words, judged[0].limits.unit)


def test_a_limit_for_one_sex_needs_sex_for_clinical_use() -> None:
    """Never gender; what is not known brings no limit."""
    sexes = {Gender.FEMALE: Standing.IN_RANGE, Gender.MALE: Standing.BELOW, None: Standing.UNKNOWN}
    assert sexes == {sex: said(result("hb", "120"), about=known(sex=sex)).standing for sex in sexes}
    person = record().person.model_copy(update={"sex": Gender.NOT_KNOWN, "gender": Gender.MALE})
    assert known_of(record(person=person), known().catalogue).sex is None


def test_a_limit_for_an_age_goes_by_the_day_of_the_sample() -> None:
    """Somebody of 80 today was 79 when it was taken."""
    about = known(born=PartialDate("1945-06-01").first_day)
    ages = {
        day: said(pressure("145", "80", setting="clinic", taken=PartialDate(day)), about=about).standing
        for day in ("2025-05-31", "2025-06-01")
    }
    assert {"2025-05-31": Standing.ABOVE, "2025-06-01": Standing.IN_RANGE} == ages


@pytest.mark.parametrize(
    ("taken", "age"),
    [("2025-06-01", 80), ("2025", None), ("2025-06", 80), ("2025-07", 80), ("1940-01-01", None), (None, None)],
)
def test_an_age_is_known_only_when_the_date_leaves_no_doubt(taken: str | None, age: int | None) -> None:
    """A year or a month may hold a birthday; before birth there is no age."""
    born = PartialDate("1945-06-01").first_day
    assert age == age_when(born, PartialDate(taken) if taken else None)
    assert age_when(None, PartialDate("2025")) is None


def test_a_month_that_holds_the_birthday_leaves_the_age_open() -> None:
    """Born on the 15th: in that month somebody is one age and then another."""
    assert age_when(PartialDate("1945-06-15").first_day, PartialDate("2025-06")) is None


def entry(name: str, status: str = "", code: str = "") -> BackgroundEntry:
    """A condition that a sender sent."""
    codes = (Code(system=SNOMED, code=code),) if code else ()
    fields = {"id": "00000000-0000-0000-0000-000000000009", "kind": BackgroundKind.CONDITIONS, "source_system": "gp"}
    return BackgroundEntry.model_validate({**fields, "name": name, "codes": codes, "status": status, "recorded_at": AT})


def test_conditions_come_from_hand_and_from_others_unless_they_ended() -> None:
    """What was ruled out or is over is no condition; without any list nobody knows."""
    content = known().catalogue
    by_hand = Condition.model_validate(item(40, name="Hypertension"))
    held = record(conditions=(by_hand,), background=(entry("Type 2 diabetes"), entry("Asthma", "resolved")))
    assert frozenset({"hypertension", "type2"}) == conditions_of(held, content)
    assert conditions_of(record(), content) is None
    assert frozenset() == conditions_of(record(background_lists=(NO_CONDITIONS,)), content)


def test_without_a_list_of_conditions_no_limit_that_needs_one_judges() -> None:
    """Under 42 is for people without diabetes: of whom that is not known, nothing is said (hazard H10)."""
    assert Standing.ABOVE is said(result("hba1c", "50")).standing
    assert Standing.UNKNOWN is said(result("hba1c", "50"), about=known(conditions=None)).standing
    frail = known(conditions=frozenset({"type2", "frailty"}))
    assert Standing.UNKNOWN is said(result("hba1c", "60"), about=frail).standing


def test_a_range_in_words_is_never_overruled_into_in_range() -> None:
    """The usual range may warn beside it; it does not reassure."""
    worded = sent(None, None, text="see report")
    quiet, high = said(result("k", "4.0", ranges=worded)), said(result("k", "5.9", ranges=worded))
    assert (Standing.NOT_CLEAR, Authority.SENT) == (quiet.standing, quiet.limits.authority)
    assert (Standing.ABOVE, Authority.USUAL) == (high.standing, high.limits.authority)


def test_a_range_without_anything_in_it_is_none() -> None:
    """Some senders send an empty one."""
    assert Authority.USUAL is said(result("k", "4.0", ranges=sent(None, None))).limits.authority


# -- What no aim silences (hazards H05, H11) --------------------------------------------------------------------------


def test_a_stricter_aim_of_their_own_says_the_word() -> None:
    """In the usual range and above their own aim is above (hazard H11)."""
    judged = said(result("k", "5.0"), aim("k", high="4.5"))
    assert (Standing.ABOVE, Urgency.OUT) == (judged.standing, judged.urgency)


def test_a_met_aim_never_silences_the_usual_range() -> None:
    """Both are said."""
    judged = said(result("k", "5.6"), aim("k", high="5.9"))
    assert (Standing.IN_RANGE, Standing.ABOVE, Urgency.OUT) == (judged.standing, judged.usual_standing, judged.urgency)


def test_a_limit_for_phoning_stands_beside_any_aim_and_any_range() -> None:
    """With why, in a sentence."""
    one = result("k", "6.4", ranges=sent("3.0", "7.0"))
    judged = said(one, aim("k", high="9.0"))
    assert (Standing.IN_RANGE, Urgency.PHONE) == (judged.standing, judged.urgency)
    assert "6.4 mmol/L is at or over 6.0: phone today" == judged.said


@pytest.mark.parametrize(
    ("test", "value", "unit", "said_of_it"),
    [
        ("k", "6.0", None, "6.0 mmol/L is at or over 6.0"),
        ("k", "5.9", None, ""),
        ("k", "2.5", None, "2.5 mmol/L is at or under 2.5"),
        ("inr", "8.0", "", ""),
        ("inr", "8.1", "INR", "8.1 INR is over 8.0"),
        ("hba1c", "14.0", "%", "130 mmol/mol (sent as 14.0 %) is at or over 86"),
        ("egfr", "29", "mL/min/1.73m2", "29 mL/min/1.73m2 is under 30"),
    ],
)
def test_the_limit_itself_is_past_only_where_it_says_so(
    test: str, value: str, unit: str | None, said_of_it: str
) -> None:
    """At or over 6.0, and over 8.0: each as its source has it, in the unit that is shown."""
    assert said_of_it == said(result(test, value, unit)).act


@pytest.mark.parametrize(
    ("test", "value", "comparator", "urgency"),
    [
        ("egfr", "90", Comparator.MORE, Urgency.PLAIN),
        ("egfr", "30", Comparator.LESS, Urgency.PHONE),
        ("k", "6.0", Comparator.AT_LEAST, Urgency.PHONE),
        ("k", "6.0", Comparator.LESS, Urgency.OUT),
        ("inr", "4.5", Comparator.MORE, Urgency.OUT),
        ("acr", "3", Comparator.LESS, Urgency.PLAIN),
    ],
)
def test_a_comparator_is_right_for_phoning_too(test: str, value: str, comparator: Comparator, urgency: Urgency) -> None:
    """More than 90 is no low score; an INR of more than 4.5 may be over 8, so somebody looks."""
    assert urgency is said(result(test, value, comparator=comparator)).urgency


def test_what_may_be_past_a_limit_says_that_it_cannot_be_told() -> None:
    """The sender did not measure further."""
    assert ">4.5 may be over 8.0: it cannot be told" == said(result("inr", "4.5", comparator=Comparator.MORE)).said


def test_no_unit_and_an_unknown_one_are_never_judged() -> None:
    """6.4 of nobody knows what is compared with nothing; that it may be urgent is said, so that somebody looks."""
    judged = [said(result("k", "6.4", unit)) for unit in ("", "mg/dL")]
    assert {(Standing.NOT_CLEAR, Urgency.OUT)} == {(one.standing, one.urgency) for one in judged}
    assert "6.4 may be at or over 6.0 or at or under 2.5: it cannot be told" == judged[0].said


def test_the_senders_own_range_speaks_for_a_unit_that_is_not_known() -> None:
    """Both are in that unit."""
    assert Urgency.PLAIN is said(result("k", "16.4", "mg/dL", ranges=sent("13.7", "20.7", "mg/dL"))).urgency


@given(
    st.sampled_from(["k", "hba1c", "egfr", "inr", "ldl"]),
    st.decimals(min_value=0, max_value=300, places=1).map(str),
    st.sampled_from([None, *Comparator]),
    st.one_of(st.none(), st.integers(1, 200)),
    st.sampled_from(["", "H", "N"]),
    st.integers(0, 300),
    st.sampled_from(list(TargetOwner)),
)
def test_an_aim_never_lowers_the_urgency(
    test: str, value: str, comparator: Comparator | None, high: int | None, flag: str, aimed: int, owner: TargetOwner
) -> None:
    """Whatever is agreed, whatever came: an aim can only make somebody look sooner."""
    ranges = sent(None, str(high), test_named(test).unit) if high else ()
    one = result(test, value, comparator=comparator, ranges=ranges, flag=flag)
    with_aim, without = said(one, aim(test, owner, high=str(aimed))), said(one)
    assert with_aim.urgency.rank >= without.urgency.rank


# -- Two pressures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("upper", "lower", "standing"),
    [("128", "78", Standing.IN_RANGE), ("150", "78", Standing.ABOVE), ("128", "95", Standing.ABOVE)],
)
def test_the_worse_of_two_pressures_says_the_word(upper: str, lower: str, standing: Standing) -> None:
    """Each by its own limits, as one result."""
    judged = said(pressure(upper, lower, setting="clinic"))
    assert standing is judged.standing
    assert all(name in judged.limits.words for name in ("top number", "bottom number"))


def test_a_home_reading_is_held_against_home_limits() -> None:
    """137 is under the clinic's 140 and over 135 at home; where it was taken is said."""
    home, clinic = (pressure("137", "80", setting=setting) for setting in ("home", "clinic"))
    assert (Standing.ABOVE, Standing.IN_RANGE) == (said(home).standing, said(clinic).standing)
    assert ("137/80 mmHg, at home", "137/80 mmHg, in clinic") == (home.value_words, clinic.value_words)
    assert Standing.UNKNOWN is said(pressure("137", "80")).standing


def test_either_pressure_at_its_limit_for_phoning_is_urgent() -> None:
    """Also when nobody knows where it was taken."""
    assert "121 mmHg is at or over 120: phone today" == said(pressure("150", "121")).said
    assert Urgency.PHONE is said(pressure("185", "80"), aim("sbp", high="190")).urgency


def test_each_pressure_has_its_own_aim() -> None:
    """An aim for the top number alone does not speak for the bottom one."""
    judged = said(pressure("128", "95"), aim("sbp", high="130"))
    assert (Standing.NOT_CLEAR, Authority.PERSON) == (judged.standing, judged.limits.authority)
    both = said(pressure("128", "95"), aim("sbp", high="130"), aim("dbp", high="80", id=item(51)["id"]))
    assert Standing.ABOVE is both.standing


def test_an_aim_for_the_pair_reassures_of_neither_number() -> None:
    """A number may be meant for one of them: it is shown and compared with nothing."""
    judged = said(pressure("128", "78", setting="clinic"), aim("bp", high="130", unit="mmHg"))
    assert (Standing.NOT_CLEAR, Authority.PERSON) == (judged.standing, judged.limits.authority)
    high = said(pressure("150", "78", setting="clinic"), aim("bp", high="160", unit="mmHg"))
    assert (Standing.ABOVE, True) == (high.standing, high.out)


# -- About the same ---------------------------------------------------------------------------------------------------


def change(test: str, *values: str, about: Known | None = None, **fields: object) -> str:
    """How the newest of some values, a year apart, differs from the one before."""
    results = [
        result(test, value, taken=PartialDate(f"{2020 + at}-03-01"), **fields) for at, value in enumerate(values)
    ]
    facts = about or known()
    series = only_series(*results, about=facts)
    found = change_in(series, noise_for(series, test_named(test), facts))
    return found.words if found else ""


@pytest.mark.parametrize(
    ("test", "before", "newest", "words"),
    [
        ("hba1c", "53", "57", "about the same"),
        ("hba1c", "53", "49", "about the same"),
        ("hba1c", "53", "58", "up 5"),
        ("egfr", "50", "56", "about the same"),
        ("egfr", "50", "57", "up 7"),
        ("egfr", "57", "50", "down 7"),
        ("hba1c", "53", "53", "the same"),
        ("k", "4.0", "4.1", "up 0.1"),
    ],
)
def test_about_the_same_inside_the_noise(test: str, before: str, newest: str, words: str) -> None:
    """An amount, or a percentage of the value before; where there is no figure every difference is said."""
    assert words == change(test, before, newest)


def test_noise_that_nobody_approved_calls_nothing_the_same() -> None:
    """The plain difference is said."""
    assert "up 4" == change("hba1c", "53", "57", about=known(catalogue=known().catalogue.for_site()))


def test_a_change_of_a_converted_value_is_said_no_finer_than_it_is_shown() -> None:
    """The exact numbers are subtracted, and then rounded."""
    units = [("7.0", "%", "2025-03-01"), ("61", "mmol/mol", "2026-03-01")]
    series = only_series(*(result("hba1c", value, unit, taken=PartialDate(day)) for value, unit, day in units))
    found = change_in(series)
    assert found is not None
    assert ("up 8", Decimal(8)) == (found.words, found.difference)


def test_home_and_clinic_stand_apart() -> None:
    """They have limits of their own: neither hides the other, nor is subtracted from it (hazard H05)."""
    taken = (PartialDate("2026-03-01"), PartialDate("2026-03-02"))
    places = zip(("clinic", "home"), taken, strict=True)
    sent = [result("sbp", "140", setting=setting, taken=day) for setting, day in places]
    clinic, home = series_in(sent, known())
    assert (["clinic"], ["home"]) == ([one.setting for one in clinic.results], [one.setting for one in home.results])
    assert home.title.endswith(", at home")
    assert (None, None) == (change_in(clinic), change_in(home))


@given(st.decimals(min_value=1, max_value=500, places=1), st.decimals(min_value=1, max_value=500, places=1))
def test_noise_never_changes_what_is_above_or_below(before: Decimal, newest: Decimal) -> None:
    """About the same is said of the change; the value is judged all the same."""
    results = [
        result("egfr", str(value), taken=PartialDate(day))
        for value, day in ((before, "2025-03-01"), (newest, "2026-03-01"))
    ]
    assert said(results[1]) == judge_series(only_series(*results), (), known())


def test_noise_is_never_used_across_units() -> None:
    """It is an amount of the unit that is shown."""
    results = [result("k", value, "g/L", taken=PartialDate(day)) for value, day in (("4.0", "2025"), ("4.1", "2026"))]
    series = only_series(*results)
    assert noise_for(series, test_named("k"), known()) is None
