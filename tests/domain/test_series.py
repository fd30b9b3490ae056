"""One series a test, whatever codes and accepted units it came in, and nothing of it lost, doubled or hidden."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.known import NOTHING_KNOWN
from hoc_tui.domain.results import Code, ConvertedQuantity, ReferenceRange, Result, Series
from hoc_tui.domain.series import family_key, of_key, series_in, shown_quantity
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from tests.support.judging import (
    LOINC,
    READ,
    SNOMED,
    known,
    only_series,
    pressure,
    result,
)

HBA1C = f"{SNOMED}|999791000000106"


def coded(system: str, code: str, value: str = "53", unit: str = "mmol/mol", **fields: object) -> Result:
    """An HbA1c under another of its codes."""
    codes = {"codes": (Code(system=system, code=code),), "test_key": f"{system}|{code}"}
    return result("hba1c", value, unit, **(codes | fields))


# -- Families ---------------------------------------------------------------------------------------------------------


def test_codes_of_one_test_form_one_series() -> None:
    """SNOMED CT's three concepts and LOINC's two mean the same HbA1c."""
    sent = [
        coded(SNOMED, "1049301000000100", taken=PartialDate("2024-03-01")),
        coded(LOINC, "59261-8", taken=PartialDate("2025-03-01")),
        result("hba1c", "61"),
    ]
    series = only_series(*sent)
    assert tuple(sent) == series.results
    assert (HBA1C, "hba1c", "HbA1c (long-term sugar)") == (series.test_key, series.test_id, series.title)


def test_read_codes_of_one_concept_are_one_test() -> None:
    """One sender writes "44TK.", another "44TK.00"."""
    sent = [coded(READ, code, "5.1", "mmol/L") for code in ("44TK.", "44TK.00")]
    assert 2 == len(only_series(*sent).results)


def test_a_test_nobody_knows_keeps_its_key_and_its_name() -> None:
    """No id, no plain name, nothing converted."""
    series = only_series(result("mystery", "5", "U"))
    assert (None, "", "mystery", "local|mystery", "U") == (
        *(series.test_id, series.plain_name, series.title),
        *(series.test_key, series.unit),
    )


def test_codes_of_two_tests_are_neither() -> None:
    """Such a result stands in no series of either, and both are kept whole."""
    both = result("hba1c", "5", codes=(*result("hba1c", "1").codes, *result("k", "1").codes))
    series = series_in([both, result("hba1c", "53")], known())
    assert [None, "hba1c"] == sorted((one.test_id for one in series), key=lambda one: one or "")
    assert 2 == len({one.test_key for one in series})


def test_what_a_site_has_mapped_joins_the_family() -> None:
    """A laboratory's own code, told once to be HbA1c."""
    content = known().catalogue.for_site(mapped={"local|44XYZ": "hba1c"})
    series = only_series(result("44XYZ", "60", "mmol/mol"), result("hba1c", "53"), about=known(catalogue=content))
    assert ("hba1c", 2) == (series.test_id, len(series.results))


@pytest.mark.parametrize("key", [HBA1C, f"{SNOMED}|1049301000000100", f"{LOINC}|59261-8", f"{LOINC}|4548-4"])
def test_any_key_of_the_family_names_its_series(key: str) -> None:
    """Aims, links and agreed results were kept under the key of whatever came then."""
    about = known()
    assert of_key(only_series(coded(LOINC, "59261-8")), key, about)
    assert not of_key(only_series(result("k", "4.0")), key, about)


def test_without_content_every_key_is_its_own_test() -> None:
    """As before there was a catalogue."""
    keys = [one.test_key for one in series_in([coded(LOINC, "59261-8"), result("hba1c", "53")], NOTHING_KNOWN)]
    assert [f"{LOINC}|59261-8", HBA1C] == keys


# -- Units (hazard H04) -----------------------------------------------------------------------------------------------


def test_an_accepted_unit_is_converted_and_marked_and_what_was_sent_stays() -> None:
    """So: 7.0 % is 53 mmol/mol, and says so wherever it stands."""
    series = only_series(coded(LOINC, "4548-4", "7.0", "%"))
    (one,) = series.results
    assert isinstance(one.quantity, ConvertedQuantity)
    assert ("mmol/mol", "53 mmol/mol (sent as 7.0 %)") == (series.unit, series.value_words)
    assert (Decimal("53.010"), "7.0 %") == (one.quantity.exact, one.quantity.sent.words)


def test_a_comparator_survives_a_conversion() -> None:
    """More than 14 % is more than 130."""
    (one,) = only_series(coded(LOINC, "4548-4", "14.0", "%", comparator=Comparator.MORE)).results
    assert one.value_words == ">130 mmol/mol (sent as >14.0 %)"


def test_another_spelling_of_the_unit_is_no_conversion() -> None:
    """It stays as it was sent and is not marked."""
    sent = [result("egfr", "58", unit) for unit in ("mL/min/1.73m2", "mL/min/{1.73_m2}", "mL/min/1.73 m²")]
    series = only_series(*sent)
    assert ("mL/min/1.73 m²", 3) == (series.unit, len(series.results))
    assert "sent as" not in series.value_words


@pytest.mark.parametrize(("unit", "said"), [("g/L", "g/L"), ("", "")])
def test_a_unit_that_is_not_accepted_stands_apart_and_each_says_so(unit: str, said: str) -> None:
    """Never in one series, and never hidden."""
    one, other = series_in([result("k", "4.1"), result("k", "5.0", unit)], known())
    mine = one if one.unit == "mmol/L" else other
    theirs = other if mine is one else one
    assert (((said, 1),), (("mmol/L", 1),)) == (mine.apart, theirs.apart)
    assert (("4.1 mmol/L",), (f"5.0 {unit}".strip(),)) == tuple(
        tuple(result.value_words for result in series.results) for series in (mine, theirs)
    )


def test_what_is_no_number_is_not_converted() -> None:
    """It stays in its own unit."""
    (one,) = series_in([coded(LOINC, "4548-4", "9" * 40, "%")], known())
    assert ("%", "9" * 40 + " %") == (one.unit, one.value_words)


def test_words_stand_in_every_unit_of_the_family() -> None:
    """A sample that was not analysed is the latest of its test."""
    said = coded(LOINC, "59261-8").model_copy(
        update={"quantity": None, "comment": "Haemolysed", "taken": PartialDate("2026-03-09")}
    )
    found = series_in([result("hba1c", "53"), coded(SNOMED, "1049301000000100", "5", "g"), said], known())
    assert [said, said] == [one.latest for one in found]


CONVERTED = [(test, unit) for test in known().catalogue.tests for unit in test.units if not unit.same_number]


@given(st.sampled_from(CONVERTED), st.decimals(min_value=0, max_value=1000, places=2))
def test_a_conversion_there_and_back_is_the_number_that_was_sent(pair: tuple, number: Decimal) -> None:  # type: ignore[type-arg]
    """Exactly, or wrong only behind the twentieth digit, for every unit of every test."""
    test, unit = pair
    sent = result(test.id, str(number), unit.unit).quantity
    shown = shown_quantity(sent, test)
    assert isinstance(shown, ConvertedQuantity)
    assert sent == shown.sent
    assert abs(unit.from_shown(shown.exact) - number) < Decimal("1e-20")


# -- The same from two sources (hazard H02) ---------------------------------------------------------------------------

GP = {"source_system": "gp record"}


def test_the_same_from_two_sources_stands_once_with_both_named() -> None:
    """A laboratory's message, and the record that a practice sends."""
    ours, theirs = result("k", "4.1"), result("k", "4.1", **GP)
    (one,) = only_series(ours, theirs).results
    assert "laboratory, and the same from gp record" == one.sources
    assert {ours.id, theirs.id} == {one.id, *one.also_ids}


@pytest.mark.parametrize(
    "other",
    [
        {"value": "4.2"},
        {"comparator": Comparator.MORE},
        {"unit": "mEq/L"},
        {"taken": PartialDate("2026-03-02")},
        {"taken": PartialDate("2026-03-01T09:00:00Z")},
        {"setting": "home"},
        {"text": "see note"},
    ],
)
def test_anything_different_stays_apart(other: dict[str, object]) -> None:
    """Another value, comparator, unit, moment, or place."""
    fields = {"value": "4.1", **other, **GP}
    theirs = result("k", str(fields.pop("value")), fields.pop("unit", None), **fields)  # type: ignore[arg-type]
    assert 2 == len(only_series(result("k", "4.1"), theirs).results)


def test_two_ranges_that_differ_stay_apart() -> None:
    """Neither is chosen: one of them may say that the value is out."""
    ranges = [(ReferenceRange(low="3.5", high=high, unit="mmol/L"),) for high in ("5.3", "4.0")]
    assert 2 == len(
        only_series(result("k", "4.1", ranges=ranges[0]), result("k", "4.1", ranges=ranges[1], **GP)).results
    )


def test_a_flag_and_a_range_of_either_source_stay_in_sight() -> None:
    """The copy that says less never hides what the other says."""
    ranged = (ReferenceRange(low="3.5", high="4.0", unit="mmol/L"),)
    (one,) = only_series(
        result("k", "4.1", ranges=ranged, status=ResultStatus.FINAL), result("k", "4.1", flag="H", **GP)
    ).results
    assert (ranged, "H", ResultStatus.FINAL) == (one.ranges, one.flag, one.status)


def test_two_of_one_sender_are_two_measurements() -> None:
    """As two pressures of one minute may be."""
    assert 2 == len(only_series(result("k", "4.1"), result("k", "4.1")).results)


def test_an_undated_result_is_like_no_other() -> None:
    """Nobody knows whether it is the same."""
    assert 2 == len(only_series(result("k", "4.1", taken=None), result("k", "4.1", taken=None, **GP)).results)


made = st.lists(
    st.tuples(
        st.sampled_from(["hba1c", "k", "mystery"]),
        st.sampled_from(["48", "53", "7.0"]),
        st.sampled_from(["", "mmol/mol", "%", "mmol/L"]),
        st.integers(1, 4),
        st.sampled_from(["", "H"]),
    ),
    max_size=10,
)


def _sent(rows: list[tuple[str, str, str, int, str]], source: str, first: int) -> list[Result]:
    return [
        result(
            test,
            value,
            unit,
            taken=PartialDate(f"2026-03-0{day}"),
            flag=flag,
            source_system=source,
            id=UUID(int=first + at),
        )
        for at, (test, value, unit, day, flag) in enumerate(rows)
    ]


def _said(found: tuple[Series, ...]) -> list[tuple[str, str, list[str]]]:
    return [(one.test_key, one.unit, [result.value_words for result in one.results]) for one in found]


@given(made)
def test_adding_a_source_twice_never_changes_a_series(rows: list[tuple[str, str, str, int, str]]) -> None:
    """A second and a third sender of the very same bring their names and nothing else."""
    once = _sent(rows, "laboratory", 1)
    again = [*once, *_sent(rows, "gp record", 101), *_sent(rows, "hospital", 201)]
    assert _said(series_in(once, known())) == _said(series_in(again, known()))


@given(made, st.randoms())
def test_the_order_of_results_never_matters(rows: list[tuple[str, str, str, int, str]], chance: object) -> None:
    """Databases promise none."""
    sent = [*_sent(rows, "laboratory", 1), *_sent(rows[:4], "gp record", 101)]
    shuffled = list(sent)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert series_in(sent, known()) == series_in(shuffled, known())


def test_a_pair_of_pressures_is_one_result_of_one_series() -> None:
    """By the codes of its two numbers, whatever code the pair came with."""
    series = only_series(pressure("142", "84"), pressure("138", "82", taken=PartialDate("2026-02-01")))
    assert ("bp", "mmHg", 2, "142/84 mmHg") == (series.test_id, series.unit, len(series.results), series.value_words)


def test_every_test_has_a_key_of_its_own() -> None:
    """Two tests under one key would be one series."""
    keys = [family_key(test) for test in known().catalogue.tests]
    assert len(keys) == len(set(keys))
