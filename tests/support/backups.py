"""A made-up practice to back up, PostgreSQL's own programs for it, and somebody who writes meanwhile."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import insert, select, text

from hoc_tui.data.backups.whole import Making
from hoc_tui.data.bulk import fill
from hoc_tui.data.engine import disposed, open_engine, writing_engine
from hoc_tui.data.fingerprint import TablePrint, fingerprint
from hoc_tui.data.tables import NameKeyRow, PersonRow
from hoc_tui.demo.practice import make_practice
from tests.support.databases import Databases

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 5)


def is_postgres(url: str) -> bool:
    """Whether a database is PostgreSQL's."""
    return url.startswith("postgresql")


def tools_for(url: str) -> Path | None:
    """The folder of PostgreSQL's programs of a server's version; None for SQLite and for a server named outside."""
    if not is_postgres(url) or os.environ.get("HOC_TEST_POSTGRES"):
        return None
    from tests.support.postgres import _binaries

    with disposed(open_engine(url)) as engine, engine.connect() as connection:
        number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    return _binaries(f"postgres-{number // 10_000}")


def making(url: str, *, overwrite: bool = False) -> Making:
    """How to make and restore backups in a test."""
    return Making(NOW, "0.0.0", tools_for(url), overwrite)


def make_up(url: str, people: int = 3) -> str:
    """Fill a migrated database with a made-up practice, and give its address back."""
    fill(url, make_practice(1, people, TODAY))
    return url


def another_database(databases: Databases, url: str, folder: Path) -> AbstractContextManager[str]:
    """An empty database on the server of another one."""
    if not is_postgres(url):
        folder.mkdir()
        return databases.empty("sqlite", folder)
    version = int(str(value(url, "SHOW server_version_num"))) // 10_000
    return databases.empty(f"postgres-{version}", folder)


def prints_of(url: str) -> dict[str, TablePrint]:
    """The fingerprint of every table of a database."""
    with disposed(open_engine(url)) as engine, engine.connect() as connection, connection.begin():
        return fingerprint(connection)


def execute(url: str, *statements: str) -> None:
    """Run statements on a database, in one transaction."""
    with disposed(open_engine(url)) as engine, writing_engine(engine).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def value(url: str, question: str) -> object:
    """The first value that answers a question."""
    with disposed(open_engine(url)) as engine, engine.connect() as connection:
        return connection.execute(text(question)).scalar()


@contextmanager
def somebody_writing(url: str) -> Iterator[list[int]]:
    """Somebody who commits small changes, one after the other, for as long as the block lasts.

    Yields:
        The numbers of what was committed so far; the first is there already.
    """
    written: list[int] = []
    begun, enough = Event(), Event()
    with disposed(open_engine(url)) as engine:
        with engine.connect() as connection:
            person = connection.execute(select(PersonRow.person_id, PersonRow.practice_id)).first()
        assert person is not None

        def write() -> None:
            while not enough.is_set():
                key = {"person_id": person[0], "practice_id": person[1], "key": f"meanwhile {len(written)}"}
                with writing_engine(engine).begin() as connection:
                    connection.execute(insert(NameKeyRow).values(key))
                written.append(len(written))
                begun.set()

        writer = Thread(target=write)
        writer.start()
        try:
            assert begun.wait(20)
            yield written
        finally:
            enough.set()
            writer.join()
