"""Names: folded for finding, compared for likeness, shown as the NHS shows them."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoc_tui.domain.names import display_name, fold, found_by, key_range, name_keys, similar
from tests.domain.hostile import any_text

names = st.text(st.one_of(st.characters(), st.sampled_from("abcöéß'- \u2019")), max_size=12)


@pytest.mark.parametrize(
    "text", ["O'Keefe", "o keefe", "okeefe", "O\u2019KEEFE", "O\u02bcKeefe", "O`Keefe", "o-keefe", "Ó Keefe"]
)
def test_every_way_to_write_okeefe_folds_to_one(text: str) -> None:
    """Apostrophes of every kind, spaces, hyphens, accents and capitals do not matter."""
    assert fold(text) == "okeefe"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("Weiß", "weiss"),
        ("Æsa Øster", "aesaoster"),
        ("Łukasz Đorđe", "lukaszdorde"),
        ("Þóra", "thora"),
        ("İlkay Yılmaz", "ilkayyilmaz"),
        ("Nguyễn", "nguyen"),
        ("St. John", "stjohn"),
        ("Abbott774", "abbott774"),
        ("محمّد", "محمد"),
        ("ﬁona", "fiona"),
        ("हिनी", "हिनी"),
    ],
)
def test_letters_of_many_languages_fold_to_what_is_typed_for_them(text: str, folded: str) -> None:
    """Letters that Unicode does not take apart are spelled out; vowel signs that are letters stay."""
    assert fold(text) == folded


@given(any_text)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """A key is its own key."""
    assert fold(fold(text)) == fold(text)


def test_folding_twice_changes_nothing_more_for_any_character() -> None:
    """No single character that Unicode takes apart or makes small folds to something that folds further."""
    every = map(chr, (*range(0xD800), *range(0xE000, 0x30000)))
    changing = [one for one in every if unicodedata.decomposition(one) or one.casefold() != one]
    assert [one for one in changing if fold(fold(one)) != fold(one)] == []


@pytest.mark.parametrize(
    ("typed", "family", "given_name", "preferred"),
    [
        ("jack", "Jackson", "Margaret", ""),
        ("marg jack", "Jackson", "Margaret", ""),
        ("jackson marg", "Jackson", "Margaret", ""),
        ("JACKSON, M", "Jackson", "Margaret", ""),
        ("margaret jackson", "Jackson", "Margaret Ann", ""),
        ("ann j", "Jackson", "Margaret Ann", ""),
        ("maggie jack", "Jackson", "Margaret", "Maggie"),
        ("jackson maggie", "Jackson", "Margaret", "Maggie"),
        ("vander", "van der Berg", "Anna", ""),
        ("der b", "van der Berg", "Anna", ""),
        ("berg", "van der Berg", "Anna", ""),
        ("o keefe", "O'Keefe", "Siobhán", ""),
        ("okee", "O'Keefe", "Siobhán", ""),
        ("keefe", "O'Keefe", "Siobhán", ""),
        ("siobhan", "O'Keefe", "Siobhán", ""),
        ("jones", "Smith-Jones", "Al", ""),
        ("smithj", "Smith-Jones", "Al", ""),
    ],
)
def test_a_person_is_found_from_any_word_of_the_name(typed: str, family: str, given_name: str, preferred: str) -> None:
    """By the start of any word, of the rest of the name from there, or of several words in any order."""
    assert found_by(name_keys(family, given_name, preferred), typed)


@pytest.mark.parametrize("typed", ["ackson", "son", "margaretx", "", " - ", "jack smith"])
def test_what_starts_no_word_finds_nobody(typed: str) -> None:
    """The middle of a word, nothing at all, and a word of somebody else's name do not match."""
    assert not found_by(name_keys("Jackson", "Margaret"), typed)


def test_keys_are_few_and_in_order() -> None:
    """One key for each place to start, without those that another key starts with."""
    assert name_keys("Jackson", "Margaret Ann") == ("annjackson", "jacksonmargaretann", "margaretannjackson")
    assert name_keys("", "") == ()
    assert name_keys("Ng", "") == ("ng",)


@given(names, names, st.integers(0, 12))
def test_every_start_of_either_name_finds_the_person(family: str, given_name: str, length: int) -> None:
    """However much of it has been typed, family first or given first."""
    keys = name_keys(family, given_name)
    for typed in (f"{family} {given_name}"[:length], f"{given_name} {family}"[:length]):
        assert found_by(keys, typed) == bool(fold(typed))


@given(names, names, names)
def test_keys_are_folded_and_none_starts_another(family: str, given_name: str, preferred: str) -> None:
    """Each key can be found by itself, so none is stored for nothing."""
    keys = name_keys(family, given_name, preferred)
    assert all(fold(key) == key for key in keys)
    assert not [(a, b) for a in keys for b in keys if a != b and b.startswith(a)]


@given(any_text.map(fold), any_text.map(fold))
def test_a_range_holds_exactly_the_keys_with_the_prefix(prefix: str, key: str) -> None:
    """In the order of code points, which is the order of both databases' indexes."""
    for candidate in (key, prefix + key, prefix[:-1] + key):
        low, high = key_range(prefix)
        assert (low <= candidate < high) == candidate.startswith(prefix)
        low_bytes, high_bytes, candidate_bytes = low.encode(), high.encode(), candidate.encode()
        assert (low_bytes <= candidate_bytes < high_bytes) == candidate.startswith(prefix)


@pytest.mark.parametrize(
    ("prefix", "high"),
    [("jack", "jacl"), ("", "\U0010ffff"), ("a\ud7ff", "a\ue000"), ("a\U0010ffff", "b"), ("\U0010ffff", "\U0010ffff")],
)
def test_the_end_of_a_range_is_always_text_that_a_database_stores(prefix: str, high: str) -> None:
    """The last character steps over the halves of pairs, and over the last code point of all."""
    assert key_range(prefix)[1] == high


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jackson", "Margaret"), ("JACKSON", "Maureen")),
        (("Jackson", "Margaret"), ("Jackson", "Argaret")),
        (("Jackson", "Margaret"), ("Jackson", "")),
        (("Jackson", "Margaret"), ("Jackson", "Margaret")),
        (("Khan", "Ali"), ("Ali", "Khan")),
        (("O'Neill", "Ann"), ("Oneil", "Ann")),
        (("Smith", "Joan"), ("Smiht", "Joan")),
        (("Smyth", "Joan"), ("Smith", "Joan")),
    ],
)
def test_names_that_could_be_taken_for_each_other_are_similar(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Same family name and like given names, swapped names, or one slip between them; from either side."""
    assert (similar(one, other), similar(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jackson", "Margaret"), ("Jackson", "Peter")),
        (("Jackson", "Margaret"), ("Johnson", "Margaret")),
        (("Smith", "Joan"), ("Smtih", "Jona")),
    ],
)
def test_names_that_differ_enough_are_not_similar(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Another given name, another family name, or two slips tell people apart."""
    assert (similar(one, other), similar(other, one)) == (False, False)


@given(names, names, st.integers(0, 30), st.sampled_from("abz"))
def test_one_letter_more_is_always_similar(family: str, given_name: str, place: int, letter: str) -> None:
    """A letter slipped in anywhere, seen from either side."""
    slipped = family[:place] + letter + family[place:]
    assume(fold(slipped) == fold(family[:place]) + letter + fold(family[place:]))
    assert similar((family, given_name), (slipped, given_name))
    assert similar((slipped, given_name), (family, given_name))


@pytest.mark.parametrize(
    ("family", "given_name", "title", "shown"),
    [
        ("Jackson", "Margaret", "Mrs", "JACKSON, Margaret (Mrs)"),
        ("jackson", "margaret", "mrs.", "JACKSON, Margaret (Mrs)"),
        ("O'Keefe", "SIOBHÁN", "", "O'KEEFE, Siobhán"),
        ("McKenna", "DeShawn", "Dr", "MCKENNA, DeShawn (Dr)"),
        ("Ng", "", "", "NG"),
        ("", "Sukarno", "", "Sukarno"),
        ("", "", "Ms", "Not Known (Ms)"),
        ("", "", "", "Not Known"),
    ],
)
def test_names_are_shown_as_the_nhs_shows_them(family: str, given_name: str, title: str, shown: str) -> None:
    """Family name in capitals, given names capitalised, the title in brackets without a full stop, never a "?"."""
    assert display_name(family, given_name, title) == shown


@given(any_text, any_text, any_text)
def test_any_name_can_be_shown_and_compared(family: str, given_name: str, title: str) -> None:
    """No text stops a list from being drawn."""
    assert display_name(family, given_name, title)
    assert similar((family, given_name), (family, given_name))
