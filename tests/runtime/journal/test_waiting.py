"""What `doctor` is told of the journals of an account."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import gethostname

from hoc_tui.runtime.journal import Journal, KeptDraft
from hoc_tui.runtime.journal.waiting import unsent_journals

NOW = datetime(2026, 3, 5, 10, 41, tzinfo=UTC)


def leave(state: Path, source: str, *, drafts: int = 0, writes: int = 0) -> None:
    """Leave a journal with something in it."""
    journal = Journal.open(state / "journal", "pat", source)
    for number in range(drafts):
        since = NOW + timedelta(minutes=number)
        journal.keep_draft(KeptDraft(str(number), "p", "agenda", "T", {"text": "words"}, since, since))
    for number in range(writes):
        since = NOW - timedelta(minutes=number)
        journal.put_write(str(number), "put_down", {}, person_id="p", since=since).result(20)
    assert journal.close(patience=20)


def test_a_state_folder_without_journals_has_nothing(tmp_path: Path) -> None:
    """Asking makes nothing: no folder, no key."""
    assert () == unsent_journals(tmp_path / "state")
    assert [] == list(tmp_path.iterdir())


def test_what_waits_is_counted_by_database(tmp_path: Path) -> None:
    """Whose, of which database, how many drafts and writes, since when; an empty journal is not named."""
    leave(tmp_path, "sqlite:////one.db", drafts=2, writes=3)
    leave(tmp_path, "postgresql://nurse@db/practice")

    (one,) = unsent_journals(tmp_path)
    assert (gethostname(), "pat", "sqlite:////one.db") == (one.host, one.account, one.source)
    assert (2, 3, NOW - timedelta(minutes=2), True) == (one.drafts, one.writes, one.oldest, one.readable)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Another key, no key, and what was put aside: whose it is can still be said."""
    leave(tmp_path, "sqlite:////one.db", drafts=1)
    (tmp_path / "journal.key").write_text("ab" * 32)
    (foreign,) = unsent_journals(tmp_path)
    (tmp_path / "journal.key").unlink()
    (lost,) = unsent_journals(tmp_path)
    leave(tmp_path, "sqlite:////one.db")
    (aside,) = unsent_journals(tmp_path)

    for one in (foreign, lost, aside):
        assert (0, 0, None, False) == (one.drafts, one.writes, one.oldest, one.readable)
        assert ("pat", "sqlite:////one.db") == (one.account, one.source)
    assert ".aside-" in aside.path.name
