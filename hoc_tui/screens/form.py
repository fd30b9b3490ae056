"""One form for everything that is typed: beside the screen it belongs to, drafts kept, errors beside the field."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from hoc_tui.commands.command import Command
from hoc_tui.commands.forms import LeaveForm, NextField, SaveForm
from hoc_tui.domain.clash import Clashed
from hoc_tui.domain.errors import HocError
from hoc_tui.screens.clash import ClashScreen
from hoc_tui.screens.drafts import Draft
from hoc_tui.screens.outbox import Kept
from hoc_tui.screens.saying import say_on_top
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.text import Content, display, join, label
from hoc_tui.widgets.demo import DemoMark
from hoc_tui.widgets.fields import ChoiceLine, Field, FieldRow
from hoc_tui.widgets.flow import Paragraph

CHANGED_SINCE = "It has been changed since; saving puts both together, or asks."
TAKEN_OUT_SINCE = "It has been taken out since; saving asks whether to bring it back."
TYPED_SINCE = "What you typed after saving is not in it. It is kept: open the form again to go on."

HOLDS_KEYS: Final = 2.0
"""Seconds for which saving holds up the keys behind Ctrl+S, so that they reach the screen below and not the form."""


class Answers(dict[str, str]):
    """What stands in each field, by name, and how it is to be saved."""

    op_id: UUID | None = None
    """The id under which it is saved: the same when exactly these words were sent before."""
    version: int = 0
    """The version of the item that its author had read, however long ago; 0 for something new."""


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
    version: int = 0
    """The version of the item it changes, as it was read; 0 for something new."""
    gone: bool = False
    """Whether that item has been taken out of the record."""
    enter_saves: bool = False
    """Whether Enter saves from any line with something on it, where one number is most often all there is to say."""


def worth_keeping(rows: Sequence[FieldRow]) -> bool:
    """Whether a form holds anything of somebody's own: how a draft is let go is by emptying its fields.

    Args:
        rows: The fields as they stand.
    """
    new = [row for row in rows if row.text.strip() != row.field.initial.strip()]
    return any(row.field.choices for row in new) or bool(new and any(row.text.strip() for row in _typed_in(rows)))


def _typed_in(rows: Sequence[FieldRow]) -> list[FieldRow]:
    return [row for row in rows if not row.field.choices]


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
        self._saving: asyncio.Event | None = None
        """Set when the saving that is under way has ended."""
        self._sent: tuple[Answers, Draft | None] | None = None
        """What was given to be saved, and the draft of it."""
        self._ended: bool | None = None
        """Whether it was saved, once it is only to be closed."""
        self.mark_demo(demo=work.desk.practice.demo)

    def body(self) -> ComposeResult:
        """Title, whose record, the fields, and what went wrong."""
        draft = self._draft
        kept = draft.values if draft else {}
        with Vertical(id="form"):
            with Horizontal(id="heading"):
                yield Static(display(self.form.title), id="title")
                yield DemoMark()
            yield Paragraph(display(self.form.whose), id="whose")
            yield Paragraph(display(self.form.intro), id="intro")
            yield Static(self._continuing(draft) if draft else "", id="draft")
            yield Static(id="problem")
            with VerticalScroll(id="fields", can_focus=False):
                for field in self.form.fields:
                    yield FieldRow(field, kept.get(field.name, field.initial))
            yield Static(display("more below"), id="more")

    def _continuing(self, draft: Draft) -> Content:
        """Since when, and whether what it changes is still as it was."""
        when = self.work.when(draft.written_at)
        words = label("Continuing what you wrote at $when; it was not saved.", when=when)
        since = CHANGED_SINCE if 0 < draft.version < self.form.version else ""
        since = TAKEN_OUT_SINCE if self.form.gone else since
        return join([words, display(since, "$signal")], " ") if since else words

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
        return Answers((row.field.name, row.text.strip()) for row in self.query(FieldRow))

    @on(LeaveForm)
    def _leave(self) -> None:
        self._keep()
        self.dismiss(False)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _typed(self) -> None:
        """Keep every key at once: the journal has it before the screen shows it, or a moment later."""
        self._keep()

    def _keep(self) -> None:
        """Keep what was typed as a draft; what is as it was at first, or emptied, needs none."""
        rows = list(self.query(FieldRow))
        if worth_keeping(rows):
            form, now = self.form, self.work.desk.now()
            self.work.drafts.keep(
                form.person_id,
                form.name,
                # As it was typed: what is saved is stripped, what goes on may stand before a space.
                {row.field.name: row.text for row in rows},
                now,
                title=form.title,
                version=form.version,
            )
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
        answered = self.form.enter_saves and isinstance(focused, Input) and bool(focused.value.strip())
        if focused is not None and rows and (answered or focused is rows[-1].entry):
            self.post_message(SaveForm())
        else:
            self.focus_next()

    @on(SaveForm)
    async def _try_to_save(self) -> None:
        wrong = [row for row in self.query(FieldRow) if row.problem()]
        if wrong:
            wrong[0].entry.focus()
        elif self._saving is None:
            self._saving = asyncio.Event()
            self._keep()
            self.run_worker(self._save_answers(self._saving), exit_on_error=False)
            # Why wait: a key is done when its messages are, and the next one comes only then (terminal_driver). What
            # somebody typed right behind Ctrl+S went into the form that was being saved, and was gone with it.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._saving.wait(), HOLDS_KEYS)

    async def _save_answers(self, saving: asyncio.Event) -> None:
        try:
            await self._save(await self._answers_to_send())
        except Clashed as clashed:
            self.app.push_screen(ClashScreen(self.work, clashed.clash, self._take_over), self._after_clash)
        except Kept as kept:
            self._done(saved=False, words=str(kept))
        except HocError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  the form must stay: what was typed is worth more
            self._tell(self.work.report(error))
        else:
            self._done()
        finally:
            self._saving = None
            saving.set()

    async def _answers_to_send(self) -> Answers:
        """The answers with the id they are saved under, which the journal has got before the database does."""
        answers, form = self.answers, self.form
        answers.op_id = await self.work.drafts.send(form.person_id, form.name, self.work.desk.new_id)
        draft = self._draft
        answers.version = draft.version if draft else form.version
        self._sent = answers, draft
        return answers

    def _take_over(self, name: str, text: str) -> None:
        """Keep what is written between two that clash: it stands here, and in the draft, until it is settled."""
        for row in self.query(FieldRow):
            if row.field.name == name and row.text != text:
                row.write(text)

    def _after_clash(self, settled: bool | None) -> None:  # noqa: FBT001  what a screen was dismissed with
        if settled:
            self._sent = self.answers, self._draft
            self._done()
        else:
            self._tell("Not settled yet. What you wrote is here, and in the history.")

    def _done(self, *, saved: bool = True, words: str = "") -> None:
        """Let go of exactly what was sent, close the form, and say what there is to say."""
        answers, draft = self._sent or (None, None)
        typed_since = answers != self.answers
        if draft is not None and not typed_since:
            self.work.drafts.drop(draft)
        self._ended = saved
        self._close()
        said = " ".join(filter(None, (words, TYPED_SINCE if typed_since else "")))
        if said:
            say_on_top(self.app, said)

    def _close(self) -> None:
        # Why not at once: the list of commands may stand above the form, and would be closed in its place.
        if self._ended is not None and self.app.screen is self:
            self.dismiss(self._ended)

    def on_screen_resume(self) -> None:
        """Close when it was saved behind something else that was open."""
        self._close()

    def _tell(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(display(words))
        problem.display = True
        self.query_one("#fields").scroll_home(animate=False)
