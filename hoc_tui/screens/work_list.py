"""Lists of work over the whole practice: read when they come into sight and when a colleague has changed something."""

from abc import abstractmethod
from typing import ClassVar
from uuid import UUID

from textual.app import ComposeResult

from hoc_tui.domain.presence import News
from hoc_tui.screens.task import Result, TaskScreen
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.header import ListHeader


class WorkListScreen(TaskScreen[Result]):
    """A list that several members of staff work through.

    Args:
        work: What every screen works with.
    """

    EMPTY: ClassVar[str] = ""
    """What the list says when nothing is left to do."""

    def body(self) -> ComposeResult:
        """How many there are, and the list."""
        yield ListHeader()
        yield CardList(id="work-list")

    def on_mount(self) -> None:
        """Put the cursor in the list."""
        self.cards.say_when_empty(self.EMPTY)
        self.cards.focus()

    def on_screen_resume(self) -> None:
        """Read what may have changed while another screen was open."""
        self.reload()

    def hear(self, news: News, person_id: UUID | None) -> None:  # noqa: ARG002  whoever it is may stand in the list
        """Show what has just come, and what a colleague has just done.

        Args:
            news: What is new.
            person_id: Not used.
        """
        if news is not News.LOST and self.is_current:
            self.reload()

    def reload(self) -> None:
        """Read the list again; the cursor stays on what it stands on."""
        self.in_background(self.read(), group="read")

    @abstractmethod
    async def read(self) -> None:
        """Read the list and paint it."""

    @property
    def cards(self) -> CardList:
        """The list."""
        return self.query_one("#work-list", CardList)
