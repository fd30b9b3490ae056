"""What somebody at the screen waits for: opening a person, starting the program, and the bytes of each key."""

import os
import resource
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

from bench.figures import Figure, milliseconds
from bench.libraries import PAINTED
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
STARTS = 9
TIMES_THE_LIBRARIES = 1.75
"""What the whole start may take for each unit of time that the libraries alone take: the same on every machine."""
NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Set where Python is to leave no compiled files behind, as it would compile at every start."""


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
    _compile()
    helped = [_run("--help") for _ in range(STARTS)]
    yield Figure("hoc-tui --help, the whole process", median(one.wall for one in helped), HELP_MS)
    yield Figure("        of it processor time, the least", min(one.cpu for one in helped), HELP_MS, promised=False)
    with TemporaryDirectory() as folder:
        folders = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        env = {**folders, "HOC_RECORDS": str(Path(folder) / "none")}
        _run("demo", "--no-open", **env)
        # One after the other and not each in a row: what else the machine does then weighs on both alike.
        starts = [(_until_painted(env), _libraries_alone(env)) for _ in range(STARTS)]
    least, alone = (min(one.cpu for one in some) for some in zip(*starts, strict=True))
    yield Figure("the demo, from nothing to Today painted", median(one.wall for one, _ in starts), FIRST_PAINT_MS)
    yield Figure("        of it processor time, the least", least, FIRST_PAINT_MS, promised=False)
    yield Figure("        what the libraries alone take of that", alone, FIRST_PAINT_MS, promised=False)
    yield Figure("        all of it, for each unit of that", least / alone, TIMES_THE_LIBRARIES, unit="times")


class _Spent(NamedTuple):
    """What a process has taken, in milliseconds."""

    wall: float
    cpu: float


def _compile() -> None:
    """Compile the program and what it stands on: a start that compiles first takes several times as long."""
    folders = [str(REPOSITORY / "hoc_tui"), str(REPOSITORY / "bench"), sysconfig.get_paths()["purelib"]]
    command = [sys.executable, "-m", "compileall", "-q", *folders]
    kept = {name: value for name, value in os.environ.items() if name != NOT_COMPILED}
    # Some packages carry files for other Pythons, which do not compile and are not loaded.
    subprocess.run(command, env=kept, capture_output=True, check=False)


def _children() -> float:
    """Processor time of every process that has ended, in milliseconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _run(*arguments: str, **env: str) -> _Spent:
    worked, start = _children(), time.perf_counter()
    command = [sys.executable, "-m", "hoc_tui", *arguments]
    subprocess.run(command, cwd=REPOSITORY, env={**os.environ, **env}, capture_output=True, check=True)
    return _Spent((time.perf_counter() - start) * 1000, _children() - worked)


def _until_painted(env: dict[str, str]) -> _Spent:
    return _until("JACKSON, Margaret", "hoc_tui", "demo", env=env)


def _libraries_alone(env: dict[str, str]) -> _Spent:
    return _until(PAINTED, "bench.libraries", env=env)


def _until(words: str, *program: str, env: dict[str, str]) -> _Spent:
    """What a program takes until words are on its screen; it is killed there."""
    worked, start = _children(), time.perf_counter()
    with Terminal([sys.executable, "-m", *program], env=env) as terminal:
        terminal.wait_for(words)
        painted = (time.perf_counter() - start) * 1000
    return _Spent(painted, _children() - worked)


# -- Bytes over the line ------------------------------------------------------------------------------------------


def _sending() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/practice.db"
        seated(Told(url, tell_story(url)))
        folders = {f"XDG_{name}_HOME": folder for name in ("CONFIG", "STATE", "CACHE", "DATA")}
        with Terminal([sys.executable, "-m", "hoc_tui", "--database", url], env=folders) as terminal:
            for spent in day(terminal):
                yield Figure(spent.what, spent.bytes, max(spent.allowed, 1), unit="bytes")
