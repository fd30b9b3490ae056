"""Commands of every list one moves in; `hoc_tui.widgets.cards.CardList` has the keys itself while it has the focus."""

from typing import ClassVar

from hoc_tui.commands.command import Command


class OpenIt(Command):
    """Open what the cursor is on."""

    ID: ClassVar[str] = "list.open"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Open"
