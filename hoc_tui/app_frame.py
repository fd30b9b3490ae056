"""What the App is before it shows anything of ours: safe, quiet, and certain to give the terminal back.

Every override names what it guards against; all were measured with Textual 8.2.8 and rest on its inner workings, so
this file and `hoc_tui.terminal_driver` are where an upgrade of Textual shows first.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget
from textual.widgets import Static

from hoc_tui import __version__
from hoc_tui.runtime.crash import CrashPolicy, Incident, say
from hoc_tui.runtime.ending import PATIENCE, Ending, Hook, run_hooks
from hoc_tui.runtime.restoring import TerminalBefore, forget_unsent
from hoc_tui.runtime.signals import catch_ending_signals, exit_code
from hoc_tui.runtime.terminal import Terminal
from hoc_tui.runtime.vanished import TerminalWatch
from hoc_tui.terminal_driver import SteadyDriver
from hoc_tui.text import ASCII, UNICODE, display, glyphs, use_glyphs
from hoc_tui.text.seal import BoldAndReverse, StripControls
from hoc_tui.text.wording import HOW_TO_QUIT, LEAST_COLUMNS, LEAST_ROWS, WENT_WRONG, WORKING, WORKING_ASCII
from hoc_tui.themes import theme_names, themes

CRASHED: Final = 1
"""The exit code after an incident."""

_HANGUP: Final = 1
"""SIGHUP's number, for the exit code of a terminal that vanished without one."""

_SEAL: Final = StripControls()

_BOLD_AND_REVERSE: Final = BoldAndReverse()

_KEPT_SYSTEM_COMMANDS: Final = frozenset({"Theme", "Quit", "Maximize", "Minimize"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What the app is told about where it runs."""

    terminal: Terminal = field(default_factory=Terminal)
    theme: str = ""
    """The name of a theme; one that this terminal cannot show, or none, means the first that it can."""
    mouse: bool = False
    """Off unless asked for: without it the terminal's own selecting and copying work, and PuTTY is spared a mode it
    does not know (mode 1003)."""
    clipboard: bool = False
    """Whether copying may leave the program for the thin client's clipboard (OSC 52)."""
    palette: bool = True
    incidents: Path | None = None
    """Where crashes are written down."""
    patience: float = PATIENCE
    """Seconds that flushing, and then ending, may take once the world outside has said stop."""


class FrameApp(App[int], inherit_bindings=False):
    """The base of the program's App.

    A subclass sets CSS_PATH and leaves CSS alone, which is this class's.

    Args:
        frame: What it is told about where it runs.
        flush: What must be kept before any end, for example the draft journal's flush; each is called on a thread of
            its own, and may be called twice.
    """

    # Why declared again: Textual's own have no id, so a keymap could not move them (Maxteabag/sqlit#231).
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,f10", "quit", "Quit", id="app.quit", show=False, priority=True, tooltip="Close the program."),
        Binding("ctrl+c", "help_quit", "How to quit", id="app.help_quit", show=False, system=True),
        Binding(
            "ctrl+p",
            "command_palette",
            "Commands",
            id="app.palette",
            show=False,
            priority=True,
            tooltip="Find a command by a word.",
        ),
    ]

    # No tint and no thick border on focus, no scroll bars: at 80x24 they were most of the 33 KB that one Tab sent.
    CSS = """
    * { scrollbar-size: 0 0; }
    DataTable:focus, OptionList:focus, Input:focus { background-tint: $foreground 0%; }
    Input, TextArea, OptionList, SelectCurrent { border: none; }
    Input:focus, TextArea:focus, OptionList:focus, SelectCurrent:focus { border: none; }
    Input { height: 1; padding: 0 1; background: $panel; }
    TextArea { padding: 0 1; background: $panel; }
    Input:ansi > .input--selection, TextArea:ansi > .text-area--selection { text-style: reverse; }
    Toast { border: $frame $line; background: $panel; color: $text; }
    SearchIcon { display: none; }
    CommandPalette #--input, CommandPalette CommandList { border: none; }
    """

    def __init__(self, frame: Frame | None = None, *, flush: Sequence[Hook] = ()) -> None:
        self.frame = frame or Frame()
        self.crash = CrashPolicy(self.frame.incidents, version=__version__)
        self._incidents: list[Incident] = []
        self._keep = flush
        self._guards: tuple[Hook, ...] = ()
        self._on_terminal = False
        use_glyphs(ASCII if self.frame.terminal.ascii else UNICODE)
        # Why not by the theme alone: App.__init__ decides between NoColor and greys before a theme of ours can be
        # registered, and NO_COLOR with an ANSI theme set later was black on black (mistralai/mistral-vibe#1030).
        super().__init__(driver_class=SteadyDriver, ansi_color=True if self.frame.terminal.plain else None)
        self.animation_level = "none"
        self.use_command_palette = self.frame.palette
        self._choose_theme()

    def _choose_theme(self) -> None:
        for theme in themes():
            self.register_theme(theme)
        names = theme_names(plain=self.frame.terminal.plain)
        self.set_reactive(App.theme, self.frame.theme if self.frame.theme in names else names[0])
        for name in (*BUILTIN_THEMES, *(theme.name for theme in themes() if theme.name not in names)):
            self.unregister_theme(name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Variables for every theme: ``$frame`` is the border of a pane, round or ASCII."""
        return {"frame": glyphs().frame}

    # Starting and ending ---------------------------------------------------------------------------------------------

    def start(self) -> int:
        """Run the program on this process's terminal, guarded.

        Returns:
            The exit code: 0, 1 after an incident, 128 + signal when a signal or a vanished terminal ended it.
        """
        self.crash.install()
        self._on_terminal = True
        try:
            self.run(mouse=self.frame.mouse)
        except Exception as error:  # noqa: BLE001  whatever Textual lets through must not become a traceback
            self._remember(error)
        finally:
            self._let_go()
        for incident in self._incidents:
            say(incident.sentence)
        return CRASHED if self._incidents else self.return_code or 0

    def on_load(self) -> None:
        """Guard the process before the driver touches the terminal; under a test there is neither."""
        asyncio.get_running_loop().set_exception_handler(self._unawaited)
        if self._on_terminal and sys.__stdin__ is not None:
            self._guard(asyncio.get_running_loop(), sys.__stdin__.fileno())

    def _guard(self, loop: asyncio.AbstractEventLoop, descriptor: int) -> None:
        def ask(code: int) -> None:
            loop.call_soon_threadsafe(lambda: self.exit(return_code=code))

        ending = Ending(ask, hooks=self._keep, restore=TerminalBefore(descriptor).restore, patience=self.frame.patience)
        watch = TerminalWatch(descriptor, lambda: ending.begin(exit_code(_HANGUP)))
        ending.start()
        watch.start()
        catch_ending_signals(loop, ending.begin)
        self._guards = (watch.stop, ending.finished)

    def _let_go(self) -> None:
        for stop in self._guards:
            stop()
        run_hooks(self._keep, patience=self.frame.patience)
        forget_unsent(sys.__stdout__, sys.__stderr__)

    # Crashes ---------------------------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """End the program without the traceback, which would print every local variable of a clinician's screen."""
        self._return_code = CRASHED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._remember(error)
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Textual's other way to the same traceback."""
        self.panic()

    def panic(self, *_renderables: object) -> None:
        """End the program after an error that Textual has already turned into a traceback, which is not shown."""
        self._return_code = CRASHED
        self._remember(sys.exception() or RuntimeError())
        self._close_messages_no_wait()

    def _remember(self, error: BaseException) -> None:
        if not self._incidents:
            self._incidents.append(self.crash.record(error))

    def _unawaited(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Write down an error in a task that nobody waited for, and say so; the program goes on."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            number = self.crash.record(error).number
            self.notify(WENT_WRONG.replace("$number", number), severity="error")

    def _print_error_renderables(self) -> None:
        """Print nothing of what Textual has kept for after the end: `start` says the one sentence."""
        self._exit_renderables.clear()

    # What reaches the terminal ---------------------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The seal before any filter of Textual's, and on plain terminals none but bold and reverse after them."""
        last = (_BOLD_AND_REVERSE,) if self.frame.terminal.plain else ()
        return (_SEAL, *super().get_line_filters(), *last)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  widgets pass their own default of True
    ) -> None:
        """Show a toast; markup is never read, whoever asks.

        Args:
            message: Our own sentence or other people's text.
            title: A heading; may be empty.
            severity: "information", "warning" or "error".
            timeout: Seconds it stays; None for the usual five.
            markup: Not used.
        """
        shown, above = display(message).plain, display(title).plain
        super().notify(shown, title=above, severity=severity, timeout=timeout, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the program, and to the thin client's clipboard only where a site allows it.

        Args:
            text: What was marked.
        """
        if self.frame.clipboard:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def _set_pointer_shape(self, shape: str) -> None:
        """Ask for no mouse pointer while there is no mouse: it is an OSC that some terminals print."""
        if self.frame.mouse:
            super()._set_pointer_shape(shape)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing: a browser on the SSH host shows nobody anything, and an address may name a person."""

    def get_loading_widget(self) -> Widget:
        """A still word instead of a moving picture, which would send bytes for as long as it shows."""
        return Static(display(WORKING_ASCII if self.frame.terminal.ascii else WORKING))

    # Keys and commands -----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Let no key through while the window is too small to show what it does, and the next only after this one.

        Args:
            event: Anything that happened.
        """
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        path = (self.focused or self.screen).ancestors_with_self
        await (self._only_quit(event) if self.too_small else super().on_event(event))
        # Twice: the key itself goes up this path to the app, which runs the binding; what that posts (Input.Submitted,
        # and with it the end of a form) goes up the same path once more.
        self._follow(event, [*path, *path])

    def _follow(self, key: events.Event, nodes: Sequence[MessagePump]) -> None:
        """Follow a key through the queues, then into the screen it may have led to, and say that it is done."""
        for index, node in enumerate(nodes):
            if node.call_later(self._follow, key, nodes[index + 1 :]):
                return
        if not self.screen.call_later(self._key_handled, key):
            self._key_handled(key)

    def _key_handled(self, key: events.Event) -> None:
        if isinstance(self._driver, SteadyDriver):
            self._driver.key_handled(key)

    @property
    def too_small(self) -> bool:
        """Whether the window has fewer than 80 columns or 24 rows."""
        return self.size.width < LEAST_COLUMNS or self.size.height < LEAST_ROWS

    async def _only_quit(self, event: events.Key | events.Paste) -> None:
        pressed = self.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        if pressed is not None and pressed.binding.action == "quit":
            await self.run_action("quit")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep every text cursor still: a blinking one sends 450 to 690 bytes a second for ever, and hid dead links.

        Args:
            event: Which widget has got the focus.
        """
        if hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is written on the keyboard: "F8", "Ctrl+Q", "?".

        Args:
            binding: What the key is bound to.

        Returns:
            The key's name.
        """
        shown = super().get_key_display(binding)
        if shown.startswith("^") and len(shown) > 1:
            return f"Ctrl+{shown[1:].upper()}"
        return shown.upper() if shown[:1] == "f" and shown[1:].isdigit() else shown

    def action_help_quit(self) -> None:
        """Say how to quit to someone who pressed Ctrl+C."""
        for active in self.active_bindings.values():
            if active.binding.action == "quit":
                self.notify(HOW_TO_QUIT.replace("$key", self.get_key_display(active.binding)))
                return

    def action_suspend_process(self) -> None:
        """Never suspend: Ctrl+Z is undo here, and a stopped program leaves the record on the screen."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Save no picture: it would put a person's record into a folder of downloads."""

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands, without the screenshot and without the ones that we show better.

        Args:
            screen: Where the palette was opened.

        Yields:
            The commands that are left.
        """
        for command in super().get_system_commands(screen):
            if command.title in _KEPT_SYSTEM_COMMANDS:
                yield command
