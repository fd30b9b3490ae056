"""How a database is called in the journal: the same each time, and never with its password."""

from pathlib import Path

import pytest

from hoc_tui.cli.journal import source_of


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://nurse:secret@db.example:5432/hoc", "postgresql://nurse@db.example:5432/hoc"),
        ("postgresql+psycopg://nurse@/hoc?host=/run/pg", "postgresql+psycopg://nurse@/hoc?host=/run/pg"),
        (
            "postgresql://a,b:5433/hoc?target_session_attrs=read-write",
            "postgresql://a,b:5433/hoc?target_session_attrs=read-write",
        ),
        ("postgresql:///hoc?user=nurse&password=secret&host=db", "postgresql:///hoc?user=nurse&host=db"),
        ("sqlite:////var/lib/hoc/record.db", "/var/lib/hoc/record.db"),
    ],
)
def test_a_source_has_no_password(url: str, name: str) -> None:
    """Host, port, name and account stay; what opens the door does not."""
    assert name == source_of(url)


def test_a_file_has_one_name_wherever_the_program_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is not absolute means the file it names from here."""
    monkeypatch.chdir(tmp_path)

    assert source_of(f"sqlite:///{tmp_path / 'record.db'}") == source_of("sqlite:///record.db")
