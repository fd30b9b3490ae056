"""Reading the audit back; `hoc_tui.data.audit_entering` enters into it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Select, and_, or_, select

from hoc_tui.data.tables import AuditEventRow, PersonRow, PlanVersionRow, SealedEventRow, mapped
from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.audit_checks import KeptVersion, Standing, standing

AnySelect: TypeAlias = Select[*tuple[Any, ...]]

PAGE = 5_000
"""Rows that are read at a time: a practice's audit of many years need not fit into memory."""


EVENT = mapped(AuditEventRow)
FIELDS = tuple(AuditEntry.model_fields)
UNREADABLE = "unreadable"
"""The fingerprint of an entry that was altered into something no entry ever says."""


def entry_of(row: Mapping[Any, Any]) -> AuditEntry:
    """A row as the entry it stands for."""
    return AuditEntry.model_validate(dict(row))


def entries() -> AnySelect:
    """The statement that asks for every entry."""
    return select(*(EVENT.c[name] for name in FIELDS))


def unsealed() -> AnySelect:
    """The statement that asks for every entry that no seal covers."""
    sealed = mapped(SealedEventRow)
    return entries().where(~select(sealed.c.seq).where(sealed.c.seq == EVENT.c.seq).exists())


def read_entries(connection: Connection, wanted: AnySelect) -> Iterator[AuditEntry]:
    """Entries in the order of their numbers, read page by page; those that nobody can read are left to verifying.

    Args:
        connection: In autocommit.
        wanted: Which.
    """
    for read in _read(connection, wanted):
        if isinstance(read, AuditEntry):
            yield read


def read_standing(connection: Connection, wanted: AnySelect) -> Iterator[Standing]:
    """What verifying needs of entries, also of those that somebody has made unreadable.

    Args:
        connection: In autocommit.
        wanted: Which.
    """
    for read in _read(connection, wanted):
        if isinstance(read, AuditEntry):
            yield standing(read)
        else:
            # Entered at the end of time, so that it is nobody's late commit.
            yield Standing(seq=read, fingerprint=UNREADABLE, entered_at=datetime.max.replace(tzinfo=UTC))


def _read(connection: Connection, wanted: AnySelect) -> Iterator[AuditEntry | int]:
    """Entries page by page; of one that cannot be read its number."""
    numbers = connection.execute(wanted.with_only_columns(EVENT.c.seq).order_by(EVENT.c.seq)).scalars().all()
    for start in range(0, len(numbers), PAGE):
        some = numbers[start : start + PAGE]
        yield from _read_between(connection, wanted.order_by(EVENT.c.seq), some[0], some[-1])


def _read_between(connection: Connection, wanted: AnySelect, low: int, high: int) -> Iterator[AuditEntry | int]:
    rows = connection.execute(wanted.where(EVENT.c.seq.between(low, high)))
    try:
        read = [entry_of(row) for row in rows.mappings()]
    except ValueError:
        if low == high:
            yield low
            return
        # Halved until the one that cannot be read stands alone.
        middle = (low + high) // 2
        yield from _read_between(connection, wanted, low, middle)
        yield from _read_between(connection, wanted, middle + 1, high)
    else:
        yield from read


def read_versions(connection: Connection, practice_id: UUID) -> Iterator[KeptVersion]:
    """Every agreed plan of a practice's people, a person's together and in order, read page by page."""
    version, person = mapped(PlanVersionRow), mapped(PersonRow)
    columns = [version.c[name] for name in KeptVersion.model_fields]
    mine = select(*columns).join(person, person.c.person_id == version.c.person_id)
    wanted = mine.where(person.c.practice_id == practice_id).order_by(version.c.person_id, version.c.number)
    page = [KeptVersion.model_validate(dict(row)) for row in connection.execute(wanted.limit(PAGE)).mappings()]
    while page:
        yield from page
        who, number = page[-1].person_id, page[-1].number
        later = or_(version.c.person_id > who, and_(version.c.person_id == who, version.c.number > number))
        rows = connection.execute(wanted.where(later).limit(PAGE)).mappings()
        page = [KeptVersion.model_validate(dict(row)) for row in rows]
