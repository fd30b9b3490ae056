"""What was typed and not saved: in memory at the key, in the journal a moment later, offered again on return."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from hoc_tui.screens.outbox import KeepingWrites
from hoc_tui.services.waiting import Typed


@dataclass(frozen=True)
class Draft:
    """What stands in a form that was not saved."""

    draft_id: str
    person_id: UUID | None
    """Whose record; None when it is about nobody who is registered yet."""
    form: str
    """The form's name among drafts."""
    title: str
    """The form's title, for the line that offers it."""
    values: Mapping[str, str]
    since: datetime
    """When it was begun."""
    written_at: datetime
    """When the last key of it was typed."""
    version: int = 0
    """The version of the item that was read when it was begun; 0 for something new."""
    op_id: UUID | None = None
    """Under which id exactly these words were sent to be saved; None when they were not, or were changed since."""


class Keeping(Protocol):
    """Keeps drafts beyond the program's end: the local journal."""

    def keep(self, draft: Draft) -> None:
        """Keep the newest state of a draft; returns at once."""

    def forget(self, draft_id: str) -> None:
        """Purge a draft that was saved or emptied; returns at once."""

    def noted(self) -> Awaitable[None]:
        """Wait until what was handed over is on the disk, or the disk has had its time."""

    def left(self) -> Awaitable[Sequence[Draft]]:
        """The drafts that programs which have ended left behind, oldest first."""

    def flush(self) -> None:
        """Wait, for a moment at most, until everything handed over is on the disk; for any thread."""


class KeepingAll(Keeping, KeepingWrites, Protocol):
    """The local journal: drafts, and changes that wait."""


OpenKeeping = Callable[[Callable[[str], None]], KeepingAll]
"""Opens the journal; is given what to tell the person with, in one sentence, from any thread."""


class Drafts:
    """Unsaved texts by person and form, so that Esc never loses a word and never asks.

    Args:
        keeping: Keeps them beyond the program's end; None keeps them in memory alone.
    """

    def __init__(self, keeping: Keeping | None = None) -> None:
        self._keeping = keeping
        # In the order in which they would be continued: the last one first.
        self._kept: dict[str, Draft] = {}
        self._sent: set[UUID] = set()

    def keep(
        self,
        person_id: UUID | None,
        form: str,
        values: Mapping[str, str],
        now: datetime,
        *,
        title: str = "",
        version: int = 0,
    ) -> None:
        """Keep what a form holds for a person.

        Args:
            person_id: Whose record.
            form: The form's name.
            values: What stands in each field.
            now: The time.
            title: The form's title.
            version: The version of the item as it was read; a draft that goes on keeps the one it was begun with.
        """
        before = self.of(person_id, form)
        if before is None:
            before = Draft(secrets.token_hex(16), person_id, form, title, {}, now, now, version)
        if before.values != values:
            self._put(replace(before, values=dict(values), written_at=now, op_id=None))

    def _put(self, draft: Draft) -> None:
        self._kept.pop(draft.draft_id, None)
        self._kept[draft.draft_id] = draft
        if self._keeping is not None:
            self._keeping.keep(draft)

    def of(self, person_id: UUID | None, form: str) -> Draft | None:
        """What was kept for a person's form; of several, what was chosen or written last."""
        mine = [draft for draft in self._kept.values() if (draft.person_id, draft.form) == (person_id, form)]
        return mine[-1] if mine else None

    def of_person(self, person_id: UUID) -> list[Draft]:
        """Everything kept for a person, newest first."""
        mine = [draft for draft in self._kept.values() if draft.person_id == person_id]
        return sorted(mine, key=lambda draft: draft.written_at, reverse=True)

    @property
    def any_persons(self) -> bool:
        """Whether anything is kept that belongs to a record."""
        return any(draft.person_id is not None for draft in self._kept.values())

    def choose(self, draft: Draft) -> None:
        """Go on with one of several drafts of the same form."""
        if draft.draft_id in self._kept:
            self._kept[draft.draft_id] = self._kept.pop(draft.draft_id)

    def forget(self, person_id: UUID | None, form: str) -> None:
        """Let go of a draft that has been saved or emptied."""
        draft = self.of(person_id, form)
        if draft is not None:
            self.drop(draft)

    def drop(self, draft: Draft) -> None:
        """Let go of one draft, wherever its words are now."""
        self._kept.pop(draft.draft_id, None)
        if self._keeping is not None:
            self._keeping.forget(draft.draft_id)

    async def send(self, person_id: UUID | None, form: str, new_id: Callable[[], UUID]) -> UUID:
        """Give the words of a form the id under which they are saved, and wait until the journal has both.

        Words that were sent before and not changed since keep their id: a program that died between saving them and
        forgetting the draft has saved them once, and saving them again adds nothing.

        Args:
            person_id: Whose record.
            form: The form's name.
            new_id: Makes an id.
        """
        draft = self.of(person_id, form)
        op_id = draft.op_id if draft is not None and draft.op_id is not None else new_id()
        if draft is not None:
            if draft.op_id is None:
                self._put(replace(draft, op_id=op_id))
            if self._keeping is not None:
                await self._keeping.noted()
        return op_id

    def sent_as(self, op_id: UUID) -> Draft | None:
        """The draft whose words were sent under an id, as they were sent."""
        return next((draft for draft in self._kept.values() if draft.op_id == op_id), None)

    def waits(self, op_id: UUID) -> None:
        """Let go of a draft whose words wait under an id as a change: the program died between the two."""
        self._sent.add(op_id)
        draft = self.sent_as(op_id)
        if draft is not None:
            self.drop(draft)

    def typed_as(self, op_id: UUID) -> Typed | None:
        """The form whose words were sent under an id, for them to be taken up again."""
        draft = self.sent_as(op_id)
        return Typed(draft.form, draft.title, dict(draft.values), draft.version) if draft else None

    async def look(self) -> None:
        """Take in what programs that have ended left behind."""
        if self._keeping is not None:
            left = {draft.draft_id: draft for draft in await self._keeping.left()}
            for draft in [one for one in left.values() if one.op_id in self._sent]:
                self._keeping.forget(left.pop(draft.draft_id).draft_id)
            self._kept = {**{key: draft for key, draft in left.items() if key not in self._kept}, **self._kept}
