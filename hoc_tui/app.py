"""The program: opens the database on its own thread, and shows Today when the desk is ready."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeVar
from uuid import UUID

from textual.binding import Binding

from hoc_tui.app_frame import Frame, FrameApp
from hoc_tui.domain.errors import DatabaseUnavailable, HocError
from hoc_tui.domain.plan import PlanContent
from hoc_tui.domain.plan_heading import PlanHeading
from hoc_tui.domain.presence import News
from hoc_tui.runtime.one_thread import DEADLINE, Closed, DatabaseThread, TookTooLong
from hoc_tui.screens.drafts import Drafts, KeepingAll, OpenKeeping
from hoc_tui.screens.link_line import LinkLine
from hoc_tui.screens.outbox import Outbox, Speaking
from hoc_tui.screens.saying import say_on_top, topmost
from hoc_tui.screens.task import TaskScreen
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


Tell: TypeAlias = Callable[[News, UUID | None], None]
"""Takes one piece of news: what is new, and in whose record; None when nobody can say."""


class Closing(Protocol):
    """Something that is open until it is closed."""

    def close(self) -> None:
        """Close it."""


OpenFeed: TypeAlias = Callable[[Tell], Closing]
"""Begins to tell what others write in the database."""

LEFT_BEHIND: Final = "You were writing something that was not saved. It is kept: open that record to go on."


class HocApp(FrameApp):
    """hoc-tui on a terminal.

    Args:
        open_desk: Opens the database and says who is working; called on the database thread, where
            SQLAlchemy is imported, after the first paint.
        render_plan: Makes a plan's plain text.
        frame: What the app is told about where it runs.
        keymap: Keys that somebody wants instead of ours, by command id: {"find": "f3"}.
        open_journal: Opens the journal of what was typed and not saved; None keeps that in memory alone.
        open_feed: Begins to tell what others write, once the desk is open; None tells nothing.
        cut: Makes the call that the database thread is at return with an error; called on another thread.
        get_ready: What the first record would wait for; done on the database thread once Today is painted.
    """

    CSS_PATH = "hoc_tui.tcss"
    TITLE = "hoc-tui"
    # Every screen brings its own commands; Textual's would come first, and in other words.
    COMMANDS: ClassVar[set[Any]] = set()

    def __init__(
        self,
        open_desk: OpenDesk,
        render_plan: Callable[[PlanContent, PlanHeading, int], str],
        frame: Frame | None = None,
        keymap: Mapping[str, str] | None = None,
        open_journal: OpenKeeping | None = None,
        open_feed: OpenFeed | None = None,
        *,
        cut: Callable[[], None] = lambda: None,
        get_ready: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(frame, flush=(self._flush_drafts,))
        self._open_journal = open_journal
        self._open_feed = open_feed
        self._feed: Closing | None = None
        self._keeping: KeepingAll | None = None
        self._outbox: Outbox | None = None
        self._unsaid: list[str] = []
        """What the journal had to say before there was a screen to say it on."""
        self._open_desk = open_desk
        self._get_ready = get_ready
        self._render_plan = render_plan
        self.set_keymap(keymap or {})
        self.database = DatabaseThread(cut)
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
        work = Workplace(desk=desk, run=run, render_plan=render, report=report, drafts=self._drafts())
        work.outbox = self._outbox = self._open_outbox(work)
        today = TodayScreen(work)
        await today.read_ahead()
        self.push_screen(today)
        today.call_later(self._say_what_waited)
        today.call_after_refresh(self._be_ready)
        if self._outbox is not None:
            self.run_worker(self._outbox.adopt(), exit_on_error=False)
        self.run_worker(self._look_back(work.drafts, today), exit_on_error=False)
        if self._open_feed is not None:
            work.session = desk.new_id()
            self._feed = self._open_feed(self._teller())

    def _be_ready(self) -> None:
        """Load on the database thread, while somebody reads the list, what the first record would wait for."""
        self.run_worker(self._ready(), exit_on_error=False)

    async def _ready(self) -> None:
        # Nobody has asked for it: whoever opens a record hears what is wrong.
        with suppress(HocError):
            await self._answered(self._get_ready)

    def _open_outbox(self, work: Workplace) -> Outbox | None:
        """What waits for the database, where there is a journal to keep it in."""
        if self._keeping is None:
            return None
        speaking = Speaking(work.when, partial(say_on_top, self), self._show_link, self._reread, self._report)
        typed, adopted = work.drafts.typed_as, work.drafts.waits
        return Outbox(
            work.desk,
            self._on_database,
            self._keeping,
            typed=typed,
            adopted=adopted,
            made=work.made,
            speaking=speaking,
        )

    def _reread(self) -> None:
        if (screen := topmost(self)) is not None:
            screen.reload()

    def _show_link(self) -> None:
        """Say on every open screen how it stands between this computer and the database."""
        for line in (found for screen in self.screen_stack for found in screen.query(LinkLine)):
            line.show()

    def _teller(self) -> Tell:
        """Takes news from the feed's thread to the open screens."""
        loop = asyncio.get_running_loop()

        def tell(news: News, person_id: UUID | None) -> None:
            # The feed may have something to tell when the loop has closed already.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._hear, news, person_id)

        return tell

    def _hear(self, news: News, person_id: UUID | None) -> None:
        if self._outbox is not None:
            self._outbox.hear(news)
        for screen in self.screen_stack:
            if isinstance(screen, TaskScreen) and screen.is_mounted:
                screen.hear(news, person_id)

    def _drafts(self) -> Drafts:
        """Drafts that the journal keeps; what it has to say stands on the screen until somebody presses a key."""
        if self._open_journal is not None:
            loop = asyncio.get_running_loop()

            def say(sentence: str) -> None:
                # The journal's thread may have something to say when the loop has closed already.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._say, sentence)

            self._keeping = self._open_journal(say)
        return Drafts(self._keeping)

    def _say(self, sentence: str) -> None:
        # Why not a toast: it would stand over what somebody is reading.
        if topmost(self) is None:
            self._unsaid.append(sentence)
        else:
            say_on_top(self, sentence)

    def _say_what_waited(self) -> None:
        for sentence in self._unsaid:
            say_on_top(self, sentence)

    async def _look_back(self, drafts: Drafts, today: TodayScreen) -> None:
        """Take in what an earlier program left behind; which record it belongs to is not said on a list."""
        await drafts.look()
        if drafts.any_persons:
            today.call_later(today.say, LEFT_BEHIND)  # when it is there

    def _flush_drafts(self) -> None:
        if self._keeping is not None:
            self._keeping.flush()

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
        if self._outbox is not None:
            self._outbox.close()
        if self._feed is not None:
            self._feed.close()
        self.database.close()


def _too_long(error: TookTooLong) -> HocError:
    if error.started:
        sentence = "The database did not answer; whether it saved is not known yet."
        return DatabaseUnavailable(sentence, hint="Look again.")
    return DatabaseUnavailable("The database did not answer; nothing was saved.", hint="What you typed is kept.")
