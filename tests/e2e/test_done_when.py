"""The main job, from an empty database to a plan that is still there tomorrow: real commands, real keys, 80x24."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from hoc_tui.cli.main import run_guarded
from hoc_tui.cli.opening import account, open_desk
from hoc_tui.services.lists import find
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.conftest import Start
from tests.e2e.telling import Told
from tests.support.terminal import REPOSITORY, Terminal

WORRY, GOAL, ACTION = "I lie awake", "Sleep well", "Phone off"
"""Short, so that each stands on one line of the narrowest pane."""

LEFT_THE_SCREEN = b"\x1b[?1049l"
"""What the program sends when it gives the screen back."""


@dataclass(frozen=True)
class Imported:
    """A person who came from a record file."""

    file: Path
    typed: str
    """What somebody types into Find."""
    row: str
    """How Find names them."""


TRAPPER = Imported(REPOSITORY / "tests/fixtures/records/gp-connect-traps.json", "trapper", "TRÀPPER, Ann Mary")


def hoc(*arguments: object) -> str:
    """Run a command as somebody at a shell does, and give back its standard output."""
    said = StringIO()
    with redirect_stdout(said):
        assert 0 == run_guarded([str(argument) for argument in arguments])
    return said.getvalue()


def shown_json(url: str, typed: str) -> dict[str, Any]:
    """The record as `hoc-tui show --json` prints it."""
    opened = open_desk(url, account())
    try:
        (one,) = find(opened.desk, typed)
    finally:
        opened.database.close()
    record: dict[str, Any] = json.loads(hoc("show", one.person_id, "--json", "--database", url))
    return record


def make_a_plan(seat: AtTerminal, who: Imported) -> None:
    """What a clinician does in the half hour: from Find to the agreed plan, which is then on the screen."""
    seat.find(who.typed, who.row)
    seat.press("enter", "Before agreeing: nothing the person wanted to talk about")
    seat.press("a", "Something to talk about")
    seat.write(WORRY)
    seat.press("ctrl+s", f"1 “{WORRY}”", "saved")
    seat.press("l", "What has this to do with?", "Results")
    seat.press("enter", "with ")
    seat.press("3", "3 Goals and actions")
    seat.press("a", "What does")
    seat.write(GOAL)
    seat.press("ctrl+s", f"1 “{GOAL}”", "1 goal")
    seat.press("n", "What will be done?")
    seat.write(ACTION)
    seat.press("ctrl+s", f"[ ] {ACTION}")
    seat.press("f8", "Agree the care plan")
    seat.terminal.press("tab")
    seat.press("right", "(x) agreed by the person")
    seat.press("ctrl+s", "[plan 1 ", "agreed by the person", WORRY)


def plan_is_there(seat: AtTerminal, who: Imported) -> None:
    """Find the same person again, and read version 1."""
    seat.find(who.typed, who.row)
    seat.press("enter", WORRY, GOAL, "draft after plan 1")
    seat.press("p", "[draft]", "plan 1 ")
    seat.press("[", "[plan 1 ", "agreed by the person", WORRY)


def main_job(url: str, start: Start, who: Imported, *work: Callable[[AtTerminal, Imported], None]) -> None:
    """An empty database, a record file, a plan; tomorrow the plan is there.

    Args:
        url: The database.
        start: Makes a terminal.
        who: Whose plan.
        work: What is done at the screen, each from the start of the program to its end.
    """
    hoc("init", "--practice", "Riverside Surgery", "--database", url)
    counts = json.loads(hoc("import", who.file, "--json", "--database", url).splitlines()[-1])
    assert 1 == counts["people_added"]
    assert 0 < counts["results_added"]
    for doing in work:
        with start("--database", url, anew=doing is work[0]) as terminal:
            seat = AtTerminal(terminal)
            seat.see("Riverside Surgery", "Nobody is booked for today")
            doing(seat, who)
            assert 0 == seat.quit()
            assert terminal.given_back
    record = shown_json(url, who.typed)
    assert [WORRY] == [item["text"] for item in record["agenda"]]
    assert [GOAL] == [goal["words"] for goal in record["goals"]]
    assert [ACTION] == [action["what"] for action in record["actions"]]
    assert [record["goals"][0]["id"]] == [action["goal_id"] for action in record["actions"]]
    assert [record["agenda"][0]["id"]] == [link["first_id"] for link in record["links"]]
    assert [True] == [bool(link["test_key"]) for link in record["links"]]
    assert [1] == [version["number"] for version in record["versions"]]


def test_the_main_job_is_done(migrated_url: str, start: Start) -> None:
    """On both databases: a GP Connect file made by hand, an agreed plan, and it is there the next day."""
    main_job(migrated_url, start, TRAPPER, make_a_plan, plan_is_there)


def test_the_main_job_is_done_on_a_real_record(tmp_path: Path, start: Start, records: Path) -> None:
    """From no database at all, with a GP Connect record of 222 results as another system sent it."""
    (file,) = (records / "gp-connect").glob("*Mold*.json")
    mold = Imported(file, "mold", "MOLD, Georgiana Love")
    main_job(f"sqlite:///{tmp_path / 'new' / 'record.db'}", start, mold, make_a_plan)


# What ends the program, and what it leaves behind ----------------------------------------------------------------


def open_mrs_jackson(seat: AtTerminal) -> None:
    """Find her by her date of birth, and open her conversation."""
    seat.see("Riverside Surgery", "DEMO")
    seat.find("4/3/1951", "1 found")
    seat.press("enter", "Back to the", "0 of 3 discussed")


def half_write_a_goal(seat: AtTerminal) -> None:
    """Save one thing, and stop in the middle of the next."""
    open_mrs_jackson(seat)
    seat.press("a", "Something to talk about")
    seat.write(WORRY)
    seat.press("ctrl+s", f"“{WORRY}”", "saved")
    seat.press("3", "3 Goals and actions")
    seat.press("a", "What does Maggie want to be able to do?")
    seat.write("Sleep thr")


@pytest.mark.skipif(shutil.which("bash") is None, reason="only a shell that takes the terminal back can be asked")
def test_a_kill_loses_nothing_saved(told: Told, tmp_path: Path) -> None:
    """After kill -9 in the middle of a word the shell goes on in the same terminal, and the program opens again."""
    noted = tmp_path / "pid"
    opening = f"sh -c 'echo $$ > {noted}; exec {sys.executable} -m hoc_tui --database {told.url}'\r"
    folders = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    env = {**folders, "PS1": "$ ", "BASH_SILENCE_DEPRECATION_WARNING": "1"}
    with Terminal(["bash", "--noprofile", "--norc", "-i"], env=env) as terminal:
        seat = AtTerminal(terminal)
        seat.see("$")
        terminal.send(opening)
        half_write_a_goal(seat)
        os.kill(int(noted.read_text()), signal.SIGKILL)
        seat.see("Killed")
        terminal.send("clear; echo us''able\r")
        seat.see("usable")
        terminal.send(opening)
        seat.see("a Arrived")
        seat.find("4/3/1951", "1 found")
        seat.press("enter", f"“{WORRY}”")
        terminal.press("f10")
        # Both: before the program has left the screen, the prompt that is there is the one it was started from.
        terminal.wait_until(lambda: LEFT_THE_SCREEN in terminal.output, "it has not left the screen")
        terminal.wait_until(lambda: b"$ " in terminal.output.rpartition(LEFT_THE_SCREEN)[2], "no prompt")
        terminal.quiet()
        terminal.send("exit\r")
        assert 0 == terminal.wait_exit()
        assert terminal.given_back
