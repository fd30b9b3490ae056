"""From a database URL to the two kinds of work: the checks at the door, and who is working.

What loads the declared tables is imported where it is asked for: Today is painted before any of them is.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import SQLAlchemyError

from hoc_tui.data.audit_entering import enter_events
from hoc_tui.data.cutting import Cutter
from hoc_tui.data.engine import open_engine, reading_engine, writing_engine
from hoc_tui.data.faults import translated
from hoc_tui.data.first_tables import PRACTICE, STAFF
from hoc_tui.data.migrate import check
from hoc_tui.data.reading import DatabaseReading
from hoc_tui.domain.audit import Actor, AuditEvent
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.errors import ConfigurationMissing, HocError, NotFound, Refused
from hoc_tui.domain.people import Practice, Staff
from hoc_tui.domain.vocabulary import AuditAct

if TYPE_CHECKING:
    from hoc_tui.data.writing import DatabaseWriting

NOBODY = UUID(int=0)
"""An id that no person has."""
LOGIN_SEALS = """
SELECT has_table_privilege(session_user, 'audit_seal', 'INSERT')
   AND NOT EXISTS (SELECT 1 FROM staff WHERE account = session_user)
"""


class OpenDatabase:
    """An initialised database, ready to be worked with by one program.

    Args:
        url: SQLAlchemy URL.
        now: The time in UTC.
        new_id: Makes ids.
    """

    def __init__(self, url: str, now: Callable[[], datetime], new_id: Callable[[], UUID]) -> None:
        self.engine = open_engine(url)
        self._cutter = Cutter(self.engine)
        self._readers = reading_engine(self.engine)
        self._writers = writing_engine(self.engine)
        self._now = now
        self._new_id = new_id
        self._units = 0
        self._waiting: list[AuditEvent] = []

    def enter(self, account: str, *, place: str = "") -> tuple[Practice, Staff]:
        """Check the database at the door and find who is working; whoever comes or is refused stays in the audit.

        Args:
            account: The operating system's account; on PostgreSQL the database login decides instead, but in a
                made-up practice, whose accounts anybody may take.
            place: Where they sit.

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
            login, now = _login(connection, account, practices), self._now()
            worker = _worker(connection, login)
        if worker is None:
            raise self._refused(_stranger(practices[0].id, login, place), "is not a member of staff here")
        if worker.ended is not None and worker.ended <= now.date():
            raise self._refused(actor_of(worker, place), "no longer works here")
        self.note([self._event(actor_of(worker, place), AuditAct.SIGNED_IN)])
        return next(practice for practice in practices if practice.id == worker.practice_id), worker

    def _refused(self, actor: Actor, why: str) -> Refused:
        # Refused they are, also where their login may not even write that down.
        with suppress(HocError):
            self.note([self._event(actor, AuditAct.REFUSED, why)])
        return Refused(f"The account “{actor.account}” {why}.", hint="Ask your administrator.")

    def _event(self, actor: Actor, act: AuditAct, words: str = "") -> AuditEvent:
        return AuditEvent(**dict(actor), id=self._new_id(), at=self._now(), act=act, words=words)

    def enter_act(self, account: str, act: AuditAct, words: str, *, place: str) -> None:
        """Enter what was done to the whole practice, by whoever administers the database; they need not be staff.

        Args:
            account: The operating system's account.
            act: What was done.
            words: Which file or database.
            place: Where they sit.

        Raises:
            ConfigurationMissing: The database has no practice.
            DatabaseUnavailable: It could not be entered.
        """
        with translated(), self._readers.connect() as connection:
            practices = _practices(connection)
            if not practices:
                raise ConfigurationMissing("This database has no practice.")
            login = _login(connection, account, practices)
            worker = _worker(connection, login)
        actor = actor_of(worker, place) if worker else _stranger(practices[0].id, login, place)
        self.note([self._event(actor, act, words)])

    def note(self, events: Sequence[AuditEvent]) -> None:
        """Enter events into the audit, committed by themselves in one round trip.

        Inside a unit of work they wait for its end: they are about what was refused there, and SQLite has one writer.

        Args:
            events: What happened.

        Raises:
            DatabaseUnavailable: They could not be entered.
        """
        if self._units:
            self._waiting.extend(events)
            return
        with translated(), self._readers.connect() as connection:
            enter_events(connection, events)

    def get_ready(self) -> None:
        """Do ahead what opening the first record would wait for: 25 ms of building its statement.

        For the moment after the first list is on the screen; it is one round trip.

        Raises:
            DatabaseUnavailable: The database cannot be reached.
        """
        with suppress(NotFound), self.reading() as work:
            work.record(NOBODY, clinical=True)

    def seal(self) -> list[Seal]:
        """Seal everything in the audit that is settled and in no seal yet.

        Returns:
            The new seals; none when there was nothing to seal.

        Raises:
            DatabaseUnavailable: The database cannot be reached.
            Refused: The login may not seal.
        """
        sealed: list[Seal] = []
        while (seal := self._seal_some()) is not None:
            sealed.append(seal)
        return sealed

    def login_seals(self) -> bool:
        """Whether the login itself may seal: on PostgreSQL one that is nobody's here and has the right.

        Raises:
            ConfigurationMissing: The database has not been set up.
            MigrationNeeded: Its schema is another version.
        """
        with translated(), self._readers.connect() as connection:
            check(connection)
            if connection.dialect.name != "postgresql":
                return False
            return bool(connection.execute(text(LOGIN_SEALS)).scalar_one())

    def seals_after(self, number: int) -> list[Seal]:
        """Seals after a number, with their entries."""
        with self.reading() as work:
            return list(work.seals(number))

    def _seal_some(self) -> Seal | None:
        from hoc_tui.data.audit_seals import seal_settled

        with translated(), self._writers.connect() as connection:
            seal = seal_settled(connection, self._now())
            connection.commit()
        return seal

    @property
    def source(self) -> str:
        """Where the database is, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    def cut(self) -> None:
        """Make the call under way return with an error; for another thread, which has waited long enough."""
        self._cutter.cut()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[DatabaseReading]:
        """A unit of work that only reads, in autocommit: one statement is one round trip."""
        with translated(), self._readers.connect() as connection:
            yield DatabaseReading(connection, self._now)

    @contextmanager
    def writing(self, actor: Actor) -> "Iterator[DatabaseWriting]":
        """A unit of work that may change, undone unless it commits.

        Args:
            actor: Who works, for the entry that the unit makes in the audit.
        """
        from hoc_tui.data.writing import DatabaseWriting

        self._units += 1
        try:
            with translated(), self._writers.connect() as connection:
                work = DatabaseWriting(connection, self._now, self._new_id, actor)
                yield work
            self._tell(work.news)
        finally:
            self._units -= 1
            self._enter_what_waited()

    def _tell(self, people: Collection[UUID]) -> None:
        """Tell those who listen whose records have changed; nobody waits for it, and a word that is lost is no harm."""
        if people and self.engine.dialect.name == "postgresql":
            from hoc_tui.data.feed import notify

            with suppress(SQLAlchemyError), self._readers.connect() as connection:
                notify(connection, people)

    def _enter_what_waited(self) -> None:
        if self._waiting and not self._units:
            waiting, self._waiting = self._waiting, []
            with suppress(HocError):  # what they tell of was refused already, and that is what must be said
                self.note(waiting)


def _practices(connection: Connection) -> list[Practice]:
    rows = connection.execute(select(PRACTICE)).mappings()
    return [Practice.model_validate(dict(row)) for row in rows]


def _login(connection: Connection, account: str, practices: list[Practice]) -> str:
    made_up = bool(practices) and all(practice.demo for practice in practices)
    if connection.dialect.name != "postgresql" or made_up:
        return account
    login: str = connection.execute(text("SELECT session_user")).scalar_one()
    return login


def _worker(connection: Connection, account: str) -> Staff | None:
    wanted = select(STAFF).where(STAFF.c.account == account)
    row = connection.execute(wanted).mappings().one_or_none()
    return Staff.model_validate(dict(row)) if row is not None else None


def _stranger(practice_id: UUID, login: str, place: str) -> Actor:
    """Somebody who is nobody here."""
    return Actor(practice_id=practice_id, staff_id=None, account=login, name="", role=None, place=place)


def actor_of(worker: Staff, place: str) -> Actor:
    """A member of staff as the audit names them.

    Args:
        worker: Who.
        place: Where they sit.
    """
    return Actor(
        practice_id=worker.practice_id,
        staff_id=worker.id,
        account=worker.account,
        name=worker.name,
        role=worker.role,
        place=place,
    )
