"""Find: the database's answer is the rule's answer, and an index gives it."""

import re
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, text, update

from hoc_tui.data.engine import writing_engine
from hoc_tui.data.find_read import mark_similar
from hoc_tui.data.rows import values_of
from hoc_tui.data.search_keys import LONGEST_KEY, stored_keys
from hoc_tui.data.tables import NameKeyRow, PersonRow, PracticeRow
from hoc_tui.domain.entry.search import ByName, read_search
from hoc_tui.domain.identifiers import check_digit
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.names import found_by, name_keys, similar
from hoc_tui.domain.people import Person, PersonDetails, Practice
from hoc_tui.domain.vocabulary import ItemKind, Registration, Role
from hoc_tui.services import lists, people
from hoc_tui.services.ports import Desk
from tests.support.desks import PRACTICE, Surgery, register
from tests.support.examples import examples
from tests.support.round_trips import counted

NAMES = st.sampled_from(
    ("Smith", "Smithson", "O'Keefe", "Okeefe", "van der Berg", "Müller", "Le", "Lê", "St John", "Ng", "Æsir", "ann")
) | st.text("aábnoO'- ", min_size=1, max_size=8).filter(str.strip)
TYPED = st.builds(" ".join, st.lists(NAMES.map(lambda name: name[:4]) | NAMES, min_size=1, max_size=3))
EVERYBODY = 10_000
"""More than anybody finds here, so that nobody is left out."""


def _family_names(found: object) -> list[str]:
    assert isinstance(found, (tuple, list))
    return [one.family for one in found]


@examples(12)
@given(
    named=st.lists(st.tuples(NAMES, NAMES, st.just("") | NAMES), min_size=1, max_size=8),
    typed=st.lists(TYPED, min_size=1, max_size=4),
)
def test_the_database_finds_whom_the_rule_finds(
    surgery: Surgery, named: list[tuple[str, str, str]], typed: list[str]
) -> None:
    """For any names and anything typed, the index leads to exactly the people that the pure rule names."""
    desk = surgery.desk(Role.RECEPTIONIST)
    with desk.writing() as work:
        for number, (family, given_name, preferred) in enumerate(named):
            details = PersonDetails(family=family, given=given_name, preferred=preferred)
            assert work.insert_person(people.person_from(desk, details, UUID(int=9_000 + number)))
        for words in typed:
            search = read_search(words, desk.today())
            if not isinstance(search, ByName):
                continue
            found = {one.person_id.int - 9_000 for one in work.find(PRACTICE.id, search, limit=EVERYBODY)}
            ruled = {at for at, name in enumerate(named) if found_by(name_keys(*name), words)}

            assert ruled == found, words
    surgery.close()


@pytest.mark.parametrize("typed", ["okeefe", "o keefe", "O'Keefe", "O’KEEFE", "keefe marg", "marg", "peg", "Peggy O'K"])
def test_one_name_however_it_is_written(surgery: Surgery, typed: str) -> None:
    """Apostrophes, spaces and capitals do not matter, nor which name comes first."""
    desk = surgery.desk()
    register(desk, "O'Keefe", "Margaret", preferred="Peggy")

    assert ["O'Keefe"] == _family_names(lists.find(desk, typed))


def test_by_date_of_birth_and_by_both(surgery: Surgery) -> None:
    """A date of birth alone, and a name with one after it."""
    desk = surgery.desk()
    register(desk, "Jackson", born=date(1951, 3, 4))
    register(desk, "Okafor", born=date(1951, 3, 4))
    register(desk, "Jackson", "Maureen", born=date(1960, 1, 1))

    assert ["Jackson", "Okafor"] == _family_names(lists.find(desk, "4/3/51"))
    assert [date(1951, 3, 4)] == [one.born for one in lists.find(desk, "jackson 4/3/51")]
    assert ["Margaret"] == [one.given for one in lists.find(desk, "m jackson 04 Mar 1951")]


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476", "943"])
def test_by_nhs_number_or_its_start(surgery: Surgery, typed: str) -> None:
    """With or without spaces, from three digits on."""
    desk = surgery.desk()
    register(desk, "Okafor", nhs_number="943 476 5919")
    register(desk, "Jackson")

    assert ["Okafor"] == _family_names(lists.find(desk, typed))


def test_a_number_that_fails_leads_to_nobody(surgery: Surgery) -> None:
    """It is kept and shown, and identifies nobody."""
    desk = surgery.desk()
    register(desk, nhs_number="1234567890")

    assert () == lists.find(desk, "1234567890")


def test_digits_may_be_a_birth_or_the_start_of_a_number(surgery: Surgery) -> None:
    """Eight digits are looked for as both, and nobody comes twice."""
    desk = surgery.desk()
    register(desk, "Born", born=date(1951, 3, 4))
    register(desk, "Numbered", nhs_number=_valid("04031951"), born=date(1960, 1, 1))
    register(desk, "Both", nhs_number=_valid("04031951", after=1), born=date(1951, 3, 4))

    assert {"Born", "Numbered", "Both"} == set(_family_names(lists.find(desk, "04031951")))
    assert 3 == len(lists.find(desk, "04031951"))


def _valid(start: str, *, after: int = 0) -> str:
    """The valid NHS numbers with a start, one after the other."""
    found = (f"{nine}{digit}" for last in range(10) if (digit := check_digit(nine := f"{start}{last}")) is not None)
    return list(found)[after]


def test_nobody_of_another_practice_is_found(surgery: Surgery) -> None:
    """By no name, no date and no number."""
    desk = surgery.desk()
    person = register(desk, "Elsewhere", nhs_number="943 476 5919")
    elsewhere = Practice(id=UUID(int=77), name="Hillside", demo=True)
    with writing_engine(surgery.database().engine).begin() as connection:
        connection.execute(insert(PracticeRow).values(dict(elsewhere)))
        for row in (PersonRow, NameKeyRow):
            connection.execute(update(row).where(row.person_id == person.id).values(practice_id=elsewhere.id))

    assert [(), (), ()] == [lists.find(desk, typed) for typed in ("elsewhere", "4/3/51", "943 476")]


def test_no_more_than_fit_are_shown_and_more_are_said(surgery: Surgery) -> None:
    """Fifty rows, and whether there are others."""
    desk = surgery.desk()
    for number in range(lists.MOST_FOUND):
        register(desk, f"Smith{chr(97 + number % 26)}", f"Ann{number}")
    exactly = lists.look_for(desk, "smith")
    register(desk, "Smith", "Zed")

    assert (lists.MOST_FOUND, False) == (len(exactly.people), exactly.more)
    assert (lists.MOST_FOUND, True) == (len(lists.find(desk, "smith")), lists.look_for(desk, "smith").more)


def test_people_with_many_keys_do_not_crowd_others_out(surgery: Surgery) -> None:
    """A name of many like words has many keys; the next person is found all the same."""
    desk = surgery.desk()
    for number in range(20):
        register(desk, "Aa Ab Ac Ad Ae", f"Af Ag Ah Ai{number}")
    register(desk, "Azure", "Zed")
    search = read_search("a", desk.today())
    with desk.reading() as work:
        found = {limit: len(work.find(PRACTICE.id, search, limit=limit)) for limit in (5, 21, 40)}

    assert {5: 5, 21: 21, 40: 21} == found


def test_a_name_longer_than_any_key_is_found_whole(surgery: Surgery) -> None:
    """Keys are cut where no index holds more; what was typed beyond is still asked for."""
    desk = surgery.desk()
    long = "x" * (LONGEST_KEY + 20)
    register(desk, long, "Ann")
    register(desk, f"{long[:-1]}y", "Ann")

    assert [long] == _family_names(lists.find(desk, long))
    assert 2 == len(lists.find(desk, long[:LONGEST_KEY]))
    assert [long] == _family_names(lists.find(desk, f"ann {long}"))


def test_many_words_are_all_asked_for(surgery: Surgery) -> None:
    """More words than the statement has room for still narrow the search."""
    desk = surgery.desk()
    register(desk, "a1 b1 c1 d1 e1 f1 g1 h1", "Ann")
    register(desk, "a1 b1 c1 d1 e1 f1 g1 zz", "Ann")

    assert ["a1 b1 c1 d1 e1 f1 g1 h1"] == _family_names(lists.find(desk, "ann h1 g1 f1 e1 d1 c1 b1 a1"))


def test_similar_names_are_marked_and_the_dead_are_shown(surgery: Surgery) -> None:
    """Reception looks at the date of birth before opening either."""
    desk = surgery.desk()
    register(desk, "Jackson", "Margaret")
    register(desk, "Jackson", "Maureen", registration=Registration.DIED)
    register(desk, "Jacksom", "Percy")

    rows = {one.given: (one.similar, one.registration) for one in lists.find(desk, "jackso")}
    assert (True, True, False) == (rows["Margaret"][0], rows["Maureen"][0], rows["Percy"][0])
    assert Registration.DIED is rows["Maureen"][1]


@given(named=st.lists(st.tuples(NAMES, NAMES), max_size=8))
def test_marks_are_those_of_comparing_everybody_with_everybody(named: list[tuple[str, str]]) -> None:
    """Leaving out comparisons that cannot matter leaves out no mark."""
    listed = [
        FoundPerson(person_id=UUID(int=at), family=family, given=given_name, title="")
        for at, (family, given_name) in enumerate(named)
    ]
    alike = {
        at
        for at, one in enumerate(named)
        if any(similar(one, other) for where, other in enumerate(named) if where != at)
    }

    assert [at in alike for at in range(len(named))] == [one.similar for one in mark_similar(listed)]


@pytest.mark.parametrize("typed", ["s", "smith", "j s", "smith john", "ann 4/3/51", "4/3/51", "943 476", "04031951"])
def test_finding_is_one_round_trip(surgery: Surgery, typed: str) -> None:
    """Each key typed into Find goes to the database and back once."""
    desk = surgery.desk()
    register(desk, "Smith", "John")
    lists.find(desk, typed)
    with counted(surgery.database().engine) as trips:
        lists.find(desk, typed)

    assert 1 == trips.count, trips.statements


@pytest.mark.parametrize("typed", ["family0001", "family00012 given1", "given1 family0"])
def test_a_name_is_found_through_ranges_of_an_index(surgery: Surgery, typed: str) -> None:
    """Neither database reads every name: a plan that did would be seconds at a million people."""
    desk = surgery.desk()
    _fill(desk, surgery.database().engine, 2000)
    with counted(surgery.database().engine) as trips:
        lists.find(desk, typed)
    with surgery.database().engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        rows = connection.exec_driver_sql(explain + trips.statements[0], trips.parameters[0])  # type: ignore[arg-type]
        plan = [str(tuple(row)) for row in rows]

    assert any("ix_name_key_practice_key" in line for line in plan), plan
    assert [] == [line for line in plan if re.search("SCAN name_key|Seq Scan on name_key", line)]


def _fill(desk: Desk, engine: Engine, how_many: int) -> None:
    """Add many people with names that are all different."""
    made = [
        people.person_from(
            desk, PersonDetails(family=f"Family{number:05}", given=f"Given{number % 97}"), UUID(int=number)
        )
        for number in range(20_000, 20_000 + how_many)
    ]
    keys = [
        {"practice_id": PRACTICE.id, "person_id": one.id, "key": key}
        for one in made
        for key in stored_keys(one.family, one.given, "")
    ]
    with writing_engine(engine).begin() as connection:
        connection.execute(insert(PersonRow), [values_of(ItemKind.PERSON, one) for one in made])
        connection.execute(insert(NameKeyRow), keys)


# -- The same person twice? -------------------------------------------------------------------------------------------


def _likely(desk: Desk, **details: object) -> list[str]:
    usual = {"family": "Jackson", "given": "Margaret", "born": date(1951, 3, 4)}
    return [one.given for one in people.likely_same(desk, PersonDetails.model_validate(usual | details))]


def test_a_likely_double_is_shown_before_registering(surgery: Surgery) -> None:
    """Same birthday and a similar name, same valid number, or the same name where a birthday is not known."""
    desk = surgery.desk()
    register(desk, "Jackson", "Margret")
    register(desk, "Okafor", "Ngozi", born=date(1980, 1, 1), nhs_number="943 476 5919")
    register(desk, "Jackson", "Margaret", born=None)
    register(desk, "Jackson", "Margaret", born=date(1951, 3, 5))

    assert {"Margret", "Margaret"} == set(_likely(desk))
    assert 2 == len(_likely(desk))
    assert "Ngozi" in _likely(desk, nhs_number="9434765919")
    assert ["Margaret"] * 2 == _likely(desk, born=date(1951, 3, 5))
    assert ["Margaret"] * 2 == _likely(desk, born=None)


def test_a_record_being_corrected_is_not_its_own_double(surgery: Surgery) -> None:
    """The person on the banner is left out."""
    desk = surgery.desk()
    person: Person = register(desk)

    details = PersonDetails.model_validate({name: getattr(person, name) for name in PersonDetails.model_fields})

    assert [person.id] == [one.person_id for one in people.likely_same(desk, details)]
    assert [] == list(people.likely_same(desk, details, person_id=person.id))


def test_stored_keys_are_distinct_and_bounded() -> None:
    """Two keys that are cut to the same text are one."""
    family = "y" * 150
    keys = stored_keys(family, f"{'y' * 150} z", "")

    assert len(set(keys)) == len(keys)
    assert {True} == {len(key) <= LONGEST_KEY for key in keys}
