"""The twenty-nine real-shaped files: every person and every result in a place, and what was seen in them by eye."""

import re
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import ReferenceRange, SentResult
from hoc_tui.domain.vocabulary import Comparator, ResultStatus
from hoc_tui.interop.hl7v2 import open_hl7v2
from tests.interop.hl7v2.fuzzing import parts, read

COUNTS = {
    # file: people, results, ignored, messages that cannot be read
    "linuxforhealth-multiline-mixed": (1, 2, 2, 0),
    "linuxforhealth-multiline": (1, 1, 2, 0),
    "nextgen-08": (1, 14, 0, 0),
    "nextgen-batch03": (1, 14, 0, 1),
    "nextgen-large": (1, 69, 15, 0),
    "nextgen-small": (1, 17, 0, 0),
    "reportstream-CE-20200415-0001": (1, 3, 0, 0),
    "reportstream-Expected_HL7_to_HL7_FULLELR": (1, 18, 8, 0),
    "reportstream-elims_1_72_3029202646_5532_NoPII": (1, 6, 0, 0),
    "reportstream-elims_2_52_5068110_35230_NoPII-expected": (1, 2, 0, 0),
    "reportstream-elims_40_4988249_33033-with-truncation-expected": (1, 1, 0, 0),
    "reportstream-elims_47_1_32361_04608646_11034_mega_case-expected": (1, 4, 0, 0),
    "reportstream-elims_47_3_04608717_11184_mega_specimen": (1, 4, 0, 0),
    "reportstream-hci-expected": (1, 4, 0, 0),
    "reportstream-mars_unwanted_condition_to_notes": (1, 6, 0, 0),
    "reportstream-output-invalid": (0, 0, 0, 1),
    "reportstream-sample_AOE_2_20230220-0001": (1, 18, 8, 0),
    "reportstream-sample_FL_20240702-0001": (1, 8, 0, 0),
    "reportstream-sample_KS_20240429-0001": (1, 8, 0, 0),
    "reportstream-sample_MH_20241226-0001": (1, 6, 0, 0),
    "reportstream-sample_NH_202407016-0001": (1, 6, 0, 0),
    "reportstream-sample_OH_20240718-0001": (1, 6, 0, 0),
    "reportstream-sample_RADx_MARS_20230406-0001": (1, 5, 0, 0),
    "reportstream-sample_SR_1_20230302-0001-missing-data": (1, 3, 0, 0),
    "reportstream-sample_TN_20240701-0001": (1, 6, 0, 0),
    "reportstream-sample_bundle_multiple_observations": (1, 1, 0, 0),
    "reportstream-sample_oru_20241015-001": (1, 149, 2, 0),
    "reportstream-test_result_first_rep": (1, 5, 0, 0),
    "reportstream-valid": (1, 2, 0, 0),
}
LARGE = "nextgen-large"
CULTURE = "reportstream-Expected_HL7_to_HL7_FULLELR"


@cache
def raw(records: Path, stem: str) -> bytes:
    """A file's bytes."""
    return (records / "hl7v2" / f"{stem}.hl7").read_bytes()


@cache
def outcomes(records: Path, stem: str) -> tuple[IncomingMessage | Unreadable, ...]:
    """What the messages of a file come to, read once for all tests."""
    return tuple(open_hl7v2(BytesIO(raw(records, stem)), limit_bytes=1_000_000))


def reports(records: Path, stem: str) -> tuple[IncomingReport, ...]:
    """What a file says about each person."""
    found = (one for one in outcomes(records, stem) if isinstance(one, IncomingMessage))
    return tuple(report for message in found for report in message.reports)


def results(records: Path, stem: str) -> tuple[SentResult, ...]:
    """All results of a file."""
    return tuple(one for report in reports(records, stem) for one in report.results)


def sent(records: Path, kind: str) -> list[list[str]]:
    """The fields of all segments of a kind, in all files, read by nobody but the standard library."""
    lines = (line for stem in COUNTS for line in re.split("[\r\n]+", raw(records, stem).decode()))
    return [line.split("|") for line in lines if line.startswith(kind)]


def test_the_folder_holds_the_files_that_are_known(records: Path) -> None:
    """None is passed over."""
    assert sorted(COUNTS) == sorted(path.stem for path in (records / "hl7v2").glob("*.hl7"))


@pytest.mark.parametrize("stem", COUNTS)
def test_every_part_of_a_real_file_is_counted(records: Path, stem: str) -> None:
    """Nothing is set aside, nothing is lost, and the counts are those of the segments."""
    found = reports(records, stem)
    ignored = sum(sum(report.ignored.values()) for report in found)
    refused = [one for one in outcomes(records, stem) if isinstance(one, Unreadable)]
    assert COUNTS[stem] == (len(found), sum(len(one.results) for one in found), ignored, len(refused))
    assert () == tuple(puzzle for report in found for puzzle in report.puzzles)
    together = sum(report.resources for report in found) + sum(one.resources for one in refused)
    assert parts(raw(records, stem)) == together
    assert len(outcomes(records, stem)) == len(read(raw(records, stem)))


def test_all_424_observations_of_30_people_are_there(records: Path) -> None:
    """All but the one in a message that says nothing of its sender."""
    assert (30, 424) == (len(sent(records, "PID")), len(sent(records, "OBX")))
    kinds: Counter[str] = Counter()
    for stem in COUNTS:
        kinds["results"] += len(results(records, stem))
        for report in reports(records, stem):
            kinds.update(report.ignored)
    assert {"results": 388, "folded: OBX": 20, "duplicate: OBX": 15, "no result: OBR": 2} == kinds
    assert 424 == kinds.total() - kinds["no result: OBR"] + 1


def test_every_number_sent_as_one_is_there_digit_by_digit(records: Path) -> None:
    """NM values, with their units."""
    found = Counter(
        (one.quantity.text, one.quantity.unit) for stem in COUNTS for one in results(records, stem) if one.quantity
    )
    numbers = Counter((fields[5], fields[6].split("^")[0]) for fields in sent(records, "OBX") if fields[2] == "NM")
    assert 112 == numbers.total()
    assert Counter() == numbers - found


def test_two_messages_say_why_they_are_not_read(records: Path) -> None:
    """One is of another kind, one says nothing of its sender."""
    said = {stem: one.message for stem in COUNTS for one in outcomes(records, stem) if isinstance(one, Unreadable)}
    assert {"nextgen-batch03", "reportstream-output-invalid"} == said.keys()
    assert said["nextgen-batch03"].startswith("The message is about a stay in hospital (ADT^A40), not a report")
    assert said["reportstream-output-invalid"].startswith("The message does not say who sent it (MSH-3, MSH-4)")


def test_no_american_number_is_taken_for_an_nhs_number(records: Path) -> None:
    """Neither a social security number nor ten digits by chance."""
    people = [report.person for stem in COUNTS for report in reports(records, stem)]
    assert {""} == {person.nhs_number for person in people}
    assert not any("285-64-4175" in person.source_id for person in people)
    assert "4223161584" == reports(records, "nextgen-small")[0].person.source_id


def test_numbers_typed_as_text_are_numbers_with_their_ranges(records: Path) -> None:
    """Sixty-nine results of version 2.2, with orders sent again and again."""
    found = {one.name: one for one in results(records, LARGE)}
    haemoglobin, crp, gravity = found["HEMOGLOBIN"], found["CRP"], found["SPECIFIC GRAVITY,UR"]
    assert haemoglobin.quantity is not None
    assert "14.3 g/dL" == haemoglobin.quantity.words
    assert (ReferenceRange(low="11.2", high="15.7", unit="g/dL"),) == haemoglobin.ranges
    assert crp.quantity is not None
    assert (Comparator.LESS, "1") == (crp.quantity.comparator, crp.quantity.text)
    assert gravity.quantity is not None
    assert ["4+", "1+ Cloudy", "NEG"] == [
        found[name].text for name in ("SQUAMOUS EPITH,UR", "APPEARANCE,UR", "BLOOD,UR")
    ]
    assert PartialDate("2010-06-04T11:44") == haemoglobin.taken
    assert found["GFR,BLACK"].comment.startswith(
        "NOTE:  Accuracy of GFR is contingent on stable level of\nserum creatinine."
    )
    assert found["GFR,BLACK"].comment.endswith("\n*UNITS=mL/min/1.73 square meters\nPatient Fasting")


def test_a_culture_is_whole_with_its_corrections(records: Path) -> None:
    """Preliminary, final and corrected results; a report in nine lines is one; structured numbers are numbers."""
    found = results(records, CULTURE)
    assert {"preliminary": 6, "final": 2, "corrected": 10} == Counter(one.status.value for one in found)
    (report,) = [one for one in found if "rapid molecular assay" in one.text]
    assert 9 == len(report.text.split("\n"))
    vancomycin = next(one for one in found if one.name.startswith("Vancomycin"))
    assert vancomycin.quantity is not None
    assert (">=32 ug/mL", "R") == (vancomycin.quantity.words, vancomycin.flag)
    urgent = found[0]
    assert (ResultStatus.CORRECTED, "see comment") == (urgent.status, urgent.value_words)
    assert urgent.comment.startswith(
        "***THIS IS AN URGENT RESULT***\n***** Test Results Called To And Verbally Read Back"
    )


def test_an_hba1c_has_its_flag_range_and_note(records: Path) -> None:
    """With the line ends that were sent as bytes in the note; an entity of the web in it stays as it came."""
    found = results(records, "reportstream-hci-expected")[0]
    assert found.quantity is not None
    assert ("5.8 mg/dL", "H") == (found.quantity.words, found.flag)
    assert (ReferenceRange(low="0.0", high="5.6", unit="mg/dL"),) == found.ranges
    assert "Interpretation: \nNormal <5.7\nPrediabetes: 5.7-6.4\nDiabetic: &#8805;6.5" == found.comment


def test_a_report_of_a_picture_is_text_under_its_order(records: Path) -> None:
    """Its observations name no test."""
    (found,) = results(records, "linuxforhealth-multiline")
    assert "ECHO CARDIOGRAM COMPLETE" == found.name
    assert "[PII] Emergency Department\nED Encounter Arrival Date: [ADDRESS] [PERSONALNAME]:" == found.text


def test_no_identity_stands_for_two_results(records: Path) -> None:
    """In none of the files."""
    for stem in COUNTS:
        ids = [one.source_id for one in results(records, stem)]
        assert len(ids) == len(set(ids))
