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
from hoc_tui.commands.consultation import FirstPane, SecondPane, ThirdPane, Widen
from hoc_tui.commands.everywhere import EVERYWHERE, GoBack
from hoc_tui.commands.forms import LeaveForm, NextField
from hoc_tui.commands.jumps import JUMPS
from hoc_tui.screens.verbs import VerbScreen
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.fields import ChoiceLine, FieldRow
from tests.support.seat import Seat

NOT_A_STEP: Final = frozenset(
    {*EVERYWHERE, GoBack, LeaveForm, NextField, FirstPane, SecondPane, ThirdPane, Widen, *JUMPS}
)
"""Commands that show nothing new, or lead back or elsewhere; each has tests of its own."""
DEEPEST: Final = 6
"""Screens that may stand above each other."""
MOST_CARDS: Final = 2
"""Cards of one list that are opened; what is behind the others is made in the same way."""


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
    text: str
    been: set[tuple[str, ...]] = field(default_factory=set)
    """Each step taken: where, and the command or the card."""
    filled: dict[str, bool] = field(default_factory=dict)
    """Each form by what it is called, and whether it was saved in the end."""

    async def everywhere(self, label: str = "") -> None:
        """Take every step that there is from here, and from where it leads; come back here at the end.

        Args:
            label: Tells two walks from the same screen apart, such as from two of its panes; what does not depend on
                the pane is done once.
        """
        here = self.seat.screen
        where = (label, type(here).__name__)
        for command in list(self._steps()):
            depends = "under the cursor" in command.help() or "the pane" in command.help()
            if self._new(label if depends else "", type(here).__name__, command.ID):
                await self._press(command.KEY.partition(",")[0], here)
        for key in self._cards.keys[:MOST_CARDS] if self._cards else ():
            if self._cards and self._new(*where, key):
                self._cards.point_to(key)
                await self._press("enter", here)

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

    async def _press(self, key: str, here: object) -> None:
        """Press a key, see to what it leads to, and come back; once more for a form that took being saved as it was."""
        for _ in range(2):
            await self.seat.press(key)
            self.look(self.seat.text)
            if self.seat.screen is here:
                return
            form = self._called if self.rows else ""
            await self._there()
            await self._back_to(here)
            if not form or self.filled.get(form):
                return

    async def _there(self) -> None:
        if self.rows:
            await self._fill_in()
        elif len(self.seat.app.screen_stack) <= DEEPEST and isinstance(self.seat.screen, VerbScreen):
            await self.everywhere()

    async def _back_to(self, screen: object) -> None:
        while self.seat.screen is not screen and screen in self.seat.app.screen_stack:
            before = self.seat.screen
            await self.seat.press("escape")
            if self.seat.screen is before:
                self.seat.app.pop_screen()
                await self.seat.settle()

    # Forms -----------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[FieldRow]:
        """The fields of the form on the screen that are asked now."""
        return [row for row in self.seat.screen.query(FieldRow) if row.display]

    async def _fill_in(self) -> None:
        """Save it as it is; then with the text in every field, but where a field refuses it."""
        form, named = self.seat.screen, self._called
        if self.filled.get(named):
            return
        if named not in self.filled:
            self.filled[named] = False
            await self._save()
            if self.seat.screen is not form:
                return
            assert self._says_why, f"{named} neither saves nor says why"
        for row in self.rows:
            if isinstance(row.entry, Input | TextArea):
                row.entry.post_message(events.Paste(self.text))
        await self._save()
        if self.seat.screen is form:
            for row in self.rows:
                _answer(row)
            await self._save()
        self.filled[named] = self.seat.screen is not form

    @property
    def _says_why(self) -> bool:
        """Whether a sentence stands beside a field, or under all of them."""
        return any(row.problem() for row in self.rows) or self.seat.screen.query_one("#problem").display

    @property
    def _called(self) -> str:
        names = " ".join(row.field.name for row in self.rows)
        return f"{type(self.seat.screen).__name__}: {names}"

    async def _save(self) -> None:
        await self.seat.settle()
        await self.seat.press("ctrl+s")
        self.look(self.seat.text)


ANSWERS: Final = ("1", "2 weeks", "4/3/1951", "jackson 4/3/1951")
"""What a field may want that takes no prose: a number, a date to come, one that is past, somebody else's name."""


def _answer(row: FieldRow) -> None:
    """Give a field that refuses what stands in it an answer that it takes."""
    if isinstance(row.entry, ChoiceLine) and row.problem():
        row.entry.action_turn(1)
    for answer in (*ANSWERS, row.field.initial) if row.problem() else ():
        if row.problem():
            _put(row, answer)


def _put(row: FieldRow, text: str) -> None:
    match row.entry:
        case TextArea() as area:
            area.text = text
        case Input() as line:
            line.value = text
        case _:
            pass
