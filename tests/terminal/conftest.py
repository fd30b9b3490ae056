"""The probe in a terminal, with a place for its notes."""

import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

PROBE = Path(__file__).with_name("probe.py")

Start = Callable[..., Terminal]


class Notes:
    """What the probe leaves behind."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notes"
        self.incidents_path = folder / "incidents"
        self.busy_path = folder / "busy"
        os.mkfifo(self.busy_path)

    @property
    def text(self) -> str:
        return self.path.read_text() if self.path.exists() else ""

    def wait_until_busy(self) -> None:
        """Wait, without reading the probe's terminal, until it says that its event loop stands still."""
        busy = os.open(self.busy_path, os.O_RDONLY | os.O_NONBLOCK)
        poll = select.poll()
        poll.register(busy, select.POLLIN)
        came = poll.poll(20_000)
        os.close(busy)
        assert came, "the probe is not busy"

    @property
    def flushed(self) -> bool:
        return "flushed" in self.text

    @property
    def incidents(self) -> list[Path]:
        return sorted(self.incidents_path.glob("*")) if self.incidents_path.exists() else []


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    """What the probe leaves behind."""
    return Notes(tmp_path)


@pytest.fixture
def probe(notes: Notes) -> Start:
    """Makes a terminal with the probe in it; the first argument says how the probe behaves.

    It is forked, loaded, which saves a second of processor time each; `anew=True` starts it from nothing.
    """

    def start(behaviour: str = "none", *, anew: bool = False, **terminal: object) -> Terminal:
        env = {"PROBE_NOTES": str(notes.path), "PROBE_BUSY": str(notes.busy_path), **terminal.pop("env", {})}  # type: ignore[dict-item]
        command = [sys.executable, PROBE, behaviour] if anew else ["probe", behaviour]
        return Terminal(command, env=env, loaded=not anew, **terminal)  # type: ignore[arg-type]

    return start


SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
