"""Commands of results written down by hand."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.domain.permissions import Permission


class Gather(Command):
    """Write results down by hand: everything that is due over all conditions, as one form."""

    ID: ClassVar[str] = "gather"
    KEY: ClassVar[str] = "b"
    WORD: ClassVar[str] = "By hand"
    NEEDS: ClassVar[Permission | None] = Permission.ENTER_RESULTS


class PutRight(Command):
    """Put right the newest result of the test under the cursor, if it was written down by hand, and say why."""

    ID: ClassVar[str] = "put-right"
    KEY: ClassVar[str] = "c"
    WORD: ClassVar[str] = "Put right"
    SHOWN: ClassVar[bool] = False
    NEEDS: ClassVar[Permission | None] = Permission.ENTER_RESULTS


class SeenWritten(Command):
    """Go back; what was written down stands in the record."""

    ID: ClassVar[str] = "gather.seen"
    KEY: ClassVar[str] = "escape,enter"
    WORD: ClassVar[str] = "Back"
