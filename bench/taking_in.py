"""Taking record files in: results a second, new and again."""

import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.made_up import desk_on, record_of
from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.services import importing
from hoc_tui.services.ports import Desk

BUNDLES, RESULTS = 40, 200


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    records = [record_of(RESULTS, f"p{number}") for number in range(BUNDLES)]
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, _engine):
            for what in ("new results", "the same results again"):
                rate = _rate(desk, records)
                yield Figure(f"{server}: {what}", rate, 1_000, unit="results/s", more_is_better=True)


def _rate(desk: Desk, records: list[IncomingRecord]) -> float:
    start = time.perf_counter()
    for number, record in enumerate(records):
        importing.take_in(desk, record, "made-up.json", str(number).encode())
    return BUNDLES * RESULTS / (time.perf_counter() - start)
