"""Commands of one test's history, and of two tests over each other."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import ShowToPerson
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.find_test import FindTest
from hoc_tui.domain.permissions import Permission


class WidenTable(Command):
    """Give the table the whole height, or bring words and chart back; in a low window they take turns."""

    ID: ClassVar[str] = "history.widen"
    KEY: ClassVar[str] = "z"
    WORD: ClassVar[str] = "Chart, table"


class SetAim(Command):
    """Agree an aim for this test with the person, or change the one in force."""

    ID: ClassVar[str] = "history.aim"
    KEY: ClassVar[str] = "a"
    WORD: ClassVar[str] = "Aim"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class EndAim(Command):
    """End the aim in force and say why; it stays in the history."""

    ID: ClassVar[str] = "history.end-aim"
    KEY: ClassVar[str] = "x"
    WORD: ClassVar[str] = "End the aim"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class WithAnother(Command):
    """Draw another test over this one, both on the same dates."""

    ID: ClassVar[str] = "history.with"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "With another"


class MoveResult(Command):
    """Say that the result under the cursor stands in the wrong record, and move it to whoever it belongs to."""

    ID: ClassVar[str] = "history.move"
    KEY: ClassVar[str] = "w"
    WORD: ClassVar[str] = "Wrong record"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.PLACE_RESULTS


RESULT_HISTORY: tuple[type[Command], ...] = (
    SetAim,
    ShowToPerson,
    WithAnother,
    WidenTable,
    FindTest,
    EndAim,
    MoveResult,
    GoBack,
)
"""Every command of a test's history, most needed first."""

TWO_TESTS: tuple[type[Command], ...] = (WithAnother, GoBack)
"""Every command of two tests over each other."""
