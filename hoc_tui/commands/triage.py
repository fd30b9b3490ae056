"""Commands of the list of results to check."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.today import ReadAgain


class OpenRecord(Command):
    """Open the record of whoever the result under the cursor is about."""

    ID: ClassVar[str] = "triage.open"
    KEY: ClassVar[str] = "enter"
    WORD: ClassVar[str] = "Open"


class Release(Command):
    """The result under the cursor is safe to send."""

    ID: ClassVar[str] = "triage.release"
    KEY: ClassVar[str] = "s"
    WORD: ClassVar[str] = "Safe to send"


class ReleaseAll(Command):
    """Everything of this person that is within range is safe to send; each of the others is looked at by itself."""

    ID: ClassVar[str] = "triage.release-all"
    KEY: ClassVar[str] = "a"
    WORD: ClassVar[str] = "All of theirs"


class KeepBack(Command):
    """Keep the result back until the conversation, and say why."""

    ID: ClassVar[str] = "triage.keep-back"
    KEY: ClassVar[str] = "b"
    WORD: ClassVar[str] = "Keep back"


class ActFirst(Command):
    """Something is done before the person gets a letter; say what. The result stays on this list."""

    ID: ClassVar[str] = "triage.act-first"
    KEY: ClassVar[str] = "f"
    WORD: ClassVar[str] = "Act first"


class Acknowledge(Command):
    """Say what was done about a value that cannot wait."""

    ID: ClassVar[str] = "triage.acknowledge"
    KEY: ClassVar[str] = "d"
    WORD: ClassVar[str] = "Done about it"


TRIAGE: tuple[type[Command], ...] = (
    OpenRecord,
    Acknowledge,
    Release,
    ReleaseAll,
    KeepBack,
    ActFirst,
    ReadAgain,
    GoBack,
)
"""Every command of the list, most needed first."""
