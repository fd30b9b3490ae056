"""Somebody at the keyboard of the program: presses a key, and reads the screen before pressing the next one."""

from typing import Final

from tests.support.terminal import Terminal

ESCAPE_TAKES: Final = 0.35
"""Seconds after which the byte of Esc is the key and not the beginning of another; the program waits for 0.25."""


class AtTerminal:
    """A person at a terminal on which the program runs.

    Args:
        terminal: The terminal.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    @property
    def words(self) -> str:
        """Everything on the screen with single spaces, so that wrapping and borders do not matter."""
        return " ".join(self.terminal.text.replace("│", " ").split())

    def see(self, *words: str) -> None:
        """Wait until something is on the screen, wherever its lines break.

        Args:
            words: Everything that must be there.
        """
        for each in words:
            self.terminal.wait_until(lambda: each in self.words, f"{each!r} is not on the screen")  # noqa: B023

    def press(self, key: str, *then: str) -> None:
        """Press a key and wait for what it leads to.

        Args:
            key: By its name, or a character.
            then: What must be on the screen before anything else is done.
        """
        self.terminal.press(key)
        self.see(*then)

    def write(self, words: str) -> None:
        """Type words into the field with the focus, and see them there.

        Args:
            words: What to type.
        """
        self.terminal.send(words)
        self.see(words)

    def go_back(self, gone: str) -> None:
        """Press Esc and wait until something has gone; a letter right after Esc would be Alt and that letter.

        Args:
            gone: Words of what is left.
        """
        self.terminal.press("escape")
        # First until it was Esc for certain: till then a line that is painted by half may look like what has gone.
        self.terminal.quiet(ESCAPE_TAKES)
        self.terminal.wait_until(lambda: gone not in self.words, f"{gone!r} is still on the screen")

    def find(self, typed: str, row: str) -> None:
        """Find a person from anywhere.

        Args:
            typed: What to type into Find.
            row: What their row says.
        """
        self.press("/", "Type a name, a date of birth or an NHS number.")
        self.terminal.send(typed)
        self.see(row)

    def quit(self) -> int:
        """Press F10, and give back the exit code."""
        self.terminal.press("f10")
        return self.terminal.wait_exit()
