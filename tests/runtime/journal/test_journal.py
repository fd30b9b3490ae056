"""The journal on a real disk: durable, apart for each program, encrypted, and silent while nobody types."""

import fcntl
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoc_tui.runtime.journal import Journal, JournalUnavailable, KeptDraft, WaitingWrite, living
from hoc_tui.runtime.journal.store import Store

WAIT = 20.0
NOW = datetime(2026, 3, 5, 10, 41, tzinfo=UTC)
WORDS = "I lie awake and think of the allotment"
OTHER = "HbA1c makes me cross"

Begin = Callable[..., Journal]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of journals in a state folder of the test's own."""
    return tmp_path / "state" / "journal"


@pytest.fixture
def said() -> list[str]:
    """What the journals of the test have told the person."""
    return []


@pytest.fixture
def begin(folder: Path, said: list[str]) -> Iterator[Begin]:
    """Opens journals, and closes those that the test has not."""
    opened: list[Journal] = []

    def journal(account: str = "pat", source: str = "sqlite:////practice.db") -> Journal:
        opened.append(Journal.open(folder, account, source, say=said.append, now=lambda: NOW))
        return opened[-1]

    yield journal
    for each in opened:
        each.close(flush=False)


def draft(draft_id: str = "one", words: str = WORDS, *, minutes: int = 0, **more: object) -> KeptDraft:
    """Something that was being written."""
    values: dict[str, object] = {
        "draft_id": draft_id,
        "person_id": "p1",
        "form": "agenda",
        "title": "Something to talk about",
        "values": {"text": words},
        "since": NOW,
        "written_at": NOW + timedelta(minutes=minutes),
    }
    return KeptDraft(**values | more)  # type: ignore[arg-type]


def drafts(journal: Journal) -> tuple[KeptDraft, ...]:
    """What a journal gives back."""
    return journal.drafts().result(WAIT)


def put(journal: Journal, op_id: str, **more: str) -> WaitingWrite:
    """Have a write wait."""
    return journal.put_write(op_id, "put_down", {"text": WORDS}, person_id="p1", since=NOW, **more).result(WAIT)


def everything_in(folder: Path) -> bytes:
    """Every byte of every file in the state folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.parent.rglob("*")) if file.is_file())


def journal_file(folder: Path) -> Path:
    """The one journal that is there."""
    (file,) = folder.glob("*.journal")
    return file


# Keeping ---------------------------------------------------------------------------------------------------------


def test_what_was_typed_is_there_for_the_next_program(begin: Begin) -> None:
    """A draft comes back with every word, its person, form, times, version and the id it was sent under."""
    first = begin()
    kept = draft(version=7, op_id="op", values={"text": "naïve “quotes”\nand a line", "empty": ""})
    first.keep_draft(kept)
    assert first.close()

    assert (kept,) == drafts(begin())


def test_the_newest_state_of_a_draft_is_kept_and_the_newest_draft_comes_first(begin: Begin) -> None:
    """Each key replaces what stood there before."""
    journal = begin()
    for length in range(1, len(WORDS) + 1):
        journal.keep_draft(draft(words=WORDS[:length]))
    journal.keep_draft(draft("two", OTHER, minutes=1))

    assert [OTHER, WORDS] == [one.values["text"] for one in drafts(journal)]


def test_a_first_key_waits_for_nothing_and_the_next_for_a_quarter_of_a_second(begin: Begin) -> None:
    """While somebody types the disk is written at most four times a second, and never later than that."""
    journal = begin()
    journal.written().result(WAIT)
    waits = watch_waits(journal)
    journal.keep_draft(draft(words="I"))
    wait_until(lambda: kept_on_disk(journal) == ["I"])
    journal.keep_draft(draft())
    wait_until(lambda: kept_on_disk(journal) == [WORDS])

    timeouts = [wait for wait in waits if wait is not None]
    assert timeouts
    assert max(timeouts) <= 0.25


def test_nobody_typing_wakes_nothing(begin: Begin) -> None:
    """Once everything is on the disk the thread sleeps without a timeout."""
    journal = begin()
    waits = watch_waits(journal)
    journal.keep_draft(draft())
    assert journal.flush(WAIT)
    assert journal.flush(WAIT)

    wait_until(lambda: bool(waits) and waits[-1] is None)


def test_what_was_saved_is_purged(begin: Begin, folder: Path) -> None:
    """Forgetting removes the row, has its page overwritten, and empties SQLite's log that still held the words."""
    journal = begin()
    journal.keep_draft(draft())
    journal.written().result(WAIT)
    journal.forget_draft("one")
    journal.forget_draft("never there")
    journal.written().result(WAIT)

    assert () == drafts(journal)
    assert 0 == journal_file(folder).with_name(journal_file(folder).name + "-wal").stat().st_size
    assert [(1,)] == ask(journal, "PRAGMA secure_delete")
    assert [("wal", 2)] == [(*ask(journal, "PRAGMA journal_mode")[0], *ask(journal, "PRAGMA synchronous")[0])]


def test_nothing_on_the_disk_can_be_read(begin: Begin, folder: Path) -> None:
    """No word, no person, no name of a form stands in any file; an SQLite without the key sees no database."""
    journal = begin()
    journal.keep_draft(draft())
    put(journal, "op-1")
    on_disk = everything_in(folder)
    journal.close()
    on_disk += everything_in(folder)

    for secret in (b"allotment", b"awake", b"agenda", b"Something to talk", b"p1\x00", b"SQLite format"):
        assert secret not in on_disk
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(journal_file(folder)).execute("SELECT * FROM draft")


def test_files_are_for_the_account_alone(begin: Begin, folder: Path) -> None:
    """Folder 0700, everything in it and the key 0600, whatever the umask; the key is not in the folder."""
    journal = begin()
    journal.keep_draft(draft())
    journal.written().result(WAIT)

    assert 0o700 == folder.stat().st_mode & 0o777
    files = [file for file in folder.parent.rglob("*") if file.is_file()]
    assert {0o600} == {file.stat().st_mode & 0o777 for file in files}
    assert [folder.parent / "journal.key"] == [file for file in files if file.parent != folder]


# Waiting writes --------------------------------------------------------------------------------------------------


def test_writes_wait_in_order_until_they_are_forgotten(begin: Begin) -> None:
    """They come back in the order in which they were put, to the next program too; the same one waits once."""
    first = begin()
    for op_id in ("a", "b", "c", "b"):
        put(first, op_id)
    first.forget_write("a").result(WAIT)
    first.close()

    second = begin()
    assert ["b", "c"] == [write.op_id for write in second.writes().result(WAIT)]
    assert [2, 3] == [write.order for write in second.writes().result(WAIT)]
    assert {"text": WORDS} == second.writes().result(WAIT)[0].payload


def test_a_write_takes_the_place_of_its_draft(begin: Begin) -> None:
    """The words are in the draft or in the write, never in both and never in neither; a late key changes nothing."""
    journal = begin()
    journal.keep_draft(draft(words=WORDS[:5]))
    journal.written().result(WAIT)
    journal.keep_draft(draft())
    put(journal, "op", draft_id="one")

    assert () == drafts(journal)
    assert ["op"] == [write.op_id for write in journal.writes().result(WAIT)]


# Several programs ------------------------------------------------------------------------------------------------


def test_a_program_that_lives_keeps_its_words_to_itself(begin: Begin) -> None:
    """Two programs of one account write the same form apart; what one leaves behind is offered to the other, once."""
    one, other, third = begin(), begin(), begin()
    one.keep_draft(draft("one"))
    one.written().result(WAIT)
    other.keep_draft(draft("other", OTHER))
    put(one, "op")

    assert [OTHER] == [each.values["text"] for each in drafts(other)]
    assert () == other.writes().result(WAIT)
    one.close()
    assert {WORDS, OTHER} == {each.values["text"] for each in drafts(other)}
    assert ["op"] == [write.op_id for write in other.writes().result(WAIT)]
    assert () == drafts(third)
    assert () == third.writes().result(WAIT)


def test_accounts_and_databases_have_journals_of_their_own(begin: Begin) -> None:
    """What was typed for one database, or by one account, is never offered in another."""
    first = begin()
    first.keep_draft(draft())
    first.close()

    assert () == drafts(begin(account="sam"))
    assert () == drafts(begin(source="postgresql://db/practice"))
    assert 1 == len(drafts(begin()))


WRITER = """
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from hoc_tui.runtime.journal import Journal, KeptDraft

journal, now = Journal.open(Path(sys.argv[1]), "pat", "sqlite:////practice.db"), datetime.now(UTC)
for number in count():
    journal.keep_draft(KeptDraft("typing", "p", "goal", "A goal", {"words": "x" * number}, now, now))
    journal.put_write(str(number), "put_down", {"number": number}, person_id="p", since=now).result()
    print(number, flush=True)
"""
"""A program that says which of its writes are on the disk, for ever."""


@pytest.mark.parametrize("kill_at", [1, 7, 40])
def test_what_was_said_to_be_kept_survives_a_kill(begin: Begin, folder: Path, kill_at: int) -> None:
    """Kill -9 in the middle of writing: every acknowledged write is there, in order, and the draft to its last key."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        said = [int(next(program.stdout)) for _ in range(kill_at)]
        program.kill()
        said += [int(line) for line in program.stdout if line.endswith("\n")]

    journal = begin()
    kept = [write.payload["number"] for write in journal.writes().result(WAIT)]
    assert list(range(len(kept))) == kept
    assert said == kept[: len(said)]
    (typing,) = drafts(journal)
    assert len(typing.values["words"]) >= said[-1]


# When something is wrong -----------------------------------------------------------------------------------------


def lose_the_key(folder: Path) -> None:
    """Take the key away."""
    (folder.parent / "journal.key").unlink()


def change_the_key(folder: Path) -> None:
    """Put another's key in its place."""
    (folder.parent / "journal.key").write_text("ab" * 32)


def spoil_the_key(folder: Path) -> None:
    """Leave something that is no key."""
    (folder.parent / "journal.key").write_text("not a key")


def damage(folder: Path) -> None:
    """Change some bytes of the journal."""
    file = journal_file(folder)
    held = bytearray(file.read_bytes())
    held[20:40] = b"x" * 20
    file.write_bytes(held)


@pytest.mark.parametrize("harm", [lose_the_key, change_the_key, spoil_the_key, damage])
def test_what_cannot_be_read_is_put_aside_and_said(
    begin: Begin, folder: Path, said: list[str], harm: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    """One sentence, nothing deleted, and the program goes on with a new journal; the screen gets no other word."""
    first = begin()
    first.keep_draft(draft())
    first.close()
    before = journal_file(folder).stat().st_size
    harm(folder)

    second = begin()
    assert () == drafts(second)
    second.keep_draft(draft("new", OTHER))
    assert second.close()
    assert [OTHER] == [one.values["text"] for one in drafts(begin())]
    (aside,) = folder.glob("*.aside-*")
    assert before == aside.stat().st_size
    (sentence,) = said
    assert aside.name in sentence
    assert "nothing was deleted" in sentence
    assert ("", "") == capfd.readouterr()


def test_damage_under_a_running_program_loses_none_of_its_words(begin: Begin, folder: Path, said: list[str]) -> None:
    """It puts the file aside and writes what it holds into a new one."""
    journal = begin()
    journal.keep_draft(draft())
    put(journal, "op")
    ask(journal, "PRAGMA wal_checkpoint(TRUNCATE)")
    ask(journal, "PRAGMA cache_size = 0")
    file = journal_file(folder)
    file.write_bytes(file.read_bytes()[:4096] + b"\x00" * (file.stat().st_size - 4096))
    journal.keep_draft(draft("two", OTHER))
    journal.written().result(WAIT)

    assert {WORDS, OTHER} == {one.values["text"] for one in drafts(journal)}
    assert ["op"] == [write.op_id for write in journal.writes().result(WAIT)]
    assert 1 == len(said)
    assert 1 == len(list(folder.glob("*.aside-*")))


def test_a_journal_that_was_removed_is_made_anew(begin: Begin, folder: Path) -> None:
    """Words are never written into a file that nobody would find again."""
    journal = begin()
    journal.keep_draft(draft())
    journal.written().result(WAIT)
    for file in folder.iterdir():
        file.unlink()
    journal.keep_draft(draft("two", OTHER))
    journal.close()

    assert {WORDS, OTHER} == {one.values["text"] for one in drafts(begin())}


def test_a_full_disk_is_said_once_and_tried_again(begin: Begin, said: list[str]) -> None:
    """What could not be written waits in memory, a waiting write says no, and room makes both work again."""
    journal = begin()
    journal.written().result(WAIT)
    (pages,) = ask(journal, "PRAGMA page_count")[0]
    ask(journal, f"PRAGMA max_page_count = {pages}")
    long = WORDS * 1000
    journal.keep_draft(draft(words=long))
    wait_until(lambda: bool(said))
    assert not journal.flush(WAIT)
    with pytest.raises(JournalUnavailable, match="its disk is full"):
        journal.put_write("op", "put_down", {"text": long}, person_id="p1", since=NOW).result(WAIT)
    with pytest.raises(JournalUnavailable):
        journal.put_write("op", "put_down", {"text": long}, person_id="p1", since=NOW, draft_id="one").result(WAIT)
    assert ["What you type is not kept on this computer now, because its disk is full. Save often."] == said

    ask(journal, "PRAGMA max_page_count = 1000000")
    put(journal, "op")
    assert journal.flush(WAIT)
    assert [long] == [one.values["text"] for one in drafts(journal)]
    assert "What you type is kept on this computer again." == said[-1]


def test_a_folder_that_takes_nothing_is_said(tmp_path: Path, said: list[str]) -> None:
    """The program goes on without a journal, and says so in one sentence."""
    (tmp_path / "state").write_text("a file where the folder would be")
    journal = Journal.open(tmp_path / "state" / "journal", "pat", "x", say=said.append)
    with pytest.raises(JournalUnavailable, match="its folder cannot be written"):
        put(journal, "op")
    journal.close()

    assert 1 == len(said)


def test_whatever_goes_wrong_the_thread_goes_on(begin: Begin, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw is said, the words wait, and are on the disk once it has gone."""
    journal = begin()
    journal.written().result(WAIT)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "keep", lambda *_: 1 / 0)
        journal.keep_draft(draft())
        assert not journal.flush(WAIT)
    assert journal.flush(WAIT)

    assert [WORDS] == [one.values["text"] for one in drafts(journal)]
    assert "because of something nobody foresaw" in said[0]
    assert "What you type is kept on this computer again." == said[-1]


def test_a_program_that_was_stopped_keeps_nobody_waiting_for_ever(
    begin: Begin, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that somebody holds while a journal is opened is waited for, and then passed."""
    begin().close()
    monkeypatch.setattr(living, "PATIENCE", 0.1)
    (about,) = folder.glob("*.about")
    with about.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        journal = begin()
        journal.keep_draft(draft())
        assert journal.flush(WAIT)


def test_a_closed_journal_takes_nothing(begin: Begin) -> None:
    """Nobody waits for an answer that will never come."""
    journal = begin()
    journal.close()

    with pytest.raises(JournalUnavailable):
        put(journal, "op")
    assert journal.flush(WAIT)


# Against a model -------------------------------------------------------------------------------------------------

IDS = st.sampled_from(["a", "b", "c"])
STEPS = st.one_of(
    st.tuples(st.just("keep"), IDS, st.text(max_size=200)),
    st.tuples(st.just("forget"), IDS, st.just("")),
    st.tuples(st.just("put"), IDS, st.text(max_size=50)),
    st.tuples(st.just("sent"), IDS, st.just("")),
    st.tuples(st.just("restart"), st.just(""), st.just("")),
)


@given(steps=st.lists(STEPS, max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_holds_what_a_dictionary_would(
    steps: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is kept, forgotten, put and sent, and whenever the program is started again: nothing more, no less."""
    folder = tmp_path_factory.mktemp("state") / "journal"
    kept: dict[str, str] = {}
    waiting: dict[str, str] = {}
    journal = Journal.open(folder, "pat", "x")
    for what, name, words in steps:
        match what:
            case "keep":
                journal.keep_draft(draft(name, words))
                kept[name] = words
            case "forget":
                journal.forget_draft(name)
                kept.pop(name, None)
            case "put":
                write = {"text": words}
                journal.put_write(name, "v", write, person_id="p", since=NOW, draft_id=name).result(WAIT)
                waiting.setdefault(name, words)
                kept.pop(name, None)
            case "sent":
                journal.forget_write(name).result(WAIT)
                waiting.pop(name, None)
            case _:
                assert journal.close(patience=WAIT)
                journal = Journal.open(folder, "pat", "x")
    assert kept == {one.draft_id: one.values["text"] for one in drafts(journal)}
    assert list(waiting.items()) == [(one.op_id, one.payload["text"]) for one in journal.writes().result(WAIT)]
    journal.close()


# Looking behind the door -----------------------------------------------------------------------------------------


def ask(journal: Journal, sql: str) -> list[tuple[object, ...]]:
    """Ask the journal's own connection, on its own thread."""
    return journal._writer.ask(lambda store: store._run(sql).fetchall()).result(WAIT)


def kept_on_disk(journal: Journal) -> list[str]:
    """What a program that comes now would find, without making this one write sooner."""
    store = journal._writer._store
    assert store is not None
    reader = Store(store._file, (store._file.parents[1] / "journal.key").read_text())
    words = [row[0] for row in reader._run("SELECT field_values ->> '$.text' FROM draft").fetchall()]
    reader.close()
    return words


def watch_waits(journal: Journal) -> list[float | None]:
    """Note every sleep of the journal's thread from now on: for how long at most, None for ever."""
    waits: list[float | None] = []
    condition = journal._writer._changed
    wait = condition.wait

    def noted(timeout: float | None = None) -> bool:
        waits.append(timeout)
        return wait(timeout)

    condition.wait = noted  # type: ignore[method-assign]
    return waits


def wait_until(come_true: Callable[[], bool]) -> None:
    """Look until something has come true."""
    pause = threading.Event()
    for _ in range(int(WAIT / 0.01)):
        if come_true():
            return
        pause.wait(0.01)
    raise AssertionError("it has not come true")
