"""Where services and database are put together: the only place that knows both."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from hoc_tui.data.door import OpenDatabase, actor_of
from hoc_tui.services.ports import Desk
from hoc_tui.services.trail import Trail


def desk_at(
    database: OpenDatabase, account: str, now: Callable[[], datetime], new_id: Callable[[], UUID], *, place: str = ""
) -> Desk:
    """The desk of whoever works under an account.

    Args:
        database: Where the work is kept.
        account: The operating system's account.
        now: The time in UTC.
        new_id: Makes ids.
        place: Where they sit, for the audit.

    Raises:
        ConfigurationMissing: The database has not been set up.
        MigrationNeeded: Its schema is another version.
        Refused: The account is nobody's here.
    """
    practice, worker = database.enter(account, place=place)
    actor = actor_of(worker, place)
    return Desk(
        practice=practice,
        worker=worker,
        now=now,
        new_id=new_id,
        reading=database.reading,
        writing=lambda: database.writing(actor),
        trail=Trail(actor, now, new_id, database.note),
        source=database.source,
    )
