"""Observations as results, exactly as they were sent."""

from collections.abc import Callable

import pytest

from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.domain.results import ReferenceRange, SentResult
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from tests.interop.conftest import PATIENT, Fields, hand_made, observation

ReadOne = Callable[..., IncomingRecord]


@pytest.fixture(scope="module")
def collection() -> dict[str, SentResult]:
    """The results of the hand-made R4 collection, by the end of their id."""
    return {result.source_id.partition("/")[2]: result for result in hand_made("r4-collection").results}


@pytest.mark.parametrize(
    ("own_id", "words"),
    [
        ("hba1c-1", "58 mmol/mol"),
        ("chol", "7.10 mmol/L"),
        ("crp", "<5 mg/L"),
        ("load", "1.20e5 copies/mL"),
        ("big", "12345678901234567890.123456789 1"),
        ("bp", "142/84 mmHg"),
        ("titre", "1:160"),
        ("cells", "10 to 20 /hpf"),
        ("whole", "7"),
        ("yes", "true"),
        ("day", "2026-02"),
        ("span", "2026-02-01"),
        ("words", "No growth\nafter 48 hours"),
        ("coded", "Ex-smoker"),
        ("curve", '{"origin": {"value": 0.0}, "period": 10, "dimensions": 1, "data": "2.0 2.5 E"}'),
        ("absent", "no value (Haemolysed)"),
        ("asked", "no value sent"),
        ("rep", "see comment"),
    ],
)
def test_every_kind_of_value_comes_through(collection: dict[str, SentResult], own_id: str, words: str) -> None:
    """Numbers keep their digits, comparators and units; answers in words keep their words; none is dropped."""
    assert words == collection[own_id].value_words


def test_a_result_keeps_everything_around_its_value(collection: dict[str, SentResult]) -> None:
    """Codes in order, both dates, the flag, the notes with their lines, and who performed it."""
    result = collection["hba1c-1"]
    assert [code.code for code in result.codes] == ["59261-8", "999791000000106"]
    assert result.test_key == "http://snomed.info/sct|999791000000106"
    assert (str(result.taken), str(result.reported)) == ("2026-03-01T08:15:00Z", "2026-03-02T10:00:00.000Z")
    assert result.flag == "High; Repeat in 3 months"
    assert result.comment == "First note.\nSecond note,\n  with two lines."
    assert (result.name, result.performer, result.status) == ("HbA1c", "Made Up Laboratory", ResultStatus.FINAL)


def test_only_the_range_for_everybody_keeps_its_limits(collection: dict[str, SentResult]) -> None:
    """A treatment range, a range for some people and one in two units are words: no value may be held to them."""
    plain, treatment = collection["hba1c-1"].ranges
    assert (plain.low, plain.high, plain.unit) == ("20", "41", "mmol/mol")
    assert treatment == ReferenceRange(text="Treatment: up to 48 mmol/mol")
    assert [sent.text for sent in collection["ferritin"].ranges] == [
        "Female, age up to 45 a: 10 to 200 ug/L",
        "1 ug/L to 2 mg/L",
    ]


def test_flags_and_ranges_of_parts_are_kept_with_the_name_of_the_part(collection: dict[str, SentResult]) -> None:
    """A systolic limit must never be taken for a limit of the whole."""
    result = collection["bp"]
    assert (result.flag, result.ranges) == ("Systolic: High", (ReferenceRange(text="Systolic: up to 140 mmHg"),))


def test_parts_that_are_all_normal_are_normal(read_one: ReadOne) -> None:
    """The word that means nothing is wrong is not hidden behind names."""
    parts = [{"code": {"text": name}, "valueInteger": 1, "interpretation": [{"text": "Normal"}]} for name in "ab"]
    (result,) = read_one(observation(component=parts)).results
    assert result.flag == "Normal"


def test_a_measurement_that_took_time_says_how_long(collection: dict[str, SentResult]) -> None:
    """The start is when it was taken; the end stands in the comment."""
    result = collection["crp"]
    assert (str(result.taken), result.comment) == ("2026-02-27", "Measured from 2026-02-27 to 2026-02-28.")


def test_a_schedule_is_kept_in_the_comment(read_one: ReadOne) -> None:
    """There is no one moment to show, and the words are not lost."""
    (result,) = read_one(observation(effectiveTiming={"event": ["2026-01-01"]})).results
    assert (result.taken, result.comment) == (None, 'Measured at: {"event": ["2026-01-01"]}')


def test_a_unit_without_a_display_is_its_code(read_one: ReadOne) -> None:
    """A unit is never missing when a code for it was sent."""
    (result,) = read_one(observation(valueQuantity={"value": 4.1, "code": "mmol/L"})).results
    assert result.value_words == "4.1 mmol/L"


@pytest.mark.parametrize("sign", [*Comparator])
def test_every_comparator_is_kept(read_one: ReadOne, sign: Comparator) -> None:
    """A value beyond what could be measured stays one."""
    (result,) = read_one(observation(valueQuantity={"value": 5, "comparator": sign.value})).results
    assert result.quantity is not None
    assert result.quantity.comparator is sign


@pytest.mark.parametrize("status", [*ResultStatus])
def test_every_status_is_kept(read_one: ReadOne, status: ResultStatus) -> None:
    """How far a result has got is the sender's word."""
    (result,) = read_one(observation(status=status.value)).results
    assert result.status is status


def test_a_result_without_a_status_counts_as_not_sent(read_one: ReadOne) -> None:
    """Silence is not "final", though it counts as final."""
    (result,) = read_one(observation(status=None)).results
    assert result.status is ResultStatus.NOT_SENT


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "perhaps"}, "Its status is none that is known."),
        ({"code": {}}, "It has neither a name nor a code."),
        ({"code": None}, "It has neither a name nor a code."),
        ({"code": "K"}, "“code” is not an object."),
        ({"valueQuantity": {"value": "4.1"}}, "“valueQuantity.value” is not a number."),
        ({"valueQuantity": {"unit": "mmol/L"}}, "“valueQuantity” has no number."),
        ({"valueQuantity": [4.1]}, "“valueQuantity” is not an object."),
        ({"valueQuantity": {"value": 1e300}}, "“valueQuantity.value” is not a number of a sensible size."),
        ({"valueQuantity": {"value": int("9" * 50)}}, "“valueQuantity.value” is not a number of a sensible size."),
        ({"valueQuantity": {"value": 1, "comparator": "ad"}}, "“valueQuantity.comparator” is none that is known."),
        ({"valueString": "4.1", "valueInteger": 4}, "It has two values."),
        ({"valueString": 4.1}, "“valueString” is not text."),
        ({"valueBoolean": "yes"}, "“valueBoolean” is not true or false."),
        ({"effectiveDateTime": "2026-02-30"}, "“effectiveDateTime” is not a date."),
        ({"effectiveDateTime": "last week"}, "“effectiveDateTime” is not a date."),
        ({"note": {"text": "no list"}}, "“note” is not a list."),
        ({"component": [{"valueInteger": 1}]}, "“component[0]” has no name."),
        ({"component": [{"code": {"text": "a"}, "valueQuantity": {}}]}, "“component[0].valueQuantity” has no number."),
        ({"comment": "x" * 20_001}, "This text has 20,001 characters, and 20,000 is the most that fits here."),
        ({"code": {"text": "x" * 301}}, "This text has 301 characters, and 300 is the most that fits here."),
        ({"subject": {"reference": "Patient/other"}}, "It is about somebody other than the person this file is about."),
        ({"subject": {"reference": "Group/1"}}, "It is about somebody other than the person this file is about."),
        (
            {"modifierExtension": [{"url": "x"}]},
            "It carries an extension that changes its meaning in a way not known here.",
        ),
        ({"meta": {"security": [{"code": "NOPAT"}]}}, "The sender asks that the person is not shown this."),
    ],
)
def test_what_cannot_be_read_faithfully_is_set_aside_whole(read_one: ReadOne, fields: Fields, reason: str) -> None:
    """A field of the wrong type is never taken for a missing one, and the rest of the file is read."""
    record = read_one(observation(**fields), observation(id="sound"))
    assert [result.source_id for result in record.results] == ["Observation/sound"]
    (puzzle,) = record.puzzles
    assert (puzzle.where, puzzle.reason) == ("entry 2: Observation/o", reason)


def test_text_is_made_harmless_and_keeps_its_words() -> None:
    """Escape sequences lose their escape, direction marks go, lines of a name become one."""
    record = hand_made("r4-hostile")
    (result,) = record.results
    assert record.person.family == "[31mRed[0m [bold]Name[/]"
    assert (result.name, result.text) == ("Sodium 2J [link=x]", "]52;c;aGk= [@click=app.quit]quit[/]")
    assert result.comment == "half \ufffd pair and hidden"
    assert [puzzle.where for puzzle in record.puzzles] == ["entry 3: Observation/long", "entry 4: Observation/aside"]
    assert all(puzzle.raw.isprintable() for puzzle in record.puzzles)


# -- What several resources say together --------------------------------------------------------------------------


def test_a_report_fills_the_gaps_of_its_results(collection: dict[str, SentResult]) -> None:
    """When and by whom stands on the report; its conclusion becomes a result of its own."""
    result, report = collection["words"], collection["rep"]
    assert (str(result.taken), result.performer) == ("2026-03-01", "Dr Maker")
    assert (report.name, report.comment) == ("Histology", "Benign.\nBenign naevus")
    assert report.status is ResultStatus.PRELIMINARY


def test_a_conclusion_that_a_result_repeats_is_not_shown_twice(read_one: ReadOne) -> None:
    """The words are already there."""
    report: Fields = {
        "resourceType": "DiagnosticReport",
        "id": "r",
        "code": {"text": "Report"},
        "conclusion": "All well.",
    }
    record = read_one(observation(comment="All well."), report | {"result": [{"reference": "Observation/o"}]})
    assert len(record.results) == 1
    assert record.ignored == {"DiagnosticReport": 1}
    assert len(read_one(observation(), report).results) == 2


def test_a_narrative_that_says_more_is_kept(read_one: ReadOne) -> None:
    """Only a generated narrative may be left out."""
    report: Fields = {"resourceType": "DiagnosticReport", "id": "r", "code": {"text": "Report"}}
    said = report | {"text": {"status": "additional", "div": "<div><p>Seen by&nbsp;us &lt;today&gt;</p></div>"}}
    generated = report | {"text": {"status": "generated", "div": "<div>Report</div>"}}
    assert [result.comment for result in read_one(said).results] == ["Seen by us <today>"]
    assert read_one(generated).results == ()


def test_a_heading_is_counted_and_not_shown(collection: dict[str, SentResult]) -> None:
    """It says nothing itself and its members are all there; one whose members never came stays."""
    assert "panel" not in collection
    assert hand_made("r4-collection").ignored["heading: Observation"] == 1


def test_the_same_result_twice_in_a_file_is_one(read_one: ReadOne) -> None:
    """The second is counted as a duplicate."""
    record = read_one(observation(), observation())
    assert (len(record.results), record.ignored) == (1, {"duplicate: Observation": 1})


def test_two_results_of_one_id_are_not_both_believed(read_one: ReadOne) -> None:
    """The importer would take the second for a correction of the first."""
    record = read_one(observation(valueInteger=1), observation(valueInteger=2))
    assert [result.value_words for result in record.results] == ["1"]
    assert [puzzle.reason for puzzle in record.puzzles] == [
        "Another in this file has the same id and says something else."
    ]


def test_a_result_without_an_id_has_a_steady_identity(read_one: ReadOne) -> None:
    """An identifier, else the content: the same file again gives the same."""
    bare = observation(id=None, valueInteger=1)
    named = bare | {"identifier": [{"system": "urn:x", "value": "7"}]}
    assert read_one(named).results[0].source_id == "Observation/urn:x|7"
    assert read_one(bare).results == read_one(bare).results
    assert read_one(bare).results[0].source_id != read_one(bare | {"valueInteger": 2}).results[0].source_id


def test_performers_and_specimens_are_named(read_one: ReadOne) -> None:
    """Names are looked up where the references lead, each once, and what lent them is counted as folded."""
    others: list[Fields] = [
        {"resourceType": "Organization", "id": "lab", "name": "Laboratory"},
        {"resourceType": "Practitioner", "id": "dr", "name": [{"prefix": ["Dr"], "family": "Maker"}]},
        {"resourceType": "PractitionerRole", "id": "role", "practitioner": {"reference": "Practitioner/dr"}},
        {"resourceType": "Specimen", "id": "s", "type": {"text": "Serum"}, "collection": {"collectedDateTime": "2026"}},
        {"resourceType": "Organization", "id": "unused", "name": "Nobody"},
    ]
    pointers = ["Organization/lab", "PractitionerRole/role", "Practitioner/dr", "Practitioner/gone"]
    performers = [{"reference": pointer} for pointer in pointers] + [{"display": "A friend"}]
    record = read_one(observation(performer=performers, specimen={"reference": "Specimen/s"}), *others)
    (result,) = record.results
    assert (result.performer, result.specimen) == ("Laboratory; Dr Maker; A friend", "Serum")
    assert str(result.taken) == "2026"
    assert record.ignored == {
        "Organization": 1,
        "folded: Organization": 1,
        "folded: Practitioner": 1,
        "folded: PractitionerRole": 1,
        "folded: Specimen": 1,
    }


@pytest.mark.parametrize(
    ("full_url", "reference", "known"),
    [
        ("urn:uuid:1", "urn:uuid:1", True),
        ("urn:uuid:1", "Patient/p", True),
        ("https://one.example/Patient/p", "https://one.example/Patient/p/_history/3", True),
        ("https://one.example/Patient/p", "https://two.example/Patient/p", False),
        ("", "https://two.example/Patient/p", True),
        ("", "Patient/q", False),
        ("", "#p", False),
    ],
)
def test_a_reference_is_followed_only_to_what_it_means(
    read_one: ReadOne, full_url: str, reference: str, known: bool
) -> None:
    """On another server the same id is somebody else's."""
    entry = [{"fullUrl": full_url, "resource": PATIENT}, {"resource": observation(subject={"reference": reference})}]
    record = read_one(entry=entry)
    assert (len(record.results), len(record.puzzles)) == ((1, 0) if known else (0, 1))
