"""Commands of the list of what could not be placed, and of saying whose something is."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.today import ReadAgain


class PlaceIt(Command):
    """Say whose it is, or which test it is."""

    ID: ClassVar[str] = "unplaced.place"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Place it"


class RejectIt(Command):
    """Say that it is nobody's here, and why; it stays as it came."""

    ID: ClassVar[str] = "unplaced.reject"
    KEY: ClassVar[str] = "x"
    WORD: ClassVar[str] = "Nobody's here"


class ShowAsSent(Command):
    """Show the message as it was sent, or what it says again."""

    ID: ClassVar[str] = "unplaced.as-sent"
    KEY: ClassVar[str] = "v"
    WORD: ClassVar[str] = "As sent"


UNPLACED: tuple[type[Command], ...] = (PlaceIt, RejectIt, ShowAsSent, ReadAgain, GoBack)
"""Every command of the list, most needed first."""
