"""Results as sent, and the series they form."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain import results
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.results import (
    Code,
    Component,
    Quantity,
    ReferenceRange,
    Result,
    SentResult,
    Series,
    key_of_test,
    series_of,
)
from hoc_tui.domain.vocabulary import Comparator, ResultStatus

SNOMED, LOINC, READ = "http://snomed.info/sct", "http://loinc.org", "http://read.info/readv2"
HBA1C = Code(system=SNOMED, code="999791000000106")


def result(number: int, value: str = "58", unit: str = "mmol/mol", **fields: object) -> Result:
    """A result in a record, taken on a day of March 2026 unless told otherwise."""
    usual = {
        "id": UUID(int=number),
        "source_system": "hand",
        "source_id": str(number),
        "recorded_at": datetime(2026, 4, 1, tzinfo=UTC),
        "test_key": "k",
        "name": "HbA1c",
        "quantity": Quantity(text=value, unit=unit),
        "taken": PartialDate(f"2026-03-{number:02}"),
    }
    return Result.model_validate(usual | fields)


# -- Values -------------------------------------------------------------------------------------------------------


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_quantity_is_its_text_and_compares_as_its_number(number: Decimal) -> None:
    """The text is never rounded on its way to a number."""
    quantity = Quantity(text=str(number))
    assert (quantity.text, quantity.number) == (str(number), number)


@pytest.mark.parametrize("text", ["", "high", "NaN", "1_000", "٤٢", "Infinity", "1,5", "7.1.0"])
def test_what_is_no_number_says_so(text: str) -> None:
    """A value that cannot be compared is never compared."""
    with pytest.raises(HocError, match="is not a number"):
        _ = Quantity(text=text).number


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(text="7.10", unit="mmol/L"), "7.10 mmol/L"),
        (Quantity(text="5", comparator=Comparator.LESS, unit="mg/L"), "<5 mg/L"),
        (Quantity(text="90", comparator=Comparator.MORE), ">90"),
        (Quantity(text="2.500"), "2.500"),
    ],
)
def test_a_quantity_reads_as_on_a_report(quantity: Quantity, words: str) -> None:
    """Comparator, digits as sent, unit when there is one."""
    assert words == quantity.words


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (ReferenceRange(low="1.0", high="4.0"), "1.0 to 4.0"),
        (ReferenceRange(low="60"), "60 or more"),
        (ReferenceRange(high="4.0"), "up to 4.0"),
        (ReferenceRange(text="< 0.600 10*9/L"), "< 0.600 10*9/L"),
        (ReferenceRange(), ""),
    ],
)
def test_a_range_reads_as_on_a_report(sent: ReferenceRange, words: str) -> None:
    """Limits in words, or the sender's own."""
    assert words == sent.words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quantity": Quantity(text="58", unit="mmol/mol")}, "58 mmol/mol"),
        ({"text": "Positive"}, "Positive"),
        ({"comment": "Haemolysed"}, "see comment"),
        ({}, "no value sent"),
        ({"quantity": Quantity(text="58", unit="mmol/mol"), "text": "Raised"}, "58 mmol/mol; Raised"),
        (
            {"quantity": Quantity(text="12"), "components": (Component(name="Left", text="bruised"),), "text": "Odd"},
            "12; Left bruised; Odd",
        ),
    ],
)
def test_something_always_stands_in_the_place_of_the_value(fields: dict[str, object], words: str) -> None:
    """An empty cell would look like a missing value, and of number, parts and words none hides another."""
    sent = SentResult.model_validate({"source_id": "1", "test_key": "k", "name": "n"} | fields)
    assert words == sent.value_words


# -- Parts --------------------------------------------------------------------------------------------------------


def part(code: str, text: str, unit: str = "mmHg", comparator: Comparator | None = None) -> Component:
    """A part with a code, named after it."""
    codes = (Code(system=LOINC, code=code),) if code else ()
    return Component(name=code or "part", codes=codes, quantity=Quantity(text=text, unit=unit, comparator=comparator))


SYSTOLIC, DIASTOLIC = part("8480-6", "142"), part("8462-4", "84")


@pytest.mark.parametrize(
    ("components", "words"),
    [
        ((SYSTOLIC, DIASTOLIC), "142/84 mmHg"),
        ((DIASTOLIC, SYSTOLIC), "142/84 mmHg"),
        ((part("8462-4", "190"), part("8480-6", "120")), "120/190 mmHg"),
        ((part("8480-6", "300", comparator=Comparator.MORE), DIASTOLIC), ">300/84 mmHg"),
        (
            (part("72313002", "180.000", "mm[Hg]"), part("1091811000000102", "60.000", "mm[Hg]")),
            "180.000/60.000 mm[Hg]",
        ),
        ((part("", "84"), part("", "142")), "142/84 mmHg"),
        ((part("79892-6", "22"), part("79893-4", "14")), "79892-6 22 mmHg; 79893-4 14 mmHg"),
        ((part("", "350", "L/min"), part("", "420", "L/min")), "part 350 L/min; part 420 L/min"),
        ((SYSTOLIC, part("8462-4", "11", "kPa")), "8480-6 142 mmHg; 8462-4 11 kPa"),
        (
            (SYSTOLIC, Component(name="Diastolic", text="no value (Unknown)")),
            "8480-6 142 mmHg; Diastolic no value (Unknown)",
        ),
        ((SYSTOLIC,), "8480-6 142 mmHg"),
        ((SYSTOLIC, DIASTOLIC.model_copy(update={"text": "faint"})), "142/84 mmHg; 8462-4 faint"),
        ((SYSTOLIC.model_copy(update={"text": "faint"}),), "8480-6 142 mmHg, faint"),
        ((Component(name="Left"),), "Left"),
        ((), ""),
    ],
)
def test_only_two_blood_pressures_are_joined(components: tuple[Component, ...], words: str) -> None:
    """By their codes, systolic first even when it is the lower; two eyes or two arms keep their names."""
    assert words == results.components_words(components)


# -- Series -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "name", "key"),
    [
        ((HBA1C,), "HbA1c", f"{SNOMED}|999791000000106"),
        ((Code(system=READ, code="42W5."), HBA1C), "HbA1c", f"{SNOMED}|999791000000106"),
        ((Code(system=READ, code="42W5."), Code(system=LOINC, code="59261-8")), "HbA1c", f"{LOINC}|59261-8"),
        ((Code(system=READ, code="42W5."), Code(system="urn:x", code="1")), "HbA1c", f"{READ}|42W5."),
        ((Code(system=SNOMED, code="196411000000103"),), "Dodgy  Header 2", "name|dodgy header 2"),
        ((Code(system=SNOMED, code=""),), "HbA1c", "name|hba1c"),
        ((), " HbA1c\n ", "name|hba1c"),
    ],
)
def test_the_most_general_code_names_the_series(codes: tuple[Code, ...], name: str, key: str) -> None:
    """SNOMED CT, then LOINC, then the sender's first; the name when no code says what was tested."""
    assert key == key_of_test(codes, name)


@given(st.permutations([HBA1C, Code(system=LOINC, code="59261-8"), Code(system=READ, code="42W5.")]))
def test_the_order_of_codes_does_not_change_the_series(codes: list[Code]) -> None:
    """Senders order their codes differently."""
    assert key_of_test(codes, "any") == f"{SNOMED}|999791000000106"


def test_a_series_holds_one_test_in_one_unit_oldest_first() -> None:
    """Per cent and mmol/mol never share a line."""
    newest, oldest, other = result(20), result(3), result(9, "7.5", "%")
    percent, mmol = series_of([newest, other, oldest])
    assert (percent.unit, percent.results) == ("%", (other,))
    assert (mmol.results, mmol.latest, mmol.previous) == ((oldest, newest), newest, oldest)
    assert percent.previous is None


@pytest.mark.parametrize(
    "fields",
    [
        {"status": ResultStatus.CANCELLED},
        {"status": ResultStatus.ENTERED_IN_ERROR},
        {"superseded_by": UUID(int=99)},
    ],
)
def test_what_was_withdrawn_or_replaced_is_in_no_series(fields: dict[str, object]) -> None:
    """It stays in the history."""
    assert series_of([result(1).model_copy(update=fields)]) == ()


def test_preliminary_and_unsaid_results_count() -> None:
    """Only a withdrawal takes a result out."""
    counting = [status for status in ResultStatus if result(1, status=status).counts]
    assert set(ResultStatus) - set(counting) == {ResultStatus.CANCELLED, ResultStatus.ENTERED_IN_ERROR}


def test_an_undated_result_comes_first_and_never_is_the_newest() -> None:
    """Nobody knows when it was, so it must not hide one that is dated."""
    undated = result(1, taken=None)
    (series,) = series_of([result(2), undated])
    assert series.results[0] is undated


def test_results_of_one_moment_stand_in_the_order_they_came() -> None:
    """The later word is the newer."""
    day = PartialDate("2026-03-01")
    early, late = (result(n, taken=day, recorded_at=datetime(2026, 4, n, tzinfo=UTC)) for n in (1, 2))
    (series,) = series_of([late, early])
    assert series.results == (early, late)


def test_parts_give_a_series_its_unit() -> None:
    """Pressures in mmHg and in kPa stand apart, as single values would."""
    in_mmhg = result(1, quantity=None, components=(SYSTOLIC, DIASTOLIC))
    in_kpa = result(2, quantity=None, components=(part("8480-6", "19", "kPa"), part("8462-4", "11", "kPa")))
    assert [series.unit for series in series_of([in_mmhg, in_kpa])] == ["kPa", "mmHg"]


def words(number: int, comment: str = "Sample haemolysed, not analysed", **fields: object) -> Result:
    """A result of the same test that has no number."""
    return result(number).model_copy(update={"quantity": None, "comment": comment} | fields)


def test_words_without_a_number_stand_among_the_numbers() -> None:
    """A sample that was not analysed is the latest of its test: the number from before does not look like it (H02)."""
    number, said = result(3, "61"), words(20)
    (series,) = series_of([said, number])
    assert (series.unit, series.results) == ("mmol/mol", (number, said))
    assert (series.latest, series.number_before, series.measured) == (said, number, number)
    assert series.value_words == "61 mmol/mol on 3 March 2026; since then: Sample haemolysed, not analysed"


def test_words_stand_in_the_series_of_every_unit() -> None:
    """Both are older than the sample that was not analysed."""
    per_cent, mmol, said = result(3, "7.5", "%"), result(4), words(20)
    assert [series.latest for series in series_of([per_cent, mmol, said])] == [said, said]


def test_a_number_after_words_is_the_latest() -> None:
    """The words stay in the history before it."""
    said, number = words(3), result(20)
    (series,) = series_of([number, said])
    assert (series.latest, series.previous, series.number_before) == (number, said, None)
    assert series.value_words == "58 mmol/mol"


def test_words_of_the_same_moment_do_not_stand_in_the_place_of_the_number() -> None:
    """A remark that came with a number is about it."""
    number, said = result(3), words(3)
    (series,) = series_of([number, said])
    assert series.results == (said, number)


def test_words_alone_are_a_series() -> None:
    """A test that never had a number has its answers for values."""
    positive, said = words(3, "", text="Positive"), words(4)
    (series,) = series_of([said, positive])
    assert (series.unit, series.results, series.number_before) == ("", (positive, said), None)
    assert (series.measured, series.value_words) == (said, "see comment")


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"comment": "Clotted"}, "Clotted"),
        ({"comment": "Clotted\nPlease repeat"}, "see comment"),
        ({"comment": "c" * (results.LONGEST_WORD + 1)}, "see comment"),
        ({"comment": "Clotted", "text": "Not done"}, "Not done"),
        ({"comment": ""}, "no value sent"),
    ],
)
def test_short_words_are_said_and_long_ones_are_pointed_to(fields: dict[str, object], shown: str) -> None:
    """None is cut."""
    (series,) = series_of([result(3), words(20).model_copy(update=fields)])
    assert series.value_words.endswith(f"; since then: {shown}")


def test_an_undated_number_behind_words_says_so() -> None:
    """No day is made up for it."""
    (series,) = series_of([result(3, taken=None), words(20)])
    assert series.value_words.startswith("58 mmol/mol on a day that was not sent; ")


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "%", "kg", None]), st.integers(1, 28)), max_size=12)
)
def test_every_counting_result_is_in_a_series(made: list[tuple[str, str | None, int]]) -> None:
    """None is lost, no number is doubled, and each series has one test, one unit, and all its test's words."""
    sent = [
        result(day, unit=unit, id=UUID(int=at), test_key=key)
        if unit is not None
        else words(day, id=UUID(int=at), test_key=key)
        for at, (key, unit, day) in enumerate(made)
    ]
    found: tuple[Series, ...] = series_of(sent)
    numbers = sorted(one.id for series in found for one in series.results if one.numeric)
    assert numbers == sorted(one.id for one in sent if one.numeric)
    for series in found:
        said = {one.id for one in sent if one.test_key == series.test_key and not one.numeric}
        assert said == {one.id for one in series.results if not one.numeric}
        assert {one.quantity.unit for one in series.results if one.quantity} <= {series.unit}
        assert [one.order for one in series.results] == sorted(one.order for one in series.results)
    assert {one.test_key for one in sent} == {series.test_key for series in found}
