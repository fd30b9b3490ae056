"""An item's history as cards: who changed it, when, each field from what to what, newest first."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from hoc_tui.domain.dates import short, weekday
from hoc_tui.domain.history import FieldChange, Revision
from hoc_tui.domain.vocabulary import RevisionOutcome
from hoc_tui.text import Content, display, glyphs, join, label
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.found_rows import warning

FIELD_WORDS: Final = {
    # a person
    "family": "Family name",
    "given": "Given names",
    "title": "Title",
    "preferred": "Likes to be called",
    "born": "Date of birth",
    "gender": "Gender",
    "sex": "Sex for clinical use",
    "nhs_number": "NHS number",
    "address": "Address",
    "postcode": "Postcode",
    "phone": "Phone",
    "mobile": "Mobile",
    "email": "Email",
    "registration": "Registration",
    "died": "Died",
    "left_on": "Left on",
    "moved_to": "Moved to",
    # needs, contacts, conditions
    "kind": "Sort",
    "text": "Words",
    "kinds": "Who they are",
    "name": "Name",
    "relationship": "Relationship",
    "may_be_told": "May be told",
    "onset": "Since",
    "note": "Note",
    # the conversation
    "raised_by": "Raised by",
    "raiser_name": "Raised by (name)",
    "starred": "Matters most",
    "position": "Place in the list",
    "status": "Where it stands",
    "outcome": "How it ended",
    "private": "Private",
    "third_party": "Told by or about somebody else",
    "words": "Words",
    "why": "Why",
    "importance": "Importance",
    "confidence": "Confidence",
    "scale": "Scale",
    "target_on": "By",
    "what": "What",
    "goal_id": "For the goal",
    "doer": "Who does it",
    "doer_name": "Who does it (name)",
    "staff_id": "With whom",
    "due_on": "By",
    "cue": "If",
    "response": "Then",
    "help_wanted": "What would help",
    "about": "About",
    "what_matters": "What matters",
    "options": "Options",
    "chosen": "Chosen",
    "look_again_on": "Look again on",
    "test_key": "Test",
    "test_name": "Test",
    "low": "From",
    "high": "Up to",
    "unit": "Unit",
    "owner": "Whose aim",
    "first_kind": "Links",
    "first_id": "Links",
    "second_kind": "With",
    "second_id": "With",
    "result_id": "Result seen",
    "review_on": "Review on",
    "reviewer": "Who reviews",
    "present": "Who was there",
    # visits
    "starts_at": "When",
    "minutes": "Minutes",
    "step": "Step",
    "arrived_at": "Arrived",
    "results_shared_on": "Results shared on",
    "reflections_on": "Wrote back on",
    "blocked": "Letter not sent because",
    # every item
    "ended": "Ended",
}
"""How each stored field is called by people; a test holds it to everything that can be written."""

UNSAID: Final = frozenset({"position", "first_id", "second_id", "goal_id", "result_id", "test_key"})
"""Fields whose values are for the program: that they changed is said, not to what."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")
_CODE: Final = re.compile(r"[a-z]+(?:-[a-z]+)+")
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
    called = FIELD_WORDS.get(name, name.replace("_", " ").capitalize())
    if name in UNSAID:
        return display(f"{called}: changed")
    after = _value(change.after, staff, zone)
    if adds:
        return label("$called: $after", called=called, after=after)
    before = _value(change.before, staff, zone)
    return join([display(f"{called}: "), _old(before), display(f" {glyphs().arrow} "), display(after)])


def _old(words: str) -> Content:
    return display(words, "$quiet")


def _value(value: JsonValue, staff: Mapping[UUID, str], zone: ZoneInfo) -> str:
    """A stored value in words; a text that only looks like a code stays as it was written."""
    match value:
        case None | "" | []:
            return "(nothing)"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_value(one, staff, zone) for one in value)
        case str():
            return _text(value, staff, zone)
        case _:
            return str(value)


def _text(value: str, staff: Mapping[UUID, str], zone: ZoneInfo) -> str:
    names = {str(staff_id): name for staff_id, name in staff.items()}
    if _DAY.fullmatch(value):
        return short(date.fromisoformat(value))
    if _MOMENT.fullmatch(value):
        at = datetime.fromisoformat(value).astimezone(zone)
        return f"{short(at.date())} {at:%H:%M}"
    return names.get(value) or (value.replace("-", " ") if _CODE.fullmatch(value) else value)
