"""What happened to every item: one revision for each change, never altered, the losing side too."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome


class FieldChange(Value):
    """One field's value before and after, as JSON; `before` is None in the revision that adds an item."""

    before: JsonValue
    after: JsonValue


class Revision(Value):
    """One change to one item."""

    id: UUID
    person_id: UUID
    seq: int
    """The record's own count of changes, those of imports among them; orders them whatever any clock says."""
    item_kind: ItemKind
    item_id: UUID
    item_version: int
    """The version this change made, or the version it lost to."""
    base_version: int
    """The version its author had read; 0 when there was none to read."""
    op_id: UUID
    """Made by the client, so that a retried write is the same write."""
    outcome: RevisionOutcome
    changes: Mapping[str, FieldChange]
    reason: str = ""
    by: UUID
    at: datetime

    @property
    def adds(self) -> bool:
        """Whether this is the revision with which the item began."""
        return self.base_version == 0 and self.item_version == 1

    @property
    def takes_effect(self) -> bool:
        """Whether the item was changed by it, and not only somebody's words kept."""
        return self.outcome is not RevisionOutcome.CONFLICT


def difference(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> dict[str, FieldChange]:
    """The fields in which two states of an item differ.

    Args:
        before: Fields as JSON values; empty for an addition.
        after: The same fields later.

    Returns:
        Only the fields whose value changed.
    """
    return {
        name: FieldChange(before=before.get(name), after=value)
        for name, value in after.items()
        if not before or before.get(name) != value
    }


def earlier_words(revision: Revision) -> dict[str, JsonValue]:
    """What a change wrote, or wanted to write: whether the item ended is not among it.

    Args:
        revision: Any change.

    Returns:
        Values of fields by name.
    """
    return {name: change.after for name, change in revision.changes.items() if name != "ended"}
