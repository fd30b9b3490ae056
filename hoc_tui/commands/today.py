"""Commands of Today."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.gathering import Gather
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.permissions import Permission


class MarkArrived(Command):
    """Mark that the person under the cursor is here; Undo takes it back."""

    ID: ClassVar[str] = "today.arrived"
    KEY: ClassVar[str] = "a"
    WORD: ClassVar[str] = "Arrived"
    NEEDS: ClassVar[Permission | None] = Permission.RUN_VISIT


class ShowDetails(Command):
    """Show the person's details, needs and contacts."""

    ID: ClassVar[str] = "today.details"
    KEY: ClassVar[str] = "o"
    WORD: ClassVar[str] = "Details"
    NEEDS: ClassVar[Permission | None] = Permission.SEE_PERSON


class OnlyMine(Command):
    """Show only your own conversations, or everybody's."""

    ID: ClassVar[str] = "today.mine"
    KEY: ClassVar[str] = "w"
    WORD: ClassVar[str] = "With me / all"
    NEEDS: ClassVar[Permission | None] = Permission.SEE_CLINICAL


class ReadAgain(Command):
    """Look again for what colleagues have changed."""

    ID: ClassVar[str] = "today.refresh"
    KEY: ClassVar[str] = "r"
    WORD: ClassVar[str] = "Refresh"


class UndoArrival(Command):
    """Undo the last arrival you marked here."""

    ID: ClassVar[str] = "today.undo"
    KEY: ClassVar[str] = "ctrl+z"
    WORD: ClassVar[str] = "Undo"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.RUN_VISIT


class CheckResults(Command):
    """Show the results that came and nobody has checked, worst first."""

    ID: ClassVar[str] = "today.check-results"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "Results to check"
    NEEDS: ClassVar[Permission | None] = Permission.CHECK_RESULTS


class PlaceResults(Command):
    """Show what came and could not be placed: messages about nobody for certain, tests that nobody knows."""

    ID: ClassVar[str] = "today.unplaced"
    KEY: ClassVar[str] = "u"
    WORD: ClassVar[str] = "Unplaced"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.PLACE_RESULTS


TODAY: tuple[type[Command], ...] = (
    OpenIt,
    MarkArrived,
    ShowDetails,
    Gather,
    CheckResults,
    PlaceResults,
    OnlyMine,
    ReadAgain,
    UndoArrival,
)
"""Every command of Today, most needed first."""
