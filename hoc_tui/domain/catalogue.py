"""What reviewed content says of a test: its codes, units, limits, plausible values, and who has signed for them.

The values stand in `hoc_tui.content`; nothing here reads a file. A limit judges only where somebody has signed for it
or its site has approved it. Which of them are meant for somebody is asked of `Catalogue.limits_for`, never worked out
from the fields elsewhere: a limit for women must not judge somebody whose sex is not known.
"""

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import model_validator

from hoc_tui.domain.limits import Applies, Circumstances, ContentStatus, Limit, Noise, Reviewed, Strength
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Code

__all__ = [
    "LOINC",
    "READ_V2",
    "SNOMED",
    "AcceptedUnit",
    "Applies",
    "Catalogue",
    "CatalogueTest",
    "Circumstances",
    "ConditionGroup",
    "ContentStatus",
    "Direction",
    "DueTest",
    "Limit",
    "Noise",
    "Reviewed",
    "Sample",
    "Strength",
    "folded",
]

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
READ_V2 = "http://read.info/readv2"

# Enough digits that a converted number is exact, or wrong only where no laboratory measures.
_EXACT = Context(prec=60)
_OWN_KEY = "test|"
"""What the key of a test starts with where no code says which test it is."""
_READ_CONCEPT = 5
"""Of a Read version 2 code, the characters that name the concept; two more only choose among its words."""


class Direction(StrEnum):
    """Which way is better, for the words alone: too low can be a hazard as well."""

    LOWER = "lower"
    HIGHER = "higher"
    RANGE = "range"
    PERSONAL = "personal"
    CODED = "coded"


class Sample(StrEnum):
    """How a test is done, so that one visit does all of one kind together."""

    BLOOD = "blood"
    URINE = "urine"
    MEASURED = "measured"
    """Here, with the person: a cuff, scales, a meter."""
    ASKED = "asked"
    """Questions, a score, or what the person or the record tells."""
    ELSEWHERE = "elsewhere"
    """Another service does it; only its report comes here."""


class AcceptedUnit(Value):
    """A unit that results of a test come in, and the exact way to the unit that is shown."""

    unit: str
    """As a sender writes it; compared by `same_unit`."""
    factor: Decimal = Decimal(1)
    divisor: Decimal = Decimal(1)
    """Why not a factor alone: most conversions divide by a molar mass, and that quotient never ends."""
    offset: Decimal = Decimal(0)
    why: str = ""
    """The molar mass, equation or definition that the factor comes from; empty for another spelling."""

    @model_validator(mode="after")
    def _keeps_the_direction(self) -> Self:
        if self.factor <= 0 or self.divisor <= 0:
            raise ValueError('a conversion that is not positive would turn "more than" into "less than"')
        return self

    @property
    def same_number(self) -> bool:
        """Whether a number stays itself: the unit is the one shown, or another name for it."""
        return self.factor == self.divisor and not self.offset

    def to_shown(self, number: Decimal) -> Decimal:
        """A number of this unit in the unit that is shown: sent x factor / divisor + offset, not rounded."""
        if self.same_number:
            return number
        return _EXACT.add(_EXACT.divide(_EXACT.multiply(number, self.factor), self.divisor), self.offset)

    def from_shown(self, number: Decimal) -> Decimal:
        """A number of the unit that is shown in this unit, not rounded."""
        if self.same_number:
            return number
        return _EXACT.divide(_EXACT.multiply(_EXACT.subtract(number, self.offset), self.divisor), self.factor)


class CatalogueTest(Reviewed):
    """Everything reviewed content says of one test."""

    __test__ = False

    id: str
    name: str
    """The plain name."""
    also: tuple[str, ...] = ()
    """Other plain words by which people look for it; never used to match what is sent."""
    group: str
    """Its body story."""
    sample: Sample
    """How it is done."""
    parts: tuple[str, ...] = ()
    """Ids of the tests that are measured together under this name: the two blood pressures."""
    loinc: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    read2: tuple[str, ...] = ()
    """Read version 2 codes, which laboratories still send; the five characters that name the concept."""
    group_only: tuple[str, ...] = ()
    """LOINC and SNOMED CT codes that file a test under its body story and mean nothing more."""
    unit: str = ""
    """The unit that is shown; empty for a score, a ratio, a count and a coded answer."""
    units: tuple[AcceptedUnit, ...] = ()
    """Every unit that may be taken for it, the shown one first; none for a coded answer."""
    decimals: int = 0
    """How precisely a converted value is shown; what was sent is shown as sent."""
    direction: Direction = Direction.RANGE
    aim: str = ""
    """The usual range or aim in words, for staff, with what no number here can say."""
    limits: tuple[Limit, ...] = ()
    plausible_low: Decimal | None = None
    plausible_high: Decimal | None = None
    """Outside both "are you sure?" is asked of somebody who types a value; an engineering figure."""
    fresh_months: int | None = None
    """How long a result stays fresh, an engineering figure; None when it does not age."""
    noise: Noise | None = None
    caution: str = ""
    """When the number may mislead, in one sentence."""
    sentence: str
    """The plain sentence for the person."""

    @property
    def coded(self) -> bool:
        """Whether its answers are words from a list and never a number: nothing about it is above or below."""
        return not self.units and not self.parts

    @property
    def judging(self) -> tuple[Limit | Noise, ...]:
        """Everything of it that a site may enable."""
        return (*self.limits, self.noise) if self.noise else self.limits

    @model_validator(mode="after")
    def _shown_unit_comes_first(self) -> Self:
        if self.units and (self.units[0].unit != self.unit or not self.units[0].same_number):
            raise ValueError("the first accepted unit is the one that is shown")
        if self.limits and not self.units:
            raise ValueError("a coded answer has no limits")
        return self


class DueTest(Value):
    """How often one condition asks for one test."""

    test: str
    every_months: int
    reason: str = ""
    """Why it is asked for, when the condition alone does not say so."""
    only_if: str = ""
    """What must be true besides, in words: which medicines somebody takes is not known here."""


class ConditionGroup(Reviewed):
    """A long-term condition as reviewed content knows it, with the tests of its yearly visit."""

    id: str
    name: str
    snomed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Exact names, folded, under which it is written down by hand; never parts of names."""
    tests: tuple[DueTest, ...] = ()


def folded(name: str) -> str:
    """A condition's name for comparing whole: case, spaces and the curl of an apostrophe say nothing."""
    return " ".join(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


class Catalogue(Value):
    """All tests and conditions, with the limits that may judge here."""

    version: int
    tests: tuple[CatalogueTest, ...]
    conditions: tuple[ConditionGroup, ...] = ()
    approved: frozenset[str] = frozenset()
    """Ids of the limits and noises that this site's clinical safety officer has enabled."""
    mapped: Mapping[str, str] = {}
    """What this site decided about codes nobody knew: test key to test id."""

    def for_site(self, *, approved: Iterable[str] = (), mapped: Mapping[str, str] | None = None) -> Self:
        """The same content with what a site has decided.

        Args:
            approved: Ids of the limits and noises that its clinical safety officer has enabled.
            mapped: Test key to test id.
        """
        return self.model_copy(update={"approved": frozenset(approved), "mapped": dict(mapped or {})})

    def test(self, test_id: str) -> CatalogueTest | None:
        """The test of this id."""
        return self._tests_by_id.get(test_id)

    def test_of(self, codes: Iterable[Code], test_key: str = "") -> CatalogueTest | None:
        """The test that a result is of, found by its codes alone; names are never matched.

        Args:
            codes: As sent, in order.
            test_key: The key the result was kept under, for what a site has mapped.

        Returns:
            None when no code is known, or when codes of two tests came with one result: neither is guessed.
        """
        known = self._tests_by_code
        found = {test.id: test for code in codes if (test := known.get(_code_key(code))) is not None}
        if not found:
            # What was written down here of a test without a code has the test's own key.
            own = test_key.removeprefix(_OWN_KEY) if test_key.startswith(_OWN_KEY) else ""
            return self.test(self.mapped.get(test_key, own))
        return next(iter(found.values())) if len(found) == 1 else None

    def enabled(self, entry: Limit | Noise) -> bool:
        """Whether a limit or noise may judge here: somebody has signed for it, or this site has approved it."""
        return entry.status is ContentStatus.VERIFIED or entry.id in self.approved

    def limits_for(self, test: CatalogueTest, who: Circumstances, strength: Strength) -> tuple[Limit, ...]:
        """The limits that judge a test of somebody, those for a condition before those for everybody.

        Args:
            test: Which, of this catalogue.
            who: What is known of the person and of where it was measured.
            strength: What for.

        Returns:
            Enabled limits alone; of USUAL at most one fits anybody unless a site has added its own.
        """
        enabled = self._enabled_limits.get((test.id, strength), ())
        return tuple(one for one in enabled if one.applies.fits(who))

    def noise_of(self, test: CatalogueTest) -> Noise | None:
        """How much change of a test is no change; None where nobody has enabled a figure."""
        return test.noise if test.noise is not None and self.enabled(test.noise) else None

    def condition_of(self, name: str, codes: Iterable[Code] = ()) -> ConditionGroup | None:
        """The group that a condition belongs to, by its SNOMED CT codes, else by its exact name.

        Args:
            name: As written by hand or sent.
            codes: As sent, in order.
        """
        known = self._conditions_by_code
        coded = next((known[one.code] for one in codes if one.system == SNOMED and one.code in known), None)
        return coded or self._conditions_by_name.get(folded(name))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Every limit of every test."""
        return tuple(limit for test in self.tests for limit in test.limits)

    @property
    def judging(self) -> dict[str, Limit | Noise]:
        """Every limit and noise by its id, in order of tests: what a site may enable."""
        return {one.id: one for test in self.tests for one in test.judging}

    def __copy__(self) -> Self:
        """A copy without the indexes: `model_copy` may be given other tests, and other approvals."""
        copied = super().__copy__()
        for index in set(copied.__dict__) - type(self).model_fields.keys():
            del copied.__dict__[index]
        return copied

    @cached_property
    def _enabled_limits(self) -> dict[tuple[str, Strength], tuple[Limit, ...]]:
        """Those for a condition first; made once, since a record of ten years asks 1,200 times."""
        return {
            (test.id, strength): tuple(
                sorted(
                    (one for one in test.limits if one.strength is strength and self.enabled(one)),
                    key=lambda one: not one.applies.conditions,
                )
            )
            for test in self.tests
            for strength in Strength
        }

    @cached_property
    def _tests_by_id(self) -> dict[str, CatalogueTest]:
        return {test.id: test for test in self.tests}

    @cached_property
    def _tests_by_code(self) -> dict[tuple[str, str], CatalogueTest]:
        return {
            (system, code): test
            for test in self.tests
            for system, codes in ((LOINC, test.loinc), (SNOMED, test.snomed), (READ_V2, test.read2))
            for code in codes
        }

    @cached_property
    def _conditions_by_code(self) -> dict[str, ConditionGroup]:
        return {code: group for group in self.conditions for code in group.snomed}

    @cached_property
    def _conditions_by_name(self) -> dict[str, ConditionGroup]:
        return {name: group for group in self.conditions for name in (folded(group.name), *group.also)}


def _code_key(code: Code) -> tuple[str, str]:
    """A code as the index has it: "42T..00" of one sender is "42T.." of another."""
    return (code.system, code.code[:_READ_CONCEPT] if code.system == READ_V2 else code.code)
