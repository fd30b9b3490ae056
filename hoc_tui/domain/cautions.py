"""When a number may mislead, in one sentence beside it: what reviewed content says, and what the other results add.

A caution never takes a mark away; it says what the mark does not mean.
"""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Final

from hoc_tui.domain.comparing import exact_number
from hoc_tui.domain.judging import Judgement
from hoc_tui.domain.known import Known
from hoc_tui.domain.results import Result, Series

EGFR, ACR, RHYTHM = "egfr", "acr", "rhythm"
PRESSURES: Final = frozenset({"bp", "sbp", "dbp"})
ATRIAL_FIBRILLATION = "af"

LOW_EGFR = Decimal(60)
"""mL/min/1.73 m²: under it twice, 90 days or more apart, kidney disease is thought of; once it says nothing of the
kind. Source: NICE NG203. Status: read in the source, signed by nobody; it only takes claims away."""
APART = timedelta(days=90)
REPEAT_ACR_FROM, REPEAT_ACR_BELOW = Decimal(3), Decimal(70)
"""mg/mmol: from 3 and under 70 to be repeated on an early-morning sample; from 70 not. Source: NICE NG203."""
ONE_LOW = "One low result is not kidney disease: that takes two, at least 90 days apart."
BY_HAND = "The pulse is irregular: measure the blood pressure by hand."
_IRREGULAR = re.compile(r"\b(?:irregular|irregularly|fibrillation)\b", re.IGNORECASE)
_EARLY = re.compile(r"\bearly[ -]morning\b", re.IGNORECASE)


def cautions_of(
    series: Series, judgement: Judgement, known: Known, *, irregular: bool = False, always: bool = True
) -> tuple[str, ...]:
    """What to keep in mind of a test's newest value.

    Args:
        series: The test.
        judgement: What was said of it.
        known: Reviewed content and who the person is.
        irregular: Whether the person's pulse is known to be irregular.
        always: Whether with what holds of the test whatever the value, for which a card has no room.
    """
    test = known.catalogue.test(series.test_id or "")
    if test is None:
        return ()
    if test.id in PRESSURES and irregular:
        return (BY_HAND,)
    if test.id == EGFR and _low_once(series):
        return (ONE_LOW,)
    if test.id == ACR:
        return (test.caution,) if _to_repeat(series.measured) else ()
    return (test.caution,) if always and test.caution and judgement.out else ()


def irregular_pulse(all_series: tuple[Series, ...], known: Known) -> bool:
    """Whether the pulse is irregular, as far as is known: by the newest that was felt, or a condition on the list."""
    felt = (one.latest for one in all_series if one.test_id == RHYTHM)
    said = any(_IRREGULAR.search(one.value_words) for one in felt)
    return said or ATRIAL_FIBRILLATION in (known.conditions or ())


def _low_once(series: Series) -> bool:
    """Whether the newest number is low, and no other low one is far enough from it to mean anything."""
    low = [one for one in series.results if _number(one) is not None and _is_low(one)]
    if not low or low[-1] is not series.measured:
        return False
    days = [one.taken.first_day for one in low if one.taken]
    return len(days) < 2 or max(days) - min(days) < APART


def _is_low(result: Result) -> bool:
    number = _number(result)
    return number is not None and number < LOW_EGFR


def _to_repeat(result: Result) -> bool:
    number = _number(result)
    in_between = number is not None and REPEAT_ACR_FROM <= number < REPEAT_ACR_BELOW
    return in_between and not _EARLY.search(result.specimen)


def _number(result: Result) -> Decimal | None:
    return exact_number(result.quantity) if result.quantity else None
