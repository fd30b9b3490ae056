"""What may be said of a result: whose limits are in force, where it stands to them, and how soon somebody must look.

Order of limits: the person's agreed target, a clinician's target, the range that came with the result, the usual range
of reviewed content where it is approved here. A target never silences: a value outside the sender's range, outside the
usual one that would be in force without the target, or at a limit for phoning keeps that mark beside the target's word.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.change import Change, change_in
from hoc_tui.domain.comparing import Authority, Limits, Standing, number_in, stand
from hoc_tui.domain.known import NOTHING_KNOWN, Known, names_it
from hoc_tui.domain.limits import Limit, Strength
from hoc_tui.domain.model import Value
from hoc_tui.domain.planning import Target
from hoc_tui.domain.results import Code, Quantity, Result, Series, pressures_of
from hoc_tui.domain.series import family_key, shown_quantity
from hoc_tui.domain.urgent_answers import urgent_answer
from hoc_tui.domain.vocabulary import TargetOwner, Urgency

__all__ = [
    "Authority",
    "Change",
    "Judgement",
    "Limits",
    "Standing",
    "change_in",
    "flagged_abnormal",
    "judge",
    "judge_series",
    "sent_limits",
]


_THE: Final = {Authority.SENT: "the ", Authority.USUAL: "the ", Authority.CLINICIAN: "the "}
"""What stands before whose limits they are, in a sentence."""


class Judgement(Value):
    """What may be said of one result, and on whose authority."""

    standing: Standing
    limits: Limits
    sent_standing: Standing
    """Where it stands to the range that was sent, whatever target is in force."""
    flag: str = ""
    """The sender's own flag, verbatim."""
    usual_standing: Standing = Standing.UNKNOWN
    """Where it stands to the usual range, where that would be in force without a target."""
    act: str = ""
    """Why somebody phones before anything is posted: "6.4 mmol/L is at or over 6.0"; empty when nobody must."""
    unsure: str = ""
    """That it may be so, when a "<" or ">" leaves it open."""
    value: str = ""
    """The value in words, for saying why."""

    @property
    def urgency(self) -> Urgency:
        """How soon somebody must look; a target never makes it less."""
        if self.act:
            return Urgency.PHONE
        outside = any(one.outside for one in (self.standing, self.sent_standing, self.usual_standing))
        return Urgency.OUT if outside or self.unsure or flagged_abnormal(self.flag) else Urgency.PLAIN

    @property
    def out(self) -> bool:
        """Whether it belongs at the top: outside any limit that applies, or flagged by the sender."""
        return self.urgency is not Urgency.PLAIN

    @property
    def said(self) -> str:
        """Why it is urgent, in a sentence; empty when it is not: "6.4 mmol/L is at or over 6.0: phone today"."""
        if self.act:
            return f"{self.act}: phone today"
        if self.unsure:
            return self.unsure
        if self.standing.outside:
            whose = f"{_THE.get(self.limits.authority, '')}{self.limits.authority}"
            return f"{self.value} is {self.standing} {whose}: {self.limits.words}"
        if self.sent_standing.outside:
            return f"{self.value} is {self.sent_standing} the range sent"
        if self.usual_standing.outside:
            return f"{self.value} is {self.usual_standing} the usual range"
        return f"{self.value} came flagged: {self.flag}" if flagged_abnormal(self.flag) else ""


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


def judge(result: Result, targets: Sequence[Target], known: Known = NOTHING_KNOWN) -> Judgement:
    """Judge one result by the strongest limits that apply to it.

    Args:
        result: As sent, or as it stands in a series.
        targets: The targets in force in this person's record, of any test.
        known: Reviewed content and who the person is; without it only targets and the range sent judge.

    Returns:
        The standing, the limits in force and whose they are, and what no target may silence.
    """
    test = known.test_of(result)
    parts = _parts(result, test, known) if test and test.parts else []
    if not parts:
        return _judged(result, test, targets, known)
    judged = [_judged(part, part_test, targets, known) for part, part_test in parts]
    named = [_named(one, part_test) for one, (_, part_test) in zip(judged, parts, strict=True)]
    return _paired(_judged(result, None, targets, known), named)


def judge_series(series: Series, targets: Sequence[Target], known: Known = NOTHING_KNOWN) -> Judgement:
    """Judge a series by its newest number, also when words have come since: they do not undo that it was out.

    Args:
        series: Results of one test in one unit.
        targets: The targets in force in this person's record, of any test.
        known: Reviewed content and who the person is.

    Returns:
        The judgement of `series.measured`, to stand beside `series.value_words`; flags of newer words come first.
    """
    judged = judge(series.measured, targets, known)
    if series.number_before is None:
        return judged
    since = [one.flag for one in reversed(series.results[series.results.index(series.number_before) + 1 :])]
    flags = dict.fromkeys(filter(None, (*since, judged.flag)))
    return judged.model_copy(update={"flag": "; ".join(flags)})


def _judged(result: Result, test: CatalogueTest | None, targets: Sequence[Target], known: Known) -> Judgement:
    """One number, by the limits of one test."""
    sent, usual = sent_limits(result), _usual_limits(result, test, known)
    sent_standing = stand(result.quantity, sent, test)
    base, standing, usual_standing = sent, sent_standing, Standing.UNKNOWN
    # A range in words or of several parts cannot be compared: then the usual one may warn, and never reassures.
    unread = sent_standing is Standing.NOT_CLEAR
    if sent.authority is Authority.NONE or unread:
        by_usual = stand(result.quantity, usual, test)
        if not unread or by_usual.outside:
            base, standing, usual_standing = usual, by_usual, by_usual
    target = _target_for(result, targets, known)
    if target is not None:
        base = _target_limits(target)
        standing = stand(result.quantity, base, test)
    act, unsure = _acting(result, test, known, reassured=sent_standing is Standing.IN_RANGE)
    return Judgement(
        standing=standing,
        limits=base.shown(test),
        sent_standing=sent_standing,
        flag=result.flag,
        usual_standing=usual_standing,
        act=act,
        unsure=unsure,
        value=result.value_words,
    )


def _target_for(result: Result, targets: Sequence[Target], known: Known) -> Target | None:
    """The person's own newest target for this test, else a clinician's newest."""
    ours = [target for target in targets if not target.ended and names_it(target.test_key, result, known)]
    return max(ours, key=lambda one: (one.owner is TargetOwner.PERSON, one.recorded_at, one.id), default=None)


def _target_limits(target: Target) -> Limits:
    authority = Authority.PERSON if target.owner is TargetOwner.PERSON else Authority.CLINICIAN
    low, high = number_in(target.low), number_in(target.high)
    limits = Limits(low=low, high=high, unit=target.unit, words=target.words, authority=authority)
    return limits.model_copy(update={"since": target.since})


def sent_limits(result: Result) -> Limits:
    """The range that came with a result; without numbers when it was words or of several parts."""
    ranges = [one for one in result.ranges if one.words or one.text]
    if not ranges:
        return Limits()
    sent = ranges[0]
    words = "; ".join(one.words for one in ranges if one.words)
    low, high = (number_in(sent.low), number_in(sent.high)) if len(ranges) == 1 else (None, None)
    unit = sent.unit or (result.quantity.sent.unit if result.quantity else "")
    return Limits(low=low, high=high, unit=unit, words=words, authority=Authority.SENT)


def _usual_limits(result: Result, test: CatalogueTest | None, known: Known) -> Limits:
    """The usual range that is meant for this person, on the day and where it was measured; none when none is."""
    if test is None:
        return Limits()
    found = known.catalogue.limits_for(test, known.circumstances(result), Strength.USUAL)
    return _of_content(found[0], test) if found else Limits()


def _of_content(limit: Limit, test: CatalogueTest) -> Limits:
    return Limits(
        low=limit.low,
        high=limit.high,
        low_open=limit.low_open,
        high_open=limit.high_open,
        unit=test.unit,
        words=limit.words,
        authority=Authority.USUAL,
        source=limit.source,
    )


# -- Limits for phoning -------------------------------------------------------------------------------------------


def _acting(result: Result, test: CatalogueTest | None, known: Known, *, reassured: bool) -> tuple[str, str]:
    """Why somebody phones, and why that may be so: at any limit for it, whatever is in force otherwise.

    A number in a unit that is not known may be past it, too, unless the sender's own range says that it is not.
    """
    answer = urgent_answer(test.id, result, known.conditions) if test is not None else ""
    if test is None or result.quantity is None:
        return answer, ""
    surely, maybe = [answer] if answer else [], list[str]()
    for limit in known.catalogue.limits_for(test, known.circumstances(result), Strength.ACT):
        standing = stand(result.quantity, _of_content(limit, test), test)
        words = _Passing(result.quantity, limit, test)
        if standing.outside:
            surely.append(words.surely(standing))
        elif standing is Standing.NOT_CLEAR and (result.quantity.comparator is not None or not reassured):
            maybe.append(words.maybe)
    return "; ".join(surely), "; ".join(maybe)


class _Passing:
    """How a value passes a limit, in words."""

    def __init__(self, quantity: Quantity, limit: Limit, test: CatalogueTest) -> None:
        self._value = (shown_quantity(quantity, test) or quantity).words
        self._limit = limit
        self._decimals = test.decimals

    def surely(self, standing: Standing) -> str:
        """So: "6.4 mmol/L is at or over 6.0"."""
        return f"{self._value} is {self._side(above=standing is Standing.ABOVE)}"

    @property
    def maybe(self) -> str:
        """So: ">4.5 may be over 8.0: it cannot be told"."""
        sides = [self._side(above=above) for above in (True, False) if self._number(above=above) is not None]
        return f"{self._value} may be {' or '.join(sides)}: it cannot be told"

    def _side(self, *, above: bool) -> str:
        reached = self._limit.high_open if above else self._limit.low_open
        number = self._number(above=above)
        places = max(self._decimals, -int(number.as_tuple().exponent)) if number is not None else 0
        return f"{'at or ' if reached else ''}{'over' if above else 'under'} {number:.{places}f}"

    def _number(self, *, above: bool) -> Decimal | None:
        return self._limit.high if above else self._limit.low


# -- Two pressures as one result ----------------------------------------------------------------------------------


def _parts(result: Result, test: CatalogueTest, known: Known) -> list[tuple[Result, CatalogueTest]]:
    """Systolic and diastolic as results of their own tests: each has its own limits and its own aim."""
    pressures = pressures_of(result.components) or ()
    tests = [part for part in map(known.catalogue.test, test.parts) if part is not None]
    return [(_alone(result, number, part), part) for number, part in zip(pressures, tests, strict=False)]


def _alone(result: Result, number: Quantity, part: CatalogueTest) -> Result:
    """One number of a pair; the range, the flag and the words that came belong to the pair."""
    key = family_key(part)
    system, _, code = key.rpartition("|")
    own = {"quantity": number, "codes": (Code(system=system, code=code),), "test_key": key, "name": part.name}
    return result.model_copy(update=own | {"components": (), "ranges": (), "flag": "", "comment": "", "text": ""})


def _named(judged: Judgement, part: CatalogueTest) -> Judgement:
    """With the limits' words saying which of the two numbers they are for."""
    if not judged.limits.words:
        return judged
    limits = judged.limits.model_copy(update={"words": f"{part.name}: {judged.limits.words}"})
    return judged.model_copy(update={"limits": limits})


_WORST_FIRST = (Standing.ABOVE, Standing.BELOW, Standing.NOT_CLEAR, Standing.UNKNOWN, Standing.IN_RANGE)
_AIMS = frozenset({Authority.PERSON, Authority.CLINICIAN})


def _paired(whole: Judgement, parts: Sequence[Judgement]) -> Judgement:
    """The judgement of a pair: the worse of the two says the word."""
    always = {
        "usual_standing": min((one.usual_standing for one in parts), key=_WORST_FIRST.index),
        "act": "; ".join(one.act for one in parts if one.act),
        "unsure": "; ".join(one.unsure for one in parts if one.unsure),
    }
    standing, limits = _worse(parts)
    # An aim or a range for the pair itself says of neither number which it is for: it stands, and reassures of nothing.
    unread = whole.limits.authority in _AIMS or (
        whole.sent_standing is Standing.NOT_CLEAR and limits.authority not in _AIMS
    )
    own = {} if unread and not standing.outside else {"standing": standing, "limits": limits}
    return whole.model_copy(update=always | own)


def _worse(parts: Sequence[Judgement]) -> tuple[Standing, Limits]:
    """The worse word, and the limits of all parts on the authority that says it."""
    worse = min(parts, key=lambda one: _WORST_FIRST.index(one.standing))
    standings = {one.standing for one in parts}
    if worse.standing is Standing.UNKNOWN and len(standings) > 1:
        # One number has limits and the other has none: in range would be said of both.
        worse = next(one for one in parts if one.standing is not Standing.UNKNOWN)
        return Standing.NOT_CLEAR, worse.limits
    together = [one.limits for one in parts if one.limits.authority is worse.limits.authority]
    words = "; ".join(dict.fromkeys(one.words for one in together if one.words))
    sources = "; ".join(dict.fromkeys(one.source for one in together if one.source))
    return worse.standing, worse.limits.model_copy(update={"words": words, "source": sources})
