import pytest

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.flaws import codes_of
from hoc_tui.content.tests import GROUPS, TestWords, group_of, words_for
from hoc_tui.domain.catalogue import LOINC, READ_V2, SNOMED, ConditionGroup
from hoc_tui.domain.results import Code

EVERY_TEST = usual_catalogue().tests


def _loinc_holds(code: str) -> bool:
    """LOINC's Mod 10 check digit: double every other digit from the right, sum the digits."""
    body, check = code.split("-")
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    total = sum(sum(map(int, str(number))) for number in doubled)
    return (10 - total % 10) % 10 == int(check)


_D5 = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678"]
_D5 += ["5987604321", "6598710432", "7659821043", "8765932104", "9876543210"]
_PERMUTED = [
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
]


def _verhoeff_holds(code: str) -> bool:
    """SNOMED CT's Verhoeff check digit (dihedral group D5)."""
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = int(_D5[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0


@pytest.mark.parametrize("test", EVERY_TEST, ids=lambda test: test.id)
def test_every_code_passes_its_check_digit(test: TestWords) -> None:
    """A typing slip in a code would put the wrong sentence beside a result."""
    assert all(_loinc_holds(code) for code in (*test.loinc, *test.group_only) if "-" in code)
    assert all(_verhoeff_holds(code) for code in (*test.snomed, *test.group_only) if "-" not in code)


@pytest.mark.parametrize("group", usual_catalogue().conditions, ids=lambda group: group.id)
def test_every_code_of_a_condition_passes_its_check_digit(group: ConditionGroup) -> None:
    """A typing slip would make somebody's tests due for another condition."""
    assert all(_verhoeff_holds(code) for code in group.snomed)


def test_check_digits_do_catch_a_slip() -> None:
    """The two rules refuse a code with one digit changed."""
    assert not _loinc_holds("59261-7")
    assert not _verhoeff_holds("999791000000107")


def test_no_code_belongs_to_two_tests() -> None:
    """One code, one meaning."""
    codes = [code for test in EVERY_TEST for code in codes_of(test)]
    assert len(set(codes)) == len(codes)


def test_every_test_has_a_known_body_story_and_a_sentence() -> None:
    """Nothing is filed under a group that has no title."""
    assert {test.group for test in EVERY_TEST} <= set(GROUPS)
    assert all(test.sentence.endswith(".") for test in EVERY_TEST)


def test_a_test_is_found_by_its_code_and_never_by_its_name() -> None:
    """A name decides nothing: "acr" stands inside "acrocyanosis"."""
    known = words_for([Code(system=SNOMED, code="1023491000000104")])
    assert known is not None
    assert known.id == "acr"
    assert words_for([Code(system=LOINC, code="0000-0", display="HbA1c")]) is None


def test_a_loinc_code_is_not_taken_for_a_snomed_code() -> None:
    """The system belongs to the code."""
    assert words_for([Code(system=LOINC, code="999791000000106")]) is None


def test_an_unknown_test_is_filed_under_other_tests() -> None:
    """What we do not know is shown all the same."""
    assert group_of([]) == "other"


def test_a_code_from_general_knowledge_brings_the_group_and_never_the_sentence() -> None:
    """What nobody has read in a source must not explain a result to a person."""
    code = Code(system=LOINC, code="62238-1")
    assert group_of([code]) == "kidneys"
    assert words_for([code]) is None


def test_the_code_of_one_foot_is_filed_and_shares_no_series_with_the_other() -> None:
    """Left and right are two answers: they stand under their body story, each by its own name."""
    code = Code(system=SNOMED, code="394676004")
    assert group_of([code]) == "eyes-feet"
    assert words_for([code]) is None


def test_a_read_code_brings_the_words_whatever_its_length() -> None:
    """A laboratory writes "42R4.", a GP record "42R4.00": both are ferritin."""
    found = [words_for([Code(system=READ_V2, code=code)]) for code in ("42R4.", "42R4.00")]
    assert ["ferr", "ferr"] == [words.id for words in found if words]


def test_codes_of_two_tests_bring_no_words_and_the_first_ones_body_story() -> None:
    """Words for the wrong test would be worse than none; the result still has a place."""
    codes = [Code(system=SNOMED, code="1000651000000109"), Code(system=LOINC, code="3016-3")]
    assert words_for(codes) is None
    assert group_of(codes) == "kidneys"
