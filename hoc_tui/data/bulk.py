"""Filling an empty database with whole records, thousands of people a second, all or nothing.

Rows go to the driver in batches, past the building of statements that would take most of the time; the columns' own
types still convert every value, so that what is stored is what the other ways of writing store (a test compares).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from json import dumps
from operator import itemgetter
from typing import Any, Protocol
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, Dialect, Table, insert, select, text
from sqlalchemy.exc import DBAPIError

from hoc_tui.data.columns import UtcDateTime
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.migrate import alone, check
from hoc_tui.data.rows import ROWS, table_of
from hoc_tui.data.search_keys import stored_keys
from hoc_tui.data.tables import (
    IdentityRow,
    NameKeyRow,
    PersonRow,
    PlanVersionRow,
    PracticeRow,
    ResultRow,
    RevisionRow,
    StaffRow,
    mapped,
)
from hoc_tui.domain.errors import HocError, Refused
from hoc_tui.domain.kinds import DRAFTS
from hoc_tui.domain.people import NHS_NUMBER, Practice, Staff
from hoc_tui.domain.planning import PlanDraft
from hoc_tui.domain.results import Result, SentResult
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome
from hoc_tui.domain.whole import Agreed, WholeRecord, Written

BATCH = 20_000
"""Rows that are gathered before they are sent: some megabytes, and made in a few seconds, while PostgreSQL ends a
transaction that says nothing for thirty."""
SQLITE_CACHE_KIB = 200_000
"""Memory that SQLite may use meanwhile; with its usual 2 MB it would read back most of a large file, page by page."""


class WholePractice(Protocol):
    """A practice with everybody's record, read one by one."""

    @property
    def practice(self) -> Practice:
        """The place."""

    @property
    def staff(self) -> Sequence[Staff]:
        """Everybody who works there, with everybody who wrote in a record."""

    def records(self) -> Iterator[WholeRecord]:
        """Everybody's record in turn."""


def fill(url: str, made_up: WholePractice, on_person: Callable[[int], None] | None = None) -> None:
    """Write a whole practice into an empty database, in one transaction.

    Args:
        url: SQLAlchemy URL of a database at the newest schema, with nobody in it; on PostgreSQL the owner's.
        made_up: What to write.
        on_person: Told after each person how many have been taken so far.

    Raises:
        Refused: The database already holds a practice; nothing was changed.
        ConfigurationMissing: It has not been set up.
        MigrationNeeded: Its schema is another version.
        DatabaseUnavailable: It cannot be reached.
    """
    with translated(), disposed(open_engine(url)) as engine, alone(engine) as connection:
        check(connection)
        _require_empty(connection)
        _make_room(connection)
        connection.execute(insert(PracticeRow).values(dict(made_up.practice)))
        connection.execute(insert(StaffRow), [dict(one) for one in made_up.staff])
        sheets = _Sheets(connection)
        for number, record in enumerate(made_up.records(), 1):
            sheets.take(record)
            if on_person is not None:
                on_person(number)
        sheets.send()
        _look_over(connection)


def _require_empty(connection: Connection) -> None:
    held = (connection.execute(select(one).limit(1)).first() for one in (PracticeRow.id, PersonRow.person_id))
    if any(row is not None for row in held):
        raise Refused("This database already holds a practice; nothing was changed.")


def _make_room(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}"))


def _look_over(connection: Connection) -> None:
    """Let the database count what it holds, so that its first searches already take the right index."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA analysis_limit = 1000"))
    connection.execute(text("ANALYZE"))


class _Sheets:
    """Rows on their way, one sheet for each table, in the order in which tables need each other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        dialect = connection.dialect
        self._people, self._keys, self._identities, self._results, self._versions, self._revisions = (
            _Sheet(mapped(row), dialect)
            for row in (PersonRow, NameKeyRow, IdentityRow, ResultRow, PlanVersionRow, RevisionRow)
        )
        others = [kind for kind in ROWS if kind is not ItemKind.PERSON]
        self._items = {kind: _Sheet(table_of(kind), dialect) for kind in others}
        self._waiting = 0

    def take(self, record: WholeRecord) -> None:
        """Add one record, and send what has gathered when it is enough."""
        self._take_person(record)
        person_id, practice_id = record.person.person_id, record.person.practice_id
        standing = record.standing()
        for (kind, _), item in standing.items():
            if kind is not ItemKind.PERSON:
                self._items[kind].add(vars(item) | {"practice_id": practice_id})
        for seq, step in enumerate(record.written, 1):
            self._revisions.add(_revision(step, person_id, seq))
        for result in record.results:
            self._results.add(_result(result, person_id))
        for agreed in record.agreed:
            self._versions.add(_version(agreed))
        self._waiting += len(standing) + len(record.written) + len(record.results) + len(record.agreed)
        if self._waiting >= BATCH:
            self.send()

    def _take_person(self, record: WholeRecord) -> None:
        person = record.person
        self._people.add(vars(person) | {"change_seq": len(record.written)})
        whose = {"person_id": person.person_id, "practice_id": person.practice_id}
        keys = stored_keys(person.family, person.given, person.preferred)
        for key in keys:
            self._keys.add(whose | {"key": key})
        number = person.number
        if number is not None and number.valid:
            self._identities.add(whose | {"system": NHS_NUMBER, "value": number.digits})
        self._waiting += len(keys) + 1

    def send(self) -> None:
        """Send everything that has gathered."""
        rest = (self._keys, self._identities, *self._items.values(), self._results, self._versions, self._revisions)
        for sheet in (self._people, *rest):
            sheet.send(self._connection)
        self._waiting = 0


class _Sheet:
    """Rows of one table.

    Args:
        table: Which.
        dialect: The database they are for.
    """

    def __init__(self, table: Table, dialect: Dialect) -> None:
        names = [column.name for column in table.columns]
        quoted = [dialect.identifier_preparer.quote(name) for name in names]
        self._into = f"{dialect.identifier_preparer.quote(table.name)} ({', '.join(quoted)})"
        self._marks = ", ".join("?" for _ in names)
        self._pick = itemgetter(*names)
        self._convert = [_converter(column, dialect) for column in table.columns]
        self._rows: list[tuple[object, ...]] = []

    def add(self, values: Mapping[str, object]) -> None:
        """Add a row by its columns' names; what is no column is left aside."""
        self._rows.append(self._pick(values))

    def send(self, connection: Connection) -> None:
        """Write the rows and forget them."""
        if not self._rows:
            return
        rows, self._rows = list(self._converted()), []
        if connection.dialect.name == "postgresql":
            self._copy(connection, rows)
        else:
            connection.exec_driver_sql(f"INSERT INTO {self._into} VALUES ({self._marks})", rows)  # noqa: S608 - our own tables' names

    def _converted(self) -> Iterator[tuple[object, ...]]:
        """The rows as the driver takes them; column by column, which is quicker than value by value."""
        columns = zip(*self._rows, strict=True)
        return zip(
            *(
                map(convert, column) if convert else column
                for convert, column in zip(self._convert, columns, strict=True)
            ),
            strict=True,
        )

    def _copy(self, connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
        """Stream the rows to PostgreSQL, several times as fast as any INSERT.

        Row security for the login that fills would make COPY refuse; the owner of the tables is under none.
        """
        statement = f"COPY {self._into} FROM STDIN"
        driver: Any = connection.connection.driver_connection
        try:
            with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(statement, None, error) from error


def _converter(column: Any, dialect: Dialect) -> Callable[[Any], object] | None:
    """What the column's type does to a value on its way in; nothing to JSON, which is text already here."""
    if column.name in JSON_HERE.get(column.table.name, ()):
        return None
    convert: Callable[[Any], object] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    # One person's rows carry the same few moments again and again, and a moment takes long to write out.
    return lru_cache(maxsize=256)(convert) if convert and isinstance(column.type, UtcDateTime) else convert


JSON_HERE = {"revision": ("changes",), "result": ("codes", "components", "ranges")}
"""Columns whose JSON is written here, by pydantic, in a fraction of the time."""


def _revision(step: Written, person_id: UUID, seq: int) -> dict[str, object]:
    """A step as the row of history that the services would have written."""
    item, before = step.item, step.before
    own = item.id if before is None else step.id
    return {
        "person_id": person_id,
        "id": step.id,
        "seq": seq,
        "item_kind": step.kind,
        "item_id": item.id,
        "item_version": item.version,
        "base_version": before.version if before else 0,
        "op_id": step.op_id or own,
        "outcome": RevisionOutcome.APPLIED,
        "changes": _json(_changes(step)),
        "reason": step.reason,
        "by": step.by,
        "at": item.recorded_at,
    }


def _changes(step: Written) -> dict[str, dict[str, object]]:
    """The fields that a step changed, before and after; all of them when it adds the item."""
    after = vars(step.item)
    if step.before is not None and step.before.ended is not step.item.ended:
        return {"ended": {"before": step.before.ended, "after": step.item.ended}}
    if step.before is None and step.kind is not ItemKind.PLAN:
        return {name: {"before": None, "after": after[name]} for name in DRAFTS[step.kind].model_fields}
    # The one plan is as good as there from the start, with nothing in it.
    before = vars(step.before or PlanDraft())
    changed = (name for name in DRAFTS[step.kind].model_fields if before[name] != after[name])
    return {name: {"before": before[name], "after": after[name]} for name in changed}


def _result(result: Result, person_id: UUID) -> dict[str, object]:
    """A result as its row, with the fingerprint by which an import would know it again."""
    sent, quantity = result.model_dump(mode="json", include=_sent_fields()), result.quantity
    body = dumps(sent, sort_keys=True, ensure_ascii=False)
    parts = {name: _json(sent[name]) for name in JSON_HERE["result"]}
    return (
        vars(result)
        | parts
        | {
            "person_id": person_id,
            "message_id": None,
            "value_text": quantity.text if quantity else None,
            "value_number": _number(result),
            "comparator": quantity.comparator if quantity else None,
            "unit": quantity.unit if quantity else "",
            "fingerprint": sha256(body.encode()).hexdigest(),
        }
    )


@cache
def _sent_fields() -> set[str]:
    return set(SentResult.model_fields)


def _number(result: Result) -> object:
    try:
        return result.quantity.number if result.quantity else None
    except HocError:
        return None


def _version(agreed: Agreed) -> dict[str, object]:
    own = {"op_id": agreed.op_id, "agreement": agreed.version.terms.agreement, "body": agreed.body}
    return vars(agreed.version) | own


def _json(value: object) -> str:
    return _anything().dump_json(value).decode()


@cache
def _anything() -> TypeAdapter[Any]:
    return TypeAdapter(Any)
