"""Results to check as cards: whose they are with two identifiers, then each result, whole, worst first."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import short
from hoc_tui.domain.results import Result
from hoc_tui.domain.triage import TriageEntry
from hoc_tui.domain.vocabulary import ResultStatus, ReviewCause, ReviewState, Urgency
from hoc_tui.text import Content, display, glyphs, join, label, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.found_rows import warning

_COLUMNS: Final = (Column("", width=14), Column("", share=1), Column("", share=2), Column("", width=17))

URGENCY_WORDS: Final = {Urgency.PHONE: "phone today", Urgency.OUT: "out of range", Urgency.PLAIN: ""}
"""How soon, in words; what is neither urgent nor out of range needs none."""
CAUSE_WORDS: Final = {
    ReviewCause.LABORATORY: "",
    ReviewCause.BY_HAND: "entered here",
    ReviewCause.CORRECTED: "corrected after it was used in",
    ReviewCause.WITHDRAWN: "withdrawn after it was used in",
    ReviewCause.MOVED: "moved here from another record",
}
"""Why it is on the list, where that is not simply that it came."""
_NOT_FINAL: Final = {
    ResultStatus.PRELIMINARY: "early, may change",
    ResultStatus.REGISTERED: "early, may change",
    ResultStatus.CORRECTED: "corrected",
    ResultStatus.AMENDED: "corrected",
    ResultStatus.CANCELLED: "withdrawn",
    ResultStatus.ENTERED_IN_ERROR: "withdrawn",
}


def triage_cards(entries: Sequence[TriageEntry], zone: str) -> list[Card]:
    """A heading for each person, and a card for each of their results.

    Args:
        entries: In the order of `worst_first`.
        zone: The practice's time zone.
    """
    return [
        card
        for _, theirs in groupby(entries, key=lambda one: one.person_id)
        for card in _of_person(list(theirs), ZoneInfo(zone))
    ]


def _of_person(entries: list[TriageEntry], zone: ZoneInfo) -> list[Card]:
    first = entries[0]
    return [
        Card(f"heading:{first.person_id}", _whose(first), heading=True),
        *(Card(str(one.review_id), Row(_COLUMNS, _cells(one, zone))) for one in entries),
    ]


def _whose(one: TriageEntry) -> Content:
    number = one.number
    born = together(f"Born {short(one.born)}" if one.born else "Born Not Known")
    digits = together(f"NHS No. {number.display}" if number else one.local_id)
    return join([display(one.name, "bold"), display(f"  {born}  {digits}")])


def _cells(one: TriageEntry, zone: ZoneInfo) -> tuple[Content, ...]:
    return (_how_soon(one), _test(one), _value(one), _when(one.result, one, zone))


def _how_soon(one: TriageEntry) -> Content:
    words = URGENCY_WORDS[one.urgency]
    if one.urgency is Urgency.PHONE and one.acknowledged:
        return display(f"{glyphs().tick} acted on")
    return warning(words) if one.urgency is Urgency.PHONE else display(words, "bold" if words else "")


def _test(one: TriageEntry) -> Content:
    lines = [display(one.result.name, "bold")]
    lines += [display(words, "$quiet") for words in (one.result.specimen, one.result.performer) if words]
    return join(lines, "\n")


def _value(one: TriageEntry) -> Content:
    result = one.result
    sent = "; ".join(range_.words for range_ in result.ranges if range_.words)
    lines = [join([display(result.value_words, "bold"), display(f"  {result.flag}" if result.flag else "")])]
    lines += [label("usual there: $sent", sent=sent)] if sent else []
    lines += [display(words) for words in (_NOT_FINAL.get(result.status, ""), one.said, result.comment) if words]
    return join([*lines, *_said(one)], "\n")


def _said(one: TriageEntry) -> list[Content]:
    """Why it is here, and what has been said of it so far."""
    cause = " ".join(filter(None, (CAUSE_WORDS[one.cause], one.about)))
    act = f"first: {one.reason}" if one.state is ReviewState.ACT_FIRST else ""
    done = f"done: {one.acknowledged}" if one.acknowledged else ""
    return [display(words, "$quiet") for words in (cause, act, done) if words]


def _when(result: Result, one: TriageEntry, zone: ZoneInfo) -> Content:
    taken = f"taken {result.taken.short}" if result.taken else "day not sent"
    return join([display(taken), display(f"came {short(one.recorded_at.astimezone(zone).date())}", "$quiet")], "\n")
