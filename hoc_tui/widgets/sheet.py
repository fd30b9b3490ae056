"""A calm page of plain text, never wider than is good to read; its lines wrap and none is cut."""

from collections.abc import Callable

from hoc_tui.text import display, join, wrapped
from hoc_tui.widgets.flow import Laid


class Sheet(Laid):
    """A page of text that is written for the width there is."""

    DEFAULT_CSS = """
    Sheet { width: 100%; max-width: 80; height: auto; padding: 0 2; background: $surface; color: $text; }
    .-wide Sheet, .-widest Sheet { border: $frame $line; padding: 1 2; }
    """

    def show(self, write: Callable[[int], str]) -> None:
        """Show a text.

        Args:
            write: Writes it in lines of at most so many cells.
        """
        # Why wrapped again: a writer may count the cells of a script otherwise than the terminal's painter.
        self.lay(lambda width: join(wrapped(display(write(width).rstrip("\n")), width), "\n"))
