"""What is gathered at the visit before the conversation: everything that is due, by how it is done, and what else is.

One visit serves all conditions of a person; whatever is not due can be found by a plain word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hoc_tui.domain.background import Sorted
from hoc_tui.domain.catalogue import CatalogueTest, Sample
from hoc_tui.domain.dates import short
from hoc_tui.domain.due import Due, KnownCondition, due_tests
from hoc_tui.domain.entered import BMI, HEIGHT, WEIGHT
from hoc_tui.domain.finding_tests import FoundTest, fitting
from hoc_tui.domain.instruments import Enterable
from hoc_tui.domain.known import Known
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Series
from hoc_tui.domain.series import family_key, series_in
from hoc_tui.domain.vocabulary import BackgroundKind

ORDER: Final = (Sample.MEASURED, Sample.ASKED, Sample.URINE, Sample.BLOOD, Sample.ELSEWHERE)
"""How things are done, in the order of the visit: with the person first."""
_BODY: Final = (WEIGHT, HEIGHT, BMI)
"""What belongs together in this order: the third is worked out from the others."""


@dataclass(frozen=True, slots=True)
class ToGather:
    """One test of the visit."""

    test: CatalogueTest
    due: Due | None
    """Why and since when; None where no condition asks for it."""
    last: str
    """When it was last done and what it said: "Last 58 mmol/mol on 12-Mar-2025"."""
    wanted: bool = False
    """Whether it stands among what is due: it is, or something of the body is that it belongs to."""

    @property
    def now(self) -> bool:
        """Whether it is due."""
        return self.due is not None and self.due.due

    @property
    def reasons(self) -> str:
        """The conditions that ask for it: "Type 2 diabetes; Hypertension"."""
        reasons = self.due.reasons if self.due is not None else ()
        said = [
            f"{one.condition_name} (only if {one.only_if})" if one.only_if else one.condition_name for one in reasons
        ]
        return "; ".join(dict.fromkeys(said))

    @property
    def why(self) -> str:
        """Reasons, and when it was last done."""
        return ". ".join(filter(None, (self.reasons, self.last)))


def to_gather(record: Record, known: Known, content: Enterable, today: date) -> tuple[ToGather, ...]:
    """Everything that a person's conditions ask for and can be written down, what is due first.

    Args:
        record: As read.
        known: Reviewed content and who the person is.
        content: What can be written down.
        today: The day of the visit.

    Returns:
        Due or not due, then by how it is done, then as the catalogue has it; weight and height with the body mass
        index that they make.
    """
    last = _last(record, known, content)
    days = {test_id: day for test_id, (day, _) in last.items() if day is not None}
    asked = {one.test: one for one in due_tests(content.catalogue, _living_with(record), days, today)}
    wanted = [test for test in content.catalogue.tests if test.id in asked and content.takes(test)]
    gathered = [_gathered(test, asked.get(test.id), last) for test in _with_body(wanted, content)]
    told = [replace(one, wanted=_wanted(one, gathered)) for one in gathered]
    return tuple(sorted(told, key=lambda one: (not one.wanted, ORDER.index(one.test.sample))))


def gathered_besides(test: CatalogueTest, record: Record, known: Known, content: Enterable) -> ToGather:
    """A test that no condition asks for, with when it was last done."""
    return _gathered(test, None, _last(record, known, content))


def find_tests(word: str, content: Enterable) -> tuple[CatalogueTest, ...]:
    """The tests that a plain word may mean: those called so, else those of whose names each part begins a word.

    Args:
        word: As typed: "thyroid", "k", "blood pressure".
        content: What can be written down.

    Returns:
        What its own name leads to first, then in the catalogue's order; none for no word.
    """
    wanted = " ".join(word.casefold().split())
    tests = [test for test in (*content.catalogue.tests, *content.asked.measures) if content.takes(test)]
    exactly = [test for test in tests if wanted in {test.id.casefold(), test.name.casefold()}]
    if exactly or not wanted:
        return tuple(exactly)
    named = [FoundTest(key=test.id, name=test.name, words=(test.name, *test.also)) for test in tests]
    by_id = {test.id: test for test in tests}
    return tuple(by_id[one.key] for one in fitting(word, named))


def _living_with(record: Record) -> list[KnownCondition]:
    written = [KnownCondition(one.name) for one in record.conditions if not one.ended]
    sent = Sorted(one for one in record.background if one.kind is BackgroundKind.CONDITIONS).in_force
    return [*written, *(KnownCondition(one.name, one.codes) for one in sent)]


def _with_body(wanted: Sequence[CatalogueTest], content: Enterable) -> list[CatalogueTest]:
    """The same with weight, height and body mass index together, where any of them is asked for."""
    if not any(test.id in _BODY for test in wanted):
        return [*wanted]
    body = [test for test in map(content.test, _BODY) if test is not None]
    first = next(place for place, test in enumerate(wanted) if test.id in _BODY)
    rest = [test for test in wanted if test.id not in _BODY]
    return [*rest[:first], *body, *rest[first:]]


def _wanted(one: ToGather, gathered: Sequence[ToGather]) -> bool:
    return any(other.now for other in gathered if other.test.id in _BODY) if one.test.id in _BODY else one.now


Last = Mapping[str, tuple[date | None, str]]
"""Test id to the day it was last done and what it said."""


def _gathered(test: CatalogueTest, due: Due | None, last: Last) -> ToGather:
    _, words = last.get(test.id, (None, ""))
    return ToGather(test, due, words or "Never done, as far as is known here")


def _last(record: Record, known: Known, content: Enterable) -> Last:
    """By the family of codes, whoever sent it; of several units the newest."""
    measures = {family_key(test): test.id for test in content.asked.measures}
    found: dict[str, tuple[date | None, str]] = {}
    for one in series_in(record.results, known):
        test_id = one.test_id or next((measures[key] for key in one.keys if key in measures), None)
        day = one.latest.taken.first_day if one.latest.taken is not None else None
        if test_id is not None and (day or date.min) >= (found.get(test_id, (None, ""))[0] or date.min):
            found[test_id] = (day, _said(one, day))
    return found


def _said(series: Series, day: date | None) -> str:
    when = f"on {short(day)}" if day is not None else "on a day that was not sent"
    return f"Last {series.latest.value_words} {when}"
