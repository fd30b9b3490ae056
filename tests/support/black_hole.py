"""A network between a program and its PostgreSQL that can swallow every byte, as a dead switch or a firewall does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

_CHUNK: Final = 65536


class Network:
    """Passes bytes between TCP connections and a server's socket, until it swallows them.

    Args:
        server: The server's own socket in the file system.
    """

    def __init__(self, server: Path) -> None:
        self._server = server
        self._passes = threading.Event()
        self._passes.set()
        self._ends: list[socket.socket] = []
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listens.getsockname()[1]
        """Where a program reaches the server through it."""
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow(self) -> None:
        """From now on every byte is taken and none arrives; new connections are taken, too, and never answered."""
        self._passes.clear()

    def mend(self) -> None:
        """From now on new connections work; those that lost bytes never will again."""
        for end in self._ends:
            end.close()
        self._ends.clear()
        self._passes.set()

    def close(self) -> None:
        """End every connection."""
        self._listens.close()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listens.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server))
                self._ends += [program, server]
                for from_, to in ((program, server), (server, program)):
                    threading.Thread(target=self._pass, args=(from_, to), daemon=True).start()

    def _pass(self, from_: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := from_.recv(_CHUNK):
                if self._passes.is_set():
                    to.sendall(data)
            # The other side has gone; a swallowed goodbye is one that nobody hears.
            if self._passes.is_set():
                to.shutdown(socket.SHUT_RDWR)


@contextmanager
def network_to(url: str) -> Iterator[tuple[Network, str]]:
    """A network to a test server, and the server's address through it.

    Args:
        url: The server's own address: a folder with its socket.
    """
    address = make_url(url)
    folder = address.query["host"]
    assert isinstance(folder, str)
    network = Network(next(Path(folder).glob(".s.PGSQL.*[0-9]")))
    query = {name: value for name, value in address.query.items() if name != "host"} | {"connect_timeout": "2"}
    through = address.set(host="127.0.0.1", port=network.port, query=query)
    try:
        yield network, through.render_as_string(hide_password=False)
    finally:
        network.close()
