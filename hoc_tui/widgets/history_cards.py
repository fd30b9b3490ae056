"""An item's history as cards: who changed it, when, each field from what to what, newest first."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import short, weekday
from hoc_tui.domain.history import FieldChange, Revision
from hoc_tui.domain.vocabulary import RevisionOutcome
from hoc_tui.text import Content, display, glyphs, join, label
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.field_words import UNSAID, called, value_words
from hoc_tui.widgets.found_rows import warning

_COLUMNS: Final = (Column("", width=22), Column(""))


def history_cards(revisions: Sequence[Revision], staff: Mapping[UUID, str], zone: str) -> list[Card]:
    """The changes, newest first.

    Args:
        revisions: Oldest first, as they are read.
        staff: Names by id.
        zone: The practice's time zone.
    """
    return [_card(one, staff, ZoneInfo(zone)) for one in reversed(revisions)]


def _card(one: Revision, staff: Mapping[UUID, str], zone: ZoneInfo) -> Card:
    at = one.at.astimezone(zone)
    when = f"{weekday(at.date())[:3]} {short(at.date())}\n{at:%H:%M}"
    changes = [_change(name, change, staff, zone, adds=one.adds) for name, change in _worth_saying(one)]
    said = [part for part in (_who(one, staff), *_why(one), *changes) if part.plain]
    return Card(str(one.id), Row(_COLUMNS, (display(when), join([*said, display(" ")], "\n"))))


def _who(one: Revision, staff: Mapping[UUID, str]) -> Content:
    verb = "wrote this down" if one.adds else "changed it"
    if "ended" in one.changes:
        verb = "ended it" if one.changes["ended"].after else "brought it back"
    who = staff.get(one.by, "Somebody who no longer works here")
    return label("[b]$who[/b] $verb", who=who, verb=verb)


def _why(one: Revision) -> list[Content]:
    reason = [label("why: $reason", reason=one.reason)] if one.reason else []
    if one.outcome is RevisionOutcome.CONFLICT:
        return [*reason, warning("not taken: somebody else had changed the same words; kept here")]
    return reason


def _worth_saying(one: Revision) -> list[tuple[str, FieldChange]]:
    """Of what was written first only what was filled in; of a change everything."""
    named = [(name, change) for name, change in one.changes.items() if name != "ended"]
    return [(name, change) for name, change in named if not one.adds or (name not in UNSAID and change.after)]


def _change(name: str, change: FieldChange, staff: Mapping[UUID, str], zone: ZoneInfo, *, adds: bool) -> Content:
    if name in UNSAID:
        return display(f"{called(name)}: changed")
    after = value_words(change.after, staff, zone)
    if adds:
        return label("$called: $after", called=called(name), after=after)
    before = value_words(change.before, staff, zone)
    return join([display(f"{called(name)}: "), _old(before), display(f" {glyphs().arrow} "), display(after)])


def _old(words: str) -> Content:
    return display(words, "$quiet")
