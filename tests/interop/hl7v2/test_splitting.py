from collections import deque
from io import BytesIO

import pytest

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.hl7v2 import envelope, open_hl7v2, reader
from tests.interop.hl7v2.fuzzing import parts
from tests.interop.hl7v2.made import LIMIT, MSH, OBR, PID, POTASSIUM, broken, message, outcomes, whole

ONE = message(MSH, PID, OBR, POTASSIUM)
FHS, BHS, FTS, BTS = (rf"{name}|^~\&|LIMS" for name in ("FHS", "BHS", "FTS", "BTS"))


def batch(*, said: str = "2", files: str = "1") -> bytes:
    """Two messages in a batch in a file."""
    return message(FHS, BHS) + ONE + ONE + message(f"BTS|{said}", f"FTS|{files}")


def refusal(data: bytes, *, limit: int = LIMIT) -> str:
    """Why a file as a whole is not taken."""
    with pytest.raises(Unreadable) as refused:
        open_hl7v2(BytesIO(data), limit_bytes=limit)
    return refused.value.message


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_lines_may_end_in_every_way(end: str) -> None:
    """As the standard says, as editors do, and both; blank lines between do no harm."""
    made = message(MSH, "", PID, OBR, POTASSIUM, end=end)
    assert 2 == whole(made).resources
    assert 2 == whole(made.rstrip()).resources


def test_line_ends_may_be_mixed_in_one_file() -> None:
    """Somebody opened it in an editor."""
    made = f"{MSH}\n{PID}\r\n{OBR}\r{POTASSIUM}\n\n".encode()
    first, second = outcomes(made + ONE)
    assert isinstance(first, IncomingMessage)
    assert isinstance(second, IncomingMessage)
    assert ("message 1, line 1", "message 2, line 6") == (first.place, second.place)
    assert (2, 2) == (first.resources, second.resources)


def test_the_bytes_of_a_network_frame_are_passed_over() -> None:
    """MLLP puts a vertical tab before each message and a file separator behind it."""
    framed = b"\x0b" + ONE + b"\x1c\r"
    assert [ONE.rstrip()] * 2 == [one.raw for one in outcomes(framed * 2) if isinstance(one, IncomingMessage)]
    assert ONE.rstrip() == whole(b"\xef\xbb\xbf" + ONE).raw


def test_a_batch_is_read_message_by_message() -> None:
    """Each stands for itself, with the line it begins on."""
    messages = open_hl7v2(BytesIO(batch()), limit_bytes=LIMIT)
    assert ("hl7v2", 2) == (messages.format, messages.count)
    assert ["message 1, line 3", "message 2, line 7"] == [one.place for one in messages]  # type: ignore[union-attr]
    assert 2 == len([*messages])


@pytest.mark.parametrize(
    "data",
    [
        message(BHS) + ONE + message("BTS"),
        message(BHS) + ONE + message("BTS|"),
        message(BHS, "SFT|x") + ONE + message("BTS|1|done"),
        message(FHS) + ONE + ONE + message("FTS|2"),
        message(FHS, BHS) + ONE + message(BTS, BHS) + ONE + message(BTS, FTS.replace("^", "2|")),
        message(BHS) + ONE + message("BTS|1", BHS) + ONE + message("BTS|1"),
        ONE + message(BHS) + ONE + message("BTS|1"),
        message(BHS, "BTS|0"),
    ],
)
def test_an_envelope_may_have_any_of_its_forms(data: bytes) -> None:
    """With or without files, counts, and who made it."""
    expected = data.count(b"MSH")
    data = data.replace(rb"BTS|^~\&|LIMS", b"BTS|1").replace(rb"FTS|2|~\&|LIMS", b"FTS|2")
    assert expected == len([one for one in outcomes(data) if isinstance(one, IncomingMessage)])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty."),
        (b"\r\n \x0b", "The file is empty."),
        (b"PK\x03\x04\0\0", "The file does not begin with an HL7 message (MSH) or a batch of them."),
        (b"MSHX|", "The file does not begin with an HL7 message (MSH) or a batch of them."),
        (ONE[4:] + ONE, "The file does not begin with an HL7 message (MSH) or a batch of them."),
        (ONE.decode().encode("utf-16"), "The file does not begin with an HL7 message (MSH) or a batch of them."),
        (batch(said="3"), "The batch says that it holds 3 messages, and 2 are there."),
        (batch(files="2"), "The file says that it holds 2 batches, and 1 are there."),
        (batch(said="two"), "The end of the batch does not say in digits how many messages it holds."),
        (batch()[:-6], "The file ends in the middle of a batch; it seems to have been cut off."),
        (message(BHS) + ONE, "The file ends in the middle of a batch; it seems to have been cut off."),
        (
            message(FHS, BHS) + ONE + message("FTS|1"),
            "The file ends in the middle of a batch; it seems to have been cut off.",
        ),
        (ONE + message("BTS|1"), "A batch ends (BTS) that has not begun."),
        (ONE + message("FTS|1"), "A file of batches ends (FTS) that has not begun."),
        (message(BHS, BHS), "A batch (BHS) begins before the last one has ended."),
        (message(FHS, FHS), "A file of batches (FHS) begins before the last one has ended."),
        (batch() + ONE, "A message stands outside the batches of the file."),
        (message(FHS, BHS, "BTS|0") + ONE + message("FTS|1"), "A message stands outside the batches of the file."),
        (
            message(BHS, PID) + ONE + message("BTS|1"),
            "Something stands between the messages that belongs to none of them.",
        ),
        (
            message(BHS) + ONE + message("BTS|1", OBR),
            "Something stands between the messages that belongs to none of them.",
        ),
        (message(BHS, "Z" * 70_000, "BTS|0"), "Something stands between the messages that belongs to none of them."),
    ],
)
def test_a_file_that_cannot_be_split_brings_nothing(data: bytes, why: str) -> None:
    """One sentence says why."""
    assert why == refusal(data)


def test_a_file_over_the_limit_is_not_read() -> None:
    """The limit is said in bytes or megabytes."""
    assert "The file is longer than the 100 bytes that are read." == refusal(ONE, limit=100)
    assert "The file is longer than the 1 MB that are read." == refusal(ONE * 8000, limit=1_000_000)


def test_messages_are_found_wherever_the_pieces_of_a_file_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is gone through in pieces; a border may fall on any byte."""
    expected = [one.raw for one in outcomes(batch()) if isinstance(one, IncomingMessage)]
    for piece in (1, 2, 3, 7, 64, 65, 100, 333):
        monkeypatch.setattr(envelope, "_PIECE", max(piece, 3 + len(FHS)) if piece < 3 else piece + len(FHS))
        assert expected == [one.raw for one in outcomes(batch()) if isinstance(one, IncomingMessage)]


def test_a_message_that_is_too_long_is_not_read_and_the_next_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the longest message, not by the file."""
    monkeypatch.setattr(reader, "LONGEST_MESSAGE", 500)
    long = message(MSH, PID, OBR, f"OBX|1|TX|T^Test^L||{'x' * 1000}||||||F")
    first, second = outcomes(long + ONE)
    assert isinstance(first, Unreadable)
    assert isinstance(second, IncomingMessage)
    assert ("message 1, line 1", "message 2, line 5") == (first.where, second.place)


@pytest.mark.parametrize(
    ("segments", "why", "line"),
    [
        ((MSH,), "The message names nobody: it has no person (PID).", 1),
        ((MSH, OBR), "An order (OBR) stands before the person (PID) whom it is about.", 2),
        ((MSH, POTASSIUM), "A result (OBX) stands before the person (PID) whom it is about.", 2),
        ((MSH, "ORC|RE", PID), "An order (ORC) stands before the person (PID) whom it is about.", 2),
        ((MSH, "SPM|1"), "A specimen (SPM) stands before the person (PID) whom it is about.", 2),
        ((MSH, PID, POTASSIUM), "A result (OBX) stands before the order (OBR) that it belongs to.", 3),
        ((MSH, PID, "SPM|1"), "A specimen (SPM) stands before the order (OBR) that it belongs to.", 3),
        ((MSH, PID, OBR, "ORC|RE", POTASSIUM), "A result (OBX) stands before the order (OBR) that it belongs to.", 5),
        ((MSH, PID, OBR, "ORC|RE", PID), "An order was announced (ORC) and did not come (OBR).", 5),
        ((MSH, PID, OBR, "ORC|RE"), "An order was announced (ORC) and did not come (OBR).", 4),
        (
            (MSH, PID, OBR, POTASSIUM, "PV1|1|O", OBR, POTASSIUM),
            "PV1 stands where it belongs to nobody; a person (PID) seems to be missing.",
            5,
        ),
        ((MSH, "PV1|1"), "PV1 stands where it belongs to nobody; a person (PID) seems to be missing.", 2),
        ((MSH, PID, OBR, "OBY|1|NM|x"), "A line begins with “OBY”, which is no segment that is read here.", 4),
        ((MSH, PID, OBR, "OX|1|NM|x"), "A line is no segment; the message seems to be damaged.", 4),
        (
            (MSH, PID, OBR, f"{POTASSIUM}{POTASSIUM}"),
            "A segment begins in the middle of a line; a line end seems to",
            4,
        ),
        (
            (MSH, PID, OBR, POTASSIUM + MSH),
            "A segment begins in the middle of a line; a line end seems to have been lost.",
            4,
        ),
        ((MSH, PID, OBR, "NTE|1||a\0b"), "The message holds bytes that are no text.", 1),
        ((MSH[:4],), "The first segment (MSH) does not say with which signs the message is divided.", 1),
        (
            (MSH.replace("~", ""), PID),
            "The first segment (MSH) does not say with which signs the message is divided.",
            1,
        ),
        ((r"MSH|^~^&|x",), "The first segment (MSH) does not say with which signs the message is divided.", 1),
        ((MSH.replace("LIMS|Acme Lab", "|"), PID), "The message does not say who sent it (MSH-3, MSH-4), so that", 1),
        ((MSH.replace("2.4", "3"), PID), "The message is of HL7 version “3”; only versions 2.x can be read.", 1),
        ((MSH, "PID|1||L1||" + "x" * 301), "The person's details cannot be read: This text has 301 characters", 2),
        (
            (MSH, PID, f"{OBR}|{'x' * 5000}"),
            "An order cannot be read: The fields of OBR are longer than any that are read.",
            3,
        ),
    ],
)
def test_a_damaged_message_is_not_read_and_the_next_is(segments: tuple[str, ...], why: str, line: int) -> None:
    """Its line is said, and how many people and results are lost with it."""
    first, second = outcomes(message(*segments) + ONE)
    assert isinstance(first, Unreadable)
    assert isinstance(second, IncomingMessage)
    assert first.message.startswith(why)
    assert f"message 1, line {line}" == first.where
    assert parts(message(*segments)) == first.resources


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("OML^O21^OML_O21", "The message is an order (OML^O21), not a report of results (ORU^R01)."),
        ("ORM^O01", "The message is an order (ORM^O01), not a report of results (ORU^R01)."),
        ("ADT^A01", "The message is about a stay in hospital (ADT^A01), not a report of results (ORU^R01)."),
        ("ACK", "The message is an acknowledgement (ACK), not a report of results (ORU^R01)."),
        ("ORU^R30", "The message is of another kind (ORU^R30), not a report of results (ORU^R01)."),
        ("", "The message does not say what it is (MSH-9)."),
    ],
)
def test_other_messages_are_named_for_what_they_are(kind: str, why: str) -> None:
    """Whatever segments they have."""
    found = broken(message(MSH.replace("ORU^R01", kind), "EVN|A01", PID))
    assert (why, 1) == (found.message, found.resources)


def test_an_older_or_newer_message_of_results_is_read() -> None:
    """Version 2.2 named no event, 2.5 names the structure too."""
    assert 2 == whole(message(MSH.replace("ORU^R01", "ORU").replace("2.4", "2.2"), PID, OBR, POTASSIUM)).resources
    assert 2 == whole(message(MSH.replace("R01", "R01^ORU_R01").replace("2.4", "2.5.1"), PID, OBR, POTASSIUM)).resources


@pytest.mark.parametrize(
    ("charset", "why"),
    [
        ("UNICODE UTF-8", "The message says that its character set is “UNICODE UTF-8”, and it is not."),
        ("BIG-5", "The character set “BIG-5” cannot be read."),
        ("", "The message is in no character set."),
    ],
)
def test_letters_that_cannot_be_read_are_not_guessed(charset: str, why: str) -> None:
    """A wrong letter in a unit or a name is worse than a message that waits."""
    made = message(f"{MSH}||||||{charset}", PID.replace("Ann", "Zo@"), OBR, POTASSIUM).replace(b"@", b"\x81")
    assert why == broken(made).message


def test_ascii_in_a_character_set_that_is_not_read_can_be_read() -> None:
    """All of them share it; an escape to another alphabet is not ASCII."""
    made = message(f"{MSH}||||||ISO IR87", PID, OBR, POTASSIUM)
    assert 2 == whole(made).resources
    assert "The character set “ISO IR87” cannot be read." == broken(made.replace(b"Ann", b"\x1b$B")).message


def test_a_line_break_inside_a_written_result_or_note_is_put_back() -> None:
    """Senders forget to escape it; nothing else may look like the end of the field before."""
    made = message(MSH, PID, OBR, "OBX|1|TX|T^Test^L||first", "second line||||||F", "NTE|1||note", "goes on, too")
    (found,) = whole(made).reports[0].results
    assert ("first\nsecond line", "note\ngoes on, too") == (found.text, found.comment)
    assert ResultStatus.FINAL == found.status
    assert broken(message(MSH, PID, OBR, POTASSIUM, "goes on, too")).message.startswith("A line is no segment")


def test_segments_of_the_sender_s_own_and_around_the_results_are_passed_over() -> None:
    """Z segments, insurance, timing and the like."""
    around = (
        "PD1|1",
        "NTE|1||x",
        "NK1|1|Sloper",
        "PV1|1|O",
        "ZPI|1",
        "ORC|RE",
        OBR,
        "TQ1|1",
        POTASSIUM,
        "ZRS|9",
        "CTI|1",
    )
    assert 2 == whole(message(MSH, "SFT|x", PID, *around)).resources


def test_a_note_on_the_message_is_said() -> None:
    """Before any person it is about none of them."""
    found = whole(message(MSH, "NTE|1||Resent after an outage", "NTE|2||of our link", PID, OBR, POTASSIUM))
    assert ("The laboratory wrote: “Resent after an outage of our link”",) == found.remarks
    assert ("hl7v2|Acme Lab", "M1") == (found.source_system, found.control_id)


def test_the_sender_is_the_facility_or_else_its_program() -> None:
    """By name, or by universal id where there is no name."""
    for named, expected in (("LIMS|^1.2.3^ISO", "1.2.3"), ("LIMS|", "LIMS"), ("|Acme", "Acme"), ("^9.9^ISO|", "9.9")):
        made = message(MSH.replace("LIMS|Acme Lab", named), PID, OBR, POTASSIUM)
        assert f"hl7v2|{expected}" == whole(made).source_system


def test_a_large_batch_takes_no_more_memory_than_a_small_one() -> None:
    """Only offsets are kept: eight bytes for each end of a message."""
    made = message(BHS) + ONE * 700 + message("BTS|700")
    messages = open_hl7v2(BytesIO(made), limit_bytes=LIMIT)
    kept = messages._envelope
    assert 700 == messages.count == len(kept.starts) == len(kept.ends)
    assert (8, 8, 2) == (kept.starts.itemsize, kept.ends.itemsize, len(kept.between))
    last = deque(messages, maxlen=1)[0]
    assert isinstance(last, IncomingMessage)
    assert "message 700, line 2798" == last.place
