"""The first line of a list that holds several people: what it is, which practice, how many."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from hoc_tui.text import Content, glyphs
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.flow import Facts


class ListHeader(Horizontal):
    """What the list is on the left, how many on the right; neither is ever cut."""

    DEFAULT_CSS = """
    ListHeader { height: auto; background: $panel; color: $text; }
    ListHeader > #where { width: 1fr; text-style: bold; }
    ListHeader > #count { width: auto; max-width: 50%; }
    ListHeader > DemoMark { margin: 0 1 0 0; }
    """

    def compose(self) -> ComposeResult:
        """Where, how many, and whether it is made up."""
        yield Facts(id="where", gap=f" {glyphs().separator} ")
        yield Facts(id="count", gap=f" {glyphs().separator} ")
        yield DemoMark()

    def show(self, where: Sequence[Content], count: Sequence[Content] = ()) -> None:
        """Show what the list is and how many it holds.

        Args:
            where: What it is, the day, the practice.
            count: How many, and how many need something.
        """
        self.query_one("#where", Facts).show(where)
        self.query_one("#count", Facts).show(count)
