"""Something to read through: keys that scroll, and a line that says when there is more below.

The program draws no scroll bars, so without that line what is out of sight would not be missed (hazard H05).
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from hoc_tui.domain.dates import counted
from hoc_tui.text import display, label


class Reader(VerticalScroll, can_focus=True):
    """Scrolls with the arrows, j and k, Space, and the page keys."""

    DEFAULT_CSS = "Reader { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll_down", "Down", show=False, id="reader.down", tooltip="Read on."),
        Binding("up,k", "scroll_up", "Up", show=False, id="reader.up", tooltip="Read back."),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="reader.page-down", tooltip="A page on."),
        Binding("pageup", "page_up", "Page up", show=False, id="reader.page-up", tooltip="A page back."),
        Binding("home", "scroll_home", "Start", show=False, id="reader.first", tooltip="Go to the start."),
        Binding("end", "scroll_end", "End", show=False, id="reader.last", tooltip="Go to the end."),
    ]

    @property
    def below(self) -> int:
        """How many lines are out of sight below."""
        return max(0, self.virtual_size.height - self.scroll_offset.y - self.scrollable_content_region.height)

    def on_mount(self) -> None:
        """Say what is out of sight after every layout, whatever made it."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._tell())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say anew what is out of sight."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def _tell(self) -> None:
        if isinstance(self.parent, Page):
            self.parent.say_more(self.below)


class Page(Vertical):
    """A `Reader` with the line below it.

    Args:
        content: What is read.
    """

    DEFAULT_CSS = """
    Page { height: 1fr; }
    Page > .more { height: 1; padding: 0 1; color: $quiet; }
    """

    def __init__(self, *content: Widget, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = content
        self._below = 0

    def compose(self) -> ComposeResult:
        """The reader and its line."""
        yield Reader(*self._content)
        yield Static(classes="more")

    @property
    def reader(self) -> Reader:
        """What scrolls."""
        return self.query_one(Reader)

    def say_more(self, lines: int) -> None:
        """Say how much is out of sight below.

        Args:
            lines: Lines; 0 when all has been shown.
        """
        if lines == self._below:
            return
        self._below = lines
        words = label("More below: $lines", lines=counted(lines, "line"))
        self.query_one(".more", Static).update(words if lines else display(""), layout=False)
