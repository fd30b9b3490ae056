"""One list of due tests for all of somebody's conditions: nothing twice, nothing later, every reason."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.catalogue import SNOMED, Catalogue, CatalogueTest, ConditionGroup, DueTest, Sample
from hoc_tui.domain.dates import add_months
from hoc_tui.domain.due import Due, KnownCondition, condition_ids, due_tests
from hoc_tui.domain.results import Code

TODAY = date(2026, 3, 5)
USUAL = usual_catalogue()


def _test(name: str, sample: Sample = Sample.BLOOD, parts: tuple[str, ...] = ()) -> CatalogueTest:
    return CatalogueTest(
        id=name, name=name.upper(), group="other", sample=sample, parts=parts, sentence="A test.", source="made up"
    )


def _condition(name: str, *tests: DueTest) -> ConditionGroup:
    return ConditionGroup(id=name, name=name, tests=tests, source="made up")


MADE = Catalogue(
    version=1,
    tests=(
        _test("sugar"),
        _test("weight", Sample.MEASURED),
        _test("top", Sample.MEASURED),
        _test("bottom", Sample.MEASURED),
        _test("pair", Sample.MEASURED, parts=("top", "bottom")),
        _test("urine", Sample.URINE),
    ),
    conditions=(
        _condition(
            "one",
            DueTest(test="weight", every_months=12),
            DueTest(test="sugar", every_months=12, only_if="they take a medicine"),
            DueTest(test="pair", every_months=12),
        ),
        _condition(
            "two", DueTest(test="sugar", every_months=6, reason="yearly check"), DueTest(test="urine", every_months=12)
        ),
        _condition("three", DueTest(test="sugar", every_months=3), DueTest(test="weight", every_months=24)),
    ),
)
NAMES = [group.name for group in MADE.conditions]


def _due(*names: str, done: Mapping[str, date] | None = None, today: date = TODAY) -> dict[str, Due]:
    known = [KnownCondition(name) for name in names]
    return {each.test: each for each in due_tests(MADE, known, done or {}, today)}


def test_the_shortest_interval_wins_and_every_reason_stands() -> None:
    """Three conditions ask for one test: it is on the list once."""
    sugar = _due("one", "two", "three")["sugar"]

    assert 3 == sugar.every_months
    assert [("one", 12), ("two", 6), ("three", 3)] == [(why.condition, why.every_months) for why in sugar.reasons]
    assert ["one (only if they take a medicine)", "two (yearly check)", "three"] == [why.words for why in sugar.reasons]


def test_a_test_is_certain_when_any_condition_asks_for_it_whatever_else_is_true() -> None:
    """Only what every condition ties to something must be looked up."""
    assert not _due("one")["sugar"].certain
    assert _due("one", "two")["sugar"].certain


def test_what_was_never_done_is_due() -> None:
    """Without any date there is no day since which."""
    weight = _due("one")["weight"]

    assert (None, None, True) == (weight.last, weight.since, weight.due)


@pytest.mark.parametrize(
    ("last", "since", "due"),
    [
        (date(2025, 3, 5), date(2026, 3, 5), True),
        (date(2025, 3, 6), date(2026, 3, 6), False),
        (date(2020, 2, 29), date(2021, 2, 28), True),
        (TODAY, date(2027, 3, 5), False),
    ],
)
def test_a_test_is_due_when_its_interval_has_passed(last: date, since: date, due: bool) -> None:
    """On the very day, and not before."""
    weight = _due("one", done={"weight": last})["weight"]

    assert (last, since, due) == (weight.last, weight.since, weight.due)


def test_a_day_that_lies_ahead_does_not_count_as_done() -> None:
    """A slip in a date must not put a test off for years (hazard H17)."""
    weight = _due("one", done={"weight": date(2062, 1, 1)})["weight"]

    assert (None, True) == (weight.last, weight.due)


def test_a_pair_is_done_when_both_its_parts_are() -> None:
    """The older of the two counts; a pair of its own that is newer counts instead."""
    top, bottom, pair = date(2026, 1, 9), date(2025, 6, 1), date(2025, 8, 8)

    assert bottom == _due("one", done={"top": top, "bottom": bottom})["pair"].last
    assert pair == _due("one", done={"top": top, "bottom": bottom, "pair": pair})["pair"].last
    assert _due("one", done={"top": top})["pair"].last is None


def test_what_is_due_comes_first_and_each_kind_stands_together() -> None:
    """One tube, one pot, one sitting: blood, urine, measured, then what is not due yet."""
    listed = list(_due("one", "two", done={"weight": TODAY}))

    assert ["sugar", "urine", "pair", "weight"] == listed


def test_a_condition_that_is_not_known_asks_for_nothing() -> None:
    """It is not guessed from a part of its name."""
    assert {} == _due("one-sided headache", "no two")


def test_a_condition_is_known_by_its_code_whatever_it_is_called() -> None:
    """A record that came from elsewhere names it in its own words."""
    coded = KnownCondition("Ischaemic heart dis.", (Code(system=SNOMED, code="53741008"),))
    other = KnownCondition("Ischaemic heart dis.", (Code(system="http://loinc.org", code="53741008"),))

    assert frozenset({"chd"}) == condition_ids(USUAL, [coded])
    assert frozenset() == condition_ids(USUAL, [other])


def test_three_conditions_of_one_person_make_one_visit() -> None:
    """Type 2 diabetes, high blood pressure and COPD: none twice, smoking with three reasons."""
    known = [KnownCondition(name) for name in ("Type 2 diabetes", "High blood pressure", "COPD")]
    listed = {each.test: each for each in due_tests(USUAL, known, {}, TODAY)}

    assert ["Type 2 diabetes (QOF DM037)", "High blood pressure", "COPD"] == [
        why.words for why in listed["smok"].reasons
    ]
    assert not listed["b12"].certain
    assert [Sample.BLOOD, Sample.URINE, Sample.MEASURED, Sample.ASKED, Sample.ELSEWHERE] == [
        sample for sample, _ in groupby(listed.values(), key=lambda each: each.sample)
    ]


names = st.lists(st.sampled_from([group.name for group in USUAL.conditions]), max_size=8)
days = st.dictionaries(
    st.sampled_from([test.id for test in USUAL.tests]), st.dates(date(1990, 1, 1), date(2090, 1, 1)), max_size=12
)


@given(names, days, st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_order_of_conditions_changes_nothing(chosen: list[str], done: dict[str, date], today: date) -> None:
    """Nor does a condition that is written twice."""
    known = [KnownCondition(name) for name in chosen]
    turned = [*reversed(known), *known[:1]]

    assert due_tests(USUAL, known, done, today) == due_tests(USUAL, turned, done, today)


@given(names, days, st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_nothing_is_lost_in_merging(chosen: list[str], done: dict[str, date], today: date) -> None:
    """Every test of every condition, no later than any asks for it, each once and with that condition as a reason."""
    known = [KnownCondition(name) for name in chosen]
    merged = due_tests(USUAL, known, done, today)
    listed = {each.test: each for each in merged}
    groups = [group for group in USUAL.conditions if group.name in chosen]

    assert len(listed) == len(merged)
    assert set(listed) == {asked.test for group in groups for asked in group.tests}
    for group in groups:
        for asked in group.tests:
            due = listed[asked.test]
            assert due.every_months <= asked.every_months
            assert group.id in {why.condition for why in due.reasons}
            last = due.last
            assert due.due or (last is not None and add_months(last, asked.every_months) > today)
