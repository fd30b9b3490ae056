"""What no single entry can show: that entries contradict each other, or name what is not there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hoc_tui.content.tests import GROUPS
from hoc_tui.domain.catalogue import Catalogue, CatalogueTest, ConditionGroup, folded
from hoc_tui.domain.units import accepted


class Flaw(NamedTuple):
    """One contradiction."""

    entry: str
    """Which entry, in words."""
    wrong: str
    """What is wrong, as the end of a sentence."""


def flaws(catalogue: Catalogue) -> Iterator[Flaw]:
    """Everything in a catalogue that would make it judge by chance.

    Args:
        catalogue: Shipped content, or that with a site's own.
    """
    yield from _twice("test", ((test.id, code) for test in catalogue.tests for code in codes_of(test)), "the code")
    yield from _twice(
        "test", ((test.id, name) for test in catalogue.tests for name in [one.id for one in test.judging]), "the limit"
    )
    named = ((group.id, name) for group in catalogue.conditions for name in {folded(group.name), *group.also})
    yield from _twice("condition", named, "the name")
    coded = ((group.id, code) for group in catalogue.conditions for code in group.snomed)
    yield from _twice("condition", coded, "the code")
    tests, conditions = {test.id for test in catalogue.tests}, {group.id for group in catalogue.conditions}
    for test in catalogue.tests:
        yield from _test_flaws(test, tests, conditions)
    for group in catalogue.conditions:
        yield from _condition_flaws(group, tests)


def codes_of(test: CatalogueTest) -> tuple[str, ...]:
    """Every code that names a test or files it."""
    return (*test.loinc, *test.snomed, *test.read2, *test.group_only)


def _twice(kind: str, pairs: Iterable[tuple[str, str]], what: str) -> Iterator[Flaw]:
    listed = list(pairs)
    often = {name for name, count in Counter(name for _, name in listed).items() if count > 1}
    for owner, name in reversed(listed):
        if name in often:
            yield Flaw(f"{kind} “{owner}”", f"{what} “{name}” stands twice")


def _test_flaws(test: CatalogueTest, tests: set[str], conditions: set[str]) -> Iterator[Flaw]:
    entry = f"test “{test.id}”"
    for limit in test.limits:
        for unknown in {*limit.applies.conditions, *limit.applies.without} - conditions:
            yield Flaw(entry, f"the limit “{limit.id}” names a condition “{unknown}” that is not there")
    if test.group not in GROUPS:
        yield Flaw(entry, f"there is no body story “{test.group}”")
    for unknown in set(test.parts) - tests:
        yield Flaw(entry, f"its part “{unknown}” is not there")
    for unit in test.units:
        if accepted(unit.unit, test) is not unit:
            yield Flaw(entry, f"the unit “{unit.unit}” stands twice")


def _condition_flaws(group: ConditionGroup, tests: set[str]) -> Iterator[Flaw]:
    entry = f"condition “{group.id}”"
    for asked in group.tests:
        if asked.test not in tests:
            yield Flaw(entry, f"it asks for a test “{asked.test}” that is not there")
        if asked.every_months < 1:
            yield Flaw(entry, f"it asks for “{asked.test}” less than a month apart")
    for name in group.also:
        if name != folded(name):
            yield Flaw(entry, f"“{name}” is not written small, as names are compared")
