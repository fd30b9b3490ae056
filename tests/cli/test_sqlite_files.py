"""SQLite addresses, read as SQLAlchemy reads them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import URL, make_url

from hoc_tui.cli.sqlite_files import first_value, named_file


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///records.db", "records.db"),
        ("sqlite:////srv/records.db", "/srv/records.db"),
        ("sqlite+pysqlite:////srv/records.db?timeout=5", "/srv/records.db"),
        ("sqlite:////srv/our%20records.db", "/srv/our records.db"),
        ("sqlite://", None),
        ("sqlite:///", None),
        ("sqlite:///:memory:", None),
        ("postgresql://host/name", None),
        ("nonsense", None),
    ],
)
def test_the_file_an_address_names(url: str, file: str | None) -> None:
    """A file where the address names one, None where it names something else or nothing."""
    assert (Path(file) if file else None) == named_file(url)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_it_is_read_as_sqlalchemy_reads_it(name: str) -> None:
    """Whatever a file is called, both understand the same name."""
    url = URL.create("sqlite", database=f"/srv/{name}").render_as_string(hide_password=False)
    assert named_file(url) == Path(str(make_url(url).database))


def test_a_question_to_a_file_changes_nothing(tmp_path: Path) -> None:
    """An answer where there is one, nothing where there is no such table, no row, no database or no file."""
    kept, empty, text = tmp_path / "our 100%?.db", tmp_path / "empty.db", tmp_path / "letter.db"
    with closing(sqlite3.connect(kept)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE noted (word)")
        database.execute("INSERT INTO noted VALUES ('kept')")
        database.commit()
    empty.touch()
    text.write_text("Dear doctor, " * 100)
    question = "SELECT word FROM noted"

    assert "kept" == first_value(kept, question)
    assert first_value(kept, f"{question} WHERE word = 'gone'") is None
    assert [None] * 3 == [first_value(file, question) for file in (empty, text, tmp_path / "none.db")]
    assert {kept, empty, text} == set(tmp_path.iterdir())
    assert 0 == empty.stat().st_size
