"""Commands of the list of changes that wait on this computer."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack


class TakeUpAgain(Command):
    """Open that record; what was typed in a form is offered there to go on with, and two changes to choose from."""

    ID: ClassVar[str] = "waiting.open"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Open the record"


class LetGo(Command):
    """Let go of a change that could not be sent, and say why; that you did stays in the audit."""

    ID: ClassVar[str] = "waiting.let-go"
    KEY: ClassVar[str] = "x"
    WORD: ClassVar[str] = "Let go"


WAITING: tuple[type[Command], ...] = (TakeUpAgain, LetGo, GoBack)
"""Every command of the list, most needed first."""
