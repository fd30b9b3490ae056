"""In PostgreSQL a person's clinical rows are shown to a login that has opened the record, in psql too; to no other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from hoc_tui.data.clinical import CLINICAL, NOT_CLINICAL, missing_row_security
from hoc_tui.data.engine import open_engine, reading_engine
from hoc_tui.data.record_read import read_record
from hoc_tui.data.tables import Base
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement
from hoc_tui.services import agreeing, conversation, importing, lists, records
from hoc_tui.services.reporting import take_message
from tests.services.test_quarantine import message
from tests.support.checking import new_result
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of, result

Link = psycopg.Connection[tuple[object, ...]]

OPEN = """
INSERT INTO audit_event (id, practice_id, at, account, name, place, act, person_id, things, words, why,
                         login, entered_at, xid)
VALUES (gen_random_uuid(), %(id)s, now(), 'plain', 'Plain', '', %(act)s, %(who)s, '[]', '', '',
        session_user, now(), pg_current_xact_id()::text::bigint)
"""


def test_every_table_of_a_person_is_declared() -> None:
    """A new table that names a person is clinical or is not, and somebody has said which."""
    named = {table.name for table in Base.metadata.sorted_tables if "person_id" in table.c}

    assert named == {*CLINICAL, *NOT_CLINICAL}
    assert not {*CLINICAL} & {*NOT_CLINICAL}


@pytest.mark.parametrize("table", CLINICAL)
def test_every_clinical_table_has_row_security(postgres_surgery: Surgery, table: str) -> None:
    """Not forced yet, which comes with the roles; and missed at the door where it was switched off."""
    with postgres_surgery.database_engine().begin() as connection:
        assert () == missing_row_security(connection)
        connection.execute(text(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"))

        assert (f"row security of {table}",) == missing_row_security(connection)


class Plain:
    """A login that owns nothing and is nobody special, as staff will be.

    Args:
        surgery: Where.
        name: Its name.
        person_id: Somebody with a row in every clinical table that reading shows.
    """

    def __init__(self, surgery: Surgery, name: str, person_id: UUID) -> None:
        self._address = make_url(surgery.url).set(drivername="postgresql", username=name)
        self.name = name
        self.person_id = person_id

    @contextmanager
    def connected(self, *, autocommit: bool = True) -> Iterator[Link]:
        """A session of its own."""
        address = self._address.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=autocommit) as link:
            yield link

    def sees(self, link: Link | None = None) -> int:
        """How many clinical rows of the person it sees, in all tables."""
        if link is None:
            with self.connected() as own:
                return self.sees(own)
        counts = " + ".join(f"(SELECT count(*) FROM {table} WHERE person_id = %(who)s)" for table in CLINICAL)
        row = link.execute(f"SELECT {counts}".encode(), {"who": self.person_id}).fetchone()
        assert row is not None
        return int(str(row[0]))

    def record(self) -> Record:
        """The record as the program reads it, at this login."""
        engine = open_engine(self._address.render_as_string(hide_password=False))
        try:
            with reading_engine(engine).connect() as connection:
                return read_record(connection, self.person_id, clinical=True, at=NINE_O_CLOCK)
        finally:
            engine.dispose()

    def open(self, link: Link, act: str = "opened") -> None:
        """Enter that the record is opened."""
        link.execute(OPEN, {"id": UUID(int=1), "act": act, "who": self.person_id})


OPEN_TO_ALL = ("person", "visit", "need", "contact", "staff")
"""Tables that are read without opening a record."""


@pytest.fixture
def plain(postgres_surgery: Surgery) -> Iterator[Plain]:
    """A plain login in a practice with one record that holds something."""
    name = f"hoc_plain_{os.getpid()}"
    person_id = _one_record(postgres_surgery)
    engine = postgres_surgery.database_engine()
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        for table in (*CLINICAL, *OPEN_TO_ALL, "newest_plan", "content_approval", "test_mapping"):
            connection.execute(text(f"GRANT SELECT ON {table} TO {name}"))
        connection.execute(text(f"GRANT INSERT ON audit_event, agenda_item TO {name}"))
    yield Plain(postgres_surgery, name, person_id)
    with engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


def _one_record(surgery: Surgery) -> UUID:
    desk = surgery.desk()
    importing.take_in(desk, record_of(result("r1"), result("r2")), "one.json", b"{}")
    [found] = lists.find(desk, "jackson")
    conversation.put_down(desk, found.person_id, AgendaDraft(text="my feet"))
    agreeing.agree(desk, records.open_record(desk, found.person_id), AgreeDraft(agreement=Agreement.BY_PERSON))
    return found.person_id


def test_a_login_sees_nothing_of_a_record_it_has_not_opened(plain: Plain) -> None:
    """With every right to read the tables, and none to this person's rows."""
    assert 0 == plain.sees()


def test_a_committed_opening_shows_the_record(plain: Plain) -> None:
    """Its own, of this person, in another transaction."""
    with plain.connected() as link:
        plain.open(link)

        assert plain.sees(link) > 5
    assert plain.sees() > 5


def test_a_record_that_is_not_shown_never_looks_empty(plain: Plain) -> None:
    """The program says that it was not shown: somebody could take a blank plan for a person who has none."""
    with pytest.raises(Refused, match="does not show this record"):
        plain.record()
    with plain.connected() as link:
        plain.open(link)

    assert ["my feet"] == [one.text for one in plain.record().agenda]


@pytest.mark.parametrize("act", ["refused", "searched", "changed"])
def test_no_other_act_shows_it(plain: Plain, act: str) -> None:
    """Having been refused, say, is no admission."""
    with plain.connected() as link:
        plain.open(link, act)

        assert 0 == plain.sees(link)


def test_an_opening_in_the_same_transaction_shows_nothing(plain: Plain) -> None:
    """Otherwise somebody could open, read and roll back, and leave no trace."""
    with plain.connected(autocommit=False) as link:
        plain.open(link)
        assert 0 == plain.sees(link)
        link.execute("SAVEPOINT inside")
        plain.open(link)
        assert 0 == plain.sees(link)
        link.rollback()
        assert 0 == plain.sees(link)
    assert 0 == plain.sees()


def test_somebody_elses_opening_shows_nothing(plain: Plain, postgres_surgery: Surgery) -> None:
    """The owner has opened it all day long; and nobody can enter an event in another's name, or from another time."""
    records.open_record(postgres_surgery.desk(), plain.person_id)
    assert 0 == plain.sees()
    for forged in (
        OPEN.replace("session_user", "'hoc'"),
        OPEN.replace("session_user, now()", "session_user, now() + interval '9 years'"),
        OPEN.replace("pg_current_xact_id()::text::bigint", "3"),
    ):
        with plain.connected() as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute(forged.encode(), {"id": UUID(int=1), "act": "opened", "who": plain.person_id})


def test_an_opening_admits_for_twelve_hours(plain: Plain, postgres_surgery: Surgery) -> None:
    """After that the record is opened anew, with a new entry."""
    with plain.connected() as link:
        for hours in (13, 11):
            with postgres_surgery.database_engine().begin() as owner:
                values = {"id": UUID(int=1), "act": "opened", "who": plain.person_id}
                earlier = OPEN.replace("session_user, now()", f"'{link.info.user}', now() - interval '{hours} hours'")
                owner.exec_driver_sql(earlier, values)
            assert (hours < 12) is (plain.sees(link) > 0)


LIST = OPEN.replace("%(who)s", "NULL")
"""Enters that a list over several people is opened; its words name it."""


def _lists(link: Link, name: str) -> None:
    words = LIST.replace("'[]', ''", f"'[]', '{name}'")
    link.execute(words.encode(), {"id": UUID(int=2), "act": "listed"})


@pytest.mark.parametrize(("name", "shown"), [("triage", (1, 1)), ("quarantine", (0, 0)), ("everything", (0, 0))])
def test_a_list_shows_what_it_is_for_and_no_more(
    plain: Plain, postgres_surgery: Surgery, name: str, shown: tuple[int, int]
) -> None:
    """A committed opening of the list of results to check shows reviews that wait and their results, nothing else."""
    new_result(postgres_surgery.desk(), plain.person_id, "r9")
    with plain.connected() as link:
        _lists(link, name)
        counts = [_count(link, table) for table in ("review", "result")]
        assert shown == tuple(counts)
        assert 0 == _count(link, "agenda_item")


def test_what_could_not_be_placed_is_shown_by_its_list_alone(plain: Plain, postgres_surgery: Surgery) -> None:
    """It holds results of people; it is hidden from whoever has not said that they look."""
    take_message(postgres_surgery.desk(), message(), "lab.hl7")
    with postgres_surgery.database_engine().begin() as owner:
        owner.exec_driver_sql(f"GRANT SELECT ON quarantine TO {plain.name}")
    with plain.connected() as link:
        assert 0 == _count(link, "quarantine")
        _lists(link, "quarantine")
        assert 1 == _count(link, "quarantine")


def _count(link: Link, table: str) -> int:
    row = link.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(str(row[0]))


def test_a_setting_that_anybody_may_set_changes_nothing(plain: Plain) -> None:
    """The policy goes by the session's login, and looks where its owner said, whatever search path is set."""
    with plain.connected() as link:
        columns = "login text, entered_at timestamptz, act text, person_id uuid, xid bigint"
        link.execute(f"CREATE TEMP TABLE audit_event ({columns})".encode())
        link.execute("INSERT INTO audit_event VALUES (session_user, now(), 'opened', %s, 0)", [plain.person_id])
        link.execute("SET search_path = pg_temp, public")

        assert 0 == plain.sees(link)


def test_adding_needs_no_opening_and_shows_nothing(plain: Plain) -> None:
    """Somebody new has no record yet that could be opened."""
    with plain.connected() as link:
        columns = (
            "person_id, id, text, raised_by, raiser_name, starred, position, status, outcome, private, third_party"
        )
        provenance = "version, authored_by, performed_by, occurred_at, recorded_at, ended_reason"
        values = "%(who)s, %(who)s, 'x', 'person', '', false, '1', 'open', '', false, false"
        values += ", 1, %(who)s, %(who)s, now(), now(), ''"
        adding = f"INSERT INTO agenda_item ({columns}, {provenance}) VALUES ({values})"
        link.execute(adding.encode(), {"who": plain.person_id})

        assert 0 == plain.sees(link)


def test_todays_list_says_that_there_is_a_plan_without_opening_anything(plain: Plain) -> None:
    """A list over everybody opens nobody's record, and must not say that there is no plan where there is one."""
    with plain.connected() as link:
        found = link.execute("SELECT number FROM newest_plan WHERE person_id = %s", [plain.person_id]).fetchall()

    assert [(1,)] == found


def test_one_opening_does_not_open_another_record(plain: Plain, postgres_surgery: Surgery) -> None:
    """Admission is to one person's rows."""
    other = register(postgres_surgery.desk(), "Okafor")
    with plain.connected() as link:
        plain.open(link)
        shown = link.execute("SELECT DISTINCT person_id FROM revision").fetchall()

    assert [(plain.person_id,)] == shown
    assert other.id != plain.person_id
