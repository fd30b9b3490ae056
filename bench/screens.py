"""What somebody at the screen waits for: opening a person, starting the program, and the bytes of each key."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID

from bench.figures import Figure, milliseconds
from bench.made_up import desk_on, record_of
from hoc_tui.screens.looking import look_at
from hoc_tui.services import importing, lists, records
from hoc_tui.services.ports import Desk
from hoc_tui.widgets.conversation.agenda_cards import agenda_cards
from hoc_tui.widgets.conversation.goal_cards import goal_cards
from hoc_tui.widgets.conversation.result_cards import result_cards
from tests.e2e.spending import day
from tests.e2e.telling import Told, seated, tell_story
from tests.support.terminal import REPOSITORY, Terminal

RESULTS = 1_200
OPENING_MS, HELP_MS, FIRST_PAINT_MS = 60, 100, 600
STARTS = 7


def measure() -> Iterator[Figure]:
    """The figures; where a promise is for one server only, it is measured there."""
    yield from _opening()
    yield from _starting()
    yield from _sending()


# -- Opening a person ---------------------------------------------------------------------------------------------


def _opening() -> Iterator[Figure]:
    """Our own work from the key to the message that is painted; Textual's switch, layout and paint apart."""
    with desk_on("sqlite") as (desk, _engine):
        importing.take_in(desk, record_of(RESULTS), "made-up.json", b"{}")
        person_id = lists.find(desk, "jackson")[0].person_id
        whole = milliseconds(lambda: _view_and_cards(desk, person_id), own=True)
        yield Figure(f"sqlite: opening a person of {RESULTS:,} results, until it can be painted", whole, OPENING_MS)
        record = records.open_record(desk, person_id)
        reading = milliseconds(lambda: records.open_record(desk, person_id), own=True)
        yield Figure("        of it reading the record", reading, OPENING_MS)
        looking = milliseconds(lambda: look_at(record, desk.today()).series, own=True)
        yield Figure("        of it sorting and judging the results", looking, OPENING_MS)


def _view_and_cards(desk: Desk, person_id: UUID) -> None:
    view = look_at(records.open_record(desk, person_id), desk.today())
    for cards in (agenda_cards, result_cards, goal_cards):
        cards(view)


# -- Starting -----------------------------------------------------------------------------------------------------


def _starting() -> Iterator[Figure]:
    helping = _median(lambda: _run("--help"))
    yield Figure("hoc-tui --help, the whole process", helping, HELP_MS)
    with TemporaryDirectory() as folder:
        folders = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        env = {**folders, "HOC_RECORDS": str(Path(folder) / "none")}
        _run("demo", "--no-open", **env)
        worked = _children()
        painting = _median(lambda: _until_painted(env))
        own = (_children() - worked) / STARTS * 1000
    yield Figure("the demo, from nothing to Today painted", painting, FIRST_PAINT_MS)
    yield Figure("        of it processor time", own, FIRST_PAINT_MS)


def _median(taken: Callable[[], float]) -> float:
    return median(taken() for _ in range(STARTS)) * 1000


def _children() -> float:
    """Processor time of every process started so far, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(*arguments: str, **env: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "hoc_tui", *arguments]
    subprocess.run(command, cwd=REPOSITORY, env={**os.environ, **env}, capture_output=True, check=True)
    return time.perf_counter() - start


def _until_painted(env: dict[str, str]) -> float:
    start = time.perf_counter()
    with Terminal([sys.executable, "-m", "hoc_tui", "demo"], env=env) as terminal:
        terminal.wait_for("JACKSON, Margaret")
        return time.perf_counter() - start


# -- Bytes over the line ------------------------------------------------------------------------------------------


def _sending() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/practice.db"
        seated(Told(url, tell_story(url)))
        folders = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        with Terminal([sys.executable, "-m", "hoc_tui", "--database", url], env=folders) as terminal:
            for spent in day(terminal):
                yield Figure(spent.what, spent.bytes, max(spent.allowed, 1), unit="bytes")
