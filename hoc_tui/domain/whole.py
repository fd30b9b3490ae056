"""A whole record as it came about, step by step: what is written into an empty database in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from hoc_tui.domain.items import Item
from hoc_tui.domain.people import Person
from hoc_tui.domain.plan import PlanVersion
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import ItemKind


class Written(NamedTuple):
    """One step: an item was added, changed or ended. Its place among the steps is its number in the record."""

    id: UUID
    """Of the revision that it becomes."""
    kind: ItemKind
    item: Item
    """As it stood afterwards; its `recorded_at` is when."""
    by: UUID
    """The member of staff who wrote it."""
    before: Item | None = None
    """As it stood before; None when this step adds it."""
    op_id: UUID | None = None
    """The operation it was part of; by default an addition is known by its item, a later step by itself."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A plan version with the canonical text that its hash covers."""

    version: PlanVersion
    body: str
    op_id: UUID


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """Everything of one person, from the first step to now."""

    person: Person
    """As they stand now."""
    written: Sequence[Written]
    """Every step in order; the first adds the person."""
    results: Sequence[Result] = ()
    agreed: Sequence[Agreed] = ()
    """Plan versions from number 1 on."""

    def standing(self) -> dict[tuple[ItemKind, UUID], Item]:
        """Every item as it stands now, ended ones too, in the order in which they were added."""
        return {(step.kind, step.item.id): step.item for step in self.written}
