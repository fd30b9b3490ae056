"""The checks of `hoc-tui doctor`, each an answer in words."""

import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

import platformdirs

from hoc_tui.cli.opening import now, reached
from hoc_tui.cli.sqlite_files import named_file, require_file
from hoc_tui.data.health import Health, guarded_tables
from hoc_tui.data.version import HEAD
from hoc_tui.domain.dates import counted, short
from hoc_tui.domain.errors import HocError
from hoc_tui.runtime.journal.waiting import UnsentJournal, unsent_journals
from hoc_tui.runtime.terminal import TerminalUnsuitable, probe

LITTLE_ROOM: Final = 1_000_000_000
"""Free bytes below which a disk is said to fill up: some backups of a practice, or a week of its write-ahead log."""
NO_ROOM: Final = 100_000_000
"""Free bytes below which it is said to be full: the next import or upgrade may not fit."""
SLOW_MS: Final = 200
"""A round trip above this makes every screen wait noticeably: opening a record takes a few of them."""
SEAL_WITHIN: Final = timedelta(days=1)


class State(StrEnum):
    """How a check ended."""

    WELL = "well"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Check:
    """One answer."""

    name: str
    state: State
    words: str

    @property
    def line(self) -> str:
        """The answer as one line."""
        return f"{self.name:<12} {self.state:<8} {self.words}"


def is_well(checks: Iterable[Check]) -> bool:
    """Whether nothing is wrong; a warning is not."""
    return all(check.state != State.WRONG for check in checks)


def all_checks(url: str, backup_days: int) -> tuple[Check, ...]:
    """Every check, in the order in which somebody would look.

    Args:
        url: The database.
        backup_days: How many days old the last backup may be.
    """
    return (*_database(url, timedelta(days=backup_days)), *_rooms(url), *_journals(), _terminal())


# -- The database -----------------------------------------------------------------------------------------------------


def _database(url: str, backup_age: timedelta) -> Iterator[Check]:
    try:
        require_file(url)
        with reached(url) as database, database.reading() as work:
            asked = Health(work.connection)
            took = _round_trip(asked)
            state = State.WARNING if took > SLOW_MS else State.WELL
            yield Check("database", state, f"{database.source} answers in {took:.1f} ms")
            yield from _inside(asked, backup_age)
    except HocError as error:
        yield Check("database", State.WRONG, str(error))


def _round_trip(health: Health) -> float:
    """The shortest of a few round trips, in milliseconds: the first one pays for more than the way."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        health.ask_nothing()
        taken.append(time.perf_counter() - start)
    return min(taken) * 1000


def _inside(health: Health, backup_age: timedelta) -> Iterator[Check]:
    version = health.schema_version()
    yield _schema(version)
    looks: list[Callable[[], Check | None]] = [
        lambda: _backup(health, backup_age),
        lambda: _settings(health),
    ]
    if version == HEAD:
        looks = [lambda: _guards(health), lambda: _audit(health), *looks]
    for look in looks:
        found = look()
        if found is not None:
            yield found


def _schema(version: str) -> Check:
    if version == HEAD:
        return Check("schema", State.WELL, f"{version}, as this program needs it")
    if not version:
        return Check("schema", State.WRONG, "none: set the database up with: hoc-tui init --practice NAME")
    if version < HEAD:
        return Check("schema", State.WRONG, f"{version}, and this program needs {HEAD}: run hoc-tui migrate")
    return Check("schema", State.WRONG, f"{version}, newer than this program's {HEAD}: install the newer hoc-tui here")


def _guards(health: Health) -> Check:
    missing = health.missing_protection()
    if missing:
        return Check("guards", State.WRONG, f"missing: {', '.join(missing)}. Nobody should work here until they stand")
    return Check("guards", State.WELL, f"{guarded_tables()} tables are only ever added to, as they must be")


def _audit(health: Health) -> Check:
    found = health.sealing()
    if found.sealed_at is None:
        words = f"{_entries(found.waiting)}, not sealed yet: run hoc-tui audit seal" if found.waiting else "nothing yet"
        return Check("audit", State.WARNING if found.waiting else State.WELL, words)
    late = bool(found.waiting) and now() - found.sealed_at > SEAL_WITHIN
    words = f"sealed up to {_moment(found.sealed_at)}, {_entries(found.waiting)} since"
    return Check("audit", State.WARNING if late else State.WELL, words)


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _backup(health: Health, age: timedelta) -> Check:
    last = health.newest_backup()
    if last is None:
        return Check("backup", State.WARNING, "none is noted in this database: run hoc-tui backup FILE")
    old = now() - last.made_at
    words = (
        f"the last good one is {_age(old)} old, of {_moment(last.made_at)}: {last.file} on {last.host}, "
        f"{last.size / 1_000_000:.1f} MB{', restored for a check' if last.rehearsed else ''}"
    )
    return Check("backup", State.WARNING if old > age else State.WELL, words)


def _settings(health: Health) -> Check | None:
    """What a PostgreSQL server is told about keeping what it acknowledged; None on SQLite."""
    found = health.server_settings()
    if not found:
        return None
    words = ", ".join(f"{name} {value or 'none'}" for name, value in found.items() if name != "server_version")
    whole = f"PostgreSQL {found['server_version']}: {words}"
    if "off" in (found["fsync"], found["full_page_writes"]):
        return Check("server", State.WRONG, f"{whole}. A loss of power can spoil the database: switch them on")
    if found["synchronous_commit"] == "off":
        return Check("server", State.WRONG, f"{whole}. What was said to be saved can be lost: switch it on")
    checked = found["data_checksums"] == "on"
    return Check("server", State.WELL if checked else State.WARNING, whole)


# -- This machine -----------------------------------------------------------------------------------------------------


def _rooms(url: str) -> Iterator[Check]:
    """Room where the database is, if that is here, and where what is typed is kept."""
    file, own = named_file(url), _existing(platformdirs.user_state_path("hoc-tui"))
    if file is not None and file.exists():
        yield _private(file)
        if file.absolute().parent.stat().st_dev != own.stat().st_dev:
            yield _room("disk", file.absolute().parent)
    yield _room("disk", own)


def _private(file: Path) -> Check:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & stat.S_IRWXO:
        return Check("file", State.WRONG, f"{file} can be read or written by everybody on this machine: chmod o= it")
    return Check("file", State.WELL, f"{file} is closed to others on this machine")


def _existing(folder: Path) -> Path:
    """A folder, or the nearest above it that is there."""
    return next(step for step in (folder, *folder.parents) if step.is_dir())


def _room(name: str, folder: Path) -> Check:
    free = _free(folder)
    state = State.WRONG if free < NO_ROOM else State.WARNING if free < LITTLE_ROOM else State.WELL
    return Check(name, state, f"{free / 1_000_000_000:.1f} GB free for {folder}")


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _journals() -> Iterator[Check]:
    found = unsent_journals(platformdirs.user_state_path("hoc-tui"))
    if not found:
        yield Check("unsent", State.WELL, "nothing typed here waits to be saved")
    yield from map(_journal, found)


def _journal(one: UnsentJournal) -> Check:
    whose = f"{one.account or 'somebody'} for {one.source or 'a database'}"
    if not one.readable:
        return Check("unsent", State.WRONG, f"a journal of {whose} cannot be read: {one.path}")
    since = f", the oldest of {_moment(one.oldest)}" if one.oldest else ""
    words = f"{counted(one.drafts, 'draft')} and {counted(one.writes, 'change')} of {whose}{since}"
    return Check("unsent", State.WARNING, words)


def _terminal() -> Check:
    streams = {"standard input": sys.stdin, "standard output": sys.stdout}
    try:
        found = probe(os.environ, streams)
    except TerminalUnsuitable as unsuitable:
        return Check("terminal", State.WELL, f"none for the screens here: {unsuitable.message}")
    letters = "marks in ASCII" if found.ascii else "UTF-8"
    colours = "no colours" if found.no_color else f"{found.colours} colours".replace("truecolor colours", "all colours")
    return Check("terminal", State.WELL, f"{letters}, {colours}, {' by '.join(map(str, shutil.get_terminal_size()))}")


# -- Words ------------------------------------------------------------------------------------------------------------


def _moment(at: datetime) -> str:
    return f"{short(at.date())} {at:%H:%M} UTC"


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds()) // 3600
    if hours < 1:
        return "less than an hour"
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")
