"""What a site adds to the shipped content: TOML files of its own, laid over ours entry by entry.

A site may add tests, conditions, codes, units and limits, sign for what ships, and take limits away. It cannot change
the numbers of a limit under its name, because an approval names it and would go on to judge by other numbers; nor the
unit that a test is shown in, because its limits are in that unit.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from hoc_tui.content.catalogue import Entries, Entry, filled, parse, shipped_entries, usual_catalogue
from hoc_tui.content.flaws import flaws
from hoc_tui.domain.catalogue import Catalogue, CatalogueTest, ConditionGroup
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import sanitise

_ADDED_TO: Final = frozenset({"also", "loinc", "snomed", "read2", "group_only"})
_SIGNING: Final = frozenset({"id", "words", "source", "status", "signed_off_by"})
"""What a site may say of a limit or noise that ships."""
_SETTLED: Final = {"unit": "the unit it is shown in", "parts": "what it is made of"}
_WITHOUT: Final = "without_limits"
_KIND: Final = {CatalogueTest.__name__: "test", ConditionGroup.__name__: "condition"}

Made = TypeVar("Made", CatalogueTest, ConditionGroup)


class ContentWrong(HocError):
    """A site's own content cannot be used, and nothing of it was; it names the file and the entry.

    Args:
        file: The file's name.
        entry: Which entry, in words; empty when it is the file.
        wrong: What is wrong, as the end of a sentence.
    """

    def __init__(self, file: str, entry: str, wrong: str) -> None:
        place = ", ".join(filter(None, (f"“{_plain(file)}”", _plain(entry))))
        super().__init__(
            f"The site's content in {place}: {_plain(wrong)}.", hint="Correct that file; see docs/content.md."
        )


def site_catalogue(folder: Path | None) -> Catalogue:
    """The shipped content with a site's own laid over it.

    Args:
        folder: Where the site keeps its TOML files, read in the order of their names; None or an absent folder means
            that it has none.

    Raises:
        ContentWrong: A file cannot be read, or an entry in it cannot be used.
    """
    own = sorted(folder.glob("*.toml")) if folder is not None else []
    if not own:
        return usual_catalogue()
    entries = shipped_entries()
    tests = {test.id: test for test in usual_catalogue().tests}
    conditions = {group.id: group for group in usual_catalogue().conditions}
    for path in own:
        table = _read(path)
        for entry in _entries(table, "test", path.name):
            tests[entry["id"]] = _laid(entry, entries.tests, CatalogueTest, path.name)
        for entry in _entries(table, "condition", path.name):
            conditions[entry["id"]] = _laid(entry, entries.conditions, ConditionGroup, path.name)
        _refuse_flaws(_catalogue(entries, tests, conditions), path.name)
    return _catalogue(entries, tests, conditions)


def _catalogue(
    entries: Entries, tests: Mapping[str, CatalogueTest], conditions: Mapping[str, ConditionGroup]
) -> Catalogue:
    return Catalogue(version=entries.version, tests=tuple(tests.values()), conditions=tuple(conditions.values()))


def _refuse_flaws(catalogue: Catalogue, file: str) -> None:
    for flaw in flaws(catalogue):
        raise ContentWrong(file, flaw.entry, flaw.wrong)
    ours = dict(_judging(usual_catalogue()))
    for name, judging in _judging(catalogue):
        if ours.get(name, judging) != judging:
            raise ContentWrong(
                file, f"test “{judging[0]}”", f"“{name}” ships with other numbers; give yours another id"
            )


def _judging(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, str]]]:
    """Of every limit and noise its id, its test, and what it judges by."""
    for test in catalogue.tests:
        for one in test.judging:
            yield one.id, (test.id, one.judges_by)


def _read(path: Path) -> Entry:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError:
        raise ContentWrong(path.name, "", "the file cannot be read") from None
    except UnicodeDecodeError:
        raise ContentWrong(path.name, "", "the file is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _, _, where = str(error).rpartition("(at ")
        raise ContentWrong(path.name, where.rstrip(")"), "this is not TOML") from None


def _entries(table: Entry, kind: str, file: str) -> list[Entry]:
    """The entries of one kind, each with an id; anything else in the file is refused rather than overlooked."""
    strange = table.keys() - {"test", "condition", "status", "every_months"}
    if strange:
        raise ContentWrong(file, "", f"“{min(strange)}” is not known here")
    try:
        entries = filled(table, kind)
    except (AttributeError, TypeError):
        raise ContentWrong(file, "", f"[[{kind}]] does not hold entries as it should") from None
    for place, entry in enumerate(entries, 1):
        if not isinstance(entry.get("id"), str):
            raise ContentWrong(file, f"{kind} {place}", "it has no id")
    return entries


def _laid(entry: Entry, known: dict[str, Entry], made: type[Made], file: str) -> Made:
    """One entry, new or laid over ours, checked; `known` has it afterwards."""
    named = f"{_KIND[made.__name__]} “{entry['id']}”"
    try:
        whole = _merged(known[entry["id"]], entry) if entry["id"] in known else entry
        result = made.model_validate(whole)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise ContentWrong(file, f"{named} {field}".strip(), first["msg"].removeprefix("Value error, ")) from None
    except _NotAllowed as refusal:
        raise ContentWrong(file, named, str(refusal)) from None
    except (AttributeError, KeyError, TypeError):
        raise ContentWrong(file, named, "a list in it does not hold what it should") from None
    known[entry["id"]] = whole
    return result


class _NotAllowed(Exception):
    """A site may not change this; what and why, as the end of a sentence."""


def _merged(ours: Entry, theirs: Entry) -> Entry:
    """A site's entry over ours: single values replace, lists of codes and names grow, limits join by their ids."""
    whole = dict(ours)
    for key, value in theirs.items():
        if key in _SETTLED and value != ours.get(key, value):
            raise _NotAllowed(f"{_SETTLED[key]} cannot be changed")
        if key != _WITHOUT:
            whole[key] = _MERGING.get(key, _replaced)(whole.get(key), value)
    if theirs.get(_WITHOUT):
        whole["limits"] = _left(whole.get("limits", []), theirs[_WITHOUT])
    return whole


def _left(limits: list[Entry], without: list[str]) -> list[Entry]:
    for unknown in set(without) - {limit["id"] for limit in limits}:
        raise _NotAllowed(f"there is no limit “{unknown}” to leave out")
    return [limit for limit in limits if limit["id"] not in without]


def _replaced(_: Any, theirs: Any) -> Any:  # noqa: ANN401 - a value of TOML
    return theirs


def _grown(ours: list[Any] | None, theirs: list[Any]) -> list[Any]:
    return [*(ours or []), *(one for one in theirs if one not in (ours or []))]


def _units(ours: list[Entry] | None, theirs: list[Entry]) -> list[Entry]:
    known = {unit["unit"] for unit in ours or []}
    for unit in theirs:
        if unit["unit"] in known and unit not in (ours or []):
            raise _NotAllowed(f"the unit “{unit['unit']}” is known and cannot be changed")
    return _grown(ours, theirs)


def _limits(ours: list[Entry] | None, theirs: list[Entry]) -> list[Entry]:
    by_id = {limit["id"]: limit for limit in ours or []}
    for limit in theirs:
        by_id[limit["id"]] = _signed(by_id.get(limit["id"]), limit)
    return list(by_id.values())


def _signed(ours: Entry | None, theirs: Entry) -> Entry:
    if ours is None or theirs["id"] != ours["id"]:
        return theirs
    if theirs.keys() - _SIGNING:
        raise _NotAllowed(f"the numbers of “{theirs['id']}” cannot be changed under its name; give yours another id")
    return {**ours, **theirs}


def _tests(ours: list[Entry] | None, theirs: list[Entry]) -> list[Entry]:
    return list(({one["test"]: one for one in ours or []} | {one["test"]: one for one in theirs}).values())


_MERGING: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    **dict.fromkeys(_ADDED_TO, _grown),
    "units": _units,
    "limits": _limits,
    "noise": _signed,
    "tests": _tests,
}


def _plain(text: str) -> str:
    return sanitise(text, limit=200, lines=False)
