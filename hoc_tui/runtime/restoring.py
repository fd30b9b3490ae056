"""Giving the terminal back when Textual cannot: the last resort before the process ends by force."""

import contextlib
import os
import termios
from typing import Final, TextIO

_LEAVE_SCREEN: Final = (
    b"\x1b[<u\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?7h\x1b[?1049l\x1b[?25h\x1b[0m"
)
"""What ``LinuxDriver.stop_application_mode`` writes (Textual 8.2.8), in one go."""


class TerminalBefore:
    """The terminal's settings as they were before the program drew on it.

    Args:
        descriptor: An open descriptor of the terminal.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._attributes: list[int | list[bytes | int]] | None = None
        with contextlib.suppress(termios.error):
            self._attributes = termios.tcgetattr(descriptor)

    def restore(self) -> None:
        """Put the settings back and leave the alternate screen, without ever waiting for the terminal.

        Why not a plain write: this runs because the program would not end by itself, and the usual reason is a link
        that takes no more bytes. So the descriptor is made non-blocking for one write, and put back, because the shell
        that started us shares it.
        """
        with contextlib.suppress(termios.error, OSError):
            if self._attributes is not None:
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._attributes)
        with contextlib.suppress(OSError):
            was_blocking = os.get_blocking(self._descriptor)
            os.set_blocking(self._descriptor, False)
            try:
                os.write(self._descriptor, _LEAVE_SCREEN)
            finally:
                os.set_blocking(self._descriptor, was_blocking)


def forget_unsent(*streams: TextIO | None) -> None:
    """Let streams whose terminal is gone end without an error.

    Why: Python flushes them once more at the very end, and a failure there turns any exit code into 120.

    Args:
        streams: Usually the real standard output and error.
    """
    for stream in streams:
        if stream is None:
            continue
        try:
            stream.flush()
        except (OSError, ValueError):
            _send_nowhere(stream)


def _send_nowhere(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
