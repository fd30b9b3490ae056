"""A backup of which a byte has changed is refused; a good one is an SQLite file with a note of it in the database."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.data.backups.notes import keep_note, last_note, note_of
from hoc_tui.data.backups.whole import Making, read_backup, restore
from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.identifiers import uuid7
from tests.support.backups import (
    NOW,
    execute,
)
from tests.support.examples import examples


@examples(40)
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
