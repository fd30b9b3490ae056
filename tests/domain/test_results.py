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
from hoc_tui.domain.results import Code, Component, Quantity, ReferenceRange, Result, SentResult, Series, series_of
from hoc_tui.domain.vocabulary import Comparator, ResultStatus

# Why not by its name: a function that starts with "test" in a test file is taken for a test.
key_of = results.test_key_of

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
    ],
)
def test_something_always_stands_in_the_place_of_the_value(fields: dict[str, object], words: str) -> None:
    """An empty cell would look like a value that is missing on screen only."""
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
    assert key == key_of(codes, name)


@given(st.permutations([HBA1C, Code(system=LOINC, code="59261-8"), Code(system=READ, code="42W5.")]))
def test_the_order_of_codes_does_not_change_the_series(codes: list[Code]) -> None:
    """Senders order their codes differently."""
    assert key_of(codes, "any") == f"{SNOMED}|999791000000106"


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


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "%", "kg"]), st.integers(1, 28)), max_size=12))
def test_every_counting_result_is_in_exactly_one_series(made: list[tuple[str, str, int]]) -> None:
    """None is lost, none is doubled, and each series has one test and one unit."""
    given_results = [result(day, unit=unit, id=UUID(int=at), test_key=key) for at, (key, unit, day) in enumerate(made)]
    found: tuple[Series, ...] = series_of(given_results)
    assert sorted(one.id for series in found for one in series.results) == sorted(one.id for one in given_results)
    for series in found:
        assert {(one.test_key, one.quantity.unit) for one in series.results if one.quantity} == {
            (series.test_key, series.unit)
        }
        assert [one.order for one in series.results] == sorted(one.order for one in series.results)
