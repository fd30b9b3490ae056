"""A program in a real pseudo-terminal, its bytes read as a screen.

Everything waits for an event with a deadline, never for a time: `Terminal.wait_for` returns as soon as the words are on
the screen. The program gets a session, a process group and a controlling terminal of its own, as a login gives it.
"""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyte

from tests.support.loaded import Forked, fork

REPOSITORY: Final = Path(__file__).resolve().parents[2]

PATIENCE: Final = 60.0
"""Seconds for anything to happen on a busy machine."""

_LOOK_AGAIN: Final = 0.05

_PAINTED: Final = 0.08 if sys.platform == "linux" else 0.25
"""Seconds of silence after which a program that sleeps has painted: it paints 30 times a second at most."""

KEYS: Final = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    **{f"ctrl+{chr(code + 96)}": chr(code) for code in range(1, 27)},
}
"""What a plain xterm sends for a key."""

# The start of Kitty's keyboard mode: pyte 0.8.2 would print its "u".
_NOT_FOR_PYTE: Final = re.compile(rb"\x1b\[[<>=?][0-9;]*u")

_UNFINISHED: Final = re.compile(rb"\x1b(\[[<>=?]?[0-9;]*)?$")

# Why a launcher and not `preexec_fn`: that one runs Python between fork and exec, in a process that may have threads.
_LAUNCHER: Final = """
import fcntl, os, signal, sys, termios
own_terminal, ignore_hangup, *command = sys.argv[1:]
if own_terminal == "True":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
if ignore_hangup == "True":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execvp(command[0], command)
"""


class Terminal:
    """Runs a program in a pseudo-terminal; use it as a context manager, which ends the program.

    Args:
        command: The program and its arguments; Python code instead goes into `code`.
        code: Python code to run, if there is no command.
        size: Columns and rows.
        env: What the program's environment has besides PATH, HOME, TERM, LANG and PYTHONPATH; None takes one away.
        ignore_hangup: Start it as nohup does, with SIGHUP ignored.
        own_terminal: Whether the pseudo-terminal is its controlling terminal, so that closing it sends SIGHUP.
        loaded: Whether the command is one of those that are loaded already (`tests.support.loaded`).
    """

    def __init__(
        self,
        command: Sequence[str | Path] | None = None,
        *,
        code: str | None = None,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        ignore_hangup: bool = False,
        own_terminal: bool = True,
        loaded: bool = False,
    ) -> None:
        self.columns, self.rows = size
        program = [str(part) for part in command] if command else [sys.executable, "-c", code or ""]
        self._program = program
        self._loaded, self._own_terminal, self._nohup = loaded, own_terminal, ignore_hangup
        self._environment = _environment(env or {})
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._master: int | None = None
        self._mark = 0
        self._fed = 0
        self._ended = False
        self._seen: tuple[tuple[int, int, int], list[str]] = ((-1, 0, 0), [])
        self.output = b""
        """Every byte the program has written so far and this object has read."""

    def __enter__(self) -> Self:
        """Start the program."""
        self._master, slave = pty.openpty()
        self._set_size(slave)
        self.process = self._forked(slave) if self._loaded else self._started(slave)
        os.close(slave)
        os.set_blocking(self._master, False)
        return self

    def _forked(self, slave: int) -> Forked:
        return fork(
            self._program,
            terminal=slave,
            env=self._environment,
            cwd=str(REPOSITORY),
            own_terminal=self._own_terminal,
            nohup=self._nohup,
        )

    def _started(self, slave: int) -> subprocess.Popen[bytes]:
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(self._own_terminal), str(self._nohup)]
        return subprocess.Popen(
            [*launcher, *self._program],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=REPOSITORY,
            env=self._environment,
            start_new_session=True,
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program whatever it is doing, and close its terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hangup()

    # What the person does --------------------------------------------------------------------------------------------

    def send(self, text: str | bytes) -> None:
        """Type text, or send bytes as they are.

        Args:
            text: What to type.
        """
        waiting = text.encode() if isinstance(text, str) else text
        deadline = time.monotonic() + PATIENCE
        while waiting:
            self._poll(max(0.0, deadline - time.monotonic()), select.POLLOUT)
            try:
                waiting = waiting[os.write(self._open_master(), waiting) :]
            except BlockingIOError:
                assert time.monotonic() < deadline, "the program does not read its keyboard"

    def press(self, *keys: str) -> None:
        """Press keys by their Textual names, or single characters.

        Args:
            keys: Such as "tab", "ctrl+q" or "a".
        """
        for key in keys:
            self.send(KEYS.get(key, key))

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the program gets SIGWINCH.

        Args:
            columns: Cells across.
            rows: Lines.
        """
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._set_size(self._open_master())

    def hangup(self) -> None:
        """Close the terminal, as a broken link or a closed window does."""
        if self._master is not None:
            os.close(self._master)
            self._master = None
            self._ended = True

    def kill(self, number: int) -> None:
        """Send a signal to the program.

        Args:
            number: Such as signal.SIGTERM.
        """
        self.process.send_signal(number)

    # What can be seen ------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> list[str]:
        """The lines on the screen, as read so far."""
        read = (self._fed, self.columns, self.rows)
        if self._seen[0] != read:
            # Once for all that is looked for in it: to read pyte's screen takes longer than to fill it.
            self._seen = read, [str(line).rstrip() for line in self._screen.display]
        return self._seen[1]

    @property
    def text(self) -> str:
        """The whole screen as one text."""
        return "\n".join(self.screen)

    def mark(self) -> None:
        """Count bytes from here."""
        self._mark = len(self.output)

    def bytes_since_mark(self) -> bytes:
        """What the program has written since the mark, as read so far."""
        return self.output[self._mark :]

    @property
    def exit_code(self) -> int | None:
        """The program's exit code, or None while it runs; minus the signal if one has killed it."""
        return self.process.poll()

    @property
    def given_back(self) -> bool:
        """Whether the terminal is as it was: the main screen, a visible cursor, echo and line mode, no mouse."""
        modes = termios.tcgetattr(self._open_master())[3]
        cooked = bool(modes & termios.ECHO) and bool(modes & termios.ICANON) and bool(modes & termios.ISIG)
        left = self.output.rfind(b"\x1b[?1049l") > self.output.rfind(b"\x1b[?1049h")
        shown = self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")
        return cooked and left and shown

    # Waiting ---------------------------------------------------------------------------------------------------------

    def wait_for(self, words: str, timeout: float = PATIENCE) -> None:
        """Wait until words are on the screen.

        Args:
            words: What must stand on one line.
            timeout: Seconds.
        """
        self.wait_until(lambda: words in self.text, f"{words!r} is not on the screen", timeout)

    def wait_until_gone(self, words: str, timeout: float = PATIENCE) -> None:
        """Wait until words are no longer on the screen.

        Args:
            words: What must go.
            timeout: Seconds.
        """
        self.wait_until(lambda: words not in self.text, f"{words!r} is still on the screen", timeout)

    def wait_until(self, come_true: Callable[[], bool], otherwise: str, timeout: float = PATIENCE) -> None:
        """Read until something has come true.

        Args:
            come_true: Looked at after each reading.
            otherwise: What to say if it does not.
            timeout: Seconds.
        """
        deadline = time.monotonic() + timeout
        while not come_true():
            if self._ended or time.monotonic() > deadline:
                raise AssertionError(f"{otherwise}:\n{self.text}")
            # Why not until the deadline: what is waited for may be a file, of which the terminal says nothing.
            self._read(_LOOK_AGAIN)

    def quiet(self, seconds: float = _PAINTED, timeout: float = PATIENCE) -> None:
        """Read until the program has written nothing for a while and has nothing left to do; fails if it never stops.

        Args:
            seconds: How long it must be silent.
            timeout: Seconds it may take.
        """
        deadline = time.monotonic() + timeout
        before = self._busy
        while self._read(seconds) or before is None or before != self._busy:
            assert time.monotonic() < deadline, "the program never stops writing"
            before = self._busy

    @property
    def _busy(self) -> int | None:
        """The processor time that the program has used, in ticks; None while any thread of it runs or waits for a disk.

        Why asked: silence alone says little on a busy machine, where a second of it was too short, and wastes time on
        an idle one, where a twelfth is enough. Where nobody can be asked (it has ended, or this is no Linux), 0.
        """
        try:
            threads = [file.read_text() for file in Path(f"/proc/{self.process.pid}/task").glob("*/stat")]
        except OSError:
            return 0
        rows = [thread.rpartition(")")[2].split() for thread in threads]
        asleep = all(row[0] in "StTZX" for row in rows)
        return sum(int(row[11]) + int(row[12]) for row in rows) if asleep else None

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Read until the program has ended.

        Args:
            timeout: Seconds.

        Returns:
            Its exit code; minus the signal if one has killed it.
        """
        deadline = time.monotonic() + timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            pass
        try:
            code = self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the program has not ended:\n{self.text}") from None
        self._drain()
        return code

    # The descriptor --------------------------------------------------------------------------------------------------

    def _open_master(self) -> int:
        assert self._master is not None, "the terminal has been closed"
        return self._master

    def _set_size(self, descriptor: int) -> None:
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))

    def _poll(self, seconds: float, events: int) -> bool:
        poll = select.poll()
        poll.register(self._open_master(), events)
        return bool(poll.poll(seconds * 1000))

    def _read(self, seconds: float) -> bool:
        """Take what comes within some seconds; false when nothing did, or nothing will again."""
        if self._ended or not self._poll(seconds, select.POLLIN):
            return False
        try:
            data = os.read(self._open_master(), 65536)
        except OSError:  # Linux says EIO when the last program has closed its side
            data = b""
        self._ended = not data
        self.output += data
        self._feed()
        return bool(data)

    def _feed(self) -> None:
        waiting = self.output[self._fed :]
        unfinished = _UNFINISHED.search(waiting)
        whole = waiting[: unfinished.start()] if unfinished else waiting
        self._fed += len(whole)
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", whole))

    def _drain(self) -> None:
        while self._read(0):
            pass


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """A login's environment, and nothing that the machine running the tests happens to have set."""
    usual: dict[str, str | None] = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE"),
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}
