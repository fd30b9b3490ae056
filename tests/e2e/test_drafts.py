"""Power, line or program gone in the middle of a word: on return every word is there, in the right record only."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hoc_tui.cli.journal import source_of
from hoc_tui.cli.opening import account
from hoc_tui.runtime.journal.places import FOLDER, journals_in, owner_of, read_key
from hoc_tui.runtime.journal.store import Damaged, Refuses, Store
from hoc_tui.runtime.journal.waiting import unsent_journals
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told
from tests.support.terminal import Terminal

WORDS = "My knee wakes me at four"
OTHER = "Is it my heart"
TITLE = "“Something to talk about”"
SAVED_AND_GONE_ON = "\x13y"
"""Ctrl+S and y, as they come from somebody who does not wait to see the form close."""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The account's state folder, as `start` gives it to every program."""
    return tmp_path / "state" / "hoc-tui"


def kept_words(state: Path) -> set[str]:
    """What another program would find in the journal now, read with the key from outside."""
    return {words for file in journals_in(state / FOLDER) for words in _words_in(file, read_key(state / FOLDER) or "")}


def _words_in(file: Path, key: str) -> Iterator[str]:
    try:
        store = Store(file, key)
    except (Damaged, Refuses, sqlite3.Error):
        return  # it is just being made
    try:
        yield from (row[0] for row in store._run("SELECT field_values ->> '$.text' FROM draft").fetchall())
    finally:
        store.close()


def begin(seat: AtTerminal) -> None:
    """Open Mrs Jackson's conversation."""
    seat.see("Riverside Surgery", "DEMO")
    seat.find("4/3/1951", "1 found")
    seat.press("enter", "Back to the", "0 of 3 discussed")


def type_into_a_form(seat: AtTerminal, words: str) -> None:
    """Begin to write down something to talk about."""
    begin(seat)
    seat.press("a", "Something to talk about")
    seat.write(words)


def until_kept(terminal: Terminal, state: Path, words: str) -> None:
    """Wait until the journal on the disk holds words to the last key."""
    terminal.wait_until(lambda: words in kept_words(state), f"{words!r} is not in the journal")


def ends_well_of(terminal: Terminal, number: signal.Signals) -> None:
    """A signal in the middle of a word ends the program with 128 + signal, and the terminal is given back."""
    terminal.kill(number)
    assert 128 + number == terminal.wait_exit()
    assert terminal.given_back


def test_a_kill_in_the_middle_of_a_word_loses_no_word(told: Told, start: Start, state: Path) -> None:
    """Kill -9 right after the last key: the record offers the words, y opens the form with all of them, saving purges.

    Meanwhile no word stands readable on the disk, another person's record offers nothing, and the form's own key leads
    to the same words.
    """
    with start("--database", told.url) as terminal:
        type_into_a_form(AtTerminal(terminal), WORDS)
        until_kept(terminal, state, WORDS)
        terminal.kill(signal.SIGKILL)
        terminal.wait_exit()
    on_disk = b"".join(file.read_bytes() for file in state.rglob("*") if file.is_file())
    assert [] == [word for word in WORDS.encode().split() if len(word) > 2 and word in on_disk]
    (left,) = unsent_journals(state)
    assert (account(), source_of(told.url), 1, 0, True) == (
        left.account,
        left.source,
        left.drafts,
        left.writes,
        left.readable,
    )

    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        seat.see("Riverside Surgery", "DEMO")
        seat.find("ahmed", "1 found")
        seat.press("enter", "Prepare")
        terminal.quiet()
        assert "You were writing" not in seat.words
        seat.find("4/3/1951", "1 found")
        seat.press("enter", "0 of 3 discussed", f"You were writing {TITLE} at", "Press y to go on.")
        seat.press("a", WORDS, "Continuing what you wrote at")
        seat.go_back("Continuing")
        seat.press("y", WORDS, "Continuing what you wrote at")
        seat.write(" sharp")
        seat.press("ctrl+s", "saved")
        terminal.wait_until_gone("You were writing")
        terminal.wait_until(lambda: kept_words(state) == set(), "the saved draft is still in the journal")
        assert 0 == seat.quit()
    assert () == unsent_journals(state)


def test_a_closed_terminal_keeps_the_words(told: Told, start: Start, state: Path) -> None:
    """The terminal closes in the middle of a word (SIGHUP): the program ends, and the words are in the journal."""
    with start("--database", told.url) as terminal:
        type_into_a_form(AtTerminal(terminal), WORDS)
        terminal.hangup()
        terminal.process.wait(20)
        assert {WORDS} == kept_words(state)


def test_two_programs_of_one_account_keep_their_words_apart(told: Told, start: Start, state: Path) -> None:
    """Each has its own; neither is offered the other's while that one lives; the next one is offered both.

    One is killed and the other ends of SIGHUP; keys typed behind Ctrl+S in one piece with it act on the screen below.
    """
    with ExitStack() as both:
        first, second = (both.enter_context(start("--database", told.url)) for _ in range(2))
        type_into_a_form(AtTerminal(first), WORDS)
        until_kept(first, state, WORDS)
        begin(AtTerminal(second))
        second.quiet()
        assert "You were writing" not in AtTerminal(second).words
        AtTerminal(second).press("a", "Something to talk about")
        AtTerminal(second).write(OTHER)
        until_kept(second, state, OTHER)
        assert {WORDS, OTHER} == kept_words(state)
        second.kill(signal.SIGKILL)
        second.wait_exit()
        ends_well_of(first, signal.SIGHUP)
    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        begin(seat)
        seat.see(f"You were writing {TITLE} at", "1 more after it")
        seat.press("y", OTHER)
        terminal.send(SAVED_AND_GONE_ON)
        seat.see(WORDS, "Continuing what you wrote at")
        seat.press("ctrl+s", f"“{OTHER}”", f"“{WORDS}”")
        terminal.wait_until(lambda: kept_words(state) == set(), "a saved draft is still in the journal")
        assert "You were writing" not in seat.words
        assert 0 == seat.quit()


def test_a_lost_key_is_said_and_the_program_goes_on(told: Told, start: Start, state: Path) -> None:
    """One sentence on the screen, the old journal put aside, and typing is kept again; SIGTERM ended the one before."""
    with start("--database", told.url) as terminal:
        type_into_a_form(AtTerminal(terminal), WORDS)
        until_kept(terminal, state, WORDS)
        ends_well_of(terminal, signal.SIGTERM)
    (state / "journal.key").unlink()
    with start("--database", told.url) as terminal:
        seat = AtTerminal(terminal)
        seat.see("cannot be read", "nothing was deleted")
        type_into_a_form(seat, OTHER)
        until_kept(terminal, state, OTHER)
        assert 0 == seat.quit()
    readable = {one.readable: owner_of(one.path) for one in unsent_journals(state)}
    assert {True, False} == readable.keys()
    assert readable[True] == readable[False]
