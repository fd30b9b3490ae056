"""`hoc-tui import --watch`: take in what a laboratory link puts into a folder, file by file, for as long as it runs.

A file is claimed by renaming it into `.working`, which one watcher alone can do; taken in; and moved to `done`, or to
`failed` with a reason beside it. A file that a dead watcher of this host has claimed is taken up again: since the same
message changes nothing the second time, nothing is lost and nothing done twice.
"""

import os
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.printing import harmless, tell
from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable

if TYPE_CHECKING:
    from hoc_tui.interop.csv import CsvMapping
    from hoc_tui.services.ports import Desk

WORKING: Final = ".working"
DONE: Final = "done"
FAILED: Final = "failed"
REASON: Final = ".reason.txt"
UNFINISHED: Final = frozenset({".tmp", ".part", ".partial", ".filepart", ".swp", ".crdownload"})
"""Endings under which senders write a file that is not whole yet."""
EVERY: Final = 1.0
"""Seconds between two looks at the folder; also for how long a file must stay as it is before it counts as whole."""
LOST_WAIT: Final = 5.0
"""Seconds until a database that went away is tried again."""
_CLAIMED: Final = re.compile(r"(?P<name>.+)\.(?P<host>[^.]+)\.(?P<pid>[0-9]+)\.claimed")


@dataclass(frozen=True)
class Watch:
    """What is watched, and how."""

    folder: Path
    most: int
    """The longest file that is read, in bytes."""
    mapping: "CsvMapping | None" = None
    once: bool = False
    """Whether it ends when everything that was there has been dealt with."""


class Hopper:
    """The folder that a link fills: which files in it are whole, and where they go.

    Args:
        folder: The folder; those beside its files are made as they are needed.
        settle: Seconds for which a file must not have changed; 0 takes every file as it is.

    Raises:
        ConfigurationMissing: It is no folder, or may not be written.
    """

    def __init__(self, folder: Path, *, settle: float = EVERY) -> None:
        self._folder = folder
        self._settle = settle
        self._host = _host()
        self._seen: dict[str, tuple[int, int]] = {}
        """Size and time of change of each file as it was at the look before."""
        try:
            for name in (WORKING, DONE, FAILED):
                (folder / name).mkdir(exist_ok=True)
        except OSError:
            raise ConfigurationMissing(f"{folder} is not a folder that can be written.") from None

    def claim_next(self) -> Path | None:
        """Claim a file that is whole, the oldest first; None when there is none now."""
        for path in self._whole():
            claimed = self._folder / WORKING / f"{path.name}.{self._host}.{os.getpid()}.claimed"
            # Another watcher may have been quicker; whoever renames it first has it, and nobody else.
            with suppress(OSError):
                path.rename(claimed)
                return claimed
        return None

    def _whole(self) -> list[Path]:
        """Files that have stayed as they are since the look before, oldest first."""
        found = {path: (at.st_size, at.st_mtime_ns) for path, at in self._files()}
        before, self._seen = self._seen, {path.name: state for path, state in found.items()}
        settled = [path for path, state in found.items() if not self._settle or before.get(path.name) == state]
        return sorted(settled, key=lambda path: (found[path][1], path.name))

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                hidden = entry.name.startswith(".") or Path(entry.name).suffix.casefold() in UNFINISHED
                with suppress(OSError):
                    if not hidden and entry.is_file(follow_symlinks=False):
                        yield Path(entry.path), entry.stat(follow_symlinks=False)

    def take_up(self) -> None:
        """Put back what a watcher of this host had claimed that is no more."""
        for path in sorted((self._folder / WORKING).iterdir()):
            claim = _CLAIMED.fullmatch(path.name)
            if claim and claim["host"] == self._host and not _alive(int(claim["pid"])):
                self.put_back(path)

    def put_back(self, claimed: Path) -> None:
        """Let a claimed file go, for whoever looks next."""
        self._move(claimed, self._folder, _name_of(claimed))

    def finish(self, claimed: Path, reasons: str) -> Path:
        """Move a file that was dealt with.

        Args:
            claimed: The file.
            reasons: Why some or all of it was rejected; empty when nothing was.

        Returns:
            Where it is now.
        """
        name = _name_of(claimed)
        if not reasons:
            return self._move(claimed, self._folder / DONE, name)
        # The reason first: a file without one would be a riddle, the other way round is only early.
        place = self._free(self._folder / FAILED, name)
        place.with_name(place.name + REASON).write_text(reasons, encoding="utf-8")
        return self._move(claimed, self._folder / FAILED, place.name)

    def _move(self, path: Path, folder: Path, name: str) -> Path:
        place = self._free(folder, name)
        with suppress(FileNotFoundError):
            path.rename(place)
        return place

    @staticmethod
    def _free(folder: Path, name: str) -> Path:
        """A name that nothing in a folder has: links use the same few names again and again."""
        if not (folder / name).exists():
            return folder / name
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        stem, dot, ending = name.partition(".")
        return folder / f"{stem}-{stamp}-{os.getpid()}{dot}{ending}"


def _host() -> str:
    """This host's name, as far as it can stand between dots."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", socket.gethostname()) or "host"


def _name_of(claimed: Path) -> str:
    """What a claimed file was called."""
    claim = _CLAIMED.fullmatch(claimed.name)
    return claim["name"] if claim else claimed.name


def _alive(pid: int) -> bool:
    """Whether a process of this host runs; our own number is a dead process's that had it before us."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def watch_folder(url: str, watch: Watch) -> ExitCode:
    """Take files in until somebody asks for an end.

    Args:
        url: The database.
        watch: What is watched.

    Returns:
        `REJECTED` when it was asked for once, and something was rejected.
    """
    hopper = Hopper(watch.folder, settle=0 if watch.once else EVERY)
    ending = threading.Event()
    with _heeding_signals(ending):
        watcher = Watcher(url, watch, hopper, ending)
        watcher.run()
    return ExitCode.REJECTED if watch.once and watcher.rejected else ExitCode.DONE


class Watcher:
    """Takes claimed files in, and waits for the database when it has gone.

    Args:
        url: The database.
        watch: What is watched.
        hopper: Its folder.
        ending: Set when it should end; a batch of messages that has begun is finished.
    """

    def __init__(self, url: str, watch: Watch, hopper: Hopper, ending: threading.Event) -> None:
        self.rejected = 0
        """Files of which something was rejected."""
        self._url = url
        self._watch = watch
        self._hopper = hopper
        self._ending = ending
        self._lost = False

    def run(self) -> None:
        """Watch until the end.

        Raises:
            HocError: The database cannot be used at all, or the role may not import.
        """
        self._hopper.take_up()
        while not self._ending.is_set():
            try:
                self._work()
            except DatabaseUnavailable as error:
                if self._watch.once:
                    raise
                self._say_lost(error)
                self._ending.wait(LOST_WAIT)
                continue
            if self._watch.once:
                return
            self._ending.wait(EVERY)

    def _say_lost(self, error: DatabaseUnavailable) -> None:
        if not self._lost:
            tell(f"{error.message} Files wait until it is back.")
        self._lost = True

    def _work(self) -> None:
        """Take in everything that is whole now; opens the database only when there is something."""
        claimed = self._hopper.claim_next()
        if claimed is None:
            return
        with ExitStack() as on_the_way:
            back = on_the_way.enter_context(self._putting_back())
            back.append(claimed)
            from hoc_tui.cli.opening import account, opened_desk

            with opened_desk(self._url, account()) as opened:
                self._say_back()
                while claimed is not None and not self._ending.is_set():
                    back[:] = [claimed]
                    self._take(opened.desk, claimed)
                    back.clear()
                    claimed = None if self._ending.is_set() else self._hopper.claim_next()
                    back += [claimed] if claimed else []

    @contextmanager
    def _putting_back(self) -> Iterator[list[Path]]:
        """Put back what was claimed and could not be dealt with."""
        held: list[Path] = []
        try:
            yield held
        finally:
            for path in held:
                self._hopper.put_back(path)

    def _say_back(self) -> None:
        if self._lost:
            tell("The database is back.")
        self._lost = False

    def _take(self, desk: "Desk", claimed: Path) -> None:
        """Take one file in and move it; it stays claimed when an end is asked for in the middle of it."""
        from hoc_tui.cli.taking_in import Intake, Stopped

        intake = Intake(desk, most=self._watch.most, mapping=self._watch.mapping, stopped=self._ending.is_set)
        try:
            intake.take(claimed)
        except Stopped:
            self._hopper.put_back(claimed)
            return
        reasons = _reasons(intake.report)
        place = self._hopper.finish(claimed, reasons)
        self.rejected += bool(reasons)
        tell(f"{place.parent.name}/{place.name}: {_counted(intake.report)}")


def _reasons(report: ImportReport) -> str:
    """Why something was rejected, one line each, for the file beside a failed one."""
    return "".join(f"{harmless(one.reason)}{f' ({one.where})' if one.where else ''}\n" for one in report.rejected)


def _counted(report: ImportReport) -> str:
    """What became of a file, in one line for the journal; counts alone, without anybody's name."""
    rejected = f", {len(report.rejected)} rejected" if report.rejected else ""
    return (
        f"{report.results_added} results new, {report.results_corrected} corrected, "
        f"{report.results_unchanged} unchanged, {report.quarantined} put aside{rejected}"
    )


@contextmanager
def _heeding_signals(ending: threading.Event) -> Iterator[None]:
    """End cleanly when asked to: a second time as well, since the first may have come while a file was opened."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
