"""What a crash may tell: an incident number to the person, places in our code to the maintainer, and no clinical text.

Textual's own way is a Rich traceback with every local variable, written into the terminal's scrollback, and an exit
code of 0 unless the caller asks (``App._fatal_error``, 8.2.8); swiss-ai/model-launch#42 and harlequin override it too.
A message may carry data as well (a driver quotes the row, pydantic quotes the input), so no message is ever written.
"""

import contextlib
import errno
import os
import re
import resource
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop  # 50 ms, and a command without a screen has no loop

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0, 1, I, L, O and U: read over the telephone, they are taken for one another."""

_PACKAGE: Final = Path(__file__).resolve().parents[1]

_NAME: Final = re.compile(r"[A-Za-z_<][A-Za-z0-9_.<>]{0,199}")

_SQLSTATE: Final = re.compile(r"[0-9A-Z]{5}")

_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True, slots=True)
class Incident:
    """A crash that was written down."""

    number: str
    """What a person quotes, such as "K7M2-9QXD"."""
    path: Path | None
    """Where it was written; None when the disk took nothing."""

    @property
    def sentence(self) -> str:
        """What the person is told: one plain sentence, and where the maintainer looks."""
        said = f"hoc-tui met something it could not handle and has closed. Please report incident {self.number}."
        return said if self.path is None else f"{said} Its details, without any person's data, are in {self.path}"


class CrashPolicy:
    """Writes incidents down, and takes the place of every other way an error could reach a terminal or a log.

    Args:
        directory: Where incidents are kept; made with mode 0700 when the first one comes.
        version: The program's version, for the report.
    """

    def __init__(self, directory: Path | None, *, version: str = "") -> None:
        self._directory = directory
        self._version = version

    def record(self, error: BaseException) -> Incident:
        """Write an error down without anything it could have picked up from a record.

        Args:
            error: The error, with its traceback and the errors behind it.

        Returns:
            The incident, also when it could not be written.
        """
        number = _new_number()
        path: Path | None = None
        with contextlib.suppress(Exception):
            path = self._write(number, "\n".join(self._report(number, error)) + "\n")
        return Incident(number, path)

    def install(self) -> None:
        """Take over what Python itself would print, for the whole process.

        Loggers nobody set up, warnings and errors in ``__del__`` print messages and source lines by themselves; a core
        file would hold the whole record.
        """
        import logging

        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable
        logging.lastResort = None
        logging.raiseExceptions = False
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

    def in_loop(self, _loop: "AbstractEventLoop", context: dict[str, Any]) -> None:
        """Record what an event loop could not deliver to anybody; give it to ``loop.set_exception_handler``.

        Args:
            context: What asyncio knows about it; only the exception is read.
        """
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.record(error)

    def tell(self, incident: Incident) -> None:
        """Print the incident's sentence on the real standard error, if anybody is there to read it.

        Args:
            incident: What was recorded.
        """
        say(incident.sentence)

    def _uncaught(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            say("Stopped.")
        else:
            self.tell(self.record(error))

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.record(args.exc_value)

    def _unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.record(args.exc_value)

    def _write(self, number: str, report: str) -> Path | None:
        if self._directory is None:
            return None
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._directory / f"incident-{number}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  Path cannot open with this mode
            file.write(report)
        return path

    def _report(self, number: str, error: BaseException) -> Iterator[str]:
        yield f"incident {number}"
        yield f"time {datetime.now(UTC).isoformat(timespec='seconds')}"
        yield f"hoc-tui {self._version} on Python {sys.version_info.major}.{sys.version_info.minor}"
        for cause in _chain(error):
            yield ""
            yield _described(cause)
            yield from (f"  {_place(frame, line)}" for frame, line in traceback.walk_tb(cause.__traceback__))


def say(sentence: str) -> None:
    """Print one sentence on the real standard error, whoever has redirected it, and mind no broken terminal.

    Args:
        sentence: Our own words.
    """
    if sys.__stderr__ is None:
        return
    with contextlib.suppress(OSError, ValueError):
        sys.__stderr__.write(f"{sentence}\n")
        sys.__stderr__.flush()


def _new_number() -> str:
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(8))
    return f"{letters[:4]}-{letters[4:]}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it wraps, what caused it and what was being handled, nearest first and each once."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _LONGEST_CHAIN:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting.extend(_behind(current))


def _behind(error: BaseException) -> Iterator[BaseException]:
    members = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    # `error` is where Textual's WorkerFailed keeps the real one (worker.py, 8.2.8).
    for behind in (*members, getattr(error, "error", None), error.__cause__, error.__context__):
        if isinstance(behind, BaseException):
            yield behind


def _described(error: BaseException) -> str:
    """The error's type, and the codes that are numbers by nature; never its message."""
    kind = type(error)
    facts = [_checked(f"{kind.__module__}.{kind.__qualname__}")]
    if isinstance(error, OSError) and isinstance(error.errno, int):
        facts.append(errno.errorcode.get(error.errno, "errno unknown"))
    sqlstate = getattr(error, "sqlstate", None)
    if isinstance(sqlstate, str) and _SQLSTATE.fullmatch(sqlstate):
        facts.append(f"sqlstate {sqlstate}")
    return " ".join(facts)


def _place(frame: FrameType, line: int) -> str:
    """Where a frame is: our own as file, line and function, others as module and line."""
    path = Path(frame.f_code.co_filename)
    if path.is_relative_to(_PACKAGE):
        return f"{_PACKAGE.name}/{path.relative_to(_PACKAGE)}:{line} in {_checked(frame.f_code.co_name)}"
    return f"{_checked(str(frame.f_globals.get('__name__', '')))}:{line}"


def _checked(name: str) -> str:
    """A name, if it looks like one that a programmer wrote."""
    return name if _NAME.fullmatch(name) else "?"
