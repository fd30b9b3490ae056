"""One table of kinds serves every way of saving: each kind has its draft, its item, its right and its groups."""

import pytest

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.kinds import DRAFTS, ITEMS, ONE_A_PERSON, TOGETHER, checked_draft, clashing, fields_of
from hoc_tui.domain.permissions import TO_CHANGE
from hoc_tui.domain.planning import GoalDraft
from hoc_tui.domain.vocabulary import ItemKind


def test_every_kind_is_in_every_table() -> None:
    """A kind that is forgotten somewhere would be found by a person at a screen."""
    assert set(ItemKind) == set(DRAFTS) == set(ITEMS) == set(TO_CHANGE)
    assert {ItemKind.PERSON, ItemKind.PLAN} == ONE_A_PERSON


@pytest.mark.parametrize("kind", ItemKind)
def test_an_item_is_its_draft_in_a_record(kind: ItemKind) -> None:
    """Every field that can be written is a field of the item; groups name fields that exist."""
    fields = set(DRAFTS[kind].model_fields)

    assert fields <= set(ITEMS[kind].model_fields)
    assert all(group <= fields for group in TOGETHER.get(kind, ()))


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        ({"words"}, {"why"}, set()),
        ({"words", "why"}, {"why"}, {"why"}),
        ({"status"}, {"outcome"}, {"status"}),
        ({"importance"}, {"confidence"}, set()),
        ({"importance"}, {"scale"}, {"importance"}),
        ({"words"}, {"ended"}, set()),
    ],
)
def test_what_may_not_merge(mine: set[str], theirs: set[str], clash: set[str]) -> None:
    """The same field, and fields that mean something only together."""
    assert clash == clashing(ItemKind.GOAL, mine, theirs)


def test_fields_read_back_into_the_same_draft() -> None:
    """As JSON values, or as Python's own."""
    draft = GoalDraft(words="Walk", importance=9)

    assert draft == checked_draft(ItemKind.GOAL, fields_of(ItemKind.GOAL, draft))
    assert draft == checked_draft(ItemKind.GOAL, dict(draft))


@pytest.mark.parametrize("fields", [{"words": "Walk", "importance": 12}, {"words": "Walk", "colour": "red"}, {}])
def test_what_does_not_fit_is_refused_without_its_text(fields: dict[str, object]) -> None:
    """The sentence names the field; what was typed is not in it."""
    with pytest.raises(Refused, match="does not fit") as refused:
        checked_draft(ItemKind.GOAL, fields)

    assert "Walk" not in str(refused.value)
