"""Who else has a record open, and whether it has changed since it was read."""

from uuid import UUID

from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.presence import Presence, Pulse
from hoc_tui.services.ports import Desk


def look(desk: Desk, person_id: UUID, session_id: UUID) -> Pulse:
    """Ask how a record stands, in one round trip; nothing of what is in it.

    Args:
        desk: Where the work is done.
        person_id: Whose record.
        session_id: The program that asks.

    Raises:
        NotFound: Nobody here has this id.
        Refused: The role may not see people at all.
    """
    desk.require(Permission.SEE_PERSON)
    with desk.reading() as work:
        return work.pulse(person_id, session_id)


def be_here(desk: Desk, person_id: UUID, session_id: UUID, *, newly: bool) -> Pulse:
    """Say that a record is open here, and ask how it stands.

    Args:
        desk: Where the work is done.
        person_id: Whose record.
        session_id: This program.
        newly: Whether it has just been opened, so that the others are told at once.

    Raises:
        NotFound: Nobody here has this id.
        Refused: The role may not see people at all.
    """
    desk.require(Permission.SEE_PERSON)
    now, who = desk.now(), desk.worker.id
    here = Presence(person_id=person_id, session_id=session_id, staff_id=who, since=now, seen_at=now)
    with desk.writing() as work:
        pulse = work.pulse(person_id, session_id)
        work.be_present(here, newly=newly)
        work.commit()
    return pulse


def be_gone(desk: Desk, person_id: UUID, session_id: UUID) -> None:
    """Say that a record is no longer open here.

    Args:
        desk: Where the work is done.
        person_id: Whose record.
        session_id: This program.
    """
    with desk.writing() as work:
        work.be_gone(person_id, session_id)
        work.commit()
