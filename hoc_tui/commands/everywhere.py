"""Commands that every screen has."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.domain.permissions import Permission


class FindPerson(Command):
    """Find a person by name, date of birth or NHS number."""

    ID: ClassVar[str] = "find"
    KEY: ClassVar[str] = "slash"
    WORD: ClassVar[str] = "Find"
    NEEDS: ClassVar[Permission | None] = Permission.FIND


class Jump(Command):
    """Go somewhere: then t for Today, c for the conversation that is open."""

    ID: ClassVar[str] = "jump"
    KEY: ClassVar[str] = "g"
    WORD: ClassVar[str] = "Go"
    SHOWN: ClassVar[bool] = False


class Palette(Command):
    """Find a command by a word."""

    ID: ClassVar[str] = "palette"
    KEY: ClassVar[str] = "colon"
    WORD: ClassVar[str] = "Commands"
    SHOWN: ClassVar[bool] = False


class ChangeTheme(Command):
    """Change between the light, dark and high-contrast themes."""

    ID: ClassVar[str] = "theme"
    KEY: ClassVar[str] = "f9"
    WORD: ClassVar[str] = "Theme"
    SHOWN: ClassVar[bool] = False
    PRIORITY: ClassVar[bool] = True


class ShowWaiting(Command):
    """Show the changes that are kept on this computer, and those that could not be sent."""

    ID: ClassVar[str] = "waiting"
    KEY: ClassVar[str] = "f6"
    WORD: ClassVar[str] = "Waiting changes"
    SHOWN: ClassVar[bool] = False


class GoBack(Command):
    """Go back one screen; nothing typed is lost."""

    ID: ClassVar[str] = "back"
    KEY: ClassVar[str] = "escape"
    WORD: ClassVar[str] = "Back"


class Help(Command):
    """Show every key of this screen and what it does."""

    ID: ClassVar[str] = "help"
    KEY: ClassVar[str] = "question_mark,f1"
    WORD: ClassVar[str] = "Help"


EVERYWHERE: tuple[type[Command], ...] = (FindPerson, Jump, Palette, ShowWaiting, ChangeTheme, Help)
"""What every screen offers, help last so that it always stands at the foot."""
