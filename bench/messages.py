"""Laboratory messages: results a second from the file to the committed rows, matching, history and audit included."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure
from bench.made_up import desk_on
from hoc_tui.cli.taking_in import Intake
from hoc_tui.domain.people import PersonDetails
from hoc_tui.services import people
from hoc_tui.services.ports import Desk
from tests.support.laboratory_files import MadeUp, edifact_file, family_of, hl7_file, many, nhs_number

MESSAGES, PEOPLE, RESULTS = 1_000, 100, 8
PROMISED = {"sqlite": 2_000, "postgres-18": 1_000}
FORMATS: dict[str, Callable[[Iterable[MadeUp]], Iterator[bytes]]] = {"hl7v2": hl7_file, "edifact": edifact_file}
LARGE = int(os.environ.get("BENCH_MESSAGES", "0"))
"""Messages of the batch whose memory is measured; none unless somebody asks, since 100,000 take some minutes."""
MOST_MEMORY = 250.0


def measure() -> Iterator[Figure]:
    """The figures, on both databases and in both formats; by the time of this process and of the server's answers."""
    for server, promised in PROMISED.items():
        for format_, write in FORMATS.items():
            with desk_on(server) as (desk, _engine), TemporaryDirectory() as folder:
                register(desk)
                path = Path(folder) / "batch.dat"
                path.write_bytes(b"".join(write(many(MESSAGES, PEOPLE))))
                for what in ("new results", "the same messages again"):
                    rate = _rate(desk, path)
                    yield Figure(f"{server}: {format_}, {what}", rate, promised, unit="results/s", more_is_better=True)
    if LARGE:
        yield Figure(f"memory for {LARGE:,} messages in one file", _memory(), MOST_MEMORY, unit="MB")


def register(desk: Desk) -> None:
    """Register the people the messages are about."""
    for number in range(PEOPLE):
        details = PersonDetails(
            family=family_of(number), given="Ann", born=date(1951, 3, 4), nhs_number=nhs_number(number)
        )
        people.register(desk, details)


def _rate(desk: Desk, path: Path) -> float:
    intake = Intake(desk, most=10**9)
    # As the program itself starts (`hoc_tui.cli.main`).
    gc.set_threshold(20_000, 20, 20)
    start = time.process_time()
    intake.take(path)
    taken = time.process_time() - start
    report = intake.report
    assert (report.results_added + report.results_unchanged, len(report.rejected)) == (MESSAGES * RESULTS, 0)  # noqa: S101
    return MESSAGES * RESULTS / taken


def _memory() -> float:
    """The most memory that a process of its own takes for a large file, in MB."""
    told = subprocess.run([sys.executable, "-m", "bench.messages"], check=True, capture_output=True, text=True)
    return float(told.stdout.splitlines()[-1])


def _take_large() -> None:
    import resource

    with desk_on("sqlite") as (desk, _engine), TemporaryDirectory() as folder:
        register(desk)
        path = Path(folder) / "batch.hl7"
        with path.open("wb") as file:
            file.writelines(hl7_file(many(LARGE, PEOPLE)))
        intake = Intake(desk, most=10**9)
        intake.take(path)
        assert intake.report.results_added == LARGE * RESULTS  # noqa: S101
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    _take_large()
