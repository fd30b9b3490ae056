"""Two records of one person: proposed by one member of staff, confirmed by another, undoable for a while."""

from datetime import datetime, timedelta
from uuid import UUID

from hoc_tui.domain.model import Value
from hoc_tui.domain.planning import Link
from hoc_tui.domain.vocabulary import ItemKind

UNDOABLE_FOR = timedelta(days=30)
"""How long a joining can be taken back."""

BROUGHT = (
    *(ItemKind.NEED, ItemKind.CONTACT, ItemKind.CONDITION),
    *(ItemKind.AGENDA, ItemKind.GOAL, ItemKind.ACTION, ItemKind.DECISION, ItemKind.TARGET),
    *(ItemKind.LINK, ItemKind.VISIT),
)
"""What is brought into the record that goes on, in this order: a link after everything it joins."""

RESULT, BACKGROUND = "result", "background"
"""What is brought besides items, by the names under which it is remembered."""


class Brought(Value):
    """One thing that was brought into the record that goes on."""

    kind: str
    """The kind of item, or `RESULT`, or `BACKGROUND`."""
    was: UUID
    """Its id where it was."""
    now: UUID
    """Its id where it is."""


class Joining(Value):
    """One joining, from its proposal to its end."""

    id: UUID
    kept_id: UUID
    """The record that goes on."""
    other_id: UUID
    """The record whose content is brought into it."""
    reason: str
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = None
    undone_by: UUID | None = None
    undone_at: datetime | None = None
    undone_reason: str = ""
    brought: tuple[Brought, ...] = ()
    identities: tuple[tuple[str, str], ...] = ()
    """Outside identities, system and value, that led to the other record."""

    @property
    def over(self) -> bool:
        """Whether it was taken back, or was never wanted."""
        return self.undone_at is not None

    @property
    def in_force(self) -> bool:
        """Whether the records are joined now."""
        return self.confirmed_at is not None and not self.over

    def undoable(self, now: datetime) -> bool:
        """Whether it can still be taken back.

        Args:
            now: The time.
        """
        return self.in_force and self.confirmed_at is not None and now - self.confirmed_at < UNDOABLE_FOR


def relinked(link: Link, now: dict[UUID, UUID]) -> dict[str, object]:
    """The ends of a link where its things were brought to.

    Args:
        link: As it was.
        now: The new id of everything that was brought, by its old one.
    """
    ends = ("first_id", "second_id", "first_result_id", "result_id")
    return {name: now.get(value, value) for name in ends if (value := getattr(link, name)) is not None}
