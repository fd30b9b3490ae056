"""After results were written down: what cannot wait is said first, then what was written and what is out."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from hoc_tui.commands.command import Command
from hoc_tui.commands.forms import LeaveForm, NextField, SaveForm
from hoc_tui.commands.gathering import SeenWritten
from hoc_tui.domain.dates import counted
from hoc_tui.domain.errors import Changed, DatabaseUnavailable
from hoc_tui.domain.people import Person
from hoc_tui.domain.urgent_answers import SAFETY_QUESTION
from hoc_tui.domain.vocabulary import ItemKind, Urgency
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.verbs import VerbModal
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.entering import Written, WrittenDown, say_what_was_done
from hoc_tui.services.saving import Spot
from hoc_tui.text import Content, display, glyphs
from hoc_tui.widgets.banner import whose_words
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.flow import Paragraph

CHECKED_FIRST = "A clinician checks them before they are shared."
SAFETY_NET = "Nobody leaves before a clinician has asked about their safety. If a life is in danger, ring 999 and stay."
"""What stands beside an answer about self-harm.

Source: domain reference 8.2, H13, asks for such a text; the words are ours. Status: unverified.
"""
NO_WAITING = "This cannot wait: say what was done, or who takes over now."


class SafetyScreen(FormScreen):
    """What cannot wait: it is left only by saying what was done or who takes over (hazard H13).

    Why it opens when saving fails: what was said is kept here, and whoever wrote it down must not be held where the
    database cannot be reached; the result stands on the list of those to phone all the while.

    Args:
        work: What every screen works with.
        person: Whose results.
        written: What was written down.
    """

    DEFAULT_CSS = """
    SafetyScreen { align: center middle; }
    SafetyScreen > #form { height: auto; max-height: 100%; width: 74; border: $frame $signal; }
    SafetyScreen #fields { height: auto; max-height: 12; }
    SafetyScreen #intro { color: $signal; text-style: bold; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (SaveForm, NextField, LeaveForm)
    TITLE_WORDS = "This cannot wait"

    def __init__(self, work: Workplace, person: Person, written: Written) -> None:
        self._reviews = written.cannot_wait
        self._may_leave = False
        urgent = [one for one in written.results if one.review in self._reviews]
        said = Field("words", "What was done, or who takes over now?", required=NO_WAITING, lines=3, read=fits_words)
        form = Form(
            f"safety:{self._reviews[0].id}",
            self.TITLE_WORDS,
            (said,),
            person_id=person.person_id,
            whose=whose_words(person),
            intro=" ".join([*(_line(one) for one in urgent), *([SAFETY_NET] if any(map(_of_safety, urgent)) else [])]),
        )
        super().__init__(work, form, self._say)

    def offers(self, command: type[Command]) -> bool:
        """Leaving is offered once somebody has said something and it could not be written.

        Args:
            command: One of `VERBS`.
        """
        return super().offers(command) and (command is not LeaveForm or self._may_leave)

    async def _say(self, answers: Answers) -> None:
        spots = [Spot.of(ItemKind.REVIEW, one) for one in self._reviews]
        try:
            saved = await self.work.do(say_what_was_done, spots, answers["words"], op_id=answers.op_id)
        except (Changed, DatabaseUnavailable):
            self._may_leave = True
            raise
        self.work.remember(saved[-1])


class WrittenScreen(VerbModal[None]):
    """Everything that was written down, worst first, each with where it stands.

    Args:
        person: Whose results.
        written: What was written down.
    """

    DEFAULT_CSS = """
    WrittenScreen { align: center middle; }
    WrittenScreen > #written { width: 74; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
                               background: $background; border: $frame $focus; }
    WrittenScreen #lines { height: auto; max-height: 100%; }
    WrittenScreen #count { text-style: bold; }
    WrittenScreen #whose, WrittenScreen #next { color: $quiet; }
    WrittenScreen .line, WrittenScreen #count, WrittenScreen #next { height: auto; }
    WrittenScreen .-out { color: $signal; text-style: bold; }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = (SeenWritten,)
    TITLE_WORDS = "Written down"

    def __init__(self, person: Person, written: Written) -> None:
        super().__init__()
        self._person = person
        self._written = written

    def body(self) -> ComposeResult:
        """How many, whose, and each."""
        with Vertical(id="written"):
            yield Paragraph(display(counts_in(self._written)), id="count")
            yield Paragraph(display(whose_words(self._person)), id="whose")
            with VerticalScroll(id="lines"):
                for one in self._written.results:
                    out = one.urgency is not Urgency.PLAIN
                    yield Paragraph(_shown(one), classes="line -out" if out else "line")
            yield Paragraph(display(CHECKED_FIRST), id="next")

    def on_mount(self) -> None:
        """Let the arrows move a long list."""
        self.query_one("#lines").focus()

    @on(SeenWritten)
    def _seen(self) -> None:
        self.dismiss()


def counts_in(written: Written) -> str:
    """How many were written down, are out, and cannot wait: "5 results written down, 1 out, 1 to phone today".

    Args:
        written: What was written down.
    """
    out = sum(one.urgency is Urgency.OUT for one in written.results)
    phone = sum(one.urgency is Urgency.PHONE for one in written.results)
    said = [f"{counted(len(written.results), 'result')} written down"]
    said += [f"{out} out"] if out else []
    said += [f"{phone} to phone today"] if phone else []
    return ", ".join(said)


def _of_safety(one: WrittenDown) -> bool:
    """Whether it is a questionnaire that asks about self-harm."""
    return any(part.name in SAFETY_QUESTION.values() for part in one.result.components)


def _shown(one: WrittenDown) -> Content:
    mark = glyphs().overdue if one.urgency is Urgency.PHONE else ""
    return display(f"{mark} {_line(one)}".strip())


def _line(one: WrittenDown) -> str:
    value = f"{one.result.name}: {one.result.value_words}."
    return f"{value} {one.said}." if one.said else value
