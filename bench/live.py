"""Live: how soon others hear of a change, and what it costs to listen while nothing happens."""

import resource
import threading
import time
from collections.abc import Iterator
from queue import Queue
from statistics import median, quantiles
from uuid import UUID

from sqlalchemy import Engine

from bench.figures import Figure
from bench.made_up import desk_on, record_of
from hoc_tui.data.feed import Feed
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.presence import News
from hoc_tui.services import importing, lists, presence
from hoc_tui.services.conversation import put_down
from hoc_tui.services.ports import Desk

CHANGES = 40
"""Changes that are told, one after the other."""
IDLE_SECONDS = 5.0
"""Silence whose cost is measured."""
TOLD_MS, LOOK_MS, IDLE_SHARE = 1_000, 30, 1.0
"""Promised: told within a second; a look is one round trip; listening takes no more than a hundredth of a core."""


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            importing.take_in(desk, record_of(20), "made-up.json", b"{}")
            person_id = lists.find(desk, "jackson")[0].person_id
            yield from _told(server, desk, engine, person_id)


def _told(server: str, desk: Desk, engine: Engine, person_id: UUID) -> Iterator[Figure]:
    heard: Queue[float] = Queue()
    ready = threading.Event()

    def tell(news: News, _person_id: UUID | None) -> None:
        heard.put(time.perf_counter())
        if news is News.BACK:
            ready.set()

    feed = Feed(engine.url.render_as_string(hide_password=False), tell)
    feed.start()
    ready.wait()
    waits = sorted(_wait(desk, person_id, number, heard) for number in range(CHANGES))
    yield Figure(f"{server}: from the commit until others hear of it, median", median(waits), TOLD_MS)
    yield Figure(f"{server}: the same, 95 of 100", quantiles(waits, n=20)[-1], TOLD_MS)
    start = time.perf_counter()
    for _ in range(CHANGES):
        presence.look(desk, person_id, person_id)
    yield Figure(f"{server}: asking how a record stands", (time.perf_counter() - start) / CHANGES * 1000, LOOK_MS)
    yield Figure(f"{server}: of a core, while nothing happens", _idle_share(), IDLE_SHARE, "%")
    feed.close()


def _wait(desk: Desk, person_id: UUID, number: int, heard: "Queue[float]") -> float:
    """Milliseconds from the commit of a change until it is told."""
    while not heard.empty():
        heard.get()
    put_down(desk, person_id, AgendaDraft(text=f"Something {number}"))
    start = time.perf_counter()
    return max(heard.get(timeout=10) - start, 0) * 1000


def _idle_share() -> float:
    """Hundredths of a core that this process, listening, takes in silence."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    threading.Event().wait(IDLE_SECONDS)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / IDLE_SECONDS * 100
