"""Every change of a record goes through here: kept on this computer first, then in the shared plan, never done twice.

A change is in the journal before the database is asked. What the database has done, or refused for a reason that
somebody reads at once, is forgotten there; what it could not be asked, or whose outcome nobody knows, stays, and is
sent again by its id until the database has answered. What it refuses then is never dropped: it is listed until a person
has taken its words up again or let go of them.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from hoc_tui.domain.clash import Clash, Clashed
from hoc_tui.domain.dates import counted
from hoc_tui.domain.errors import Crossed, DatabaseUnavailable, HocError
from hoc_tui.domain.presence import News
from hoc_tui.services.ports import Desk
from hoc_tui.services.waiting import QUEUED, Typed, Waiting, do_again, put_aside

R = TypeVar("R")

SOONEST: Final = 0.5
LATEST: Final = 30.0
"""Seconds until what waits is sent again: the first time, and at most; doubled in between."""
SPREAD: Final = 0.5
"""The part of that time by which programs differ: a server that has just come back is not asked by all at once."""
NOTICED_WITHIN: Final = timedelta(seconds=10)
"""How long a database may be lost before anybody notices: what is shown was true so long before that for certain."""
CATCHES_UP_WITHIN: Final = 15.0
"""Seconds for which a record waits at most for what was left here."""
ORDER: Final = frozenset({"position"})
"""What orders a list; who moves it last may see where it stands, and nothing is lost."""


class Kept(HocError):
    """A change waits on this computer; it is not in the shared plan yet, and nothing more needs to be done.

    Args:
        at: When, on the practice's wall: "10:41".
        op_id: Its id, for undo.
    """

    def __init__(self, at: str, op_id: UUID) -> None:
        super().__init__(f"Kept on this computer at {at}; not in the shared plan yet.")
        self.op_id = op_id
        """Its id, for undo."""


class KeepingWrites(Protocol):
    """Keeps changes beyond the program's end: the local journal."""

    def put(self, waiting: Waiting) -> Awaitable[bool]:
        """Keep a change; false when this computer takes nothing now."""

    def sent(self, op_id: UUID) -> None:
        """Purge a change that the database has, or that a person has let go of; returns at once."""

    def unsent(self) -> Awaitable[Sequence[Waiting]]:
        """The changes of this program and of those that have ended, in their order."""


class Asking(Protocol):
    """Runs work on the database thread."""

    def __call__(self, work: Callable[[], R]) -> Awaitable[R]:
        """Run one piece of work."""


@dataclass(frozen=True)
class Stuck:
    """A change that was sent and cannot be made as it is."""

    waiting: Waiting
    why: str
    """One sentence."""
    clash: Clash | None = None
    """What two people changed at once, for somebody to choose."""


@dataclass
class Speaking:
    """How the outbox speaks to whoever sits there."""

    clock: Callable[[datetime], str]
    """A moment as it is said: "10:41", "10:41 on 12-Nov-2025"."""
    say: Callable[[str], None]
    """Shows one sentence on the screen on top."""
    changed: Callable[[], None]
    """Told when what waits, or whether the database is lost, has changed."""
    reread: Callable[[], None]
    """Reads again what the screen on top shows."""
    report: Callable[[BaseException], str]
    """Writes down an error nobody foresaw, and returns the sentence with its incident number."""


class Outbox:
    """Saves changes, and sends what waits.

    Args:
        desk: Where the work is done.
        run: Runs work on the database thread.
        keeping: The journal.
        typed: The form whose words were sent under an id, if they were typed in one.
        adopted: Told of a change that another program left, by its id.
        made: Told of a change that was kept, for undo: whose record, and its id.
        speaking: How it speaks.
    """

    def __init__(
        self,
        desk: Desk,
        run: Asking,
        keeping: KeepingWrites,
        *,
        typed: Callable[[UUID], Typed | None],
        adopted: Callable[[UUID], None],
        made: Callable[[UUID, UUID], None],
        speaking: Speaking,
    ) -> None:
        self._desk = desk
        self._run = run
        self._keeping = keeping
        self._typed = typed
        self._adopted = adopted
        self._made = made
        self._speaking = speaking
        self._queue: list[Waiting] = []
        self._stuck: list[Stuck] = []
        self._lost: datetime | None = None
        self._sending = asyncio.Lock()
        self._go = asyncio.Event()
        self._caught_up = asyncio.Event()
        self._trying: asyncio.Task[None] | None = None
        self._saving: set[asyncio.Task[Any]] = set()

    @property
    def waiting(self) -> Sequence[Waiting]:
        """What is kept here and will be sent, in its order."""
        return tuple(self._queue)

    @property
    def stuck(self) -> Sequence[Stuck]:
        """What was sent and cannot be made as it is."""
        return tuple(self._stuck)

    @property
    def as_it_was(self) -> datetime | None:
        """Since when nobody knows whether what is shown is still so; None while the database is there."""
        return self._lost

    # Saving ----------------------------------------------------------------------------------------------------------

    async def save(self, verb: Callable[..., R], arguments: tuple[object, ...], keywords: Mapping[str, object]) -> R:
        """Make a change: kept here first, then in the database.

        It is made also when its caller no longer waits (the screen was closed).

        Args:
            verb: One of the services that may wait.
            arguments: Its arguments after the desk.
            keywords: Its keywords.

        Raises:
            Kept: It waits here.
            HocError: What the service raises; nothing waits.
        """
        waiting = put_aside(self._desk, verb, arguments, keywords)
        op = {QUEUED[verb.__name__].op: waiting.op_id}

        def ask() -> R:
            return verb(self._desk, *arguments, **{**keywords, **op})

        return await self._beyond(self._save(waiting, ask))

    async def _beyond(self, work: Coroutine[Any, Any, R]) -> R:
        """Do something that goes on when nobody waits for it any more."""
        task = asyncio.get_running_loop().create_task(work)
        self._saving.add(task)
        task.add_done_callback(self._saved)
        return await asyncio.shield(task)

    def _saved(self, task: asyncio.Task[Any]) -> None:
        self._saving.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits is told; nobody else needs to be

    async def _save(self, waiting: Waiting, ask: Callable[[], R]) -> R:
        await self.caught_up()
        waiting = replace(waiting, typed=self._typed(waiting.op_id))
        if not await self._keeping.put(waiting):
            return await self._run(ask)
        async with self._sending:
            # Behind what waits already: a change may rest on one that was made before it.
            if not self._queue and self._lost is None:
                with suppress(DatabaseUnavailable):
                    return await self._asked(waiting, ask)
            self._queue.append(waiting)
        if QUEUED[waiting.verb].undoable:
            self._made(waiting.person_id, waiting.op_id)
        self._speaking.changed()
        self._try()
        if self._lost is None:
            # Nobody says that it is lost, and somebody is at work: what waits need not wait for its turn.
            self._go.set()
        raise Kept(self._speaking.clock(waiting.since), waiting.op_id)

    async def _asked(self, waiting: Waiting, ask: Callable[[], R]) -> R:
        """Ask the database now; what it has answered waits no longer, whatever the answer."""
        try:
            answer = await self._run(ask)
        except DatabaseUnavailable:
            raise
        except Exception:
            self._keeping.sent(waiting.op_id)
            raise
        self._keeping.sent(waiting.op_id)
        return answer

    # Sending what waits ----------------------------------------------------------------------------------------------

    async def adopt(self) -> None:
        """Send what programs that have ended left here, before anything of those records is shown, and say so."""
        try:
            self._queue.extend(await self._keeping.unsent())
            for one in self._queue:
                self._adopted(one.op_id)
            if self._queue and not await self._send():
                self._try()
        finally:
            self._caught_up.set()

    async def caught_up(self) -> None:
        """Wait until what was left here has been sent, or cannot be sent now."""
        # A disk that hangs, or a database that has just gone, keeps nobody from what can still be shown.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._caught_up.wait(), CATCHES_UP_WITHIN)

    def _try(self) -> None:
        if self._trying is None or self._trying.done():
            self._trying = asyncio.get_running_loop().create_task(self._keep_trying())

    async def _keep_trying(self) -> None:
        wait = SOONEST
        while self._queue:
            self._go.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._go.wait(), wait * (1 + SPREAD * secrets.SystemRandom().random()))
            await self._send()
            wait = min(2 * wait, LATEST)

    async def _send(self) -> bool:
        """Send what waits, in its order, until the database cannot be asked; whether nothing waits any more."""
        async with self._sending:
            sent: list[Waiting] = []
            before = len(self._stuck)
            with suppress(DatabaseUnavailable, Crossed):
                while self._queue:
                    one = self._queue[0]
                    if await self._settle(one):
                        sent.append(one)
                    self._queue.remove(one)
        if sent or len(self._stuck) > before:
            self._speaking.changed()
        if sent:
            self._speaking.reread()
            self._speaking.say(self._are_sent(sent))
        return not self._queue

    async def _settle(self, one: Waiting) -> bool:
        """Make a change that waited, or find that it was made; false when it cannot be.

        Raises:
            DatabaseUnavailable: It goes on waiting.
            Crossed: The same.
        """
        try:
            await self._run(lambda: do_again(self._desk, one))
        except (DatabaseUnavailable, Crossed):
            raise
        except Clashed as clashed:
            if not only_order(clashed.clash):
                self._stuck.append(Stuck(one, clashed.message, clashed.clash))
                return False
        except HocError as refused:
            self._stuck.append(Stuck(one, str(refused)))
            return False
        except Exception as error:  # noqa: BLE001  what waits behind it must go on, and its words must stay
            self._stuck.append(Stuck(one, self._speaking.report(error)))
            return False
        self._keeping.sent(one.op_id)
        return True

    def _are_sent(self, sent: Sequence[Waiting]) -> str:
        at = self._speaking.clock(min(one.since for one in sent))
        return (
            f"{counted(len(sent), 'change')} kept at {at} {'is' if len(sent) == 1 else 'are'} in the shared plan now."
        )

    # What cannot be made ---------------------------------------------------------------------------------------------

    def clash_of(self, person_id: UUID) -> Stuck | None:
        """The first change of a person's that clashed with somebody else's while it waited."""
        mine = (one for one in self._stuck if one.clash is not None and one.waiting.person_id == person_id)
        return next(mine, None)

    def done_with(self, stuck: Stuck) -> None:
        """Forget a change that a person has settled, taken up again, or let go of."""
        if stuck in self._stuck:
            self._stuck.remove(stuck)
            self._keeping.sent(stuck.waiting.op_id)
            self._speaking.changed()

    # The link --------------------------------------------------------------------------------------------------------

    def hear(self, news: News) -> None:
        """Be told that the database is lost, or there; the same said again changes nothing.

        Args:
            news: What is new.
        """
        lost = news is News.LOST
        if lost and self._lost is None:
            self._lost = self._desk.now() - NOTICED_WITHIN
            self._speaking.changed()
        elif not lost and self._lost is not None:
            self._lost = None
            self._go.set()
            self._speaking.changed()

    def close(self) -> None:
        """Stop trying; what waits is sent by the next program of this account."""
        for task in (self._trying, *self._saving):
            if task is not None:
                task.cancel()


def only_order(clash: Clash) -> bool:
    """Whether two people only moved the same thing: nothing is lost, and nobody has to choose.

    Args:
        clash: What was changed.
    """
    return {one.name for one in clash.fields} <= ORDER and not clash.besides and not clash.ended
