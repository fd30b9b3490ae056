"""Which conditions somebody lives with, and the body that their results come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from pydantic import Field

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.lists import table
from hoc_tui.domain.dates import age_on
from hoc_tui.domain.model import Value
from hoc_tui.domain.vocabulary import Gender

BANDS = (40, 60, 75)
"""Ages at which the weights of conditions change."""
HOW_MANY = ((70, 22, 8), (45, 30, 17, 8), (26, 30, 24, 14, 6), (16, 26, 27, 20, 11))
"""For each band, shares of people with one, two, three… conditions."""
LEANS = ("sugar", "fats", "lungs", "mood", "joints", "kidneys", "pressure")
"""What several results of one person have in common."""
HEAVY = {"obesity": 37.0, "type2": 31.0, "at_risk": 29.5, "copd": 25.0, "dementia": 23.0}
"""Usual body mass index with a condition; the first that somebody has decides."""


class Condition(Value):
    """A condition as the list has it."""

    name: str
    weights: tuple[float, float, float, float]
    goes: Mapping[str, float] = Field(default_factory=dict)
    others: tuple[str, ...] = ()
    age: int = 18
    tests: tuple[str, ...]
    twice: tuple[str, ...] = ()


@cache
def conditions() -> dict[str, Condition]:
    """All conditions by their key."""
    return {key: Condition.model_validate(entry) for key, entry in table("conditions").items()}


def draw_conditions(chance: Chance, age: int, *, most: int = 5) -> tuple[str, ...]:
    """One to five conditions that go together, by key.

    Args:
        chance: A stream for this person.
        age: Whole years.
        most: At most so many.
    """
    band = sum(age >= limit for limit in BANDS)
    number = min(most, chance.weighted(range(1, len(HOW_MANY[band]) + 1), HOW_MANY[band]))
    had: list[str] = []
    for _ in range(number):
        weights = _weights(tuple(had), band, age)
        if any(weights):
            had.append(chance.weighted(tuple(conditions()), weights))
    return tuple(had)


@lru_cache(maxsize=4096)
def _weights(had: tuple[str, ...], band: int, age: int) -> tuple[float, ...]:
    """How likely each condition is beside those somebody has; 0 for what they have or cannot have."""
    known = conditions()
    closed = {*had, *(other for key in had for other in known[key].others)}

    def weight(key: str, condition: Condition) -> float:
        if key in closed or age < condition.age or set(condition.others) & set(had):
            return 0
        times = [known[one].goes.get(key, 1) for one in had]
        return condition.weights[band] * _product(times)

    return tuple(weight(key, condition) for key, condition in known.items())


def _product(factors: list[float]) -> float:
    product = 1.0
    for factor in factors:
        product *= factor
    return product


@dataclass(frozen=True, slots=True)
class Body:
    """What does not change about a body, or changes slowly and by rule."""

    sex: Gender
    born: date
    onset: Mapping[str, date]
    """When each condition began, by its key."""
    height: float
    """In metres."""
    bmi: float
    """Body mass index today, kg/m²."""
    bmi_drift: float
    """How much the index changes a year."""
    leans: Mapping[str, float]
    smoking: str
    """The answer today."""
    stopped: float
    """How many years ago somebody who used to smoke stopped."""
    measures_at_home: bool
    """Whether they take their own blood pressure."""

    @property
    def woman(self) -> bool:
        """Whether ranges for women apply."""
        return self.sex is Gender.FEMALE

    def has(self, *keys: str) -> bool:
        """Whether any of these conditions is there today."""
        return any(key in self.onset for key in keys)

    def age(self, day: date) -> int:
        """Whole years on a day."""
        return age_on(self.born, day)


def draw_body(chance: Chance, sex: Gender, born: date, had: tuple[str, ...], today: date) -> Body:
    """A body for somebody with these conditions.

    Args:
        chance: A stream for this person.
        sex: For clinical use.
        born: Date of birth.
        had: Conditions by key.
        today: The demo's today.
    """
    woman = sex is Gender.FEMALE
    usual = next((bmi for key, bmi in HEAVY.items() if key in had), 26.5)
    floor = 30.2 if "obesity" in had else 17.5
    return Body(
        sex=sex,
        born=born,
        onset={key: _onset(chance, born, key, today) for key in had},
        height=round((1.62 if woman else 1.755) + 0.065 * chance.bell(), 2),
        bmi=max(floor, usual + 3.6 * chance.bell()),
        bmi_drift=0.16 * chance.bell() - (0.35 if "dementia" in had else 0),
        leans={lean: chance.bell() for lean in LEANS},
        smoking=_smoking(chance, had, age_on(born, today)),
        stopped=1 + 24 * chance.fraction(),
        measures_at_home=chance.yes(0.4),
    )


def _onset(chance: Chance, born: date, key: str, today: date) -> date:
    """When a condition began: up to eighteen years ago, and not before the age for it."""
    earliest = born + timedelta(days=int(365.25 * min(conditions()[key].age, age_on(born, today))))
    longest = min((today - earliest).days, int(18 * 365.25))
    return today - timedelta(days=chance.whole(min(400, longest), longest))


def _smoking(chance: Chance, had: tuple[str, ...], age: int) -> str:
    if "copd" in had:
        return chance.weighted(("Smokes", "Ex-smoker"), (35, 65))
    never = 58 if age < 80 else 50
    return chance.weighted(("Smokes", "Ex-smoker", "Never smoked"), (14, 100 - 14 - never, never))
