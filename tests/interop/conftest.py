"""What the tests of record files share: the files made by hand, and bundles made on the spot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from hoc_tui.domain.incoming import IncomingRecord
from hoc_tui.interop import read_file

HAND_MADE = Path(__file__).parent.parent / "fixtures" / "records"
LIMIT = 10_000_000

Fields: TypeAlias = dict[str, object]
"""A resource, or some fields of one."""

PATIENT: Fields = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"family": "Example", "given": ["Ann"]}],
    "birthDate": "1950-01-01",
}


def hand_made(name: str) -> IncomingRecord:
    """Read one of the files made by hand."""
    return read_file(HAND_MADE / f"{name}.json", name, limit_bytes=LIMIT)


def bundle_of(*resources: Fields, patient: Fields | None = PATIENT, **head: object) -> bytes:
    """A bundle of some resources, with a person unless told otherwise."""
    people = [] if patient is None else [patient]
    entries = [{"resource": resource} for resource in [*people, *resources]]
    bundle: Fields = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return json.dumps(bundle | head).encode()


def read(data: bytes) -> IncomingRecord:
    """Read a bundle from bytes."""
    return read_file(data, "made on the spot", limit_bytes=LIMIT)


def observation(**fields: object) -> Fields:
    """An Observation with a name, an id and whatever else."""
    return {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Potassium"}, **fields}


@pytest.fixture
def read_one() -> Callable[..., IncomingRecord]:
    """Read a bundle of the person and some resources."""
    return lambda *resources, **head: read(bundle_of(*resources, **head))
