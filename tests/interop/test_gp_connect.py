"""Which Observations of a GP system are results, and where its comments go."""

from collections.abc import Callable

import pytest

from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.domain.results import SentResult
from tests.interop.conftest import Fields, bundle_of, hand_made, observation, read

PROFILE = "https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-StructuredRecord-Bundle-1"
NOTE = {"coding": [{"system": "http://snomed.info/sct", "code": "37331000000100", "display": "Comment note"}]}


@pytest.fixture(scope="module")
def traps() -> dict[str, SentResult]:
    """The results of the hand-made GP Connect record, by the end of their id."""
    return {result.source_id.partition("/")[2]: result for result in hand_made("gp-connect-traps").results}


@pytest.fixture
def read_gp() -> Callable[..., IncomingRecord]:
    """Read some resources as a GP system's."""
    return lambda *resources: read(bundle_of(*resources, meta={"profile": [PROFILE]}))


def coded(system: str, code: str) -> Fields:
    """A coded name."""
    return {"coding": [{"system": system, "code": code, "display": "Something"}]}


def belongs(to: str) -> list[Fields]:
    """A relation to a parent."""
    return [{"type": "derived-from", "target": {"reference": f"Observation/{to}"}}]


def test_the_results_of_a_record_are_its_results(traps: dict[str, SentResult]) -> None:
    """Religion, free text, a heading and folded comments are not among them; nothing measured is missing."""
    assert [*traps] == [
        *("HB", "MCHC", "INR", "NOTE-LOOSE", "B12", "ESR", "GTT", "BP-HEAD", "BP-1", "FOOT", "REP-1"),
    ]


def test_every_resource_has_a_place() -> None:
    """What is no result is counted by what it is."""
    record = hand_made("gp-connect-traps")
    assert record.ignored == {
        "Encounter": 1,
        "List": 2,
        "Organization": 1,
        "Practitioner": 1,
        "QuestionnaireResponse": 1,
        "coded entry: Observation": 1,
        "folded: Medication": 1,
        "folded: MedicationRequest": 2,
        "folded: Observation": 2,
        "folded: Organization": 1,
        "folded: Practitioner": 1,
        "folded: Specimen": 1,
        "free text: Observation": 1,
        "heading: Observation": 1,
    }
    assert [puzzle.where.partition("/")[2] for puzzle in record.puzzles] == ["OTHER-PERSON", "HIDDEN", "NAMELESS"]


def test_a_comment_is_folded_into_its_result_with_its_date_and_author(traps: dict[str, SentResult]) -> None:
    """What the practice decided on another day is not mistaken for the laboratory's words."""
    assert traps["HB"].comment == "(q) - Abnormal - Contact Patient (04-May-2020, Dr Hand Maker)"


def test_a_unit_beside_another_is_left_as_it_is(traps: dict[str, SentResult]) -> None:
    """g/dL beside a range in g/L: nothing is converted, and both units are kept."""
    assert (traps["HB"].value_words, traps["HB"].ranges[0].unit) == ("11.000 g/dL", "g/L")


def test_a_test_without_a_unit_or_a_date_is_kept(traps: dict[str, SentResult]) -> None:
    """An INR has no unit; its date is the one its report's specimen was taken."""
    inr = traps["INR"]
    assert (inr.value_words, str(inr.taken)) == ("2.500", "2020-05-01T07:00:00+01:00")
    assert inr.comment == "DVT Prophylaxis - INR 2.0-2.5\nTreatment of DVT   - INR 2.0-3.0"


def test_a_name_of_the_senders_own_tells_a_test_apart(traps: dict[str, SentResult]) -> None:
    """The header called dodgy has only the code that says there was none."""
    assert (traps["MCHC"].name, traps["MCHC"].test_key) == ("dodgy header 2", "name|dodgy header 2")


def test_a_comment_of_a_report_says_what_it_is_about(traps: dict[str, SentResult]) -> None:
    """Its coded value is no answer."""
    assert (traps["NOTE-LOOSE"].text, traps["NOTE-LOOSE"].comment) == ("", "Report level 2 (about Clotting)")


def test_ranges_with_a_label_are_words(traps: dict[str, SentResult]) -> None:
    """Equivocal and low are no ranges to be in; partial dates stay partial."""
    b12 = traps["B12"]
    assert [sent.words for sent in b12.ranges] == [
        "Equivocal: 160.0 to 200.0 ng/L",
        "Low: 0.0 to 160.0 ng/L",
        "200.0 to 800.0",
    ]
    assert (b12.value_words, str(b12.taken)) == (">=1000.000 ng/L", "2020-05")
    assert traps["ESR"].ranges[0].text == "< 2.000 mm/h"


def test_a_specimen_says_all_that_matters(traps: dict[str, SentResult]) -> None:
    """How much, whether fasting, and what the laboratory noted."""
    assert traps["GTT"].specimen == "24 HOUR URINE; 1750.000 mL; fasting status: F; note: *** received late"
    assert traps["GTT"].comment == "  TIME    GLUCOSE\n  0 Min    5.2\n  2 Hr     9.1"


def test_half_a_pair_of_pressures_says_that_the_other_is_missing(traps: dict[str, SentResult]) -> None:
    """The parts stay together, in the sender's order."""
    expected = "Systolic blood pressure 181.000 mm[Hg]; Diastolic blood pressure no value (Unknown)"
    assert expected == traps["BP-1"].value_words


def test_a_comment_on_a_group_is_kept_with_the_groups_head(traps: dict[str, SentResult]) -> None:
    """EMIS ties a group together with a QuestionnaireResponse."""
    assert (traps["BP-HEAD"].value_words, traps["BP-HEAD"].comment) == ("see comment", "Sitting, standard cuff")


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        (("http://read.info/readv2", "2G5K.00"), True),
        (("http://read.info/readv2", "3128.00"), True),
        (("http://read.info/readv2", "44J3.00"), True),
        (("http://read.info/readv2", "54C..11"), True),
        (("http://read.info/readv2", "1371.00"), True),
        (("http://read.info/readv2", "1361.00"), False),
        (("http://read.info/readv2", "9N42.00"), False),
        (("http://snomed.info/sct", "8517006"), True),
        (("http://snomed.info/sct", "38070000"), False),
        (("https://fhir.hl7.org.uk/Id/egton-codes", "2G5K.00"), False),
    ],
)
def test_an_entry_without_a_value_is_a_result_only_if_it_was_measured(
    read_gp: Callable[..., IncomingRecord], code: tuple[str, str], kept: bool
) -> None:
    """Examinations, tests and the smoking status are; what was said, planned or administered is not."""
    record = read_gp(observation(code=coded(*code), comment="Some words"))
    assert (len(record.results), record.ignored.get("coded entry: Observation", 0)) == ((1, 0) if kept else (0, 1))


@pytest.mark.parametrize(
    "fields",
    [
        {"valueQuantity": {"value": 20, "unit": "/d"}},
        {"valueString": "Normal"},
        {"valueBoolean": False},
        {"interpretation": {"text": "PA - Potentially abnormal"}},
        {"referenceRange": [{"text": "< 2"}]},
        {"component": [{"code": {"text": "a"}, "valueInteger": 1}]},
        {"category": [{"coding": [{"code": "laboratory"}]}]},
        {"specimen": {"reference": "Specimen/gone"}},
        {"dataAbsentReason": {"text": "Refused"}},
    ],
)
def test_whatever_says_something_measured_is_a_result(read_gp: Callable[..., IncomingRecord], fields: Fields) -> None:
    """Whatever it is coded as."""
    assert len(read_gp(observation(code=coded("http://snomed.info/sct", "1"), **fields)).results) == 1


def test_an_empty_test_of_a_report_is_shown_as_empty(read_gp: Callable[..., IncomingRecord]) -> None:
    """A clinician must see that it was reported without a value."""
    report: Fields = {"resourceType": "DiagnosticReport", "id": "r", "result": [{"reference": "Observation/o"}]}
    (result,) = read_gp(observation(), report).results
    assert result.value_words == "no value sent"


def test_a_flagged_heading_is_shown(read_gp: Callable[..., IncomingRecord]) -> None:
    """The word "abnormal" on a group of tests is never hidden."""
    head = observation(id="head", interpretation={"text": "Abnormal"})
    member = observation(valueInteger=1, related=belongs("head"))
    assert [result.flag for result in read_gp(head, member).results] == ["Abnormal", ""]


def test_a_comment_whose_result_cannot_be_read_stands_alone(read_gp: Callable[..., IncomingRecord]) -> None:
    """It may hold the answer."""
    note = observation(id="n", code=NOTE, comment="Very high", related=belongs("o"))
    for lost in ([observation(valueString=7)], []):
        record = read_gp(*lost, note)
        assert [result.comment for result in record.results] == ["Very high"]


def test_a_comment_on_what_is_no_result_is_free_text(read_gp: Callable[..., IncomingRecord]) -> None:
    """It stays in the sender's record with what it belongs to."""
    note = observation(id="n", code=NOTE, comment="Rang", related=belongs("o"))
    record = read_gp(observation(code={"text": "Bereavement"}), note)
    assert record.results == ()
    assert record.ignored == {"coded entry: Observation": 1, "free text: Observation": 1}


def test_comments_that_point_at_each_other_do_no_harm(read_gp: Callable[..., IncomingRecord]) -> None:
    """A circle, and a comment on itself, are counted like any other free text."""
    circle = [observation(id=one, code=NOTE, comment="x", related=belongs(other)) for one, other in ("ab", "ba", "cc")]
    record = read_gp(*circle)
    assert record.ignored == {"free text: Observation": 3}


def test_what_belongs_to_a_report_through_another_result_is_found(read_gp: Callable[..., IncomingRecord]) -> None:
    """Members of members take what the report says, also when they point back."""
    pointer: Fields = {"type": "has-member", "target": {"reference": "Observation/o"}}
    head = observation(id="head", related=[pointer])
    member = observation(valueInteger=1, related=[*belongs("head"), pointer])
    report: Fields = {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "issued": "2020-01-01",
        "result": [{"reference": "Observation/head"}],
    }
    record = read_gp(head, member, report)
    assert [(result.source_id, str(result.reported)) for result in record.results] == [("Observation/o", "2020-01-01")]
    assert record.ignored == {"DiagnosticReport": 1, "heading: Observation": 1}


@pytest.mark.parametrize("group", [{}, {"parent": 7}, {"parent": [{"reference": "Observation/gone"}]}])
def test_a_group_without_a_head_holds_free_text(read_gp: Callable[..., IncomingRecord], group: Fields) -> None:
    """What a broken group ties together is counted like any other comment."""
    pointer: Fields = {"type": "derived-from", "target": {"reference": "QuestionnaireResponse/q"}}
    note = observation(code=NOTE, comment="x", related=[pointer])
    record = read_gp({"resourceType": "QuestionnaireResponse", "id": "q", **group}, note)
    assert record.ignored == {"QuestionnaireResponse": 1, "free text: Observation": 1}
