"""Going on with what was typed and not saved: the quiet line in an opened record, and the form with the words in it."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.going_on import GoOn
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.history import Revision, earlier_words
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import ITEMS
from hoc_tui.domain.record import Record
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.listening import ListeningScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import history_of
from hoc_tui.text import Content, join, label

NO_LONGER = "What this was about is no longer here. Your words are kept."
NOTHING_LEFT = "There is nothing left to go on with."


@dataclass(frozen=True)
class Opened:
    """What a form's name among drafts says: what sort, and about which thing."""

    sort: str
    """Before the first colon: "agenda", "goal-end"."""
    about: str
    """After it: an id, a test's key; empty for something new."""

    @classmethod
    def of(cls, draft: Draft) -> "Opened":
        """What the name of a draft's form says."""
        sort, _, about = draft.form.partition(":")
        return cls(sort, about)

    @property
    def item_id(self) -> UUID | None:
        """The id of the thing, where it has one."""
        try:
            return UUID(self.about.partition(":")[0])
        except ValueError:
            return None


class OfferLine(Static):
    """One quiet line: what was being written in this record."""

    DEFAULT_CSS = "OfferLine { display: none; height: auto; padding: 0 1; color: $quiet; }"


class GoingOnScreen(ListeningScreen[None]):
    """A screen with one person's record, which offers what was being written there.

    Args:
        work: What every screen works with.
        person_id: Whose record.
    """

    def __init__(self, work: Workplace, person_id: UUID) -> None:
        super().__init__(work, person_id)
        self.offered: Sequence[Draft] = ()
        """What was being written here, newest first."""
        self._looked = False
        self._shown: Record | None = None

    def compose(self) -> ComposeResult:
        """Put the line below the notice."""
        yield from super().compose()
        yield OfferLine(id="offer")

    def offers(self, command: type[Command]) -> bool:
        """Going on is offered where there is something to go on with.

        Args:
            command: One of `VERBS`.
        """
        return super().offers(command) and (command is not GoOn or bool(self.offered))

    @property
    def seen(self) -> int | None:
        """The count of changes of the record that is shown."""
        return self._shown.change_seq if self._shown else None

    # The line --------------------------------------------------------------------------------------------------------

    def look_for_drafts(self) -> None:
        """Look for what was being written here; call it once, when the screen is mounted."""
        self.in_background(self._look(), group="drafts")

    async def _look(self) -> None:
        await self.work.drafts.look()
        self._looked = True
        self.offered = self.work.drafts.of_person(self.person_id)
        if self._shown is not None:
            self.offer_drafts(self._shown)
        self.settle_what_waited(self.person_id)

    def offer_drafts(self, record: Record) -> None:
        """Say what was being written, unless the record holds it after all.

        Args:
            record: The record as it was just read.
        """
        self._shown = record
        if not self._looked:
            return
        for draft in self.offered:
            if draft.op_id in _ids(record):
                self.work.drafts.drop(draft)
        self._say_what_is_left()

    def on_screen_resume(self) -> None:
        """Offer no longer what has just been saved in a form above."""
        if self._shown is not None and self._looked:
            self._say_what_is_left()

    def _say_what_is_left(self) -> None:
        waiting = {draft.draft_id: draft for draft in self.work.drafts.of_person(self.person_id)}
        self.offered = [waiting[draft.draft_id] for draft in self.offered if draft.draft_id in waiting]
        line = self.query_one("#offer", OfferLine)
        if self.offered or line.display:
            line.update(self._words() if self.offered else "")
            line.display = bool(self.offered)

    def _words(self) -> Content:
        draft, more = self.offered[0], len(self.offered) - 1
        words = label(
            "You were writing “$title” at $when. Press $key to go on.",
            title=draft.title or "something",
            when=self.work.when(draft.written_at),
            key=self._key,
        )
        return join([words, label("$more more after it.", more=more)], " ") if more else words

    @property
    def _key(self) -> str:
        """The key that goes on, which somebody may have changed."""
        bound = [active.binding for active in self.active_bindings.values() if active.binding.id == GoOn.ID]
        return self.app.get_key_display(bound[0]) if bound else GoOn.KEY

    # The form --------------------------------------------------------------------------------------------------------

    @on(GoOn)
    def _go_on(self) -> None:
        self._say_what_is_left()
        if self.offered:
            self.go_on(self.offered[0])
        else:
            self.say(NOTHING_LEFT)

    def go_on(self, draft: Draft) -> None:
        """Open the form with the words of a draft in it.

        Args:
            draft: One of this person's.
        """
        self.work.drafts.choose(draft)
        self.in_background(self._reopen(draft), group="drafts")

    async def _reopen(self, draft: Draft) -> None:
        opened = Opened.of(draft)
        item = self._item(opened.item_id) or await self._taken_out(opened.item_id)
        if not self.reopen(draft, opened, item):
            self.say(NO_LONGER)

    @abstractmethod
    def reopen(self, draft: Draft, opened: Opened, item: Item | None) -> bool:
        """Open the form that a draft was typed in.

        Args:
            draft: What was typed.
            opened: What its name says.
            item: The item it is about, as it stands now; None when it is about none.

        Returns:
            Whether there is such a form here.
        """

    def _item(self, item_id: UUID | None) -> Item | None:
        if self._shown is None or item_id is None:
            return None
        return next((item for item in _items(self._shown) if item.id == item_id), None)

    async def _taken_out(self, item_id: UUID | None) -> Item | None:
        """An item that the record no longer holds, put together from its history."""
        if item_id is None:
            return None
        try:
            return item_from(await self.work.do(history_of, self.person_id, item_id))
        except NotFound:
            return None


def item_from(history: Sequence[Revision]) -> Item | None:
    """An item as its history leaves it.

    Args:
        history: All changes to it, oldest first.

    Returns:
        The item; None when nothing ever happened to it.
    """
    made = [one for one in history if one.takes_effect]
    if not made:
        return None
    first, last = made[0], made[-1]
    fields: dict[str, object] = {}
    for one in made:
        fields |= earlier_words(one)
    endings = [one for one in made if "ended" in one.changes]
    ended = bool(endings) and bool(endings[-1].changes["ended"].after)
    provenance: dict[str, object] = {
        "id": first.item_id,
        "person_id": first.person_id,
        "version": last.item_version,
        "authored_by": last.by,
        "performed_by": first.by,
        "occurred_at": first.at,
        "recorded_at": last.at,
        "ended_at": endings[-1].at if ended else None,
        "ended_reason": endings[-1].reason if ended else "",
    }
    return ITEMS[first.item_kind].model_validate(fields | provenance)


def _items(record: Record) -> list[Item]:
    kept: list[Sequence[Item]] = [
        record.needs,
        record.contacts,
        record.conditions,
        record.agenda,
        record.goals,
        record.actions,
        record.decisions,
        record.targets,
    ]
    return [item for items in kept for item in items]


def _ids(record: Record) -> set[UUID]:
    """The ids of everything in a record: what was added has the id it was sent under."""
    return {item.id for item in _items(record)}
