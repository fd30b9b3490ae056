from itertools import islice
from math import gcd

import pytest

from hoc_tui.demo.chance import Chance, Ids
from hoc_tui.demo.identity import NUMBERS, STEP, numbers
from hoc_tui.domain.identifiers import NhsNumber


def test_a_stream_is_the_same_on_every_machine_and_python() -> None:
    """A seed gives the same draws for ever; these were drawn once and written down."""
    chance = Chance(7, 12, "who")
    assert [87, 31, 12, 42, 97] == [chance.whole(1, 100) for _ in range(5)]


def test_streams_for_other_purposes_are_other_streams() -> None:
    """What is drawn for one purpose says nothing about another."""
    assert Chance(7, 12, "who").fraction() != Chance(7, 12, "body").fraction()


def test_several_draws_no_option_twice() -> None:
    """Several different ones are drawn, and all of them when there are not more."""
    assert sorted(Chance("x").several([1, 2, 3], 9)) == [1, 2, 3]


def test_what_weighs_nothing_is_never_drawn() -> None:
    """A weight of 0 means never."""
    chance = Chance("weights")
    assert {chance.weighted("abc", (0, 1, 2)) for _ in range(200)} == {"b", "c"}


def test_a_bell_is_wide_as_one_and_bounded() -> None:
    """About a third of draws lie beyond 1, and none beyond 3.5."""
    chance = Chance("bell")
    drawn = [chance.bell() for _ in range(4000)]
    assert 0.27 == pytest.approx(sum(abs(one) > 1 for one in drawn) / len(drawn), abs=0.07)
    assert max(map(abs, drawn)) < 3.5


def test_ids_are_version_7_and_follow_their_people() -> None:
    """Ids have the shape of UUID version 7, and those of the next person are greater."""
    first, second = Ids(Chance("a"), 1_700_000_000_000), Ids(Chance("b"), 1_700_000_000_001)
    drawn = [first() for _ in range(50)]
    assert {7} == {one.version for one in drawn}
    assert max(drawn) < second()
    assert 50 == len(set(drawn))


def test_numbers_are_valid_of_the_range_for_tests_and_never_twice() -> None:
    """NHS numbers pass Modulus 11, start with 999 and are each given once."""
    given = list(islice(numbers(3), 5000))
    assert all(NhsNumber.parse(one).valid and one.startswith("999 ") for one in given)
    assert len(given) == len(set(given))


def test_the_walk_through_the_numbers_meets_each_once() -> None:
    """The step has no factor in common with the range, so no number comes twice before all have come."""
    assert 1 == gcd(STEP, NUMBERS)


def test_after_the_last_number_people_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A practice larger than the range has people without a number, and nobody gets somebody else's."""
    monkeypatch.setattr("hoc_tui.demo.identity.NUMBERS", 10)
    given = list(islice(numbers(3), 14))
    assert ["", "", "", ""] == given[10:]
