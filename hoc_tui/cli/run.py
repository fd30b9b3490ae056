"""`hoc-tui` without a command: open the program on this terminal."""

import gc
import os
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from hoc_tui.cli.options import named_database, settings
from hoc_tui.cli.printing import tell
from hoc_tui.cli.sqlite_files import require_file
from hoc_tui.domain.errors import HocError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hoc_tui.cli.opening import Opened
    from hoc_tui.config import Settings
    from hoc_tui.data.door import OpenDatabase
    from hoc_tui.data.feed import Feed, Tell
    from hoc_tui.domain.plan import PlanContent
    from hoc_tui.domain.plan_heading import PlanHeading
    from hoc_tui.runtime.terminal import Terminal
    from hoc_tui.services.ports import Desk

GOODBYE: Final = 3.0
"""Seconds that letting go of the database may take at the end; one that hangs is left to the end of the process."""


def run(context: click.Context, database: str | None) -> int:
    """Open the program on the database that the settings name.

    Args:
        context: The command's context.
        database: What `--database` said.

    Returns:
        The exit code.

    Raises:
        HocError: It could not be opened; the program's screen is gone again.
    """
    found = settings(context, database)
    url = named_database(found)
    require_file(url)
    return run_program(url, found, worker=None)


def run_program(
    url: str, found: "Settings", *, worker: str | None, prepare: "Callable[[Desk], object] | None" = None
) -> int:
    """Show the program until somebody closes it.

    Args:
        url: The database.
        found: The settings.
        worker: The account that works; None means the operating system's.
        prepare: Called with the desk as soon as it is open, on the database's own thread.

    Returns:
        The exit code.

    Raises:
        HocError: The terminal does not do, or the database could not be opened.
    """
    terminal = _terminal()
    # Nothing that is loaded until Today is painted is garbage; `get_ready` turns looking for it on again.
    gc.disable()
    opening = _Opening(url, worker, prepare)
    # Late: Textual reads the environment while it is imported.
    from hoc_tui.app import HocApp
    from hoc_tui.app_frame import Frame
    from hoc_tui.cli.incidents import incidents_folder
    from hoc_tui.cli.journal import LocalJournal

    frame = Frame(terminal=terminal, theme=found.theme, incidents=incidents_folder())
    journal = LocalJournal(url, worker)
    app = HocApp(
        opening,
        partial(render_plan, ascii_only=terminal.ascii),
        frame,
        found.keys,
        journal,
        opening.listen,
        cut=opening.cut,
        get_ready=opening.get_ready,
    )
    code = app.start()
    journal.close()
    opening.let_go()
    if app.refusal is not None:
        raise app.refusal
    return code


class _Opening:
    """Opens the desk when the program asks, on its database thread, where SQLAlchemy is imported after the first paint.

    Args:
        url: The database.
        worker: The account that works; None means the operating system's.
        prepare: Called with the desk as soon as it is open.
    """

    def __init__(self, url: str, worker: str | None, prepare: "Callable[[Desk], object] | None") -> None:
        self._url = url
        self._worker = worker
        self._prepare = prepare
        self._opened: Opened | None = None
        self._database: OpenDatabase | None = None

    def __call__(self) -> "Desk":
        from hoc_tui.cli.opening import account, open_desk

        self._opened = open_desk(self._url, self._worker or account(), reached=self._take)
        if self._prepare is not None:
            self._prepare(self._opened.desk)
        return self._opened.desk

    def get_ready(self) -> None:
        """Seal what a killed program left, and load what the first record needs and the first paint does not."""
        try:
            if self._database is not None:
                from hoc_tui.cli.opening import seal_own

                seal_own(self._database)
                self._database.get_ready()
        finally:
            # What is loaded stays; looking through all of it again and again would hold up the keys.
            gc.freeze()
            gc.enable()

    def listen(self, tell: "Tell") -> "Feed":
        """Begin to tell what others write in the database."""
        from hoc_tui.data.feed import Feed

        feed = Feed(self._url, tell)
        feed.start()
        return feed

    def _take(self, database: "OpenDatabase") -> None:
        self._database = database

    def cut(self) -> None:
        """Make the call under way return; the watchdog's last word on one that hangs."""
        if self._database is not None:
            self._database.cut()

    def let_go(self) -> None:
        """Close, unless the database hangs: quitting never does."""
        closing = threading.Thread(target=self.close, name="hoc-goodbye", daemon=True)
        closing.start()
        closing.join(GOODBYE)

    def close(self) -> None:
        """Let go of the database, and say now what could not be said while the screen was up."""
        if self._opened is None:
            return
        from hoc_tui.cli.opening import seal_own, upgraded_words

        seal_own(self._opened.database)
        self._opened.database.close()
        if self._opened.copy is not None:
            tell(upgraded_words(self._opened.copy))


def _terminal() -> "Terminal":
    """Find out what the terminal can do, and settle the environment before Textual reads it.

    Raises:
        HocError: No screen can be shown here.
    """
    from hoc_tui.runtime.terminal import TerminalUnsuitable, prepare_environment, probe

    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    try:
        terminal = probe(os.environ, streams)
    except TerminalUnsuitable as unsuitable:
        raise HocError(unsuitable.message, hint=unsuitable.hint) from None
    prepare_environment(os.environ)
    return terminal


def render_plan(content: "PlanContent", heading: "PlanHeading", width: int, *, ascii_only: bool = False) -> str:
    """The plan's plain text, as the Plan screen asks for it.

    Args:
        content: The plan.
        heading: Which plan it is, with all that stands above it: terms, the mark of a wrong record, a demo's line.
        width: The most cells a line may have.
        ascii_only: Whether the terminal shows nothing but ASCII.
    """
    from hoc_tui.documents.plain import plan_text

    return plan_text(content, heading=heading, width=width, ascii_only=ascii_only)
