"""Making a backup: whole or not there, the same as the database at one moment, whatever happens meanwhile."""

import fcntl
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hoc_tui.data.backups.file import unfinished
from hoc_tui.data.backups.whole import back_up, read_backup, restore
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.guards import missing_guards
from hoc_tui.data.version import HEAD
from hoc_tui.domain.errors import DatabaseUnavailable, HocError, Refused
from tests.conftest import ROOT
from tests.support.backups import (
    another_database,
    making,
    prints_of,
    somebody_writing,
    value,
)
from tests.support.databases import Databases


def test_a_backup_gives_back_what_was_there(
    lived_in_url: str, elsewhere: Path, databases: Databases, tmp_path: Path
) -> None:
    """Rows, guards and row security come back into an empty database as they were, on each server."""
    how, file = making(lived_in_url), elsewhere / "practice.backup"
    before = prints_of(lived_in_url)
    made = back_up(lived_in_url, file, how)
    with another_database(databases, lived_in_url, tmp_path / "new") as new:
        done = restore(file, new, how)

        assert before == prints_of(new) == made.contents.tables == done.manifest.contents.tables
        assert ("", False) == (done.kept, done.is_older)
        with disposed(open_engine(new)) as engine, engine.connect() as connection:
            assert () == missing_guards(connection)
    assert [file] == list(elsewhere.iterdir())
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_people_go_on_writing_meanwhile(lived_in_url: str, elsewhere: Path) -> None:
    """A backup holds one moment, whole, while somebody commits all the time, and keeps nobody waiting."""
    file = elsewhere / "practice.backup"
    with somebody_writing(lived_in_url) as written:
        before = len(written)
        made = back_up(lived_in_url, file, making(lived_in_url))
        after = len(written)
    keys = made.contents.tables["name_key"].rows - int(
        str(value(lived_in_url, "SELECT count(*) FROM name_key WHERE key NOT LIKE 'meanwhile %'"))
    )

    assert after > before
    assert before <= keys <= after + 1
    assert made == read_backup(file)


def test_a_backup_that_is_there_is_not_replaced_unless_told(sqlite_practice: str, elsewhere: Path) -> None:
    """Yesterday's backup stays as it was; told to, the new one takes its place."""
    file = elsewhere / "practice.backup"
    file.write_bytes(b"yesterday's")
    with pytest.raises(Refused, match="is there already"):
        back_up(sqlite_practice, file, making(sqlite_practice))
    assert b"yesterday's" == file.read_bytes()

    back_up(sqlite_practice, file, making(sqlite_practice, overwrite=True))
    assert HEAD == read_backup(file).schema_version


def test_the_database_is_not_overwritten_by_its_own_backup(sqlite_practice: str) -> None:
    """Naming the database itself as the file is refused, also when told to overwrite."""
    file = Path(sqlite_practice.removeprefix("sqlite:///"))
    with pytest.raises(Refused, match="the database itself"):
        back_up(sqlite_practice, file, making(sqlite_practice, overwrite=True))


@pytest.mark.parametrize("at", ["sqlite.contents_of", "whole.seal", "file._name"])
def test_killed_at_any_point_it_leaves_nothing_under_the_name(sqlite_practice: str, elsewhere: Path, at: str) -> None:
    """Killed with -9 after the copy, before the manifest or before the naming: yesterday's backup is still whole."""
    _killed(sqlite_practice, elsewhere, at)


@pytest.mark.parametrize("at", ["postgres.contents_of", "whole.seal", "file._name"])
def test_killed_on_postgresql_it_leaves_nothing_under_the_name(
    postgres_practice: str, elsewhere: Path, at: str
) -> None:
    """The same while pg_dump runs, after it, and before the naming."""
    _killed(postgres_practice, elsewhere, at)


def _killed(url: str, folder: Path, at: str) -> None:
    file = folder / "practice.backup"
    whole = back_up(url, file, making(url))
    module, name = at.split(".")
    program = (
        "import os, signal, importlib\n"
        "from pathlib import Path\n"
        "from tests.support.backups import making\n"
        "from hoc_tui.data.backups.whole import back_up\n"
        f"module = importlib.import_module('hoc_tui.data.backups.{module}')\n"
        f"setattr(module, {name!r}, lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))\n"
        f"back_up({url!r}, Path({str(file)!r}), making({url!r}, overwrite=True))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)

    assert -signal.SIGKILL == ended.returncode, ended.stderr
    assert whole == read_backup(file)
    assert 2 == len(list(folder.iterdir()))
    back_up(url, file, making(url, overwrite=True))
    assert [file] == list(folder.iterdir())


def test_an_unfinished_file_of_a_living_program_is_left_to_it(tmp_path: Path) -> None:
    """Two backups at once under one name: the later one does not remove what the earlier one still writes."""
    other = tmp_path / ".practice.backup.1.unfinished"
    with other.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with unfinished(tmp_path / "practice.backup", overwrite=False) as part:
            part.write_bytes(b"whole")

    assert other.exists()
    assert b"whole" == (tmp_path / "practice.backup").read_bytes()


# The index of SQLite's write-ahead log, which is a file of the database itself, must still fit.
@pytest.mark.parametrize(("url_of", "room"), [("sqlite_practice", 100_000), ("postgres_practice", 20_000)])
def test_a_full_disk_is_said_and_leaves_nothing(
    request: pytest.FixtureRequest, url_of: str, room: int, elsewhere: Path
) -> None:
    """When the disk takes no more, one sentence says so, and neither the file nor a part of it is left."""
    url: str = request.getfixturevalue(url_of)
    program = (
        "import resource\n"
        "from pathlib import Path\n"
        "from tests.support.backups import making\n"
        "from hoc_tui.data.backups.whole import back_up\n"
        "from hoc_tui.domain.errors import HocError\n"
        f"how = making({url!r})\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "try:\n"
        f"    back_up({url!r}, Path({str(elsewhere / 'practice.backup')!r}), how)\n"
        "except HocError as error:\n"
        "    print(error)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert "no room left" in ended.stdout, ended.stderr
    assert [] == list(elsewhere.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_said(sqlite_practice: str, elsewhere: Path) -> None:
    """Without the right to write in the folder one sentence says so."""
    elsewhere.chmod(0o500)
    with pytest.raises(Refused, match="may not read or write"):
        back_up(sqlite_practice, elsewhere / "practice.backup", making(sqlite_practice))


def test_a_folder_that_is_not_there_is_said(sqlite_practice: str, elsewhere: Path) -> None:
    """No folder is made by the way: a mistyped name would hide a backup."""
    with pytest.raises(HocError, match="no such file or folder"):
        back_up(sqlite_practice, elsewhere / "none" / "practice.backup", making(sqlite_practice))


def test_a_damaged_database_is_not_called_backed_up(sqlite_practice: str, elsewhere: Path) -> None:
    """Pages that no longer agree are noticed before a backup takes the place of a good one."""
    file = Path(sqlite_practice.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_revision_item'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as pages:
        pages.seek((root - 1) * size + 8)
        pages.write(b"\xff" * 64)
    with pytest.raises(DatabaseUnavailable, match="damaged"):
        back_up(sqlite_practice, elsewhere / "practice.backup", making(sqlite_practice))
    assert [] == list(elsewhere.iterdir())
