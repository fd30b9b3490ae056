"""EDIFACT spoilt in every way: a file is read, in part set aside, or refused in a sentence."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.text import is_harmless
from tests.interop.fuzzing import SEEDS, case_of, try_any, try_edifact

numbers = st.integers(0, 2**64)


@settings(max_examples=300)
@given(numbers)
def test_spoilt_edifact_is_read_set_aside_or_refused(number: int) -> None:
    """Nothing crashes, nothing disappears, and the same bytes always read the same."""
    data = case_of(SEEDS["edifact"], number)
    found = try_edifact(data)
    again = try_edifact(data)
    if isinstance(found, list) and isinstance(again, list):
        assert [str(one) for one in found] == [str(one) for one in again]
        assert [_unharmless(one) for one in found if isinstance(one, IncomingMessage)] == [[]] * _read(found)


def _read(found: list[IncomingMessage | Unreadable]) -> int:
    return sum(isinstance(one, IncomingMessage) for one in found)


def _unharmless(message: IncomingMessage) -> list[str]:
    texts = _texts(message.model_dump(mode="json", exclude={"raw"}))
    return [text for text in texts if not is_harmless(text)]


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


@given(st.binary(max_size=300))
@example(b"UNA:+.? '")
@example(b"UNB'UNZ'")
@example(b"UNH'UNT'")
@example(b"UNB+UNOC:3+1+2+3+4'UNH+1+MEDRPT'UNT+2+1'UNZ+1+4'")
def test_bytes_of_any_sort_are_read_or_refused(data: bytes) -> None:
    """Not one of them ends in a crash, as EDIFACT or as whatever they seem to be."""
    try_edifact(data)
    try_any(data)


@given(st.lists(st.sampled_from(SEEDS["edifact"][0].split(b"'")), max_size=40))
def test_segments_in_any_order_lose_no_test(segments: list[bytes]) -> None:
    """Groups may be torn apart; each test that is named has a place."""
    kept = [one for one in segments if one.strip() and not one.startswith((b"UN", b"PNA")) and b"?" not in one]
    body = b"".join(one + b"'" for one in (b"UNH+1+MEDRPT", b"S07+07", b"PNA+PAT+9999999484:OPI+++SU:X", *kept))
    head = b"UNA:+.? 'UNB+UNOC:3+1:80+2:80+260112:1751+77'"
    found = try_edifact(head + body + b"UNT+%d+1'UNZ+1+77'" % (len(kept) + 4))
    assert isinstance(found, list)
    # A second report without a person is about nobody.
    assert isinstance(found[0], Unreadable if b"S02+02" in kept else IncomingMessage)


def test_a_single_byte_lost_is_noticed_or_harmless() -> None:
    """Every third of them, through a whole file."""
    data = SEEDS["edifact"][0]
    for at in range(0, len(data), 3):
        try_edifact(data[:at] + data[at + 1 :])
