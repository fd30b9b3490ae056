"""What people may write down: their own words, numbers that are numbers, links that have two ends."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoc_tui.domain.planning import (
    ActionDraft,
    AgendaDraft,
    DecisionDraft,
    GoalDraft,
    LinkDraft,
    TargetDraft,
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


def link(**fields: object) -> LinkDraft:
    """A link that begins at a goal."""
    return LinkDraft.model_validate({"first_kind": ItemKind.GOAL, "first_id": A} | fields)


def test_a_link_says_the_same_from_either_end() -> None:
    """And something else with another end, or to a test."""
    there = link(second_kind=ItemKind.AGENDA, second_id=B)
    back = LinkDraft(first_kind=ItemKind.AGENDA, first_id=B, second_kind=ItemKind.GOAL, second_id=A)
    tests = {link(test_key=key).ends for key in ("a|1", "a|2")}

    assert there.ends == back.ends
    assert 3 == len({there.ends} | tests)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"second_kind": ItemKind.AGENDA, "second_id": B, "test_key": "a|1"},
        {"second_kind": ItemKind.GOAL, "second_id": A},
        {"second_id": B},
        {"second_kind": ItemKind.GOAL, "test_key": "a|1"},
        {"second_kind": ItemKind.PERSON, "second_id": B},
        {"first_kind": ItemKind.TARGET, "test_key": "a|1"},
    ],
)
def test_a_link_has_two_ends_of_the_kinds_that_are_linked(fields: dict[str, object]) -> None:
    """One end, three ends, the same end twice, or an end that nobody can show: no link."""
    with pytest.raises(ValidationError):
        link(**fields)


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
