"""Every key of a screen and what it does, from the commands themselves."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt
from hoc_tui.screens.keymap import keymap_of
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.text import display
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.flow import Laid

LIST_KEYS = (
    ("down j up k", "Move in a list; Home, End and the Page keys, too."),
    ("tab", "Go to the next pane or field; Shift+Tab goes back."),
    ("ctrl+p", "Find a command by a word, as : does."),
    ("f10 ctrl+q", "Close the program; nothing typed is lost."),
)
"""Keys that lists and the program have, whatever the screen."""

_COLUMNS = (Column("Key", width=12), Column("What it does"))


class HelpScreen(VerbModal[None]):
    """Help for the screen it was asked from.

    Args:
        about: That screen.
    """

    DEFAULT_CSS = """
    HelpScreen { align: right top; }
    HelpScreen > #help { width: 66; max-width: 100%; height: 1fr; padding: 0 1; border: $frame $focus;
                         background: $background; }
    HelpScreen Static { height: auto; }
    HelpScreen .title { text-style: bold; margin: 0 0 1 0; }
    HelpScreen .group { color: $quiet; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (GoBack,)
    TITLE_WORDS = "Help"

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._about = about

    def body(self) -> ComposeResult:
        """One line a command: first what belongs to the screen, then what every screen has."""
        verbs: tuple[type[Command], ...] = getattr(self._about, "VERBS", ())
        with VerticalScroll(id="help"):
            yield Static(display(getattr(self._about, "TITLE_WORDS", "") or "Keys"), classes="title")
            for command in verbs:
                if command is not OpenIt and self._offered(command):
                    yield self._line(self._keys(command), command.help())
            yield Static(display("In every list"), classes="group")
            yield self._line(self._keys(OpenIt), OpenIt.help())
            for keys, sentence in LIST_KEYS:
                yield self._line([self._named(key) for key in keys.split()], sentence)

    def _offered(self, command: type[Command]) -> bool:
        return bool(self._about.check_action("command", (command.ID,)))

    def _keys(self, command: type[Command]) -> list[str]:
        return [self.app.get_key_display(key) for key in command.bound_to(keymap_of(self.app))]

    def _named(self, key: str) -> str:
        return self.app.get_key_display(Binding(key, "", ""))

    @staticmethod
    def _line(keys: list[str], sentence: str) -> Laid:
        named = display("\N{NO-BREAK SPACE}".join(keys) if len(keys) < 3 else " ".join(keys), "bold")
        return Laid(Row(_COLUMNS, (named, display(sentence))))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#help").focus()

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss()
