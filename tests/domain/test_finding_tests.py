"""Finding a test by plain words: beginnings of words alone, the test's own name first."""

from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.tests import GROUPS
from hoc_tui.domain.finding_tests import FoundTest, fitting, words_of

TESTS = [FoundTest(key="", name=one.name, words=words_of(one, GROUPS)) for one in usual_catalogue().tests]


def names(typed: str) -> list[str]:
    """What is found, in its order."""
    return [one.name for one in fitting(typed, TESTS)]


def test_the_words_people_use_lead_to_the_test() -> None:
    """By other plain words and by body story, whatever the case, the accents and the order of the words."""
    assert any("sugar" in name for name in names("sugar"))
    assert any("eGFR" in name for name in names("KIDNEY"))
    assert any("albumin" in name for name in names("wee"))
    assert names("pressure blood") == names("blood pressure")
    assert names("súgar") == names("sugar")


def test_only_beginnings_count() -> None:
    """The middle of a word finds nothing: "gar" is no sugar."""
    assert [] == names("ugar")


@given(typed=st.text(ascii_lowercase, min_size=1, max_size=8))
def test_every_letter_more_finds_no_more(typed: str) -> None:
    """Typing on narrows what was found, and blank shows everything."""
    assert set(names(typed)) <= set(names(typed[:-1]))
    assert len(TESTS) == len(names(" "))


@given(place=st.integers(0, len(TESTS) - 1))
def test_every_test_is_found_by_its_own_name(place: int) -> None:
    """Whoever types a name in full finds that test."""
    assert TESTS[place].name in names(TESTS[place].name)
