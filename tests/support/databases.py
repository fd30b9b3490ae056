"""Databases for the tests: fresh ones, and copies of one that was migrated once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.postgres import Server

POSTGRES = ("postgres-16", "postgres-18")
"""The PostgreSQL servers there are, the newest last."""


class Databases:
    """Makes databases by the name of their server, which is started when it is first asked for.

    Args:
        folder: Where the migrated SQLite file is kept for copying.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()
        self._servers: dict[str, Server] = {}
        self._templates: dict[str, str] = {}

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
    def migrated(self, name: str, folder: Path) -> Iterator[str]:
        """A database at the newest schema, as a copy: migrating each test's own would be most of a test's time.

        Args:
            name: `sqlite`, `postgres-16` or `postgres-18`.
            folder: Where an SQLite file goes.

        Yields:
            Its SQLAlchemy address.
        """
        if name == "sqlite":
            shutil.copyfile(self._sqlite_template(), folder / "record.db")
            yield f"sqlite:///{folder / 'record.db'}"
            return
        with self._created(self._server(name), self._postgres_template(name)) as url:
            yield url

    def close(self) -> None:
        """Drop the templates and end the servers."""
        for name, template in self._templates.items():
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

    def _postgres_template(self, name: str) -> str:
        if name not in self._templates:
            server = self._server(name)
            database = server.create()
            _upgrade(server.url(database))
            server.disconnect(database)
            self._templates[name] = database
        return self._templates[name]

    def _sqlite_template(self) -> Path:
        template = self._folder / "migrated.db"
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            _upgrade(f"sqlite:///{unfinished}")
            # What is still in the write-ahead log would not be in a copy of the file.
            with closing(sqlite3.connect(unfinished)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            unfinished.rename(template)
        return template


def _upgrade(url: str) -> None:
    """Bring an empty database to the newest schema."""
    # Late, so that tests which need no database do not pay for alembic.
    from hoc_tui.data.migrate import upgrade

    upgrade(url)
