"""JSON read so that nothing changes on the way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.text import CONTROLS
from hoc_tui.interop.json_text import Json, Number, as_sent, parse

numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | st.text(st.characters()) | numbers.map(Number),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("text", ["7.10", "7.100", "0.0", "-0", "1e5", "1.20E-3", "9" * 5000, "1e999999999"])
def test_a_number_keeps_its_own_digits(text: str) -> None:
    """Trailing zeros, exponents and lengths that no float holds come through as they were written."""
    assert parse(text.encode()) == Number(text)


@given(values)
def test_what_is_written_down_reads_back_the_same(value: Json) -> None:
    """A resource that is set aside can be read again from its one line, whatever was in it."""
    assert parse(as_sent(value).encode()) == value


@given(st.text(st.characters()))
def test_what_is_written_down_is_harmless(text: str) -> None:
    """Controls, direction marks and halves of pairs stand as escapes, fit for a terminal and a database."""
    written = as_sent(text)
    assert written.isprintable()
    assert written.translate(CONTROLS) == written
    assert written.encode()


@pytest.mark.parametrize(
    ("data", "message", "where"),
    [
        (b"", "The file is empty.", ""),
        (b"\xef\xbb\xbf \n", "The file is empty.", ""),
        (b"\xff\xfe{\x00}\x00", "The file is not text in UTF-8.", "byte 1"),
        (b'{"a": "caf\xe9"}', "The file is not text in UTF-8.", "byte 11"),
        (b'{"a": [1, 2', "The file ends too early; it seems to have been cut off.", "line 1, column 12"),
        (b'{"a":\n "cut', "The file ends too early; it seems to have been cut off.", "line 2, column 2"),
        (b'{"a": 1} {"b": 2}', "The file goes on after its end; one file may hold one bundle.", "line 1, column 10"),
        (b"a,b,c", "The file is not JSON.", "line 1, column 1"),
        (b'{"a": "tab\there"}', "The file is not JSON.", "line 1, column 11"),
        (b'{"a": NaN}', "The file holds “NaN” in the place of a number.", ""),
        (b'{"a": -Infinity}', "The file holds “-Infinity” in the place of a number.", ""),
    ],
)
def test_what_is_no_json_is_refused_in_a_sentence(data: bytes, message: str, where: str) -> None:
    """Each way of not being JSON has its own sentence and place, and none shows the parser's words."""
    with pytest.raises(Unreadable) as refusal:
        parse(data)
    assert (message, where) == (refusal.value.message, refusal.value.where)


def test_a_field_that_stands_twice_is_refused() -> None:
    """Readers differ in which of the two they take, so neither is, and the loss is counted."""
    with pytest.raises(Unreadable) as refusal:
        parse(b'{"entry": [{"status": "final", "status": "cancelled"}, {}]}')
    assert (refusal.value.where, refusal.value.resources) == ('field "status"', 2)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_file_nested_without_end_is_refused(opening: bytes) -> None:
    """A hundred thousand brackets end in a sentence."""
    with pytest.raises(Unreadable, match="nested too deeply"):
        parse(opening * 100_000)


def test_a_byte_order_mark_does_no_harm() -> None:
    """Windows puts one before UTF-8."""
    assert parse(b'\xef\xbb\xbf{"a": "\xc3\xa9"}') == json.loads('{"a": "é"}')
