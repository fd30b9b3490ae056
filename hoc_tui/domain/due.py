"""Which tests somebody is due, merged over all their conditions into one list with every reason.

One visit serves all conditions: each test stands once, at the shortest interval that any condition asks for
(domain reference 6.7).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hoc_tui.domain.catalogue import Catalogue, CatalogueTest, ConditionGroup, DueTest, Sample
from hoc_tui.domain.dates import add_months
from hoc_tui.domain.results import Code


@dataclass(frozen=True, slots=True)
class KnownCondition:
    """A condition somebody lives with, as it was written by hand or sent."""

    name: str
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class DueReason:
    """Why a test is on the list: one condition, and how often that one asks for it."""

    condition: str
    """The condition group's id."""
    condition_name: str
    every_months: int
    why: str = ""
    only_if: str = ""
    """What must be true besides, which somebody has to look up: "they take metformin"."""

    @property
    def words(self) -> str:
        """The reason for staff: "Type 2 diabetes (only if they take metformin)"."""
        said = [self.why, f"only if {self.only_if}" if self.only_if else ""]
        inside = "; ".join(filter(None, said))
        return f"{self.condition_name} ({inside})" if inside else self.condition_name


@dataclass(frozen=True, slots=True)
class Due:
    """One test with all reasons for it, when it was last done, and since when it is due."""

    test: str
    """The test's id."""
    name: str
    sample: Sample
    """How it is done: what one tube, one pot or one sitting brings together."""
    every_months: int
    """The shortest interval that any condition asks for."""
    reasons: tuple[DueReason, ...]
    last: date | None
    """When it was last done; None when never, as far as is known here."""
    since: date | None
    """The day on which it falls due: past, today or to come; None when it was never done."""
    due: bool
    """Whether that day has come, or it was never done."""

    @property
    def certain(self) -> bool:
        """Whether any condition asks for it whatever else is true."""
        return any(not reason.only_if for reason in self.reasons)


def condition_ids(catalogue: Catalogue, conditions: Iterable[KnownCondition]) -> frozenset[str]:
    """The ids of the condition groups somebody belongs to; conditions that are not known bring none.

    Args:
        catalogue: Where the groups stand.
        conditions: What they live with, without what has ended or was ruled out.
    """
    return frozenset(group.id for group in _groups(catalogue, conditions))


def due_tests(
    catalogue: Catalogue,
    conditions: Iterable[KnownCondition],
    last_taken: Mapping[str, date],
    today: date,
) -> tuple[Due, ...]:
    """Every test that somebody's conditions ask for, each once.

    Args:
        catalogue: Conditions with their tests.
        conditions: What they live with, without what has ended or was ruled out; the order says nothing.
        last_taken: Test id to the day it was last done. A day that lies ahead is a mistake and counts as not done.
        today: The day the list is for.

    Returns:
        What is due first, then by how it is done, then as the catalogue orders it.
    """
    asked = defaultdict[str, list[DueReason]](list)
    for group in _groups(catalogue, conditions):
        for each in group.tests:
            asked[each.test].append(_reason(group, each))
    done = {test: day for test, day in last_taken.items() if day <= today}
    merged = [_merged(test, asked[test.id], done, today) for test in catalogue.tests if test.id in asked]
    samples = list(Sample)
    return tuple(sorted(merged, key=lambda one: (not one.due, samples.index(one.sample))))


def _groups(catalogue: Catalogue, conditions: Iterable[KnownCondition]) -> tuple[ConditionGroup, ...]:
    """The groups in the catalogue's order, so that the order of conditions changes nothing."""
    found = {group.id for one in conditions if (group := catalogue.condition_of(one.name, one.codes)) is not None}
    return tuple(group for group in catalogue.conditions if group.id in found)


def _reason(group: ConditionGroup, asked: DueTest) -> DueReason:
    return DueReason(group.id, group.name, asked.every_months, asked.reason, asked.only_if)


def _merged(test: CatalogueTest, reasons: list[DueReason], done: Mapping[str, date], today: date) -> Due:
    every = min(reason.every_months for reason in reasons)
    last = _last(test, done)
    since = add_months(last, every) if last else None
    return Due(
        test=test.id,
        name=test.name,
        sample=test.sample,
        every_months=every,
        reasons=tuple(reasons),
        last=last,
        since=since,
        due=since is None or since <= today,
    )


def _last(test: CatalogueTest, done: Mapping[str, date]) -> date | None:
    """When a test was last done: itself, or all of its parts, of which the oldest decides."""
    parts = [done.get(part) for part in test.parts]
    whole = min((day for day in parts if day), default=None) if all(parts) else None
    return max(filter(None, (done.get(test.id), whole)), default=None)
