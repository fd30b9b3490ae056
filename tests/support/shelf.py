"""A journal in memory that outlives the program of a test, as the real one outlives a kill."""

from collections.abc import Callable, Sequence
from uuid import UUID

from hoc_tui.screens.drafts import Draft, KeepingAll
from hoc_tui.services.waiting import Waiting


class Shelf:
    """What several programs, one after the other, have typed and not saved."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.writes: dict[UUID, Waiting] = {}
        """The changes that wait, in their order."""
        self.steps: list[str] = []
        """What was handed over, in order: the words of each key, "forgotten", "noted"."""

    def __call__(self, _say: Callable[[str], None]) -> KeepingAll:
        """Open it, as `HocApp` does."""
        return self

    @property
    def words(self) -> list[dict[str, str]]:
        """What stands in each draft, oldest first, without empty fields."""
        return [{name: text for name, text in one.values.items() if text} for one in self.drafts.values()]

    def keep(self, draft: Draft) -> None:
        self.drafts[draft.draft_id] = draft
        self.steps.append(" ".join(draft.values.values()).strip())

    def forget(self, draft_id: str) -> None:
        self.drafts.pop(draft_id, None)
        self.steps.append("forgotten")

    async def noted(self) -> None:
        self.steps.append("noted")

    async def left(self) -> Sequence[Draft]:
        return list(self.drafts.values())

    def flush(self) -> None:
        self.steps.append("flushed")

    async def put(self, waiting: Waiting) -> bool:
        self.writes.setdefault(waiting.op_id, waiting)
        return True

    def sent(self, op_id: UUID) -> None:
        self.writes.pop(op_id, None)

    async def unsent(self) -> Sequence[Waiting]:
        return list(self.writes.values())
