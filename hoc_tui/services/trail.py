"""What somebody leaves in the audit while they work at one desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hoc_tui.domain.audit import Actor, AuditEvent
from hoc_tui.domain.vocabulary import AuditAct

ADMITTED_FOR = timedelta(hours=11, minutes=45)
"""How long a record that was opened may be read again without another entry.

A quarter of an hour less than the twelve hours for which PostgreSQL's row policy admits: two clocks are never the
same, and a record that the policy no longer shows would look empty.
"""


@dataclass
class Trail:
    """Enters what happens at a desk into the audit, each record's opening once."""

    actor: Actor
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    enter: Callable[[Sequence[AuditEvent]], None]
    """Commits events by themselves, before anything that follows."""
    opened: dict[UUID, datetime] = field(default_factory=dict)
    """Whose records were opened at this desk, and when."""
    listed: dict[str, datetime] = field(default_factory=dict)
    """Which lists of several people's clinical rows were opened, and when."""

    def note(
        self,
        act: AuditAct,
        person_id: UUID | None = None,
        *,
        words: str = "",
        continues: UUID | None = None,
    ) -> UUID:
        """Enter one event, committed when this returns.

        Args:
            act: What was done.
            person_id: In whose record.
            words: What was typed, or refused.
            continues: The event it adds to.

        Returns:
            The event's id.

        Raises:
            DatabaseUnavailable: It could not be entered; what it would have told of must not happen.
        """
        event = AuditEvent(
            **dict(self.actor),
            id=self.new_id(),
            at=self.now(),
            act=act,
            person_id=person_id,
            words=words,
            continues=continues,
        )
        self.enter([event])
        return event.id

    def opening(self, person_id: UUID, act: AuditAct = AuditAct.OPENED) -> None:
        """Enter that a record is opened, before it is read; nothing when it was opened here not long ago.

        Args:
            person_id: Whose.
            act: How it is opened.

        Raises:
            DatabaseUnavailable: It could not be entered; the record must not be read.
        """
        if act is AuditAct.OPENED and self._lately(self.opened.get(person_id)):
            return
        self.note(act, person_id)
        self.opened[person_id] = self.now()

    def listing(self, name: str) -> None:
        """Enter that a list of several people's clinical rows is opened, before it is read; once in a while.

        Args:
            name: The list's name, which PostgreSQL's row policy asks for.

        Raises:
            DatabaseUnavailable: It could not be entered; the list must not be read.
        """
        if not self._lately(self.listed.get(name)):
            self.note(AuditAct.LISTED, words=name)
            self.listed[name] = self.now()

    def _lately(self, before: datetime | None) -> bool:
        return before is not None and timedelta() <= self.now() - before < ADMITTED_FOR
