"""The base of every screen that does something: commands, background work, one place for messages."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import EVERYWHERE, ChangeTheme, FindPerson, GoBack, Help, Jump, Palette
from hoc_tui.domain.errors import HocError
from hoc_tui.screens.verbs import VerbScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import display

Result = TypeVar("Result")

FIRST_SCREENS = 2
"""Textual's own empty screen, and Today above it."""


class Notice(Static):
    """One line for what just happened or went wrong; it stays until something else happens."""

    DEFAULT_CSS = """
    Notice { display: none; height: auto; max-height: 4; padding: 0 1; background: $panel; color: $text;
             text-style: bold; }
    """

    def say(self, words: str) -> None:
        """Show one sentence, or nothing.

        Args:
            words: The sentence; empty takes the last one away.
        """
        if words or self.display:
            self.update(display(words))
            self.display = bool(words)


class TaskScreen(VerbScreen[Result]):
    """A screen for one task; a subclass lists its commands in `VERBS` and acts on each.

    Args:
        work: What every screen works with.
    """

    def __init_subclass__(cls, **kwargs: bool) -> None:
        """Add the commands of every screen to its own."""
        own = tuple(command for command in cls.VERBS if command not in EVERYWHERE)
        cls.VERBS = (*own, *EVERYWHERE)
        super().__init_subclass__(**kwargs)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self.work = work
        self.mark_demo(demo=work.desk.practice.demo)

    def compose(self) -> ComposeResult:
        """Put the notice between the screen's own widgets and the line of keys."""
        yield from super().compose()
        yield Notice(id="notice")

    # Commands --------------------------------------------------------------------------------------------------------

    def action_command(self, command_id: str) -> None:
        """Post the command with an id to this screen, and clear what was said before.

        Args:
            command_id: What stands in its `ID`.
        """
        self.say("")
        super().action_command(command_id)

    def offers(self, command: type[Command]) -> bool:
        """Whether a command makes sense here and now for this role.

        Args:
            command: One of `VERBS`.
        """
        return command.NEEDS is None or self.work.desk.may(command.NEEDS)

    def find_person(self) -> None:
        """Open Find; a screen that is Find does something else."""
        from hoc_tui.screens.find import FindScreen

        self.app.push_screen(FindScreen(self.work))

    def go_back(self) -> None:
        """Leave this screen; the first one stays."""
        if len(self.app.screen_stack) > FIRST_SCREENS:
            self.app.pop_screen()

    @on(FindPerson)
    def _find(self) -> None:
        self.find_person()

    @on(GoBack)
    def _back(self) -> None:
        self.go_back()

    @on(Jump)
    def _jump(self) -> None:
        from hoc_tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(self.work))

    @on(Help)
    def _help(self) -> None:
        from hoc_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    @on(Palette)
    def _palette(self) -> None:
        self.app.action_command_palette()

    @on(ChangeTheme)
    def _theme(self) -> None:
        names = sorted(self.app.available_themes)
        self.app.theme = names[(names.index(self.app.theme) + 1) % len(names)]

    # Work ------------------------------------------------------------------------------------------------------------

    def in_background(self, work: Coroutine[Any, Any, object], *, group: str = "work") -> None:
        """Do something that waits for the database without holding up the keys.

        Args:
            work: What to do; a `HocError` it raises becomes the notice.
            group: A name for this sort of work.
        """
        self.run_worker(self._guarded(work), group=group, exit_on_error=False)

    async def _guarded(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except HocError as error:
            self.say(str(error))
        except Exception as error:  # noqa: BLE001  the page must stay: what was typed on it is worth more
            self.say(self.work.report(error))

    def say(self, words: str) -> None:
        """Show one sentence in the notice, or clear it.

        Args:
            words: The sentence.
        """
        if self.is_mounted:
            self.query_one(Notice).say(words)

    def show_instead(self, screen: Screen[Any]) -> None:
        """Go back to Today and open another screen above it: only one person's record is open at a time.

        Args:
            screen: What to open.
        """
        unwind(self)
        self.app.push_screen(screen)


def unwind(screen: Screen[Any]) -> None:
    """Close every screen but Today; forms keep their drafts as they go.

    Args:
        screen: Any of the open ones.
    """
    while len(screen.app.screen_stack) > FIRST_SCREENS:
        screen.app.pop_screen()
