"""The reviewed tests and conditions as they ship, read once and not before somebody asks."""

import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from hoc_tui.domain.catalogue import Catalogue, CatalogueTest, ConditionGroup

Entry = dict[str, Any]
"""One test or condition as its file has it, with the file's defaults filled in."""


@cache
def usual_catalogue() -> Catalogue:
    """All tests and conditions as they ship, with no limit approved."""
    shipped = shipped_entries()
    return Catalogue(
        version=shipped.version,
        tests=tuple(CatalogueTest.model_validate(entry) for entry in shipped.tests.values()),
        conditions=tuple(ConditionGroup.model_validate(entry) for entry in shipped.conditions.values()),
    )


def demo_catalogue() -> Catalogue:
    """The same with every limit and noise enabled, for a practice whose people do not exist; it must say so."""
    return usual_catalogue().for_site(approved=all_limit_ids())


def all_limit_ids() -> frozenset[str]:
    """Ids of every limit and noise that ships: what a site may enable."""
    return frozenset(usual_catalogue().judging)


class Entries:
    """Tests and conditions of one or several files, by id and in their order."""

    def __init__(self) -> None:
        self.version = 0
        self.tests: dict[str, Entry] = {}
        self.conditions: dict[str, Entry] = {}


def shipped_entries() -> Entries:
    """What ships, unchecked, for a site's files to be laid over; its two dicts are the caller's own to change."""
    shipped, own = _shipped(), Entries()
    own.version, own.tests, own.conditions = shipped.version, dict(shipped.tests), dict(shipped.conditions)
    return own


@cache
def _shipped() -> Entries:
    folder = files("hoc_tui.content").joinpath("reviewed")
    ours = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    entries = Entries()
    for one in ours:
        table = parse(one.read_text(encoding="utf-8"))
        entries.version = table.get("version", entries.version)
        entries.tests |= {entry["id"]: entry for entry in filled(table, "test")}
        entries.conditions |= {entry["id"]: entry for entry in filled(table, "condition")}
    return entries


def parse(text: str) -> Entry:
    """Read TOML with numbers as they are written: 10.93 is never a binary fraction.

    Raises:
        tomllib.TOMLDecodeError: The text is not TOML.
    """
    return tomllib.loads(text, parse_float=Decimal)


def filled(table: Entry, kind: str) -> list[Entry]:
    """The entries of one kind with what their file says once for all, and short forms written out.

    Args:
        table: A file that was parsed.
        kind: "test" or "condition".
    """
    entries = table.get(kind, [])
    for entry in entries:
        _write_out(entry, "units", "unit")
        if kind == "condition":
            _write_out(entry, "tests", "test")
            _inherit(entry.get("tests", ()), table, "every_months")
        _inherit((entry, *entry.get("limits", ()), *filter(None, [entry.get("noise")])), table, "status")
    return list(entries)


def _write_out(entry: Entry, key: str, means: str) -> None:
    if key in entry:
        entry[key] = [{means: one} if isinstance(one, str) else one for one in entry[key]]


def _inherit(entries: Iterable[Entry], table: Mapping[str, Any], key: str) -> None:
    if key in table:
        for entry in entries:
            entry.setdefault(key, table[key])
