"""Commands of saying that two records are one person's."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack


class ConfirmJoining(Command):
    """Confirm, as the second, that both records are of one person: they are joined."""

    ID: ClassVar[str] = "joining.confirm"
    KEY: ClassVar[str] = "f2,ctrl+s"
    WORD: ClassVar[str] = "Join them"


class TakeApart(Command):
    """Say why they are not one person's: a proposal ends, and joined records are taken apart."""

    ID: ClassVar[str] = "joining.apart"
    KEY: ClassVar[str] = "x"
    WORD: ClassVar[str] = "Not the same"


JOINING: tuple[type[Command], ...] = (ConfirmJoining, TakeApart, GoBack)
"""Every command of a joining, most needed first."""
