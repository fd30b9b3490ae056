"""Opening a person with 1,200 results: our own work, and how often the database is asked."""

from collections.abc import Iterator
from functools import partial

from bench.figures import Figure, milliseconds
from bench.made_up import desk_on, record_of
from hoc_tui.services import importing, lists, records
from tests.support.round_trips import counted

RESULTS = 1_200
ALLOWED_MS = 60
"""Promised of SQLite; PostgreSQL, which works in a process of its own, is held to the same."""


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            importing.take_in(desk, record_of(RESULTS), "made-up.json", b"{}")
            person_id = lists.find(desk, "jackson")[0].person_id
            own = server == "sqlite"
            opened = partial(records.open_record, desk, person_id)
            first, again = milliseconds(opened, times=1, own=own), milliseconds(opened, own=own)
            with counted(engine) as trips:
                records.open_record(desk, person_id)
            yield Figure(f"{server}: the first record of {RESULTS:,} results", first, 2 * ALLOWED_MS)
            yield Figure(f"{server}: a record of {RESULTS:,} results", again, ALLOWED_MS)
            yield Figure(f"{server}: round trips for it", trips.count, 3, unit="trips")
