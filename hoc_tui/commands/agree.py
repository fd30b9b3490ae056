"""Commands of agreeing the plan."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.forms import LeaveForm, NextField
from hoc_tui.domain.permissions import Permission


class AgreeNow(Command):
    """Agree the plan as it stands: the next version is kept for ever."""

    ID: ClassVar[str] = "agree.now"
    KEY: ClassVar[str] = "ctrl+s,f2"
    WORD: ClassVar[str] = "Agree and keep"
    PRIORITY: ClassVar[bool] = True
    NEEDS: ClassVar[Permission | None] = Permission.AGREE_PLAN


AGREEING: tuple[type[Command], ...] = (AgreeNow, NextField, LeaveForm)
"""Every command of agreeing."""
