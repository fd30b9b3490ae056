"""`g` and then a letter: to Today, to the conversation that is open, to Find."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.jumps import JUMPS, GoToConversation, GoToFind, GoToToday, Stay
from hoc_tui.screens.keymap import keymap_of
from hoc_tui.screens.task import unwind
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, label


class JumpScreen(VerbModal[None]):
    """Shows where one can go and goes there at the next key.

    Args:
        work: What every screen works with.
    """

    DEFAULT_CSS = """
    JumpScreen { align: left bottom; }
    JumpScreen > #places { width: auto; height: auto; margin: 0 0 1 0; padding: 0 1; border: $frame $focus;
                           background: $background; }
    JumpScreen Static { width: auto; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = JUMPS
    TITLE_WORDS = "Go"

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work

    def body(self) -> ComposeResult:
        """The places and their letters."""
        with Vertical(id="places"):
            for command in JUMPS:
                if self.offers(command):
                    yield Static(self._place(command))

    def _place(self, command: type[Command]) -> Content:
        key = self.app.get_key_display(command.bound_to(keymap_of(self.app))[0])
        return label("[b]$key[/b]  $word", key=key.ljust(3), word=command.help())

    def offers(self, command: type[Command]) -> bool:
        """Whether one can go there: to a conversation only once one has been opened.

        Args:
            command: One of the places.
        """
        return command is not GoToConversation or self.work.open_person is not None

    @on(Stay)
    def _stay(self) -> None:
        self.dismiss()

    @on(GoToToday)
    def _today(self) -> None:
        unwind(self)

    @on(GoToFind)
    def _find(self) -> None:
        from hoc_tui.screens.find import FindScreen

        unwind(self)
        self.app.push_screen(FindScreen(self.work))

    @on(GoToConversation)
    def _conversation(self) -> None:
        from hoc_tui.screens.consultation import ConsultationScreen

        person_id = self.work.open_person
        unwind(self)
        if person_id is not None:
            self.app.push_screen(ConsultationScreen(self.work, person_id))
