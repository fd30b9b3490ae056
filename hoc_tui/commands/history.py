"""Commands of an item's history, and of what two people changed at once."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack


class BringBack(Command):
    """Bring back what stood there after the change under the cursor, or what was not taken then."""

    ID: ClassVar[str] = "history.bring-back"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Bring back"


class YesBringBack(Command):
    """Write these words again; what stands there now stays in the history."""

    ID: ClassVar[str] = "history.yes"
    KEY: ClassVar[str] = "f2,ctrl+s"
    WORD: ClassVar[str] = "Bring these words back"


class ChooseText(Command):
    """Take the words under the cursor, or begin to write them anew."""

    ID: ClassVar[str] = "clash.choose"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Choose"


class TakeWritten(Command):
    """Save the words you wrote anew; both others stay in the history."""

    ID: ClassVar[str] = "clash.anew"
    KEY: ClassVar[str] = "ctrl+s,f2"
    WORD: ClassVar[str] = "Save what I wrote"
    PRIORITY: ClassVar[bool] = True


HISTORY: tuple[type[Command], ...] = (BringBack, GoBack)
"""Every command of an item's history, most needed first."""
BRINGING_BACK: tuple[type[Command], ...] = (YesBringBack, GoBack)
"""Every command of the question that comes before."""
CLASH: tuple[type[Command], ...] = (ChooseText, TakeWritten, GoBack)
"""Every command where two people changed the same words."""
