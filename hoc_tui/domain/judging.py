"""Above, below or in range: which limits are in force, what the newest value says, how it has changed.

Order of limits: the person's agreed target, a clinician's target, the range that came with the
result. There is no catalogue yet, so nothing else ever judges. A target never silences: a value outside the
sender's range keeps that mark beside the target's word.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value
from hoc_tui.domain.planning import Target
from hoc_tui.domain.results import Quantity, Result, Series
from hoc_tui.domain.vocabulary import Comparator, TargetOwner


class Standing(StrEnum):
    """Where a value stands to the limits in force."""

    ABOVE = "above"
    BELOW = "below"
    IN_RANGE = "in range"
    UNKNOWN = "no target set"
    NOT_CLEAR = "cannot tell"
    """The value or limit cannot be compared: a "<5" against a limit of 3, other units, no number."""


class Authority(StrEnum):
    """Whose limits they are."""

    PERSON = "their own aim"
    CLINICIAN = "clinician's aim"
    SENT = "range sent"
    NONE = "none"


class Limits(Value):
    """A lower and an upper limit, both included, with where they come from."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    words: str = ""
    authority: Authority = Authority.NONE


class Judgement(Value):
    """What may be said of one result, and on whose authority."""

    standing: Standing
    limits: Limits
    sent_standing: Standing
    """Where it stands to the range that was sent, whatever target is in force."""
    flag: str = ""
    """The sender's own flag, verbatim."""

    @property
    def out(self) -> bool:
        """Whether it belongs at the top: outside any limit that applies, or flagged by the sender."""
        outside = {Standing.ABOVE, Standing.BELOW}
        return self.standing in outside or self.sent_standing in outside or flagged_abnormal(self.flag)


NORMAL_FLAGS = frozenset({"", "n", "normal", "wr", "within reference range", "within range", "nr", "nad"})
"""Flags that say nothing is out of range: HL7 table 0078 "N", and words seen in GP records.

Any other flag counts as abnormal, because hiding one that we do not know would be the worse error.
"""
# "N - Normal", "normal; normal": several flags, or a code and its words. A hyphen within a word parts nothing.
_BETWEEN_FLAGS = re.compile(r";|\s-\s|\s–\s")


def flagged_abnormal(flag: str) -> bool:
    """Whether the sender's flag says the result is out of range.

    Args:
        flag: The interpretation as sent: a code, words, "code - words", or several of them with ";" between.

    Returns:
        False only when every part is known to mean normal, or there is none.
    """
    return not all(part.strip() in NORMAL_FLAGS for part in _BETWEEN_FLAGS.split(flag.casefold()))


def judge(result: Result, targets: Sequence[Target]) -> Judgement:
    """Judge one result by the strongest limits that apply to it.

    Args:
        result: The result as sent.
        targets: The targets in force in this person's record, of any test.

    Returns:
        The standing, the limits in force and whose they are, and the standing to the range sent.
    """
    sent = _sent_limits(result)
    sent_standing = _stand(result, sent)
    target = _target_for(result, targets)
    limits = _target_limits(target) if target else sent
    standing = _stand(result, limits) if target else sent_standing
    return Judgement(standing=standing, limits=limits, sent_standing=sent_standing, flag=result.flag)


def judge_series(series: Series, targets: Sequence[Target]) -> Judgement:
    """Judge a series by its newest number, also when words have come since: they do not undo that it was out.

    Args:
        series: Results of one test in one unit.
        targets: The targets in force in this person's record, of any test.

    Returns:
        The judgement of `series.measured`, to stand beside `series.value_words`; flags of newer words come first.
    """
    judged = judge(series.measured, targets)
    if series.number_before is None:
        return judged
    since = [one.flag for one in reversed(series.results[series.results.index(series.number_before) + 1 :])]
    flags = dict.fromkeys(filter(None, (*since, judged.flag)))
    return judged.model_copy(update={"flag": "; ".join(flags)})


def _target_for(result: Result, targets: Sequence[Target]) -> Target | None:
    """The person's own newest target for this test, else a clinician's newest."""
    ours = [target for target in targets if target.test_key == result.test_key and not target.ended]
    return max(ours, key=lambda one: (one.owner is TargetOwner.PERSON, one.recorded_at, one.id), default=None)


def _target_limits(target: Target) -> Limits:
    authority = Authority.PERSON if target.owner is TargetOwner.PERSON else Authority.CLINICIAN
    low, high = _number(target.low), _number(target.high)
    return Limits(low=low, high=high, unit=target.unit, words=target.words, authority=authority)


def _sent_limits(result: Result) -> Limits:
    if not result.ranges:
        return Limits()
    sent = result.ranges[0]
    words = "; ".join(one.words for one in result.ranges if one.words)
    comparable = len(result.ranges) == 1
    low, high = (_number(sent.low), _number(sent.high)) if comparable else (None, None)
    unit = sent.unit or (result.quantity.unit if result.quantity else "")
    return Limits(low=low, high=high, unit=unit, words=words, authority=Authority.SENT)


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Quantity(text=text).number
    except HocError:
        return None


def _stand(result: Result, limits: Limits) -> Standing:
    if limits.authority is Authority.NONE:
        return Standing.UNKNOWN
    if result.quantity is None or (limits.low is None and limits.high is None):
        return Standing.NOT_CLEAR
    if not same_unit(limits.unit, result.quantity.unit) or _upside_down(limits):
        return Standing.NOT_CLEAR
    return _compare(result.quantity, limits)


def _upside_down(limits: Limits) -> bool:
    """Whether a range was sent the wrong way round, so that every value would be outside it."""
    return limits.low is not None and limits.high is not None and limits.low > limits.high


_SPELLED_ALIKE = str.maketrans(
    {"\N{MICRO SIGN}": "u", "\N{GREEK SMALL LETTER MU}": "u", "^": "*", "×": "x", " ": None, "[": None, "]": None},
)
_LETTERS = re.compile("[A-Za-z]+")
# Where a capital is a power of ten: "G/L" is thousands of millions a litre, "MU/L" millions of units.
_CAPITAL_COUNTS = re.compile("G|M|M(?:U|IU|u|iu|g|mol)|P(?:g|mol)")


def same_unit(one: str, other: str) -> bool:
    """Whether two units are written alike, but for case where it says nothing, spaces, brackets and micro signs.

    Args:
        one: A unit as sent or typed.
        other: Another.

    Returns:
        False when in doubt: "g/L" and "G/L" are a thousand million apart.
    """
    return _plain_unit(one) == _plain_unit(other)


def _plain_unit(unit: str) -> str:
    plain = _LETTERS.sub(_plain_letters, unit.translate(_SPELLED_ALIKE))
    return plain.removeprefix("x") if plain.startswith("x10*") else plain


def _plain_letters(found: re.Match[str]) -> str:
    letters = found.group()
    return letters if _CAPITAL_COUNTS.fullmatch(letters) else letters.casefold()


def _compare(quantity: Quantity, limits: Limits) -> Standing:
    number = _number(quantity.text)
    if number is None:
        return Standing.NOT_CLEAR
    lowest, highest = _reach(number, quantity.comparator)
    if limits.high is not None and lowest is not None and _beyond(lowest, limits.high, quantity.comparator):
        return Standing.ABOVE
    if limits.low is not None and highest is not None and _short_of(highest, limits.low, quantity.comparator):
        return Standing.BELOW
    fits_high = limits.high is None or (highest is not None and highest <= limits.high)
    fits_low = limits.low is None or (lowest is not None and lowest >= limits.low)
    return Standing.IN_RANGE if fits_high and fits_low else Standing.NOT_CLEAR


def _reach(number: Decimal, comparator: Comparator | None) -> tuple[Decimal | None, Decimal | None]:
    """Between which numbers the true value lies; None where it is open."""
    match comparator:
        case Comparator.LESS | Comparator.AT_MOST:
            return (None, number)
        case Comparator.MORE | Comparator.AT_LEAST:
            return (number, None)
        case _:
            return (number, number)


def _beyond(nearest: Decimal, limit: Decimal, comparator: Comparator | None) -> bool:
    """Whether the value nearest to the upper limit is past it; ">90" is past 90, "90" is not."""
    return nearest >= limit if comparator is Comparator.MORE else nearest > limit


def _short_of(nearest: Decimal, limit: Decimal, comparator: Comparator | None) -> bool:
    """Whether the value nearest to the lower limit does not reach it; "<5" does not reach 5, "5" does."""
    return nearest <= limit if comparator is Comparator.LESS else nearest < limit


class Change(Value):
    """How the newest value differs from the one before, in the unit both have."""

    difference: Decimal
    since: date | None

    @property
    def words(self) -> str:
        """Say it: "up 7", "down 0.4", "the same"."""
        if not self.difference:
            return "the same"
        return f"{'up' if self.difference > 0 else 'down'} {format(self.difference.copy_abs(), 'f')}"


# Enough digits for any difference of two numbers that results hold, so that none is ever rounded.
_EXACT = Context(prec=2000)


def change_in(series: Series) -> Change | None:
    """The change from the value before to the newest; None when there is nothing to compare.

    Values with a comparator are not subtracted: ">90" minus "85" would be a number nobody measured. Values in
    different units never are: a series has one. Words between two numbers are stepped over; after words that are the
    newest there is no change to speak of.
    """
    numbers = [one for one in series.results if one.numeric][-2:]
    if len(numbers) < 2 or not series.latest.numeric:
        return None
    newest, before = _plain_number(numbers[1]), _plain_number(numbers[0])
    if newest is None or before is None:
        return None
    taken = numbers[0].taken
    return Change(difference=_EXACT.subtract(newest, before), since=taken.first_day if taken else None)


def _plain_number(result: Result) -> Decimal | None:
    if result.quantity is None or result.quantity.comparator is not None:
        return None
    return _number(result.quantity.text)
