"""Makes one PostgreSQL server, and ends it when nobody listens any more.

Run as `python -I postgres_guard.py FOLDER-OF-BINARIES` with a pipe on standard input. It answers with one line of JSON,
`{"folder": …}` (where the socket is) or `{"error": …}`, and stops the server and removes the folder at the end of its
input: that comes when the test process closes the pipe, and just as surely when it crashes or is killed.

PostgreSQL refuses to run as root, so there it runs as `nobody`, in a temporary folder of its own.

Why not the wheel's own `get_server`: it keeps the server for the next caller, in a folder it names, and runs one
version only.
"""

import atexit
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

INITDB = ("-U", "hoc", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
OPTIONS = {
    "listen_addresses": "",  # the socket only: no port to collide on
    "fsync": "off",  # a test's data may die with the machine
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "timezone": "UTC",
}
SOCKET_PATH_LIMIT = 60
"""Characters a folder may have: a socket's whole path must stay under 104 on every system."""
ROOM_IN_MEMORY = 1_000_000_000
"""Bytes that must be free before memory is used for a server's files; a container may have 64 MB of it."""


class CannotStart(Exception):
    """There will be no server; the message is a sentence for whoever runs the tests."""


def main(binaries: Path) -> None:
    """Start the server, say where it is, and wait for the reader to go away.

    Args:
        binaries: The folder that holds `initdb`, `pg_ctl` and `postgres`.
    """
    signal.signal(signal.SIGTERM, leave)
    try:
        with tempfile.TemporaryDirectory(prefix="hoc-pg-", dir=memory_or_disk(), ignore_cleanup_errors=True) as folder:
            serve(binaries, Path(folder), unprivileged())
    except CannotStart as error:
        answer(error=str(error))


def answer(**words: str) -> None:
    """Say one line of JSON to the reader."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def leave(_signal: int, _frame: FrameType | None) -> None:
    """End through the `finally` blocks, as at the end of the input."""
    raise SystemExit(1)


def serve(binaries: Path, folder: Path, account: dict[str, Any]) -> None:
    """Make the cluster in `folder`, run its server, wait for the end of the input, and stop it."""
    if account:
        os.chown(folder, account["user"], account["group"])
    binaries = reachable(binaries, folder, account)
    data = folder / "data"
    options = [word for name, value in OPTIONS.items() for word in ("-c", f"{name}={value}")]
    initdb: list[str | Path] = [binaries / "initdb", "-D", data, *INITDB]
    postgres: list[str | Path] = [binaries / "postgres", "-D", data, "-k", folder, *options]
    with started(initdb, folder, account) as making:
        if making.wait():
            raise CannotStart(f"initdb failed: {last_words(folder)}")
    # Not `pg_ctl start`: its server would be nobody's child, and a container's first process may never bury it.
    with started(postgres, folder, account) as server:
        try:
            wait_until_ready(server, data / "postmaster.pid", folder)
            answer(folder=str(folder))
            sys.stdin.read()
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth a checkpoint


def wait_until_ready(server: "subprocess.Popen[bytes]", state: Path, folder: Path) -> None:
    """Wait until the server takes connections, which it writes into the last line of its `state` file.

    Raises:
        CannotStart: It ended instead, or took longer than a minute.
    """
    deadline = time.monotonic() + 60
    while not (state.exists() and state.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            raise CannotStart(f"the server is not ready: {last_words(folder)}")
        time.sleep(0.01)


def started(command: Sequence[str | Path], folder: Path, account: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start one of the server's programs, with what it says going to a file in `folder`.

    Raises:
        CannotStart: There is no such program.
    """
    environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with (folder / "output").open("w") as said:
        try:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, env=environment, **account
            )
        except OSError as error:
            raise CannotStart(f"{command[0]} did not start: {error.strerror}.") from error


def last_words(folder: Path) -> str:
    """The end of what the program started last has said."""
    return (folder / "output").read_text()[-600:].strip()


def unprivileged() -> dict[str, Any]:
    """The account for the server, as `subprocess` takes it: empty unless we are root.

    Returns:
        The arguments `user`, `group` and `extra_groups`, or none.
    """
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def memory_or_disk() -> str:
    """Where the server's files go: a database is 300 of them, which a slow disk takes 200 ms to copy and memory 10."""
    memory = Path("/dev/shm")
    if memory.is_dir() and open_to_all(memory) and shutil.disk_usage(memory).free > ROOM_IN_MEMORY:
        return str(memory)
    return short_folder()


def short_folder() -> str:
    """A temporary folder that everybody may enter and whose name leaves room for a socket's."""
    for candidate in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        path = Path(candidate).resolve()
        if path.is_dir() and len(str(path)) < SOCKET_PATH_LIMIT and open_to_all(path):
            return str(path)
    raise CannotStart("No temporary folder is open to all and short enough for a socket; name one in TMPDIR.")


def open_to_all(path: Path) -> bool:
    """Whether every account may walk down to `path`."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def reachable(binaries: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The binaries where `account` can run them: where they are, or a copy when they lie under somebody's home."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, cwd=folder, **account)
    except (OSError, subprocess.CalledProcessError):
        return copied(binaries)
    return binaries


def copied(binaries: Path) -> Path:
    """A copy, gone at exit, of the installation and of the libraries that the wheel keeps beside its package."""
    # Not in the server's own folder: memory is often mounted so that nothing in it can be run.
    copy = Path(tempfile.mkdtemp(prefix="hoc-pg-programs-", dir=short_folder()))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    package = binaries.parent.parent
    for source in (binaries.parent, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, copy / source.relative_to(package.parent), symlinks=True)
    for step in (copy, *copy.rglob("*")):
        if not step.is_symlink():
            step.chmod(0o755 if step.is_dir() or step.stat().st_mode & 0o100 else 0o644)
    return copy / binaries.relative_to(package.parent)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
