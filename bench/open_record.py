"""Opening a person with 1,200 results: our own work, and how often the database is asked."""

from collections.abc import Iterator

from bench.figures import Figure, milliseconds
from bench.made_up import desk_on, record_of
from hoc_tui.services import importing, lists, records
from tests.support.round_trips import counted

RESULTS = 1_200


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            importing.take_in(desk, record_of(RESULTS), "made-up.json", b"{}")
            person_id = lists.find(desk, "jackson")[0].person_id
            first = milliseconds(lambda: records.open_record(desk, person_id), times=1)  # noqa: B023 - called at once
            again = milliseconds(lambda: records.open_record(desk, person_id))  # noqa: B023 - called at once
            with counted(engine) as trips:
                records.open_record(desk, person_id)
            allowed = 60 if server == "sqlite" else 80
            yield Figure(f"{server}: the first record of {RESULTS:,} results", first, 2 * allowed)
            yield Figure(f"{server}: a record of {RESULTS:,} results", again, allowed)
            yield Figure(f"{server}: round trips for it", trips.count, 3, unit="trips")
