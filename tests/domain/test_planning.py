"""What people may write down: their own words, numbers that are numbers, links that have two ends."""

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoc_tui.domain.planning import (
    LINKED,
    ActionDraft,
    AgendaDraft,
    DecisionDraft,
    GoalDraft,
    LinkDraft,
    LinkedItem,
    LinkEnd,
    SeenTest,
    TargetDraft,
    link_between,
    word_missing,
)
from hoc_tui.domain.text import TextTooLong
from hoc_tui.domain.vocabulary import AgendaStatus, GoalKind, ItemKind, Raiser
from tests.domain.hostile import any_text

A, B = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\u200b", "\x1b"])
def test_somebodys_words_are_never_blank(blank: str) -> None:
    """What shows nothing says nothing."""
    for draft, field in ((AgendaDraft, "text"), (GoalDraft, "words"), (ActionDraft, "what"), (DecisionDraft, "about")):
        with pytest.raises(ValidationError):
            draft.model_validate({field: blank})


def test_whoever_brings_it_is_the_person_unless_said_otherwise() -> None:
    """And a goal is of their life before it is clinical."""
    assert Raiser.PERSON is AgendaDraft(text="my feet").raised_by
    assert GoalKind.LIFE is GoalDraft(words="Walk").kind


@pytest.mark.parametrize("score", [-1, 11, 7.5])
def test_a_ruler_ends_at_0_and_10(score: object) -> None:
    """And has no halves."""
    with pytest.raises(ValidationError):
        GoalDraft.model_validate({"words": "Walk", "confidence": score})


@pytest.mark.parametrize(
    ("status", "outcome", "missing"),
    [
        (AgendaStatus.OPEN, "", False),
        (AgendaStatus.WITHDRAWN, "", False),
        (AgendaStatus.DISCUSSED, "", True),
        (AgendaStatus.PARKED, " ", True),
        (AgendaStatus.CARRIED_FORWARD, "Next time.", False),
    ],
)
def test_closing_needs_the_persons_word(status: AgendaStatus, outcome: str, missing: bool) -> None:
    """What is open or withdrawn needs none."""
    assert missing is word_missing(AgendaDraft(text="my feet", status=status, outcome=outcome))


# -- Targets ----------------------------------------------------------------------------------------------------------


def target(**fields: object) -> TargetDraft:
    """An aim for HbA1c."""
    return TargetDraft.model_validate({"test_key": "a|1", "test_name": "HbA1c", "unit": "mmol/mol"} | fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"high": "53"}, "53 mmol/mol or under"),
        ({"low": "4.0"}, "4.0 mmol/mol or over"),
        ({"low": "4.0", "high": "7.0", "unit": "mmol/L"}, "4.0 to 7.0 mmol/L"),
        ({"high": "3.0", "unit": ""}, "3.0 or under"),
        ({"low": "53", "high": "53"}, "53 to 53 mmol/mol"),
    ],
)
def test_an_aim_in_words(fields: dict[str, object], words: str) -> None:
    """With the precision that was typed, and the unit where it belongs."""
    assert words == target(**fields).words


@pytest.mark.parametrize("limit", ["", "about 50", "5,3", "<53", "1e3", "NaN", "١٢", "１２", "1_000", "5" * 13])
def test_a_limit_is_a_plain_number(limit: str) -> None:
    """Anything else could not be compared, and would judge nothing without a word."""
    with pytest.raises(ValidationError):
        target(high=limit)


def test_an_aim_has_a_limit_and_the_lower_one_is_not_above() -> None:
    """Otherwise nothing, or everything, would be outside."""
    for fields in ({}, {"low": "7.0", "high": "4.0"}, {"low": "10", "high": "9.99"}):
        with pytest.raises(ValidationError):
            target(**fields)


# -- Links ------------------------------------------------------------------------------------------------------------

A_GOAL = LinkedItem(ItemKind.GOAL, A)
WEIGHT = SeenTest("a|1", "Body weight", UUID(int=8))
ids = st.integers(1, 4).map(lambda number: UUID(int=number))
items = st.builds(LinkedItem, kind=st.sampled_from(sorted(LINKED)), id=ids)
tests = st.builds(SeenTest, test_key=st.sampled_from("abcd"), test_name=st.sampled_from(["", "HbA1c"]), result_id=ids)
things = st.one_of(items, tests)
"""Whatever may stand at the end of a link, from so few that two are often the same."""


@given(one=things, other=things)
def test_the_ends_of_a_link_are_without_order(one: LinkEnd, other: LinkEnd) -> None:
    """Any two things, whichever is named first, make the same link; one thing with itself makes none."""
    if one.key == other.key:
        with pytest.raises(ValidationError):
            link_between(one, other)
        return
    there, back = link_between(one, other), link_between(other, one)

    assert {one.key, other.key} == there.ends == back.ends
    assert {one, other} == set(there.both) == set(back.both)
    assert (other, one, None) == (there.across(one.key), there.across(other.key), there.across("elsewhere"))
    assert {end.test_key for end in (one, other) if isinstance(end, SeenTest)} == there.test_keys
    assert there == LinkDraft.model_validate(there.model_dump(mode="json"))


@given(one=things, other=things, third=things, fourth=things)
def test_links_say_the_same_when_they_join_the_same(
    one: LinkEnd, other: LinkEnd, third: LinkEnd, fourth: LinkEnd
) -> None:
    """And only then; which result was seen makes no other link of it."""
    assume(one.key != other.key and third.key != fourth.key)

    same = {one.key, other.key} == {third.key, fourth.key}
    assert same is (link_between(one, other).ends == link_between(third, fourth).ends)


def test_a_link_from_before_two_tests_could_be_linked_is_one() -> None:
    """Written without a word of a test at its first end, it reads as it did."""
    old = {"first_kind": "goal", "first_id": str(A), "second_kind": None, "second_id": None}
    link = LinkDraft.model_validate(
        old | {"test_key": "a|1", "test_name": "Body weight", "result_id": str(UUID(int=8))}
    )

    assert (A_GOAL, WEIGHT) == link.both
    assert link == link_between(WEIGHT, A_GOAL)


FIRST_ITEM = {"first_kind": ItemKind.GOAL, "first_id": A}
SECOND_ITEM = {"second_kind": ItemKind.AGENDA, "second_id": B}
NO_LINKS: dict[str, dict[str, object]] = {
    "no end": {},
    "one end": FIRST_ITEM,
    "one test": {"test_key": "a|1"},
    "only the first test": {"first_test_key": "a|1"},
    "three ends": FIRST_ITEM | SECOND_ITEM | {"test_key": "a|1"},
    "two things first": FIRST_ITEM | {"first_test_key": "a|1", "test_key": "a|2"},
    "an item with itself": FIRST_ITEM | {"second_kind": ItemKind.GOAL, "second_id": A},
    "a test with itself": {"first_test_key": "a|1", "test_key": "a|1"},
    "a test before an item": SECOND_ITEM | {"first_test_key": "a|1"},
    "an item without its kind": FIRST_ITEM | {"second_id": B},
    "a first item without its kind": {"first_id": A, "test_key": "a|1"},
    "a kind without its item": FIRST_ITEM | {"second_kind": ItemKind.GOAL, "test_key": "a|1"},
    "a person": FIRST_ITEM | {"second_kind": ItemKind.PERSON, "second_id": B},
    "a target": {"first_kind": ItemKind.TARGET, "first_id": A, "test_key": "a|1"},
}


@pytest.mark.parametrize("fields", NO_LINKS.values(), ids=NO_LINKS.keys())
def test_a_link_has_two_ends_of_the_kinds_that_are_linked(fields: dict[str, object]) -> None:
    """Anything else is no link: one end, three, the same twice, or an end that nobody can show."""
    with pytest.raises(ValidationError):
        LinkDraft.model_validate(fields)


# -- Text -------------------------------------------------------------------------------------------------------------


@given(text=any_text)
def test_hostile_text_is_harmless_in_every_field(text: str) -> None:
    """Whatever is typed into any field of any draft, no control is kept."""
    for draft, needed in (
        (AgendaDraft, "text"),
        (GoalDraft, "words"),
        (ActionDraft, "what"),
        (DecisionDraft, "about"),
    ):
        fields = {name: text for name, field in draft.model_fields.items() if field.annotation is str}
        try:
            made = draft.model_validate({needed: "x"} | fields | {needed: f"x{text}"})
        except TextTooLong:
            continue
        kept = "".join(str(value) for value in dict(made).values())
        assert not any(ord(character) < 0x20 and character != "\n" for character in kept)
        assert "\x7f" not in kept


@given(st.integers(4001, 5000))
def test_long_text_is_refused_whole(length: int) -> None:
    """A cut text says something else."""
    with pytest.raises(TextTooLong):
        GoalDraft(words="x" * length)
