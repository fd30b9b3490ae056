"""The fields of a form: what is asked, where it is typed, and what was understood of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from hoc_tui.domain.errors import HocError
from hoc_tui.text import Content, display, label, together
from hoc_tui.widgets.flow import Laid, flow

Reader = Callable[[str], str]
"""Reads what was typed and says it back; raises `HocError` with one sentence when it makes no sense."""


@dataclass(frozen=True)
class Field:
    """One question of a form.

    A field with `choices` is chosen from, one with `lines` over 1 takes several lines, any other one.
    """

    name: str
    ask: str
    """The question or label, in our words."""
    initial: str = ""
    lines: int = 1
    required: str = ""
    """The sentence that is shown when it is left empty; empty when it may be."""
    read: Reader | None = None
    says_back: bool = True
    """Whether `read` has anything to say when all is well."""
    choices: Sequence[tuple[str, str]] = ()
    """Stored values and the words for them."""
    hint: str = ""
    """An example, shown while the field is empty."""
    beside: bool = False
    """Whether the question stands left of the answer, for a form of many short ones."""
    apart: bool = False
    """Whether such a question has a blank line above, where another group begins."""


class ChoiceLine(Laid, can_focus=True):
    """One of a few answers, all of them in sight: left and right change it, so does Space."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; padding: 0 1; background: $panel; color: $text; }
    ChoiceLine:focus { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,down", "turn(1)", "Next", show=False, id="choice.next", tooltip="The next answer."),
        Binding("left,up", "turn(-1)", "Previous", show=False, id="choice.previous", tooltip="The previous answer."),
    ]
    chosen: reactive[int] = reactive(0)

    class Changed(Message):
        """Another answer was chosen."""

    def __init__(self, choices: Sequence[tuple[str, str]], initial: str, *, id: str) -> None:
        super().__init__(self._answers, id=id)
        self._choices = tuple(choices)
        values = [value for value, _ in self._choices]
        self.set_reactive(ChoiceLine.chosen, values.index(initial) if initial in values else 0)

    @property
    def value(self) -> str:
        """The stored value of the chosen answer."""
        return self._choices[self.chosen][0]

    @value.setter
    def value(self, value: str) -> None:
        values = [one for one, _ in self._choices]
        if value in values:
            self.chosen = values.index(value)

    def _answers(self, width: int) -> Content:
        """All answers, the chosen one marked; a mark stays with its word when they wrap."""
        return flow([self._answer(place, words) for place, (_, words) in enumerate(self._choices)], width)

    def _answer(self, place: int, words: str) -> Content:
        mark = "(x)" if place == self.chosen else "( )"
        return display(together(f"{mark} {words}"), "reverse" if self._stands_out(place) else "")

    def _stands_out(self, place: int) -> bool:
        return self.has_focus and place == self.chosen

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous answer."""
        self.chosen = (self.chosen + by) % len(self._choices)
        self.post_message(self.Changed())

    def on_focus(self) -> None:
        """Show which answer the keys would change."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the answer at rest."""
        self.refresh()


class LineEntry(Input):
    """One line to type on; a paste of several lines keeps all its words.

    Why not Input's own paste: it keeps the first line only, without a word (Textual 8.2.8).
    """

    def on_paste(self, event: events.Paste) -> None:
        """Put all of it in, its line ends as spaces.

        Args:
            event: What was pasted.
        """
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))


class WordsEntry(TextArea):
    """Several lines to type on; Tab goes to the next field."""

    DEFAULT_CSS = "WordsEntry { height: auto; min-height: 2; max-height: 8; }"

    def __init__(self, text: str, *, lines: int, id: str) -> None:
        super().__init__(text, tab_behavior="focus", soft_wrap=True, show_line_numbers=False, id=id, compact=True)
        self.styles.min_height = lines
        self.cursor_blink = False
        self.move_cursor(self.document.end)


class FieldRow(Vertical):
    """A field with its question above and what was understood below."""

    DEFAULT_CSS = """
    FieldRow { height: auto; margin: 0 0 1 0; }
    FieldRow > .ask { height: auto; }
    FieldRow > .understood { height: auto; color: $quiet; display: none; }
    FieldRow > .understood.-wrong { color: $signal; text-style: bold; }
    FieldRow.-beside { layout: grid; grid-size: 2; grid-columns: 20 1fr; grid-rows: auto; margin: 0; }
    FieldRow.-beside > .understood { column-span: 2; padding: 0 0 0 21; }
    FieldRow.-apart { margin: 1 0 0 0; }
    FieldRow.-heard { margin: 0; }
    FieldRow.-heard.-apart { margin: 1 0 0 0; }
    FieldRow.-heard > .understood { display: block; min-height: 1; }
    """

    def __init__(self, field: Field, text: str) -> None:
        super().__init__(id=f"row-{field.name}", classes="-beside" if field.beside else "")
        self.set_class(field.apart, "-apart")
        # A line of its own from the start: one that came and went with each letter laid the whole form out anew, 4 KB.
        self.set_class(field.read is not None and field.says_back, "-heard")
        self.field = field
        self._text = text

    def compose(self) -> ComposeResult:
        """The question, the place to answer, and the line that says it back."""
        yield Static(label("$ask", ask=self.field.ask), classes="ask")
        yield self._entry()
        yield Static(classes="understood")

    def _entry(self) -> Widget:
        name = f"field-{self.field.name}"
        if self.field.choices:
            return ChoiceLine(self.field.choices, self._text, id=name)
        if self.field.lines > 1:
            return WordsEntry(self._text, lines=self.field.lines, id=name)
        return LineEntry(self._text, placeholder=self.field.hint, id=name, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Say back what already stands in the field."""
        self.understand()

    @property
    def entry(self) -> Widget:
        """Where it is answered."""
        return self.query_one(f"#field-{self.field.name}")

    @property
    def text(self) -> str:
        """What stands there now."""
        match self.entry:
            case TextArea() as area:
                return area.text
            case Input() as line:
                return line.value
            case ChoiceLine() as choice:
                return choice.value
            case _:
                return ""

    def write(self, text: str) -> None:
        """Put a text in place of what stands there.

        Args:
            text: The new text; of a choice, its stored value.
        """
        match self.entry:
            case TextArea() as area:
                area.text = text
            case (Input() | ChoiceLine()) as line:
                line.value = text

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        self.understand()

    def understand(self) -> None:
        """Say back what was understood, while somebody types; an unfinished entry is not yet wrong."""
        text = self.text.strip()
        if self.field.read is None or not text:
            self._say("", wrong=False)
            return
        try:
            self._say(self.field.read(text), wrong=False)
        except HocError:
            self._say("", wrong=False)

    def problem(self) -> str:
        """What keeps this field from being saved, in one sentence; shown beside it."""
        text = self.text.strip()
        problem = ""
        if not text:
            problem = self.field.required
        elif self.field.read is not None:
            try:
                self.field.read(text)
            except HocError as error:
                problem = str(error)
        if problem:
            self._say(problem, wrong=True)
        return problem

    def _say(self, words: str, *, wrong: bool) -> None:
        line = self.query_one(".understood", Static)
        line.update(display(words))
        line.set_class(wrong, "-wrong")
        line.display = bool(words) or self.has_class("-heard")
