"""Finding a test by a plain word."""

from typing import ClassVar

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.lists import OpenIt


class FindTest(Command):
    """Find a test by any plain word for it: sugar, kidney, wee."""

    ID: ClassVar[str] = "test.find"
    KEY: ClassVar[str] = "f"
    WORD: ClassVar[str] = "Find a test"
    SHOWN: ClassVar[bool] = False


FINDING_TESTS: tuple[type[Command], ...] = (OpenIt, GoBack)
"""Every command while a test is looked for."""
