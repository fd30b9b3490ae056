"""Record files opened, recognised, and refused in a sentence."""

import os
import threading
from pathlib import Path

import pytest

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.interop import FileKind, read_file, sniff
from tests.interop.conftest import HAND_MADE, LIMIT, PATIENT, bundle_of, observation, read


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'{"resourceType"', FileKind.JSON),
        (b'\xef\xbb\xbf\r\n {"a"', FileKind.JSON),
        (b"[1]", FileKind.JSON),
        (b"MSH|^~\\&|", FileKind.HL7_V2),
        (b"\nMSH|^~\\&|", FileKind.HL7_V2),
        (b"BHS|^~\\&|", FileKind.HL7_V2),
        (b"UNB+UNOA:2", FileKind.EDIFACT),
        (b"UNA:+.? '", FileKind.EDIFACT),
        (b"<Bundle xmlns=", FileKind.XML),
        (b"PK\x03\x04", FileKind.UNKNOWN),
        (b"", FileKind.UNKNOWN),
    ],
)
def test_a_file_is_recognised_by_how_it_begins(head: bytes, kind: FileKind) -> None:
    """Names of files tell nothing; the first bytes do."""
    assert kind is sniff(head)


def test_a_file_on_disk_and_its_bytes_read_the_same() -> None:
    """Where the bytes come from changes nothing."""
    path = HAND_MADE / "r4-collection.json"
    assert read_file(path, path.name, limit_bytes=LIMIT) == read(path.read_bytes())


def test_a_file_longer_than_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of more bytes than allowed is not even opened."""
    path = tmp_path / "long.json"
    path.write_bytes(b"{" + b" " * 2_000_000)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(Unreadable) as refusal:
        read_file(path, "long.json", limit_bytes=2_000_000)
    assert refusal.value.message == "The file is longer than the 2 MB that are read."
    assert refusal.value.file == "long.json"


def test_bytes_up_to_the_limit_are_read() -> None:
    """The limit itself is allowed, one byte more is not."""
    data = bundle_of(observation())
    assert read_file(data, "x", limit_bytes=len(data)).results
    with pytest.raises(Unreadable, match=f"{len(data) - 1:,} bytes"):
        read_file(data, "x", limit_bytes=len(data) - 1)


def test_a_pipe_is_read_and_held_to_the_limit(tmp_path: Path) -> None:
    """What another program sends through a pipe has no size beforehand."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = bundle_of(observation())
    for limit, reads in ((len(data), True), (len(data) - 1, False)):
        sending = threading.Thread(target=_send, args=(pipe, data))
        sending.start()
        if reads:
            assert read_file(pipe, "pipe", limit_bytes=limit).results
        else:
            with pytest.raises(Unreadable, match="longer than"):
                read_file(pipe, "pipe", limit_bytes=limit)
        sending.join()


def _send(pipe: Path, data: bytes) -> None:
    with pipe.open("wb") as end:
        end.write(data)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, nothing at all, and a device each have their sentence."""
    refusals = []
    for path in (tmp_path, tmp_path / "absent.json", Path("/dev/null")):
        with pytest.raises(Unreadable) as refusal:
            read_file(path, path.name, limit_bytes=LIMIT)
        refusals.append(refusal.value.message)
    assert refusals == ["This is a folder, not a file.", "There is no such file.", "This is not a file."]


def test_a_file_that_fails_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's words never reach the screen."""

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error on /secret/path")

    path = tmp_path / "x.json"
    path.write_bytes(b"{}")
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(Unreadable) as refusal:
        read_file(path, "x.json", limit_bytes=LIMIT)
    assert refusal.value.message == "The file could not be opened."


@pytest.mark.parametrize(
    ("data", "message", "resources"),
    [
        (b"MSH|^~\\&|", "The file is an HL7 version 2 message and not a record file.", 0),
        (b"UNB+UNOA", "The file is an EDIFACT message and not a record file.", 0),
        (b"<Bundle/>", "The file is XML; only JSON can be read.", 0),
        (b"[]", "The file is JSON, but not a FHIR bundle.", 0),
        (b'{"resourceType": "Patient"}', "The file is JSON, but not a FHIR bundle.", 0),
        (bundle_of(observation(), patient=None), "The file does not say which person it is about.", 1),
        (bundle_of(PATIENT), "The file is about 2 people; a record file is about one.", 2),
        (bundle_of(type="history"), "The bundle is not of a type that states a record.", 1),
        (bundle_of(type="transaction-response"), "The bundle is not of a type that states a record.", 1),
        (bundle_of(type=None), "The bundle is not of a type that states a record.", 1),
        (bundle_of(type=["collection"]), "“type” is not text.", 1),
        (bundle_of(entry={}), "The bundle's entries are not a list.", 0),
        (bundle_of(entry=[]), "The file does not say which person it is about.", 0),
        (
            bundle_of(type="searchset", link=[{"relation": "next", "url": "page2"}]),
            "The bundle is one page of several, so the record is not whole.",
            1,
        ),
        (bundle_of(meta=7), "“meta” is not an object.", 1),
    ],
)
def test_what_is_no_record_is_refused_whole(data: bytes, message: str, resources: int) -> None:
    """Each reason has one sentence, and says how much is lost."""
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert (message, resources) == (refusal.value.message, refusal.value.resources)


def test_every_cut_of_a_file_is_refused() -> None:
    """A file that stopped short anywhere never reads as a shorter record."""
    data = (HAND_MADE / "r4-transaction.json").read_bytes().rstrip()
    for length in range(0, len(data) - 1, 61):
        with pytest.raises(Unreadable):
            read(data[:length])


def test_a_resource_too_deep_to_be_written_down_refuses_the_file() -> None:
    """What the parser can still read and the quarantine could not hold ends in a sentence too."""
    deep = "[" * 700 + "]" * 700
    data = bundle_of(observation()).replace(b'"Potassium"', deep.encode())
    with pytest.raises(Unreadable, match="nested too deeply"):
        read(data)
