"""The hash of a table's content: the same on both databases and in any order, another after any change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Connection, Date, Integer, LargeBinary, MetaData, Table, Text, Uuid

from hoc_tui.data.columns import ExactDecimal, JsonText, OrderingNumber, PartialDateText, UtcDateTime
from hoc_tui.data.engine import disposed, open_engine, writing_engine
from hoc_tui.data.fingerprint import Sheet, TablePrint, Tally, print_of, sheets, structure
from hoc_tui.data.tables import Base
from hoc_tui.domain.dates import PartialDate
from tests.conftest import USUAL_SERVERS
from tests.support.databases import Databases
from tests.support.examples import examples

EVERY_TYPE = Table(
    "every_type",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime),
    Column("day", Date),
    Column("partial", PartialDateText),
    Column("yes", Boolean),
    Column("number", Integer),
    Column("exact", ExactDecimal),
    Column("ordering", OrderingNumber),
    Column("json", JsonText),
    Column("body", LargeBinary),
    Column("words", Text),
)
"""One column of every type that a table of ours has."""

SOME = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)
rows = st.fixed_dictionaries(
    {
        "id": st.uuids(),
        "at": st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants bounds without a zone
        "day": st.none() | st.dates(),
        "partial": st.none() | st.sampled_from([PartialDate.parse(one) for one in ("2020", "2020-05", "2020-05-06")]),
        "yes": st.none() | st.booleans(),
        "number": st.none() | st.integers(-(2**31), 2**31 - 1),
        "exact": st.none() | decimals,
        "ordering": st.none() | decimals,
        "json": st.recursive(
            st.booleans() | texts,
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
            max_leaves=8,
        ),
        "body": st.none() | st.binary(),
        "words": texts,
    }
)
tables = st.lists(rows, max_size=5, unique_by=lambda row: str(row["id"]))


@pytest.fixture(scope="module")
def both(_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Connection]]:
    """The same empty table on SQLite and on the newest PostgreSQL, inside transactions that never end well."""
    folder = tmp_path_factory.mktemp("both")
    with (
        _databases.empty(USUAL_SERVERS[0], folder) as one,
        _databases.empty(USUAL_SERVERS[1], folder) as other,
        disposed(open_engine(one, create=True)) as sqlite,
        disposed(open_engine(other)) as postgres,
        writing_engine(sqlite).connect() as first,
        postgres.connect() as second,
    ):
        for connection in (first, second):
            EVERY_TYPE.create(connection)
        yield [first, second]


def _print(connection: Connection, content: list[dict[str, Any]]) -> TablePrint:
    with connection.begin_nested() as attempt:
        if content:
            connection.execute(EVERY_TYPE.insert(), content)
        found = print_of(connection, sheets(connection)["every_type"])
        attempt.rollback()
    return found


@pytest.mark.postgres
@examples(15)
@given(content=tables)
def test_both_databases_have_the_same_hash_in_any_order(both: list[Connection], content: list[dict[str, Any]]) -> None:
    """Whatever a table holds, SQLite and PostgreSQL hash it alike, and the order in which rows came does not count."""
    sqlite, postgres = both

    assert _print(sqlite, content) == _print(postgres, content[::-1])


@pytest.mark.postgres
@examples(15)
@given(content=tables.filter(bool), other=rows, data=st.data())
def test_any_other_value_is_another_hash(
    both: list[Connection], content: list[dict[str, Any]], other: dict[str, Any], data: st.DataObject
) -> None:
    """One value of one row changed is another hash."""
    name = data.draw(st.sampled_from([column.name for column in EVERY_TYPE.columns if column.name != "id"]))
    changed = [content[0] | {name: other[name]}, *content[1:]]
    same = content[0][name] == other[name] and type(content[0][name]) is type(other[name])
    sqlite, _ = both

    assert same == (_print(sqlite, content) == _print(sqlite, changed))


SHEET = Sheet("table", (("a", "TEXT"), ("b", "TEXT")))


def _tally(*content: tuple[Any, ...]) -> TablePrint:
    tally = Tally(SHEET)
    for row in content:
        tally.add(row)
    return tally.result


@given(content=st.lists(st.tuples(st.none() | texts | st.integers(), texts)), data=st.data())
def test_rows_add_up_in_any_order_and_every_one_counts(content: list[tuple[Any, ...]], data: st.DataObject) -> None:
    """Any order gives the same hash; a row more, also one that is there already, gives another."""
    assert _tally(*content) == _tally(*data.draw(st.permutations(content)))
    assert _tally(*content) != _tally(*content, *(content[:1] or [("", "")]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("", None), (None, "")),
        (("1", ""), (1, "")),
        (("null", ""), (None, "")),
        (("[]", ""), ('["', "]")),
    ],
)
def test_values_that_look_alike_are_told_apart(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    """Where a value ends, that it is missing, and whether it is text or a number all count."""
    assert _tally(one) != _tally(other)


@pytest.mark.parametrize("text", ["7.10", "0", "100000000000", "0.000001", "28.500000000000004", "-3.50", "12345678.9"])
@pytest.mark.postgres
def test_an_ordering_number_is_the_same_number_in_both(both: list[Connection], text: str) -> None:
    """SQLite keeps eight bytes of what PostgreSQL keeps in full; for ordering they are one number."""
    row = _row() | {"ordering": Decimal(text)}

    assert _print(both[0], [row]) == _print(both[1], [row])


def _row() -> dict[str, Any]:
    empty = {column.name: None for column in EVERY_TYPE.columns}
    return empty | {"id": UUID(int=7), "at": SOME, "day": date(2026, 3, 5), "json": {}, "words": ""}


def test_an_exact_number_counts_to_the_letter(both: list[Connection]) -> None:
    """7.1 and 7.10 are two results, and so two hashes."""
    one, other = (_row() | {"exact": Decimal(text)} for text in ("7.1", "7.10"))

    assert _print(both[0], [one]) != _print(both[0], [other])


def test_every_table_of_ours_is_looked_at(migrated_url: str) -> None:
    """No table of the metadata is left out, and no column of one."""
    with disposed(open_engine(migrated_url)) as engine, engine.connect() as connection:
        found = {name: set(sheet.names) for name, sheet in sheets(connection).items()}
        shape = structure(connection)
    ours = {table.name: set(table.columns.keys()) for table in Base.metadata.sorted_tables}

    assert found == ours | {"alembic_version": {"version_num"}}
    assert {f"table {name}" for name in ours} <= {one.removesuffix(" with row security") for one in shape}
    assert any(one.startswith("trigger ") for one in shape)
