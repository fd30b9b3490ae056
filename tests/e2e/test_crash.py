"""When something goes wrong: not a word of anybody's record is left behind, and what was typed stays."""

import sys
from pathlib import Path

import pytest
from textual.widgets import Static

from hoc_tui.app_frame import Frame
from hoc_tui.domain.vocabulary import Role
from hoc_tui.screens import asking, consultation
from hoc_tui.screens.consultation import ConsultationScreen
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.today import TodayScreen
from tests.e2e.at_terminal import AtTerminal
from tests.e2e.telling import Told
from tests.support.practice import SmallPractice
from tests.support.seat import Seat, seated
from tests.support.terminal import Terminal

WORDS = ("Margaret", "Jackson", "943 476 5919", "9434765919", "allotment", "HbA1c")
BREAKING = """
from hoc_tui.cli.main import main
from hoc_tui.screens.consultation import ConsultationScreen

def broken(self, by):
    patient, aim = "Margaret Jackson 943 476 5919", self.view.record
    raise ValueError(f"{patient} wants back to the allotment; HbA1c {aim.results}")

ConsultationScreen._move = broken
main()
"""
"""The program with a fault in what the key ] does, and a whole record among its local variables."""
SENTENCE = "Something did not work. What you typed is kept. Please report incident"


def test_a_fault_in_a_key_prints_no_word_of_a_record(told: Told, tmp_path: Path) -> None:
    """The program ends with exit code 1 and one sentence; neither the scrollback nor the incident names anybody."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    with Terminal([sys.executable, "-c", BREAKING, "--database", told.url], env=folders) as terminal:
        seat = AtTerminal(terminal)
        seat.see("Riverside Surgery", "DEMO")
        seat.find("4/3/1951", "1 found")
        seat.press("enter", "0 of 3 discussed")
        terminal.press("]")
        assert 1 == terminal.wait_exit()
        assert terminal.given_back
        left = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
    # More than one when the crash interrupts something that was under way: the one that is named is the fault.
    found = {one.stem.removeprefix("incident-"): one for one in (tmp_path / "state").rglob("incident-*")}
    [named] = [one for number, one in found.items() if number in "".join(left.split())]
    assert "ValueError" in named.read_text()
    assert {0o600} == {one.stat().st_mode & 0o777 for one in found.values()}
    for text in (left, *(one.read_text() for one in found.values())):
        assert [] == [word for word in WORDS if word in text]


def broken(*_: object, **__: object) -> None:
    """A service with a fault."""
    raise RuntimeError("Margaret Jackson 943 476 5919 wants back to the allotment; HbA1c")


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    """Where incidents are written down."""
    return tmp_path / "incidents"


async def open_conversation(seat: Seat, told: Told) -> None:
    """Open Mrs Jackson's conversation from Today."""
    assert isinstance(seat.screen, TodayScreen)
    seat.app.push_screen(ConsultationScreen(seat.screen.work, told.story.person_id))
    await seat.settle()


async def test_a_fault_in_the_background_keeps_the_page(
    practice: SmallPractice, told: Told, incidents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that breaks leaves the conversation as it was, with one sentence and the number of an incident."""
    async with seated(practice, Role.NURSE, frame=Frame(incidents=incidents)) as seat:
        await open_conversation(seat, told)
        monkeypatch.setattr(consultation, "rewrite", broken)
        await seat.press("asterisk")
        assert SENTENCE in seat.words
        assert "Do I need all these tablets?" in seat.words
        await seat.press("2")
        assert SENTENCE in seat.words or "2 Results" in seat.words
    _says_nobody(incidents)


async def test_a_fault_in_saving_keeps_the_form(
    practice: SmallPractice, told: Told, incidents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A form whose saving breaks stays open with every word in it, and can be saved once it works again."""
    async with seated(practice, Role.NURSE, frame=Frame(incidents=incidents)) as seat:
        await open_conversation(seat, told)
        await seat.press("a")
        await seat.type("I lie awake")
        with monkeypatch.context() as patch:
            patch.setattr(asking, "put_down", broken)
            await seat.press("ctrl+s")
        assert isinstance(seat.screen, FormScreen)
        assert "I lie awake" in seat.text
        assert SENTENCE in str(seat.screen.query_one("#problem", Static).content)
        await seat.press("ctrl+s")
        assert isinstance(seat.screen, ConsultationScreen)
        assert "I lie awake" in seat.text
    _says_nobody(incidents)


def _says_nobody(incidents: Path) -> None:
    written = [one.read_text() for one in incidents.glob("incident-*")]
    assert 1 == len(written)
    assert [] == [word for word in WORDS if word in written[0]]
