"""What could not be placed: the list that people work through, and what becomes of each."""

from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select, update

from hoc_tui.data.tables import QuarantineRow, SourceMessageRow, TestMappingRow, mapped
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.quarantine import Quarantined, TestMapping

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
_COLUMNS = tuple(Quarantined.model_fields.keys() - {"file"})


def read_quarantine(connection: Connection, practice_id: UUID) -> list[Quarantined]:
    """Everything that nobody has settled yet, oldest first."""
    waiting = QuarantineRow.settled_at.is_(None)
    wanted = _wanted().where(QuarantineRow.practice_id == practice_id, waiting)
    ordered = wanted.order_by(QuarantineRow.received_at, QuarantineRow.position, QuarantineRow.id)
    return [Quarantined.model_validate(dict(row)) for row in connection.execute(ordered).mappings()]


def read_quarantined(connection: Connection, practice_id: UUID, thing_id: UUID) -> Quarantined:
    """One thing as it stands now.

    Raises:
        NotFound: There is no such thing.
    """
    wanted = _wanted().where(QuarantineRow.practice_id == practice_id, QuarantineRow.id == thing_id)
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise NotFound("This is not among what could not be placed.")
    return Quarantined.model_validate(dict(row))


def _wanted() -> AnySelect:
    table, message = mapped(QuarantineRow), mapped(SourceMessageRow)
    columns = [table.c[name] for name in _COLUMNS]
    joined = table.join(message, message.c.id == table.c.message_id)
    return select(*columns, message.c.name.label("file")).select_from(joined)


def settle_quarantined(connection: Connection, thing: Quarantined) -> bool:
    """Write what became of something, unless somebody else has just done so; whether it was written."""
    told = ("settled_at", "settled_by", "outcome", "settled_reason", "attached_to")
    mine = (QuarantineRow.id == thing.id) & QuarantineRow.settled_at.is_(None)
    changed = update(QuarantineRow).where(mine).values({name: getattr(thing, name) for name in told})
    return connection.execute(changed.execution_options(preserve_rowcount=True)).rowcount == 1


def keep_mapping(connection: Connection, practice_id: UUID, mapping: TestMapping) -> None:
    """Remember for the whole site which test a code or unit is of."""
    connection.execute(insert(TestMappingRow).values(dict(mapping) | {"practice_id": practice_id}))


def read_mappings(connection: Connection, practice_id: UUID) -> list[TestMapping]:
    """What this site has decided, oldest first."""
    row = mapped(TestMappingRow)
    columns = [row.c[name] for name in TestMapping.model_fields]
    wanted = select(*columns).where(row.c.practice_id == practice_id).order_by(row.c.decided_at, row.c.id)
    return [TestMapping.model_validate(dict(one)) for one in connection.execute(wanted).mappings()]
