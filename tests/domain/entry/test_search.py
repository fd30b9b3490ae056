"""What was typed into Find."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.entry.search import ByBirth, ByName, ByNumber, Unfinished, read_search
from hoc_tui.domain.names import fold, found_by, name_keys
from tests.domain.hostile import any_text, entry_like

TODAY = date(2026, 11, 20)
BORN = date(1951, 3, 4)


@pytest.mark.parametrize(
    ("typed", "prefix", "words", "born"),
    [
        ("jack", "jack", ("jack",), None),
        ("O'Keefe", "okeefe", ("o", "keefe"), None),
        ("marg jack", "margjack", ("marg", "jack"), None),
        ("Abbott774 Marg", "abbott774marg", ("abbott774", "marg"), None),
        ("jackson 4/3/51", "jackson", ("jackson",), BORN),
        ("Jackson, M 4 Mar 1951", "jacksonm", ("jackson", "m"), BORN),
        ("jackson 4/3", "jackson", ("jackson",), None),
        ("- 4 smith", "4smith", ("4", "smith"), None),
    ],
)
def test_letters_are_a_name(typed: str, prefix: str, words: tuple[str, ...], born: date | None) -> None:
    """A date of birth after the name counts as soon as it is whole."""
    search = read_search(typed, TODAY)
    assert isinstance(search, ByName)
    assert (search.prefix, search.words, search.born) == (prefix, words, born)


@pytest.mark.parametrize("typed", ["4/3/51", "4 Mar 1951", "4-3-51", "1951-03-04", "born 4/3/51"])
def test_a_whole_date_is_a_date_of_birth(typed: str) -> None:
    """In any usual format."""
    search = read_search(typed, TODAY)
    assert isinstance(search, ByBirth)
    assert (search.born, search.number_prefix) == (BORN, "")


@pytest.mark.parametrize("typed", ["040351", "04031951"])
def test_bare_digits_can_be_a_date_and_the_start_of_a_number(typed: str) -> None:
    """Both are searched, and said."""
    search = read_search(typed, TODAY)
    assert isinstance(search, ByBirth)
    assert (search.born, search.number_prefix) == (BORN, typed)


@pytest.mark.parametrize(
    ("typed", "digits", "complete", "valid"),
    [
        ("943 476 5919", "9434765919", True, True),
        ("9434765919", "9434765919", True, True),
        ("943-476-5919", "9434765919", True, True),
        ("943 47", "94347", False, False),
        ("1234567890", "1234567890", True, False),
        ("123456789012", "123456789012", False, False),
    ],
)
def test_digits_are_an_nhs_number_or_its_start(typed: str, digits: str, complete: bool, valid: bool) -> None:
    """With spaces or without; one that fails is searched all the same and says so."""
    search = read_search(typed, TODAY)
    assert isinstance(search, ByNumber)
    assert (search.digits, search.complete, search.valid) == (digits, complete, valid)
    assert ("number not valid" in search.said_back) == (len(digits) >= 10 and not valid)


@pytest.mark.parametrize("typed", ["", " ", "-", "94", "4/3", "12 Dec", "75"])
def test_what_is_not_whole_yet_is_unfinished(typed: str) -> None:
    """Nothing is searched, and what may be typed is said."""
    search = read_search(typed, TODAY)
    assert isinstance(search, Unfinished)
    assert search.said_back


letters = st.characters(categories=("Lu", "Ll", "Lo"))
names = st.text(st.one_of(letters, st.sampled_from("abcö'- ")), max_size=10)


@given(names, names, st.integers(1, 20))
def test_every_key_typed_of_a_name_finds_the_person(family: str, given_name: str, length: int) -> None:
    """What the search asks the database for is what finds the person."""
    typed = f"{family} {given_name}"[:length]
    search = read_search(typed, TODAY)
    if isinstance(search, ByName):
        assert found_by(name_keys(family, given_name), typed)
        assert search.prefix == fold(typed)
    else:
        assert isinstance(search, Unfinished)


@given(st.one_of(any_text, entry_like))
def test_any_text_can_stand_in_the_box(text: str) -> None:
    """Find reads at each key, so no text makes it stumble, and no search is for everybody."""
    search = read_search(text, TODAY)
    assert not isinstance(search, ByName) or (search.prefix and all(search.words))
