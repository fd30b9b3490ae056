"""The statements behind Find, each built once: building one takes longer than the database needs to answer it.

Each finds keys in ranges of an index, takes the people they lead to, and says for each how many keys that were.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from hoc_tui.data.columns import NameKey
from hoc_tui.data.tables import IdentityRow, NameKeyRow, PersonRow, mapped
from hoc_tui.data.today_read import LISTED
from hoc_tui.domain.people import NHS_NUMBER

AnySelect: TypeAlias = Select[*tuple[Any, ...]]

PRACTICE: BindParameter[UUID] = bindparam("practice_id", type_=Uuid())
BORN = bindparam("born", type_=Date())
LIMIT = bindparam("limit", type_=Integer())
MOST = bindparam("most", type_=Integer())

MOST_COUNTED = 2_000
"""How far keys are counted to tell which of several words is the rarest."""
MOST_WORDS = 6
"""Words that the database is asked for; who fits those is looked at for the others."""


@cache
def found_by_number() -> AnySelect:
    """People whose valid NHS number lies between `number_low` and `number_high`."""
    return _found(_numbered())


@cache
def found_by_birth(*, or_number: bool) -> AnySelect:
    """People born on `born`, or also those with such a number."""
    return _found(_either(_born(), _numbered()) if or_number else _born())


@cache
def found_by_name(words: int, *, with_birth: bool) -> AnySelect:
    """People one of whose keys lies in the range `whole`; if they are few, also those with a key for each word.

    Args:
        words: How many ranges `word_0`, `word_1`… there are; 0 when the whole says everything.
        with_birth: Whether only those born on `born` are meant.
    """
    whole = _born_on(_keys("whole"), with_birth=with_birth)
    if not words:
        return _found(whole)
    as_a_whole = whole.cte("as_a_whole")
    few = select(func.count()).select_from(as_a_whole).scalar_subquery() < MOST
    led = (_born_on(part, with_birth=with_birth) for part in _led(words, few))
    return _found(_either(select(as_a_whole), *led))


def _found(fitting: AnySelect) -> AnySelect:
    """The people of those keys, the first in order of their keys."""
    person, keys = mapped(PersonRow), fitting.subquery("fitting")
    best = func.min(keys.c.key)
    first = (
        select(keys.c.person_id, best.label("key"), func.count().label("keys"))
        .group_by(keys.c.person_id)
        .order_by(best, keys.c.person_id)
        .limit(LIMIT)
        .subquery("first")
    )
    columns = [person.c[name] for name in (*LISTED, "postcode")]
    joined = first.join(person, person.c.person_id == first.c.person_id)
    return select(*columns, first.c["keys"]).select_from(joined).order_by(first.c.key, first.c.person_id)


def _either(*parts: AnySelect) -> AnySelect:
    """All of them together; each in brackets of its own, because SQLite lets no LIMIT stand before UNION."""
    return select(union_all(*(select(part.subquery()) for part in parts)).subquery())


def _numbered() -> AnySelect:
    row, person = IdentityRow, PersonRow
    wanted = select(row.person_id, row.value.label("key")).join(person, person.person_id == row.person_id)
    wanted = wanted.where(person.practice_id == PRACTICE, row.system == NHS_NUMBER, *_within("number", row.value))
    return wanted.order_by(row.value).limit(MOST)


def _born() -> AnySelect:
    row = PersonRow
    wanted = select(row.person_id, row.family.label("key")).where(row.practice_id == PRACTICE, row.born == BORN)
    return wanted.order_by(row.family, row.person_id).limit(MOST)


def _keys(name: str, when: ColumnElement[bool] | None = None) -> AnySelect:
    row = NameKeyRow
    wanted = select(row.person_id, row.key).where(row.practice_id == PRACTICE, *_within(name, row.key, when))
    return wanted.order_by(row.key).limit(MOST)


def _within(
    name: str, column: Any, when: ColumnElement[bool] | None = None
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The range that `{name}_low` and `{name}_high` bound; an empty one unless a condition holds.

    Why not the condition beside the range: SQLite would then go through the whole range to find that it does not.
    """
    type_ = NameKey() if isinstance(column.type, NameKey) else String()
    low, high = bindparam(f"{name}_low", type_=type_), bindparam(f"{name}_high", type_=type_)
    return column >= (low if when is None else case((when, low), else_=high)), column < high


def _led(words: int, few: ColumnElement[bool]) -> Iterator[AnySelect]:
    """People who have a key for each word: one search led by each, of which only that of the rarest word finds any.

    Why the rarest: among 100,000 people thousands are called Margaret and hundreds Jackson, and everybody who has the
    one name must be asked for the other.
    """
    if words == 1:
        yield _keys("word_0", few)
        return
    counted = select(*(_counted(f"word_{at}").label(f"of_{at}") for at in range(words))).cte("counted")
    counts = [select(column).scalar_subquery() for column in counted.columns]
    for at in range(words):
        # Of words that are as rare as each other the first alone leads, or everybody would be found twice.
        rarer_than_those_before = (counts[at] < other for other in counts[:at])
        as_rare_as_those_after = (counts[at] <= other for other in counts[at + 1 :])
        also_named = (_also_named(f"word_{other}") for other in range(words) if other != at)
        rarest = and_(few, *rarer_than_those_before, *as_rare_as_those_after)
        yield _keys(f"word_{at}", rarest).where(*also_named)


def _counted(name: str) -> ColumnElement[Any]:
    counted = _keys(name).order_by(None).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()


def _born_on(keys: AnySelect, *, with_birth: bool) -> AnySelect:
    if not with_birth:
        return keys
    row = PersonRow
    return keys.where(exists().where(row.person_id == NameKeyRow.person_id, row.born == BORN))


def _also_named(name: str) -> ColumnElement[bool]:
    other = aliased(NameKeyRow)
    return exists().where(other.person_id == NameKeyRow.person_id, *_within(name, other.key))
