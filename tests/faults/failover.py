"""A primary and its standby with synchronous replication: the primary is killed, the standby promoted, and so on."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hoc_tui.data.migrate import upgrade
from tests.faults.books import stop
from tests.faults.campaign import AT_ONCE, Stage, stage
from tests.faults.servers import Cluster, servers

PATIENCE = 60.0
"""Seconds in which the writers must save again."""


class Pair:
    """Two servers, of which one writes.

    Args:
        primary: The one that writes first.
        standby: The one that follows it.
    """

    def __init__(self, primary: Cluster, standby: Cluster) -> None:
        self._primary = primary
        self._standby = standby
        self.gaps: list[float] = []
        """Seconds from each kill to the next change that was saved at once."""

    def play(self, scene: Stage, times: int) -> None:
        """Fail over under writers, each time after a standby has caught up."""
        alive = [scene.writer() for _ in range(AT_ONCE)]
        while scene.hits < times:
            scene.wait_until_at_work(scene.dice.uniform(0.5, 1.5))
            self._fail_over(scene)
            scene.hits += 1
            scene.books.check()
            self._rebuild()
        for process in alive:
            stop(process)
        scene.settle()

    def _fail_over(self, scene: Stage) -> None:
        scene.books.check()
        self._primary.kill()
        killed = time.monotonic()
        scene.wait_until_at_work(scene.dice.uniform(0.0, 0.5))
        self._standby.promote()
        before = scene.books.counts["saved"]
        while scene.books.counts["saved"] == before and time.monotonic() - killed < PATIENCE:
            scene.wait_until_at_work(0.05)
            scene.books.check()
        self.gaps.append(time.monotonic() - killed)

    def _rebuild(self) -> None:
        """The old primary comes back as the standby of the new one."""
        self._primary, self._standby = self._standby, self._primary
        follow(self._standby, self._primary)


def follow(standby: Cluster, primary: Cluster) -> None:
    """Make a standby, and let every commit of its primary wait for it from then on."""
    standby.copy(primary)
    standby.start()
    primary.require_replica(standby.name)


@contextmanager
def failovers(seed: int) -> Iterator[tuple[Stage, Pair]]:
    """A stage on two servers that the writers know both of."""
    with servers() as room, tempfile.TemporaryDirectory(prefix="hoc-faults-") as folder:
        one, other = Cluster(room, "one"), Cluster(room, "other")
        one.make()
        one.start()
        try:
            with one.orders() as orders:
                orders.execute("CREATE DATABASE hoc")
            url = f"postgresql://hoc@127.0.0.1:{one.port},127.0.0.1:{other.port}/hoc"
            upgrade(url)
            follow(other, one)
            with stage(url, Path(folder), seed) as scene:
                yield scene, Pair(one, other)
        finally:
            one.kill()
            other.kill()
