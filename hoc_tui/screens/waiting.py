"""The changes that wait on this computer, and those that could not be sent, with every word of them."""

from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from hoc_tui.commands.command import Command
from hoc_tui.commands.waiting import WAITING, LetGo, TakeUpAgain
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.permissions import Permission
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.outbox import Stuck
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from hoc_tui.services.waiting import Waiting, let_go, what_waits, written
from hoc_tui.text import Content, KeyWord, display, join, label
from hoc_tui.widgets.banner import whose_words
from hoc_tui.widgets.cards import Card, CardList
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.field_words import UNSAID, called, value_words
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.flow import Laid
from hoc_tui.widgets.header import ListHeader

NOTHING = "Nothing waits on this computer: every change is in the shared plan."
NOT_READABLE = "(whose record cannot be read now)"
STILL_WAITS = "It will be sent by itself when the database is back; only what could not be sent can be let go of."

_COLUMNS = (Column("", width=24), Column(""))


class WaitingScreen(TaskScreen[None]):
    """What waits and what could not be sent, of everybody whose record was changed here.

    Args:
        work: What every screen works with.
    """

    DEFAULT_CSS = """
    WaitingScreen #changes { height: 40%; }
    WaitingScreen #whole { height: 1fr; padding: 1 1 0 1; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = WAITING
    TITLE_WORDS = "Changes on this computer"

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._whose: dict[UUID, str] = {}

    def body(self) -> ComposeResult:
        """How many, one row a change, and below it all that the chosen one says."""
        yield ListHeader()
        yield CardList(id="changes")
        with VerticalScroll(id="whole", can_focus=False):
            yield Laid(id="words")

    def on_mount(self) -> None:
        """Show what is here, then whose it is."""
        self._cards.focus()
        self._cards.say_when_empty(NOTHING)

    def on_screen_resume(self) -> None:
        """Show what has become of them on another screen."""
        self.reload()

    def reload(self) -> None:
        """Show what is here now."""
        self._paint()
        self.in_background(self._name_them(), group="read")

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the list takes before the screen can."""
        enter = [("Enter", TakeUpAgain.WORD)] if self._chosen is not None else []
        return [*enter, *super().hint_keys()]

    async def _name_them(self) -> None:
        """Find out whose records they are; a person who is not here any more has no name."""
        for person_id in {one.person_id for one in self._all} - self._whose.keys():
            try:
                record = await self.work.do(open_record, person_id)
            except HocError:
                continue
            self._whose[person_id] = whose_words(record.person)
        self._paint()

    # Painting --------------------------------------------------------------------------------------------------------

    @property
    def _cards(self) -> CardList:
        return self.query_one("#changes", CardList)

    @property
    def _stuck(self) -> list[Stuck]:
        return list(self.work.outbox.stuck) if self.work.outbox else []

    @property
    def _all(self) -> list[Waiting]:
        waiting = self.work.outbox.waiting if self.work.outbox else ()
        return [*(one.waiting for one in self._stuck), *waiting]

    @property
    def _chosen(self) -> Waiting | None:
        return next((one for one in self._all if str(one.op_id) == self._cards.key), None)

    def _paint(self) -> None:
        stuck = {one.waiting.op_id: one.why for one in self._stuck}
        titles = [display(self.TITLE_WORDS)]
        counts = [display(f"{len(stuck)} could not be sent"), display(f"{len(self._all) - len(stuck)} waiting")]
        self.query_one(ListHeader).show(titles, counts)
        self._cards.show([self._card(one, stuck.get(one.op_id)) for one in self._all])
        self._show_words()

    def _card(self, one: Waiting, why: str | None) -> Card:
        whose = self._whose.get(one.person_id, NOT_READABLE)
        said = label("$at  $what. $whose", at=self.work.when(one.since), what=what_waits(one), whose=whose)
        return Card(str(one.op_id), join([said, display(why, "$signal")], " ") if why else said)

    @on(CardList.Moved)
    def _show_words(self) -> None:
        chosen = self._chosen
        self.query_one("#words", Laid).lay(lambda width: self._words(chosen, width) if chosen else display(""))
        self.refresh_hint()

    def _words(self, one: Waiting, width: int) -> Content:
        said = dict(one.typed.values) if one.typed else dict(written(one))
        zone = ZoneInfo(self.work.desk.practice.zone)
        rows = [
            Row(_COLUMNS, (display(called(name), "$quiet"), display(value_words(value, {}, zone))))(width)
            for name, value in said.items()
            if value and name not in UNSAID
        ]
        return join(rows, "\n")

    # Acting ----------------------------------------------------------------------------------------------------------

    @on(TakeUpAgain)
    @on(CardList.Chosen)
    def _open(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        stuck = next((one for one in self._stuck if one.waiting == chosen), None)
        if stuck is not None and stuck.clash is None:
            self._offer_again(stuck)
        self.show_instead(self._record_of(chosen.person_id))

    def _record_of(self, person_id: UUID) -> TaskScreen[None]:
        from hoc_tui.screens.consultation import ConsultationScreen
        from hoc_tui.screens.person import PersonScreen

        clinical = self.work.desk.may(Permission.SEE_CLINICAL)
        return ConsultationScreen(self.work, person_id) if clinical else PersonScreen(self.work, person_id)

    def _offer_again(self, stuck: Stuck) -> None:
        """What was typed becomes a draft again, offered in that record to go on with; it stays here until let go of.

        Why: the form may need something that is not in the record any more, and then the words are nowhere else.
        """
        typed = stuck.waiting.typed
        if typed is not None:
            now = self.work.desk.now()
            self.work.drafts.keep(
                stuck.waiting.person_id, typed.form, typed.values, now, title=typed.title, version=typed.version
            )

    @on(LetGo)
    def _let_go(self) -> None:
        stuck = next((one for one in self._stuck if one.waiting == self._chosen), None)
        if stuck is None:
            self.say(STILL_WAITS)
            return
        reason = Form(f"let-go:{stuck.waiting.op_id}", "Let go of this change", (_reason(),), intro=_said(stuck))

        async def save(answers: Answers) -> None:
            await self.work.do(let_go, stuck.waiting, answers["reason"])
            if self.work.outbox is not None:
                self.work.outbox.done_with(stuck)

        self.app.push_screen(FormScreen(self.work, reason, save))


def _reason() -> Field:
    return Field("reason", "Why?", required="Say why it is let go of.", lines=2, read=fits_words, says_back=False)


def _said(stuck: Stuck) -> str:
    return f"{what_waits(stuck.waiting)}. {stuck.why} What you let go of is not sent, and is not kept here any more."
