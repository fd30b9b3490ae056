"""A test result exactly as it was sent, and the series that results of one test form.

Nothing here interprets: the words "above" and "below" are judging's (`hoc_tui.domain.judging`).
"""

import operator
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import Comparator, ResultStatus

# Why not Decimal's own reading: it takes "1_000", digits of other scripts, "NaN" and "Infinity" for numbers.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")

WITHDRAWN = frozenset({ResultStatus.CANCELLED, ResultStatus.ENTERED_IN_ERROR})
"""Statuses that take a result out of every series; it stays in the history."""


def decimal_in(text: str) -> Decimal | None:
    """The number that a text is, with its precision; None when it is no finite decimal number."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


class Code(Value):
    """One code a sender gave, in the sender's order."""

    system: str
    code: str
    display: str = ""


class Quantity(Value):
    """A number as sent: `text` keeps its precision ("7.10"), `comparator` its "<" or ">"."""

    text: str
    comparator: Comparator | None = None
    unit: str = ""
    """The unit as sent; empty when none was."""

    @property
    def number(self) -> Decimal:
        """The number for comparing; equal to `text` and never rounded.

        Raises:
            HocError: `text` is not a finite decimal number.
        """
        number = decimal_in(self.text)
        if number is None:
            raise HocError(f"“{self.text}” is not a number.")
        return number

    @property
    def words(self) -> str:
        """Comparator, number and unit as one text: "<5 mg/L"."""
        return f"{self.comparator or ''}{self.text} {self.unit}".strip()

    @property
    def sent(self) -> "Quantity":
        """What was sent: itself, unless it was converted for showing."""
        return self


class ConvertedQuantity(Quantity):
    """A number in the unit its test is shown in, marked wherever it stands; `text` is rounded for reading."""

    exact: Decimal
    """Not rounded: what limits are compared with and differences are taken of."""
    sent_text: str
    sent_unit: str

    @property
    def words(self) -> str:
        """Both numbers: "53 mmol/mol (sent as 7.0 %)"."""
        return f"{super().words} (sent as {self.sent.words})"

    @property
    def sent(self) -> Quantity:
        """What was sent."""
        return Quantity(text=self.sent_text, comparator=self.comparator, unit=self.sent_unit)


class ReferenceRange(Value):
    """The range that came with the result; `text` when it was words or of several parts."""

    low: str | None = None
    high: str | None = None
    unit: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        """The range as it reads on a report: "1.0 to 4.0", "up to 4.0", or its own text."""
        match self.low, self.high:
            case None, None:
                return self.text
            case low, None:
                return f"{low} or more"
            case None, high:
                return f"up to {high}"
            case low, high:
                return f"{low} to {high}"


class Component(Value):
    """A part of a result that only means something with the others, such as one of two pressures."""

    name: str
    codes: tuple[Code, ...] = ()
    quantity: Quantity | None = None
    text: str = ""


SETTINGS = {"home": "at home", "clinic": "in clinic"}
"""Where something was measured, in words."""


class SentResult(Value):
    """A result as a file or a person gave it, before it belongs to anybody.

    `source_id` is the sender's own identity for this result: the same identity with other content
    is a correction, with the same content nothing new.
    """

    source_id: str
    test_key: str
    """Which series it belongs to, made by `key_of_test`."""
    name: str
    codes: tuple[Code, ...] = ()
    quantity: Quantity | None = None
    components: tuple[Component, ...] = ()
    text: str = ""
    """A result that is words: "Positive", or a coded answer's display."""
    ranges: tuple[ReferenceRange, ...] = ()
    flag: str = ""
    """The sender's own interpretation, verbatim; never made by us."""
    comment: str = ""
    status: ResultStatus = ResultStatus.NOT_SENT
    taken: PartialDate | None = None
    reported: PartialDate | None = None
    performer: str = ""
    specimen: str = ""
    setting: str = Field(default="", exclude_if=operator.not_)
    """Where it was measured, when that matters: "home" or "clinic". Why it is not written out when empty: the
    fingerprint of what is stored already stays what it was."""

    @property
    def numeric(self) -> bool:
        """Whether it has a number, of its own or in a part: without one it can be neither drawn nor compared."""
        return self.quantity is not None or any(part.quantity is not None for part in self.components)

    @property
    def value_words(self) -> str:
        """What stands in the value's place, never empty: all of number, parts and words that were sent, or why none."""
        said = (self.quantity.words if self.quantity else "", components_words(self.components), self.text)
        words = "; ".join(filter(None, said)) or ("see comment" if self.comment else "no value sent")
        return f"{words}, {SETTINGS.get(self.setting, self.setting)}" if self.setting else words


class Result(SentResult):
    """A sent result in a person's record."""

    id: UUID
    source_system: str
    recorded_at: datetime
    superseded_by: UUID | None = None
    also_from: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    """Other sources that sent the very same, where results are looked at as series; never stored."""
    also_ids: tuple[UUID, ...] = Field(default=(), exclude_if=operator.not_)
    """The results of those sources."""

    @property
    def counts(self) -> bool:
        """Whether it belongs in the series: not withdrawn and not replaced by a correction."""
        return self.superseded_by is None and self.status not in WITHDRAWN

    @property
    def order(self) -> tuple[str, datetime]:
        """When it was taken, undated first; results of the same moment by when they came."""
        return (self.taken.sort_key if self.taken else "", self.recorded_at)

    @property
    def sources(self) -> str:
        """Who sent it: one source, or "one, and the same from another"."""
        return ", and the same from ".join((self.source_system, *self.also_from))


LONGEST_WORD = 80
"""A comment up to so many characters, on one line, can stand in the place of a value; of a longer one is said that it
is there."""


class Series(Value):
    """All results of one test and one unit, oldest first: only these may share a line.

    A result without a number ("sample haemolysed, not analysed") has no unit and belongs to the test: it stands among
    the numbers of each unit, so that a number from before it never looks like the latest (hazard H02).
    """

    test_key: str
    """One key for the whole family of codes that mean the same test."""
    name: str
    """As sent with the newest."""
    unit: str
    """The unit of every number in it."""
    results: tuple[Result, ...]
    setting: str = ""
    """"home" when all of it was measured there and other limits hold there; such values have a series of their own."""
    test_id: str | None = None
    """The test's id in reviewed content; None when no code of it is known there."""
    plain_name: str = ""
    """Its plain name there."""
    keys: frozenset[str] = frozenset()
    """Every key under which a result, a target or a link may name it."""
    apart: tuple[tuple[str, int], ...] = ()
    """Other units in which the test came, with how many results: never in one series, and never hidden."""

    @property
    def title(self) -> str:
        """The plain name when the test is known, else the name as sent; and where it was measured."""
        name = self.plain_name or self.name
        return f"{name}, {SETTINGS.get(self.setting, self.setting)}" if self.setting else name

    @property
    def latest(self) -> Result:
        """The newest result of the series, with a number or without."""
        return self.results[-1]

    @property
    def previous(self) -> Result | None:
        """The one before the newest."""
        return self.results[-2] if len(self.results) > 1 else None

    @property
    def number_before(self) -> Result | None:
        """The newest result with a number, when words have come since; None when the newest has one, or none has."""
        if self.latest.numeric:
            return None
        return next((one for one in reversed(self.results) if one.numeric), None)

    @property
    def measured(self) -> Result:
        """What the series is judged by: the newest result with a number, or the newest when none has."""
        return self.number_before or self.latest

    @property
    def value_words(self) -> str:
        """The newest value; of words that came after a number both, so that neither hides the other.

        "61 mmol/mol on 12 March 2025; since then: Sample haemolysed, not analysed".
        """
        if self.number_before is None:
            return self.latest.value_words
        taken = self.number_before.taken
        day = f"on {taken.long}" if taken else "on a day that was not sent"
        return f"{self.number_before.value_words} {day}; since then: {_short_words(self.latest)}"


def _short_words(result: Result) -> str:
    """The words of a result without a number: a short comment itself, since it is all that was sent."""
    comment = result.comment
    alone = comment and not (result.text or result.components)
    return comment if alone and len(comment) <= LONGEST_WORD and "\n" not in comment else result.value_words


_SYSTOLIC = frozenset({"8480-6", "72313002", "271649006", "2469.00"})
_DIASTOLIC = frozenset({"8462-4", "1091811000000102", "271650006", "246A.00"})
"""LOINC, SNOMED CT and Read version 2 codes of the two blood pressures.

Source: the codes that GP Connect and Synthea records send; domain reference 6.2.
"""
_PRESSURE_UNITS = frozenset({"mmhg", "mm[hg]"})


def components_words(components: Sequence[Component]) -> str:
    """The parts in one line; two blood pressures as "142/84 mmHg".

    Args:
        components: The parts in the sender's order.

    Returns:
        The two pressures joined by "/", systolic first, and behind them what a part says in words; any other parts as
        "name value", since two numbers of one unit may just as well be a left and a right eye.
    """
    pressures = pressures_of(components)
    if pressures is None:
        return "; ".join(map(_part_words, components))
    upper, lower = pressures
    joined = f"{upper.comparator or ''}{upper.text}/{lower.comparator or ''}{lower.text} {upper.unit}".strip()
    return "; ".join((joined, *(f"{part.name} {part.text}" for part in components if part.text)))


def _part_words(part: Component) -> str:
    said = (part.quantity.words if part.quantity else "", part.text)
    return f"{part.name} {', '.join(filter(None, said))}".strip()


def pressures_of(components: Sequence[Component]) -> tuple[Quantity, Quantity] | None:
    """Systolic and diastolic, when that is what the parts are: by their codes, or two in mmHg without any."""
    quantities = [part.quantity for part in components if part.quantity is not None]
    if not len(components) == len(quantities) == 2 or quantities[0].unit != quantities[1].unit:
        return None
    codes = [{code.code for code in part.codes} for part in components]
    if codes[0] & _SYSTOLIC and codes[1] & _DIASTOLIC:
        return quantities[0], quantities[1]
    if codes[0] & _DIASTOLIC and codes[1] & _SYSTOLIC:
        return quantities[1], quantities[0]
    if any(codes) or quantities[0].unit.casefold() not in _PRESSURE_UNITS:
        return None
    upper, lower = sorted(quantities, key=lambda quantity: quantity.number, reverse=True)
    return upper, lower


def key_of_test(codes: Iterable[Code], name: str) -> str:
    """The key that results of the same test share: the first code, else the name.

    SNOMED CT comes before LOINC, LOINC before any other system, because UK and FHIR senders give
    several codes for one test and the more general system changes least. Until the catalogue
    knows families of equal meaning, different codes stay different series: mixing would be worse.

    Args:
        codes: The codes in the sender's order.
        name: The test's name as sent, used when there is no code.

    Returns:
        "system|code", or "name|…" with the name's spaces folded.
    """
    preference = {"http://snomed.info/sct": 0, "http://loinc.org": 1}
    ranked = sorted((code for code in codes if code.code), key=lambda code: preference.get(code.system, 2))
    named = "name|" + " ".join(name.casefold().split())
    if not ranked or ranked[0].code in MEANINGLESS_CODES:
        return named
    return f"{ranked[0].system}|{ranked[0].code}"


MEANINGLESS_CODES = frozenset({"196411000000103", "37331000000100"})
"""SNOMED CT codes that say only that the sender had no code ("Transfer-degraded record entry",
"Comment note"): the name must tell such tests apart."""


def series_of(results: Iterable[Result]) -> tuple[Series, ...]:
    """The counting results as series, one for each test key and unit, in order of test key.

    What shows results to people asks `hoc_tui.domain.series.series_in`, which knows families of codes.

    Args:
        results: Results of one person in any order.

    Returns:
        Series whose results are oldest first; a test sent in two units gives two series, and what was sent of it
        without a number stands in both. Only a test without any number is a series of words.
    """
    numbers, words = defaultdict[tuple[str, str], list[Result]](list), defaultdict[str, list[Result]](list)
    for result in results:
        if result.counts and result.numeric:
            numbers[(result.test_key, unit_of(result))].append(result)
        elif result.counts:
            words[result.test_key].append(result)
    measured = {test_key for test_key, _ in numbers}
    keys = {*numbers, *((test_key, "") for test_key in words if test_key not in measured)}
    return tuple(_series(key, [*numbers.get(key, ()), *words.get(key[0], ())]) for key in sorted(keys))


def unit_of(result: SentResult) -> str:
    """The unit of a result's number, or of the first number among its parts; empty when there is none."""
    quantity = result.quantity or next((part.quantity for part in result.components if part.quantity), None)
    return quantity.unit if quantity else ""


def _series(key: tuple[str, str], members: Sequence[Result]) -> Series:
    ordered = in_order(members)
    return Series(test_key=key[0], name=ordered[-1].name, unit=key[1], results=ordered, keys=frozenset({key[0]}))


def in_order(members: Iterable[Result]) -> tuple[Result, ...]:
    """Results oldest first, the same way whichever way they came.

    Of one moment the number is the later: words that came with it are about it, and do not stand in its place.
    """
    return tuple(sorted(members, key=_by_moment))


def _by_moment(result: Result) -> tuple[str, datetime, bool, UUID]:
    return (result.taken.sort_key if result.taken else "", result.recorded_at, result.numeric, result.id)
