"""Commands of Find and of the questions it leads to."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.permissions import Permission


class FoundDetails(Command):
    """Show the details, needs and contacts of the person under the cursor."""

    ID: ClassVar[str] = "find.details"
    KEY: ClassVar[str] = "o"
    WORD: ClassVar[str] = "Details"
    NEEDS: ClassVar[Permission | None] = Permission.SEE_PERSON


class RegisterNew(Command):
    """Register a new person."""

    ID: ClassVar[str] = "find.register"
    KEY: ClassVar[str] = "ctrl+n"
    WORD: ClassVar[str] = "New person"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON
    PRIORITY: ClassVar[bool] = True


class ToList(Command):
    """Go from what you typed into the list of people."""

    ID: ClassVar[str] = "find.list"
    KEY: ClassVar[str] = "down"
    WORD: ClassVar[str] = "To the list"
    PRIORITY: ClassVar[bool] = True


class OpenThisOne(Command):
    """Open this person's record: name, date of birth and NHS number are right."""

    ID: ClassVar[str] = "sure.open"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "This is the person"


FIND: tuple[type[Command], ...] = (ToList, OpenIt, FoundDetails, RegisterNew, GoBack)
"""Every command of Find, most needed first."""
