"""PostgreSQL servers that can be killed, started again, copied while they run, and promoted."""

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.support.postgres import _binaries
from tests.support.postgres_guard import reachable, short_folder, started, unprivileged, wait_until_ready

SETTINGS = {
    "fsync": "off",  # a killed process leaves its writes to the system; a power cut is not what is tried here
    "max_connections": "60",
    "shared_buffers": "32MB",
    "wal_level": "replica",
    "max_wal_senders": "5",
    "wal_keep_size": "256MB",
    "hot_standby": "on",
    "timezone": "UTC",
    "logging_collector": "off",
}


class Cluster:
    """One server: a folder of data and a port.

    Args:
        room: Whose folder it lies in, and whose programs it runs.
        name: Its folder, and what it calls itself to its primary.
    """

    def __init__(self, room: "Room", name: str) -> None:
        self.name = name
        self.port = _free_port()
        self._room = room
        self._data = room.folder / name
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make an empty one."""
        self._room.run("initdb", "-D", self._data, "-U", "hoc", "-A", "trust", "-E", "UTF8", "--no-sync")

    def copy(self, primary: "Cluster") -> None:
        """Make it a standby of a server that runs."""
        self._room.run("rm", "-rf", self._data)
        source = f"host=127.0.0.1 port={primary.port} user=hoc application_name={self.name}"
        self._room.run("pg_basebackup", "-D", self._data, "-d", source, "-X", "stream", "-c", "fast", "-R", "--no-sync")
        with (self._data / "postgresql.auto.conf").open("a") as settings:
            settings.write("synchronous_standby_names = ''\n")

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        where = {"port": str(self.port), "listen_addresses": "127.0.0.1"}
        options = [word for name, value in (SETTINGS | where).items() for word in ("-c", f"{name}={value}")]
        state = self._data / "postmaster.pid"
        state.unlink(missing_ok=True)
        with started(
            [self._room.programs / "postgres", "-D", self._data, "-k", self._room.folder, *options],
            self._room.folder,
            self._room.account,
        ) as process:
            pass_on = process
            wait_until_ready(process, state, self._room.folder)
            self._process = pass_on
            # Left to run: `with` would wait for its end.
            process.wait = lambda timeout=None: 0  # type: ignore[method-assign]

    def kill(self) -> None:
        """Kill the server and every process of it at once, as when its machine dies."""
        if self._process is None:
            return
        os.kill(self._process.pid, signal.SIGSTOP)  # so that it makes no new ones meanwhile
        for process in (*_children_of(self._process.pid), self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        subprocess.Popen.wait(self._process)
        self._process = None

    def promote(self) -> None:
        """Make a standby the one that writes."""
        self._room.run("pg_ctl", "promote", "-D", self._data, "-w", "-t", "30")

    def require_replica(self, standby: str) -> None:
        """Let every commit wait until a standby has it, and wait until that one is there."""
        with self.orders() as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({standby})'".encode())
            connection.execute("SELECT pg_reload_conf()")
            streaming = "SELECT count(*) FROM pg_stat_replication WHERE application_name = %s AND sync_state = 'quorum'"
            while not (connection.execute(streaming, [standby]).fetchone() or (0,))[0]:
                connection.execute("SELECT pg_sleep(0.05)")

    @contextmanager
    def orders(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A connection to give orders on."""
        with psycopg.connect(f"host=127.0.0.1 port={self.port} user=hoc dbname={database}", autocommit=True) as link:
            yield link


class Room:
    """A folder for servers, and the account they run as.

    Args:
        folder: Where.
        version: `postgres-16` or `postgres-18`.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.account = unprivileged()
        if self.account:
            os.chown(folder, self.account["user"], self.account["group"])
        self.programs = reachable(_binaries(version), folder, self.account)

    def run(self, *command: str | Path) -> None:
        """Run one of the server's programs to its end.

        Raises:
            CalledProcessError: It failed.
        """
        words: Sequence[str | Path] = [self._program(str(command[0])), *command[1:]]
        done = subprocess.run(
            words, cwd=self.folder, capture_output=True, check=False, env={"PATH": os.defpath}, **self.account
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr.decode()[-600:]}")

    def _program(self, name: str) -> str | Path:
        program = self.programs / name
        return program if program.exists() else name


@contextmanager
def servers(version: str = "postgres-18") -> Iterator[Room]:
    """A room for servers, gone at the end; whoever starts one in it kills it."""
    with tempfile.TemporaryDirectory(prefix="hoc-faults-", dir=short_folder(), ignore_cleanup_errors=True) as folder:
        yield Room(Path(folder), version)


def _children_of(parent: int) -> list[int]:
    """The processes that a server has made; each leads a session of its own, so that no group holds them all."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, check=False)
    return [int(word) for word in found.stdout.split()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
