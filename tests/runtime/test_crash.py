"""What an incident says, and what it can never say."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.runtime.crash import CrashPolicy, Incident

PATIENT = "Margaret Jackson"


def fail(patient: str) -> None:
    """Raise an error that carries data in every place an error has."""
    error = ValueError(f"no such value for {patient}", {"patient": patient})
    error.add_note(f"seen with {patient}")
    raise error


def caught(work: Callable[[], object]) -> BaseException:
    """The error that some work ends in."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("no error")


def report(tmp_path: Path, error: BaseException) -> str:
    """What is written about an error."""
    path = CrashPolicy(tmp_path, version="1.2.3").record(error).path
    assert path is not None
    return path.read_text()


def test_a_report_has_the_type_the_version_and_the_places(tmp_path: Path) -> None:
    """A maintainer finds the error's type, the program's version and every place it came through."""
    lines = report(tmp_path, caught(lambda: fail(PATIENT))).splitlines()
    assert lines[2].startswith("hoc-tui 1.2.3 on Python 3.")
    assert lines[4] == "builtins.ValueError"
    assert len(lines[5:]) == 3


@given(st.text(alphabet="abcdefghijklmnop qrstuvwxyz\n[]\x1b").map("Å{}".format))
def test_no_message_is_ever_written(data: str) -> None:
    """Whatever an error says, carries as arguments or notes, or holds in a local variable is not in the report."""
    policy = CrashPolicy(None)
    text = "\n".join(policy._report("K7M2-9QXD", caught(lambda: fail(data))))
    assert data not in text


def test_causes_and_groups_are_followed(tmp_path: Path) -> None:
    """The report names what was behind the error: its cause, its context, a group's members, a worker's own error."""

    def work() -> None:
        try:
            fail(PATIENT)
        except ValueError as error:
            group = ExceptionGroup("several", [OSError(28, PATIENT), KeyError(PATIENT)])
            raise RuntimeError(PATIENT) from caught_group(group, error)

    def caught_group(group: BaseException, error: BaseException) -> BaseException:
        group.__cause__ = error
        return group

    text = report(tmp_path, caught(work))
    found = [line for line in text.splitlines() if line.startswith("builtins.")]
    assert found == [
        "builtins.RuntimeError",
        "builtins.ExceptionGroup",
        "builtins.ValueError",
        "builtins.OSError ENOSPC",
        "builtins.KeyError",
    ]
    assert PATIENT not in text


def test_a_circle_of_causes_ends(tmp_path: Path) -> None:
    """Errors that cause one another are each named once."""
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert report(tmp_path, one).count("builtins.") == 2


def test_a_database_s_code_is_kept_and_nothing_else(tmp_path: Path) -> None:
    """A driver's SQLSTATE is a fact about the error; anything else in its place is not believed."""

    class DriverError(Exception):
        sqlstate = "23505"

    class LyingError(Exception):
        sqlstate = PATIENT

    assert "sqlstate 23505" in report(tmp_path, DriverError(PATIENT))
    assert PATIENT not in report(tmp_path, LyingError())


def test_names_that_no_programmer_wrote_are_not_repeated(tmp_path: Path) -> None:
    """A type made at run time out of data does not carry it into the report."""
    strange = type("Margaret Jackson", (Exception,), {"__module__": "943 476 5919"})
    text = report(tmp_path, strange())
    assert text.splitlines()[4] == "?"


def test_every_incident_has_its_own_number(tmp_path: Path) -> None:
    """Numbers are eight letters in two groups, without those that are mistaken for one another."""
    policy = CrashPolicy(tmp_path)
    numbers = {policy.record(ValueError()).number for _ in range(200)}
    assert len(numbers) == 200
    assert set("".join(numbers)) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert {len(number) for number in numbers} == {9}


def test_a_directory_that_cannot_be_made_costs_the_report_only(tmp_path: Path) -> None:
    """When nothing can be written the incident still has its number and its sentence."""
    (tmp_path / "file").write_text("")
    incident = CrashPolicy(tmp_path / "file" / "incidents").record(ValueError(PATIENT))
    assert incident.path is None
    assert incident.sentence.endswith(f"Please report incident {incident.number}.")


def test_the_sentence_says_where_to_look() -> None:
    """The person is told the number; the maintainer is told the place."""
    sentence = Incident("K7M2-9QXD", Path("/var/lib/incident")).sentence
    assert "incident K7M2-9QXD." in sentence
    assert sentence.endswith("without any person's data, are in /var/lib/incident")


def test_what_asyncio_cannot_deliver_is_recorded(tmp_path: Path) -> None:
    """A task that nobody waits for leaves an incident, without the loop's message; what is no error leaves none."""
    policy = CrashPolicy(tmp_path)
    loop = asyncio.new_event_loop()
    loop.close()
    policy.in_loop(loop, {"message": PATIENT})
    policy.in_loop(loop, {"message": PATIENT, "exception": ValueError(PATIENT)})
    (path,) = tmp_path.iterdir()
    assert PATIENT not in path.read_text()


LINEAR = """
import sys, threading, logging, warnings
from pathlib import Path
from hoc_tui.runtime.crash import CrashPolicy
CrashPolicy(Path(sys.argv[1])).install()
patient = "Margaret Jackson"
class Late:
    def __del__(self):
        raise ValueError(patient)
def fail():
    raise ValueError(patient)
{work}
"""


@pytest.mark.parametrize(
    ("work", "code", "said"),
    [
        ("fail()", 1, "Please report incident"),
        ("thread = threading.Thread(target=fail); thread.start(); thread.join()", 0, ""),
        ("late = Late(); del late", 0, ""),
        ("logging.getLogger('driver').error('row %s', patient)", 0, ""),
        ("logging.getLogger('driver').error('row %d', patient)", 0, ""),
        ("warnings.warn(patient)", 0, ""),
        ("raise KeyboardInterrupt", -2, "Stopped."),
    ],
)
def test_a_linear_command_prints_no_traceback(tmp_path: Path, work: str, code: int, said: str) -> None:
    """Without a screen too, errors of every kind end in a sentence or in silence, and never in a message."""
    done = subprocess.run(
        [sys.executable, "-c", LINEAR.format(work=work), str(tmp_path / "incidents")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "Margaret" not in done.stdout + done.stderr
    assert done.stderr.startswith("hoc-tui met something" if said.startswith("Please") else said)
    assert said in done.stderr
