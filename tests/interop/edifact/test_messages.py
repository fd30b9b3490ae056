"""EDIFACT files as a whole: split, counted, refused, and read one message at a time."""

import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.interop.edifact import open_edifact
from tests.interop.edifact.made import (
    FERRITIN,
    HEAD,
    LIMIT,
    PERSON,
    REPORT,
    UNA,
    UNB,
    interchange,
    message,
    read,
    read_message,
    usual,
)

WHOLE = interchange(usual(*FERRITIN))


def refusal(data: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Unreadable) as refused:
        open_edifact(BytesIO(data), limit_bytes=LIMIT)
    return refused.value.message


def test_a_message_is_known_by_its_sender_and_its_numbers() -> None:
    """The namespace of its ids, its own id, its place and its bytes."""
    found = read_message(WHOLE)
    assert ("edifact|900000000000001", "77/1", "message 1, line 1") == (
        found.source_system,
        found.control_id,
        found.place,
    )
    assert found.raw.decode() == usual(*FERRITIN)


def test_several_messages_are_read_in_their_order() -> None:
    """Each with its own number, place and bytes; line ends between segments are no part of them."""
    data = interchange(*(usual(*FERRITIN, number=str(number)) for number in (1, 2, 3))).replace(
        b"'UNH", b"'\r\n\r\nUNH"
    )
    found = read(data)
    assert ["77/1", "77/2", "77/3"] == [one.control_id for one in found if isinstance(one, IncomingMessage)]
    places = [one.place for one in found if isinstance(one, IncomingMessage)]
    assert ["message 1, line 3", "message 2, line 5", "message 3, line 7"] == places


def test_two_interchanges_in_one_file_keep_their_senders() -> None:
    """A laboratory link may write one after the other into a file."""
    other = WHOLE.replace(b"900000000000001", b"900000000000009")
    found = read(WHOLE + b"\r\n" + other)
    systems = [one.source_system for one in found if isinstance(one, IncomingMessage)]
    assert ["edifact|900000000000001", "edifact|900000000000009"] == systems


def test_functional_groups_are_counted_by_the_end_of_the_file() -> None:
    """With UNG around messages, UNZ counts the groups."""
    group = f"UNG+MEDRPT'{usual(*FERRITIN)}{usual(*FERRITIN, number='2')}UNE+2+1'"
    assert len(read(f"{UNA}{UNB}{group}UNZ+1+77'".encode())) == 2


@pytest.mark.parametrize("cut", range(1, len(WHOLE) - 1, 7))
def test_every_cut_of_a_file_is_refused(cut: int) -> None:
    """A file that stopped short anywhere never reads as a shorter one; only its very last mark may be missing."""
    assert refusal(WHOLE[: len(WHOLE) - 1 - cut]).endswith(".")


def test_a_file_without_its_last_mark_is_whole() -> None:
    """Its counts and references say so."""
    assert read(WHOLE[:-1]) == read(WHOLE)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file holds no message."),
        (UNA.encode(), "The file holds no message."),
        (f"{UNA}{UNB}".encode(), "The file stops before its end (UNZ), so messages may be missing."),
        (WHOLE.replace(b"UNZ+1", b"UNZ+2"), "The file's end (UNZ) counts other messages than the 1 that came."),
        (WHOLE.replace(b"UNZ+1+77", b"UNZ+1+78"), "The file's end (UNZ) does not belong to its beginning (UNB)."),
        (WHOLE.replace(b"+1'UNZ", b"+2'UNZ"), "A message's end (UNT) does not belong to its beginning (UNH)."),
        (WHOLE.replace(b"UNH+1", b"UNH+1'UNH+1"), "A message begins (UNH) before the one before it has ended (UNT)."),
        (WHOLE + b"BGM+LSR'", "Something in the file stands outside its messages."),
        (WHOLE + usual(*FERRITIN).encode(), "A message stands outside the file's interchange (UNB to UNZ)."),
        (WHOLE + b"x" * 300_000, "The file holds something too long to be a segment of a message."),
        (b"UNA::.? 'UNH+1'", "The file's first line (UNA) names characters that cannot part its text."),
        (b"UNA:+.?Ax", "The file's first line (UNA) names characters that cannot part its text."),
        (WHOLE[: -len("UNZ+1+77'")] + UNB.encode(), "An interchange begins (UNB) before the one before it has ended."),
    ],
)
def test_what_cannot_be_split_is_refused_whole(data: bytes, sentence: str) -> None:
    """Each reason has one sentence."""
    assert sentence == refusal(data)


def test_a_file_longer_than_the_limit_is_refused() -> None:
    """Before it is read."""
    with pytest.raises(Unreadable, match="longer than"):
        open_edifact(BytesIO(WHOLE), limit_bytes=len(WHOLE) - 1)


def test_a_message_alone_is_read_and_named_after_its_laboratory() -> None:
    """Systems keep single messages without their interchange; the message's own end says that it is whole."""
    found = read_message(usual(*FERRITIN).encode()[:-1])
    assert ("edifact|ST EXAMPLE'S HOSPITAL", "15/EX000037K/1") == (found.source_system, found.control_id)
    assert found.remarks == ("The message came without its interchange; its sender is known only by name.",)


def test_two_messages_without_an_interchange_are_refused() -> None:
    """Nothing would say whether a third is missing."""
    assert refusal(usual(*FERRITIN).encode() * 2) == "A message stands outside the file's interchange (UNB to UNZ)."


def test_a_message_that_counts_more_segments_than_came_is_not_taken() -> None:
    """Something is missing, which may be a result; the messages around it are read."""
    short = message(*HEAD, *REPORT, *PERSON, number="2", counted=57)
    first, second, third = read(interchange(usual(*FERRITIN), short, usual(*FERRITIN, number="3")))
    assert isinstance(first, IncomingMessage)
    assert isinstance(third, IncomingMessage)
    assert isinstance(second, Unreadable)
    assert "it counts 57 segments, and 24 came" in second.message
    assert (second.where, second.resources) == ("message 2, line 1", 1)


def test_a_message_that_counts_fewer_segments_than_came_is_taken_with_a_remark() -> None:
    """Nothing is missing from it."""
    found = read_message(interchange(message(*HEAD, *REPORT, *PERSON, counted=3)))
    assert found.remarks == ("The message counts 3 segments, and 24 came.",)


def test_an_acknowledgement_brings_nothing() -> None:
    """It only says that another message has come."""
    found = read_message(interchange(message("BGM+1", kind="NHSACK:D:1:NH:NHS001")))
    assert (found.resources, found.reports) == (0, ())
    assert found.remarks == ("The message only answers another (NHSACK) and brings no results.",)


def test_a_message_of_another_kind_is_not_guessed_at() -> None:
    """A registration is no report, and says so."""
    (found,) = read(interchange(message(*PERSON, kind="FHSREG:0:1:FH:FHS001")))
    assert isinstance(found, Unreadable)
    assert "“FHSREG”" in found.message


@pytest.mark.parametrize(
    ("charset", "text", "encoding"),
    [
        ("UNOC", "Zoë Müller µmol", "latin-1"),
        ("UNOA", "Zoë – €", "cp1252"),
        ("UNOY", "Łukasz ≥", "utf-8"),
        ("UNOD", "Łukasz", "iso8859-2"),
    ],
)
def test_text_is_read_in_the_declared_character_set(charset: str, text: str, encoding: str) -> None:
    """Latin-1 with letters that only Windows has was written on Windows."""
    whole = f"{UNA}{UNB}{usual(*FERRITIN)}UNZ+1+77'".replace("UNOC", charset).replace("FO:ANN", f"FO:{text}")
    assert read_message(whole.encode(encoding)).reports[0].person.given == f"{text} B"


@pytest.mark.parametrize("charset", ["UNOX", "UNOY"])
def test_text_that_cannot_be_decoded_is_not_taken(charset: str) -> None:
    """Neither a set that is not known, nor bytes that are not in it."""
    data = WHOLE.replace(b"UNOC", charset.encode()).replace(b"FO:ANN", b"FO:\xe9\xe9")
    (found,) = read(data)
    assert isinstance(found, Unreadable)
    assert "character set" in found.message


def test_other_service_characters_are_taken_from_the_first_line() -> None:
    """A sender may part with what it likes."""
    swap = str.maketrans({":": "|", "+": "^", "'": "~", "?": "\\"})
    # An apostrophe parts nothing there, and is not released.
    found = read_message(WHOLE.decode().translate(swap).replace("\\~", "'").encode())
    assert read_message(WHOLE).reports == found.reports


def test_a_first_line_without_its_spare_character_is_read() -> None:
    """One sender in the real-shaped files leaves it out."""
    assert read_message(WHOLE.replace(b"UNA:+.? '", b"UNA:+.?'")).reports == read_message(WHOLE).reports


def test_memory_stays_flat_in_a_long_file(tmp_path: Path) -> None:
    """Six times as many messages take no more than their offsets more."""
    peaks = []
    for many in (100, 600):
        path = tmp_path / f"{many}.edi"
        path.write_bytes(interchange(*(usual(*FERRITIN, number=str(number)) for number in range(many))))
        with path.open("rb") as file:
            tracemalloc.start()
            assert sum(1 for _ in open_edifact(file, limit_bytes=LIMIT)) == many
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000
