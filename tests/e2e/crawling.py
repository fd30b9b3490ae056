"""Goes everywhere: every screen that a key leads to from here, every form filled in and saved, by enumeration.

What there is to press comes from the commands, and what there is to fill in from the forms, so that a new key, screen
or field is tried without anybody thinking of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from textual import events
from textual.widgets import Input, TextArea

from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import FirstPane, SecondPane, ThirdPane
from hoc_tui.commands.everywhere import ChangeTheme, FindPerson, GoBack, Jump, Palette
from hoc_tui.commands.forms import LeaveForm, NextField
from hoc_tui.commands.jumps import JUMPS
from hoc_tui.screens.verbs import VerbScreen
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.fields import FieldRow
from tests.support.seat import Seat

NOT_A_STEP: Final = frozenset(
    {GoBack, LeaveForm, NextField, ChangeTheme, FindPerson, Jump, Palette, FirstPane, SecondPane, ThirdPane, *JUMPS}
)
"""Commands that only lead back, or elsewhere than this walk goes; each has tests of its own."""
DEEPEST: Final = 4
"""Screens above the one where it began."""


@dataclass
class Crawl:
    """A walk through the program from the screen that is open.

    Args:
        seat: Who walks.
        look: Called with everything that can be read, at every step.
        text: What is put into every field.
    """

    seat: Seat
    look: Callable[[str], None]
    text: str = ""
    been: set[tuple[str, ...]] = field(default_factory=set)
    """Each step taken: where, and the command or the card."""
    filled: dict[str, bool] = field(default_factory=dict)
    """Each form by what it is called, and whether it was saved in the end."""

    async def everywhere(self, label: str = "") -> None:
        """Take every step that there is from here, and from where it leads; come back here at the end.

        Args:
            label: Tells two walks from the same screen apart, such as from two of its panes.
        """
        here = self.seat.screen
        where = (label, type(here).__name__)
        self.look(self.seat.text)
        for command in list(self._steps()):
            if self._new(*where, command.ID):
                await self.seat.press(command.KEY.partition(",")[0])
                await self._and_back(here)
        for key in self._cards.keys if self._cards else ():
            if self._cards and self._new(*where, key):
                self._cards.point_to(key)
                await self.seat.press("enter")
                await self._and_back(here)

    def _new(self, *step: str) -> bool:
        new = step not in self.been
        self.been.add(step)
        return new

    def _steps(self) -> Iterator[type[Command]]:
        screen = self.seat.screen
        for command in getattr(screen, "VERBS", ()):
            if command not in NOT_A_STEP and screen.check_action("command", (command.ID,)):
                yield command

    @property
    def _cards(self) -> CardList | None:
        focused = self.seat.screen.focused
        return focused if isinstance(focused, CardList) else None

    async def _and_back(self, here: object) -> None:
        self.look(self.seat.text)
        if self.seat.screen is not here:
            await self._there()
            await self._back_to(here)

    async def _there(self) -> None:
        if self.rows:
            await self._fill_in()
        elif len(self.seat.app.screen_stack) <= DEEPEST + 2 and isinstance(self.seat.screen, VerbScreen):
            await self.everywhere()

    async def _back_to(self, screen: object) -> None:
        while self.seat.screen is not screen and screen in self.seat.app.screen_stack:
            before = self.seat.screen
            await self.seat.press("escape")
            if self.seat.screen is before:
                self.seat.app.pop_screen()
                await self.seat.settle()
        self.look(self.seat.text)

    # Forms -----------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[FieldRow]:
        """The fields of the form on the screen."""
        return list(self.seat.screen.query(FieldRow))

    async def _fill_in(self) -> None:
        """Paste the text into every field and save; where a field refuses it, what stood there first goes back."""
        form, named = self.seat.screen, self._called
        for row in self.rows:
            await self._paste(row)
        self.look(self.seat.text)
        await self._save()
        if self.seat.screen is form:
            for row in self.rows:
                if row.problem():
                    _put(row, row.field.initial)
            await self._save()
        self.filled[named] = self.filled.get(named, False) or self.seat.screen is not form

    @property
    def _called(self) -> str:
        names = " ".join(row.field.name for row in self.rows)
        return f"{type(self.seat.screen).__name__}: {names}"

    async def _paste(self, row: FieldRow) -> None:
        if isinstance(row.entry, Input | TextArea):
            row.entry.post_message(events.Paste(self.text))
            await self.seat.pilot.pause()

    async def _save(self) -> None:
        await self.seat.press("ctrl+s")
        self.look(self.seat.text)


def _put(row: FieldRow, text: str) -> None:
    match row.entry:
        case TextArea() as area:
            area.text = text
        case Input() as line:
            line.value = text
        case _:
            pass
