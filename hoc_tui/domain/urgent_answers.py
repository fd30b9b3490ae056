"""Answers that cannot wait whatever the number beside them: what makes somebody ring, or ask about safety, today."""

from collections.abc import Collection
from typing import Final

from hoc_tui.domain.comparing import number_in
from hoc_tui.domain.results import SentResult

SAFETY_QUESTION: Final = {"phq9": "Q9"}
"""The part of a questionnaire whose answer above 0 is never passed over.

Source: Kroenke 2001; clinical reference 6.2 and 6.6 (hazard H13). Status: unverified; in force everywhere all the same,
because asking once too often does no harm.
"""

URGENT_WORDS: Final = {
    "foot": ("active foot disease", "active foot disease", ()),
    "rhythm": ("irregular", "an irregular pulse where no atrial fibrillation is recorded", ("af",)),
}
"""Test id to the coded answer, what is said of it, and the conditions in which it is nothing new.

Source: clinical reference 6.6 [M]. Status: unverified, as above.
"""


def urgent_answer(test_id: str, result: SentResult, conditions: Collection[str] | None) -> str:
    """Why an answer cannot wait, as the start of a sentence; empty when it can.

    Args:
        test_id: What the result is of.
        result: As written down or sent.
        conditions: Ids of the condition groups somebody belongs to; None when nobody has recorded them.
    """
    if test_id in SAFETY_QUESTION:
        return _unsafe(result, SAFETY_QUESTION[test_id])
    answer, words, known_in = URGENT_WORDS.get(test_id, ("", "", ()))
    if not answer or result.text.strip().casefold() != answer or {*known_in} & {*(conditions or ())}:
        return ""
    return words


def _unsafe(result: SentResult, name: str) -> str:
    given = [number_in(part.quantity.text) for part in result.components if part.name == name and part.quantity]
    above = [one for one in given if one is not None and one > 0]
    if not above:
        return ""
    return f"the answer to question {name.removeprefix('Q')}, about being better off dead or self-harm, is {above[0]}"
