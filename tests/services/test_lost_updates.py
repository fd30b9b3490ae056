"""Whatever five people do to one record, in any order and as often as they retry: nothing that was said is lost."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

import hypothesis.strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from hoc_tui.data.tables import CarePlanRow
from hoc_tui.domain.clash import Clash, Clashed, Side
from hoc_tui.domain.errors import Changed, Refused
from hoc_tui.domain.history import Revision
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import GoalDraft
from hoc_tui.domain.vocabulary import ItemKind, RevisionOutcome, Role
from hoc_tui.services import conversation, records, settling
from hoc_tui.services.ports import Desk, Fields
from hoc_tui.services.saving import Saved, Spot, end
from tests.support.desks import Surgery, register
from tests.support.examples import examples

WORKERS = (Role.NURSE, Role.GP, Role.PHARMACIST, Role.NURSE, Role.GP)
workers = st.integers(0, len(WORKERS) - 1)
FIELDS = ("words", "why", "outcome")
MADE = {RevisionOutcome.APPLIED, RevisionOutcome.MERGED}


class FiveAtOneRecord(RuleBasedStateMachine):
    """Five workers, each looking at whatever version they happened to read.

    Args:
        desks: Theirs, on one database.
        count_plans: Asks the database how many plans somebody has.
    """

    spots = Bundle("spots")

    def __init__(self, desks: tuple[Desk, ...], count_plans: Callable[[UUID], int]) -> None:
        super().__init__()
        self.desks = desks
        self.count_plans = count_plans
        self.person_id = register(desks[0]).id
        self.said: set[str] = set()
        self.calls: dict[UUID, tuple[Callable[[], object], str]] = {}
        self.clashes: list[Clash] = []
        self.number = 0

    def _say(self) -> str:
        self.number += 1
        text = f"text {self.number}"
        self.said.add(text)
        return text

    def _op(self) -> UUID:
        self.number += 1
        return UUID(int=self.number << 64 | self.person_id.int)

    def _do(self, op: UUID, deed: Callable[[], object]) -> object:
        """Do something once, remembering it and its answer for whoever retries."""
        try:
            answer: object = deed()
        except (Changed, Refused) as stopped:
            answer = stopped
        if isinstance(answer, Clashed):
            self.clashes.append(answer.clash)
        # What is so already is not written, and so has left nothing by which a retry could be known.
        already_so = isinstance(answer, Saved) and not answer.wrote
        self.calls[op] = (deed, "nothing" if already_so else type(answer).__name__)
        return answer

    @initialize(target=spots)
    def begin(self) -> Spot:
        """There is something to write about from the start."""
        return self._add(0)

    @rule(target=spots, who=workers)
    def add(self, who: int) -> Spot:
        """Somebody writes a goal down."""
        return self._add(who)

    def _add(self, who: int) -> Spot:
        words, op = self._say(), self._op()
        draft = GoalDraft(words=words)
        saved = self._do(op, lambda: conversation.put_down(self.desks[who], self.person_id, draft, op_id=op))
        assert isinstance(saved, Saved)
        return Spot.of(ItemKind.GOAL, saved.item)

    @rule(target=spots, spot=spots, who=workers, field=st.sampled_from(FIELDS))
    def rewrite(self, spot: Spot, who: int, field: str) -> object:
        """Somebody rewrites what they read, perhaps long ago."""
        text, op, overtaken = self._say(), self._op(), self._overtaken(spot, field)
        fields: Fields = {field: text}
        saved = self._do(op, lambda: conversation.rewrite(self.desks[who], spot, fields, op_id=op))
        if isinstance(saved, Refused):
            # It had ended when its author read it: the text was never taken, and is still on the author's screen.
            self.said -= {text}
        assert overtaken is isinstance(saved, Changed) or isinstance(saved, Refused)
        return Spot.of(ItemKind.GOAL, saved.item) if isinstance(saved, Saved) else multiple()

    def _overtaken(self, spot: Spot, field: str) -> bool:
        """Whether somebody has changed what belongs with a field since it was read, or ended the item."""
        together = {"outcome": {"outcome", "status", "ended"}}.get(field, {field, "ended"})
        later = [one for one in self._history() if one.item_id == spot.item_id and one.item_version > spot.version]
        with self.desks[0].writing() as work:
            ended = work.item(spot.kind, spot.person_id, spot.item_id).ended
        return any(together & one.changes.keys() - {"ended"} for one in later if one.outcome in MADE) or (
            ended and any(one.outcome in MADE for one in later)
        )

    @rule(target=spots, spot=spots, who=workers, seldom=st.integers(0, 5))
    def take_out(self, spot: Spot, who: int, seldom: int) -> object:
        """Somebody takes a goal out; seldom, or there would soon be nothing to write about."""
        if seldom:
            return multiple()
        op = self._op()
        saved = self._do(op, lambda: end(self.desks[who], spot, "not now", op_id=op))
        return Spot.of(ItemKind.GOAL, saved.item) if isinstance(saved, Saved) else multiple()

    @precondition(lambda self: self.clashes)
    @rule(target=spots, who=workers, which=st.integers(0, 10_000), side=st.sampled_from(Side), anew=st.booleans())
    def settle(self, who: int, which: int, side: Side, anew: bool) -> object:
        """Somebody chooses between two texts or writes a third, perhaps long after and not for the first time."""
        clash, op, text = self.clashes[which % len(self.clashes)], self._op(), self._say()
        written = {clash.fields[0].name: text} if anew and clash.fields else None
        saved = self._do(op, lambda: settling.settle(self.desks[who], clash, side, written, op_id=op))
        if written is None or not isinstance(saved, Saved | Clashed):
            # Not asked for, or never taken: it is still on the author's screen.
            self.said -= {text}
        return Spot.of(ItemKind.GOAL, saved.item) if isinstance(saved, Saved) else multiple()

    @rule(target=spots, spot=spots, who=workers, which=st.integers(0, 10_000))
    def bring_back(self, spot: Spot, who: int, which: int) -> object:
        """Somebody brings back what stood there once, or what was not taken then."""
        mine = [one for one in self._history() if one.item_id == spot.item_id]
        op, wanted = self._op(), mine[which % len(mine)]
        saved = self._do(op, lambda: settling.bring_back(self.desks[who], spot, wanted.id, op_id=op))
        return Spot.of(ItemKind.GOAL, saved.item) if isinstance(saved, Saved) else multiple()

    @rule(which=st.integers(0, 10_000))
    def undo(self, which: int) -> None:
        """Whoever did something takes it back, if they still can."""
        if not self.calls:
            return
        op, undo_op = sorted(self.calls)[which % len(self.calls)], self._op()
        for desk in self.desks:
            self._do(undo_op, lambda desk=desk: records.undo(desk, self.person_id, op, undo_op_id=undo_op))  # type: ignore[misc]
        del self.calls[undo_op]

    @rule(which=st.integers(0, 10_000))
    def replay(self, which: int) -> None:
        """A write is sent again: it gets an answer like its first, and nothing is written."""
        if not self.calls:
            return
        deed, first = self.calls[sorted(self.calls)[which % len(self.calls)]]
        before = len(self._history())
        try:
            again = type(deed()).__name__
        except (Changed, Refused) as stopped:
            again = type(stopped).__name__
        if first == "Saved":
            assert "Saved" == again
        # What was refused or came too late was never taken, and may be taken now; what was kept is kept once.
        assert first not in {"Saved", "Clashed"} or before == len(self._history())

    @rule(who=workers, text=st.sampled_from(["Nurse", "Dr Osei"]), stale=st.booleans())
    def note_plan(self, who: int, text: str, stale: bool) -> None:
        """Somebody notes who reviews the plan, perhaps without having read that there is one."""
        read = records.open_record(self.desks[who], self.person_id)
        read = read.model_copy(update={"plan": None}) if stale else read
        try:
            conversation.note_plan(self.desks[who], read, {"reviewer": text})
        except Changed:
            assert stale

    def _history(self) -> list[Revision]:
        with self.desks[0].reading() as work:
            return work.revisions(self.person_id)

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every text stands in the history, every version was made once, and the item is the sum of its changes."""
        history = self._history()
        assert self.said <= {str(change.after) for one in history for change in one.changes.values()}
        assert sorted({one.seq for one in history}) == [one.seq for one in history]
        with self.desks[0].writing() as work:
            for item_id in {one.item_id for one in history if one.item_kind is ItemKind.GOAL}:
                item = work.item(ItemKind.GOAL, self.person_id, item_id)
                self._is_the_sum(item, [one for one in history if one.item_id == item_id and one.outcome in MADE])

    def _is_the_sum(self, goal: Item, made: list[Revision]) -> None:
        stands: dict[str, object] = {}
        for one in made:
            stands |= {name: change.after for name, change in one.changes.items()}

        assert list(range(1, goal.version + 1)) == [one.item_version for one in made]
        assert {name: stands[name] for name in FIELDS} == {name: getattr(goal, name) for name in FIELDS}
        assert goal.ended is stands.get("ended", False)

    @invariant()
    def there_is_one_plan(self) -> None:
        """Never a second, whatever anybody had read."""
        assert self.count_plans(self.person_id) <= 1


def test_nothing_is_lost_whatever_five_people_do(surgery: Surgery) -> None:
    """Adding, rewriting from old readings, ending, settling, bringing back, undoing and retrying, in any order."""
    desks = tuple(surgery.desk(role) for role in WORKERS)
    engine = surgery.database().engine

    def count_plans(person_id: UUID) -> int:
        counted = select(func.count()).select_from(CarePlanRow).where(CarePlanRow.person_id == person_id)
        with engine.connect() as connection:
            return connection.execute(counted).scalar_one()

    run_state_machine_as_test(
        cast("type[RuleBasedStateMachine]", lambda: FiveAtOneRecord(desks, count_plans)),
        settings=examples(5, steps=40),
    )
