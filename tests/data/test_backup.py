"""Backups: whole or not there, the same as the database at one moment, and refused when a byte of them has changed."""

import fcntl
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import AbstractContextManager, closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoc_tui.data.backups.file import unfinished
from hoc_tui.data.backups.notes import keep_note, last_note, note_of
from hoc_tui.data.backups.tools import reached_by
from hoc_tui.data.backups.whole import Making, back_up, read_backup, rehearse, restore
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.guards import missing_guards
from hoc_tui.data.version import HEAD
from hoc_tui.domain.errors import ConfigurationMissing, DatabaseUnavailable, HocError, MigrationNeeded, Refused
from hoc_tui.domain.identifiers import uuid7
from tests.conftest import ROOT
from tests.support.backups import (
    NOW,
    execute,
    is_postgres,
    make_up,
    making,
    prints_of,
    somebody_writing,
    tools_for,
    value,
)
from tests.support.databases import Databases


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Databases:
    """The servers of this test process."""
    found: Databases = request.getfixturevalue("_databases")
    return found


@pytest.fixture
def lived_in_url(every_migrated_url: str) -> str:
    """A made-up practice on each server."""
    return make_up(every_migrated_url)


@pytest.fixture
def sqlite_practice(sqlite_url: str) -> str:
    """A made-up practice on SQLite."""
    return make_up(sqlite_url)


@pytest.fixture
def postgres_practice(postgres_url: str) -> str:
    """A made-up practice on PostgreSQL."""
    return make_up(postgres_url)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder for backups, away from the database."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def another_database(databases: Databases, url: str, folder: Path) -> AbstractContextManager[str]:
    """An empty database on the server of another one."""
    if not is_postgres(url):
        folder.mkdir()
        return databases.empty("sqlite", folder)
    version = int(str(value(url, "SHOW server_version_num"))) // 10_000
    return databases.empty(f"postgres-{version}", folder)


# -- Making -----------------------------------------------------------------------------------------------------------


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


# -- Restoring --------------------------------------------------------------------------------------------------------


def test_a_practice_is_only_replaced_when_told_and_then_kept(lived_in_url: str, elsewhere: Path) -> None:
    """A restore over a practice is refused; told to, what was there is kept under a dated name, on each server."""
    file = elsewhere / "practice.backup"
    before = back_up(lived_in_url, file, making(lived_in_url)).contents.tables
    execute(lived_in_url, "UPDATE practice SET name = 'After the backup'")
    with pytest.raises(Refused, match="holds a practice"):
        restore(file, lived_in_url, making(lived_in_url))
    assert "After the backup" == value(lived_in_url, "SELECT name FROM practice")

    done = restore(file, lived_in_url, making(lived_in_url, overwrite=True))
    assert before == prints_of(lived_in_url)
    assert "After the backup" == _kept_name(lived_in_url, done.kept)


def _kept_name(url: str, kept: str) -> object:
    if is_postgres(url):
        return value(url, f"SELECT name FROM {kept}.practice")
    return value(f"sqlite:///{kept}", "SELECT name FROM practice")


def test_a_backup_after_a_restore_leaves_out_what_was_kept_aside(postgres_practice: str, elsewhere: Path) -> None:
    """The replaced practice is beside the new one and not in the next backup, which can be restored in its turn."""
    how, file = making(postgres_practice, overwrite=True), elsewhere / "practice.backup"
    first = back_up(postgres_practice, file, how)
    restore(file, postgres_practice, how)
    again = back_up(postgres_practice, file, how)

    assert first.contents == again.contents


def test_nobody_is_replaced_while_somebody_works(lived_in_url: str, elsewhere: Path) -> None:
    """With another program connected, a practice is left as it is: what that program saves next would be lost."""
    file = elsewhere / "practice.backup"
    back_up(lived_in_url, file, making(lived_in_url))
    before = prints_of(lived_in_url)
    with disposed(open_engine(lived_in_url)) as engine, engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM practice")
        with pytest.raises(Refused, match="Somebody is working"):
            restore(file, lived_in_url, making(lived_in_url, overwrite=True))

    assert before == prints_of(lived_in_url)


def test_a_damaged_database_can_be_replaced(sqlite_practice: str, elsewhere: Path) -> None:
    """What cannot even be opened is the reason for a restore; it is kept aside all the same."""
    file, database = elsewhere / "practice.backup", Path(sqlite_practice.removeprefix("sqlite:///"))
    made = back_up(sqlite_practice, file, making(sqlite_practice))
    database.write_bytes(b"spoilt" * 1000)
    with pytest.raises(Refused, match="holds a practice"):
        restore(file, sqlite_practice, making(sqlite_practice))

    done = restore(file, sqlite_practice, making(sqlite_practice, overwrite=True))
    assert made.contents.tables == prints_of(sqlite_practice)
    assert b"spoilt" * 1000 == Path(done.kept).read_bytes()


def test_another_programs_database_is_never_replaced(
    lived_in_url: str, elsewhere: Path, databases: Databases, tmp_path: Path
) -> None:
    """Tables that are not ours are left alone, also when told to overwrite."""
    how, file = making(lived_in_url, overwrite=True), elsewhere / "practice.backup"
    back_up(lived_in_url, file, how)
    with another_database(databases, lived_in_url, tmp_path / "new") as new:
        with disposed(open_engine(new, create=True)) as engine, engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (word text)")
        with pytest.raises(Refused, match="another program"):
            restore(file, new, how)
        assert 0 == value(new, "SELECT count(*) FROM theirs")


def test_a_restore_that_goes_wrong_puts_everything_back(
    postgres_practice: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When what came back is not what the manifest says, the practice that was there is there again."""
    file = elsewhere / "practice.backup"
    back_up(postgres_practice, file, making(postgres_practice))
    execute(postgres_practice, "UPDATE practice SET name = 'After the backup'")
    before = prints_of(postgres_practice)
    monkeypatch.setattr("hoc_tui.data.backups.postgres._fill", lambda *_: None)
    with pytest.raises(HocError, match="damaged or was altered"):
        restore(file, postgres_practice, making(postgres_practice, overwrite=True))

    assert before == prints_of(postgres_practice)
    assert 0 == value(postgres_practice, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'hoc_before_%'")


def test_a_check_leaves_its_database_as_empty_as_it_was(
    postgres_practice: str, elsewhere: Path, databases: Databases, tmp_path: Path
) -> None:
    """The rehearsal compares everything and leaves no second copy of anybody's record; twice in a row, too."""
    how, file = making(postgres_practice), elsewhere / "practice.backup"
    back_up(postgres_practice, file, how)
    with another_database(databases, postgres_practice, tmp_path) as new:
        for _ in range(2):
            rehearse(file, new, how)
            assert {} == prints_of(new)
    with pytest.raises(Refused, match="not empty"):
        rehearse(file, postgres_practice, how)


def test_a_newer_backup_and_another_kind_are_refused(
    sqlite_practice: str, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An older program restores no newer schema, and a file of SQLite goes into no PostgreSQL."""
    file, how = elsewhere / "practice.backup", making(sqlite_practice)
    back_up(sqlite_practice, file, how)
    with pytest.raises(ConfigurationMissing, match="not of the same kind"):
        restore(file, "postgresql://nowhere/none", how)
    monkeypatch.setattr("hoc_tui.data.backups.whole.HEAD", "0001")
    with pytest.raises(MigrationNeeded, match="newer"):
        restore(file, f"sqlite:///{tmp_path / 'new.db'}", how)
    assert not (tmp_path / "new.db").exists()


def test_an_older_backup_comes_back_and_says_so(sqlite_practice: str, elsewhere: Path, tmp_path: Path) -> None:
    """A schema that must be migrated first is restored as it was."""
    file, how = elsewhere / "practice.backup", making(sqlite_practice)
    execute(sqlite_practice, "UPDATE alembic_version SET version_num = '0001'")
    back_up(sqlite_practice, file, how)
    done = restore(file, f"sqlite:///{tmp_path / 'new.db'}", how)

    assert done.is_older


# -- Tampering --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept_backup(_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a good backup."""
    folder = tmp_path_factory.mktemp("kept")
    with _databases.migrated("sqlite", folder) as url:
        back_up(make_up(url, people=1), folder / "practice.backup", making(url))
    return (folder / "practice.backup").read_bytes()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_single_altered_byte_is_refused(kept_backup: bytes, tmp_path: Path, data: st.DataObject) -> None:
    """Wherever a byte is altered, in the pages, the manifest or the seal, nothing is restored."""
    # Half of the places in the last pages, where the manifest and its seal are.
    places = st.integers(0, len(kept_backup) - 1) | st.integers(len(kept_backup) - 6000, len(kept_backup) - 1)
    place, change = data.draw(places), data.draw(st.integers(1, 255))
    altered = bytearray(kept_backup)
    altered[place] ^= change
    _refused(bytes(altered), tmp_path)


@pytest.mark.parametrize("length", [0, 10, 60, 4096])
def test_a_cut_or_lengthened_backup_is_refused(kept_backup: bytes, tmp_path: Path, length: int) -> None:
    """A download that broke off, and anything behind the end, are no backup."""
    _refused(kept_backup[:length], tmp_path)
    _refused(kept_backup[:-1], tmp_path)
    _refused(kept_backup + b"\0" * (length + 1), tmp_path)


def _refused(content: bytes, folder: Path) -> None:
    file = folder / "altered.backup"
    file.write_bytes(content)
    with pytest.raises(HocError):
        restore(file, f"sqlite:///{folder / 'new.db'}", Making(NOW, "0.0.0"))
    assert not (folder / "new.db").exists()


def test_sqlites_own_program_reads_a_backup(kept_backup: bytes, tmp_path: Path) -> None:
    """On the worst day a backup is an SQLite file like any other: what stands behind its pages is in nobody's way."""
    file = tmp_path / "practice.backup"
    file.write_bytes(kept_backup)
    with closing(sqlite3.connect(file)) as database:
        assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
        assert [(1,)] == database.execute("SELECT count(*) FROM person").fetchall()


# -- PostgreSQL's own programs ----------------------------------------------------------------------------------------


def fake_tool(folder: Path, name: str, script: str) -> Path:
    """A program of PostgreSQL's that is none."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return folder


def test_programs_that_are_missing_or_of_another_version_are_said(postgres_practice: str, elsewhere: Path) -> None:
    """One sentence says which program is missing, or which versions do not go together, and what to do."""
    file, empty = elsewhere / "practice.backup", elsewhere / "tools"
    empty.mkdir()
    with pytest.raises(ConfigurationMissing, match="pg_dump is not in"):
        back_up(postgres_practice, file, Making(NOW, "0.0.0", empty))
    old = fake_tool(empty, "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'")
    with pytest.raises(ConfigurationMissing, match="pg_dump is of PostgreSQL 9 and the server is PostgreSQL"):
        back_up(postgres_practice, file, Making(NOW, "0.0.0", old))
    assert not file.exists()


@pytest.mark.parametrize(
    ("said", "kind", "sentence"),
    [
        ("could not write to file: No space left on device", HocError, "no room left"),
        ("query would be affected by row-level security policy", Refused, "may not do this"),
        ("ERROR:  permission denied for table person", Refused, "may not do this"),
        ("connection to server on socket failed", DatabaseUnavailable, "cannot reach"),
        ("DETAIL: Key (family)=(Okafor)", HocError, "ended with an error"),
    ],
)
def test_what_goes_wrong_with_a_program_is_said_in_our_words(
    postgres_practice: str, elsewhere: Path, said: str, kind: type[HocError], sentence: str
) -> None:
    """Its own words may quote a row, and are never shown."""
    version = int(str(value(postgres_practice, "SHOW server_version_num"))) // 10_000
    script = f"[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) {version}.1' && exit; echo '{said}' >&2; exit 1"
    tools = fake_tool(elsewhere / "tools", "pg_dump", script)
    with pytest.raises(kind, match=sentence) as refused:
        back_up(postgres_practice, elsewhere / "practice.backup", Making(NOW, "0.0.0", tools))
    assert "Okafor" not in str(refused.value)
    assert ["tools"] == [one.name for one in elsewhere.iterdir()]


def test_a_login_under_row_security_is_refused(postgres_practice: str, elsewhere: Path) -> None:
    """A login that may not see every row makes no backup of those it sees."""
    login = f"clerk_{os.getpid()}"
    execute(
        postgres_practice,
        f"CREATE ROLE {login} LOGIN",
        f"GRANT USAGE ON SCHEMA public TO {login}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {login}",
    )
    try:
        clerk = postgres_practice.replace("//hoc@", f"//{login}@")
        with pytest.raises(Refused):
            back_up(clerk, elsewhere / "practice.backup", Making(NOW, "0.0.0", tools_for(postgres_practice)))
        assert [] == list(elsewhere.iterdir())
    finally:
        execute(postgres_practice, f"DROP OWNED BY {login}", f"DROP ROLE {login}")


def test_a_password_is_never_on_a_command_line() -> None:
    """What every account of a machine can read holds the host and the name; the password goes another way."""
    address, secrets = reached_by("postgresql://me:ses'ame@/hoc?host=one:1&host=two:2&target_session_attrs=read-write")

    assert "ses" not in address.replace("target_session_attrs", "")
    assert {"PGPASSWORD": "ses'ame"} == secrets
    assert {"host='one,two'", "port='1,2'", "dbname='hoc'", "target_session_attrs='read-write'"} <= set(address.split())
    with pytest.raises(ConfigurationMissing, match="password of a key"):
        reached_by("postgresql://me@one/hoc?sslpassword=sesame")


# -- Notes ------------------------------------------------------------------------------------------------------------


def test_a_note_is_kept_where_every_program_sees_it(kept_backup: bytes, migrated_url: str, tmp_path: Path) -> None:
    """The newest note of a database is found, whichever host made it; a schema without the table takes none."""
    file = tmp_path / "practice.backup"
    file.write_bytes(kept_backup)
    older, newer = (
        note_of(read_backup(file), file, uuid7(1, number), by="timer", host="elsewhere", rehearsed=bool(number))
        for number in range(2)
    )
    newer = newer.model_copy(update={"made_at": NOW + timedelta(days=1)})
    assert [True, True] == [keep_note(migrated_url, note) for note in (newer, older)]
    with disposed(open_engine(migrated_url)) as engine, engine.connect() as connection:
        assert newer == last_note(connection)

    execute(migrated_url, "DROP TABLE backup_note")
    assert not keep_note(migrated_url, newer)
