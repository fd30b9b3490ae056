import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from hoc_tui.demo.calendar import clock
from hoc_tui.demo.cast import stream, who_is
from hoc_tui.demo.practice import MadeUpPractice, make_practice
from hoc_tui.demo.words import aspirations, prompts
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.items import Item
from hoc_tui.domain.names import similar
from hoc_tui.domain.plan import chain_holds
from hoc_tui.domain.planning import Action, AgendaItem, Goal, Link, Target
from hoc_tui.domain.record import Visit
from hoc_tui.domain.results import Result
from hoc_tui.domain.text import is_harmless, sanitise
from hoc_tui.domain.vocabulary import ItemKind, Registration, Role, Step
from hoc_tui.domain.whole import WholeRecord
from tests.demo.conftest import PEOPLE, TODAY
from tests.support.examples import examples

One = TypeVar("One", bound=Item)


def dump(records: list[WholeRecord]) -> str:
    """Everything of these records as text."""
    return TypeAdapter(list[WholeRecord]).dump_json(records).decode()


def print_of(practice: MadeUpPractice) -> str:
    """A fingerprint of everything in a practice."""
    head = TypeAdapter(list[object]).dump_json([practice.practice, *practice.staff]).decode()
    return sha256((head + dump(list(practice.records()))).encode()).hexdigest()


def test_the_same_seed_gives_the_same_practice() -> None:
    """The same seed, number and day give the same people to the last id, read twice or made twice."""
    practice = make_practice(5, 9, TODAY)
    assert print_of(practice) == print_of(practice)
    assert print_of(practice) == print_of(make_practice(5, 9, TODAY))


def test_another_seed_gives_other_people() -> None:
    """Another seed gives another practice, with the same people of note."""
    one, other = (list(make_practice(seed, 8, TODAY).records()) for seed in (1, 2))
    assert [record.person.family for record in one[:6]] == [record.person.family for record in other[:6]]
    assert [record.person.id for record in one] != [record.person.id for record in other]
    assert dump(one[6:]) != dump(other[6:])


def test_a_larger_practice_has_the_smaller_one_in_it() -> None:
    """Asking for more people adds people and changes nobody."""
    small, large = list(make_practice(1, 9, TODAY).records()), list(make_practice(1, 12, TODAY).records())
    assert dump(small) == dump(large[:9])


def test_a_practice_of_a_million_is_made_one_by_one() -> None:
    """Nobody is made before they are read."""
    first = next(make_practice(1, 1_000_000, TODAY).records())
    assert "Jackson" == first.person.family


def test_a_practice_without_people_is_refused() -> None:
    """There is no practice of nobody."""
    with pytest.raises(Refused, match="at least one person"):
        make_practice(1, 0, TODAY)


@examples(3)
@given(seed=st.integers(0, 10**6), today=st.dates(date(2024, 1, 1), date(2034, 12, 31)))
def test_any_seed_and_any_day_make_a_practice(seed: int, today: date) -> None:
    """No day of the year and no seed leads to a date that is not there or to values that do not fit."""
    records = list(make_practice(seed, 15, today).records())
    assert 14 == sum(_today(record, today) is not None for record in records)


# -- Who they are -------------------------------------------------------------------------------------------------


def test_nearly_everybody_has_a_valid_number_of_their_own(whole: list[WholeRecord]) -> None:
    """NHS numbers are valid and nobody's twice; a person here and there has none."""
    given_numbers = [record.person.number for record in whole if record.person.number]
    assert all(number.valid for number in given_numbers)
    assert len(given_numbers) == len({number.digits for number in given_numbers})
    assert 0 < PEOPLE - len(given_numbers) < 5


def test_nobody_can_be_reached_by_what_stands_in_their_record(whole: list[WholeRecord]) -> None:
    """Postcodes, telephones and mail addresses are of kinds that exist for nobody."""
    for record in whole:
        person = record.person
        assert person.postcode.startswith("ZZ99 ")
        assert not person.phone or person.phone.startswith("01632 960")
        assert not person.mobile or person.mobile.startswith("07700 900")
        assert not person.email or person.email.endswith("@example.org")


def test_some_names_are_too_alike_to_go_by(whole: list[WholeRecord]) -> None:
    """There are twins with one birthday, and two women of one name with different ones."""
    people = [record.person for record in whole]
    twins = [
        (one, other)
        for number, one in enumerate(people)
        for other in people[number + 1 :]
        if one.born == other.born and one.family == other.family
    ]
    margarets = [one for one in people if (one.family, one.given) == ("Jackson", "Margaret")]
    assert twins
    assert 2 == len(margarets) == len({one.born for one in margarets})
    assert similar(*((one.family, one.given) for one in margarets))


def test_people_who_died_or_left_have_nothing_after_that_day(made_up: MadeUpPractice) -> None:
    """No result, no conversation and no visit comes after somebody died or moved away."""
    records = [made_up._record(person, "") for person in range(100, 400) if _is_gone(made_up, person)]
    assert {Registration.DIED, Registration.LEFT} == {record.person.registration for record in records}
    for record in records:
        last = record.person.died.first_day if record.person.died else record.person.left_on
        assert last is not None
        assert all(result.taken is None or result.taken.first_day <= last for result in record.results)
        assert all(visit.starts_at.date() <= last for visit in _items(record, Visit))


def _is_gone(made_up: MadeUpPractice, person: int) -> bool:
    fields, _ = who_is(made_up.surgery, person, stream(made_up.surgery, person))
    return "registration" in fields


def test_names_of_one_word_and_of_many_alphabets_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding is tried with accents, apostrophes, hyphens and names of one word."""
    monkeypatch.setattr("hoc_tui.demo.practice.WITH_RESULTS", 3)
    names = [record.person for record in make_practice(1, 400, TODAY).records()]
    for sign in ("'", "-", "ł", "á", "ş"):
        assert any(sign in f"{one.family} {one.given}".lower() for one in names), sign
    assert any(not one.given for one in names)


# -- What their records hold --------------------------------------------------------------------------------------


def test_every_item_is_its_persons_own(whole: list[WholeRecord]) -> None:
    """Items, links and actions name only what is in the same record."""
    for record in whole:
        own = {item.id for item in record.standing().values()}
        results = {result.id for result in record.results}
        assert {record.person.id} == {item.person_id for item in record.standing().values()}
        for link in _items(record, Link):
            assert {link.first_id, link.second_id or link.first_id} <= own
            assert link.result_id is None or link.result_id in results
        assert all(action.goal_id is None or action.goal_id in own for action in _items(record, Action))
        assert {agreed.version.person_id for agreed in record.agreed} <= {record.person.id}


def test_no_id_is_used_twice(whole: list[WholeRecord]) -> None:
    """Ids of people, items, results and steps are each used once; the plan alone has its person's."""
    ids = [item.id for record in whole for (kind, _), item in record.standing().items() if kind is not ItemKind.PLAN]
    ids += [step.id for record in whole for step in record.written]
    ids += [result.id for record in whole for result in record.results]
    assert len(ids) == len(set(ids))


def test_steps_follow_each_other_in_time(whole: list[WholeRecord]) -> None:
    """The history of every record runs forward, from registration to the end of today."""
    for record in whole:
        times = [step.item.recorded_at for step in record.written]
        assert times == sorted(times), record.person.name
        assert times[-1].date() <= TODAY


def test_versions_of_items_count_up_by_one(whole: list[WholeRecord]) -> None:
    """Each step names the version before it, so that history and undo find their way."""
    for record in whole:
        seen: dict[object, int] = {}
        for step in record.written:
            key = (step.kind, step.item.id)
            assert (step.before.version if step.before else 0) == seen.get(key, 0)
            assert step.item.version == seen.get(key, 0) + 1
            seen[key] = step.item.version


def test_everything_passes_the_domains_own_checks(whole: list[WholeRecord]) -> None:
    """Every value, read back from its own text, is the same value."""
    for record in whole:
        for value in [*record.standing().values(), *record.results]:
            assert value == type(value).model_validate_json(value.model_dump_json())


def test_every_word_is_harmless_and_stays_as_it_is(whole: list[WholeRecord]) -> None:
    """Sanitising changes no text in the practice: lines have no blanks at their ends, and nothing hidden."""
    for text in _texts(json.loads(dump(whole[:40]))):
        assert is_harmless(text)
        assert "\n" in text or sanitise(text, limit=10**6, lines=False) == text


def test_agreed_versions_hang_together(whole: list[WholeRecord]) -> None:
    """The chain of hashes of every record holds, over one to four versions."""
    counts = set()
    for record in whole:
        chain = [(one.version.previous_hash, one.body, one.version.content_hash) for one in record.agreed]
        assert chain_holds(chain)
        assert [one.version.number for one in record.agreed] == list(range(1, len(chain) + 1))
        counts.add(len(chain))
    assert {0, 1, 2, 3, 4} == counts


def test_plans_hold_what_was_there_when_they_were_agreed(whole: list[WholeRecord]) -> None:
    """A version knows goals and results of its own day and none that came later."""
    for record in whole:
        for one in record.agreed:
            when = one.version.agreed_at
            assert all(goal.recorded_at <= when for goal in one.version.content.goals)
            known = {result.id for result in record.results if result.recorded_at <= when}
            assert {result.result_id for result in one.version.content.results} <= known


def test_closed_items_say_how_they_ended(whole: list[WholeRecord]) -> None:
    """No agenda item is closed without the person's word."""
    for record in whole:
        assert all(item.outcome for item in _items(record, AgendaItem) if item.status != "open")


def test_last_years_goals_wait_to_be_looked_at_again(whole: list[WholeRecord]) -> None:
    """Most people with a plan have goals of it that are still active, in their own words, with actions."""
    planned = [record for record in whole if record.agreed]
    waiting = [record for record in planned if any(goal.status == "active" for goal in _items(record, Goal))]
    assert len(waiting) > len(planned) / 2


def test_some_have_an_aim_of_their_own_and_some_marks_of_privacy(whole: list[WholeRecord]) -> None:
    """Targets, private and third-party marks are there on a few."""
    agenda = [item for record in whole for item in _items(record, AgendaItem)]
    assert 2 <= sum(bool(_items(record, Target)) for record in whole) < PEOPLE / 2
    assert 0 < sum(item.private for item in agenda) < len(agenda) / 4
    assert 0 < sum(item.third_party for item in agenda) < len(agenda) / 4


def test_there_are_many_voices() -> None:
    """At least 120 different things to say, and 25 goals, stand in the lists."""
    assert 120 <= len({words for prompt in prompts() for words in prompt.said})
    assert 25 <= len({goal.words for goal in aspirations()})


def test_results_of_one_visit_are_of_one_moment(whole: list[WholeRecord]) -> None:
    """A result is never reported before it was taken, and never recorded before it was reported."""
    for result in (result for record in whole for result in record.results):
        assert isinstance(result, Result)
        assert result.taken is not None
        assert result.reported is not None
        assert result.taken.sort_key[:10] <= result.reported.sort_key[:10]


# -- Today --------------------------------------------------------------------------------------------------------


def test_todays_clinic_goes_over_the_whole_way(made_up: MadeUpPractice, whole: list[WholeRecord]) -> None:
    """Fourteen people come today, every step of the way is there, and one letter is held back."""
    visits = [visit for record in whole if (visit := _today(record, TODAY))]
    assert 14 == len(visits)
    assert set(Step) == {visit.step for visit in visits}
    assert ["results not yet checked"] == [visit.blocked for visit in visits if visit.blocked]
    staff = {one.id for one in made_up.staff if one.role in {Role.NURSE, Role.GP, Role.PHARMACIST}}
    assert {visit.staff_id for visit in visits} == staff


@pytest.mark.parametrize("hour", [0, 9, 10, 18])
def test_nobody_arrives_after_now(hour: int) -> None:
    """A demo that is made before the clinic shows nobody as come at a time that has not come."""
    now = clock(TODAY, hour)
    records = list(make_practice(1, 14, TODAY, now).records())
    visits = [visit for record in records if (visit := _today(record, TODAY))]
    arrived = [visit.arrived_at for visit in visits if visit.arrived_at]
    assert 6 == len(arrived)
    assert all(one <= now for one in arrived)
    assert set(Step) == {visit.step for visit in visits}


def test_maggie_is_as_she_was_drawn(whole: list[WholeRecord]) -> None:
    """Mrs Jackson has the number, needs, agenda, goals and versions of the drawing."""
    record = whole[0]
    person = record.person
    assert ("943 476 5919", "Maggie", date(1951, 3, 4)) == (person.nhs_number, person.called, person.born)
    standing = [item for item in record.standing().values() if not item.ended]
    agenda = [item for item in standing if isinstance(item, AgendaItem)]
    assert 3 == sum(item.status == "open" for item in agenda)
    assert 5 == len(agenda)
    goals = {goal.words: goal.confidence for goal in standing if isinstance(goal, Goal)}
    assert {"Back to the allotment twice a week": 5, "Fewer tablets, if that is safe": 8} == goals
    assert 3 == sum(isinstance(item, Action) for item in standing)
    assert [date(2023, 11, 12), date(2024, 11, 12), date(2025, 11, 12)] == [
        one.version.agreed_at.date() for one in record.agreed
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HbA1c", "61 mmol/mol"),
        ("Blood pressure, average at home", "142/84 mmHg, at home"),
        ("eGFR", "58 mL/min/1.73 m²"),
        ("Urine albumin:creatinine ratio", "2.1 mg/mmol"),
    ],
)
def test_maggies_results_are_those_of_the_drawing(whole: list[WholeRecord], name: str, value: str) -> None:
    """The newest values of the drawing stand in her record."""
    newest = max((one for one in whole[0].results if one.name == name), key=lambda result: result.order)
    assert value == newest.value_words


def test_light_people_have_no_results_and_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the first 20,000 people, of whom a test takes 14, there are identity, needs and conditions only."""
    monkeypatch.setattr("hoc_tui.demo.practice.WITH_RESULTS", 14)
    light = list(make_practice(1, 60, TODAY).records())[14:]
    kinds = {kind for record in light for kind, _ in record.standing()}
    assert {ItemKind.PERSON, ItemKind.NEED, ItemKind.CONDITION} == kinds
    assert not any(record.results or record.agreed for record in light)
    for item in (item for record in light for item in record.standing().values()):
        assert item == type(item).model_validate_json(item.model_dump_json())


def _today(record: WholeRecord, today: date) -> Visit | None:
    visits = [visit for visit in _items(record, Visit) if visit.starts_at.date() == today]
    return visits[0] if visits else None


def _items(record: WholeRecord, type_: type[One]) -> list[One]:
    return [item for item in record.standing().values() if type(item) is type_]


def _texts(value: object) -> Iterator[str]:
    """Every text in a JSON value, canonical bodies of plans apart, which are JSON themselves."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "body":
                yield from _texts(one)
