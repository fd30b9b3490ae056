"""Commands of one test's history."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import ShowToPerson
from hoc_tui.commands.everywhere import GoBack


class WidenTable(Command):
    """Give the table the whole height, or bring the chart back."""

    ID: ClassVar[str] = "history.widen"
    KEY: ClassVar[str] = "z"
    WORD: ClassVar[str] = "Table only"


RESULT_HISTORY: tuple[type[Command], ...] = (ShowToPerson, WidenTable, GoBack)
"""Every command of a test's history."""
