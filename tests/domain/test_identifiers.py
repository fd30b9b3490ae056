"""NHS numbers, valid or not, and row ids."""

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoc_tui.domain.identifiers import NhsNumber, check_digit, uuid7
from hoc_tui.domain.text import is_harmless
from tests.domain.hostile import any_text

nine_digits = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize("text", ["943 476 5919", "9434765919", "943-476-5919", " 944 930 5552 ", "999 000 0018"])
def test_real_numbers_are_valid_however_they_are_spaced(text: str) -> None:
    """Published and computed test numbers pass, with the punctuation people paste."""
    assert NhsNumber.parse(text).valid


@pytest.mark.parametrize(
    "text",
    [
        "129 728 7652",
        "1234567890",
        "999 999 9999",
        "0000000000",
        "943476591",
        "94347659190",
        "943476591X",
        "",
        "９４３４７６５９１９",
        "٩٤٣٤٧٦٥٩١٩",
        "temporary",
        "943 476 5918",
    ],
)
def test_numbers_that_fail_are_kept_and_not_valid(text: str) -> None:
    """Wrong check digits, one digit ten times, other scripts' digits and old formats are held as sent."""
    number = NhsNumber.parse(text)
    assert not number.valid
    assert number.display == number.as_sent
    assert number.note == "number not valid"


def test_a_number_is_shown_in_threes_and_four() -> None:
    """The NHS form is 3 3 4 with single spaces; a failing number says so in words."""
    assert str(NhsNumber.parse("943-4765919")) == "943 476 5919"
    assert str(NhsNumber.parse("1234567890")) == "1234567890 (number not valid)"


@given(nine_digits)
def test_the_check_digit_makes_a_number_valid(nine: str) -> None:
    """Nine digits have one valid tenth digit, or none when the sum leaves ten."""
    assume(len(set(nine)) > 1)
    right = check_digit(nine)
    valid = [digit for digit in range(10) if NhsNumber.parse(f"{nine}{digit}").valid]
    assert valid == ([] if right is None else [right])


@given(nine_digits, st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_caught(nine: str, place: int, digit: int) -> None:
    """Modulus 11 catches every single slip of the finger."""
    right = check_digit(nine)
    assume(right is not None and len(set(nine)) > 1)
    whole = f"{nine}{right}"
    slipped = f"{whole[:place]}{digit}{whole[place + 1 :]}"
    assert NhsNumber.parse(slipped).valid == (slipped == whole)


@given(any_text)
def test_any_text_can_be_held(text: str) -> None:
    """A record is never lost for its number, and the number it came with is harmless to show."""
    number = NhsNumber.parse(text)
    assert is_harmless(str(number))
    assert number.valid <= bool(number.digits)


@given(st.integers(0, 2**48 - 1), st.integers(min_value=0))
def test_ids_are_version_7_and_hold_their_time(unix_ms: int, randomness: int) -> None:
    """The first 48 bits are the milliseconds, so ids of different times sort by time."""
    made = uuid7(unix_ms, randomness)
    assert (made.version, made.variant, made.int >> 80) == (7, "specified in RFC 4122", unix_ms)


def test_an_id_keeps_all_its_randomness() -> None:
    """The 74 random bits fill everything but time, version and variant."""
    assert uuid7(0x017F22E279B0, 0xCC3 << 62 | 0x18C4DC0C0C07398F) == UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")


def test_a_time_that_does_not_fit_is_refused() -> None:
    """A clock in microseconds is a mistake of the program and is not hidden."""
    with pytest.raises(ValueError, match="outside the time"):
        uuid7(2**48, 0)
