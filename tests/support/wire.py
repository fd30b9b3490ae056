"""Counts what really passes between a program and PostgreSQL: an exchange is a question and all of its answer."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread

from sqlalchemy.engine import URL, make_url

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services.ports import Desk
from tests.support.desks import Ids, Surgery, account_of

SOCKET = ".s.PGSQL.5432"
"""What PostgreSQL calls the socket of its usual port."""


@dataclass
class Wire:
    """What has passed so far."""

    exchanges: int = 0
    _lock: Lock = field(default_factory=Lock)
    _asked_last: bool = False

    def asked(self) -> None:
        """The program has sent something; more of the same question is no new one."""
        with self._lock:
            self.exchanges += not self._asked_last
            self._asked_last = True

    def answered(self) -> None:
        """The server has sent something."""
        with self._lock:
            self._asked_last = False


@contextmanager
def on_the_wire(surgery: Surgery, role: Role = Role.NURSE) -> Iterator[tuple[Desk, Wire]]:
    """A desk whose connection passes through a counter.

    Args:
        surgery: A practice on PostgreSQL.
        role: Who sits there.

    Yields:
        The desk, and the counter.
    """
    url, wire, ids = make_url(surgery.url), Wire(), Ids(99)
    with TemporaryDirectory() as folder, closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(Path(folder) / SOCKET))
        listener.listen()
        Thread(target=_carry, args=(listener, url, wire), daemon=True).start()
        through = url.set(host=None, port=None, query={"host": folder}).render_as_string(hide_password=False)
        with closing(OpenDatabase(through, surgery.clock, ids)) as database:
            yield desk_at(database, account_of(role), surgery.clock, ids), wire


def _carry(listener: socket.socket, url: URL, wire: Wire) -> None:
    """Carry bytes both ways for one connection until either side ends it."""
    with suppress(OSError):
        program, _ = listener.accept()
        with closing(program), closing(_reach(url)) as database:
            answers = Thread(target=_pass_on, args=(database, program, wire.answered), daemon=True)
            answers.start()
            _pass_on(program, database, wire.asked)
            answers.join()


def _reach(url: URL) -> socket.socket:
    if url.host:
        return socket.create_connection((url.host, url.port or 5432))
    database = socket.socket(socket.AF_UNIX)
    database.connect(str(Path(str(url.query["host"])) / SOCKET))
    return database


def _pass_on(source: socket.socket, target: socket.socket, noted: Callable[[], None]) -> None:
    with suppress(OSError):
        while data := source.recv(1 << 20):
            noted()
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
