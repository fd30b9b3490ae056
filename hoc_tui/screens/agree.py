"""Agreeing the plan: what is not finished, as a reminder; who was here; how the person stands to it; the review."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from hoc_tui.commands.agree import AGREEING, AgreeNow
from hoc_tui.commands.command import Command
from hoc_tui.commands.forms import LeaveForm, NextField
from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.dates import counted
from hoc_tui.domain.errors import Changed, HocError
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.plan import PlanVersion, Unfinished, content_of, unfinished
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement
from hoc_tui.screens.agree_questions import ASKED_FOR, questions, terms_of
from hoc_tui.screens.aim_forms import aim_words
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.form import Answers, worth_keeping
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.versions import changes_between
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import agree
from hoc_tui.services.records import open_record
from hoc_tui.text import Content, display, join, label, wrapped
from hoc_tui.widgets.banner import identity_of
from hoc_tui.widgets.cards import GUTTER, Card, CardList
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import ChoiceLine, FieldRow
from hoc_tui.widgets.flow import Facts, Laid, Paragraph
from hoc_tui.widgets.hanging import Hanging
from hoc_tui.widgets.plan_changes import for_sharing

FORM = "agree"
"""The form's name among drafts."""
MOST_REMINDERS = 6
"""Lines of reminders in sight at once; the list says how many more there are."""
NOT_SHOWN = "a note that is not shown here is not finished"


class AgreeScreen(VerbModal[PlanVersion | None]):
    """Asks how the plan was agreed and freezes the next version.

    Args:
        work: What every screen works with.
        record: The record on the screen: exactly this is what is agreed.
        lead_to: Told which item somebody wants to go back to.
        then_show: Whether the new version is shown on a screen of its own.
    """

    DEFAULT_CSS = """
    AgreeScreen { align: center top; }
    AgreeScreen > #agree {
        width: 80; max-width: 100%; height: 1fr; padding: 0 1; background: $background; border: $frame $focus;
    }
    AgreeScreen #heading { height: auto; }
    AgreeScreen #title { width: 1fr; text-style: bold; height: auto; }
    AgreeScreen #draft, AgreeScreen #left { height: auto; color: $quiet; }
    AgreeScreen #whose { padding: 0; text-style: bold; }
    AgreeScreen #problem { height: auto; color: $signal; text-style: bold; display: none; }
    AgreeScreen #news { margin: 0 0 1 0; display: none; }
    AgreeScreen #fields { height: 1fr; }
    AgreeScreen #reminders { margin: 0 0 1 0; }
    AgreeScreen #aims { margin: 0 0 1 0; color: $quiet; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = AGREEING
    TITLE_WORDS = "Agreeing the plan"

    def __init__(
        self,
        work: Workplace,
        record: Record,
        *,
        lead_to: Callable[[UUID], None] | None = None,
        then_show: bool = True,
    ) -> None:
        super().__init__()
        self.work = work
        self.record = record
        self._lead_to = lead_to
        self._then_show = then_show
        self._op = work.desk.new_id()
        self._agreeing = False
        self.mark_demo(demo=work.desk.practice.demo)

    @property
    def allowed(self) -> bool:
        """Whether this worker may agree a plan."""
        return self.work.desk.may(Permission.AGREE_PLAN)

    def offers(self, command: type[Command]) -> bool:
        """Agreeing is offered to those who may.

        Args:
            command: One of `VERBS`.
        """
        return command.NEEDS is None or self.work.desk.may(command.NEEDS)

    def body(self) -> ComposeResult:
        """Title, whose plan, what is not finished, the questions."""
        draft = self._draft
        since = self.work.when(draft.written_at) if draft else ""
        with Vertical(id="agree"):
            with Horizontal(id="heading"):
                yield Static(display("Agree the care plan"), id="title")
                yield DemoMark()
            yield Facts(id="whose")
            yield Static(label("Continuing what you wrote at $since; it was not saved.", since=since), id="draft")
            yield Static(id="problem")
            with VerticalScroll(id="fields", can_focus=False):
                yield from self._inside(Answers(draft.values if draft else {}))

    def _inside(self, kept: Answers) -> ComposeResult:
        if not self.allowed:
            yield Static(display(f"Your role here may not {Permission.AGREE_PLAN.value}."))
            return
        yield Laid(id="news")
        yield Static(id="left")
        yield CardList(id="reminders")
        yield Paragraph(display("\n".join(self._aims())), id="aims")
        for field in questions(self.record, self.work.desk.today(), self.work.desk.worker.name):
            yield FieldRow(field, kept.get(field.name, field.initial))

    # What is not finished --------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show what is not finished and start in the first field."""
        super().on_mount()
        self.query_one("#draft").display = self._draft is not None
        for aims in self.query("#aims"):
            aims.display = bool(self._aims())
        self.query_one("#whose", Facts).show(identity_of(self.record.person, self.work.desk.today()))
        if self.allowed:
            self._remind()
            self._ask_what_belongs()
            self.query(FieldRow).first().entry.focus()

    def _aims(self) -> list[str]:
        """The aims that will stand in the plan, whose each is, and since when."""
        standing = [aim_words(aim) for aim in self.record.targets if not aim.ended]
        return ["In this plan", *standing] if standing else []

    def _remind(self) -> None:
        left = self._left()
        words = f"{counted(len(left), 'thing')} not finished. You can agree all the same; Enter leads to one."
        self.query_one("#left", Static).update(display(words if left else "Nothing is left to finish."))
        cards = [Card(f"{place}:{one.item_id or ''}", display(one.words)) for place, one in enumerate(left)]
        self.query_one("#reminders", CardList).show(cards)
        self.query_one("#reminders").display = bool(left)
        self._fit()

    def _left(self) -> list[Unfinished]:
        """What is not finished, without the words of notes that are not shown while somebody looks on (H12)."""
        content = content_of(self.record, catalogue_for(self.record.site))
        shared = for_sharing(content)
        seen = {item.id for kind in (shared.agenda, shared.goals, shared.actions) for item in kind}
        left = unfinished(content)
        shown = [one for one in left if one.item_id is None or one.item_id in seen]
        return shown if len(shown) == len(left) else [*shown, Unfinished(words=NOT_SHOWN)]

    def on_resize(self, event: events.Resize) -> None:
        """Give the reminders the lines they need.

        Args:
            event: The new size.
        """
        super().on_resize(event)
        if self.allowed:
            self._fit()

    def _fit(self) -> None:
        width = max(self.query_one("#fields").size.width - GUTTER, 1)
        lines = sum(len(wrapped(display(one.words), width)) for one in self._left())
        self.query_one("#reminders").styles.height = min(lines, MOST_REMINDERS)

    @on(CardList.Chosen)
    def _lead_back(self, event: CardList.Chosen) -> None:
        """Go back to what is not finished; the review is asked for right here."""
        words = self._left()[int(event.key.partition(":")[0])].words
        fields = {"no review date": "review_on", "nobody is named for the review": "reviewer"}
        if words in fields:
            self.query_one(f"#row-{fields[words]}", FieldRow).entry.focus()
            return
        self._keep()
        self.dismiss(None)
        item_id = event.key.partition(":")[2]
        if self._lead_to is not None and item_id:
            self._lead_to(UUID(item_id))

    # The questions ---------------------------------------------------------------------------------------------------

    @property
    def _rows(self) -> list[FieldRow]:
        """The questions that belong to the answers given."""
        return [row for row in self.query(FieldRow) if row.display]

    @property
    def answers(self) -> Answers:
        """What stands in each field, in the ones that are not asked now, too."""
        return Answers((row.field.name, row.text.strip()) for row in self.query(FieldRow))

    @on(ChoiceLine.Changed)
    def _ask_what_belongs(self) -> None:
        wanted = ASKED_FOR.get(Agreement(self.answers["agreement"])) if self.answers["agreement"] else None
        for name in ASKED_FOR.values():
            self.query_one(f"#row-{name}").display = name == wanted

    @on(Input.Changed)
    @on(events.DescendantFocus)
    def _keep_in_sight(self) -> None:
        """Keep the whole question in sight, with what was understood below it."""
        here = [row for row in self._rows if row.has_focus_within]
        if here:
            self.call_after_refresh(here[0].scroll_visible, animate=False, immediate=True)

    @property
    def _draft(self) -> Draft | None:
        return self.work.drafts.of(self.record.person.person_id, FORM)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _typed(self) -> None:
        """Keep every key at once."""
        self._keep()

    def _keep(self) -> None:
        person_id, rows = self.record.person.person_id, list(self.query(FieldRow))
        if worth_keeping(rows):
            words = {row.field.name: row.text for row in rows}
            self.work.drafts.keep(person_id, FORM, words, self.work.desk.now(), title="Agree the care plan")
        else:
            self.work.drafts.forget(person_id, FORM)

    @on(LeaveForm)
    def _leave(self) -> None:
        self._keep()
        self.dismiss(None)

    @on(NextField)
    def _go_on(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def _next(self) -> None:
        """Enter goes on to the next question and stays in the last; only the key that says so agrees."""
        if self.focused is not self._rows[-1].entry:
            self.focus_next()

    # Agreeing --------------------------------------------------------------------------------------------------------

    @on(AgreeNow)
    def _try_to_agree(self) -> None:
        wrong = [row for row in self._rows if row.problem()]
        if wrong:
            wrong[0].entry.focus()
        elif not self._agreeing and self.allowed:
            self._agreeing = True
            self._keep()
            self.run_worker(self._agree(), exit_on_error=False)

    async def _agree(self) -> None:
        try:
            version = await self._freeze()
        except HocError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  the form must stay: what was typed is worth more
            self._tell(self.work.report(error))
        else:
            if version is not None:
                self._finish(version)
        finally:
            self._agreeing = False

    async def _freeze(self) -> PlanVersion | None:
        """Agree; None when the record had changed, which is then shown first."""
        terms = terms_of(self.answers, self.work.desk.today())
        try:
            return await self.work.do(agree, self.record, terms, op_id=self._op)
        except Changed as changed:
            await self._look_again(changed)
            return None

    async def _look_again(self, changed: Changed) -> None:
        """Show what has changed since the plan was read; every word in the form stays."""
        fresh = await self.work.do(open_record, self.record.person.person_id)
        before, after = (content_of(one, catalogue_for(one.site)) for one in (self.record, fresh))
        changes = changes_between(before, after)
        self.record = fresh
        news = self.query_one("#news", Laid)
        news.lay(Hanging(changes.paragraphs()))
        news.display = True
        self._remind()
        self._tell(changed.message, join([*changes.summary, display("Look at it, then agree again.")], ". "))

    def _finish(self, version: PlanVersion) -> None:
        person_id, app = self.record.person.person_id, self.app
        self.work.drafts.forget(person_id, FORM)
        self.dismiss(version)
        if self._then_show:
            from hoc_tui.screens.plan import PlanScreen

            app.call_later(app.push_screen, PlanScreen(self.work, person_id, version.number))

    def _tell(self, words: str, more: Content | None = None) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(join([display(words), *([more] if more else [])], " "))
        problem.display = True
        self.query_one("#fields").scroll_home(animate=False)
