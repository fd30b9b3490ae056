"""Messages spoilt in every way: each is read whole, set aside in part, or refused in a sentence."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoc_tui.domain.incoming import Unreadable
from tests.domain.hostile import STEERING
from tests.interop.hl7v2.fuzzing import SEEDS, parts, read

pieces = st.one_of(
    st.binary(min_size=1, max_size=4),
    st.sampled_from(list("|^~\\&\r\n#0123456789<>=.-+")).map(str.encode),
    st.sampled_from(["OBX|", "PID|1|", "MSH|^~\\&|", "\rOBR|", "\rBTS|1", "\\X", "\\.br\\", '""', "||||", "\xa0µ"]).map(
        str.encode
    ),
    st.sampled_from(STEERING).map(lambda text: text.encode("utf-8", "replace")),
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A message with bytes dropped, doubled, put in or changed, segments or fields swapped, or its end lost."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 5))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 12))
        kind = draw(st.sampled_from(["drop", "double", "put in", "swap lines", "swap fields", "cut"]))
        match kind:
            case "drop":
                data = data[:at] + data[at + length :]
            case "double":
                data = data[: at + length] + data[at:]
            case "put in":
                data = data[:at] + draw(pieces) + data[at + length % 3 :]
            case "cut":
                data = data[:at] if draw(st.booleans()) else data
            case _:
                data = _swapped(data, b"\r" if kind == "swap lines" else b"|", at, draw(st.integers(0, len(data))))
    return data


def _swapped(data: bytes, between: bytes, one: int, other: int) -> bytes:
    parts = data.split(between)
    first, second = one % len(parts), other % len(parts)
    parts[first], parts[second] = parts[second], parts[first]
    return between.join(parts)


@settings(max_examples=300)
@given(spoilt())
def test_a_spoilt_message_is_read_set_aside_or_refused(data: bytes) -> None:
    """Nothing crashes, nothing disappears, and reading it again says the same."""
    first, again = read(data), read(data)
    assert [str(one) if isinstance(one, Unreadable) else one for one in first] == [
        str(one) if isinstance(one, Unreadable) else one for one in again
    ]


@given(st.binary(max_size=200))
@example(b"MSH|^~\\&")
@example(b"MSH|^~\\&|\r" * 3)
@example(b"MSH|\r")
@example(b"FHS|^~\\&\rFTS|99999999999999999999")
def test_bytes_of_any_sort_are_refused(data: bytes) -> None:
    """Not one of them ends in a crash."""
    assert all(isinstance(one, Unreadable) for one in read(data))


def test_no_lost_or_changed_byte_makes_a_result_disappear() -> None:
    """At every single place of a message: it is read with all of its parts, or not at all."""
    seed = SEEDS[0]
    whole = parts(seed)
    for at in range(len(seed)):
        (found,) = read(seed[:at] + (b"Q" if at % 2 else b"") + seed[at + 1 :])
        assert isinstance(found, Unreadable) or found.resources == whole
