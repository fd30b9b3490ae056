"""The conversation: what the person raised, their results and their goals side by side, and the one plan."""

from collections.abc import Awaitable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from hoc_tui.commands import consultation as verbs
from hoc_tui.commands.command import Command
from hoc_tui.commands.consultation import CONVERSATION
from hoc_tui.commands.everywhere import GoBack
from hoc_tui.domain.items import Item
from hoc_tui.domain.planning import Action, AgendaItem, Goal
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ItemKind, Stage, Step
from hoc_tui.screens.action_forms import ActionForms
from hoc_tui.screens.agenda_forms import AgendaForms
from hoc_tui.screens.aim_forms import AimForms
from hoc_tui.screens.asking import Asking
from hoc_tui.screens.conversation_doors import ConversationDoors
from hoc_tui.screens.form import FormScreen
from hoc_tui.screens.goal_forms import GoalForms
from hoc_tui.screens.link import LinkScreen, LinkWish
from hoc_tui.screens.looking import look_at
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.conversation import move, put_down, rewrite, take_out
from hoc_tui.services.records import open_record, undo
from hoc_tui.services.saving import Saved, Spot
from hoc_tui.services.visits import reach
from hoc_tui.text import display, label
from hoc_tui.widgets.banner import Banner
from hoc_tui.widgets.cards import CardList
from hoc_tui.widgets.conversation.agenda_cards import agenda_cards
from hoc_tui.widgets.conversation.goal_cards import goal_cards
from hoc_tui.widgets.conversation.pane import Pane
from hoc_tui.widgets.conversation.result_cards import result_cards
from hoc_tui.widgets.conversation.stages import ORDER, Stages
from hoc_tui.widgets.conversation.strip import PlanStrip
from hoc_tui.widgets.conversation.view import ConversationView, JudgedSeries

EMPTY = (
    "Nothing yet. Press a and write down what they want to talk about.",
    "No results here yet.",
    "No goals yet. Press a and write one in their words.",
)
"""What each pane says while it holds nothing."""
TITLES = (("1 What matters", "1 What matters"), ("2 Results", "2 Tests"), ("3 Goals and actions", "3 Goals"))
"""The title of each pane in full, and where there is little room."""


class ConsultationScreen(ConversationDoors):
    """One person's conversation.

    Args:
        work: What every screen works with.
        person_id: Whose.
    """

    VERBS: ClassVar[tuple[type[Command], ...]] = (*CONVERSATION, GoBack)
    TITLE_WORDS = "The conversation"
    CSS_PATH = "consultation.tcss"

    def __init__(self, work: Workplace, person_id: UUID) -> None:
        super().__init__(work, person_id)
        self._stage = Stage.PREPARE
        self._opened = work.desk.now()
        self._saved_at: datetime | None = None

    def body(self) -> ComposeResult:
        """Banner, stages, the three panes, the plan strip."""
        yield Banner()
        yield Stages(id="stages")
        with Horizontal(id="panes"):
            for number, empty in enumerate(EMPTY, 1):
                yield Pane(number, empty)
        yield PlanStrip()

    # Reading and painting --------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Read the record."""
        self.work.open_person = self.person_id
        self._pane(1).cards.focus()
        self.reload()
        self.look_for_drafts()
        self.listen()

    def on_screen_resume(self) -> None:
        """Read again what may have changed on another screen."""
        if self.view is not None:
            self.reload()

    def reload(self) -> None:
        """Read the record again and paint it."""
        self.in_background(self._read(), group="read")

    async def _read(self) -> None:
        self._paint(await self.work.do(open_record, self.person_id))

    def _paint(self, record: Record) -> None:
        today = self.work.desk.today()
        self.view = look_at(record, today)
        with self.app.batch_update():
            self.query_one(Banner).show(record.person, today, self._to_know(record))
            self._paint_stage()
            self._paint_panes(self.view)
            self._paint_strip(self.view)
            self.offer_drafts(record)
        self._mark_links()

    def _to_know(self, record: Record) -> list[str]:
        present = record.plan.present if record.plan else ""
        here = [f"Here today: {present}"] if present else []
        return [*(need.text for need in record.needs), *here]

    def _paint_panes(self, view: ConversationView) -> None:
        for number, cards in enumerate((agenda_cards(view), result_cards(view), goal_cards(view)), 1):
            self._pane(number).cards.show(cards)
        self._entitle()

    def _entitle(self) -> None:
        """Titles that fit: a short one where a pane has little room, so that none is cut."""
        out = self.view.out_of_range if self.view else 0
        for pane, (full, brief) in zip(self.query(Pane), TITLES, strict=True):
            words = brief if self._narrow and pane is not self._here else full
            counted = out and pane is self._pane(2)
            pane.entitle(label("$words $out out", words=words, out=out) if counted else display(words))

    def _paint_strip(self, view: ConversationView) -> None:
        zone, merged = self.work.desk.practice.zone, self.work.merged if self._saved_at else ()
        self.query_one(PlanStrip).show(view, self._saved_at, zone, merged, self.others)

    def show_others(self) -> None:
        """Say in the strip who else has this record open."""
        if self.view is not None:
            self._paint_strip(self.view)

    def _paint_stage(self) -> None:
        visit = self.view.record.visit_on(self.work.desk.today()) if self.view else None
        stages = self.query_one(Stages)
        stages.show_stage(self._stage, visit, self._opened, self.work.desk.now())

    # Panes and the cursor --------------------------------------------------------------------------------------------

    def _pane(self, number: int) -> Pane:
        return self.query_one(f"#pane-{number}", Pane)

    @property
    def _here(self) -> Pane:
        """The pane with the focus, the first when none has it."""
        around = self.focused.ancestors_with_self if self.focused is not None else ()
        return next((node for node in around if isinstance(node, Pane)), None) or self._pane(1)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's own
        """Give the focused pane the room, and show what its selection is linked to, before anything is painted.

        Why not at DescendantFocus: it comes after the panes were painted at their new widths, so that each was
        painted twice (Textual 8.2.8).
        """
        super().set_focus(widget, scroll_visible, from_app_focus)
        self._make_room()
        for pane in self.query(Pane):
            pane.lay_out_at_once()
        self._mark_links()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the width anew."""
        self._make_room()

    def _make_room(self) -> None:
        for pane in self.query(Pane):
            pane.cards.shorten(self._narrow and pane is not self._here)
        self._entitle()

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < WIDE

    @on(CardList.Moved)
    def _moved(self) -> None:
        self._mark_links()

    def _mark_links(self) -> None:
        if self.view is None:
            return
        linked = self.view.linked_with(self.key)
        for pane in self.query(Pane):
            pane.cards.mark(linked)

    @property
    def key(self) -> str | None:
        """The card under the cursor of the pane one is in."""
        return self._here.cards.key

    @property
    def selected(self) -> Item | JudgedSeries | None:
        """What the cursor stands on."""
        key, view = self.key, self.view
        if key is None or view is None:
            return None
        things: list[Item] = [*view.agenda, *view.goals, *view.record.actions, *view.record.decisions]
        tests = [one for one in view.series if one.key == key]
        return tests[0] if tests else next((item for item in things if str(item.id) == key), None)

    def point_to(self, item_id: UUID) -> None:
        """Put the cursor on an item, in whichever pane it stands.

        Args:
            item_id: The item's; one that is not shown moves nothing.
        """
        for pane in self.query(Pane):
            if str(item_id) in pane.cards.keys:
                pane.cards.point_to(str(item_id))
                pane.cards.focus()

    @on(verbs.FirstPane)
    def _first(self) -> None:
        self._pane(1).cards.focus()

    @on(verbs.SecondPane)
    def _second(self) -> None:
        self._pane(2).cards.focus()

    @on(verbs.ThirdPane)
    def _third(self) -> None:
        self._pane(3).cards.focus()

    @on(verbs.Widen)
    def _widen(self) -> None:
        self.query_one("#panes").toggle_class("-one")
        self._make_room()

    @on(verbs.NextStage)
    def _next_stage(self) -> None:
        self._stage = ORDER[(ORDER.index(self._stage) + 1) % len(ORDER)]
        self._paint_stage()
        self.in_background(self._begin())

    async def _begin(self) -> None:
        """Say on Today that the conversation is under way, once the person is here."""
        visit = self.view.record.visit_on(self.work.desk.today()) if self.view else None
        if visit is not None and visit.step is Step.ARRIVED and self._stage is Stage.STORIES:
            await self.work.save(reach, Spot.of(ItemKind.VISIT, visit), Step.IN_CONVERSATION)
            await self._read()

    # Writing down ----------------------------------------------------------------------------------------------------

    def ask(self, asking: Asking) -> None:
        """Show a form of this conversation.

        Args:
            asking: The form with what saves it.
        """
        self.app.push_screen(FormScreen(self.work, asking.form, asking.save), self._after_form)

    def _after_form(self, saved: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
        if saved and not (self.work.outbox and self.work.outbox.waiting):
            self._saved_at = self.work.desk.now()

    @on(verbs.Add)
    def _add(self) -> None:
        view, selected = self.view, self.selected
        if view is None:
            return
        if self._here is self._pane(1):
            self.ask(AgendaForms(self.work, view).new())
        elif self._here is self._pane(3):
            self.ask(GoalForms(self.work, view).new())
        elif isinstance(selected, JudgedSeries):
            self.ask(AimForms(self.work, view).new(selected))

    @on(verbs.AddAction)
    def _add_action(self) -> None:
        if self.view is not None:
            self.ask(ActionForms(self.work, self.view).new(self._goal_here(self.view)))

    def _goal_here(self, view: ConversationView) -> Goal | None:
        """The goal under the cursor, or the one the action under it belongs to."""
        selected = self.selected
        wanted = selected.goal_id if isinstance(selected, Action) else getattr(selected, "id", None)
        return next((goal for goal in view.goals if goal.id == wanted), None)

    @on(verbs.Edit)
    def _edit(self) -> None:
        match self.view, self.selected:
            case ConversationView() as view, AgendaItem() as item:
                self.ask(AgendaForms(self.work, view).edit(item))
            case ConversationView() as view, Goal() as goal:
                self.ask(GoalForms(self.work, view).edit(goal))
            case ConversationView() as view, Action() as action:
                self.ask(ActionForms(self.work, view).edit(action))
            case _, JudgedSeries():
                self.say("Results are kept as they were sent; a sets an aim for this test.")
            case _:
                self.say("There is nothing to change here.")

    @on(verbs.HowItEnded)
    def _how_it_ended(self) -> None:
        match self.view, self.selected:
            case ConversationView() as view, AgendaItem() as item:
                self.ask(AgendaForms(self.work, view).end(item))
            case ConversationView() as view, Goal() as goal:
                self.ask(GoalForms(self.work, view).end(goal))
            case ConversationView() as view, Action() as action:
                self.ask(ActionForms(self.work, view).end(action))
            case ConversationView() as view, JudgedSeries() as one if asking := AimForms(self.work, view).end(one):
                self.ask(asking)
            case _:
                self.say("Only what was raised, goals, actions and aims can end.")

    @on(verbs.Marks)
    def _marks(self) -> None:
        if self.view is not None and isinstance(self.selected, AgendaItem):
            self.ask(AgendaForms(self.work, self.view).mark(self.selected))
        else:
            self.say("Only something that was raised can be private.")

    @on(verbs.Star)
    def _star(self) -> None:
        selected = self.selected
        if isinstance(selected, AgendaItem):
            self.in_background(self._change(Spot.of(ItemKind.AGENDA, selected), {"starred": not selected.starred}))

    @on(verbs.MoveUp)
    def _move_up(self) -> None:
        self._move(-1)

    @on(verbs.MoveDown)
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        selected, view = self.selected, self.view
        if view is None:
            return
        items: tuple[Item, ...] = view.agenda if isinstance(selected, AgendaItem) else view.goals
        kind = ItemKind.AGENDA if isinstance(selected, AgendaItem) else ItemKind.GOAL
        if isinstance(selected, AgendaItem | Goal):
            place = [item.id for item in items].index(selected.id)
            self.in_background(self._note(self.work.save(move, kind, items, place, by)))

    async def _change(self, spot: Spot, fields: dict[str, object]) -> None:
        await self._note(self.work.save(rewrite, spot, fields))

    async def _note(self, saving: Awaitable[Saved | None]) -> None:
        """Remember a change for undo, and show it."""
        saved = await saving
        if isinstance(saved, Saved):
            self.work.remember(saved)
            self._saved_at = self.work.desk.now()
        await self._read()

    @on(verbs.Undo)
    def _undo(self) -> None:
        mine = [pair for pair in self.work.done if pair[0] == self.person_id]
        if not mine:
            self.say("There is nothing of yours to undo here.")
            return
        self.work.done.remove(mine[-1])
        self.in_background(self._take_back(mine[-1][1]))

    async def _take_back(self, op_id: UUID) -> None:
        await self.work.save(undo, self.person_id, op_id)
        await self._read()
        self.say("Undone.")

    # Links -----------------------------------------------------------------------------------------------------------

    @on(verbs.LinkIt)
    def _link(self) -> None:
        key = self.key
        if self.view is not None and key is not None:
            self.app.push_screen(LinkScreen(self.view, key), self._after_link)

    def _after_link(self, wish: LinkWish | None) -> None:
        if wish is None:
            return
        if wish.gone is not None:
            spot = Spot.of(ItemKind.LINK, wish.gone)
            self.in_background(self._note(self.work.save(take_out, spot, "no longer linked")))
        elif wish.draft is not None:
            self.in_background(self._note(self.work.save(put_down, self.person_id, wish.draft)))
        elif wish.asked is not None:
            self.show_history(wish.asked)


WIDE = 120
"""From here on the panes share the width equally."""
