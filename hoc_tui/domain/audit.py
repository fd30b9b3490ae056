"""What the audit keeps of every act: who, as what, when, from where, whose record, what, and why if it was asked.

An entry names things by their kind and id and never says what they say: whoever may read the audit need not be
allowed to read the record.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from hoc_tui.domain.history import Revision
from hoc_tui.domain.model import Value
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import AuditAct, RevisionOutcome, Role, Touch

PLAN_VERSION = "plan-version"
"""The kind of an agreed version among the things an act touched."""
SOURCE_MESSAGE = "source-message"
"""The kind of a file that was taken in."""
RESULT = "result"
"""The kind of a result that was written down by hand."""


class Actor(Value):
    """Who acts, as they were called and ranked at the time, and from where."""

    practice_id: UUID
    staff_id: UUID | None
    """None for an account that is nobody's here."""
    account: str
    name: Line
    role: Role | None
    place: Line = ""
    """The host, the terminal, and the address that an SSH client came from."""


class Thing(Value):
    """One thing that was touched: its kind and id, never its words."""

    kind: str
    id: UUID
    touch: Touch
    number: int = 0
    """Of a plan version: which."""
    seal: str = ""
    """Of a plan version: its hash, so that a version cannot vanish without its entry saying so."""


class AuditEvent(Actor):
    """One act, as the program tells it."""

    id: UUID
    at: datetime
    act: AuditAct
    person_id: UUID | None = None
    """Whose record; None when it was nobody's in particular."""
    things: tuple[Thing, ...] = ()
    words: Words = ""
    """What was typed in a search, or what was refused."""
    why: Words = ""
    """The reason for looking, where one was asked for; the reason for a change stands in the history."""
    op_id: UUID | None = None
    """The write it belongs to."""
    continues: UUID | None = None
    """The event this one adds to: what a search came to, when it was closed."""


class AuditEntry(AuditEvent):
    """An event as the database keeps it."""

    seq: int
    """The server's own count."""
    login: str = ""
    """The login at the database, as the database itself says; empty on SQLite, which has none."""
    entered_at: datetime
    """When it was entered, by the server's clock; on SQLite the program's."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its canonical text, in 64 hexadecimal digits."""
        return sha256(canonical(self).encode()).hexdigest()


def canonical(entry: AuditEntry) -> str:
    """The text that an entry's hash covers: everything but its number, so that a moved entry is known again.

    Args:
        entry: As it stands in the database.

    Returns:
        JSON with sorted keys, without spaces, every character as itself.
    """
    body = entry.model_dump(mode="json", exclude={"seq"})
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def thing_of(revision: Revision) -> Thing:
    """What a change touched."""
    return Thing(kind=revision.item_kind.value, id=revision.item_id, touch=_touch(revision))


def _touch(revision: Revision) -> Touch:
    if revision.outcome is RevisionOutcome.CONFLICT:
        return Touch.KEPT_ASIDE
    if "ended" in revision.changes:
        return Touch.ENDED if revision.changes["ended"].after else Touch.BROUGHT_BACK
    return Touch.ADDED if revision.adds else Touch.CHANGED


def act_of(things: Iterable[Thing]) -> AuditAct:
    """What an act was that touched these things: the weightiest of what it did."""
    touched = {thing.touch for thing in things}
    if Touch.TAKEN_IN in touched:
        return AuditAct.IMPORTED
    return AuditAct.AGREED if Touch.AGREED in touched else AuditAct.CHANGED
