"""Find: people by the start of a name, a date of birth, the start of an NHS number. Never a clinical column.

The rule is `hoc_tui.domain.names.found_by`; `hoc_tui.data.find_statement` asks an index for it.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from hoc_tui.data.find_statement import MOST_WORDS, AnySelect, found_by_birth, found_by_name, found_by_number
from hoc_tui.data.search_keys import LONGEST_KEY
from hoc_tui.data.today_read import LISTED
from hoc_tui.domain.entry.search import ByBirth, ByName, ByNumber, Search, Unfinished
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.names import fold, found_by, key_range, name_keys, similar
from hoc_tui.domain.people import Person

SPARE_KEYS = 10
"""Keys that are looked at beyond one for each person wanted: seldom do several of one person's fit."""
MORE_KEYS = 8
"""How many times more are looked at when that was not enough."""


def read_found(connection: Connection, practice_id: UUID, search: Search, limit: int) -> list[FoundPerson]:
    """People of a practice who fit a search, similar names marked.

    Args:
        connection: In autocommit.
        practice_id: Whose people.
        search: What was typed, as read.
        limit: The most people to return.

    Returns:
        People ordered by name; fewer than `limit` only when there are no more.
    """
    most = limit + SPARE_KEYS
    rows = _rows(connection, practice_id, search, limit, most)
    while len(rows) < limit and sum(row["keys"] for row in rows) >= most:
        most *= MORE_KEYS
        rows = _rows(connection, practice_id, search, limit, most)
    people = [_person(row) for row in rows if _really_fits(row, search)]
    return mark_similar(sorted(people, key=lambda one: (one.family.casefold(), one.given.casefold(), one.person_id)))


def _rows(connection: Connection, practice_id: UUID, search: Search, limit: int, most: int) -> Sequence[RowMapping]:
    if isinstance(search, Unfinished):
        return ()
    statement, asked = _asked(search)
    values = asked | {"practice_id": practice_id, "limit": limit, "most": most}
    return connection.execute(statement, values).mappings().all()


def _asked(search: ByName | ByBirth | ByNumber) -> tuple[AnySelect, dict[str, Any]]:
    """The statement that answers a search, and the values it asks for."""
    match search:
        case ByNumber():
            return found_by_number(), _range("number", search.digits)
        case ByBirth():
            asked = _range("number", search.number_prefix) | {"born": search.born}
            return found_by_birth(or_number=bool(search.number_prefix)), asked
        case ByName():
            telling = _telling(search.prefix, search.words)
            statement = found_by_name(len(telling), with_birth=search.born is not None)
            return statement, _ranges(search.prefix, telling) | {"born": search.born}


def _ranges(whole: str, words: Sequence[str]) -> dict[str, Any]:
    ranges = _range("whole", whole[:LONGEST_KEY])
    for at, word in enumerate(words):
        ranges |= _range(f"word_{at}", word)
    return ranges


def _range(name: str, prefix: str) -> dict[str, Any]:
    low, high = key_range(prefix)
    return {f"{name}_low": low, f"{name}_high": high}


def _telling(prefix: str, words: Sequence[str]) -> list[str]:
    """The words that narrow a search, the longest first: one that another begins with says nothing more."""
    distinct = sorted({word[:LONGEST_KEY] for word in words}, key=lambda word: (-len(word), word))
    telling = [word for word in distinct if not any(other != word and other.startswith(word) for other in distinct)]
    return [] if telling == [prefix] else telling[:MOST_WORDS]


def _person(row: RowMapping) -> FoundPerson:
    return FoundPerson.model_validate({name: row[name] for name in (*LISTED, "postcode")})


def _really_fits(row: RowMapping, search: Search) -> bool:
    """Whether somebody fits all of it, where keys are shorter or the database was asked for fewer words."""
    if not isinstance(search, ByName) or (len(search.prefix) <= LONGEST_KEY and len(search.words) <= MOST_WORDS):
        return True
    keys = name_keys(row["family"], row["given"], row["preferred"])
    return found_by(keys, search.prefix) or all(found_by(keys, word) for word in search.words)


def mark_similar(people: Sequence[FoundPerson]) -> list[FoundPerson]:
    """Mark every row whose name is too like another row's to go by the name alone (hazard H01)."""
    names = [(one.family, one.given) for one in people]
    shapes = [(fold(family), len(fold(family + given))) for family, given in names]
    alike: set[int] = set()
    for one, other in combinations(range(len(names)), 2):
        # Two names can only be similar with one family name, or with as many letters give or take one.
        near = shapes[one][0] == shapes[other][0] or abs(shapes[one][1] - shapes[other][1]) <= 1
        if near and not {one, other} <= alike and similar(names[one], names[other]):
            alike |= {one, other}
    return [one.model_copy(update={"similar": True}) if at in alike else one for at, one in enumerate(people)]


# -- The same person twice? -------------------------------------------------------------------------------------------

MOST_CANDIDATES = 500
"""People born on one day whose names are compared; a date that many share stands for "not known"."""


def read_candidates(connection: Connection, practice_id: UUID, person: Person) -> list[FoundPerson]:
    """People who may be the same one, by name.

    They have the same valid number, or a similar name and the same date of birth, or the same name while either date
    of birth is not known.
    """
    found: dict[UUID, FoundPerson] = {}
    for search in _likely_searches(person):
        for one in read_found(connection, practice_id, search, MOST_CANDIDATES):
            if one.person_id != person.person_id and _likely(one, person, search):
                found[one.person_id] = one
    return list(found.values())


def _likely_searches(person: Person) -> list[Search]:
    whole = fold(person.family + person.given)
    searches: list[Search] = [ByName("", whole, (whole,), None, "")] if whole else []
    if person.born is not None:
        searches.insert(0, ByBirth("", person.born, "", ""))
    number = person.number
    if number is not None and number.valid:
        searches.insert(0, ByNumber("", number.digits, ""))
    return searches


def _likely(one: FoundPerson, person: Person, search: Search) -> bool:
    match search:
        case ByNumber():
            return True
        case ByBirth():
            return similar((one.family, one.given), (person.family, person.given))
        case _:
            same_name = fold(one.family + one.given) == fold(person.family + person.given)
            return same_name and (one.born is None or person.born is None)
