"""The base of screens that hold clinical text: a role that may not read it sees one sentence instead."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import EVERYWHERE, GoBack
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.record import Record
from hoc_tui.screens.task import TaskScreen
from hoc_tui.text import display
from hoc_tui.widgets.banner import Banner

Result = TypeVar("Result")

NOT_ALLOWED = f"Your role here may not {Permission.SEE_CLINICAL.value}."


class ClinicalScreen(TaskScreen[Result]):
    """A screen of one person's clinical text; a subclass yields it from `page` and reads it in `begin`."""

    DEFAULT_CSS = "ClinicalScreen > .not-allowed { padding: 1 2; }"

    @property
    def allowed(self) -> bool:
        """Whether this worker may read clinical text."""
        return self.work.desk.may(Permission.SEE_CLINICAL)

    def body(self) -> ComposeResult:
        """The page, or why there is none."""
        if self.allowed:
            yield Banner()
            yield from self.page()
        else:
            yield Static(display(NOT_ALLOWED), classes="not-allowed")

    def page(self) -> ComposeResult:
        """The screen's own widgets, below the banner."""
        yield from ()

    def on_mount(self) -> None:
        """Begin, if that is allowed."""
        super().on_mount()
        if self.allowed:
            self.begin()

    def begin(self) -> None:
        """Show what there is to show, or start reading it."""

    def show_whose(self, record: Record) -> None:
        """Name the person on the banner, with what to know before speaking.

        Args:
            record: Whose record this is.
        """
        needs = [need.text for need in record.needs if not need.ended]
        self.query_one(Banner).show(record.person, self.work.desk.today(), needs)

    def offers(self, command: type[Command]) -> bool:
        """Nothing of the screen's own is offered to a role that may not read it.

        Args:
            command: One of `VERBS`.
        """
        return super().offers(command) and (self.allowed or command in {*EVERYWHERE, GoBack})
