"""What every screen has in common: its sizes, its line of keys, and no more bytes than it must send."""

from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from hoc_tui.text import KeyWord, hint_line, label
from hoc_tui.text.wording import LEAST_COLUMNS, LEAST_ROWS, TOO_SMALL

Result = TypeVar("Result")


class KeyHint(Static):
    """The line of keys at the foot of a screen.

    Why not Textual's Footer: it composes itself anew at each change of focus, which lays the whole screen out twice.
    """

    DEFAULT_CSS = """
    KeyHint { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $text; text-wrap: nowrap; }
    """


class TooSmall(Static):
    """Covers the screen when the window is too small to show it whole; the app lets no key through meanwhile."""

    DEFAULT_CSS = """
    TooSmall {
        display: none; layer: cover; width: 100%; height: 100%; padding: 1 2; background: $background; color: $text;
    }
    """

    def show_size(self, columns: int, rows: int) -> None:
        """Say how large the window is and must be.

        Args:
            columns: Cells across.
            rows: Lines.
        """
        sizes = {"columns": columns, "rows": rows, "least_columns": LEAST_COLUMNS, "least_rows": LEAST_ROWS}
        self.update(label(TOO_SMALL, **sizes, quit="F10"))


class BaseScreen(Screen[Result]):
    """The base of every screen; a subclass yields its widgets from `body`.

    Its classes say how much room there is: ``-tiny`` (below 80 columns, or ``-short``, below 24 rows: only a message
    shows), ``-narrow`` (80), ``-wide`` (120: the panes share the width), ``-widest`` (160: the plan is a column),
    ``-tall`` (from 40 rows).
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_COLUMNS, "-narrow"), (120, "-wide"), (160, "-widest")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LEAST_ROWS, "-usual"), (40, "-tall")]  # noqa: RUF012  Textual's ClassVars

    DEFAULT_CSS = """
    BaseScreen {
        layers: default cover; background: $background; color: $text;
        &.-tiny > TooSmall, &.-short > TooSmall { display: block; }
    }
    """

    # Why declared again: Screen's own repaints the whole screen at each change of focus; without it one Tab at 80x24
    # fell from 33 KB to 5 KB and no cell differed (Textual 8.2.8, screen.py).
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def compose(self) -> ComposeResult:
        """Put the line of keys and the cover around the screen's own widgets."""
        yield from self.body()
        yield KeyHint(id="key-hint")
        yield TooSmall(id="too-small")

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def hint_keys(self) -> list[KeyWord]:
        """Keys and words for the foot of the screen, the most needed first and help last.

        Returns:
            Those bindings of this screen that are to be shown; a subclass may choose others.
        """
        active = self.active_bindings.values()
        shown = [each.binding for each in active if each.binding.show and each.enabled]
        return [(self.app.get_key_display(binding), binding.description) for binding in shown]

    def refresh_hint(self) -> None:
        """Write the line of keys again, when what can be done has changed; the same line costs no byte."""
        hint, line = self.query_one(KeyHint), hint_line(self.hint_keys(), self.size.width - 2)
        if line.plain != str(hint.content):
            hint.update(line, layout=False)

    def watch_focused(self) -> None:
        """Show the keys that work where the focus is now: in a field, letters are letters."""
        if self.is_mounted:
            self.refresh_hint()

    def on_mount(self) -> None:
        """Write the line of keys for the first time."""
        self.refresh_hint()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the line of keys and the cover to the window.

        Args:
            event: The new size.
        """
        self.refresh_hint()
        self.query_one(TooSmall).show_size(event.size.width, event.size.height)

    def _compositor_refresh(self) -> None:
        # Why: behind a form, Textual 8.2.8 leaves a screen marked as to be painted whole, and any message to it then
        # sends the form again, 4 KB of it, while nobody does anything.
        super()._compositor_refresh()
        if self is not self.app.screen:
            self._exchange_repaint_regions()
            self._repaint_required = False


class BaseModal(BaseScreen[Result], ModalScreen[Result]):
    """The base of a form beside the screen it belongs to, which stays readable.

    Why nothing is dimmed: on 16 colours the dimmed backdrop had its text in its own background's colour, and the
    person at the screen still wants to see what is being decided about.
    """

    DEFAULT_CSS = """
    BaseModal { background: transparent; }
    """
