"""Results to check: what came and nobody has looked at, worst first; nothing of it is sent before."""

from collections.abc import Callable, Sequence
from typing import ClassVar
from uuid import UUID

from textual import on

from hoc_tui.commands.command import Command
from hoc_tui.commands.today import ReadAgain
from hoc_tui.commands.triage import TRIAGE, Acknowledge, ActFirst, KeepBack, OpenRecord, Release, ReleaseAll
from hoc_tui.domain.triage import TriageEntry
from hoc_tui.domain.vocabulary import ItemKind, ReviewState, Urgency
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.work_list import WorkListScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.saving import Saved, Spot
from hoc_tui.services.triage import acknowledge, act_first, keep_back, release, results_to_check
from hoc_tui.text import Content, KeyWord, display
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.header import ListHeader
from hoc_tui.widgets.triage_cards import triage_cards

NOTHING = "Nothing waits to be checked."
Saying = Callable[..., list[Saved]]


class TriageScreen(WorkListScreen[None]):
    """The results that wait for a clinician.

    Args:
        work: What every screen works with.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = TRIAGE
    TITLE_WORDS = "Results to check"
    EMPTY: ClassVar[str] = NOTHING

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._entries: Sequence[TriageEntry] = ()

    # Reading and painting --------------------------------------------------------------------------------------------

    async def read(self) -> None:
        """Read what waits; after a result was released the cursor stays with its person."""
        before, here = self._entries, self._here
        self._entries = await self.work.do(results_to_check)
        follows = _after(before, here, self._entries)
        self.cards.show(triage_cards(self._entries, self.work.desk.practice.zone))
        self.query_one(ListHeader).show([display(self.TITLE_WORDS), display(self.work.desk.practice.name)], self._count)
        if follows is not None:
            self.cards.point_to(str(follows.review_id))
        self.refresh_hint()

    @property
    def _count(self) -> list[Content]:
        waiting, people = len(self._entries), len({one.person_id for one in self._entries})
        urgent = sum(one.unacknowledged for one in self._entries)
        words = [f"{urgent} to phone today"] if urgent else []
        words.append(f"{waiting} {'result' if waiting == 1 else 'results'}")
        words.append(f"{people} {'person' if people == 1 else 'people'}")
        return [display(one) for one in words]

    @property
    def _here(self) -> TriageEntry | None:
        return next((one for one in self._entries if str(one.review_id) == self.cards.key), None)

    def hint_keys(self) -> list[KeyWord]:
        """Enter too, which the list takes before the screen can."""
        enter = [("Enter", OpenRecord.WORD)] if self._here is not None else []
        return [*enter, *super().hint_keys()]

    def offers(self, command: type[Command]) -> bool:
        """Saying what was done is offered where a value cannot wait.

        Args:
            command: One of `VERBS`.
        """
        here = self._here
        return super().offers(command) and (command is not Acknowledge or (here is not None and here.unacknowledged))

    @on(CardList.Moved)
    def _moved(self) -> None:
        self.refresh_hint()

    # Saying ----------------------------------------------------------------------------------------------------------

    @on(Release)
    def _release(self) -> None:
        here = self._here
        if here is not None:
            self._say_now(release, [here], "Safe to send.")

    @on(ReleaseAll)
    def _release_all(self) -> None:
        here = self._here
        if here is None:
            return
        theirs = [one for one in self._entries if one.person_id == here.person_id]
        safe = [one for one in theirs if one.urgency is Urgency.PLAIN and one.state is ReviewState.NEW]
        left = len(theirs) - len(safe)
        if safe:
            more = f" {left} left to be looked at one by one." if left else ""
            self._say_now(release, safe, f"{len(safe)} of {here.name} safe to send.{more}")
        else:
            self.say("None of these is within range: look at each of them.")

    def _say_now(self, verb: Saying, entries: Sequence[TriageEntry], said: str) -> None:
        async def save() -> None:
            await self._save(verb, entries)
            self.say(said)

        self.in_background(save())

    async def _save(self, verb: Saying, entries: Sequence[TriageEntry], *words: str, op_id: UUID | None = None) -> None:
        try:
            saved = await self.work.do(verb, [_spot(one) for one in entries], *words, op_id=op_id)
            self.work.remember(saved[-1])
        finally:
            await self.read()

    @on(KeepBack)
    def _keep_back(self) -> None:
        self._ask(keep_back, "Keep back until the conversation", "Why?", "Say why it is kept back.")

    @on(ActFirst)
    def _act_first(self) -> None:
        self._ask(act_first, "Act before the letter", "What is done first?", "Say what is done first.")

    @on(Acknowledge)
    def _acknowledge(self) -> None:
        here = self._here
        if here is not None and here.unacknowledged:
            self._ask(acknowledge, "Done about it", "What was done, and with whom?", "Say what was done.")

    def _ask(self, verb: Saying, title: str, question: str, missing: str) -> None:
        here = self._here
        if here is None:
            return
        field = Field("words", question, required=missing, lines=3, read=fits_words, says_back=False)
        form = Form(
            f"{verb.__name__}:{here.review_id}",
            title,
            (field,),
            person_id=here.person_id,
            whose=here.name,
            intro=f"{here.result.name}: {here.result.value_words}. {here.said}".strip(),
            version=here.review_version,
        )

        async def save(answers: Answers) -> None:
            await self._save(verb, [here], answers["words"], op_id=answers.op_id)

        self.app.push_screen(FormScreen(self.work, form, save))

    # Elsewhere -------------------------------------------------------------------------------------------------------

    @on(OpenRecord)
    @on(CardList.Chosen)
    def _open(self) -> None:
        from hoc_tui.screens.consultation import ConsultationScreen

        here = self._here
        if here is not None:
            self.app.push_screen(ConsultationScreen(self.work, here.person_id))

    @on(ReadAgain)
    def _again(self) -> None:
        self.reload()


def _after(before: Sequence[TriageEntry], here: TriageEntry | None, now: Sequence[TriageEntry]) -> TriageEntry | None:
    """Where the cursor goes when its result has left the list: to the same person's next one, while there is one.

    Why: without its most urgent result a person stands elsewhere in the list, and the next key must not be about
    somebody else.
    """
    if here is None or any(one.review_id == here.review_id for one in now):
        return None
    places = {one.review_id: place for place, one in enumerate(before)}
    theirs = [one for one in now if one.person_id == here.person_id]
    later = [one for one in theirs if places.get(one.review_id, 0) > places[here.review_id]]
    return next(iter(later or theirs), None)


def _spot(one: TriageEntry) -> Spot:
    return Spot(ItemKind.REVIEW, one.person_id, one.review_id, one.review_version)
