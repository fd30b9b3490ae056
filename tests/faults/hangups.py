"""The terminal is closed on somebody who is writing in a form: the real program, in a real pseudo-terminal."""

import os
import random
import string
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from hoc_tui.data.engine import disposed, open_engine
from hoc_tui.data.tables import AgendaRow
from hoc_tui.runtime.journal.places import FOLDER, journals_in, read_key
from hoc_tui.runtime.journal.store import Store
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.telling import Told, seated, tell_story
from tests.support.terminal import Terminal

DURABLE_WITHIN = 1.0
"""Seconds after which a letter must be beyond the program's end."""
LONGEST = 3.0
"""Seconds for which somebody writes at most before the terminal goes."""
SAVES = 0.25
"""How often they press Ctrl+S at the end, so that the terminal goes while the words are saved."""


@dataclass
class Hangups:
    """The closed terminals of one campaign, and what became of the words.

    Args:
        told: The practice in which somebody writes.
        folder: Where each program gets a state folder of its own.
        dice: Decides when.
    """

    told: Told
    folder: Path
    dice: random.Random
    closed: int = 0
    typed: int = 0
    """Letters sent to the programs."""
    due: int = 0
    """Words of which every letter had its second."""
    saved: int = 0
    """How often Ctrl+S was pressed before the terminal went."""
    lost: int = 0
    """Words that were due and are nowhere."""
    running: int = 0
    """Programs that were still there afterwards, or ended otherwise than by the hang-up."""

    def play(self, times: int) -> None:
        """Close so many terminals.

        Args:
            times: How many.
        """
        while self.closed < times:
            self.closed += 1
            self._once(self.folder / str(self.closed))

    @property
    def good(self) -> bool:
        """Whether no word was lost and every program ended."""
        return not self.lost and not self.running

    @property
    def line(self) -> str:
        """What became of it, as one line of the campaign's report."""
        return (
            f"hangups {self.closed:3}  letters typed {self.typed:6}  words due {self.due:5}  "
            f"while saving {self.saved:3}  words lost {self.lost}  left running {self.running}"
        )

    def _once(self, state: Path) -> None:
        folders = {f"XDG_{name}_HOME": str(state) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        with Terminal(["hoc_tui", "--database", self.told.url], env=folders, loaded=True) as terminal:
            _open_a_form(AtTerminal(terminal))
            writing = Writing(terminal, self.dice)
            writing.write(self.dice.uniform(0.2, LONGEST))
            if self.dice.random() < SAVES:
                self.saved += 1
                terminal.press("ctrl+s")
                writing.wait(self.dice.uniform(0.0, 0.5))
            due = writing.due(time.monotonic())
            terminal.hangup()
            self.running += not _ended(terminal)
        self.typed += len(writing.words)
        self.due += len(due.split())
        if due.strip() not in "\n".join((*_in_journal(state / "hoc-tui" / FOLDER), *_in_database(self.told.url))):
            self.lost += len(due.split())


@dataclass
class Writing:
    """Somebody at the keyboard, and when each letter was sent."""

    terminal: Terminal
    dice: random.Random
    words: str = ""
    _sent: list[tuple[float, int]] = field(default_factory=list)

    def write(self, seconds: float) -> None:
        """Type words for a while, now a letter and now a few, as people do."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            some = "".join(self.dice.choices(string.ascii_lowercase, k=self.dice.randint(1, 5)))
            some += " " if self.dice.random() < 0.4 else ""
            self.terminal.send(some)
            self.words += some
            self._sent.append((time.monotonic(), len(self.words)))
            self.wait(self.dice.uniform(0.0, 0.2))

    def wait(self, seconds: float) -> None:
        """Read what the program paints, for a while."""
        until = time.monotonic() + seconds
        self.terminal.wait_until(lambda: time.monotonic() >= until, "time stands still")

    def due(self, now: float) -> str:
        """What was typed so long ago that it must be beyond the program's end."""
        lengths = [length for at, length in self._sent if at <= now - DURABLE_WITHIN]
        return self.words[: lengths[-1]] if lengths else ""


def _open_a_form(seat: AtTerminal) -> None:
    seat.see("Riverside Surgery", "DEMO")
    seat.find("4/3/1951", "1 found")
    seat.press("enter", "Before agreeing")
    seat.press("a", "Something to talk about")


def _ended(terminal: Terminal) -> bool:
    """Whether the program ended by itself as after SIGHUP, and nothing of it is left."""
    code = terminal.wait_exit()
    try:
        os.killpg(terminal.process.pid, 0)
    except ProcessLookupError:
        return code == 129
    return False


def _in_journal(folder: Path) -> Iterator[str]:
    """Everything that drafts and waiting changes say."""
    for file in journals_in(folder):
        store = Store(file, read_key(folder) or "")
        try:
            asked = "SELECT field_values FROM draft UNION ALL SELECT payload FROM waiting_write"
            yield from (str(row[0]) for row in store._run(asked).fetchall())
        finally:
            store.close()


def _in_database(url: str) -> list[str]:
    with disposed(open_engine(url)) as engine, engine.connect() as connection:
        return list(connection.execute(select(AgendaRow.text)).scalars())


@contextmanager
def hangups(seed: int) -> Iterator[Hangups]:
    """A practice in which terminals are closed.

    Args:
        seed: Of the dice.
    """
    with tempfile.TemporaryDirectory(prefix="hoc-faults-") as folder:
        url = f"sqlite:///{Path(folder) / 'record.db'}"
        told = seated(Told(url, tell_story(url)))
        yield Hangups(told, Path(folder), random.Random(seed))
