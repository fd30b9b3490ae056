"""A program without a screen: makes changes through the real journal, outbox and database thread until it is killed.

It is forked from a process that has imported everything, so that 500 of them take minutes and not an hour. What it was
told is written to a file of acknowledgements, one line each, before it goes on.
"""

import asyncio
import ctypes
import os
import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from sqlalchemy import event

from hoc_tui.cli.desk import desk_at
from hoc_tui.cli.ids import new_id
from hoc_tui.cli.journal import JournalKeeping, source_of
from hoc_tui.data.door import OpenDatabase
from hoc_tui.domain.errors import Changed, DatabaseUnavailable, HocError
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.runtime.journal import Journal
from hoc_tui.runtime.one_thread import Closed, DatabaseThread, TookTooLong
from hoc_tui.screens.outbox import Kept, Outbox, Speaking
from hoc_tui.services.conversation import put_down, rewrite, take_out
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Saved, Spot

T = TypeVar("T")

ACCOUNT = "nurse"
DEADLINE = 4.0
"""Seconds a call may take."""
OPENS_WITHIN = 60.0
"""Seconds in which the database must let a writer in: a server that is started again takes one."""
DRAINS_WITHIN = 60.0
"""Seconds in which a writer that is asked to stop gets rid of what waits."""


@dataclass(frozen=True)
class Orders:
    """What a writer does, and where."""

    url: str
    journals: Path
    told: Path
    """The file of acknowledgements."""
    people: tuple[UUID, ...]
    seed: int
    most: int = 0
    """Changes after which it stops by itself; 0 for never."""
    clock_jumps: bool = False
    """Whether its clock goes back and forth by up to a day at each look."""
    room: int = 0
    """Bytes that any of its files may grow to; 0 for as many as there are."""
    read_only: bool = False
    """Whether its database takes no change."""


def fork(orders: Orders) -> int:
    """Start a writer; returns its process id."""
    child = os.fork()
    if child:
        return child
    return _live(orders)


def _live(orders: Orders) -> NoReturn:
    """Work, and end without anything of the parent's being tidied up twice."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _die_with_the_parent()
        asyncio.run(Writer(orders).work())
        code = 0
    except HocError as error:
        os.write(2, f"a writer gave up: {error}\n".encode())
    finally:
        os._exit(code)


def _die_with_the_parent() -> None:
    """Where the system can (Linux), nobody is left behind by a campaign that is killed itself."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


_PDEATHSIG = 1


class Writer:
    """One program.

    Args:
        orders: What to do.
    """

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._dice = random.Random(orders.seed)
        self._told = os.open(orders.told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._stop = asyncio.Event()
        self._mine: list[Saved] = []

    async def work(self) -> None:
        """Make changes until there is nothing more to do."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._stop.set)
        database = OpenDatabase(self._orders.url, self._now, new_id)
        self._thread = DatabaseThread(database.cut)
        # Only under this name the journal of the campaign is nobody's real one.
        journal = Journal.open(self._orders.journals, ACCOUNT, source_of(self._orders.url))
        desk = await self._until_open(lambda: desk_at(database, ACCOUNT, self._now, new_id))
        if desk is not None:
            self._make_it_hard(database)
            await self._change_things(self._outbox(desk, journal))
        journal.close()
        self._thread.close()

    def _make_it_hard(self, database: OpenDatabase) -> None:
        """Begin what goes wrong; nobody could sit down while it does."""
        if self._orders.read_only:
            event.listen(database.engine, "connect", _refuse_changes)
            database.engine.dispose()
        if self._orders.room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._orders.room, self._orders.room))

    def _outbox(self, desk: Desk, journal: Journal) -> Outbox:
        speaking = Speaking(str, lambda _words: None, lambda: None, lambda: None, repr)
        return Outbox(
            desk,
            self._run,
            JournalKeeping(journal),
            typed=lambda _op: None,
            adopted=lambda _op: None,
            made=lambda _person, _op: None,
            speaking=speaking,
        )

    async def _until_open(self, opening: Callable[[], Desk]) -> Desk | None:
        latest = time.monotonic() + OPENS_WITHIN
        while not self._stop.is_set():
            try:
                return await self._run(opening)
            except DatabaseUnavailable:
                if time.monotonic() > latest:
                    raise
            await asyncio.sleep(0.1)
        return None

    async def _change_things(self, outbox: Outbox) -> None:
        await outbox.adopt()
        self._tell("ready", UUID(int=0))
        done = 0
        while not self._stop.is_set() and not (self._orders.most and done >= self._orders.most):
            await self._change(outbox)
            done += 1
            if outbox.waiting:
                # As fast as people: a queue of thousands is no test of anything.
                await asyncio.sleep(0.01)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._drained(outbox), 0.1 if self._hard else DRAINS_WITHIN)
        outbox.close()

    @property
    def _hard(self) -> bool:
        return self._orders.read_only or bool(self._orders.room)

    async def _drained(self, outbox: Outbox) -> None:
        while outbox.waiting:
            outbox._go.set()
            await asyncio.sleep(0.05)

    async def _change(self, outbox: Outbox) -> None:
        op_id = new_id()
        verb, arguments = self._something(op_id)
        self._tell("asked", op_id)
        try:
            saved = await outbox.save(verb, arguments, {"op_id": op_id})
        except Kept:
            self._tell("kept", op_id)
        except (DatabaseUnavailable, Changed):
            self._tell("refused", op_id)
        else:
            self._tell("saved", op_id)
            if isinstance(saved, Saved) and not saved.item.ended:
                self._mine = [*self._mine[-5:], saved]

    def _something(self, op_id: UUID) -> tuple[Callable[..., Any], tuple[object, ...]]:
        """Mostly something new; now and then a change to what was written here, or its end."""
        dice = self._dice.random()
        if self._mine and dice < 0.4:
            item = self._mine.pop().item
            spot = Spot.of(ItemKind.AGENDA, item)
            return (take_out, (spot, "said twice")) if dice < 0.1 else (rewrite, (spot, {"text": f"again {op_id}"}))
        return put_down, (self._dice.choice(self._orders.people), AgendaDraft(text=f"new {op_id}"))

    async def _run(self, work: Callable[[], T]) -> T:
        try:
            return await self._thread.call(work, deadline=DEADLINE)
        except TookTooLong:
            raise DatabaseUnavailable("The database did not answer.") from None
        except Closed:
            raise asyncio.CancelledError from None

    def _now(self) -> datetime:
        now = datetime.now(UTC)
        return now + timedelta(seconds=self._dice.uniform(-86_400, 86_400)) if self._orders.clock_jumps else now

    def _tell(self, what: str, op_id: UUID) -> None:
        os.write(self._told, f"{what} {op_id}\n".encode())


def _refuse_changes(driver: sqlite3.Connection, _record: object) -> None:
    driver.execute("PRAGMA query_only = ON")
