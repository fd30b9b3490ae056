"""Commands of the conversation."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.find_test import FindTest
from hoc_tui.commands.gathering import Gather, PutRight
from hoc_tui.commands.going_on import GoOn
from hoc_tui.domain.permissions import Permission


class Add(Command):
    """Add to the pane you are in: something to talk about, a goal; in Results, an aim for the test."""

    ID: ClassVar[str] = "consultation.add"
    KEY: ClassVar[str] = "a"
    WORD: ClassVar[str] = "Add"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class AddAction(Command):
    """Add an action to the goal under the cursor."""

    ID: ClassVar[str] = "consultation.action"
    KEY: ClassVar[str] = "n"
    WORD: ClassVar[str] = "Action"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class Edit(Command):
    """Change what is under the cursor; what it said before stays in the history."""

    ID: ClassVar[str] = "consultation.edit"
    KEY: ClassVar[str] = "e"
    WORD: ClassVar[str] = "Edit"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class Star(Command):
    """Mark as what matters most, or take the mark away."""

    ID: ClassVar[str] = "consultation.star"
    KEY: ClassVar[str] = "asterisk"
    WORD: ClassVar[str] = "Star"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class MoveUp(Command):
    """Move what is under the cursor up."""

    ID: ClassVar[str] = "consultation.up"
    KEY: ClassVar[str] = "left_square_bracket"
    WORD: ClassVar[str] = "Move up"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class MoveDown(Command):
    """Move what is under the cursor down."""

    ID: ClassVar[str] = "consultation.down"
    KEY: ClassVar[str] = "right_square_bracket"
    WORD: ClassVar[str] = "Move down"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class HowItEnded(Command):
    """Say how it ended, in the person's words: discussed, for another time, achieved, stopped."""

    ID: ClassVar[str] = "consultation.ended"
    KEY: ClassVar[str] = "space,x"
    WORD: ClassVar[str] = "How did it end?"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class LinkIt(Command):
    """Link what is under the cursor with something else here, or undo such a link."""

    ID: ClassVar[str] = "consultation.link"
    KEY: ClassVar[str] = "l"
    WORD: ClassVar[str] = "Link"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class Marks(Command):
    """Mark as private, or as told by or about somebody else."""

    ID: ClassVar[str] = "consultation.marks"
    KEY: ClassVar[str] = "t"
    WORD: ClassVar[str] = "Private"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class HiddenNotes(Command):
    """Show the notes that are not shown while the person looks on, on a screen of their own."""

    ID: ClassVar[str] = "consultation.hidden"
    KEY: ClassVar[str] = "o"
    WORD: ClassVar[str] = "Notes not shown"
    SHOWN: ClassVar[bool] = False


class History(Command):
    """Show who changed what is under the cursor, when, from what, to what."""

    ID: ClassVar[str] = "consultation.history"
    KEY: ClassVar[str] = "h"
    WORD: ClassVar[str] = "History"
    SHOWN: ClassVar[bool] = False


class Background(Command):
    """Show conditions, medicines and allergies."""

    ID: ClassVar[str] = "consultation.background"
    KEY: ClassVar[str] = "m"
    WORD: ClassVar[str] = "Background"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.SEE_CLINICAL


class ShowToPerson(Command):
    """Show the thing under the cursor to the person, alone and large."""

    ID: ClassVar[str] = "consultation.show"
    KEY: ClassVar[str] = "v"
    WORD: ClassVar[str] = "Show"


class ReadPlan(Command):
    """Read the care plan as it would be printed, and its earlier versions."""

    ID: ClassVar[str] = "consultation.plan"
    KEY: ClassVar[str] = "p"
    WORD: ClassVar[str] = "Plan"


class Agree(Command):
    """Agree the plan: a list of what is not finished, who was here, when to look again."""

    ID: ClassVar[str] = "consultation.agree"
    KEY: ClassVar[str] = "f8"
    WORD: ClassVar[str] = "Agree"
    NEEDS: ClassVar[Permission | None] = Permission.AGREE_PLAN


class Details(Command):
    """Show the person's details, needs and contacts."""

    ID: ClassVar[str] = "consultation.details"
    KEY: ClassVar[str] = "i"
    WORD: ClassVar[str] = "Details"
    SHOWN: ClassVar[bool] = False


class NextStage(Command):
    """Go to the next stage of the conversation; stages only guide."""

    ID: ClassVar[str] = "consultation.stage"
    KEY: ClassVar[str] = "s"
    WORD: ClassVar[str] = "Stage"
    SHOWN: ClassVar[bool] = False


class FirstPane(Command):
    """Go to What matters."""

    ID: ClassVar[str] = "consultation.pane1"
    KEY: ClassVar[str] = "1"
    WORD: ClassVar[str] = "What matters"
    SHOWN: ClassVar[bool] = False


class SecondPane(Command):
    """Go to Results."""

    ID: ClassVar[str] = "consultation.pane2"
    KEY: ClassVar[str] = "2"
    WORD: ClassVar[str] = "Results"
    SHOWN: ClassVar[bool] = False


class ThirdPane(Command):
    """Go to Goals and actions."""

    ID: ClassVar[str] = "consultation.pane3"
    KEY: ClassVar[str] = "3"
    WORD: ClassVar[str] = "Goals"
    SHOWN: ClassVar[bool] = False


class Widen(Command):
    """Give the pane you are in the whole width, or give it back."""

    ID: ClassVar[str] = "consultation.widen"
    KEY: ClassVar[str] = "z"
    WORD: ClassVar[str] = "Widen"
    SHOWN: ClassVar[bool] = False


class Undo(Command):
    """Undo your last change here."""

    ID: ClassVar[str] = "consultation.undo"
    KEY: ClassVar[str] = "ctrl+z"
    WORD: ClassVar[str] = "Undo"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


CONVERSATION: tuple[type[Command], ...] = (
    Add,
    Edit,
    HowItEnded,
    LinkIt,
    ShowToPerson,
    ReadPlan,
    Agree,
    AddAction,
    Star,
    MoveUp,
    MoveDown,
    Marks,
    HiddenNotes,
    History,
    Background,
    FindTest,
    Gather,
    PutRight,
    Details,
    NextStage,
    FirstPane,
    SecondPane,
    ThirdPane,
    Widen,
    Undo,
    GoOn,
)
"""Every command of the conversation, most needed first."""
