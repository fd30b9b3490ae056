"""Who has a record open right now, and whether it has changed: what an open screen asks every so often."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from hoc_tui.domain.model import Value

STILL_HERE: Final = timedelta(seconds=30)
"""How long somebody counts as present who has not said so again: a program that was killed cannot say goodbye."""
SAYS_SO_EVERY: Final = timedelta(seconds=10)
"""How often a program says that its record is still open; three may be lost on the way."""


class News(Enum):
    """What is told to open screens."""

    CHANGED = "somebody wrote, or nobody can say that they did not"
    LOST = "the database can no longer be heard"
    BACK = "the database can be heard again"


class Presence(Value):
    """One program in which a person's record is open."""

    person_id: UUID
    session_id: UUID
    """The program's; one member of staff may have several."""
    staff_id: UUID
    since: datetime
    seen_at: datetime


class Pulse(Value):
    """How a record stands at this moment."""

    change_seq: int
    """The record's count of changes: the same as on the screen when there is nothing new."""
    others: tuple[str, ...] = ()
    """The names of those who also have it open, each once, whoever came first first."""


def others_here(present: list[tuple[Presence, str]], session_id: UUID) -> tuple[str, ...]:
    """The names of those who have a record open besides one program.

    Args:
        present: Who said so lately, with their names.
        session_id: The program that asks.
    """
    here = sorted((one.since, name) for one, name in present if one.session_id != session_id)
    return tuple(dict.fromkeys(name for _, name in here))
