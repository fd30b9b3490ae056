"""Saying and asking who has a record open: one statement each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, and_, delete, select

from hoc_tui.data.tables import PersonRow, PresenceRow, StaffRow
from hoc_tui.data.upsert import insert_into
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.presence import STILL_HERE, Presence, Pulse, others_here


def read_pulse(connection: Connection, person_id: UUID, session_id: UUID, now: datetime) -> Pulse:
    """How a record stands and who else has it open, in one round trip.

    Args:
        connection: Where to ask.
        person_id: Whose record.
        session_id: The program that asks.
        now: The time; whoever was last seen long before it has gone without a word.

    Raises:
        NotFound: Nobody here has this id.
    """
    here = and_(PresenceRow.person_id == PersonRow.person_id, PresenceRow.seen_at > now - STILL_HERE)
    wanted = (
        select(PersonRow.change_seq, PresenceRow.__table__, StaffRow.name.label("staff_name"))
        .outerjoin(PresenceRow, here)
        .outerjoin(StaffRow, StaffRow.id == PresenceRow.staff_id)
        .where(PersonRow.person_id == person_id)
    )
    rows = connection.execute(wanted).mappings().all()
    if not rows:
        raise NotFound("This person is not in the database.")
    fields = Presence.model_fields
    present = [
        (Presence.model_validate({name: row[name] for name in fields}), row["staff_name"])
        for row in rows
        if row["session_id"] is not None
    ]
    return Pulse(change_seq=rows[0]["change_seq"], others=others_here(present, session_id))


def say_present(connection: Connection, here: Presence) -> None:
    """Say that a record is open, or still is; whoever left long ago without a word is cleared away with it.

    Args:
        connection: Inside a unit of work.
        here: Who has it open, where.
    """
    add = insert_into(connection, PresenceRow).values(dict(here))
    again = add.on_conflict_do_update(index_elements=["person_id", "session_id"], set_={"seen_at": here.seen_at})
    connection.execute(again)
    gone = (PresenceRow.person_id == here.person_id) & (PresenceRow.seen_at <= here.seen_at - STILL_HERE)
    connection.execute(delete(PresenceRow).where(gone))


def say_gone(connection: Connection, person_id: UUID, session_id: UUID) -> None:
    """Say that a record is no longer open.

    Args:
        connection: Inside a unit of work.
        person_id: Whose record.
        session_id: In which program.
    """
    mine = (PresenceRow.person_id == person_id) & (PresenceRow.session_id == session_id)
    connection.execute(delete(PresenceRow).where(mine))
