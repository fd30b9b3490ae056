"""Stored fields and their values in the words of the practice: for histories, clashes, and whatever else compares."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from hoc_tui.domain.dates import short

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
    "first_test_key": "Links",
    "first_test_name": "Links",
    "first_result_id": "Result seen",
    "second_kind": "With",
    "second_id": "With",
    "result_id": "Result seen",
    "review_on": "Review on",
    "reviewer": "Who reviews",
    "present": "Who was there",
    # results to check
    "cause": "Why it was to be checked",
    "urgency": "How soon",
    "said": "Because",
    "state": "Checked",
    "reason": "Reason",
    "acknowledged": "What was done",
    "acknowledged_at": "Done at",
    "acknowledged_by": "Done by",
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

UNSAID: Final = frozenset(
    {"position", "first_id", "second_id", "goal_id", "first_result_id", "result_id", "first_test_key", "test_key"}
)
"""Fields whose values are for the program: that they changed is said, not to what."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")
_CODE: Final = re.compile(r"[a-z]+(?:-[a-z]+)+")


def called(name: str) -> str:
    """How people call a stored field.

    Args:
        name: Its name in the record.
    """
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())


def value_words(value: JsonValue, staff: Mapping[UUID, str], zone: ZoneInfo) -> str:
    """A stored value in words; a text that only looks like a code stays as it was written.

    Args:
        value: As it is stored.
        staff: Names by id.
        zone: The practice's time zone.
    """
    match value:
        case None | "" | []:
            return "(nothing)"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(value_words(one, staff, zone) for one in value)
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
