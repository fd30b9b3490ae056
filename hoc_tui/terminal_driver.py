"""Reads the keyboard as Textual does, and survives what Textual does not: stray bytes, and the end of the terminal.

Loaded only with the app, because it stands on Textual's Linux driver (``drivers/linux_driver.py``, 8.2.8; used here are
``run_input_thread``, ``process_message``, ``exit_event``, ``_sigtstp_application`` and the parser behind them).
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable
from threading import Event
from typing import Final

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste
from textual.message import Message

from hoc_tui.sgr import fewest_codes

_TICK: Final = 0.1
"""Seconds between two looks at whether a lone escape was the Escape key; Textual's own."""

_LONGEST_KEY: Final = 2.0
"""Seconds that a key waits for the one before it; a handler may take longer, but must not silence the keyboard."""


class Keyboard:
    """Turns the terminal's bytes into messages, whatever the bytes are.

    Why not Textual's parser alone: its decoder is strict, so one byte that is not UTF-8 (a terminal set to latin-1,
    noise on a serial line) ended the program with a traceback, and so did a key code too large for a character.
    """

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = XTermParser()

    def feed(self, data: bytes) -> list[Message]:
        """Take what was read.

        Args:
            data: Bytes; what is not UTF-8 counts as U+FFFD.

        Returns:
            The keys, pastes and reports that are complete now.
        """
        # Why one by one: a sequence that the parser cannot take costs itself, and not the words after it.
        return [message for character in self._decode(data) for message in self._try(character)]

    def _try(self, character: str) -> list[Message]:
        try:
            return list(self._parser.feed(character))
        except Exception:  # noqa: BLE001  it stays broken after any error, whichever it was
            self._parser = XTermParser()
            return []

    def tick(self) -> list[Message]:
        """What has become a key because nothing followed it, such as a lone escape."""
        return list(self._parser.tick())


class SteadyDriver(LinuxDriver):
    """Textual's Linux driver with an input thread that neither dies of bad bytes nor spins at end-of-file."""

    def _run_input_thread(self) -> None:
        """End the app through its own crash policy; Textual's panics with a traceback of this thread."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  whatever it is, the app must hear of it
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001  there is no public way

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._under_way: Message | None = None
        self._handled = Event()
        self._handled.set()

    def write(self, data: str) -> None:
        """Write to the terminal what Textual has painted, in fewer bytes.

        Args:
            data: One painting, or one report to the terminal.
        """
        super().write(fewest_codes(data))

    def key_handled(self, key: Message) -> None:
        """Say that the app has done all that a key or paste asked for.

        Args:
            key: The message that the app was handed; one that took too long and was overtaken no longer counts.
        """
        if key is self._under_way:
            self._handled.set()

    def process_message(self, message: Message) -> None:
        """Hand one key or paste to the app at a time, in the input thread.

        Why: Textual gives each key to whatever has the focus at that moment, without waiting for the key before it.
        Tab and the words after it, when they came in one piece (a slow link, a bar-code reader, a fast typist), went to
        the widget that Tab was leaving, where letters are commands (measured with 8.2.8: the words were lost).

        Args:
            message: What the terminal has sent.
        """
        if isinstance(message, Key | Paste):
            self._handled.wait(_LONGEST_KEY)
            self._handled.clear()
            self._under_way = message
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Hand keys to the app until it ends or the terminal is gone.

        At end-of-file Textual's own read on for ever, at 94 % of a core (Textualize/textual#6690); this one ends, and
        `hoc_tui.runtime.vanished` does the rest.
        """
        keyboard = Keyboard()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set() and self._read(selector, keyboard):
                self._send(keyboard.tick())

    def _read(self, selector: selectors.BaseSelector, keyboard: Keyboard) -> bool:
        """Read what is there; false when nothing will ever come again."""
        for _ in selector.select(_TICK):
            try:
                data = os.read(self.fileno, 4096)
            except OSError:
                return False
            if not data:
                return False
            self._send(keyboard.feed(data))
        return True

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _sigtstp_application(self, *_: object) -> None:
        """Do not stop: under SSH there is no shell to come back from, and the record would stay on the screen."""
