"""Conditions, medicines and allergies, and what is said of each list as a whole."""

from collections.abc import Callable

import pytest

from hoc_tui.domain.incoming import IncomingList, IncomingRecord
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState
from tests.interop.conftest import Fields, hand_made

ReadOne = Callable[..., IncomingRecord]

SNOMED = "http://snomed.info/sct"
ALLERGIES = {"coding": [{"system": SNOMED, "code": "886921000000105"}]}


def allergy(**fields: object) -> Fields:
    """An AllergyIntolerance with a name, an id and whatever else."""
    return {"resourceType": "AllergyIntolerance", "id": "a", "code": {"text": "Latex"}, **fields}


def listed(**fields: object) -> Fields:
    """A List of allergies."""
    return {"resourceType": "List", "status": "current", "code": ALLERGIES, **fields}


def allergies_of(record: IncomingRecord) -> IncomingList:
    """What the record says about the allergies as a whole."""
    return next(said for said in record.lists if said.kind is BackgroundKind.ALLERGIES)


# -- Entries ------------------------------------------------------------------------------------------------------


def test_a_gp_connect_problem_is_read_whole() -> None:
    """The words that were chosen, both codes, its dates, its notes and how much it matters."""
    (condition,) = hand_made("gp-connect-traps").conditions
    assert condition.model_dump(mode="json") == {
        "source_id": "Condition/COND-1",
        "name": "Heart attack",
        "codes": [
            {"system": "http://read.info/readv2", "code": "G30..14", "display": "Heart attack"},
            {"system": SNOMED, "code": "22298006", "display": "Myocardial infarction"},
        ],
        "status": "inactive",
        "onset": "2010-01-13",
        "recorded": "2010-01-13T14:57:39.313+00:00",
        "ended": "2012",
        "note": "first line\nsecond line\nSignificance: major",
    }


def test_an_r4_condition_says_how_sure_it_is() -> None:
    """A provisional diagnosis is not an established one, and an age is not a date."""
    (condition,) = hand_made("r4-collection").conditions
    assert (condition.status, condition.onset) == ("active (provisional)", None)
    assert condition.note == "Severity: Moderate\nOnset: at age 45 a"


def test_a_medicine_with_a_statement_is_read_once() -> None:
    """The statement stands for its plan and every issue of it; another medicine on the same plan is kept."""
    record = hand_made("gp-connect-traps")
    assert [(medicine.source_id, medicine.name) for medicine in record.medicines] == [
        ("MedicationStatement/MS-1", "Ciprofloxacin 250mg tablets"),
        ("MedicationRequest/ISSUE-2", "Another medicine"),
    ]
    assert record.ignored["folded: MedicationRequest"] == 2
    first = record.medicines[0]
    assert (first.dosage, first.note) == (
        "One To Be Taken Twice A Day; With food",
        "Prescribed by another organisation",
    )


def test_a_structured_dosage_becomes_words_and_never_half_of_them() -> None:
    """What cannot be put in words is at least pointed to."""
    inside = hand_made("r4-collection").medicines
    assert [medicine.name for medicine in inside] == ["Metformin 500 mg"]
    assert inside[0].dosage == "1 tablet; 2 times a day; more in the prescribing record"
    assert inside[0].note == "For: Type 2 diabetes"
    transaction = hand_made("r4-transaction").medicines
    assert [medicine.dosage for medicine in transaction] == ["1; once a day", "as needed"]


def test_what_must_not_be_given_is_never_a_medicine() -> None:
    """A request not to prescribe is set aside."""
    reasons = {puzzle.where: puzzle.reason for puzzle in hand_made("r4-collection").puzzles}
    assert reasons["entry 27: MedicationRequest/m2"].startswith("It says what must not be given")


def test_an_ended_allergy_inside_its_list_is_read_and_counted() -> None:
    """GP Connect puts ended allergies inside a List, numbered only there."""
    record = hand_made("gp-connect-traps")
    ended = record.allergies[1]
    assert (ended.source_id, ended.status) == (
        "AllergyIntolerance/https://EMISWeb/Z99999|ENDED1",
        "resolved (unconfirmed)",
    )
    assert (str(ended.ended), ended.note) == ("2017-06-01", "Reason ended: Tolerated since")
    assert record.resources == 36 + 1


def test_a_reaction_is_one_line() -> None:
    """What happened, how badly, and to what."""
    assert hand_made("gp-connect-traps").allergies[0].reaction == "Rash, moderate"


# -- Lists --------------------------------------------------------------------------------------------------------


def test_a_file_that_says_nothing_is_not_a_person_without_allergies(read_one: ReadOne) -> None:
    """Silence is "unavailable", for each of the three lists."""
    assert read_one().lists == tuple(
        IncomingList(kind=kind, state=BackgroundState.UNAVAILABLE, note=f"The file says nothing about {kind}.")
        for kind in BackgroundKind
    )


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ((SNOMED, "716186003"), BackgroundState.NONE_KNOWN),
        ((SNOMED, "409137002"), BackgroundState.NOT_RECORDED),
        (
            ("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-allergy-info"),
            BackgroundState.NOT_RECORDED,
        ),
    ],
)
def test_an_entry_that_denies_is_no_entry(read_one: ReadOne, code: tuple[str, str], state: BackgroundState) -> None:
    """A denial of any allergy makes the list; "no known drug allergy" says nothing of food, so it does not."""
    denial = {"coding": [{"system": code[0], "code": code[1], "display": "None known"}]}
    record = read_one(allergy(code=denial, assertedDate="2021-01-04"))
    said = allergies_of(record)
    assert record.allergies == ()
    assert record.ignored == {"none known: AllergyIntolerance": 1}
    assert (said.state, said.note) == (state, "The record says: None known (04-Jan-2021).")


def test_an_allergy_is_stronger_than_a_denial(read_one: ReadOne) -> None:
    """When a file says both, the allergy counts and the contradiction is told."""
    denial = allergy(id="b", code={"coding": [{"system": SNOMED, "code": "716186003", "display": "No known allergy"}]})
    said = allergies_of(read_one(allergy(), denial))
    assert (said.state, said.note) == (BackgroundState.KNOWN, "The record says: No known allergy.")


def test_a_withdrawn_denial_denies_nothing(read_one: ReadOne) -> None:
    """An entry made in error says nothing."""
    denial = {"coding": [{"system": SNOMED, "code": "716186003", "display": "No known allergy"}]}
    record = read_one(allergy(code=denial, verificationStatus="entered-in-error"))
    assert allergies_of(record).state is BackgroundState.UNAVAILABLE


@pytest.mark.parametrize(
    "fields",
    [
        {"verificationStatus": "refuted"},
        {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}},
        {"clinicalStatus": "resolved"},
    ],
)
def test_an_allergy_not_in_force_is_kept_and_makes_no_list(read_one: ReadOne, fields: Fields) -> None:
    """It is part of the history and not a thing known."""
    record = read_one(allergy(**fields))
    assert len(record.allergies) == 1
    assert allergies_of(record).state is BackgroundState.UNAVAILABLE


def test_an_allergy_that_cannot_be_read_is_never_none_known(read_one: ReadOne) -> None:
    """Whoever reads the list hears that something is missing from it."""
    denial = allergy(id="b", code={"coding": [{"system": SNOMED, "code": "716186003", "display": "No known allergy"}]})
    said = allergies_of(read_one(allergy(code=7), denial))
    assert said.state is BackgroundState.UNAVAILABLE
    assert "1 of the allergies sent could not be placed." in said.note


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"emptyReason": {"coding": [{"code": "nilknown"}]}}, BackgroundState.NONE_KNOWN),
        ({"emptyReason": {"coding": [{"code": "no-content-recorded"}]}}, BackgroundState.NOT_RECORDED),
        ({"emptyReason": {"coding": [{"code": "withheld"}]}}, BackgroundState.UNAVAILABLE),
        ({}, BackgroundState.UNAVAILABLE),
        (
            {
                "emptyReason": {"coding": [{"code": "no-content-recorded"}]},
                "extension": [
                    {"url": "https://x/Extension-CareConnect-GPC-ListWarningCode-1", "valueCode": "data-in-transit"}
                ],
            },
            BackgroundState.UNAVAILABLE,
        ),
        (
            {"status": "entered-in-error", "emptyReason": {"coding": [{"code": "nilknown"}]}},
            BackgroundState.UNAVAILABLE,
        ),
        ({"entry": [{"item": {"reference": "AllergyIntolerance/gone"}}]}, BackgroundState.UNAVAILABLE),
    ],
)
def test_an_empty_list_says_why(read_one: ReadOne, fields: Fields, state: BackgroundState) -> None:
    """Only a list that somebody found empty is "none known"; one held back or on its way is not empty."""
    assert allergies_of(read_one(listed(**fields))).state is state


def test_the_notes_of_a_list_are_kept(read_one: ReadOne) -> None:
    """What was excluded for confidentiality stands beside the list, known or not."""
    said = allergies_of(read_one(allergy(), listed(note=[{"text": "Items excluded."}, {"text": "Items excluded."}])))
    assert (said.state, said.note) == (BackgroundState.KNOWN, "Items excluded.")


def test_a_list_that_cannot_be_read_is_set_aside_once(read_one: ReadOne) -> None:
    """It is counted in one place only."""
    record = read_one(listed(note=7))
    assert [puzzle.where for puzzle in record.puzzles] == ["entry 2: List"]
    assert record.ignored == {}


def test_a_request_that_cannot_be_read_is_not_lost_behind_its_statement(read_one: ReadOne) -> None:
    """Whether it is for the same medicine cannot be said, so somebody looks."""
    statement: Fields = {"resourceType": "MedicationStatement", "id": "s", "medicationCodeableConcept": {"text": "A"}}
    request: Fields = {"resourceType": "MedicationRequest", "id": "r", "medicationCodeableConcept": {"text": 7}}
    record = read_one(statement | {"basedOn": [{"reference": "MedicationRequest/r"}]}, request)
    assert [medicine.name for medicine in record.medicines] == ["A"]
    assert [puzzle.where for puzzle in record.puzzles] == ["entry 3: MedicationRequest/r"]


def test_a_statement_that_cannot_be_read_hides_no_request(read_one: ReadOne) -> None:
    """The request stands for itself then; so does one whose own plan is unreadable."""
    statement: Fields = {
        "resourceType": "MedicationStatement",
        "id": "s",
        "basedOn": [{"reference": "MedicationRequest/r"}],
    }
    request: Fields = {"resourceType": "MedicationRequest", "id": "r", "medicationCodeableConcept": {"text": "A"}}
    record = read_one(statement, request, request | {"id": "q", "basedOn": 7})
    assert [medicine.source_id for medicine in record.medicines] == ["MedicationRequest/r", "MedicationRequest/q"]
    assert [puzzle.where for puzzle in record.puzzles] == ["entry 2: MedicationStatement/s"]
