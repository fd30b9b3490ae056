"""Bytes from the keyboard, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste

from hoc_tui.terminal_driver import Keyboard

PIECES = st.lists(
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [b"\x1b", b"\x1b[", b"\x1b[A", b"\x1b[99999999999999u", b"\x1b[200~", b"\x1b[201~", b"\x1b[<0;1;1M"]
        ),
        st.sampled_from([b"\x1b[1;-1u", b"\x1b[;;;u", b"\x1b]52;c;eA==\x07", b"\x1b[?2026;1$y", b"\x1b[48;24;80;0;0t"]),
        st.text(max_size=4).map(str.encode),
    )
)


def typed(keyboard: Keyboard, *pieces: bytes) -> str:
    """The characters that some bytes type."""
    messages = [message for piece in pieces for message in keyboard.feed(piece)]
    return "".join(message.character or "" for message in messages if isinstance(message, Key))


@given(PIECES)
def test_no_bytes_stop_the_keyboard(pieces: list[bytes]) -> None:
    """After any bytes at all, and the end of a paste they may have begun, typing goes on."""
    keyboard = Keyboard()
    for piece in pieces:
        keyboard.feed(piece)
    keyboard.feed(b"\x1b[201~ \x1b[201~    ")
    assert typed(keyboard, b"typed").endswith("typed")


def test_a_letter_may_arrive_in_two_pieces() -> None:
    """A letter of several bytes that the network splits is one letter."""
    assert typed(Keyboard(), b"caf\xc3", b"\xa9") == "café"


def test_a_byte_of_another_character_set_is_a_replacement_mark() -> None:
    """A latin-1 letter shows that something was typed, and costs nothing around it."""
    assert typed(Keyboard(), b"caf\xe9 noir") == "caf\ufffd noir"


def test_a_key_code_that_is_no_character_costs_itself_only() -> None:
    """A sequence that the parser cannot take leaves the words before and after it."""
    assert typed(Keyboard(), b"one \x1b[99999999999999u two") == "one  two"


def test_a_paste_is_one_message() -> None:
    """Bracketed text arrives whole, line ends included, however the network cuts it."""
    keyboard = Keyboard()
    messages = [*keyboard.feed(b"\x1b[200~one\r"), *keyboard.feed(b"two\x1b[2"), *keyboard.feed(b"01~")]
    assert [message.text for message in messages if isinstance(message, Paste)] == ["one\rtwo"]
