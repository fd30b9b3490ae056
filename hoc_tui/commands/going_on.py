"""The command that goes on with what was typed and not saved."""

from typing import ClassVar

from hoc_tui.commands.command import Command


class GoOn(Command):
    """Go on with what you were writing in this record when you left it, or the program ended."""

    ID: ClassVar[str] = "draft.continue"
    KEY: ClassVar[str] = "y"
    WORD: ClassVar[str] = "Go on writing"
    SHOWN: ClassVar[bool] = False
