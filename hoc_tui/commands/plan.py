"""Commands of the care plan as it is read."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import Agree
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.domain.permissions import Permission


class OlderPlan(Command):
    """Read the plan before this one."""

    ID: ClassVar[str] = "plan.older"
    KEY: ClassVar[str] = "left_square_bracket"
    WORD: ClassVar[str] = "Older"


class NewerPlan(Command):
    """Read the plan after this one; after the newest comes the draft."""

    ID: ClassVar[str] = "plan.newer"
    KEY: ClassVar[str] = "right_square_bracket"
    WORD: ClassVar[str] = "Newer"


class ComparePlans(Command):
    """Compare this plan with the one before it."""

    ID: ClassVar[str] = "plan.compare"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "Compare"


class OtherComparison(Command):
    """Show what has changed in words, or the two plans side by side."""

    ID: ClassVar[str] = "plan.other-comparison"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "In words or side by side"


class PlanHistory(Command):
    """Show who changed the review of this plan and who was there, when, from what, to what."""

    ID: ClassVar[str] = "plan.history"
    KEY: ClassVar[str] = "h"
    WORD: ClassVar[str] = "History"
    SHOWN: ClassVar[bool] = False


class WrongRecord(Command):
    """Say that this plan was agreed in the wrong record and whose it is; a form asks first."""

    ID: ClassVar[str] = "plan.wrong-record"
    KEY: ClassVar[str] = "w"
    WORD: ClassVar[str] = "Wrong record"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.AGREE_PLAN


PLAN: tuple[type[Command], ...] = (OlderPlan, NewerPlan, ComparePlans, Agree, PlanHistory, WrongRecord, GoBack)
"""Every command of the plan, most needed first."""
