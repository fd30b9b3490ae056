"""Screens of one record that hear what others change in it, and say who else has it open.

Nothing here takes the focus, moves the cursor or touches what is being typed: the record is read again, and lists keep
their cursor by what it stands on.
"""

import contextlib
from abc import abstractmethod
from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.presence import SAYS_SO_EVERY, News, Pulse
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.presence import be_gone, be_here, look

Result = TypeVar("Result")

AFTER_PAINT = 0.3
"""Seconds after which a newly opened record says that it is open: first it is shown."""


class ListeningScreen(TaskScreen[Result]):
    """A screen of one person's record that stays true while others work in it.

    Args:
        work: What every screen works with.
        person_id: Whose record.
    """

    def __init__(self, work: Workplace, person_id: UUID) -> None:
        super().__init__(work)
        self.person_id = person_id
        self.others: tuple[str, ...] = ()
        """Who else has this record open."""
        self._announced = False

    @property
    @abstractmethod
    def seen(self) -> int | None:
        """The count of changes of the record that is shown; None while nothing is."""

    def show_others(self) -> None:
        """Show who else has this record open; a screen with no room for it shows nothing."""

    @property
    def true_at(self) -> datetime | None:
        """When what is shown was true: until the database was lost, a change elsewhere was shown within a moment."""
        lost = self.work.outbox.as_it_was if self.work.outbox else None
        return max(lost, self._read_at) if lost and self._read_at and self.work.session else self._read_at

    def listen(self) -> None:
        """Say that this record is open, soon and then from time to time."""
        if self.work.session is not None:
            self.set_timer(AFTER_PAINT, self._still_here)
            self.set_interval(SAYS_SO_EVERY.total_seconds(), self._still_here)

    def on_unmount(self) -> None:
        """Say that it is not open any more; a program that cannot is noticed by its silence."""
        if self._announced:
            self.app.run_worker(self._say_goodbye(), exit_on_error=False)

    def hear(self, news: News, person_id: UUID | None) -> None:
        """Look whether the news is of this record.

        Args:
            news: What is new.
            person_id: Whose record it is of; None when nobody can say.
        """
        if news is News.LOST:
            self._name_others(())
        elif self.work.session is not None and person_id in {None, self.person_id}:
            self._inquire(self.work.do(look, self.person_id, self.work.session))

    def _still_here(self) -> None:
        newly, self._announced = not self._announced, True
        if self.work.session is not None:
            self._inquire(self.work.do(be_here, self.person_id, self.work.session, newly=newly))

    def _inquire(self, asking: Awaitable[Pulse]) -> None:
        self.run_worker(self._take(asking), group="live", exit_on_error=False)

    async def _take(self, asking: Awaitable[Pulse]) -> None:
        """Show what is new; what cannot be asked now is asked again soon, without a word."""
        try:
            pulse = await asking
        except HocError:
            self._name_others(())
            return
        self._name_others(pulse.others)
        if self.seen is not None and self.seen != pulse.change_seq:
            self.reload()

    def _name_others(self, others: tuple[str, ...]) -> None:
        if others != self.others and self.is_mounted:
            self.others = others
            self.show_others()

    async def _say_goodbye(self) -> None:
        if self.work.session is not None:
            with contextlib.suppress(HocError):
                await self.work.do(be_gone, self.person_id, self.work.session)
