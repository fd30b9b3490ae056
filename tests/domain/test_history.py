"""History: what differs between two states, and which revision an item began with."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.history import FieldChange, Revision, difference
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome

FIELDS = st.fixed_dictionaries(dict.fromkeys("abcd", st.none() | st.integers(0, 2) | st.text(max_size=3)))


@given(before=FIELDS, after=FIELDS)
def test_applying_a_difference_gives_the_later_state(before: dict[str, object], after: dict[str, object]) -> None:
    """Nothing is missing in it, and nothing that stayed the same is in it."""
    changes = difference(before, after)  # type: ignore[arg-type]

    assert after == before | {name: change.after for name, change in changes.items()}
    assert before == after | {name: change.before for name, change in changes.items()}
    assert all(change.before != change.after for change in changes.values())


def test_an_addition_names_every_field() -> None:
    """Also those that hold nothing, so that the first state can always be told from the history."""
    assert {"a": FieldChange(before=None, after=None), "b": FieldChange(before=None, after=1)} == difference(
        {}, {"a": None, "b": 1}
    )


@pytest.mark.parametrize(("base", "version", "adds"), [(0, 1, True), (0, 2, False), (1, 2, False)])
def test_an_item_begins_with_its_first_version(base: int, version: int, adds: bool) -> None:
    """Merging into something one had not read yet is no beginning."""
    revision = Revision(
        id=UUID(int=1),
        person_id=UUID(int=2),
        seq=1,
        item_kind=ItemKind.PLAN,
        item_id=UUID(int=2),
        item_version=version,
        base_version=base,
        op_id=UUID(int=3),
        outcome=RevisionOutcome.APPLIED,
        changes={},
        by=UUID(int=4),
        at=datetime(2026, 3, 5, tzinfo=UTC),
    )

    assert adds is revision.adds
