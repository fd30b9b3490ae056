"""Databases for the tests: fresh ones, and copies of some that were migrated and filled once."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.postgres import Server

POSTGRES = ("postgres-16", "postgres-18")
"""The PostgreSQL servers there are, the newest last."""

Filling = Callable[[str], object]
"""Puts something into the migrated database at an address, the same each time."""


class Databases:
    """Makes databases by the name of their server, which is started when it is first asked for.

    Args:
        folder: Where SQLite files are kept for copying.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()
        self._servers: dict[str, Server] = {}
        self._templates: dict[tuple[str, Filling | None], str] = {}

    @contextmanager
    def empty(self, name: str, folder: Path) -> Iterator[str]:
        """A database with nothing in it.

        Args:
            name: `sqlite`, `postgres-16` or `postgres-18`.
            folder: Where an SQLite file goes.

        Yields:
            Its SQLAlchemy address.
        """
        if name == "sqlite":
            yield f"sqlite:///{folder / 'record.db'}"
            return
        with self._created(self._server(name), "template0") as url:
            yield url

    @contextmanager
    def migrated(self, name: str, folder: Path, filling: Filling | None = None) -> Iterator[str]:
        """A database at the newest schema, as a copy: making each test's own would be most of a test's time.

        Args:
            name: `sqlite`, `postgres-16` or `postgres-18`.
            folder: Where an SQLite file goes.
            filling: What is in it already, made once for all that ask for it; None for nothing.

        Yields:
            Its SQLAlchemy address.
        """
        template = self._template(name, filling)
        if name == "sqlite":
            shutil.copyfile(template, folder / "record.db")
            yield f"sqlite:///{folder / 'record.db'}"
            return
        with self._created(self._server(name), template) as url:
            yield url

    def close(self) -> None:
        """Drop the templates and end the servers."""
        for (name, _), template in self._templates.items():
            if name != "sqlite":
                self._servers[name].drop(template)
        self._running.close()

    @staticmethod
    @contextmanager
    def _created(server: "Server", template: str) -> Iterator[str]:
        database = server.create(template)
        try:
            yield server.url(database)
        finally:
            server.drop(database)

    def _server(self, name: str) -> "Server":
        # Late, so that a run without PostgreSQL does not pay for SQLAlchemy and psycopg.
        from tests.support.postgres import running

        if name not in self._servers:
            self._servers[name] = self._running.enter_context(running(name))
        return self._servers[name]

    def _template(self, name: str, filling: Filling | None) -> str:
        """What is copied: an SQLite file, or the name of a database."""
        if (name, filling) not in self._templates:
            make = self._sqlite_template if name == "sqlite" else self._postgres_template
            self._templates[name, filling] = make(name, filling)
        return self._templates[name, filling]

    def _postgres_template(self, name: str, filling: Filling | None) -> str:
        server = self._server(name)
        database = server.create(self._template(name, None) if filling else "template0")
        (filling or _upgrade)(server.url(database))
        server.disconnect(database)
        return database

    def _sqlite_template(self, name: str, filling: Filling | None) -> str:
        empty = self._template(name, None) if filling else ""
        file = self._folder / f"template{len(self._templates)}.db"
        if empty:
            shutil.copyfile(empty, file)
        (filling or _upgrade)(f"sqlite:///{file}")
        # What is still in the write-ahead log would not be in a copy of the file.
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return str(file)


def _upgrade(url: str) -> None:
    """Bring an empty database to the newest schema."""
    # Late, so that tests which need no database do not pay for alembic.
    from hoc_tui.data.migrate import upgrade

    upgrade(url)
