"""Moving a result out of the wrong record: a copy where it belongs, the old one pointing there, a word in both."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Text, cast, insert, select, update
from sqlalchemy.exc import IntegrityError

from hoc_tui.data.results_read import result_array, results_of
from hoc_tui.data.tables import ResultMoveRow, ResultRow, mapped
from hoc_tui.domain.errors import NotFound, Refused
from hoc_tui.domain.results import Result
from hoc_tui.domain.triage import ResultMove


def move_result(connection: Connection, move: ResultMove, counterpart_id: UUID) -> Result:
    """Move one result, whole, in the transaction of the caller.

    Args:
        connection: Inside a transaction that holds both records.
        move: As it is said in the record that it leaves.
        counterpart_id: The id of what is said in the other.

    Returns:
        The result as it was.

    Raises:
        NotFound: The record has no such result that counts.
        Refused: The other record has it already.
    """
    row, result = _standing(connection, move)
    copy = row | {"person_id": move.other_person_id, "id": move.other_result_id, "recorded_at": move.moved_at}
    table = mapped(ResultRow)
    mine = (table.c.person_id == move.person_id) & (table.c.id == move.result_id)
    # First: only one row of each sender's id counts at a time, and a result may come back to where it was.
    connection.execute(update(table).where(mine).values(superseded_by=move.other_result_id))
    try:
        connection.execute(insert(table).values(copy))
    except IntegrityError:
        raise Refused("The other record has this result already.") from None
    connection.execute(insert(ResultMoveRow), [dict(move), dict(_counterpart(move, counterpart_id))])
    return result


def _standing(connection: Connection, move: ResultMove) -> tuple[dict[str, Any], Result]:
    table = mapped(ResultRow)
    wanted = select(table, cast(result_array(), Text).label("as_sent"))
    wanted = wanted.where(table.c.person_id == move.person_id, table.c.id == move.result_id)
    found = connection.execute(wanted.where(table.c.superseded_by.is_(None))).mappings().one_or_none()
    if found is None:
        raise NotFound("This result does not stand in this record any more.")
    row = {name: value for name, value in found.items() if name != "as_sent"}
    return row, results_of([found["as_sent"]])[0]


def _counterpart(move: ResultMove, counterpart_id: UUID) -> ResultMove:
    """The same move as it is said where the result came to."""
    turned = {
        "id": counterpart_id,
        "person_id": move.other_person_id,
        "result_id": move.other_result_id,
        "other_person_id": move.person_id,
        "other_result_id": move.result_id,
        "away": not move.away,
    }
    return move.model_copy(update=turned)


def moves_by(connection: Connection, op_id: UUID) -> Sequence[ResultMove]:
    """What one write moved, as it is said in both records."""
    row = mapped(ResultMoveRow)
    columns = [row.c[name] for name in ResultMove.model_fields]
    found = connection.execute(select(*columns).where(row.c.op_id == op_id)).mappings()
    return [ResultMove.model_validate(dict(one)) for one in found]
