"""Commands of the background: conditions, medicines, allergies, which are only read here."""

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack

BACKGROUND: tuple[type[Command], ...] = (GoBack,)
"""Every command of the background."""
