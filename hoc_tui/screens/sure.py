"""Looking twice before a record is opened whose name could be mistaken for another's (hazard H01)."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.find import OpenThisOne
from hoc_tui.domain.dates import short
from hoc_tui.domain.lists import ListedPerson
from hoc_tui.domain.people import Person
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, display, join, label, together
from hoc_tui.widgets.banner import identity_of
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.flow import Laid

_COLUMNS = (Column("", width=11), Column(""))


class SureScreen(VerbModal[bool]):
    """Shows every identifier of one person, and who has a similar name; Enter opens, Esc does not.

    Args:
        work: What every screen works with.
        person: Whose record is about to be opened.
        others: People with similar names.
    """

    DEFAULT_CSS = """
    SureScreen { align: center middle; }
    SureScreen > #sure { width: 66; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
                         background: $background; border: $frame $focus; }
    SureScreen #heading { height: auto; margin: 0 0 1 0; }
    SureScreen #question { width: 1fr; text-style: bold; }
    SureScreen .others { margin: 1 0 0 0; height: auto; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (OpenThisOne, GoBack)
    TITLE_WORDS = "Is this the right person?"

    def __init__(self, work: Workplace, person: Person, others: Sequence[ListedPerson]) -> None:
        super().__init__()
        self._person = person
        self._others = others
        self._today = work.desk.today()
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """The person's identifiers one under the other, then the others."""
        with VerticalScroll(id="sure", can_focus=False):
            with Horizontal(id="heading"):
                yield Static(display(self.TITLE_WORDS), id="question")
                yield DemoMark()
            for title, words in self._facts():
                yield Laid(Row(_COLUMNS, (display(title, "$quiet"), words)))
            if self._others:
                yield Static(display("Similar names here, not to be mistaken for this one:"), classes="others")
            for other in self._others:
                yield Laid(Row(_COLUMNS, (display(""), _other(other))))

    def _facts(self) -> list[tuple[str, Content]]:
        name, born, gender, number, *gone = identity_of(self._person, self._today)
        address = " ".join(part for part in (self._person.address, self._person.postcode) if part)
        return [
            ("Name", name.stylize("bold")),
            ("", born),
            ("", gender),
            ("", number),
            ("Address", display(address or "Not Known")),
            *(("", fact.stylize("bold")) for fact in gone),
        ]

    @on(OpenThisOne)
    def _open(self) -> None:
        self.dismiss(True)

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(False)


def _other(one: ListedPerson) -> Content:
    number = one.number
    born = label("Born $born", born=short(one.born) if one.born else "Not Known")
    digits = display(together(f"NHS No. {number.display}" if number else "no NHS number"))
    return join([display(one.name, "bold"), born, digits], "\n")
