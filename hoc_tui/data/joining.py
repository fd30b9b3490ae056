"""Joining two records of one person: what is brought over, whose identities lead where, and how it is taken back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Select, Table, insert, or_, select, tuple_, update

from hoc_tui.data.tables import (
    BackgroundEntryRow,
    BackgroundListRow,
    IdentityRow,
    PersonJoinRow,
    ResultRow,
    mapped,
)
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.joining import BACKGROUND, RESULT, Brought, Joining

AnySelect: TypeAlias = Select[*tuple[Any, ...]]


def read_joinings(connection: Connection, practice_id: UUID, person_id: UUID | None = None) -> list[Joining]:
    """Joinings that are not over, oldest first.

    Args:
        connection: In any transaction.
        practice_id: Whose people.
        person_id: Of one person alone; None for those that wait to be confirmed.
    """
    row = PersonJoinRow
    wanted = _wanted().where(row.practice_id == practice_id, row.undone_at.is_(None)).order_by(row.proposed_at)
    if person_id is None:
        wanted = wanted.where(row.confirmed_at.is_(None))
    else:
        wanted = wanted.where(or_(row.kept_id == person_id, row.other_id == person_id))
    return [Joining.model_validate(dict(one)) for one in connection.execute(wanted).mappings()]


def read_joining(connection: Connection, practice_id: UUID, joining_id: UUID) -> Joining:
    """One joining as it stands, locked until the end of the transaction.

    Raises:
        NotFound: There is no such joining.
    """
    wanted = _wanted().where(PersonJoinRow.practice_id == practice_id, PersonJoinRow.id == joining_id)
    found = connection.execute(wanted.with_for_update()).mappings().one_or_none()
    if found is None:
        raise NotFound("Nobody has proposed this.")
    return Joining.model_validate(dict(found))


def _wanted() -> AnySelect:
    row = mapped(PersonJoinRow)
    return select(*(row.c[name] for name in Joining.model_fields))


def insert_joining(connection: Connection, practice_id: UUID, joining: Joining) -> None:
    """Write a proposal."""
    connection.execute(insert(PersonJoinRow).values(_values(joining) | {"practice_id": practice_id}))


def update_joining(connection: Connection, joining: Joining) -> None:
    """Write what has become of a joining."""
    connection.execute(update(PersonJoinRow).where(PersonJoinRow.id == joining.id).values(_values(joining)))


def _values(joining: Joining) -> dict[str, Any]:
    return dict(joining) | joining.model_dump(mode="json", include={"brought", "identities"})


def point_identities(connection: Connection, person_id: UUID, to: UUID) -> list[tuple[str, str]]:
    """Let every outside identity of one record lead to another; gives them back."""
    row = IdentityRow
    found = connection.execute(select(row.system, row.value).where(row.person_id == person_id)).all()
    connection.execute(update(row).where(row.person_id == person_id).values(person_id=to))
    return [(one.system, one.value) for one in found]


def point_back(connection: Connection, identities: Sequence[tuple[str, str]], kept: UUID, to: UUID) -> None:
    """Let outside identities lead back, as far as they still lead to the record that went on."""
    row = IdentityRow
    if identities:
        mine = tuple_(row.system, row.value).in_(list(identities)) & (row.person_id == kept)
        connection.execute(update(row).where(mine).values(person_id=to))


def bring_rows(
    connection: Connection, other: UUID, kept: UUID, at: datetime, new_id: Callable[[], UUID]
) -> list[Brought]:
    """Copy results and background that count, unless the same of their sender's are there already."""
    results = _copy(connection, mapped(ResultRow), RESULT, (other, kept), at, new_id)
    entries = _copy(connection, mapped(BackgroundEntryRow), BACKGROUND, (other, kept), at, new_id)
    _copy_lists(connection, other, kept, new_id)
    return results + entries


def _copy(
    connection: Connection,
    table: Table,
    kind: str,
    way: tuple[UUID, UUID],
    at: datetime,
    new_id: Callable[[], UUID],
) -> list[Brought]:
    other, kept = way
    current = select(table).where(table.c.superseded_by.is_(None))
    there = connection.execute(current.where(table.c.person_id == kept)).mappings().all()
    known = {(row["source_system"], row["source_id"]) for row in there}
    found = connection.execute(current.where(table.c.person_id == other)).mappings().all()
    rows, brought = [], []
    for row in found:
        if (row["source_system"], row["source_id"]) not in known:
            copy = dict(row) | {"person_id": kept, "id": new_id(), "recorded_at": at}
            rows.append(copy)
            brought.append(Brought(kind=kind, was=row["id"], now=copy["id"]))
    if rows:
        connection.execute(insert(table), rows)
    return brought


def _copy_lists(connection: Connection, other: UUID, kept: UUID, new_id: Callable[[], UUID]) -> None:
    """What senders said of whole lists, also when they were empty; said again it is the same."""
    table = mapped(BackgroundListRow)
    said = connection.execute(select(table).where(table.c.person_id == other)).mappings().all()
    if said:
        connection.execute(insert(table), [dict(row) | {"person_id": kept, "id": new_id()} for row in said])


def retire_rows(connection: Connection, kept: UUID, brought: Sequence[Brought]) -> None:
    """Let copies count no more: each points to what it was copied from."""
    tables = {RESULT: mapped(ResultRow), BACKGROUND: mapped(BackgroundEntryRow)}
    for one in brought:
        if (table := tables.get(one.kind)) is not None:
            mine = (table.c.person_id == kept) & (table.c.id == one.now) & table.c.superseded_by.is_(None)
            connection.execute(update(table).where(mine).values(superseded_by=one.was))
