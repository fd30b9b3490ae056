"""A record while it is being read: what was kept, what was set aside, and what is only counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingAllergy, IncomingCondition, IncomingMedicine, Puzzle
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.vocabulary import BackgroundKind
from hoc_tui.interop.bundle import Bundle, Resource
from hoc_tui.interop.states import ListSaid

FOLDED = "folded: "
DUPLICATE = "duplicate: "
"""What stands before the kind of a resource whose words are kept elsewhere."""

Read = TypeVar("Read")
Named = TypeVar("Named", SentResult, IncomingCondition, IncomingMedicine, IncomingAllergy)


def _three_lists() -> dict[BackgroundKind, ListSaid]:
    return {kind: ListSaid(kind) for kind in BackgroundKind}


@dataclass(slots=True)
class Tally:
    """Everything read so far."""

    bundle: Bundle
    puzzles: list[Puzzle]
    ignored: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    """Resources that stood inside another and were read for themselves."""
    lists: dict[BackgroundKind, ListSaid] = field(default_factory=_three_lists)
    results: dict[str, SentResult] = field(default_factory=dict)
    conditions: dict[str, IncomingCondition] = field(default_factory=dict)
    medicines: dict[str, IncomingMedicine] = field(default_factory=dict)
    allergies: dict[str, IncomingAllergy] = field(default_factory=dict)

    def attempt(self, resource: Resource, read: Callable[[Resource, Bundle], Read]) -> Read | None:
        """Read a resource, or set it aside whole.

        Args:
            resource: The resource.
            read: What reads it, and raises a `HocError` when it cannot.

        Returns:
            What was read; None when it was set aside.
        """
        try:
            return read(resource, self.bundle)
        except HocError as error:
            self.puzzles.append(resource.puzzle(error.message))
            return None

    def keep(self, store: dict[str, Named], resource: Resource, read: Named) -> None:
        """Keep what was read, unless the same identity has been kept already.

        Two of one identity that say different things are not both kept: the importer would take the second for a
        correction of the first, and a file does not say which of the two is right.

        Args:
            store: Where things of this sort are kept.
            resource: Where it was read from.
            read: What was read.
        """
        before = store.setdefault(read.source_id, read)
        if before is read:
            return
        if before == read:
            self.ignored[f"{DUPLICATE}{resource.kind}"] += 1
        else:
            self.puzzles.append(resource.puzzle("Another in this file has the same id and says something else."))
