"""Which body story a test belongs to, and the plain sentence for it; no thresholds.

The reviewed catalogue will stand on the same file and add ranges with their sources.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Code

GROUPS: dict[str, str] = {
    "sugar": "Blood sugar",
    "heart": "Heart and blood vessels",
    "kidneys": "Kidneys",
    "lungs": "Lungs",
    "blood": "Blood",
    "liver": "Liver",
    "thyroid": "Thyroid",
    "body": "Body and habits",
    "eyes-feet": "Eyes and feet",
    "mood": "Mood",
    "other": "Other tests",
}
"""The body stories in their usual order, with their plain titles."""
OTHER = "other"
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"


class TestWords(Value):
    """What may be said of a test whatever its value."""

    __test__ = False

    id: str
    name: str
    group: str
    loinc: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()
    group_only: tuple[str, ...] = ()
    """Codes from general knowledge: they file a test under its body story and never bring the sentence."""
    sentence: str


class TestList(Value):
    """The file of tests, with where it comes from."""

    __test__ = False

    version: int
    source: str
    status: str
    test: tuple[TestWords, ...]


@cache
def known_tests() -> TestList:
    """Every test there are words for, read once from the package."""
    raw = files("hoc_tui.content").joinpath("tests.toml").read_bytes()
    return TestList.model_validate(tomllib.loads(raw.decode()))


@cache
def _by_code() -> dict[tuple[str, str], TestWords]:
    tests = known_tests().test
    loinc = {(LOINC, code): test for test in tests for code in test.loinc}
    return loinc | {(SNOMED, code): test for test in tests for code in test.snomed}


def words_for(codes: Iterable[Code]) -> TestWords | None:
    """The words for a test, found by its codes alone; names are never matched.

    A name match is unsafe: "alp" stands inside "calprotectin" (clinical reference 6.3).

    Args:
        codes: The codes as sent, in order.

    Returns:
        The entry of the first known code, or None.
    """
    known = _by_code()
    return next((known[key] for code in codes if (key := (code.system, code.code)) in known), None)


def group_of(codes: Iterable[Code]) -> str:
    """The body story of a test, "other" when its codes are not known."""
    filed = _group_by_code()
    known = (filed[code.code] for code in codes if code.system in {LOINC, SNOMED} and code.code in filed)
    return next(known, OTHER)


@cache
def _group_by_code() -> dict[str, str]:
    tests = known_tests().test
    return {code: test.group for test in tests for code in (*test.loinc, *test.snomed, *test.group_only)}
