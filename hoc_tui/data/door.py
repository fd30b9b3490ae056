"""From a database URL to the two kinds of work: the checks at the door, and who is working."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select, text

from hoc_tui.data.engine import open_engine, reading_engine, writing_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.migrate import check
from hoc_tui.data.reading import DatabaseReading
from hoc_tui.data.tables import PracticeRow, StaffRow
from hoc_tui.data.writing import DatabaseWriting
from hoc_tui.domain.errors import ConfigurationMissing, NotFound, Refused
from hoc_tui.domain.people import Practice, Staff

NOBODY = UUID(int=0)
"""An id that no person has."""


class OpenDatabase:
    """An initialised database, ready to be worked with by one program.

    Args:
        url: SQLAlchemy URL.
        now: The time in UTC.
        new_id: Makes ids.
    """

    def __init__(self, url: str, now: Callable[[], datetime], new_id: Callable[[], UUID]) -> None:
        self.engine = open_engine(url)
        self._readers = reading_engine(self.engine)
        self._writers = writing_engine(self.engine)
        self._now = now
        self._new_id = new_id

    def enter(self, account: str) -> tuple[Practice, Staff]:
        """Check the database at the door and find who is working.

        Args:
            account: The operating system's account; on PostgreSQL the database login decides instead, but in a
                made-up practice, whose accounts anybody may take.

        Returns:
            The practice, and the member of staff behind the account.

        Raises:
            ConfigurationMissing: The database has not been set up.
            MigrationNeeded: Its schema is another version.
            Refused: The account is nobody's here.
        """
        with translated(), self._readers.connect() as connection:
            check(connection)
            practices = _practices(connection)
            if not practices:
                raise ConfigurationMissing("This database has no practice.", hint="Run: hoc-tui init --practice NAME")
            worker = _worker(connection, _login(connection, account, practices), self._now())
        return next(practice for practice in practices if practice.id == worker.practice_id), worker

    def get_ready(self) -> None:
        """Do ahead what opening the first record would wait for: 25 ms of building its statement.

        For the moment after the first list is on the screen; it is one round trip.

        Raises:
            DatabaseUnavailable: The database cannot be reached.
        """
        with suppress(NotFound), self.reading() as work:
            work.record(NOBODY, clinical=True)

    @property
    def source(self) -> str:
        """Where the database is, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[DatabaseReading]:
        """A unit of work that only reads, in autocommit: one statement is one round trip."""
        with translated(), self._readers.connect() as connection:
            yield DatabaseReading(connection, self._now)

    @contextmanager
    def writing(self, practice_id: UUID) -> Iterator[DatabaseWriting]:
        """A unit of work that may change, undone unless it commits."""
        with translated(), self._writers.connect() as connection:
            yield DatabaseWriting(connection, self._now, self._new_id, practice_id)


def _practices(connection: Connection) -> list[Practice]:
    rows = connection.execute(select(PracticeRow.__table__)).mappings()
    return [Practice.model_validate(dict(row)) for row in rows]


def _login(connection: Connection, account: str, practices: list[Practice]) -> str:
    made_up = bool(practices) and all(practice.demo for practice in practices)
    if connection.dialect.name != "postgresql" or made_up:
        return account
    login: str = connection.execute(text("SELECT session_user")).scalar_one()
    return login


def _worker(connection: Connection, account: str, now: datetime) -> Staff:
    wanted = select(StaffRow.__table__).where(StaffRow.account == account)
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise Refused(f"The account “{account}” is not a member of staff here.", hint="Ask your administrator.")
    staff = Staff.model_validate(dict(row))
    if staff.ended is not None and staff.ended <= now.date():
        raise Refused(f"The account “{account}” no longer works here.", hint="Ask your administrator.")
    return staff
