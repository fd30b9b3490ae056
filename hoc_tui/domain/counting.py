"""Counting an import out: every resource that went in is in exactly one of these numbers."""

from dataclasses import dataclass, field
from typing import ClassVar

from hoc_tui.domain.model import Value


@dataclass(frozen=True)
class Taken:
    """What became of the results and background of one incoming record."""

    results_added: int = 0
    results_unchanged: int = 0
    results_corrected: int = 0
    other_added: int = 0
    other_unchanged: int = 0
    other_changed: int = 0


class Rejection(Value):
    """A file or message of which nothing was taken."""

    file: str
    where: str
    reason: str
    resources: int = 0


@dataclass
class ImportReport:
    """The counts of an import, added up file by file; its JSON is a contract with other programs."""

    files: int = 0
    people_added: int = 0
    people_matched: int = 0
    people_changed: int = 0
    results_added: int = 0
    results_unchanged: int = 0
    results_corrected: int = 0
    other_added: int = 0
    other_unchanged: int = 0
    other_changed: int = 0
    ignored: int = 0
    quarantined: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    ignored_kinds: dict[str, int] = field(default_factory=dict)
    """What was ignored, by kind, for people to read."""
    remarks: list[str] = field(default_factory=list)
    """What readers remarked on the records, one sentence each, for people to read."""

    COUNTED: ClassVar[tuple[str, ...]] = (
        "people_added",
        "people_matched",
        "people_changed",
        "results_added",
        "results_unchanged",
        "results_corrected",
        "other_added",
        "other_unchanged",
        "other_changed",
        "ignored",
        "quarantined",
    )

    @property
    def resources(self) -> int:
        """Everything that went in: all other counts from `people_added` on, and what was rejected."""
        counted: list[int] = [getattr(self, name) for name in self.COUNTED]
        return sum(counted) + sum(one.resources for one in self.rejected)

    def add(self, other: "ImportReport") -> None:
        """Add another report's counts, such as those of one file to those of all."""
        for name in ("files", *self.COUNTED):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, count in other.ignored_kinds.items():
            self.ignored_kinds[kind] = self.ignored_kinds.get(kind, 0) + count
        self.rejected += other.rejected
        self.remarks += other.remarks

    def take(self, taken: Taken) -> None:
        """Add what became of one record's parts."""
        for name, count in vars(taken).items():
            setattr(self, name, getattr(self, name) + count)

    def ignore(self, kinds: dict[str, int]) -> None:
        """Add what was ignored, by kind."""
        for kind, count in kinds.items():
            self.ignored += count
            self.ignored_kinds[kind] = self.ignored_kinds.get(kind, 0) + count

    def as_json(self) -> dict[str, object]:
        """The object that `hoc-tui import --json` prints last: counts and rejections, without remarks."""
        counts = {name: getattr(self, name) for name in self.COUNTED}
        rejected = [one.model_dump(mode="json") for one in self.rejected]
        return {"files": self.files, "resources": self.resources, **counts, "rejected": rejected}
