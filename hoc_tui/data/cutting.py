"""Cutting a connection whose call hangs, from another thread: the call returns with an error and is done with.

An asyncio timeout round a query on a hung server arrived after 12 s, and a thread's call never returned by itself; with
its socket shut it returns at once (measured). What was cut is never used again.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, event


class Cutter:
    """Knows which connections of an engine are at work, and cuts them.

    Args:
        engine: The engine; those made from it by options share its connections.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._at_work: dict[int, Any] = {}
        self._cut: set[int] = set()
        event.listen(engine, "checkout", self._goes_to_work)
        event.listen(engine, "checkin", self._comes_back)

    def cut(self) -> None:
        """Cut every connection that is at work; returns at once, for any thread."""
        with self._lock:
            for key, driver in self._at_work.items():
                self._cut.add(key)
                cut(driver)

    def _goes_to_work(self, driver: Any, _record: object, _proxy: object) -> None:
        with self._lock:
            self._at_work[id(driver)] = driver

    def _comes_back(self, driver: Any, record: Any) -> None:
        """Forget a connection that comes back; one that was cut is thrown away, whatever it says of itself."""
        with self._lock:
            self._at_work.pop(id(driver), None)
            spent = id(driver) in self._cut
            self._cut.discard(id(driver))
        if spent:
            record.invalidate()


def cut(driver: Any) -> None:
    """Make a call on a driver's connection return with an error.

    Args:
        driver: A connection of psycopg or sqlite3.
    """
    # A connection that is closed already needs no cutting.
    with suppress(Exception):
        if hasattr(driver, "interrupt"):
            driver.interrupt()
        else:
            _shut(driver.pgconn.socket)


def _shut(number: int) -> None:
    """Shut a socket under its owner, who keeps the number and closes it."""
    with socket.socket(fileno=os.dup(number)) as link:
        link.shutdown(socket.SHUT_RDWR)


@contextmanager
def within(connection: Connection, seconds: float) -> Iterator[None]:
    """Cut a connection unless the block ends in time.

    Args:
        connection: What the block asks.
        seconds: How long it may take.
    """
    watchdog = threading.Timer(seconds, cut, [connection.connection.driver_connection])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
