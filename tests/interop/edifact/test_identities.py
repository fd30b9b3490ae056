"""What makes an EDIFACT result the same one again: its status, its identity, and its code."""

import pytest

from hoc_tui.domain.vocabulary import ResultStatus
from tests.interop.edifact.made import (
    FERRITIN,
    REPORT,
    interchange,
    inv,
    message,
    read_message,
    read_report,
    read_result,
    usual,
)

SODIUM = inv("Serum sodium", "RSL+NV+136++:::mmol/L")


@pytest.mark.parametrize(
    ("report", "test", "status"),
    [
        ("UN", "", ResultStatus.NOT_SENT),
        ("PR", "", ResultStatus.PRELIMINARY),
        ("PR", "FI", ResultStatus.FINAL),
        ("SR", "", ResultStatus.NOT_SENT),
        ("UN", "CO", ResultStatus.CORRECTED),
        ("UN", "CA", ResultStatus.CANCELLED),
        ("UN", "EN", ResultStatus.ENTERED_IN_ERROR),
    ],
)
def test_a_status_is_the_test_s_own_or_else_the_report_s(report: str, test: str, status: ResultStatus) -> None:
    """A supplementary report brings more, and does not amend what it repeats."""
    head = [one.replace("STS++UN", f"STS++{report}") for one in REPORT]
    assert status is read_result(*inv("X", "RSL+NV+1++:::g", f"STS++{test}"), report=head).status


def test_a_report_whose_status_is_not_known_sets_its_tests_aside() -> None:
    """It might say that all of it is withdrawn."""
    head = [one.replace("STS++UN", "STS++QQ") for one in REPORT]
    assert [
        "The report's head cannot be read: Its status (“QQ”) is none that is known.",
    ] == [one.reason for one in read_report(*FERRITIN, report=head).puzzles]


def test_the_same_report_again_has_the_same_identities() -> None:
    """Another interchange, other values and another place: a correction finds what it corrects."""
    before = read_report(*SODIUM, *FERRITIN)
    changed = usual(*FERRITIN, *[one.replace("136", "139") for one in SODIUM], number="9")
    (after,) = read_message(interchange(changed, reference="77")).reports
    assert {one.source_id for one in before.results} == {one.source_id for one in after.results}


def test_the_same_test_twice_in_one_specimen_is_two_results() -> None:
    """As in a glucose tolerance test: they are numbered in their order."""
    ids = [one.source_id for one in read_report(*SODIUM, *SODIUM).results]
    assert ["/1", "/2"] == [one[-2:] for one in ids]


def test_results_without_any_number_of_report_or_specimen_are_set_aside() -> None:
    """A correction could not find them."""
    head = [one for one in REPORT if "SRI" not in one]
    (puzzle,) = read_report(*SODIUM, report=head, specimen=("S16+16", "SEQ++1")).puzzles
    assert "Neither its report nor its specimen has a number, so a correction could not find it." == puzzle.reason


def test_a_local_code_is_the_sender_s_own() -> None:
    """The same letters from another laboratory are another test."""
    result = read_result("GIS+N", "INV+MQ+FERR:ZZZ::Ferritin", "RSL+NV+1++:::g", "RFF+ASL:1")
    assert "edifact|900000000000001|ZZZ|FERR" == result.test_key


def test_a_radiology_report_is_read_as_words() -> None:
    """Its groups differ from a laboratory's; its findings are a comment and its day is that of the picture."""
    parts = ("BGM+RRR", "NAD+SRA+++General Radiology", "SPR+DPT", "S02+02", "RFF+SRI:842", "DTM+ISR:202601261346:203")
    person = ("S05+05", "PNA+PAT+9999999484:OPI+US++SU:REED+FO:REBECCA", "RFF+RPI:808")
    test = ("S10+10", "INV+RS+XPELV:ZZZ::XR Pelvis", "S11+11", "STS++VR", "DTM+AIC:202601231435:203")
    words = ("FTX+RIT+++Both hips are normal.:No other finding.", "REL+RRP+RA", "RFF+AHL:1")
    data = interchange(message(*parts, *person, *test, *words, kind="NHSRSR:D:1:NH:NHS002"))
    (report,) = read_message(data).reports
    (result,) = report.results
    assert ("808", "REED") == (report.person.source_id, report.person.family)
    assert ("XR Pelvis", "Both hips are normal.\nNo other finding.") == (result.name, result.comment)
    assert (ResultStatus.FINAL, "2026-01-23T14:35", "General Radiology") == (
        result.status,
        str(result.taken),
        result.performer,
    )
