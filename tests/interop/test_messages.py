"""A file of messages is recognised by how it begins, whatever it is called."""

from io import BytesIO
from pathlib import Path

import pytest

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.interop.csv import read_mapping
from hoc_tui.interop.messages import open_messages
from tests.interop.csv.test_rows import HEADER, MAPPING, ROW
from tests.interop.edifact.made import FERRITIN, LIMIT, interchange, usual

EDIFACT = interchange(usual(*FERRITIN))
HL7 = b"MSH|^~\\&|LAB|HOSP|||20260112||ORU^R01|1|P|2.4\rPID|1\r"
CSV = f"{HEADER}\n{ROW}\n".encode()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (EDIFACT, "edifact"),
        (b"\xef\xbb\xbf\r\n" + EDIFACT, "edifact"),
        (EDIFACT[9:], "edifact"),
        (usual(*FERRITIN).encode(), "edifact"),
        (HL7, "hl7v2"),
        (b"\n" + HL7, "hl7v2"),
        (CSV, "csv"),
    ],
)
def test_a_format_is_told_from_the_first_bytes(data: bytes, kind: str) -> None:
    """With a mapping at hand, what is none of the others is CSV."""
    found = open_messages(BytesIO(data), limit_bytes=LIMIT, mapping=read_mapping(MAPPING.encode()))
    assert found is not None
    assert (kind, 1) == (found.format, found.count)


@pytest.mark.parametrize("data", [b"", b'{"resourceType": "Bundle"}', b"[]", b"<Bundle/>", b"PK\x03\x04", CSV])
def test_what_is_no_message_file_is_left_to_others(data: bytes) -> None:
    """A record file in JSON is one; so is CSV that nobody explained."""
    assert open_messages(BytesIO(data), limit_bytes=LIMIT) is None


def test_a_record_file_is_none_even_with_a_mapping() -> None:
    """Its first letter says so."""
    assert open_messages(BytesIO(b" {}"), limit_bytes=LIMIT, mapping=read_mapping(MAPPING.encode())) is None


def test_a_csv_file_without_a_mapping_is_refused(tmp_path: Path) -> None:
    """Its name says what it is, and nothing says what its columns mean."""
    path = tmp_path / "results.CSV"
    path.write_bytes(CSV)
    with path.open("rb") as file, pytest.raises(Unreadable) as refused:
        open_messages(file, limit_bytes=LIMIT)
    assert refused.value.message == ("The file is CSV, and nothing says what its columns mean: name a mapping file.")
