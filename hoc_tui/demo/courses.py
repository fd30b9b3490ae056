"""How one test goes over the years in one person: a level, a drift, and what differs from day to day.

Why floats here, when results are Decimals: these are draws of chance, not measurements. Each becomes text with the
test's own decimals before it leaves, and whatever is computed from it is computed from that text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.health import Body
from hoc_tui.demo.lists import table
from hoc_tui.domain.known import OWN_KEY
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Code, ReferenceRange, key_of_test

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
LEAN = 0.75
"""How far a hidden lean decides a level that follows it; chance decides the rest."""

Shape = tuple[float, float, float, float]
"""Level today, spread between people, drift a year, noise between two tests."""


class Limits(Value):
    """The range that the made-up laboratory sends."""

    low: str | None = None
    high: str | None = None


class Part(Value):
    """One of several numbers of a test."""

    name: str
    snomed: str = ""
    loinc: str = ""
    plausible: tuple[float, float]

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes that are sent."""
        return codes_of(self.snomed, self.loinc, self.name)


class ListedTest(Value):
    """A test as the list has it."""

    key: str
    name: str
    snomed: str = ""
    loinc: str = ""
    unit: str = ""
    decimals: int = 0
    plausible: tuple[float, float] | None = None
    specimen: str = ""
    """Empty for what is measured or asked in the surgery."""
    setting: str = ""
    """Where it is measured, when that matters: "home"."""
    range: Limits | Mapping[str, Limits] = Limits()
    parts: tuple[Part, ...] = ()
    follows: str = ""
    aged: float = 0
    below: float | None = None
    """From here down the laboratory says only "less than"."""
    step: int = 1
    usual: Shape | None = None
    female: Shape | None = None
    male: Shape | None = None
    with_: Mapping[str, Shape] = Field(default_factory=dict, alias="with")
    limits: Mapping[str, tuple[float, float]] = Field(default_factory=dict)

    def shape(self, body: Body) -> Shape | None:
        """The course for this body; None for a test that is worked out from others."""
        special = next((shape for key, shape in self.with_.items() if body.has(key)), None)
        return special or self.usual or (self.female if body.woman else self.male)

    def bounds(self, body: Body) -> tuple[float, float]:
        """What the value never leaves."""
        own = next((limits for key, limits in self.limits.items() if key == "usual" or body.has(key)), None)
        return own or self.plausible or (0, 0)


def codes_of(snomed: str, loinc: str, display: str) -> tuple[Code, ...]:
    """The codes there are, SNOMED CT first."""
    pairs = ((SNOMED, snomed), (LOINC, loinc))
    return tuple(Code(system=system, code=code, display=display) for system, code in pairs if code)


@cache
def listed_tests() -> dict[str, ListedTest]:
    """All tests by key."""
    return {key: ListedTest.model_validate(entry | {"key": key}) for key, entry in table("tests").items()}


@cache
def codes(key: str) -> tuple[Code, ...]:
    """The codes sent with a test."""
    test = listed_tests()[key]
    return codes_of(test.snomed, test.loinc, test.name)


@cache
def series_key(key: str) -> str:
    """The key that the results of a test share in a record; without a code, the catalogue's own."""
    return key_of_test(codes(key), listed_tests()[key].name) if codes(key) else f"{OWN_KEY}|{key}"


@cache
def sent_range(key: str, *, woman: bool) -> tuple[ReferenceRange, ...]:
    """The range sent with a test, for women or men; none for many tests."""
    test = listed_tests()[key]
    own = test.range if isinstance(test.range, Limits) else test.range["female" if woman else "male"]
    if own.low is None and own.high is None:
        return ()
    return (ReferenceRange(low=own.low, high=own.high, unit=test.unit),)


@dataclass(frozen=True, slots=True)
class Course:
    """One test in one person over time."""

    level: float
    drift: float
    noise: float
    low: float
    high: float

    def at(self, ago: float, chance: Chance) -> float:
        """The value so many years ago, with the noise of that day."""
        value = self.level - self.drift * ago + self.noise * chance.bell()
        return min(self.high, max(self.low, value))


def draw_course(test: ListedTest, body: Body, age: int, chance: Chance) -> Course | None:
    """The course of a test in this body; None for a test that is worked out from others.

    Args:
        test: Which.
        body: Whose.
        age: Whole years today.
        chance: A stream for this person.
    """
    shape = test.shape(body)
    if shape is None:
        return None
    level, spread, drift, noise = shape
    sign = -1 if test.follows.startswith("-") else 1
    lean = sign * body.leans.get(test.follows.lstrip("-"), 0.0)
    own = LEAN * lean + (1 - LEAN**2) ** 0.5 * chance.bell() if test.follows else chance.bell()
    low, high = test.bounds(body)
    return Course(level + spread * own + test.aged * max(0, age - 50), drift, noise, low, high)
