"""The audit: what it adds to a save, an opening and a file, and what sealing meanwhile takes from those who write."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count
from threading import Event, Thread
from unittest.mock import patch

from sqlalchemy import Engine

from bench.figures import Figure, milliseconds
from bench.made_up import NOW, desk_on, new_id, record_of
from hoc_tui.data.door import OpenDatabase
from hoc_tui.domain.audit import AuditEvent
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.vocabulary import AuditAct, ItemKind
from hoc_tui.services import conversation, importing, lists, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.round_trips import counted

WRITERS, SECONDS = 4, 2.0
NO_AUDIT = "hoc_tui.data.writing.enter_events"


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            yield from _save(server, desk, engine)
            yield from _opening(server, desk, engine)
        with desk_on(server) as (desk, engine):
            yield from _file(server, desk)
            yield from _sealing(server, desk, engine)


def _save(server: str, desk: Desk, engine: Engine) -> Iterator[Figure]:
    """Rewriting an agenda item, with its audit and without."""
    importing.take_in(desk, record_of(200), "made-up.json", b"{}")
    item = conversation.put_down(desk, lists.find(desk, "jackson")[0].person_id, AgendaDraft(text="my feet")).item
    spot, numbers = Spot.of(ItemKind.AGENDA, item), count()

    def save() -> None:
        nonlocal spot
        saved = conversation.rewrite(desk, spot, {"text": f"my feet {next(numbers)}"})
        spot = Spot.of(ItemKind.AGENDA, saved.item)

    save()
    with counted(engine) as trips:
        save()
    whole = milliseconds(save, times=101, own=True)
    with patch(NO_AUDIT, lambda *_: None):
        with counted(engine) as without:
            save()
        bare = milliseconds(save, times=101, own=True)
    yield Figure(
        f"{server}: a save's statements for its audit, of {trips.count}", trips.count - without.count, 1, "trips"
    )
    yield Figure(f"{server}: a save's time for its audit, of {whole:.2f} ms", max(whole - bare, 0), 2)


def _opening(server: str, desk: Desk, engine: Engine) -> Iterator[Figure]:
    """Opening a record of 200 results for the first time today, and reading it again."""
    person_id = lists.find(desk, "jackson")[0].person_id
    again = partial(records.open_record, desk, person_id)

    def first() -> None:
        desk.trail.opened.clear()
        again()

    first()
    desk.trail.opened.clear()
    with counted(engine) as trips:
        again()
    opened, read = milliseconds(first, times=101, own=True), milliseconds(again, times=101, own=True)
    yield Figure(f"{server}: round trips for an opening", trips.count, 3, "trips")
    yield Figure(f"{server}: an opening's time for its audit, of {opened:.2f} ms", max(opened - read, 0), 2)


def _file(server: str, desk: Desk) -> Iterator[Figure]:
    """Taking in a file of 200 results for somebody new, with the audit and without."""
    files = [record_of(200, f"p{number}") for number in range(60)]

    def rate(some: list[int]) -> float:
        start = time.perf_counter()
        for number in some:
            importing.take_in(desk, files[number], "made-up.json", str(number).encode())
        return 200 * len(some) / (time.perf_counter() - start)

    rate([*range(20)])
    whole = rate([*range(20, 40)])
    with patch(NO_AUDIT, lambda *_: None):
        bare = rate([*range(40, 60)])
    yield Figure(
        f"{server}: results taken in with the audit, of {bare:,.0f}/s without",
        whole / bare,
        0.8,
        unit="x",
        more_is_better=True,
    )


def _sealing(server: str, desk: Desk, engine: Engine) -> Iterator[Figure]:
    """Commits a second of four programs, alone and while a fifth seals without a pause."""
    alone = _commits(engine, desk)
    with _sealer(engine):
        sealed = _commits(engine, desk)
    what = f"{server}: commits of {WRITERS} programs while a fifth seals, {sealed:,.0f}/s of {alone:,.0f}/s alone"
    yield Figure(what, sealed / alone, 0.5, unit="x", more_is_better=True)


def _commits(engine: Engine, desk: Desk) -> float:
    ending = Event()
    counts = [0] * WRITERS

    def write(number: int, database: OpenDatabase) -> None:
        while not ending.is_set():
            event = AuditEvent(**dict(desk.trail.actor), id=new_id(), at=NOW, act=AuditAct.OPENED, person_id=new_id())
            database.note([event])
            counts[number] += 1

    with _programs(engine, [partial(write, number) for number in range(WRITERS)]):
        time.sleep(SECONDS)
        ending.set()
    return sum(counts) / SECONDS


@contextmanager
def _sealer(engine: Engine) -> Iterator[None]:
    ending = Event()

    def seal(database: OpenDatabase) -> None:
        while not ending.wait(0.1):
            database.seal()

    with _programs(engine, [seal]):
        yield
        ending.set()


@contextmanager
def _programs(engine: Engine, work: list[Callable[[OpenDatabase], None]]) -> Iterator[None]:
    """Programs at work, each with a connection of its own, waited for at the end."""
    url = engine.url.render_as_string(hide_password=False)
    databases = [OpenDatabase(url, lambda: NOW, new_id) for _ in work]
    threads = [Thread(target=one, args=(database,)) for one, database in zip(work, databases, strict=True)]
    for thread in threads:
        thread.start()
    yield
    for thread, database in zip(threads, databases, strict=True):
        thread.join()
        with closing(database):
            pass
