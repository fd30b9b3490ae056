"""The campaign: faults at random moments of real writes; what was acknowledged must be there afterwards, once.

python -m tests.faults.campaign [--kills N] [--crashes N] [--failovers N] [--hangups N]
    [--cases N] [--seed N] [--only NAME …]
"""

import argparse
import os
import random
import select
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hoc_tui.data.migrate import upgrade
from tests.faults.books import Books, kill, stop
from tests.faults.servers import Cluster, servers
from tests.faults.writer import Orders, fork
from tests.support.desks import open_surgery, register

PEOPLE = 3
AT_ONCE = 2
"""Writers of one account at work together."""


@dataclass
class Stage:
    """A database with people in it, a folder of journals, and the books."""

    orders: Orders
    books: Books
    dice: random.Random
    hits: int = 0
    """Faults so far."""

    def writer(self, **changes: object) -> int:
        """Start a writer."""
        return fork(replace(self.orders, seed=self.dice.getrandbits(32), **changes))  # type: ignore[arg-type]

    def wait_until_at_work(self, seconds: float) -> None:
        """Let writers work for a while."""
        select.select([], [], [], seconds)

    def settle(self) -> None:
        """Let one more program send what is left, and look at everything."""
        process = self.writer(most=1)
        assert 0 == os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        self.books.check()


@contextmanager
def stage(url: str, folder: Path, seed: int) -> Iterator[Stage]:
    """Set up a practice in a database."""
    with open_surgery(url) as surgery:
        desk = surgery.desk()
        people = tuple(register(desk, f"Person{number}").id for number in range(PEOPLE))
    told, journals = folder / "told", folder / "state" / "journal"
    orders = Orders(url, journals, told, people, seed)
    yield Stage(orders, Books(url, journals, told, people), random.Random(seed))


def kill_programs(scene: Stage, times: int, **changes: object) -> None:
    """Kill -9 of programs at random moments: while they open, adopt what was left, write, and end."""
    alive = [scene.writer(**changes) for _ in range(AT_ONCE)]
    while scene.hits < times:
        scene.wait_until_at_work(scene.dice.uniform(0.01, 0.25))
        victim = scene.dice.randrange(AT_ONCE)
        kill(alive[victim])
        scene.hits += 1
        scene.books.check()
        alive[victim] = scene.writer(**changes)
    for process in alive:
        stop(process)
    scene.settle()


def crash_server(scene: Stage, times: int, server: Cluster) -> None:
    """Kill -9 of the server under writers; it is started again, and they go on by themselves."""
    alive = [scene.writer() for _ in range(AT_ONCE)]
    while scene.hits < times:
        scene.wait_until_at_work(scene.dice.uniform(0.3, 1.2))
        server.kill()
        scene.hits += 1
        scene.wait_until_at_work(scene.dice.uniform(0.0, 0.5))
        server.start()
        scene.books.check()
    for process in alive:
        stop(process)
    scene.settle()


def disk_full(scene: Stage, times: int) -> None:
    """The database's files, and now and then the journal's, may not grow any more."""
    while scene.hits < times:
        for room in (300_000, 60_000, 8_192):
            process = scene.writer(room=room, most=60)
            os.waitpid(process, 0)
            scene.hits += 1
            scene.books.check()
    scene.settle()


def read_only(scene: Stage, times: int) -> None:
    """The database takes no change: everything is kept here."""
    while scene.hits < times:
        process = scene.writer(read_only=True, most=20)
        os.waitpid(process, 0)
        scene.hits += 1
        scene.books.check()
    scene.settle()


def clock_jumps(scene: Stage, times: int) -> None:
    """The clock goes back and forth by up to a day, and the programs are killed, too."""
    kill_programs(scene, times, clock_jumps=True)


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(name: str, scene: Stage, began: float) -> bool:
    """Print what became of it; whether nothing was lost and nothing stands twice."""
    counts, twice, left = scene.books.counts, scene.books.duplicates(), scene.books.still_waiting()
    lost = len(scene.books.lost)
    say(
        f"{name:28} faults {scene.hits:4}  asked {counts['asked']:6}  saved {counts['saved']:6}  "
        f"kept first {counts['kept']:5}  refused {counts['refused']:4}  lost {lost}  twice {twice}  "
        f"left waiting {left}  {time.monotonic() - began:.0f} s",
    )
    return lost == 0 and twice == 0 and left == 0


# -- Where it happens -------------------------------------------------------------------------------------------------


@contextmanager
def on_sqlite(seed: int) -> Iterator[Stage]:
    """A stage on SQLite."""
    with tempfile.TemporaryDirectory(prefix="hoc-faults-") as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        upgrade(url)
        with stage(url, Path(folder), seed) as scene:
            yield scene


@contextmanager
def on_postgres(seed: int) -> Iterator[tuple[Stage, Cluster]]:
    """A stage on a PostgreSQL server of its own."""
    with servers() as room, tempfile.TemporaryDirectory(prefix="hoc-faults-") as folder:
        server = Cluster(room, "alone")
        server.make()
        server.start()
        try:
            with server.orders() as orders:
                orders.execute("CREATE DATABASE hoc")
            url = f"postgresql+psycopg://hoc@127.0.0.1:{server.port}/hoc"
            upgrade(url)
            with stage(url, Path(folder), seed) as scene:
                yield scene, server
        finally:
            server.kill()


def sqlite_act(act: Callable[[Stage, int], None]) -> Callable[[str, int, int], bool]:
    """An act of the campaign on SQLite."""

    def play(name: str, times: int, seed: int) -> bool:
        began = time.monotonic()
        with on_sqlite(seed) as scene:
            act(scene, times)
            return report(name, scene, began)

    return play


def postgres_act(act: Callable[[Stage, int, Cluster], None]) -> Callable[[str, int, int], bool]:
    """An act of the campaign on PostgreSQL."""

    def play(name: str, times: int, seed: int) -> bool:
        began = time.monotonic()
        with on_postgres(seed) as (scene, server):
            act(scene, times, server)
            return report(name, scene, began)

    return play


def failover_act(name: str, times: int, seed: int) -> bool:
    """The primary is killed and its replica promoted, again and again."""
    from tests.faults.failover import failovers

    began = time.monotonic()
    with failovers(seed) as (scene, pair):
        pair.play(scene, times)
        good = report(name, scene, began)
        say(f"{'':28} kill to the next change saved: {', '.join(f'{one:.1f} s' for one in pair.gaps)}")
        return good


def hangup_act(name: str, times: int, seed: int) -> bool:
    """The terminal is closed on somebody who is writing in a form, again and again."""
    from tests.faults.hangups import hangups

    began = time.monotonic()
    with hangups(seed) as closing:
        closing.play(times)
        say(f"{name:28} {closing.line}  {time.monotonic() - began:.0f} s")
        return closing.good


def fuzz_act(_name: str, times: int, seed: int) -> bool:
    """Laboratory files are spoilt in every way, and read."""
    from tests.faults.fuzz import spoil

    return spoil(times, seed, say)


ACTS: dict[str, tuple[str, Callable[[str, int, int], bool]]] = {
    "kill-sqlite": ("kills", sqlite_act(kill_programs)),
    "kill-postgres": ("kills", postgres_act(lambda scene, times, _server: kill_programs(scene, times))),
    "crash-postgres": ("crashes", postgres_act(crash_server)),
    "failover": ("failovers", failover_act),
    "closed-terminal": ("hangups", hangup_act),
    "spoilt-messages": ("cases", fuzz_act),
    "disk-full": ("others", sqlite_act(disk_full)),
    "read-only": ("others", sqlite_act(read_only)),
    "clock-jumps-sqlite": ("others", sqlite_act(clock_jumps)),
    "clock-jumps-postgres": ("others", postgres_act(lambda scene, times, _server: clock_jumps(scene, times))),
}
"""Every act, and which number says how often."""


def main(words: list[str]) -> int:
    """Play the acts; 0 when nothing was lost and nothing done twice."""
    parser = argparse.ArgumentParser(prog="make faults", description=(__doc__ or "").splitlines()[0])
    for name, times in (
        ("kills", 250),
        ("crashes", 20),
        ("failovers", 5),
        ("hangups", 50),
        ("others", 30),
        ("cases", 100_000),
    ):
        parser.add_argument(f"--{name}", type=int, default=times)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=list(ACTS), default=list(ACTS))
    asked = parser.parse_args(words)
    bad = 0
    for name in asked.only:
        number, play = ACTS[name]
        bad += not play(name, getattr(asked, number), asked.seed)
    say(f"{bad} acts lost something" if bad else "nothing acknowledged was lost, and nothing was done twice")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
