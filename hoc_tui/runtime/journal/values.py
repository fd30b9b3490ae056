"""What a journal keeps: drafts of forms, and writes that wait for the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

JsonText = str | int | float | bool | None
"""A JSON value that holds no other."""


class JournalUnavailable(Exception):
    """Nothing can be kept on this computer now.

    Args:
        message: What that means, as one plain sentence for the person at the keyboard.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        """One plain sentence."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What stood in a form that has not been saved."""

    draft_id: str
    """Its own id: one form of one person may have several, from programs that ended."""
    person_id: str
    """Whose record; empty when it is about nobody who is registered yet."""
    form: str
    """The form's name among drafts: "agenda", "goal:ID"."""
    title: str
    """The form's title, as it is said when the draft is offered."""
    values: Mapping[str, str]
    """What stands in each field."""
    since: datetime
    """When somebody began to write it, with its zone."""
    written_at: datetime
    """When the last key of it was typed, with its zone."""
    version: int = 0
    """The version of the item that was read when it was begun; 0 for something new."""
    op_id: str = ""
    """The id under which exactly these values were sent to be saved; empty when they were not, or were changed since.

    Whoever saves them again uses it, so that what a dying program had saved after all is not saved twice.
    """


@dataclass(frozen=True, slots=True)
class WaitingWrite:
    """A change that the database has not acknowledged."""

    op_id: str
    """The client's id of the write: a database that has it already does not do it again."""
    order: int
    """Its place among all waiting writes of this journal, above 0; they are sent in this order."""
    verb: str
    """Which service it calls."""
    payload: Mapping[str, object]
    """What the service is called with, as JSON."""
    person_id: str
    """Whose record."""
    since: datetime
    """When it was put here, with its zone."""
