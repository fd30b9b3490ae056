"""What judging must know of several people: sex, birth, and their conditions; one statement a table for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Table, Text, cast, select

from hoc_tui.data.rows import item_of, table_of
from hoc_tui.data.site_read import site_columns, site_of
from hoc_tui.data.tables import BackgroundEntryRow, BackgroundListRow, PersonRow, mapped
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Person
from hoc_tui.domain.record import BackgroundEntry, BackgroundList, Condition, Record
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.vocabulary import BackgroundKind, Gender, ItemKind

Read = TypeVar("Read", bound=Value)
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_for_judging(connection: Connection, people: Collection[UUID]) -> dict[UUID, Record]:
    """Records of people with who they are and their conditions, and nothing else in them.

    Args:
        connection: In any transaction.
        people: Whose.
    """
    if not people:
        return {}
    conditions: dict[UUID, list[Condition]] = defaultdict(list)
    for one in _conditions(connection, people):
        conditions[one.person_id].append(one)
    entries = _background(connection, mapped(BackgroundEntryRow), people, BackgroundEntry)
    lists = _background(connection, mapped(BackgroundListRow), people, BackgroundList)
    return {
        person.id: Record.model_construct(
            read_at=_NEVER,
            change_seq=0,
            person=person,
            conditions=tuple(conditions[person.id]),
            background=tuple(entries[person.id]),
            background_lists=_newest(lists[person.id]),
        )
        for person in _persons(connection, people)
    }


def _persons(connection: Connection, people: Collection[UUID]) -> Iterator[Person]:
    """What judging asks of a person, unchecked: as it stands in the database it was checked when it was written."""
    row = PersonRow
    wanted = select(row.person_id, row.sex, row.born).where(row.person_id.in_(people))
    for person_id, sex, born in connection.execute(wanted):
        known: dict[str, Any] = {"id": person_id, "person_id": person_id, "sex": Gender(sex), "born": born}
        yield Person.model_construct(**known)


def _conditions(connection: Connection, people: Collection[UUID]) -> Iterator[Condition]:
    table = table_of(ItemKind.CONDITION)
    for row in connection.execute(select(table).where(table.c.person_id.in_(people))).mappings():
        item = item_of(ItemKind.CONDITION, row)
        if isinstance(item, Condition):
            yield item


def _background(
    connection: Connection, table: Table, people: Collection[UUID], read: type[Read]
) -> Mapping[UUID, list[Read]]:
    """What was sent of their conditions, as it stands now."""
    found: dict[UUID, list[Read]] = defaultdict(list)
    wanted = select(table).where(table.c.person_id.in_(people), table.c.kind == BackgroundKind.CONDITIONS)
    if "superseded_by" in table.c:
        wanted = wanted.where(table.c.superseded_by.is_(None))
    for row in connection.execute(wanted).mappings():
        fields = {name: row[name] for name in read.model_fields if name in row}
        found[row["person_id"]].append(read.model_validate(fields))
    return found


def _newest(lists: Sequence[BackgroundList]) -> tuple[BackgroundList, ...]:
    """What each source said last of the whole list."""
    last = {one.source_system: one.recorded_at for one in sorted(lists, key=lambda one: one.recorded_at)}
    return tuple(one for one in lists if one.recorded_at == last[one.source_system])


def read_site(connection: Connection, practice_id: UUID) -> SiteContent:
    """What a practice has decided about reviewed content."""
    said = {
        name: connection.execute(select(cast(array, Text)).where(table.c.practice_id == practice_id)).scalars()
        for name, table, array in site_columns()
    }
    return site_of(said["approvals"], said["mappings"])
