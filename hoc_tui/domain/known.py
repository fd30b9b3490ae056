"""What is known besides a result when it is judged: reviewed content, the site's decisions, and who the person is."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from hoc_tui.domain.background import Sorted
from hoc_tui.domain.catalogue import Catalogue, CatalogueTest
from hoc_tui.domain.dates import PartialDate, age_on
from hoc_tui.domain.due import KnownCondition, condition_ids
from hoc_tui.domain.limits import Circumstances
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code, Component, SentResult
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, Gender

NO_CONTENT = Catalogue(version=0, tests=())
"""Content that knows no test: only aims and the ranges that were sent judge."""
OWN_KEY = "test"
"""What a test's key starts with when content has no code for it, but a site has mapped what it sends."""
_SEXES = frozenset({Gender.MALE, Gender.FEMALE})


@dataclass(frozen=True)
class Known:
    """What one person's results are held against, besides aims and the ranges that were sent."""

    catalogue: Catalogue = NO_CONTENT
    """Reviewed content with what this site has approved and mapped."""
    sex: Gender | None = None
    """For clinical use; None unless it is known to be male or female."""
    born: date | None = None
    conditions: frozenset[str] | None = None
    """Ids of condition groups; None when nobody has recorded which conditions there are."""
    _families: dict[tuple[int, int, str], tuple[CatalogueTest | None, object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def test_of(self, result: SentResult) -> CatalogueTest | None:
        """The test that a result is of, by its codes; of two pressures without one, by the codes of both."""
        # By identity, because comparing the same few codes 1,200 times would take longer than judging. What the id
        # belongs to is kept with it, so that no other value gets the same one meanwhile.
        key = (id(result.codes), id(result.components), result.test_key)
        kept = self._families.get(key)
        if kept is None:
            found = self.catalogue.test_of(result.codes, result.test_key) or self._whole_of(result.components)
            kept = self._families[key] = (found, (result.codes, result.components))
        return kept[0]

    def _whole_of(self, components: Iterable[Component]) -> CatalogueTest | None:
        parts = [self.catalogue.test_of(part.codes) for part in components]
        ids = sorted(part.id for part in parts if part)
        return self._wholes.get(tuple(ids)) if ids and len(ids) == len(parts) else None

    @cached_property
    def _wholes(self) -> dict[tuple[str, ...], CatalogueTest]:
        return {tuple(sorted(test.parts)): test for test in self.catalogue.tests if test.parts}

    def test_of_key(self, test_key: str) -> CatalogueTest | None:
        """The test that a key names: by the code in it, or as this site has mapped it.

        Args:
            test_key: As `key_of_test` or `series.family_key` makes it.
        """
        system, _, code = test_key.rpartition("|")
        if system == OWN_KEY:
            return self.catalogue.test(code)
        return self.catalogue.test_of((Code(system=system, code=code),), test_key)

    def circumstances(self, result: SentResult) -> Circumstances:
        """What a limit may depend on, on the day a sample was taken."""
        return Circumstances(self.sex, age_when(self.born, result.taken), self.conditions, result.setting)


NOTHING_KNOWN = Known()
"""No reviewed content and nobody in particular."""


def known_of(record: Record, catalogue: Catalogue) -> Known:
    """What is known of the person of a record.

    Args:
        record: As read, clinical parts and all.
        catalogue: With what the site has approved and mapped.
    """
    sex = record.person.sex if record.person.sex in _SEXES else None
    return Known(catalogue, sex, record.person.born, conditions_of(record, catalogue))


def conditions_of(record: Record, catalogue: Catalogue) -> frozenset[str] | None:
    """The condition groups somebody belongs to, by what was written by hand and what was sent and holds.

    Returns:
        None when nobody has recorded which conditions there are: an empty list may only mean that none was sent.
    """
    kind = BackgroundKind.CONDITIONS
    written = [KnownCondition(one.name) for one in record.conditions if not one.ended]
    sent = [one for one in record.background if one.kind is kind]
    said = {one.state for one in record.background_lists if one.kind is kind}
    if not (written or sent or said & {BackgroundState.KNOWN, BackgroundState.NONE_KNOWN}):
        return None
    holding = [KnownCondition(one.name, one.codes) for one in Sorted(sent).in_force]
    return condition_ids(catalogue, [*written, *holding])


def age_when(born: date | None, taken: PartialDate | None) -> int | None:
    """Age in whole years on the day a sample was taken.

    Returns:
        None when either is not known, the day comes before birth, or a year or month leaves two ages open.
    """
    if born is None or taken is None:
        return None
    first, last = age_on(born, taken.first_day), age_on(born, _last_day(taken))
    return first if first == last and first >= 0 else None


def _last_day(taken: PartialDate) -> date:
    first = taken.first_day
    if len(taken.text) > len("2003-06"):
        return first
    month = first.month if len(taken.text) > len("2003") else 12
    return date(first.year, month, monthrange(first.year, month)[1])


def names_it(test_key: str, result: SentResult, known: Known) -> bool:
    """Whether a test key, under which an aim or a link was kept, names the test of a result.

    Args:
        test_key: The result's own key, or that of any code which means the same test.
        result: As sent or as it stands in a series.
        known: Which codes mean the same.
    """
    test, named = known.test_of(result), known.test_of_key(test_key)
    if test is not None and named is not None:
        return test.id == named.id
    # Of a result whose codes name two tests, a key that names one of the two says nothing.
    return test_key == result.test_key and (test is not None or named is None)
