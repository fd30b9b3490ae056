"""Unplaced: what came and is nobody's for certain, or of no known test; somebody says so, nobody guesses."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from hoc_tui.commands.command import Command
from hoc_tui.commands.quarantine import UNPLACED, PlaceIt, RejectIt, ShowAsSent
from hoc_tui.commands.today import ReadAgain
from hoc_tui.domain.joining import Joining
from hoc_tui.domain.quarantine import Likely, Quarantined
from hoc_tui.domain.vocabulary import QuarantineKind
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.joining import SamePersonTask
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.placing import NEWCOMER, WhichTestScreen, WhoseScreen
from hoc_tui.screens.work_list import WorkListScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.joining import joinings
from hoc_tui.services.quarantine import attach, create, reject, say_which_test, what_is_left
from hoc_tui.services.records import open_record
from hoc_tui.text import KeyWord, display, join, wrapped
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.flow import Laid
from hoc_tui.widgets.header import ListHeader
from hoc_tui.widgets.joining_cards import joining_cards, whole_joining
from hoc_tui.widgets.reader import Page
from hoc_tui.widgets.unplaced_cards import unplaced_cards, whole

NOTHING = "Everything that came has its place."


class UnplacedScreen(WorkListScreen[None]):
    """What nobody has placed yet.

    Args:
        work: What every screen works with.
    """

    DEFAULT_CSS = """
    UnplacedScreen #work-list { height: 45%; }
    UnplacedScreen #whole { height: 1fr; padding: 1 1 0 1; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = UNPLACED
    TITLE_WORDS = "Unplaced"
    EMPTY: ClassVar[str] = NOTHING

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._things: Sequence[Quarantined] = ()
        self._joinings: Sequence[Joining] = ()
        self._as_sent = False

    def body(self) -> ComposeResult:
        """How many, one row a thing, and below it all that the chosen one says."""
        yield from super().body()
        yield Page(Laid(id="words"), id="whole")

    # Reading and painting --------------------------------------------------------------------------------------------

    async def read(self) -> None:
        """Read what could not be placed, and the joinings that wait for a second person."""
        self._things = await self.work.do(what_is_left)
        self._joinings = await self.work.do(joinings)
        zone = self.work.desk.practice.zone
        same = joining_cards(self._joinings, zone)
        self.cards.show([*unplaced_cards(self._things, zone), *same])
        titles = [display(self.TITLE_WORDS), display(self.work.desk.practice.name)]
        confirm = [display(f"{len(same)} to confirm")] if same else []
        self.query_one(ListHeader).show(titles, [display(f"{len(self._things)} to place"), *confirm])
        self._show_whole()

    @property
    def _here(self) -> Quarantined | None:
        return next((one for one in self._things if str(one.id) == self.cards.key), None)

    @property
    def _same(self) -> Joining | None:
        """The proposal under the cursor."""
        return next((one for one in self._joinings if str(one.id) == self.cards.key), None)

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the list takes before the screen can."""
        if not self.cards.has_focus:
            return super().hint_keys()
        enter = [("Enter", PlaceIt.WORD)] if self._here is not None else []
        enter += [("Enter", "Look at both")] if self._same is not None else []
        return [*enter, *super().hint_keys()]

    def offers(self, command: type[Command]) -> bool:
        """A proposal came in no message, and is settled where both records are seen.

        Args:
            command: One of `VERBS`.
        """
        of_messages = command in {PlaceIt, RejectIt, ShowAsSent}
        return super().offers(command) and not (of_messages and self.is_mounted and self._same is not None)

    @on(CardList.Moved)
    def _moved(self) -> None:
        self._as_sent = False
        self._show_whole()

    def _show_whole(self) -> None:
        here, same, as_sent = self._here, self._same, self._as_sent
        laid = self.query_one("#words", Laid)
        if same is not None:
            words = whole_joining(same, self.work.desk.worker.id)
            laid.lay(lambda width: join(wrapped(words, width), "\n"))
        elif here is None:
            laid.lay(lambda _width: display(""))
        elif as_sent:
            laid.lay(lambda _width: display(here.raw))
        else:
            laid.lay(lambda width: whole(here, width))
        self.refresh_hint()

    @on(ShowAsSent)
    def _toggle(self) -> None:
        self._as_sent = not self._as_sent
        self._show_whole()

    @on(ReadAgain)
    def _again(self) -> None:
        self.reload()

    # Placing ---------------------------------------------------------------------------------------------------------

    @on(PlaceIt)
    @on(CardList.Chosen)
    def _place(self) -> None:
        here, same = self._here, self._same
        if same is not None:
            self.in_background(self._look_at_both(same))
        if here is None:
            return
        if here.report is not None:
            self.app.push_screen(WhoseScreen(self.work, here), lambda chosen: self._whose(here, chosen))
        elif here.kind is QuarantineKind.TEST:
            self.app.push_screen(WhichTestScreen(self.work, here), lambda chosen: self._which(here, chosen))
        else:
            self.say("This part belongs to nothing that can be chosen here; x puts it aside with a reason.")

    async def _look_at_both(self, joining: Joining) -> None:
        kept = await self.work.do(open_record, joining.kept_id)
        await SamePersonTask(self, self.work, kept.person).show(joining)

    def _whose(self, thing: Quarantined, chosen: Likely | str | None) -> None:
        if chosen == NEWCOMER:
            self._ask(thing, "Register them", "How do you know that they are not here yet?", self._create)
        elif isinstance(chosen, Likely):
            person = chosen.person
            title = f"It is {person.name}'s"
            intro = f"Not the same: {', '.join(chosen.against)}." if chosen.against else ""

            async def save(thing: Quarantined, answers: Answers) -> None:
                await self.work.do(attach, thing, person.person_id, answers["reason"])

            self._ask(thing, title, "How do you know?", save, intro)

    async def _create(self, thing: Quarantined, answers: Answers) -> None:
        await self.work.do(create, thing, answers["reason"], op_id=answers.op_id)

    def _which(self, thing: Quarantined, chosen: str | None) -> None:
        if chosen is None:
            return

        async def save(thing: Quarantined, answers: Answers) -> None:
            await self.work.do(say_which_test, thing, chosen, answers["reason"], op_id=answers.op_id)

        self._ask(thing, "Remember which test this is", "How do you know?", save)

    @on(RejectIt)
    def _reject(self) -> None:
        here = self._here
        if here is not None:
            self._ask(here, "Nobody's here", "Why is it nobody's here?", self._put_aside)

    async def _put_aside(self, thing: Quarantined, answers: Answers) -> None:
        await self.work.do(reject, thing, answers["reason"])

    def _ask(
        self,
        thing: Quarantined,
        title: str,
        question: str,
        save: Callable[[Quarantined, Answers], Awaitable[None]],
        intro: str = "",
    ) -> None:
        reason = Field("reason", question, required="Say why.", lines=2, read=fits_words, says_back=False)
        form = Form(f"unplaced:{thing.id}", title, (reason,), intro=intro)

        async def settle(answers: Answers) -> None:
            try:
                await save(thing, answers)
            finally:
                await self.read()

        self.app.push_screen(FormScreen(self.work, form, settle))
