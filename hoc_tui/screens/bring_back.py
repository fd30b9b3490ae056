"""Bringing earlier words back: what stands there now beside what would stand there, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.history import BRINGING_BACK, YesBringBack
from hoc_tui.domain.clash import Clashed
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.history import Revision, earlier_words
from hoc_tui.domain.record import Record
from hoc_tui.screens.clash import ClashScreen
from hoc_tui.screens.outbox import Kept
from hoc_tui.screens.saying import say_on_top
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.saving import Spot
from hoc_tui.services.settling import bring_back
from hoc_tui.text import Content, display, join
from hoc_tui.widgets.banner import identity_of
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.field_words import UNSAID, called, value_words
from hoc_tui.widgets.flow import Facts, Laid

_COLUMNS = (Column(""), Column(""))


@dataclass(frozen=True)
class Return:
    """Which words would come back, over which that stand there now."""

    revision: Revision
    spot: Spot
    now: Mapping[str, JsonValue]
    """The same fields as they stand."""

    @classmethod
    def of(cls, revision: Revision, revisions: Sequence[Revision]) -> "Return":
        """What bringing a change's words back would do.

        Args:
            revision: The change.
            revisions: All of the item's, oldest first.
        """
        made = [one for one in revisions if one.takes_effect]
        words = earlier_words(revision)
        held = {name: value for one in made for name, value in earlier_words(one).items() if name in words}
        # A field that no change of effect has touched still is as the one that lost had found it.
        untouched = {name: revision.changes[name].before for name in words if name not in held}
        version = made[-1].item_version if made else revision.item_version
        spot = Spot(revision.item_kind, revision.person_id, revision.item_id, version)
        return cls(revision, spot, {name: (held | untouched)[name] for name in words})


class BringBackScreen(VerbModal[bool]):
    """Asks before earlier words are written again, and says whether they were.

    Args:
        work: What every screen works with.
        record: Whose.
        wanted: Which words.
    """

    DEFAULT_CSS = """
    BringBackScreen { align: center middle; }
    BringBackScreen > #back { width: 80; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
                              background: $background; border: $frame $focus; }
    BringBackScreen #heading { height: auto; }
    BringBackScreen #question { width: 1fr; text-style: bold; height: auto; }
    BringBackScreen #whose { padding: 0; margin: 0 0 1 0; text-style: bold; }
    BringBackScreen #problem { height: auto; color: $signal; text-style: bold; display: none; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = BRINGING_BACK
    TITLE_WORDS = "Bring these words back?"

    def __init__(self, work: Workplace, record: Record, wanted: Return) -> None:
        super().__init__()
        self.work = work
        self._record = record
        self._wanted = wanted
        self._writing = False
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """Whose record, then each field as it is and as it would be."""
        with VerticalScroll(id="back"):
            with Horizontal(id="heading"):
                yield Static(display(self.TITLE_WORDS), id="question")
                yield DemoMark()
            yield Facts(id="whose")
            yield Static(id="problem")
            yield Laid(self._lines)

    def on_mount(self) -> None:
        """Name the person."""
        super().on_mount()
        self.query_one("#whose", Facts).show(identity_of(self._record.person, self.work.desk.today()))

    def _lines(self, width: int) -> Content:
        then = earlier_words(self._wanted.revision)
        lines = [Row(_COLUMNS, (display("Now", "bold"), display("Then", "bold")))(width)]
        for name, now in self._wanted.now.items():
            if now != then[name]:
                lines += [display(called(name), "$quiet"), Row(_COLUMNS, self._pair(name, now, then[name]))(width)]
        return join(lines, "\n")

    def _pair(self, name: str, now: JsonValue, then: JsonValue) -> tuple[Content, Content]:
        if name in UNSAID:
            return display("as it is"), display("as it was then")
        staff, zone = self._record.staff, ZoneInfo(self.work.desk.practice.zone)
        return display(value_words(now, staff, zone)), display(value_words(then, staff, zone))

    @on(YesBringBack)
    def _yes(self) -> None:
        if not self._writing:
            self._writing = True
            self.run_worker(self._write(), exit_on_error=False)

    async def _write(self) -> None:
        try:
            saved = await self.work.save(bring_back, self._wanted.spot, self._wanted.revision.id)
        except Clashed as clashed:
            self.app.push_screen(ClashScreen(self.work, clashed.clash), self._after_clash)
        except Kept as kept:
            self.dismiss(False)
            say_on_top(self.app, str(kept))
        except HocError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  one sentence instead of the program's end
            self._tell(self.work.report(error))
        else:
            self.work.remember(saved)
            self.dismiss(True)
        finally:
            self._writing = False

    def _after_clash(self, settled: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
        if settled:
            self.dismiss(True)

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(False)

    def _tell(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(display(words))
        problem.display = True
