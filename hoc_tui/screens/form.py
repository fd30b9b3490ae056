"""One form for everything that is typed: beside the screen it belongs to, drafts kept, errors beside the field."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from hoc_tui.commands.command import Command
from hoc_tui.commands.forms import LeaveForm, NextField, SaveForm
from hoc_tui.domain.errors import HocError
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Draft, Workplace
from hoc_tui.text import display, label
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import Field, FieldRow
from hoc_tui.widgets.flow import Paragraph

Answers = dict[str, str]
"""What stands in each field, by name."""


@dataclass(frozen=True)
class Form:
    """A form: what it is for, whose record it writes to, and its questions."""

    name: str
    """Its name among drafts: "agenda" for a new item, "agenda:ID" for one that is changed."""
    title: str
    fields: Sequence[Field]
    person_id: UUID | None = None
    whose: str = ""
    """The person it is about, as on the banner: shown again, because the form may cover it."""
    intro: str = ""


class FormScreen(VerbModal[bool]):
    """Shows a form until it is saved or left; leaving keeps every word.

    Args:
        work: What every screen works with.
        form: What to ask.
        save: Saves the answers; a `HocError` it raises is shown, and the form stays as it is.
    """

    DEFAULT_CSS = """
    FormScreen { align: right top; }
    FormScreen > #form {
        width: 62; max-width: 100%; height: 1fr; padding: 0 1; background: $background; border: $frame $focus;
    }
    FormScreen #heading { height: auto; }
    FormScreen #title { width: 1fr; text-style: bold; height: auto; }
    FormScreen #whose, FormScreen #intro, FormScreen #draft { height: auto; color: $quiet; }
    FormScreen #problem { height: auto; color: $signal; text-style: bold; display: none; }
    FormScreen #more { height: 1; color: $quiet; visibility: hidden; }
    FormScreen #fields { height: 1fr; margin: 1 0 0 0; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (SaveForm, NextField, LeaveForm)
    TITLE_WORDS = "A form"

    def __init__(self, work: Workplace, form: Form, save: Callable[[Answers], Awaitable[None]]) -> None:
        super().__init__()
        self.work = work
        self.form = form
        self._save = save
        self._saving = False
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """Title, whose record, the fields, and what went wrong."""
        draft = self._draft
        kept = draft.values if draft else {}
        since = self.work.clock(draft.since) if draft else ""
        with Vertical(id="form"):
            with Horizontal(id="heading"):
                yield Static(display(self.form.title), id="title")
                yield DemoMark()
            yield Paragraph(display(self.form.whose), id="whose")
            yield Paragraph(display(self.form.intro), id="intro")
            yield Static(label("Continuing what you wrote at $since; it was not saved.", since=since), id="draft")
            yield Static(id="problem")
            with VerticalScroll(id="fields", can_focus=False):
                for field in self.form.fields:
                    yield FieldRow(field, kept.get(field.name, field.initial))
            yield Static(display("more below"), id="more")

    @property
    def _draft(self) -> Draft | None:
        return self.work.drafts.of(self.form.person_id, self.form.name)

    def on_mount(self) -> None:
        """Hide the empty lines and start in the first field."""
        shown = (("#whose", self.form.whose), ("#intro", self.form.intro), ("#draft", self._draft))
        for name, words in shown:
            self.query_one(name).display = bool(words)
        self.query(FieldRow).first().entry.focus()
        fields = self.query_one("#fields")
        self.watch(fields, "scroll_y", self._say_more)
        self.watch(fields, "virtual_size", self._say_more)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002  Textual's signature
        """Say whether some questions are out of sight.

        Args:
            event: Not used.
        """
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        fields = self.query_one("#fields")
        self.query_one("#more").visible = fields.scroll_y < fields.max_scroll_y

    @property
    def answers(self) -> Answers:
        """What stands in each field."""
        return {row.field.name: row.text.strip() for row in self.query(FieldRow)}

    @on(LeaveForm)
    def _leave(self) -> None:
        self._keep()
        self.dismiss(False)

    def _keep(self) -> None:
        """Keep what was typed as a draft; what is as it was at first needs none."""
        if any(row.text.strip() != row.field.initial.strip() for row in self.query(FieldRow)):
            self.work.drafts.keep(self.form.person_id, self.form.name, self.answers, self.work.desk.now())
        else:
            self.work.drafts.forget(self.form.person_id, self.form.name)

    @on(NextField)
    def _go_on(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def _next(self) -> None:
        """Enter on a line goes on to the next field; on the last it saves."""
        rows = list(self.query(FieldRow))
        focused = self.focused
        if focused is not None and rows and focused is rows[-1].entry:
            self.post_message(SaveForm())
        else:
            self.focus_next()

    @on(SaveForm)
    def _try_to_save(self) -> None:
        wrong = [row for row in self.query(FieldRow) if row.problem()]
        if wrong:
            wrong[0].entry.focus()
        elif not self._saving:
            self._saving = True
            self._keep()
            self.run_worker(self._save_answers(), exit_on_error=False)

    async def _save_answers(self) -> None:
        try:
            await self._save(self.answers)
        except HocError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  the form must stay: what was typed is worth more
            self._tell(self.work.report(error))
        else:
            self.work.drafts.forget(self.form.person_id, self.form.name)
            self.dismiss(True)
        finally:
            self._saving = False

    def _tell(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(display(words))
        problem.display = True
        self.query_one("#fields").scroll_home(animate=False)
