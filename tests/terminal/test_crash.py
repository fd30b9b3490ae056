"""A crash tells nobody anything about a patient."""

import stat

import pytest

from tests.terminal.conftest import Notes, Start

SECRETS = ("Margaret", "Jackson", "943", "5919", "cannot read")


@pytest.mark.parametrize("behaviour", ["raise", "callback", "worker", "render"])
def test_an_error_shows_a_number_and_nothing_else(probe: Start, notes: Notes, behaviour: str) -> None:
    """An error in a handler, a timer, a worker or a paint ends the program with an incident number and exit code 1."""
    with probe(behaviour) as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        assert terminal.wait_exit() == 1
        assert terminal.given_back
        (incident,) = notes.incidents
        after = terminal.output.partition(b"\x1b[?1049l")[2].decode()
        assert after.count("\n") == 1
        assert f"Please report incident {incident.stem.removeprefix('incident-')}." in after
        told = terminal.output.decode() + incident.read_text()
        assert [secret for secret in SECRETS if secret in told] == []
        assert notes.flushed


def test_an_incident_is_for_its_owner_and_says_where(probe: Start, notes: Notes) -> None:
    """The incident file can be read by its owner only, and holds the error's type and the place in our code."""
    with probe("raise") as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        terminal.wait_exit()
    (incident,) = notes.incidents
    assert stat.S_IMODE(incident.stat().st_mode) == 0o600
    assert stat.S_IMODE(notes.incidents_path.stat().st_mode) == 0o700
    assert "builtins.ValueError" in incident.read_text()
    assert "hoc_tui/app_frame.py:" in incident.read_text()


def test_an_incident_that_cannot_be_written_down_still_has_a_number(probe: Start, notes: Notes) -> None:
    """With no room or no right to write, the person gets the sentence without a path."""
    notes.incidents_path.write_text("in the way")
    with probe("raise") as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        assert terminal.wait_exit() == 1
        assert b"Please report incident " in terminal.output
        assert b"Its details" not in terminal.output


def test_an_error_in_a_background_thread_is_written_down_and_shown_to_nobody(probe: Start, notes: Notes) -> None:
    """A thread that dies leaves an incident; the program goes on and its screen is untouched."""
    with probe("thread") as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        terminal.wait_for("thread ended")
        terminal.press("f10")
        assert terminal.wait_exit() == 0
        assert len(notes.incidents) == 1
        assert [secret for secret in SECRETS if secret in terminal.output.decode()] == []


def test_an_error_that_nobody_waits_for_is_written_down_and_told(probe: Start, notes: Notes) -> None:
    """A lost task leaves an incident and a toast with its number; the program goes on."""
    with probe("task") as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        terminal.wait_for("Something did not work.")
        (incident,) = notes.incidents
        assert incident.stem.removeprefix("incident-") in terminal.text
        terminal.press("f10")
        assert terminal.wait_exit() == 0
        assert [secret for secret in SECRETS if secret in terminal.output.decode()] == []


def test_what_is_printed_or_logged_by_accident_reaches_nobody(probe: Start) -> None:
    """A print and a library's log line with a name in them appear neither on the screen nor after it."""
    with probe("print") as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        terminal.wait_for("printed")
        terminal.press("f10")
        assert terminal.wait_exit() == 0
        assert [secret for secret in SECRETS if secret in terminal.output.decode()] == []


def test_debugging_switches_of_textual_are_not_obeyed(probe: Start, notes: Notes) -> None:
    """Neither TEXTUAL=debug nor TEXTUAL_LOG, set by accident, prints or writes what is on the screen."""
    log = notes.path.with_name("textual.log")
    switches = {"TEXTUAL": "debug,devtools", "TEXTUAL_LOG": str(log), "TEXTUAL_DEBUG": "1"}
    with probe("raise", env=switches, anew=True) as terminal:
        terminal.wait_for("ready")
        terminal.press("f2")
        assert terminal.wait_exit() == 1
        assert [secret for secret in SECRETS if secret in terminal.output.decode()] == []
    assert not log.exists()
