"""Searching as you type over 100,000 people, the hardest searches first."""

from collections.abc import Iterator
from functools import partial

from bench.figures import Figure, milliseconds
from bench.made_up import add_people, desk_on
from hoc_tui.services import lists

PEOPLE = 100_000
TYPED = (
    "s",
    "j s",
    "smith john",
    "z q",
    "an",
    "margaret jackson",
    "okeefe",
    "12 Mar 1951",
    "nobody here",
    "smith 1951",
)
ALLOWED_MS = 30


def measure() -> Iterator[Figure]:
    """The figures, on both databases."""
    for server in ("sqlite", "postgres-18"):
        with desk_on(server) as (desk, engine):
            add_people(engine, desk, PEOPLE)
            for typed in TYPED:
                found = len(lists.find(desk, typed))
                took = milliseconds(partial(lists.find, desk, typed), own=server == "sqlite")
                yield Figure(f"{server}: find “{typed}” among {PEOPLE:,} people, {found} rows", took, ALLOWED_MS)
