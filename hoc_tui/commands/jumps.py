"""Where `g` can go."""

from typing import ClassVar

from hoc_tui.commands.command import Command


class GoToToday(Command):
    """Today"""  # noqa: D415 - the name of a place

    ID: ClassVar[str] = "go.today"
    KEY: ClassVar[str] = "t"
    WORD: ClassVar[str] = "Today"


class GoToConversation(Command):
    """The conversation that is open"""  # noqa: D415 - the name of a place

    ID: ClassVar[str] = "go.conversation"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "Conversation"


class GoToFind(Command):
    """Find a person"""  # noqa: D415 - the name of a place

    ID: ClassVar[str] = "go.find"
    KEY: ClassVar[str] = "f,slash"
    WORD: ClassVar[str] = "Find"


class Stay(Command):
    """Stay here"""  # noqa: D415 - the name of a place

    ID: ClassVar[str] = "go.nowhere"
    KEY: ClassVar[str] = "escape"
    WORD: ClassVar[str] = "Stay"


JUMPS: tuple[type[Command], ...] = (GoToToday, GoToConversation, GoToFind, Stay)
"""Every place, in the order shown."""
