"""What every screen works with: the desk behind the one database thread, drafts, and the last changes.

A screen never touches the database: it awaits a service through `Workplace.do`, from a worker, and
paints what comes back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, Final, ParamSpec, Protocol, TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import short
from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.domain.plan import PlanContent
from hoc_tui.domain.plan_heading import PlanHeading
from hoc_tui.screens.drafts import Drafts
from hoc_tui.screens.outbox import Outbox
from hoc_tui.services.ports import Desk
from hoc_tui.services.records import history_of, open_record
from hoc_tui.services.saving import Saved
from hoc_tui.services.waiting import NEVER

P = ParamSpec("P")
R = TypeVar("R")

READ_A_RECORD: Final = frozenset({open_record, history_of})
"""Services that show what is in a person's record."""

OpenDesk: TypeAlias = Callable[[], Desk]
"""Opens the database and says who is working."""


class Runner(Protocol):
    """Runs work on the database thread and hands the answer to the event loop."""

    def __call__(self, work: Callable[[], R]) -> Awaitable[R]:
        """Run one piece of work."""


@dataclass
class Workplace:
    """Everything a screen needs besides its own widgets."""

    desk: Desk
    run: Runner
    render_plan: Callable[[PlanContent, PlanHeading, int], str]
    """Makes the plan's plain text: content, heading, width."""
    report: Callable[[BaseException], str]
    """Writes down an error nobody foresaw, and returns the sentence with its incident number."""
    drafts: Drafts = field(default_factory=Drafts)
    done: list[tuple[UUID, UUID]] = field(default_factory=list)
    """(person, operation) of each change made here, newest last: what undo takes back."""
    merged: tuple[str, ...] = ()
    """Fields that somebody else had changed meanwhile, and the last save here was put together with."""
    session: UUID | None = None
    """This program, among those that have a record open; None where no news of the database is heard."""
    open_person: UUID | None = None
    """Whose conversation is open, for going back to it."""
    outbox: Outbox | None = None
    """What waits on this computer for the database; None where nothing is kept."""

    async def save(self, verb: Callable[Concatenate[Desk, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Make a change: kept on this computer before the database is asked, and sent again until it has answered.

        Args:
            verb: A service whose changes may wait (`services.waiting.QUEUED`).
            args: Its arguments after the desk.
            kwargs: Its keywords; the id of the write is made when there is none.

        Raises:
            Kept: It waits on this computer.
            HocError: What the service raises.
        """
        if self.outbox is None:
            return await self.do(verb, *args, **kwargs)
        return await self.outbox.save(verb, args, kwargs)

    async def do(self, verb: Callable[Concatenate[Desk, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a service on the database thread; a record is read after what was left here for it has been sent.

        Args:
            verb: The service.
            args: Its arguments after the desk.
            kwargs: Its keywords.

        Raises:
            HocError: What the service raises.
        """
        if self.outbox is not None and verb in READ_A_RECORD:
            await self.outbox.caught_up()
        try:
            return await self.run(lambda: verb(self.desk, *args, **kwargs))
        except DatabaseUnavailable as unavailable:
            why = NEVER.get(verb.__name__)
            if why is None:
                raise
            raise DatabaseUnavailable(unavailable.message, hint=why) from None

    def clock(self, moment: datetime) -> str:
        """A moment on the practice's wall clock: "10:41".

        Args:
            moment: With its time zone.
        """
        return f"{self._there(moment):%H:%M}"

    def when(self, moment: datetime) -> str:
        """A moment as it is said when it may be of another day: "10:41", "10:41 on 12-Nov-2025".

        Args:
            moment: With its time zone.
        """
        day = self._there(moment).date()
        return self.clock(moment) if day == self.desk.today() else f"{self.clock(moment)} on {short(day)}"

    def _there(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.desk.practice.zone))

    def made(self, person_id: UUID, op_id: UUID) -> None:
        """Note a change that was kept on this computer, so that undo takes it back and not the one before it."""
        self.done.append((person_id, op_id))

    def remember(self, saved: Saved) -> None:
        """Note a change made here, so that it can be undone, and what of somebody else's it was put together with."""
        self.done.append((saved.item.person_id, saved.op_id))
        self.merged = saved.merged_with
