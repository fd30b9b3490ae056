"""What every screen works with: the desk behind the one database thread, drafts, and the last changes.

A screen never touches the database: it awaits a service through `Workplace.do`, from a worker, and
paints what comes back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.plan import PlanContent
from hoc_tui.services.ports import Desk

P = ParamSpec("P")
R = TypeVar("R")

OpenDesk: TypeAlias = Callable[[], Desk]
"""Opens the database and says who is working."""


class Runner(Protocol):
    """Runs work on the database thread and hands the answer to the event loop."""

    def __call__(self, work: Callable[[], R]) -> Awaitable[R]:
        """Run one piece of work."""


@dataclass
class Draft:
    """What somebody was writing when they left a form, and since when."""

    values: dict[str, str]
    since: datetime


@dataclass
class Drafts:
    """Unsaved texts by person and form, so that Esc never loses a word and never asks.

    The local journal that survives the program's death is a later part of this; forms already hand
    over every text they hold.
    """

    kept: dict[tuple[UUID | None, str], Draft] = field(default_factory=dict)

    def keep(self, person_id: UUID | None, form: str, values: dict[str, str], now: datetime) -> None:
        """Keep what a form holds for a person."""
        self.kept[(person_id, form)] = Draft(values, now)

    def of(self, person_id: UUID | None, form: str) -> Draft | None:
        """What was kept for a person's form."""
        return self.kept.get((person_id, form))

    def forget(self, person_id: UUID | None, form: str) -> None:
        """Let go of a draft that has been saved."""
        self.kept.pop((person_id, form), None)


@dataclass
class Workplace:
    """Everything a screen needs besides its own widgets."""

    desk: Desk
    run: Runner
    render_plan: Callable[[PlanContent, str, int], str]
    """Makes the plan's plain text: content, heading, width."""
    report: Callable[[BaseException], str]
    """Writes down an error nobody foresaw, and returns the sentence with its incident number."""
    drafts: Drafts = field(default_factory=Drafts)
    done: list[tuple[UUID, UUID]] = field(default_factory=list)
    """(person, operation) of each change made here, newest last: what undo takes back."""
    open_person: UUID | None = None
    """Whose conversation is open, for going back to it."""

    async def do(self, verb: Callable[Concatenate[Desk, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a service on the database thread.

        Args:
            verb: The service.
            args: Its arguments after the desk.
            kwargs: Its keywords.

        Raises:
            HocError: What the service raises.
        """
        return await self.run(lambda: verb(self.desk, *args, **kwargs))

    def clock(self, moment: datetime) -> str:
        """A moment on the practice's wall clock: "10:41".

        Args:
            moment: With its time zone.
        """
        return f"{moment.astimezone(ZoneInfo(self.desk.practice.zone)):%H:%M}"

    def remember(self, person_id: UUID, op_id: UUID) -> None:
        """Note a change made here, so that it can be undone."""
        self.done.append((person_id, op_id))
