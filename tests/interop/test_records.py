"""The fifteen real-shaped records: every resource in a place, and what was seen in them by eye."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.text import is_harmless
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, ResultStatus
from hoc_tui.interop import read_file

LIMIT = 10_000_000

COUNTS = {
    # file: resources, results, conditions, medicines, allergies
    "gp-connect/9465698679_Gainsford": (93, 0, 13, 1, 24),
    "gp-connect/9465700088_Mold": (495, 222, 0, 0, 0),
    "gp-connect/9465700193_Birdi": (190, 0, 0, 0, 0),
    "gp-connect/9465700339_Yamura": (307, 80, 0, 1, 4),
    "gp-connect/9465701459_Nel": (186, 2, 8, 10, 4),
    "gp-connect/9465701483_Dougill": (175, 36, 0, 0, 0),
    "fhir-r4/Arla_Lang": (319, 187, 10, 6, 0),
    "fhir-r4/Clemente_Kreiger": (70, 48, 1, 0, 0),
    "fhir-r4/Eddie_Lakin": (401, 231, 14, 7, 0),
    "fhir-r4/Gustavo_Mejía": (78, 44, 2, 1, 0),
    "fhir-r4/Korey_Toy": (447, 272, 12, 10, 0),
    "fhir-r4/Luigi_Wiegand": (61, 31, 0, 0, 0),
    "fhir-r4/Ned_Hintz": (71, 35, 3, 2, 0),
    "fhir-r4/Sammie_Zemlak": (417, 245, 8, 7, 0),
    "fhir-r4/Tasha_Miller": (388, 217, 9, 6, 0),
}
MOLD = "gp-connect/9465700088_Mold"
YAMURA = "gp-connect/9465700339_Yamura"


@cache
def path_of(records: Path, stem: str) -> Path:
    """The file whose name begins so."""
    folder, _, name = stem.partition("/")
    return next((records / folder).glob(f"{name}*.json"))


@cache
def record_of(records: Path, stem: str) -> IncomingRecord:
    """One of the records, read once for all tests."""
    path = path_of(records, stem)
    return read_file(path, path.name, limit_bytes=LIMIT)


@cache
def sent(records: Path, stem: str) -> list[dict[str, Any]]:
    """The same file's resources, read by nobody but the standard library, numbers as text."""
    bundle = json.loads(path_of(records, stem).read_bytes(), parse_float=str, parse_int=str)
    return [entry["resource"] for entry in bundle["entry"]]


def result_of(records: Path, stem: str, start: str) -> SentResult:
    """The result whose id begins so."""
    return next(one for one in record_of(records, stem).results if one.source_id.startswith(f"Observation/{start}"))


@pytest.mark.parametrize("stem", COUNTS)
def test_every_resource_of_a_real_record_is_counted(records: Path, stem: str) -> None:
    """Nothing is quarantined, nothing is lost, and the counts are the file's own."""
    record = record_of(records, stem)
    read = (record.results, record.conditions, record.medicines, record.allergies)
    assert COUNTS[stem] == (record.resources, *map(len, read))
    assert record.accounted == record.resources == len(sent(records, stem))
    assert (record.puzzles, record.remarks) == ((), ())


@pytest.mark.parametrize("stem", COUNTS)
def test_every_number_of_a_real_record_is_there_digit_by_digit(records: Path, stem: str) -> None:
    """All numeric Observations come through, with their own digits, comparator and unit."""
    there = Counter(one.quantity for one in record_of(records, stem).results if one.quantity)
    quantities = [one["valueQuantity"] for one in sent(records, stem) if "valueQuantity" in one]
    expected = Counter((one["value"], one.get("comparator"), one.get("unit", "")) for one in quantities)
    assert expected == Counter((one.text, one.comparator, one.unit) for one in there.elements())


@pytest.mark.parametrize("stem", COUNTS)
def test_every_comment_of_a_real_report_is_there(records: Path, stem: str) -> None:
    """Whatever a laboratory or the practice wrote on a result of a report stands in some comment, with its lines."""
    together = "\n".join(one.comment for one in record_of(records, stem).results)
    measured = [one for one in sent(records, stem) if "category" in one or "specimen" in one or "conclusion" in one]
    words = [one[key] for one in measured for key in ("comment", "conclusion") if key in one]
    assert [lost for lost in words if lost not in together] == []


def test_the_rule_for_gp_connect_is_what_its_module_says(records: Path) -> None:
    """517 Observations of six people: the counts that its rule was made with."""
    counted: Counter[str] = Counter()
    for stem in COUNTS:
        if stem.startswith("gp-connect"):
            record = record_of(records, stem)
            counted.update({kind: many for kind, many in record.ignored.items() if kind.endswith(": Observation")})
            counted["results"] += sum(one.source_id.startswith("Observation/") for one in record.results)
            counted["conclusions"] += sum(one.source_id.startswith("DiagnosticReport/") for one in record.results)
    assert counted == {
        "results": 324,
        "conclusions": 16,
        "coded entry: Observation": 127,
        "folded: Observation": 44,
        "free text: Observation": 17,
        "heading: Observation": 5,
    }
    assert counted.total() - counted["conclusions"] == 517


def test_all_of_synthea_s_observations_are_results(records: Path) -> None:
    """1,310, of which 1,164 are numbers and 67 pairs of pressures; no range and no flag is made up."""
    results = [one for stem in COUNTS if stem.startswith("fhir-r4") for one in record_of(records, stem).results]
    assert len(results) == 1310
    assert sum(one.quantity is not None for one in results) == 1164
    assert sum(len(one.components) == 2 for one in results) == 67
    assert not any(one.ranges or one.flag for one in results)


@pytest.mark.parametrize("stem", COUNTS)
def test_no_text_of_a_real_record_can_steer_a_terminal(records: Path, stem: str) -> None:
    """Every text that was read is as harmless as text can be."""
    assert [text for text in _texts(record_of(records, stem).model_dump(mode="json")) if not is_harmless(text)] == []


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


# -- Looked at one by one -----------------------------------------------------------------------------------------


def test_the_same_false_number_on_six_people_is_kept_as_sent(records: Path) -> None:
    """It fails Modulus 11, though it is flagged verified; the people stay six."""
    six = [record_of(records, stem) for stem in COUNTS if stem.startswith("gp-connect")]
    assert {record.person.nhs_number for record in six} == {"1234567890"}
    assert len({(record.source_system, record.person.source_id) for record in six}) == 6
    assert {record.source_system for record in six} == {"https://EMISWeb/A82038"}


def test_a_flagged_number_with_its_range(records: Path) -> None:
    """Georgiana Mold's CRP of June 2003."""
    crp = result_of(records, MOLD, "0597C4EA")
    assert (crp.name, crp.value_words) == ("Serum C reactive protein level", "16.000 mg/L")
    assert [(one.low, one.high, one.unit) for one in crp.ranges] == [("1.000", "4.000", "mg/L")]
    assert crp.flag == "OR - Outside reference range"
    assert crp.comment == "(q) - Abnormal - Contact Patient (08-Jan-2021, Mr NHS Test)"
    assert (crp.status, str(crp.taken)) == (ResultStatus.NOT_SENT, "2003-06-16")
    assert crp.specimen == "SERUM"
    assert "LaboratoryServiceProvider-HEREFORD" in crp.performer


def test_a_test_that_could_not_be_done_says_so(records: Path) -> None:
    """The potassium of that day has no value and its reason in two lines."""
    potassium = result_of(records, MOLD, "1F8BC8CF")
    assert potassium.value_words == "see comment"
    assert potassium.comment == "U=Unsuitable for analysis\nU=Unsuitable,due to delay in delivery."


def test_a_comparator_and_three_ranges(records: Path) -> None:
    """Vitamin B12 beyond what could be measured."""
    b12 = result_of(records, MOLD, "7113A456")
    assert b12.value_words == ">=1000.000 ng/L"
    assert [one.words for one in b12.ranges] == [
        "Equivocal: 160.000 to 200.000 ng/L",
        "Low: 0.000 to 160.000 ng/L",
        "200.000 to 800.000",
    ]


def test_a_table_in_a_comment_keeps_its_columns(records: Path) -> None:
    """A glucose tolerance test sent as text."""
    lines = result_of(records, MOLD, "D0130ABF").comment.split("\n")
    assert "  CH000010JC    2 Hr     9.1    Negative    Negative" in lines


def test_what_was_written_on_the_request_is_kept(records: Path) -> None:
    """That somebody takes warfarin stands only on the reports."""
    conclusions = [one for one in record_of(records, MOLD).results if one.source_id.startswith("DiagnosticReport/")]
    assert [one.comment for one in conclusions].count("ON WARFARIN") == 2
    assert {one.name for one in conclusions} == {"Diagnostic studies report"}


@pytest.mark.parametrize(
    ("start", "words", "taken"),
    [
        ("9B9A2D3A", "8.000 mmol/L", "None"),
        ("861FE2E2", "180.000/60.000 mm[Hg]", "2005-02-01T11:33:00+00:00"),
        ("13467086", "Normal", "2005-02"),
        ("CED588BA", "<=8.000 mmol/L", "2005"),
        ("46F14C69", "3.000", "2006-08-18"),
        ("BFE5B311", "Ap 6.000 %", "2005-02-09"),
        ("853CD8EA", "see comment", "2006-08-18"),
    ],
)
def test_blank_and_partial_dates_and_missing_units_stay_so(records: Path, start: str, words: str, taken: str) -> None:
    """Anahita Yamura's record came through a transfer from another system."""
    result = result_of(records, YAMURA, start)
    assert (words, taken) == (result.value_words, str(result.taken))


def test_no_known_allergy_is_no_allergy(records: Path) -> None:
    """Sukhmeet Birdi's one entry makes the list, and the note about what is missing stays beside it."""
    (said,) = [
        one for one in record_of(records, "gp-connect/9465700193_Birdi").lists if one.kind is BackgroundKind.ALLERGIES
    ]
    assert said.state is BackgroundState.NONE_KNOWN
    assert said.note.splitlines()[-1] == "The record says: No known allergy (13-Jan-2021)."


@pytest.mark.parametrize(
    ("stem", "states"),
    [
        ("gp-connect/9465698679_Gainsford", "known known known"),
        (MOLD, "unavailable unavailable unavailable"),
        (YAMURA, "not-recorded known known"),
        ("gp-connect/9465701483_Dougill", "not-recorded not-recorded not-recorded"),
        ("fhir-r4/Arla_Lang", "known known unavailable"),
    ],
)
def test_the_lists_say_what_is_known(records: Path, stem: str, states: str) -> None:
    """Conditions, medicines, allergies; empty while a record is on its way is "unavailable"."""
    assert states.split() == [one.state for one in record_of(records, stem).lists]


def test_a_medicine_is_listed_once_with_its_dosage(records: Path) -> None:
    """Morris Nel has ten medicines, and eighty requests that they stand for."""
    record = record_of(records, "gp-connect/9465701459_Nel")
    assert record.ignored["folded: MedicationRequest"] == 80
    active = [(one.name, one.dosage, str(one.started)) for one in record.medicines if one.status == "active"]
    assert [name for name, _, _ in active] == [
        "Gygel 2% contraceptive jelly (Marlborough Pharmaceuticals Ltd)",
        "Marvelon tablets (Organon Laboratories Ltd)",
    ]
    assert active[1][1:] == (
        "One Tablet Daily For 21 Days; Subsequent Courses Repeated After 7-Day Tablet Free Interval",
        "2010-11-17",
    )
