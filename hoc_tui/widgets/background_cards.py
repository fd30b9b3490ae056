"""The read-only background: conditions, medicines, allergies, each list with what its source said of the whole."""

from collections.abc import Sequence
from typing import Final

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
    mine = [entry for entry in entries if entry.source_system == source]
    whole = next((one for one in said if one.source_system == source), None)
    # A source that sent entries knows some, whatever it said of the list: its entries are never hidden.
    state = BackgroundState.KNOWN if mine or whole is None else whole.state
    note = [display(whole.note, "$quiet")] if whole is not None and whole.note else []
    seen = f", read {short(whole.recorded_at.date())}" if whole is not None else ""
    title = join([display(TITLES[kind][state], "bold $focus"), display(f"from {source}{seen}", "$quiet")], "  ")
    heading = join([display("\n"), join([title, *note], "\n")])
    return [Card(f"{kind}:{source}", heading, heading=True), *map(_entry, mine)]


def _heading(key: str, words: str) -> Card:
    return Card(key, display(f"\n{words}", "bold $focus"), heading=True)


def _entry(entry: BackgroundEntry) -> Card:
    name = join([display(entry.name, "bold"), *([display(entry.detail)] if entry.detail else [])], "\n")
    facts = [entry.status, f"since {entry.started.short}" if entry.started else ""]
    facts += [f"ended {entry.ended.short}" if entry.ended else "", f"recorded {short(entry.recorded_at.date())}"]
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
