"""Backing up, restoring and copying a made-up practice of 200 people, verified: seconds, and megabytes a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from hoc_tui.data.backups.whole import back_up, restore
from hoc_tui.data.copying import copy
from tests.support.backups import make_up, making, value
from tests.support.databases import Databases

PEOPLE = 200
SERVER = "postgres-18"
SECONDS = 20


def measure() -> Iterator[Figure]:
    """The figures, on both databases; megabytes are those of the SQLite file."""
    with TemporaryDirectory() as folder, ExitStack() as open_until_the_end:
        place = Path(folder)
        databases = Databases(place)
        open_until_the_end.callback(databases.close)
        sqlite = make_up(open_until_the_end.enter_context(databases.migrated("sqlite", place)), PEOPLE)
        there, again = (open_until_the_end.enter_context(databases.empty(SERVER, place)) for _ in range(2))
        size = int(str(value(sqlite, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))) / 1e6
        back = f"sqlite:///{place / 'back.db'}"
        yield _figure(f"copy sqlite -> {SERVER}", size, lambda: copy(sqlite, there))
        yield _figure(f"copy {SERVER} -> sqlite", size, lambda: copy(there, back))
        for name, source, target in (("sqlite", sqlite, f"sqlite:///{place / 'new.db'}"), (SERVER, there, again)):
            file, how = place / f"{name}.backup", making(source)
            yield _figure(f"backup {name}", size, _later(back_up, source, file, how))
            yield _figure(f"restore {name}", size, _later(restore, file, target, how))


def _later(work: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: work(*arguments)


def _figure(what: str, size: float, work: Callable[[], object]) -> Figure:
    start = time.perf_counter()
    work()
    took = time.perf_counter() - start
    return Figure(f"{what}, {PEOPLE} people, {size / took:.1f} MB/s", took, SECONDS, unit="s")
