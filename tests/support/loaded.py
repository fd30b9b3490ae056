"""Programs that have been loaded once, and are copied for every test that starts one in a terminal.

Loading takes 1.2 s of processor time and the tests start ninety programs. One process loads everything, before any of
it has run, and forks for each start: what runs then is the program's own beginning, in a process, a session and a
terminal of its own. Nothing of ours does anything while it is imported; what Textual reads from the environment while
it is imported is the same for every start (`hoc_tui.runtime.terminal.prepare_environment`). A test of something else
than that starts the program from nothing.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import random
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

PATIENCE: Final = 60.0
"""Seconds in which a program must be forked, on a busy machine that has yet to load it."""
LOADED: Final = ("hoc_tui", "tests.terminal.probe_app")
"""What is loaded before the first fork: packages with everything in them, and modules."""
NOT_LOADED: Final = ("hoc_tui.__main__", "hoc_tui.data.migrations")
"""What does something when it is imported."""


class Forked:
    """A program that was forked here, with as much of `subprocess.Popen` as a terminal needs.

    Args:
        told: Where its keeper says its process id, and how it ended.
    """

    def __init__(self, told: int) -> None:
        self._told = told
        self._said = b""
        self.returncode: int | None = None
        self.pid = int(self._line(PATIENCE) or -1)
        assert self.pid > 0, "the program has not been forked"

    def poll(self) -> int | None:
        """Its exit code, or None while it runs; minus the signal if one has killed it."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Args:
            timeout: Seconds; None for as long as it takes.

        Raises:
            TimeoutExpired: It has not.
        """
        if self.returncode is None:
            ended = self._line(timeout)
            if ended is None:
                raise subprocess.TimeoutExpired("a forked program", timeout or 0)
            self.returncode = int(ended)
            os.close(self._told)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _line(self, timeout: float | None) -> str | None:
        while b"\n" not in self._said:
            poll = select.poll()
            poll.register(self._told, select.POLLIN)
            if not poll.poll(None if timeout is None else timeout * 1000):
                return None
            more = os.read(self._told, 64)
            assert more, "a forked program has lost its keeper"
            self._said += more
        line, _, self._said = self._said.partition(b"\n")
        return line.decode()


class _Loader:
    """The process that has loaded everything; started when it is first needed, ended with this one."""

    def __init__(self) -> None:
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, order: Mapping[str, object], descriptors: Sequence[int]) -> None:
        """Have a program forked."""
        if self._door is None:
            self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.support.loaded", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    env=dict(order["env"]),  # type: ignore[call-overload]
                    cwd=str(order["cwd"]),
                    start_new_session=True,
                )
            atexit.register(self._end)
        socket.send_fds(self._door, [json.dumps(order).encode()], descriptors)

    def _end(self) -> None:
        if self._door is not None and self._process is not None:
            self._door.close()
            self._process.wait(PATIENCE)


_LOADER: Final = _Loader()


def fork(
    arguments: Sequence[str], *, terminal: int, env: Mapping[str, str], cwd: str, own_terminal: bool, nohup: bool
) -> Forked:
    """Start a program that is loaded already.

    Args:
        arguments: "hoc_tui" or "probe", and the program's arguments.
        terminal: The terminal's descriptor.
        env: All of its environment.
        cwd: The folder it starts in.
        own_terminal: Whether the terminal is its controlling terminal.
        nohup: Whether it ignores SIGHUP.
    """
    told, tell = os.pipe()
    try:
        order = {"arguments": list(arguments), "env": dict(env), "cwd": cwd, "own": own_terminal, "nohup": nohup}
        _LOADER.start(order, [terminal, tell])
    finally:
        os.close(tell)
    return Forked(told)


# -- In the process that has loaded everything ------------------------------------------------------------------------


def serve(door: socket.socket) -> dict[str, Any]:
    """Fork a program for every order; returns in the program, with its order."""
    _load(LOADED)
    assert threading.active_count() == 1, "what is forked has one thread"
    gc.freeze()  # what is loaded stays, and its pages stay shared
    while True:
        words, descriptors, _, _ = socket.recv_fds(door, 1 << 20, 2)
        if not words:
            _bury()
            sys.exit()
        terminal, tell = descriptors
        if os.fork() == 0:
            door.close()
            _keep(tell, terminal)
            order: dict[str, Any] = json.loads(words)
            _move_in(order, terminal)
            return order
        os.close(terminal)
        os.close(tell)
        _bury()


def _bury() -> None:
    """Let go of keepers that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _load(names: Iterable[str]) -> None:
    from hoc_tui.runtime.terminal import prepare_environment

    prepare_environment(os.environ)
    for name in names:
        module = importlib.import_module(name)
        for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            if not found.name.startswith(NOT_LOADED):
                importlib.import_module(found.name)


def _keep(tell: int, terminal: int) -> None:
    """Become the program's parent, say how it ended, and end; returns in the program."""
    process = os.fork()
    if process == 0:
        os.close(tell)
        return
    os.close(terminal)
    os.write(tell, f"{process}\n".encode())
    _, status = os.waitpid(process, 0)
    os.write(tell, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _move_in(order: Mapping[str, Any], terminal: int) -> None:
    """Become a program that was just started there: its session, its terminal, its environment, its streams."""
    import fcntl
    import termios

    os.setsid()
    for standard in (0, 1, 2):
        os.dup2(terminal, standard)
    os.close(terminal)
    if order["own"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    random.seed()  # or two programs would draw the same
    signal.signal(signal.SIGHUP, signal.SIG_IGN if order["nohup"] else signal.SIG_DFL)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    for name, descriptor in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        buffer = io.BufferedReader(io.FileIO(0)) if descriptor == 0 else io.BufferedWriter(io.FileIO(descriptor, "w"))
        stream = io.TextIOWrapper(buffer, "utf-8", "surrogateescape", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _run(order: Mapping[str, Any]) -> None:
    """What stands at the end of the program's own file."""
    program, *arguments = order["arguments"]
    sys.argv = [program, *arguments]
    if program == "hoc_tui":
        from hoc_tui.cli.main import main

        main()
    from tests.terminal import probe

    sys.exit(probe.main(arguments[0]))


if __name__ == "__main__":
    _run(serve(socket.socket(fileno=int(sys.argv[1]))))
