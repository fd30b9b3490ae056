"""Results written down by hand: everything that is due over all of a person's conditions, as one form and one write."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from hoc_tui.content.instruments import enterable
from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.entered import BMI, HEIGHT, WEIGHT
from hoc_tui.domain.errors import HocError, Refused
from hoc_tui.domain.gathering import ToGather, find_tests, gathered_besides, to_gather
from hoc_tui.domain.known import known_of
from hoc_tui.domain.record import Record
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.gathering_fields import (
    ANOTHER,
    BESIDES,
    ITEMS,
    NOT_DUE,
    TAKEN,
    TOTAL,
    Reading,
    another_field,
    day_field,
    fields_of,
    heading_of,
    question_fields,
    sure_field,
)
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.entering import Written, enter_results
from hoc_tui.text import Content, display
from hoc_tui.widgets.banner import Banner
from hoc_tui.widgets.fields import Field, FieldRow
from hoc_tui.widgets.flow import Paragraph
from hoc_tui.widgets.gathering import GatheringRow, QuestionRow, SureRow, TestField, TestRow

GATHERING = "gather"
"""The form's name among drafts."""
NOTHING = "Nothing is written down yet."
EMPTY_IS_LEFT_OUT = "What stays empty is left out. A number is taken in the unit shown; type another unit behind it."
NOTHING_DUE = "No condition that is recorded here asks for a test: add tests by name at the end."


class GatheringScreen(FormScreen):
    """One person's visit as a form.

    Args:
        work: What every screen works with.
        record: The record as it was read.
    """

    DEFAULT_CSS = """
    GatheringScreen { align: center top; }
    GatheringScreen > #form { width: 100%; max-width: 112; }
    GatheringScreen Banner { margin: 0 0 0 0; }
    GatheringScreen #fields { margin: 0; }
    """
    TITLE_WORDS = "Results by hand"

    def __init__(self, work: Workplace, record: Record) -> None:
        self._record = record
        self._known = known_of(record, catalogue_for(record.site))
        self._content = enterable(self._known.catalogue)
        self._today = work.desk.today()
        super().__init__(work, self._form(), self._write)
        self.written: Written | None = None
        """What was written down, once it was."""

    def _form(self) -> Form:
        """The form of a visit: everything that is due."""
        gathered = to_gather(self._record, self._known, self._content, self._today)
        return Form(
            GATHERING,
            self.TITLE_WORDS,
            [day_field(self._today, self._today), *self._due_fields(gathered), another_field()],
            person_id=self._record.person.person_id,
            intro=EMPTY_IS_LEFT_OUT if gathered else NOTHING_DUE,
        )

    def _due_fields(self, gathered: tuple[ToGather, ...]) -> Iterator[TestField]:
        before = ""
        for one in gathered:
            heading = heading_of(one) if one.wanted else NOT_DUE
            yield from fields_of(one, self._content, heading if heading != before else "")
            before = heading

    def body(self) -> ComposeResult:
        """The banner, what is due, and what is typed."""
        draft = self._draft
        kept = draft.values if draft else {}
        since: Content = self._continuing(draft) if draft else display("")
        with Vertical(id="form"):
            yield Banner()
            yield Static(display(self.form.title), id="title")
            yield Paragraph(display(self.form.whose), id="whose")
            yield Paragraph(display(self.form.intro), id="intro")
            yield Static(since, id="draft")
            yield Static(id="problem")
            with VerticalScroll(id="fields", can_focus=False):
                for field in (*self.form.fields[:-1], *self._added_before(set(kept)), self.form.fields[-1]):
                    yield from self._rows(field, kept)
            yield Static(display("more below"), id="more")

    def _added_before(self, kept: set[str]) -> Iterator[Field]:
        """The fields of tests that were added by name when a draft was written."""
        there = {field.name.partition("-")[0] for field in self.form.fields}
        names = {name.partition("-")[0] for name in kept} - there
        for test in (*self._content.catalogue.tests, *self._content.asked.measures):
            if test.id in names and self._content.takes(test):
                besides = gathered_besides(test, self._record, self._known, self._content)
                yield from fields_of(besides, self._content, BESIDES)

    def _rows(self, field: Field, kept: Mapping[str, str]) -> Iterator[Widget]:
        """The row of a field, with those that may follow it."""
        text = kept.get(field.name, field.initial)
        yield TestRow(field if isinstance(field, TestField) else TestField(**vars(field)), text)
        sure = sure_field(field.name)
        if kept.get(sure.name):
            yield SureRow(sure, kept[sure.name])
        if text:
            yield from self._questions(field.name, text, kept)

    def _questions(self, name: str, mode: str, kept: Mapping[str, str]) -> Iterator[Widget]:
        """The questions of a questionnaire, once it is asked: of all there are they would be half of the form."""
        test, instrument = self._content.test(name), self._content.asked.instrument(name)
        if test is not None and instrument is not None and len(instrument.questions) > 1:
            for question in question_fields(test, instrument):
                wanted = _is_wanted(question.name, mode)
                yield QuestionRow(question, kept.get(question.name, ""), wanted=wanted)

    async def on_mount(self) -> None:  # type: ignore[override]  # Textual awaits either
        """Say whose form it is, and begin where something is measured."""
        needs = [need.text for need in self._record.needs if not need.ended]
        self.query_one(Banner).show(self._record.person, self._today, needs)
        # Afterwards, because the form itself begins in its first field, and the day is nearly always today.
        self.call_after_refresh(self.focus_next)
        await self._look_at(self.answers)

    # While somebody types --------------------------------------------------------------------------------------------

    @on(GatheringRow.Changed)
    async def _look(self, event: GatheringRow.Changed) -> None:
        """Show the questions that are wanted, ask about what is unlikely, and say what was worked out.

        Args:
            event: The row in which somebody types.
        """
        test_id = event.row.field.name.removeprefix("sure-").partition("-")[0]
        await self._look_at({test_id} | ({BMI} if test_id in {WEIGHT, HEIGHT, TAKEN} else set()))

    async def _look_at(self, names: Collection[str]) -> None:
        """The same for the rows of some tests; of all of them it would take longer than a key may."""
        answers = self.answers
        try:
            reading = Reading(self._content, answers, self._today)
        except HocError:
            return
        for row in self.query(FieldRow):
            name = row.field.name.removeprefix("sure-")
            if not {name, name.partition("-")[0]}.isdisjoint(names):
                await self._show_in(row, name, reading, answers)

    async def _show_in(self, row: FieldRow, name: str, reading: Reading, answers: Answers) -> None:
        if isinstance(row, SureRow):
            row.ask_about(reading.odd_about(name))
        elif isinstance(row, QuestionRow):
            row.want(wanted=_is_wanted(name, answers.get(name.partition("-")[0], "")))
        elif isinstance(row, TestRow):
            await self._show_below(row, name, reading, answers)

    async def _show_below(self, row: TestRow, name: str, reading: Reading, answers: Answers) -> None:
        """What was worked out, and the rows that what stands in this one asks for."""
        mode, odd = answers.get(name, ""), reading.odd_about(name)
        if name == BMI:
            bmi = reading.bmi()
            row.tell(f"{bmi.quantity.words}. {bmi.note}" if bmi is not None and bmi.quantity is not None else "")
        elif row.field.choices:
            row.tell(reading.score(name) if mode == ITEMS else "")
        if odd and not self.query(f"#row-sure-{name}"):
            await self.query_one("#fields").mount(SureRow(sure_field(name), "", odd), after=row)
        if mode and not self.query(f"#row-{name}-{TOTAL}"):
            await self.query_one("#fields").mount_all([*self._questions(name, mode, {})], after=row)

    # Another test ----------------------------------------------------------------------------------------------------

    @on(Input.Submitted, f"#field-{ANOTHER}")
    async def _add_another(self, event: Input.Submitted) -> None:
        """Add the test that a plain word means, or say which it could mean.

        Args:
            event: The word.
        """
        event.prevent_default()
        row = self.query_one(f"#row-{ANOTHER}", TestRow)
        found = find_tests(event.value, self._content)
        if len(found) != 1:
            names = "; ".join(test.name for test in found)
            row.tell(f"{names}: type more of its name" if found else "No test here is called so.")
            return
        event.input.value = ""
        row.tell("")
        fields = fields_of(gathered_besides(found[0], self._record, self._known, self._content), self._content)
        if not self.query(f"#row-{fields[0].name}"):
            new = [widget for field in fields for widget in self._rows(field, {})]
            await self.query_one("#fields").mount(*new, before=row)
        self.query_one(f"#row-{fields[0].name}", FieldRow).entry.focus()

    # Saving ----------------------------------------------------------------------------------------------------------

    async def _write(self, answers: Answers) -> None:
        entered = Reading(self._content, answers, self._today).entered()
        if not entered:
            raise Refused(NOTHING)
        person_id: UUID = self._record.person.person_id
        self.written = await self.work.do(enter_results, person_id, entered, op_id=answers.op_id)


def _is_wanted(name: str, mode: str) -> bool:
    """Whether a question of a questionnaire is asked, or its total."""
    return mode == (TOTAL if name.endswith(f"-{TOTAL}") else ITEMS)
