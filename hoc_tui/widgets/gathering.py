"""The rows of results written down by hand: a test with why it is asked for, questions that digits answer, reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from hoc_tui.text import label
from hoc_tui.widgets.fields import ChoiceLine, Field, FieldRow


@dataclass(frozen=True)
class TestField(Field):
    """A field for one test."""

    __test__ = False

    why: str = ""
    """Why it is asked for and when it was last done, shown until something is understood."""
    heading: str = ""
    """What stands above it, where another group begins."""


class AnswerLine(ChoiceLine):
    """A few answers, which a digit chooses by its points and goes on to the next."""

    def on_key(self, event: events.Key) -> None:
        """Choose by a digit.

        Args:
            event: The key.
        """
        values = [value for value, _ in self._choices]
        if event.character and event.character in values:
            event.stop()
            self.chosen = values.index(event.character)
            self.post_message(self.Changed())
            self.screen.focus_next()


class GatheringRow(FieldRow):
    """A row of the form, which says when something was typed or chosen in it."""

    class Changed(Message):
        """Something else stands in a row.

        Args:
            row: Which row.
        """

        def __init__(self, row: "GatheringRow") -> None:
            super().__init__()
            self.row = row

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _heard(self) -> None:
        self.post_message(self.Changed(self))


class TestRow(GatheringRow):
    """A test: its name, what was measured, and below it what was understood, or why it is asked for."""

    __test__ = False

    DEFAULT_CSS = """
    TestRow { layout: grid; grid-size: 2; grid-columns: 28 1fr; grid-rows: auto; margin: 0; }
    TestRow > .heading { column-span: 2; height: auto; text-style: bold; padding: 1 0 0 0; }
    TestRow > .ask { padding: 0 1 0 0; }
    TestRow > .understood { column-span: 2; padding: 0 0 0 2; }
    TestRow.-heard > .understood { min-height: 1; }
    TestRow.-said > .understood { color: $text; }
    """

    def __init__(self, field: TestField, text: str) -> None:
        super().__init__(field, text)
        self._heading = field.heading
        self._why = field.why

    def compose(self) -> ComposeResult:
        """The heading of a group, then what every field has."""
        if self._heading:
            yield Static(label("$heading", heading=self._heading), classes="heading")
        yield from super().compose()

    def tell(self, words: str) -> None:
        """Say something else below while nothing is typed.

        Args:
            words: Such as what was worked out from other fields; empty says again why the test is asked for.
        """
        field = self.field
        self._why = words or (field.why if isinstance(field, TestField) else "")
        self.understand()

    def _say(self, words: str, *, wrong: bool) -> None:
        self.set_class(bool(words) and not wrong, "-said")
        super()._say(words or self._why, wrong=wrong and bool(words))


class QuestionRow(GatheringRow):
    """One question of a questionnaire; out of sight until it is wanted, and then its answer counts."""

    DEFAULT_CSS = """
    QuestionRow { padding: 0 0 0 2; }
    QuestionRow.-out { display: none; }
    """

    def __init__(self, field: Field, text: str, *, wanted: bool) -> None:
        super().__init__(field, text)
        self.set_class(not wanted, "-out")

    def _entry(self) -> Widget:
        if self.field.choices:
            return AnswerLine(self.field.choices, self._text, id=f"field-{self.field.name}")
        return super()._entry()

    @property
    def wanted(self) -> bool:
        """Whether it is in sight."""
        return not self.has_class("-out")

    def want(self, *, wanted: bool) -> None:
        """Bring it into sight, or take it out; what was answered stays.

        Args:
            wanted: Whether it is asked.
        """
        self.set_class(not wanted, "-out")

    def problem(self) -> str:
        """What keeps it from being saved; out of sight it keeps nothing."""
        return super().problem() if self.wanted else ""


class SureRow(QuestionRow):
    """Why something unlikely is right; in sight while it is unlikely."""

    DEFAULT_CSS = "SureRow > .ask { color: $signal; text-style: bold; }"

    def __init__(self, field: Field, text: str, odd: str = "") -> None:
        super().__init__(replace(field, ask=_sure(odd)), text, wanted=bool(odd))

    def ask_about(self, odd: str) -> None:
        """Ask, or stop asking.

        Args:
            odd: What is unlikely, as a sentence; empty when nothing is.
        """
        self.want(wanted=bool(odd))
        if odd:
            self.query_one(".ask", Static).update(label("$ask", ask=_sure(odd)))


def _sure(odd: str) -> str:
    return f"Are you sure? {odd} Why is it right?"


def points_choices(answers: Sequence[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    """The choices of a question: none at first, then each answer with its points before it.

    Args:
        answers: Points and words.
    """
    numbered = (
        (str(points), words if words.startswith(f"{points} ") else f"{points} {words}") for points, words in answers
    )
    return (("", "not answered"), *numbered)
