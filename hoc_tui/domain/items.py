"""What every part of a record that can be changed carries: identity, version, provenance."""

from datetime import datetime
from uuid import UUID

from hoc_tui.domain.model import Value


class Item(Value):
    """A row of a person's record with a version of its own.

    Provenance is four facts (PRSB Provenance 1.2): who wrote it down, who did it, when it happened,
    when it was recorded.
    """

    id: UUID
    person_id: UUID
    version: int
    authored_by: UUID
    performed_by: UUID
    occurred_at: datetime
    recorded_at: datetime
    ended_at: datetime | None = None
    ended_reason: str = ""

    @property
    def ended(self) -> bool:
        """Whether it was taken out of the record, with a reason and with its history kept."""
        return self.ended_at is not None


ITEM_FIELDS = frozenset(Item.model_fields)
"""Fields that the record keeps itself and nobody edits."""
