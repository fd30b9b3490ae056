"""The read-only background: conditions, medicines, allergies, each list with what its source said of the whole."""

from collections.abc import Sequence
from typing import Final

from hoc_tui.domain.background import PAST, Force, Sorted, mistaken_words
from hoc_tui.domain.dates import short
from hoc_tui.domain.record import BackgroundEntry, BackgroundList, Condition, Record
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState
from hoc_tui.text import Content, display, glyphs, join, quoted
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row

TITLES: Final = {
    BackgroundKind.ALLERGIES: {
        BackgroundState.KNOWN: "Known allergies",
        BackgroundState.NONE_KNOWN: "No known allergies",
        BackgroundState.NOT_RECORDED: "Allergies not recorded",
        BackgroundState.UNAVAILABLE: "Allergies unavailable",
    },
    BackgroundKind.MEDICINES: {
        BackgroundState.KNOWN: "Known medicines",
        BackgroundState.NONE_KNOWN: "No known medicines",
        BackgroundState.NOT_RECORDED: "Medicines not recorded",
        BackgroundState.UNAVAILABLE: "Medicines unavailable",
    },
    BackgroundKind.CONDITIONS: {
        BackgroundState.KNOWN: "Known conditions",
        BackgroundState.NONE_KNOWN: "No known conditions",
        BackgroundState.NOT_RECORDED: "Conditions not recorded",
        BackgroundState.UNAVAILABLE: "Conditions unavailable",
    },
}
"""The four states of each list in words.

Source: NHS CUI patient banner, allergy section titles (domain reference 8.4); the other lists follow them.
"""

_COLUMNS: Final = (Column("", share=3), Column("", share=2))


def background_cards(record: Record) -> list[Card]:
    """The three lists, allergies first, because overlooking one does the most harm.

    Args:
        record: The record.
    """
    kinds = (BackgroundKind.ALLERGIES, BackgroundKind.MEDICINES, BackgroundKind.CONDITIONS)
    lists = [card for kind in kinds for card in _of_kind(record, kind)]
    return [*lists, *_by_hand(record.conditions)]


def _of_kind(record: Record, kind: BackgroundKind) -> list[Card]:
    """A kind's lists by source: two sources may say different things, and neither is hidden."""
    entries = [entry for entry in record.background if entry.kind is kind]
    said = [one for one in record.background_lists if one.kind is kind]
    sources = sorted({entry.source_system for entry in entries} | {one.source_system for one in said})
    if not sources:
        return [_heading(f"{kind}:", TITLES[kind][BackgroundState.NOT_RECORDED])]
    return [card for source in sources for card in _of_source(kind, source, entries, said)]


def _of_source(
    kind: BackgroundKind, source: str, entries: Sequence[BackgroundEntry], said: Sequence[BackgroundList]
) -> list[Card]:
    mine = Sorted(entry for entry in entries if entry.source_system == source)
    whole = next((one for one in said if one.source_system == source), None)
    key = f"{kind}:{source}"
    heading = Card(key, _title(kind, source, whole, _state(kind, mine, whole)), heading=True)
    return [heading, *map(_entry, mine.in_force), *_past(key, kind, mine)]


def _state(kind: BackgroundKind, mine: Sorted, whole: BackgroundList | None) -> BackgroundState:
    """What a source knows of a list. What it sent is never hidden by what it said of the whole.

    Why not "known allergies" when all that were sent have ended or were never true: there would be none below it. And
    not "no known allergies" either, because nobody said so.
    """
    if mine.in_force or (mine.past and kind is not BackgroundKind.ALLERGIES):
        return BackgroundState.KNOWN
    if whole is None or (whole.state is BackgroundState.KNOWN and (mine.past or mine.mistaken)):
        return BackgroundState.NOT_RECORDED
    return whole.state


def _title(kind: BackgroundKind, source: str, whole: BackgroundList | None, state: BackgroundState) -> Content:
    note = [display(whole.note, "$quiet")] if whole is not None and whole.note else []
    seen = f", read {short(whole.recorded_at.date())}" if whole is not None else ""
    title = join([display(TITLES[kind][state], "bold $focus"), display(f"from {source}{seen}", "$quiet")], "  ")
    return join([display("\n"), join([title, *note], "\n")])


def _past(key: str, kind: BackgroundKind, mine: Sorted) -> list[Card]:
    """What ended or was ruled out, each with its word, and how many entries were never true (hazard H28)."""
    cards = [_heading(f"{key}:past", PAST[kind])] if mine.past else []
    cards += [_entry(entry, force) for entry, force in mine.past]
    if mine.mistaken:
        cards.append(_heading(f"{key}:mistaken", mistaken_words(mine.mistaken)))
    return cards


def _heading(key: str, words: str) -> Card:
    return Card(key, display(f"\n{words}", "bold $focus"), heading=True)


def _entry(entry: BackgroundEntry, force: Force = Force.IN_FORCE) -> Card:
    """An entry with everything that was sent of it; one that does not hold starts with that."""
    holds = force is Force.IN_FORCE
    title = display(entry.name, "bold") if holds else display(f"{force.value.upper()}: {entry.name}")
    name = join([title, *([display(entry.detail)] if entry.detail else [])], "\n")
    facts = [entry.status, f"since {entry.started.short}" if entry.started else ""]
    facts += [f"ended {entry.ended.short}" if entry.ended else "", f"taken in {short(entry.recorded_at.date())}"]
    return Card(str(entry.id), Row(_COLUMNS, (name, _said(facts))))


def _said(facts: Sequence[str]) -> Content:
    return display(f" {glyphs().separator} ".join(fact for fact in facts if fact))


def _by_hand(conditions: Sequence[Condition]) -> list[Card]:
    open_ones = [one for one in conditions if not one.ended]
    cards = [Card(str(one.id), Row(_COLUMNS, (_condition(one), _since(one)))) for one in open_ones]
    return [_heading("by hand", "Conditions entered by hand here"), *cards] if cards else []


def _condition(one: Condition) -> Content:
    return join([display(one.name, "bold"), *([quoted(one.note)] if one.note else [])], "\n")


def _since(one: Condition) -> Content:
    return _said([f"since {one.onset.short}" if one.onset else "", f"recorded {short(one.recorded_at.date())}"])
