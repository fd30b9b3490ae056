"""A small app on the frame, for the tests that need a real terminal; its first argument says how it should behave."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from hoc_tui.runtime.terminal import TerminalUnsuitable, prepare_environment, prepare_streams, probe

PATIENT = "Margaret Jackson 943 476 5919"


def main(behaviour: str) -> int:
    """Run the probe as the command line runs the program."""
    prepare_streams(sys.stdin, sys.stdout, sys.stderr)
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    try:
        terminal = probe(os.environ, streams)
    except TerminalUnsuitable as unsuitable:
        sys.__stderr__.write(f"{unsuitable}\n")  # type: ignore[union-attr]
        return 1
    prepare_environment(os.environ)

    from hoc_tui.app_frame import Frame
    from tests.terminal.probe_app import ProbeApp

    notes = Path(os.environ["PROBE_NOTES"])
    frame = Frame(
        terminal=terminal,
        incidents=notes.parent / "incidents",
        theme=os.environ.get("PROBE_THEME", ""),
        clipboard=behaviour == "clipboard",
        patience=0.5,
    )
    return ProbeApp(frame, behaviour, flush=[keep(notes)]).start()


def keep(notes: Path) -> Callable[[], None]:
    """A flush hook that leaves a trace."""

    def flush() -> None:
        with notes.open("a") as file:
            file.write("flushed\n")

    return flush


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
