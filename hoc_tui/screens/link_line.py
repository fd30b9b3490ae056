"""One line for how it stands between this computer and the database; not there while all is well."""

from collections.abc import Callable
from datetime import datetime

from textual.widgets import Static

from hoc_tui.commands.everywhere import ShowWaiting
from hoc_tui.domain.dates import counted
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, join, label


class LinkLine(Static):
    """Says how old what is shown is while the database cannot be reached, and how many changes wait.

    Args:
        work: What every screen works with.
        true_at: When what is shown was true.
        id: Its name on the screen.
    """

    DEFAULT_CSS = """
    LinkLine { display: none; height: auto; max-height: 3; padding: 0 1; background: $panel; color: $signal;
               text-style: bold; }
    """

    def __init__(self, work: Workplace, true_at: Callable[[], datetime | None], *, id: str) -> None:
        super().__init__(id=id)
        self._work = work
        self._true_at = true_at
        self._said = ""

    def on_mount(self) -> None:
        """Say it on a screen that is opened meanwhile, too."""
        self.show()

    def show(self) -> None:
        """Say how it stands now; what is said already costs no byte."""
        words = join(self._words(), " ")
        if words.plain != self._said:
            self._said = words.plain
            self.update(words)
            self.display = bool(self._said)

    def _words(self) -> list[Content]:
        outbox = self._work.outbox
        if outbox is None:
            return []
        return [
            *(self._age() if outbox.as_it_was else []),
            *self._waiting(len(outbox.waiting), lost=outbox.as_it_was is not None),
            *self._stuck(len(outbox.stuck)),
        ]

    def _age(self) -> list[Content]:
        at = self._true_at()
        if at is None:
            return [label("The database cannot be reached.")]
        return [label("As it was at $at; the database cannot be reached.", at=self._work.when(at))]

    def _waiting(self, many: int, *, lost: bool) -> list[Content]:
        if not many:
            return []
        verb, rest = ("waits" if many == 1 else "wait"), ("" if lost else "; not in the shared plan yet")
        return [label("$many $verb on this computer$rest.", many=counted(many, "change"), verb=verb, rest=rest)]

    def _stuck(self, many: int) -> list[Content]:
        if not many:
            return []
        key = self.app.get_key_display(ShowWaiting.bound_to(self.app._keymap)[0])  # noqa: SLF001  a public one is missing
        return [label("$many could not be sent: $key shows them.", many=counted(many, "change"), key=key)]
