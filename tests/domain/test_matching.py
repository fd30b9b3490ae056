"""Whose report it is: for certain or nobody's, and who it may be."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hoc_tui.domain.identifiers import check_digit
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.matching import (
    NAME_ALONE,
    NO_NUMBER,
    NOBODY,
    NOT_THEM,
    NOT_VALID,
    SEVERAL,
    judge_match,
    likely,
    names_agree,
)
from hoc_tui.domain.vocabulary import Registration

NUMBER = "9434765919"
BORN = date(1951, 3, 4)


def here(**details: object) -> FoundPerson:
    """Mrs Jackson as the record has her, unless said otherwise."""
    usual: dict[str, object] = {
        "person_id": UUID(int=1),
        "family": "Jackson",
        "given": "Margaret",
        "title": "Mrs",
        "preferred": "Maggie",
        "born": BORN,
        "nhs_number": "943 476 5919",
    }
    return FoundPerson.model_validate(usual | details)


def sent(**details: object) -> IncomingPerson:
    """Mrs Jackson as a laboratory names her, unless said otherwise."""
    usual: dict[str, object] = {"source_id": "", "family": "JACKSON", "given": "MARGARET", "born": BORN}
    return IncomingPerson.model_validate(usual | {"nhs_number": NUMBER} | details)


@pytest.mark.parametrize(
    "who",
    [
        sent(),
        sent(born=None),
        sent(born=date(1951, 4, 3)),
        sent(family="SMITH", given=""),
        sent(nhs_number="943-476-5919", given="Maggie", born=None),
    ],
)
def test_a_valid_number_with_birth_or_name_agreeing_is_certain(who: IncomingPerson) -> None:
    """Either is enough; neither is needed where the other is there."""
    assert UUID(int=1) == judge_match(who, [here()]).person_id


@pytest.mark.parametrize(
    ("who", "candidates", "reason"),
    [
        (sent(nhs_number=""), [here()], NO_NUMBER),
        (sent(nhs_number="1234567890"), [here(nhs_number="1234567890")], NOT_VALID),
        (sent(nhs_number="9999999999"), [here(nhs_number="9999999999")], NOT_VALID),
        (sent(), [], NOBODY),
        (sent(nhs_number="9990000018"), [here()], NOBODY),
        (sent(family="Smith", born=date(1990, 1, 1)), [here()], NOT_THEM),
        (sent(given="M", born=None), [here()], NAME_ALONE),
        (sent(given="", born=None), [here()], NAME_ALONE),
        (sent(), [here(), here(person_id=UUID(int=2))], SEVERAL),
        (sent(), [here(), here(person_id=UUID(int=2), family="Smith", born=None)], SEVERAL),
    ],
)
def test_anything_less_is_nobody_and_says_why(who: IncomingPerson, candidates: list[FoundPerson], reason: str) -> None:
    """No number, one that is not valid, nobody, several, or somebody with whom nothing else agrees (hazard H01)."""
    judged = judge_match(who, candidates)
    assert (None, reason) == (judged.person_id, judged.reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("O'KEEFE", "SIOBHAN"), ("O’Keefe", "Siobhán")),
        (("OKEEFE", "Siobhan"), ("O'Keefe", "Siobhán")),
        (("SMITH JONES", "ANNE MARIE"), ("Smith-Jones", "Anne-Marie")),
        (("VAN DER BERG", "ZOE"), ("van-der-Berg", "Zoë")),
        (("MUELLER", "Jurgen"), ("Mueller", "Jürgen")),
        (("Jackson", "Anne"), ("Jackson", "Anne-Marie Louise")),
        (("Margaret", "Jackson"), ("Jackson", "Margaret")),
        (("", "Sukarno"), ("Sukarno", "")),
    ],
)
def test_hyphens_spaces_accents_and_apostrophes_part_no_two_names(one: tuple[str, str], other: tuple[str, str]) -> None:
    """The same name however it is written."""
    assert names_agree(sent(family=one[0], given=one[1]), here(family=other[0], given=other[1], preferred=""))


@pytest.mark.parametrize(
    ("family", "given"),
    [("Jackson", "M"), ("Jackson", ""), ("Jackson", "Mary"), ("Jacksen", "Margaret"), ("", ""), ("Jackson", "Ann")],
)
def test_another_name_never_agrees(family: str, given: str) -> None:
    """Nor does an initial or a family name alone."""
    assert not names_agree(sent(family=family, given=given), here(given="Margaret Annabel", preferred=""))


@pytest.mark.parametrize(
    ("person", "who", "words"),
    [
        (here(registration=Registration.DIED), sent(), "died"),
        (here(registration=Registration.LEFT), sent(), "left the practice"),
        (here(), sent(family="Smith"), "The name"),
        (here(), sent(born=date(1951, 4, 3)), "The date of birth"),
    ],
)
def test_what_is_odd_about_somebody_found_is_remarked(person: FoundPerson, who: IncomingPerson, words: str) -> None:
    """Results of somebody who has died or left still come into their record."""
    judged = judge_match(who, [person])
    assert person.person_id == judged.person_id
    assert any(words in remark for remark in judged.remarks)


NAMES = st.text(alphabet="aeimnrst ÉÜ'-", min_size=0, max_size=12)
DATES = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(1900, 1, 9)))


def _valid() -> st.SearchStrategy[str]:
    numbers = st.integers(0, 999_999_999).map("{:09d}".format)
    return numbers.filter(lambda nine: check_digit(nine) is not None).map(lambda nine: f"{nine}{check_digit(nine)}")


@given(NAMES, NAMES, DATES, NAMES, NAMES, DATES, _valid(), st.booleans())
def test_nobody_with_another_birth_and_another_name_is_ever_matched(
    family: str, given: str, born: date | None, other: str, other_given: str, other_born: date | None,
    number: str, invalid: bool,
) -> None:  # fmt: skip
    """Whatever number leads to them (hazard H01)."""
    who = sent(family=family, given=given, born=born, nhs_number=number[:9] + "x" if invalid else number)
    person = here(family=other, given=other_given, preferred="", born=other_born, nhs_number=number)
    assume(born is None or born != other_born)
    assume(not names_agree(who, person))
    assert judge_match(who, [person]).person_id is None


@given(NAMES, NAMES, DATES, _valid(), _valid())
def test_nobody_is_ever_matched_without_their_own_valid_number(
    family: str, given: str, born: date | None, number: str, other: str
) -> None:
    """Name and date of birth alone are for people to judge."""
    assume(number != other)
    who = sent(family=family, given=given, born=born, nhs_number=other)
    person = here(family=family, given=given, born=born, nhs_number=number)
    assert judge_match(who, [person]).person_id is None


def test_likely_people_come_likeliest_first_with_what_agrees_and_what_does_not() -> None:
    """Each says why; somebody with whom nothing agrees is left out."""
    candidates = [
        here(person_id=UUID(int=3), family="Smith", given="Jane", born=date(1990, 1, 1), nhs_number=""),
        here(person_id=UUID(int=2), given="Margret", born=date(1957, 4, 3), nhs_number="9990000018", preferred=""),
        here(registration=Registration.DIED),
        here(),
    ]
    found = likely(sent(), candidates[:3])
    assert [UUID(int=1), UUID(int=2)] == [one.person.person_id for one in found]
    assert ("the same NHS number", "the same date of birth", "the same name") == found[0].why
    assert ("has died",) == found[0].against
    assert ("a similar name",) == found[1].why
    assert ("another NHS number", "another date of birth") == found[1].against
