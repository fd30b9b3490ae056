"""What a batch of keys costs until it is on the disk, in the encrypted journal, and what it writes there."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bench.figures import Figure
from hoc_tui.runtime.journal import Journal, KeptDraft

BATCHES = 200
TEXT = "I lie awake and think of the allotment; it is too far to walk now. " * 6
"""400 characters: a long answer in the person's words."""
PATIENCE = 30.0


def measure() -> Iterator[Figure]:
    """The figures, on the disk that holds the temporary folder."""
    with TemporaryDirectory() as state:
        journal = Journal.open(Path(state) / "journal", "bench", "sqlite:////bench.db")
        begun = time.perf_counter()
        journal.written().result(PATIENCE)
        yield Figure("opening the journal, on its own thread", (time.perf_counter() - begun) * 1000, 500)
        yield from _keys(journal)
        yield _write(journal)
        yield from _idle(journal)
        journal.close()


def _keys(journal: Journal) -> Iterator[Figure]:
    before, handing, taken = _written(), [], []
    for length in range(1, BATCHES + 1):
        begun = time.perf_counter()
        journal.keep_draft(_draft(TEXT[: 2 * length]))
        handing.append(time.perf_counter() - begun)
        journal.written().result(PATIENCE)
        taken.append(time.perf_counter() - begun)
    written = (_written() - before) / BATCHES
    yield Figure("handing a key over, p95: what typing waits for", _p(handing, 95), 1)
    yield Figure("a batch of keys until it is durable, p50", _p(taken, 50), 50)
    yield Figure("a batch of keys until it is durable, p95", _p(taken, 95), 250)
    yield Figure("a batch of keys, written to the disk", written / 1000, 64, "KB")


def _write(journal: Journal) -> Figure:
    taken = []
    for number in range(BATCHES):
        begun = time.perf_counter()
        waiting = journal.put_write(str(number), "put_down", {"text": TEXT}, person_id="p", since=datetime.now(UTC))
        waiting.result(PATIENCE)
        taken.append(time.perf_counter() - begun)
    return Figure("a waiting write until it is durable, p95", _p(taken, 95), 250)


def _idle(journal: Journal) -> Iterator[Figure]:
    """Nobody types for two seconds."""
    journal.flush(PATIENCE)
    (thread,) = (one for one in threading.enumerate() if one.name == "hoc-journal")
    time.sleep(0.1)
    before = _written(), _wakings(thread)
    time.sleep(2)
    written, woken = _written() - before[0], _wakings(thread) - before[1]
    yield Figure("two seconds of nobody typing, wakings of the thread", woken, 0.5, "")
    yield Figure("two seconds of nobody typing, written to the disk", written, 0.5, "bytes")


def _draft(text: str) -> KeptDraft:
    now = datetime.now(UTC)
    return KeptDraft("one", "p", "agenda", "Something to talk about", {"text": text}, now, now)


def _p(taken: list[float], percent: int) -> float:
    return quantiles(taken, n=100)[percent - 1] * 1000


def _written() -> int:
    """Bytes that this process has handed to the system to write to files."""
    told = Path("/proc/self/io").read_text().split()
    return int(told[told.index("wchar:") + 1])


def _wakings(thread: threading.Thread) -> int:
    """How often a thread has slept and been woken."""
    told = Path(f"/proc/{os.getpid()}/task/{thread.native_id}/status").read_text().split()
    return int(told[told.index("voluntary_ctxt_switches:") + 1])
