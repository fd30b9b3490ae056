"""Commands of a person's details and of the history."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.going_on import GoOn
from hoc_tui.domain.permissions import Permission


class EditDetail(Command):
    """Correct what is under the cursor; what it said before stays in the history."""

    ID: ClassVar[str] = "person.edit"
    KEY: ClassVar[str] = "e,enter"
    WORD: ClassVar[str] = "Correct"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON


class AddNeed(Command):
    """Add something to arrange: a format, an interpreter, access, a longer appointment."""

    ID: ClassVar[str] = "person.need"
    KEY: ClassVar[str] = "n"
    WORD: ClassVar[str] = "Need"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON


class AddContact(Command):
    """Add somebody beside the person: a carer, family, whom to ring."""

    ID: ClassVar[str] = "person.contact"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "Contact"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON


class AddCondition(Command):
    """Add a condition by hand."""

    ID: ClassVar[str] = "person.condition"
    KEY: ClassVar[str] = "d"
    WORD: ClassVar[str] = "Condition"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PLAN


class EndDetail(Command):
    """End the need, contact or condition under the cursor, with a reason; its history stays."""

    ID: ClassVar[str] = "person.end"
    KEY: ClassVar[str] = "x"
    WORD: ClassVar[str] = "End"
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON


class SamePerson(Command):
    """Say that another record is this person's as well, confirm it as the second, or take two records apart again."""

    ID: ClassVar[str] = "person.same"
    KEY: ClassVar[str] = "J"
    WORD: ClassVar[str] = "Same person"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.PLACE_RESULTS


class DetailHistory(Command):
    """Show who changed what is under the cursor, when, from what, to what."""

    ID: ClassVar[str] = "person.history"
    KEY: ClassVar[str] = "h"
    WORD: ClassVar[str] = "History"
    NEEDS: ClassVar[Permission | None] = Permission.SEE_PERSON


class OpenConversation(Command):
    """Open this person's conversation."""

    ID: ClassVar[str] = "person.conversation"
    KEY: ClassVar[str] = "o"
    WORD: ClassVar[str] = "Conversation"
    NEEDS: ClassVar[Permission | None] = Permission.SEE_CLINICAL


class UndoDetail(Command):
    """Undo your last change to this person's record."""

    ID: ClassVar[str] = "person.undo"
    KEY: ClassVar[str] = "ctrl+z"
    WORD: ClassVar[str] = "Undo"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.EDIT_PERSON


PERSON: tuple[type[Command], ...] = (
    EditDetail,
    AddNeed,
    AddContact,
    AddCondition,
    EndDetail,
    SamePerson,
    DetailHistory,
    OpenConversation,
    UndoDetail,
    GoOn,
    GoBack,
)
"""Every command of a person's details, most needed first."""
