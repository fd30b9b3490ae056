"""Two people changed the same words: theirs, yours and what both began from, side by side; somebody chooses."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static, TextArea

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.commands.history import CLASH, ChooseText, TakeWritten
from hoc_tui.domain.clash import Clash, Clashed, FieldClash, Side
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.kinds import DRAFTS
from hoc_tui.domain.record import Record
from hoc_tui.screens.outbox import Kept
from hoc_tui.screens.saying import say_on_top
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from hoc_tui.services.settling import settle
from hoc_tui.text import KeyWord, display, join, label, wrapped
from hoc_tui.widgets.banner import identity_of
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.clash_table import clash_table, who_and_when
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.field_words import UNSAID, called
from hoc_tui.widgets.fields import Field, FieldRow
from hoc_tui.widgets.flow import Facts, Laid

ANEW = "anew"
"""The choice of writing a third text."""


class ClashScreen(VerbModal[bool]):
    """Shows a clash until somebody has chosen, and says whether they did; the history holds both texts all the time.

    Args:
        work: What every screen works with.
        clash: What was changed, and by whom.
        written: Given each field that is written anew, at every key; keeps it.
    """

    DEFAULT_CSS = """
    ClashScreen { align: center top; }
    ClashScreen > #clash {
        width: 100; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $background; border: $frame $focus;
    }
    ClashScreen.-narrow > #clash { height: 1fr; }
    ClashScreen #heading { height: auto; }
    ClashScreen #title { width: 1fr; text-style: bold; height: auto; }
    ClashScreen #whose { padding: 0; text-style: bold; }
    ClashScreen #said { height: auto; margin: 1 0; }
    ClashScreen #texts { height: auto; max-height: 42vh; }
    ClashScreen #choices { margin: 1 0 0 0; }
    ClashScreen #problem { height: auto; color: $signal; text-style: bold; display: none; }
    ClashScreen FieldRow { display: none; }
    ClashScreen.-anew FieldRow { display: block; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = CLASH
    TITLE_WORDS = "Two people changed the same words"

    def __init__(
        self, work: Workplace, clash: Clash, written: Callable[[str, str], None] = lambda _name, _text: None
    ) -> None:
        super().__init__()
        self.work = work
        self._written = written
        self.clash = clash
        self._settling = False
        self.mark_demo(demo=work.desk.practice.demo)

    def offers(self, command: type[Command]) -> bool:
        """Saving is offered once somebody writes anew.

        Args:
            command: One of `VERBS`.
        """
        anew = self.has_class("-anew")
        return super().offers(command) and (
            command not in {TakeWritten, ChooseText} or (command is TakeWritten) is anew
        )

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the list takes before the screen can."""
        keys = super().hint_keys()
        return keys if self.has_class("-anew") else [("Enter", ChooseText.WORD), *keys]

    def body(self) -> ComposeResult:
        """Whose record, what happened, the texts, a third one, the choices."""
        with Vertical(id="clash"):
            with Horizontal(id="heading"):
                yield Static(display(self.TITLE_WORDS), id="title")
                yield DemoMark()
            yield Facts(id="whose")
            yield Laid(id="said")
            yield Static(id="problem")
            with VerticalScroll(id="texts"):
                yield Laid(id="table")
                for one in self._writable:
                    yield FieldRow(Field(one.name, f"{called(one.name)}, written anew", lines=3), str(one.mine or ""))
            yield CardList(id="choices")

    @property
    def _writable(self) -> list[FieldClash]:
        """The fields that are free text; a date, score or choice is one or the other."""
        drawn_up = DRAFTS[self.clash.kind].model_fields
        free = [one for one in self.clash.fields if drawn_up[one.name].annotation is str]
        return [one for one in free if one.name not in UNSAID and not self.clash.ended]

    def on_mount(self) -> None:
        """Read whose record it is and who wrote the other text."""
        super().on_mount()
        self.query_one("#choices", CardList).focus()
        self.run_worker(self._read(), exit_on_error=False)

    async def _read(self) -> None:
        try:
            self._show(await self.work.do(open_record, self.clash.person_id))
        except HocError as error:
            self._tell(str(error))

    def _show(self, record: Record) -> None:
        zone = self.work.desk.practice.zone
        who, at = who_and_when(self.clash, record.staff, zone)
        self.query_one("#whose", Facts).show(identity_of(record.person, self.work.desk.today()))
        self.query_one("#table", Laid).lay(clash_table(self.clash, record.staff, zone))
        did = label(" It was taken out: $why", why=self.clash.ended_reason or "no reason given")
        told = label("$who changed this at $at, while you were writing. Both are kept in the history.", who=who, at=at)
        said = join([told, did]) if self.clash.ended else told
        self.query_one("#said", Laid).lay(lambda width: join(wrapped(said, width), "\n"))
        self._offer_choices(who)

    def _offer_choices(self, who: str) -> None:
        theirs = f"Leave it taken out, as {who} did" if self.clash.ended else f"Keep what {who} wrote"
        mine = "Bring it back, with what I wrote" if self.clash.ended else "Take what I wrote"
        cards = [Card(Side.THEIRS, display(theirs)), Card(Side.MINE, display(mine))]
        anew = [Card(ANEW, display("Write it anew, with both in sight"))] if self._writable else []
        choices = self.query_one("#choices", CardList)
        choices.styles.height = len(cards) + len(anew)
        choices.show([*cards, *anew])

    # Choosing --------------------------------------------------------------------------------------------------------

    @on(ChooseText)
    @on(CardList.Chosen)
    def _choose(self) -> None:
        key = self.query_one("#choices", CardList).key
        if key in set(Side):
            self._settle(Side(key))
        elif key == ANEW:
            self._write_anew()

    def _write_anew(self) -> None:
        self.add_class("-anew")
        self.refresh_bindings()
        self.query(FieldRow).first().entry.focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self.has_class("-anew"):
            for row in self.query(FieldRow):
                self._written(row.field.name, row.text)

    @on(TakeWritten)
    def _take_written(self) -> None:
        self._settle(Side.MINE, {row.field.name: row.text.strip() for row in self.query(FieldRow)})

    def _settle(self, side: Side, anew: dict[str, str] | None = None) -> None:
        if not self._settling:
            self._settling = True
            self.run_worker(self._write(side, anew), exit_on_error=False)

    async def _write(self, side: Side, anew: dict[str, str] | None) -> None:
        try:
            saved = await self.work.save(settle, self.clash, side, anew)
        except Clashed as again:
            self.clash = again.clash
            await self._read()
            self._tell("It was changed once more; this is how it stands now.")
        except Kept as kept:
            self.dismiss(True)
            say_on_top(self.app, str(kept))
        except HocError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  both texts must stay in sight
            self._tell(self.work.report(error))
        else:
            if saved is not None:
                self.work.remember(saved)
            self.dismiss(True)
        finally:
            self._settling = False

    @on(GoBack)
    def _back(self) -> None:
        self.dismiss(False)

    def _tell(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(display(words))
        problem.display = True
