"""Find: people by name, date of birth or NHS number, as one types."""

from asyncio import CancelledError, Lock, wait_for
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar, Final
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import FindPerson
from hoc_tui.commands.find import FIND, FoundDetails, RegisterNew, ToList
from hoc_tui.commands.lists import OpenIt
from hoc_tui.domain.entry.search import Search, Unfinished, read_search
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.names import similar
from hoc_tui.domain.permissions import Permission
from hoc_tui.screens.sure import SureScreen
from hoc_tui.screens.task import FIRST_SCREENS, TaskScreen, unwind
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.audit import Search as AuditedSearch
from hoc_tui.services.audit import begin_search, end_search
from hoc_tui.services.lists import MOST_FOUND, find
from hoc_tui.services.records import open_record
from hoc_tui.text import KeyWord, display
from hoc_tui.widgets.cards import GUTTER, CardList
from hoc_tui.widgets.columns import ColumnHeads
from hoc_tui.widgets.fields import LineEntry
from hoc_tui.widgets.found_rows import FOUND_COLUMNS, REGISTER_KEY, found_cards
from hoc_tui.widgets.header import ListHeader

ASK = "Type a name, a date of birth or an NHS number."
NOBODY = "Nobody here fits."
LAST_WORD: Final = 1.0
"""Seconds that leaving Find may wait for the audit: quitting never hangs."""


class FoundList(CardList):
    """The people who fit; moving up from the first goes back to what was typed."""

    def action_move(self, by: int) -> None:
        """Move the cursor, or leave the list at its top.

        Args:
            by: 1 for down, -1 for up.
        """
        if by < 0 and self.keys[:1] in ((), (self.key,)):
            self.screen.query_one(Input).focus()
        else:
            super().action_move(by)


class FindScreen(TaskScreen[None]):
    """Finds a person, or registers one who is not here yet.

    Args:
        work: What every screen works with.
        typed: What stands in the box at first.
    """

    DEFAULT_CSS = """
    FindScreen #box { height: 1; margin: 1 0 0 0; }
    FindScreen #box > Static { width: 8; padding: 0 1; text-style: bold; }
    FindScreen #typed { width: 1fr; max-width: 60; }
    FindScreen #understood { height: auto; margin: 0 0 1 0; padding: 0 0 0 9; color: $quiet; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = FIND
    TITLE_WORDS = "Find a person"

    def __init__(self, work: Workplace, typed: str = "") -> None:
        super().__init__(work)
        self._found: Sequence[FoundPerson] = ()
        self._found_for = ""
        self._searching = False
        self._enter_waits = False
        self._typed_first = typed
        self._audited: AuditedSearch | None = None
        self._beginning = Lock()
        self._noted = typed

    def body(self) -> ComposeResult:
        """What this is, the box, what was understood of it, who fits."""
        yield ListHeader()
        with Horizontal(id="box"):
            yield Static(display("Find"))
            yield LineEntry(self._typed_first, id="typed", compact=True, select_on_focus=False)
        yield Static(display(ASK), id="understood")
        yield ColumnHeads(indent=GUTTER, id="heads")
        yield FoundList(id="found")

    def on_mount(self) -> None:
        """Start in the box."""
        self.query_one(ColumnHeads).show(FOUND_COLUMNS)
        self._box.focus()
        self._paint()
        self.in_background(self._begin(), group="audit")

    async def _begin(self) -> None:
        """Enter that somebody looks for people, once, before anybody is found."""
        async with self._beginning:
            self._audited = self._audited or await self.work.do(begin_search)

    async def on_unmount(self) -> None:
        """Enter what the search came to, if it was not entered when a record was opened."""
        with suppress(HocError, TimeoutError, CancelledError):
            await wait_for(self._enter(), LAST_WORD)

    async def _enter(self, opened: UUID | None = None) -> None:
        """Add to the audit what was typed last, and whose record is opened."""
        typed, search = self._found_for, self._audited
        if search is not None and (opened is not None or typed != self._noted):
            self._noted = typed
            await self.work.do(end_search, search, typed, opened)

    # Searching -------------------------------------------------------------------------------------------------------

    @property
    def _box(self) -> LineEntry:
        return self.query_one("#typed", LineEntry)

    @property
    def _list(self) -> FoundList:
        return self.query_one("#found", FoundList)

    @property
    def _search(self) -> Search:
        return read_search(self._box.value, self.work.desk.today())

    @on(Input.Changed, "#typed")
    def _typed(self) -> None:
        self._enter_waits = False
        self.say("")
        try:
            search = self._search
        except HocError as error:
            self.say(str(error))
            return
        start = "Type" if isinstance(search, Unfinished) else "Looking for"
        understood = f"{start} {search.said_back}." if self._box.value.strip() else ASK
        self.query_one("#understood", Static).update(display(understood))
        if not self._searching:
            self.in_background(self._look(), group="search")

    async def _look(self) -> None:
        """Search until what was found is for what stands in the box now: one search at a time, the newest wins."""
        self._searching = True
        try:
            await self._begin()
            while self._found_for != self._box.value:
                typed = self._box.value
                self._found = await self.work.do(find, typed)
                self._found_for = typed
        finally:
            self._searching = False
        self._paint()
        self._list.action_edge(0)
        if self._enter_waits:
            self._go_in()

    def _paint(self) -> None:
        found, asked = self._found, bool(self._found_for.strip())
        words = f"{MOST_FOUND} shown, type more" if len(found) == MOST_FOUND else f"{len(found)} found"
        header = [display(one) for one in (self.TITLE_WORDS, self.work.desk.practice.name)]
        self.query_one(ListHeader).show(header, [display(words)] if asked else [])
        may_register = self.work.desk.may(Permission.EDIT_PERSON)
        register = f"{'' if found or not asked else NOBODY + ' '}Register a new person" if may_register else ""
        self._list.say_when_empty(NOBODY if asked else "")
        self._list.show(found_cards(found, self.work.desk.today(), register=register))

    # Keys ------------------------------------------------------------------------------------------------------------

    def hint_keys(self) -> list[KeyWord]:
        """While somebody types, Enter opens, too."""
        keys = super().hint_keys()
        return [("Enter", OpenIt.WORD), *keys] if self.focused is self._box else keys

    def offers(self, command: type[Command]) -> bool:
        """While somebody types, / is a letter and Down leads to the list; in the list Down moves.

        Args:
            command: One of `VERBS`.
        """
        typing = self.focused is self._box
        fits = {ToList: typing, FindPerson: not typing}.get(command, True)
        return fits and super().offers(command)

    def on_descendant_focus(self) -> None:
        """The keys that work are others while somebody types."""
        self.refresh_hint()

    def find_person(self) -> None:
        """Find is here: go back into the box."""
        self._box.focus()

    @on(ToList)
    def _to_list(self) -> None:
        self._list.focus()

    @on(Input.Submitted, "#typed")
    def _entered(self) -> None:
        """Enter waits for the newest search: somebody may have typed, or a scanner, faster than it answered."""
        if self._searching or self._found_for != self._box.value:
            self._enter_waits = True
        else:
            self._go_in()

    def _go_in(self) -> None:
        self._enter_waits = False
        if len(self._found) == 1:
            self._open(self._found[0])
        else:
            self._list.focus()

    # Opening ---------------------------------------------------------------------------------------------------------

    @property
    def _here(self) -> FoundPerson | None:
        """Who is under the cursor."""
        return next((one for one in self._found if str(one.person_id) == self._list.key), None)

    @on(OpenIt)
    @on(CardList.Chosen)
    def _chosen(self) -> None:
        if self._list.key == REGISTER_KEY:
            self._register()
        elif self._here is not None:
            self._open(self._here)

    @on(FoundDetails)
    def _details(self) -> None:
        if self._here is not None:
            self._open(self._here, details=True)

    def _open(self, one: FoundPerson, *, details: bool = False) -> None:
        if one.similar:
            self.in_background(self._look_twice(one, details=details))
        else:
            self._go_to(one.person_id, details=details)

    def _go_to(self, person_id: UUID, *, details: bool) -> None:
        # The app's, because this screen may be closed on the way.
        self.app.run_worker(self._guarded(self._enter(person_id), reads=False), exit_on_error=False)
        self._show(self._screen_for(person_id, details=details))

    async def _look_twice(self, one: FoundPerson, *, details: bool) -> None:
        """Open only when somebody has looked at every identifier (hazard H01)."""
        record = await self.work.do(open_record, one.person_id)
        others = [other for other in self._found if other is not one and _alike(one, other)]

        def looked(sure: bool | None) -> None:  # noqa: FBT001  Textual hands over a question's answer
            if sure:
                self._go_to(one.person_id, details=details)

        self.app.push_screen(SureScreen(self.work, record.person, others), looked)

    def _screen_for(self, person_id: UUID, *, details: bool) -> Screen[None]:
        from hoc_tui.screens.consultation import ConsultationScreen
        from hoc_tui.screens.person import PersonScreen

        if details or not self.work.desk.may(Permission.SEE_CLINICAL):
            return PersonScreen(self.work, person_id)
        return ConsultationScreen(self.work, person_id)

    def _show(self, screen: Screen[None]) -> None:
        """Open a record above Find, and no other record below: going back leads to what was found, then to Today."""
        app, typed = self.app, self._box.value
        if app.screen_stack[FIRST_SCREENS:] != [self]:
            unwind(self)
            again = FindScreen(self.work, typed)
            again._audited = self._audited  # the same search goes on
            app.push_screen(again)
        app.push_screen(screen)

    # Registering -----------------------------------------------------------------------------------------------------

    @on(RegisterNew)
    def _register(self) -> None:
        from hoc_tui.screens.register import RegisterForm

        RegisterForm(self.work, self._search_or_none(), self.work.desk.new_id()).ask(self, self._registered)

    def _search_or_none(self) -> Search | None:
        try:
            return self._search
        except HocError:
            return None

    def _registered(self, person_id: UUID) -> None:
        from hoc_tui.screens.person import PersonScreen

        self._show(PersonScreen(self.work, person_id))


def _alike(one: FoundPerson, other: FoundPerson) -> bool:
    return similar((one.family, one.given), (other.family, other.given))
