"""The program: opens the database on its own thread, and shows Today when the desk is ready."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Final, TypeVar

from textual.binding import Binding

from hoc_tui.app_frame import Frame, FrameApp
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.plan import PlanContent
from hoc_tui.runtime.one_thread import DEADLINE, Closed, DatabaseThread, TookTooLong
from hoc_tui.screens.today import TodayScreen
from hoc_tui.screens.workplace import OpenDesk, Workplace
from hoc_tui.text.wording import WENT_WRONG

T = TypeVar("T")

KEY_WORDS: Final = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "backspace": "Backspace",
    "delete": "Delete",
}
"""Keys by the word that stands on them: Textual's own signs are not in every font, nor in ASCII."""


OPENING: Final = 600.0
"""Seconds that opening the database may take: an SQLite database of many years is copied and upgraded on the way."""


class HocApp(FrameApp):
    """hoc-tui on a terminal.

    Args:
        open_desk: Opens the database and says who is working; called on the database thread, where
            SQLAlchemy is imported, after the first paint.
        render_plan: Makes a plan's plain text.
        frame: What the app is told about where it runs.
        keymap: Keys that somebody wants instead of ours, by command id: {"find": "f3"}.
    """

    CSS_PATH = "hoc_tui.tcss"
    TITLE = "hoc-tui"
    # Every screen brings its own commands; Textual's would come first, and in other words.
    COMMANDS: ClassVar[set[Any]] = set()

    def __init__(
        self,
        open_desk: OpenDesk,
        render_plan: Callable[[PlanContent, str, int], str],
        frame: Frame | None = None,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(frame)
        self._open_desk = open_desk
        self._render_plan = render_plan
        self.set_keymap(keymap or {})
        self.database = DatabaseThread()
        self.refusal: HocError | None = None
        """Why the program could not start, for the command line to say and to choose an exit code by."""

    def on_mount(self) -> None:
        """Open the database while the first frame is painted."""
        self.run_worker(self._arrive(), exit_on_error=True)

    async def _arrive(self) -> None:
        try:
            desk = await self._answered(self._open_desk, deadline=OPENING)
        except HocError as error:
            self.refusal = error
            self.exit(return_code=1)
            return
        run, render, report = self._on_database, self._render_plan, self._report
        self.push_screen(TodayScreen(Workplace(desk=desk, run=run, render_plan=render, report=report)))

    def _on_database(self, work: Callable[[], T]) -> Awaitable[T]:
        return self._answered(work)

    async def _answered(self, work: Callable[[], T], *, deadline: float = DEADLINE) -> T:
        try:
            return await self.database.call(work, deadline=deadline)
        except TookTooLong as error:
            raise _too_long(error) from None
        except Closed:
            raise asyncio.CancelledError from None

    def _report(self, error: BaseException) -> str:
        return WENT_WRONG.replace("$number", self.crash.record(error).number)

    def get_key_display(self, binding: Binding) -> str:
        """A key by the word or sign that stands on it: "F8", "Ctrl+Q", "Enter", "?".

        Args:
            binding: What the key is bound to.

        Returns:
            The key's name.
        """
        return KEY_WORDS.get(binding.key) or super().get_key_display(binding)

    async def on_unmount(self) -> None:
        """Let the database go; quitting never waits for a hung query."""
        self.database.close()


def _too_long(error: TookTooLong) -> HocError:
    if error.started:
        sentence = "The database did not answer; whether it saved is not known yet."
        return DatabaseUnavailable(sentence, hint="Look again.")
    return DatabaseUnavailable("The database did not answer; nothing was saved.", hint="What you typed is kept.")
