"""Commands of every form; none is a letter, because letters are typed."""

from typing import ClassVar

from hoc_tui.commands.command import Command


class SaveForm(Command):
    """Save what is in the form."""

    ID: ClassVar[str] = "form.save"
    KEY: ClassVar[str] = "ctrl+s,f2"
    WORD: ClassVar[str] = "Save"
    PRIORITY: ClassVar[bool] = True


class NextField(Command):
    """Go to the next field."""

    ID: ClassVar[str] = "form.next"
    KEY: ClassVar[str] = "tab"
    WORD: ClassVar[str] = "Next"


class LeaveForm(Command):
    """Go back; what you typed is kept and offered when you return."""

    ID: ClassVar[str] = "form.leave"
    KEY: ClassVar[str] = "escape"
    WORD: ClassVar[str] = "Back, nothing lost"
    PRIORITY: ClassVar[bool] = True
