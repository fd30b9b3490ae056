"""Every value comes back from both databases as it went in, to the digit and to the second."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from hoc_tui.data.columns import ExactDecimal, JsonText, NameKey, OrderingNumber, PartialDateText, UtcDateTime
from hoc_tui.data.engine import open_engine, writing_engine
from hoc_tui.domain.dates import PartialDate
from tests.support.examples import examples

METADATA = MetaData()
VALUES = Table(
    "tried_values",
    METADATA,
    SqlColumn("id", Integer, primary_key=True),
    SqlColumn("at", UtcDateTime),
    SqlColumn("taken", PartialDateText),
    SqlColumn("exact", ExactDecimal),
    SqlColumn("ordering", OrderingNumber),
    SqlColumn("body", JsonText),
    SqlColumn("name", NameKey),
)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A database with one table of every column type."""
    engine = open_engine(database_url, create=True)
    with writing_engine(engine).connect() as connected:
        METADATA.create_all(connected)
        yield connected
    engine.dispose()


def _back(connection: Connection, column: str, value: object) -> Any:  # noqa: ANN401 - whatever the column holds
    connection.execute(VALUES.delete())
    connection.execute(insert(VALUES).values({column: value}))
    return connection.execute(select(VALUES.c[column])).scalar_one()


KEPT = examples(20)


@KEPT
@given(
    at=st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
        max_value=datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC) | st.just(timezone(timedelta(hours=5, minutes=30))),
    )
)
def test_an_instant_comes_back_in_utc(connection: Connection, at: datetime) -> None:
    """The same moment to the microsecond, whatever zone it was written in."""
    back = _back(connection, "at", at)

    assert at == back
    assert timedelta(0) == back.utcoffset()


def test_a_time_without_a_zone_is_refused(connection: Connection) -> None:
    """Nobody can say later which moment it was."""
    with pytest.raises(StatementError, match="needs a zone"):
        _back(connection, "at", datetime(2026, 3, 5))  # noqa: DTZ001 - that is the mistake


@KEPT
@given(value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_keeps_its_precision(connection: Connection, value: Decimal) -> None:
    """7.10 is not 7.1."""
    assert format(value, "f") == format(_back(connection, "exact", value), "f")


def test_numbers_are_ordered_as_numbers(connection: Connection) -> None:
    """9.5 comes before 10 and -1 before 0, though as text they do not."""
    for value in ("10", "9.5", "-1", "0", "100.25"):
        connection.execute(insert(VALUES).values({"ordering": Decimal(value), "exact": Decimal(value)}))
    ordered = connection.execute(select(VALUES.c.exact).order_by(VALUES.c.ordering)).scalars()

    assert ["-1", "0", "9.5", "10", "100.25"] == [str(value) for value in ordered]


@pytest.mark.parametrize("text", ["2026", "2026-03", "2026-03-05", "2026-03-05T09:00:00.123456789+14:00"])
def test_a_date_comes_back_as_precise_as_it_was(connection: Connection, text: str) -> None:
    """A year stays a year."""
    assert text == _back(connection, "taken", PartialDate.parse(text)).text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@KEPT
@given(body=st.dictionaries(st.sampled_from("abc"), JSON, min_size=1))
def test_json_comes_back_as_it_went_in(connection: Connection, body: dict[str, Any]) -> None:
    """Every character as itself, numbers as they were."""
    assert body == _back(connection, "body", body)


def test_names_are_ordered_by_code_point(connection: Connection) -> None:
    """The order that a prefix search needs, whatever the database's own language is."""
    names = ["zoe", "Zoe", "élan", "a b", "ab", "a", "\U0001f600", "\uffee"]
    for name in names:
        connection.execute(insert(VALUES).values({"name": name}))

    assert sorted(names) == list(connection.execute(select(VALUES.c.name).order_by(VALUES.c.name)).scalars())
