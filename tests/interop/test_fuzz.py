"""Bundles spoilt in every way: a file is read whole, in part with the rest set aside, or refused in a sentence."""

import json
from contextlib import suppress
from copy import deepcopy
from itertools import cycle
from typing import TypeAlias

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoc_tui.domain.incoming import IncomingRecord, Unreadable
from hoc_tui.domain.text import CONTROLS, is_harmless
from hoc_tui.interop import read_file
from tests.domain.hostile import STEERING
from tests.interop.conftest import HAND_MADE, LIMIT

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"
Path: TypeAlias = tuple[str | int, ...]

NAMES = ("gp-connect-traps", "r4-collection", "r4-transaction")
FILES: tuple[dict[str, Json], ...] = tuple(json.loads((HAND_MADE / f"{name}.json").read_text()) for name in NAMES)


def _paths(value: Json, path: Path = ()) -> list[Path]:
    members: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        members = [*value.items()]
    elif isinstance(value, list):
        members = [*enumerate(value)]
    return [path, *(deeper for key, member in members for deeper in _paths(member, (*path, key)))]


def _entries(file: dict[str, Json]) -> list[Json]:
    listed = file.get("entry")
    return listed if isinstance(listed, list) else []


TEXTS = tuple(map(json.dumps, FILES))
PLACES = tuple(tuple(_paths(file)[1:]) for file in FILES)

spoilt = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(STEERING),
    st.sampled_from(
        ["#1", "Patient/42", "Patient/P-TRAPS", "urn:uuid:x", "Observation/HB", "x" * 400, "1e5", "2020-13"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=2),
    st.dictionaries(st.sampled_from(["coding", "text", "reference", "value", "url"]), st.none() | st.text(max_size=3)),
)
DROP = "drop it"
"""Stands for taking a value out."""


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Json]:
    """One of the hand-made files with a few values replaced, dropped, doubled or moved elsewhere."""
    number = draw(st.integers(0, len(FILES) - 1))
    file: dict[str, Json] = json.loads(TEXTS[number])
    for _ in range(draw(st.integers(1, 6))):
        path = draw(st.sampled_from(PLACES[number]))
        other = draw(st.sampled_from(PLACES[number]))
        put = draw(st.one_of(st.just(DROP), spoilt, st.builds(lambda place=other: deepcopy(_at(FILES[number], place)))))
        _put(file, path, put)
    return file


def _at(value: Json, path: Path) -> Json:
    for key in path:
        if not isinstance(value, dict if isinstance(key, str) else list):
            raise KeyError(key)
        value = value[key]  # type: ignore[index]
    return value


def _put(file: Json, path: Path, new: Json) -> None:
    """Replace or drop what stands in a place, if the place is still there."""
    try:
        holder, key = _at(file, path[:-1]), path[-1]
        _at(holder, (key,))
    except LookupError:
        return
    if new == DROP:
        del holder[key]  # type: ignore[arg-type,union-attr]
    else:
        holder[key] = new  # type: ignore[index]


def outcome(data: bytes) -> IncomingRecord | None:
    """The record, or nothing when it was refused in a sentence; anything else that is raised fails the test."""
    with suppress(Unreadable):
        return read_file(data, "spoilt", limit_bytes=LIMIT)
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "spoilt", limit_bytes=LIMIT)
    message = refusal.value.message
    assert message.endswith(".")
    assert is_harmless(message)
    assert "\n" not in message
    return None


@settings(max_examples=100)
@given(bundles())
def test_a_spoilt_bundle_is_read_set_aside_or_refused(file: dict[str, Json]) -> None:
    """Whatever is missing, of the wrong type or somewhere else, nothing crashes and nothing disappears."""
    record = outcome(json.dumps(file).encode())
    if record is not None:
        assert record.accounted == record.resources >= len(_entries(file))
        assert all(puzzle.raw.translate(CONTROLS) == puzzle.raw and puzzle.reason for puzzle in record.puzzles)
        assert record == outcome(json.dumps(file).encode())
        assert record == IncomingRecord.model_validate_json(record.model_dump_json())


@given(st.binary(max_size=200))
@example(b'{"resourceType": "Bundle"}')
@example(b'{"resourceType": "Bundle", "type": "collection", "entry": [[], {}, 7, null, {"resource": 7}]}')
def test_bytes_of_any_sort_are_read_or_refused(data: bytes) -> None:
    """Not one of them ends in a crash."""
    assert outcome(data) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["resourceType", "type", "entry", "resource", "id", "name", "code"]), inner, max_size=4
            )
        ),
        max_leaves=15,
    )
)
def test_json_of_any_sort_is_read_or_refused(value: Json) -> None:
    """JSON that has nothing to do with a record is not read as one."""
    assert outcome(json.dumps(value).encode()) is None


@pytest.mark.parametrize("file", FILES, ids=["gp-connect", "collection", "transaction"])
def test_each_value_replaced_by_the_wrong_sort(file: dict[str, Json]) -> None:
    """Every single place of every resource, with a number, a list or an object in it."""
    wrong: cycle[Json] = cycle((7, [7], {"x": 7}))
    person = next(entry for entry in _entries(file) if _at(entry, ("resource", "resourceType")) == "Patient")
    for entry in _entries(file):
        # Why not in the whole file: what resources say together is tried above, and here it would take minutes.
        alone = file | {"entry": [person] if entry is person else [person, entry]}
        for path in _paths(entry)[1:]:
            kept = _at(entry, path)
            _put(entry, path, next(wrong))
            outcome(json.dumps(alone).encode())
            _put(entry, path, kept)
