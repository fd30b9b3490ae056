"""The base of every screen that does something: commands, background work, one place for messages."""

from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import (
    EVERYWHERE,
    ChangeTheme,
    FindPerson,
    GoBack,
    Help,
    Jump,
    Palette,
    ShowWaiting,
)
from hoc_tui.domain.clash import Clash, Clashed
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.presence import News
from hoc_tui.screens.link_line import LinkLine
from hoc_tui.screens.outbox import only_order
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
        self._read_at: datetime | None = None
        self.mark_demo(demo=work.desk.practice.demo)

    def compose(self) -> ComposeResult:
        """Put the notice between the screen's own widgets and the line of keys."""
        yield from super().compose()
        yield Notice(id="notice")
        yield LinkLine(self.work, lambda: self.true_at, id="link")

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
        if command is ShowWaiting:
            return self.work.outbox is not None and bool(self.work.outbox.waiting or self.work.outbox.stuck)
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

    @on(ShowWaiting)
    def _show_waiting(self) -> None:
        from hoc_tui.screens.waiting import WaitingScreen

        if not isinstance(self, WaitingScreen):
            self.app.push_screen(WaitingScreen(self.work))

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
        self.run_worker(self._guarded(work, reads=group == "read"), group=group, exit_on_error=False)

    async def _guarded(self, work: Coroutine[Any, Any, object], *, reads: bool) -> None:
        try:
            await work
            if reads:
                self._read_at = self.work.desk.now()
        except Clashed as clashed:
            self.settle(clashed.clash)
        except DatabaseUnavailable as error:
            if not (reads and self._said_already):
                self.say(str(error))
        except HocError as error:
            self.say(str(error))
        except Exception as error:  # noqa: BLE001  the page must stay: what was typed on it is worth more
            self.say(self.work.report(error))

    def settle_what_waited(self, person_id: UUID) -> None:
        """Let somebody choose where a change of this record clashed with somebody else's while it waited here.

        Args:
            person_id: Whose record.
        """
        from hoc_tui.screens.clash import ClashScreen

        outbox = self.work.outbox
        stuck = outbox.clash_of(person_id) if outbox is not None else None
        if outbox is None or stuck is None or stuck.clash is None:
            return

        def chosen(settled: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
            if settled:
                outbox.done_with(stuck)
            self.reload()

        self.app.push_screen(ClashScreen(self.work, stuck.clash), chosen)

    @property
    def _said_already(self) -> bool:
        """Whether what is shown stays as it is, and the line below says why."""
        outbox = self.work.outbox
        return self._read_at is not None and outbox is not None and bool(outbox.as_it_was or outbox.waiting)

    @property
    def true_at(self) -> datetime | None:
        """When what is shown was true for certain; None while nothing is shown."""
        return self._read_at

    def settle(self, clash: Clash) -> None:
        """Show what two people changed at once, for somebody to choose; an order of a list is only read again.

        Args:
            clash: What was changed.
        """
        from hoc_tui.screens.clash import ClashScreen

        if only_order(clash):
            self.reload()
            self.say("Somebody else moved this at the same moment; see where it stands now.")
        else:
            self.app.push_screen(ClashScreen(self.work, clash), lambda _settled: self.reload())

    def reload(self) -> None:
        """Read again what this screen shows; a screen that reads nothing has nothing to do."""

    def hear(self, news: News, person_id: UUID | None) -> None:
        """Be told that somebody else has written; a screen that shows no such thing does nothing.

        Args:
            news: What is new.
            person_id: In whose record; None when nobody can say.
        """

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
