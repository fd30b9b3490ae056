"""Which body story a test belongs to, and its plain words: what may be said of it whatever its value."""

from collections.abc import Iterable
from functools import cache
from typing import TypeAlias

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.domain.catalogue import LOINC, SNOMED, CatalogueTest
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

TestWords: TypeAlias = CatalogueTest
"""What may be said of a test whatever its value: its name, body story and sentence."""


def words_for(codes: Iterable[Code]) -> TestWords | None:
    """The words for a test, found by its codes alone; names are never matched.

    A name match is unsafe: "alp" stands inside "calprotectin" (clinical reference 6.3).

    Args:
        codes: The codes as sent, in order.

    Returns:
        The test, or None when no code is known or two of them name different tests.
    """
    return usual_catalogue().test_of(codes)


def group_of(codes: Iterable[Code]) -> str:
    """The body story of a test, "other" when its codes are not known."""
    sent = tuple(codes)
    if known := words_for(sent):
        return known.group
    filed = _group_by_code()
    return next((filed[code.code] for code in sent if code.system in {LOINC, SNOMED} and code.code in filed), OTHER)


@cache
def _group_by_code() -> dict[str, str]:
    tests = usual_catalogue().tests
    return {code: test.group for test in tests for code in (*test.loinc, *test.snomed, *test.group_only)}
