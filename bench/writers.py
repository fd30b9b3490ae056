"""Fifty people at one plan: each reads a goal and rewrites it, over and over, and nothing of it is lost."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles
from uuid import UUID

from sqlalchemy import Engine

from bench.figures import Figure
from bench.made_up import NOW, desk_on, new_id
from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.domain.clash import Clashed
from hoc_tui.domain.errors import Changed, DatabaseUnavailable
from hoc_tui.domain.people import PersonDetails
from hoc_tui.domain.planning import GoalDraft
from hoc_tui.domain.vocabulary import ItemKind
from hoc_tui.services import conversation, people
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot

WRITERS = int(os.environ.get("HOC_BENCH_WRITERS", "50"))
SECONDS = float(os.environ.get("HOC_BENCH_SECONDS", "30"))
GOALS = 3
"""Goals of the one plan; three are few enough that everybody is in everybody's way."""
WAIT_MS, LEAST = 10_000, 1.0
"""A save waits for at most one deadline of a call; some progress is made every second."""


@dataclass
class Tally:
    """What all writers did together."""

    saved: list[str] = field(default_factory=list)
    """Every text that was acknowledged."""
    clashed: list[str] = field(default_factory=list)
    """Every text that lost, and of which that was said."""
    waits: list[float] = field(default_factory=list)
    busy: int = 0


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            yield from _at_one_plan(server, desk, engine)


def _at_one_plan(server: str, desk: Desk, engine: Engine) -> Iterator[Figure]:
    person_id = people.register(desk, PersonDetails(family="Jackson", given="Margaret")).id
    for number in range(GOALS):
        conversation.put_down(desk, person_id, GoalDraft(words=f"Goal {number}"))
    tally, until, lock = Tally(), time.monotonic() + SECONDS, threading.Lock()
    url = engine.url.render_as_string(hide_password=False)
    threads = [
        threading.Thread(target=_write_on, args=(url, person_id, number, until, tally, lock))
        for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost, twice = _missing(desk, person_id, tally)
    rate, p95 = len(tally.saved) / SECONDS, quantiles(tally.waits, n=20)[-1]
    counted = f"{len(tally.saved):,} saved, {len(tally.clashed):,} asked, {tally.busy} told to try again"
    yield Figure(f"{server}: {WRITERS} writers, {SECONDS:g} s: updates lost ({counted})", lost, 0.5, "")
    yield Figure(f"{server}: updates that were made twice", twice, 0.5, "")
    yield Figure(f"{server}: saved in a second", rate, LEAST, "", more_is_better=True)
    yield Figure(f"{server}: one save, 95 of 100", p95, WAIT_MS)


def _write_on(url: str, person_id: UUID, number: int, until: float, tally: Tally, lock: threading.Lock) -> None:
    """One of the writers: a program of its own, with a connection of its own."""
    database = OpenDatabase(url, lambda: NOW, new_id)
    try:
        desk = _seated(database)
        for count in range(1_000_000):
            if time.monotonic() > until:
                return
            _rewrite(desk, person_id, number, count, tally, lock)
    finally:
        database.close()


def _seated(database: OpenDatabase) -> Desk:
    """A desk; with fifty at the door at once, some have to knock again."""
    while True:
        try:
            return desk_at(database, "me", lambda: NOW, new_id)
        except DatabaseUnavailable:
            continue


def _rewrite(desk: Desk, person_id: UUID, number: int, count: int, tally: Tally, lock: threading.Lock) -> None:
    text = f"writer {number}, text {count}"
    began = time.perf_counter()
    try:
        with desk.reading() as work:
            goal = work.items(ItemKind.GOAL, person_id)[(number + count) % GOALS]
        conversation.rewrite(desk, Spot.of(ItemKind.GOAL, goal), {"words": text})
        what = tally.saved
    except Clashed:
        what = tally.clashed
    except (Changed, DatabaseUnavailable):
        with lock:
            tally.busy += 1
        return
    with lock:
        what.append(text)
        tally.waits.append((time.perf_counter() - began) * 1000)


def _missing(desk: Desk, person_id: UUID, tally: Tally) -> tuple[int, int]:
    """How many acknowledged texts are not in the history, and how many stand there more than once."""
    with desk.reading() as work:
        revisions = work.revisions(person_id)
    made = Counter(str(one.changes["words"].after) for one in revisions if one.takes_effect and "words" in one.changes)
    kept = Counter(str(one.changes["words"].after) for one in revisions if not one.takes_effect)
    lost = sum(not made[text] for text in tally.saved) + sum(not kept[text] for text in tally.clashed)
    return lost, sum(times > 1 for times in (made + kept).values())
