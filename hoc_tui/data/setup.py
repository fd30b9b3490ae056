"""Making a new database ready: schema, practice, and whoever set it up as its first member of staff."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select

from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.migrate import alone, upgrade_within, version_of
from hoc_tui.data.tables import PracticeRow, StaffRow
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.people import Practice, Staff
from hoc_tui.domain.vocabulary import Role


def set_up(url: str, practice: Practice, staff: Iterable[Staff]) -> None:
    """Create the schema and the practice with its staff, all or nothing.

    Args:
        url: SQLAlchemy URL of an empty database, or of one that was only migrated.
        practice: The practice.
        staff: Its first members of staff.

    Raises:
        Refused: The database already holds a practice; nothing was changed, its schema neither.
        ConfigurationMissing: The database is another program's, or cannot be made.
        DatabaseUnavailable: It cannot be reached.
    """
    with translated(), disposed(open_engine(url, create=True)) as engine, alone(engine) as connection:
        if version_of(connection) and _holds_a_practice(connection):
            raise Refused("This database already holds a practice; nothing was changed.")
        upgrade_within(connection)
        connection.execute(insert(PracticeRow).values(dict(practice)))
        connection.execute(insert(StaffRow), [dict(one) for one in staff])


def _holds_a_practice(connection: Connection) -> bool:
    # By its key alone: an older schema may lack a column that this program knows.
    return connection.execute(select(PracticeRow.id).limit(1)).first() is not None


def first_staff(practice_id: UUID, account: str, now: datetime, new_id: Callable[[], UUID]) -> Staff:
    """Whoever runs `hoc-tui init`: enrolled as a GP, because somebody must be able to open a record.

    Args:
        practice_id: Their practice.
        account: Their operating-system account or database login.
        now: From when.
        new_id: Makes the id.
    """
    return Staff(id=new_id(), practice_id=practice_id, account=account, name=account, role=Role.GP, started=now.date())
