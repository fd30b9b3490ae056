"""What is found in a body on one day: numbers that fit each other, as weight fits height and creatinine eGFR."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import pow  # noqa: A004 - of two floats, and so a float

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.courses import Course, listed_tests
from hoc_tui.demo.health import Body
from hoc_tui.domain.dates import MONTHS
from hoc_tui.domain.vocabulary import Comparator

YEAR = 365.25
TENTH = Decimal("0.1")
MICROMOL = 88.4
"""µmol/L of creatinine in one mg/dL (molar mass 113.12)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one test found."""

    key: str
    text: str = ""
    """The number, with the decimals it is reported with."""
    comparator: Comparator | None = None
    words: str = ""
    """The answer, for tests that end in words."""
    parts: tuple[str, ...] = ()
    """Several numbers, for tests that have them."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One body on one day."""

    body: Body
    courses: Mapping[str, Course]
    day: date
    ago: float
    """Years before the demo's today."""
    chance: Chance

    @property
    def age(self) -> int:
        """Whole years on the day."""
        return self.body.age(self.day)

    def noisy(self, value: float, share: float) -> float:
        """The value, give or take that share of it."""
        return value * (1 + share * self.chance.bell())

    def course(self, key: str) -> float:
        """What a test's own course says."""
        return self.courses[key].at(self.ago, self.chance)

    def had(self, key: str) -> bool:
        """Whether a condition had begun."""
        onset = self.body.onset.get(key)
        return onset is not None and onset <= self.day


Family = Callable[[Moment], Iterable[Reading]]


def readings(moment: Moment, keys: Iterable[str]) -> dict[str, Reading]:
    """What the tests find.

    Args:
        moment: Whose body, and when.
        keys: Which tests are done.

    Returns:
        A reading for each test that gives one, in the order asked.
    """
    wanted, found = list(keys), dict[str, Reading]()
    for family in dict.fromkeys(FAMILIES[key] for key in wanted if key in FAMILIES):
        found |= {reading.key: reading for reading in family(moment)}
    found |= {key: _plain(moment, key) for key in wanted if key in moment.courses and key not in found}
    return {key: found[key] for key in wanted if key in found}


def number(key: str, value: float) -> Reading:
    """A number as this test reports it: its decimals, its steps, and "less than" at the bottom."""
    test = listed_tests()[key]
    if test.below is not None and value < test.below:
        return Reading(key, text=f"{test.below:.{test.decimals}f}", comparator=Comparator.LESS)
    return Reading(key, text=f"{round(value / test.step) * test.step if test.step > 1 else value:.{test.decimals}f}")


def _plain(moment: Moment, key: str) -> Reading:
    return number(key, moment.course(key))


def _weight(moment: Moment) -> Iterable[Reading]:
    body = moment.body
    index = min(58.0, max(16.0, body.bmi - body.bmi_drift * moment.ago))
    weight = number("wt", moment.noisy(index * body.height**2, 0.006))
    square = Decimal(f"{body.height:.2f}") ** 2
    bmi = (Decimal(weight.text) / square).quantize(TENTH, ROUND_HALF_UP)
    yield weight
    yield Reading("bmi", text=str(bmi))
    yield number("waist", (36 if body.woman else 40) + 2.05 * float(bmi))


def _kidneys(moment: Moment) -> Iterable[Reading]:
    kappa, creatinine = _kappa(moment.body), moment.noisy(_creatinine(moment), 0.03)
    creat = number("creat", creatinine)
    score = _ckd_epi(float(creat.text) / MICROMOL, kappa, moment)
    yield creat
    yield Reading("egfr", text="90", comparator=Comparator.MORE) if score > 90 else number("egfr", score)


def _filtering(moment: Moment) -> float:
    """The true filtration rate, mL/min/1.73 m²."""
    lean, ago = moment.body.leans["kidneys"], moment.ago
    if moment.body.has("ckd"):
        return min(85.0, max(14.0, min(57.0, 43 + 10 * lean)) + 1.7 * ago)
    fall = 0.5 if moment.body.has("type2", "hypertension") else 0
    return max(60.0, 108 - 0.75 * max(0, moment.age - 35) + 9 * lean + fall * ago)


def _kappa(body: Body) -> tuple[float, float, float]:
    return (0.7, -0.329, 1.018) if body.woman else (0.9, -0.411, 1.0)


def _ckd_epi(mg_dl: float, kappa: tuple[float, float, float], moment: Moment) -> float:
    """EGFR from creatinine.

    Source:
        CKD-EPI 2009 (Ann Intern Med 150:604), without the factor for ethnicity, as NICE NG203 has it. From memory,
        unverified, and used only to make made-up numbers fit each other.
    """
    unit, low, factor = kappa
    share = mg_dl / unit
    return 141 * pow(min(share, 1.0), low) * pow(max(share, 1.0), -1.209) * pow(0.993, moment.age) * factor


def _creatinine(moment: Moment) -> float:
    """The creatinine, µmol/L, at which the formula gives this body's filtration."""
    unit, low, factor = _kappa(moment.body)
    share = _filtering(moment) / (141 * pow(0.993, moment.age) * factor)
    return MICROMOL * unit * pow(share, 1 / (-1.209 if share < 1 else low))


def _albumin(moment: Moment) -> Iterable[Reading]:
    body = moment.body
    lean = body.leans["kidneys"]
    doublings = -0.9 * lean + 1.7 * body.has("ckd") + 0.8 * body.has("type2", "type1") - 0.12 * moment.ago
    value = moment.noisy(0.9 * 2**doublings, 0.22)
    yield Reading("acr", text="0.3", comparator=Comparator.LESS) if value < 0.3 else number("acr", min(180.0, value))


def _fats(moment: Moment) -> Iterable[Reading]:
    trig, hdl = number("trig", moment.course("trig")), number("hdl", max(0.6, moment.course("hdl")))
    total = number("chol", max(float(hdl.text) + 1.2, moment.course("chol")))
    rest = Decimal(total.text) - Decimal(hdl.text)
    yield from (trig, hdl, total, Reading("nonhdl", text=str(rest)))
    dense = (rest - Decimal(trig.text) / Decimal("2.2")).quantize(TENTH, ROUND_HALF_UP)
    if dense >= Decimal("0.5"):
        yield Reading("ldl", text=str(dense))


def _pressure(moment: Moment) -> Iterable[Reading]:
    body, lean, age = moment.body, moment.body.leans["pressure"], moment.age
    high = moment.had("hypertension")
    upper = 121 + 0.3 * (age - 50) + 7.5 * lean + (9 + 0.7 * moment.ago if high else 0)
    lower = 77 - 0.22 * max(0, age - 60) + 4 * lean + (4 if high else 0)
    yield _pair("bp", moment, upper, lower)
    if body.measures_at_home:
        yield _pair("bp_home", moment, upper - 6, lower - 3)


def _pair(key: str, moment: Moment, upper: float, lower: float) -> Reading:
    top = round(min(204.0, max(94.0, moment.noisy(upper, 0.045))))
    bottom = round(min(112.0, top - 24, max(48.0, moment.noisy(lower, 0.05))))
    return Reading(key, parts=(str(top), str(bottom)))


def _lungs(moment: Moment) -> Iterable[Reading]:
    """Breathing out: as a share of what is usual for height, age and sex (ECSC 1993; from memory, unverified)."""
    body, lean = moment.body, moment.body.leans["lungs"]
    metres, age = body.height, moment.age
    usual = 3.95 * metres - 0.025 * age - 2.60 if body.woman else 4.30 * metres - 0.029 * age - 2.49
    share = 0.6 - 0.13 * lean + 0.015 * moment.ago if body.has("copd") else 0.96 - 0.05 * lean
    yield number("fev1", max(0.45, moment.noisy(usual * min(1.1, max(0.25, share)), 0.03)))
    ratio = 0.58 - 0.06 * lean + 0.006 * moment.ago if body.has("copd") else 0.78 - 0.02 * lean
    yield number("ratio", min(0.69 if body.has("copd") else 0.88, max(0.31, moment.noisy(ratio, 0.02))))


def _smoking(moment: Moment) -> Iterable[Reading]:
    body = moment.body
    still = body.smoking == "Ex-smoker" and moment.ago > body.stopped
    yield Reading("smok", words="Smokes" if still else body.smoking)


def _rhythm(moment: Moment) -> Iterable[Reading]:
    yield Reading("rhythm", words="Irregular" if moment.had("af") else "Regular")


def _wear(moment: Moment) -> float:
    """How much years of sugar have worn, about -2 to 4."""
    begun = min((day for key, day in moment.body.onset.items() if key in {"type1", "type2"}), default=moment.day)
    return moment.body.leans["sugar"] + (moment.day - begun).days / YEAR / 9


def _feet(moment: Moment) -> Iterable[Reading]:
    wear = _wear(moment)
    yield Reading("foot", words="High risk" if wear > 2.6 else "Moderate risk" if wear > 1.7 else "Low risk")


def _eyes(moment: Moment) -> Iterable[Reading]:
    wear, due = _wear(moment), f"{MONTHS[moment.day.month - 1][:3]}-{moment.day.year + 1}"
    if wear > 2.8:
        yield Reading("eye", words=f"Changes that need watching (R2 M0). Next due {due}")
    elif wear > 1.5:
        yield Reading("eye", words=f"Early changes, no treatment needed (R1 M0). Next due {due}")
    else:
        later = f"{due[:4]}{moment.day.year + 2}"
        yield Reading("eye", words=f"No changes (R0 M0). Next due {later}")


FAMILIES: Mapping[str, Family] = {
    **dict.fromkeys(("wt", "bmi", "waist"), _weight),
    **dict.fromkeys(("egfr", "creat"), _kidneys),
    **dict.fromkeys(("chol", "hdl", "nonhdl", "ldl", "trig"), _fats),
    **dict.fromkeys(("bp", "bp_home"), _pressure),
    **dict.fromkeys(("fev1", "ratio"), _lungs),
    "acr": _albumin,
    "smok": _smoking,
    "rhythm": _rhythm,
    "foot": _feet,
    "eye": _eyes,
}
"""Tests whose numbers hang together, and what finds them."""
NEEDS = {"nonhdl": ("chol", "hdl", "trig"), "ldl": ("chol", "hdl", "trig"), "chol": ("hdl", "trig")}
"""Courses that a test needs beside its own."""
