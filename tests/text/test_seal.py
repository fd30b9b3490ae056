"""The last gates before the terminal, on painted lines."""

import asyncio
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.color import Color
from textual.widgets import DataTable, Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from hoc_tui.app_frame import FrameApp
from hoc_tui.domain.text import CONTROLS
from hoc_tui.screens._base import BaseScreen
from hoc_tui.text import Content, cell, display, quoted
from hoc_tui.text.seal import BoldAndReverse, StripControls
from tests.support.examples import examples
from tests.text.test_content import HOSTILE

GROUND = Color(0, 0, 0)


def steering(text: str) -> list[str]:
    """The characters that could steer a terminal."""
    forbidden = {chr(code) for code in CONTROLS if CONTROLS[code] != "-"}
    return [
        character for character in text if character in forbidden or unicodedata.category(character) in {"Cc", "Cs"}
    ]


@given(st.lists(HOSTILE))
def test_no_control_passes_the_seal(texts: list[str]) -> None:
    """Whatever a widget paints, no control character is left, and styles and the number of pieces stay."""
    style = Style(bold=True)
    sealed = StripControls().apply([Segment(text, style) for text in texts], GROUND)
    assert [steering(segment.text) for segment in sealed] == [[] for _ in texts]
    assert [segment.style for segment in sealed] == [style for _ in texts]


@given(HOSTILE)
def test_the_seal_keeps_the_layout(text: str) -> None:
    """A sealed piece is as wide as it was measured, so nothing after it moves."""
    (sealed,) = StripControls().apply([Segment(text)], GROUND)
    assert sealed.cell_length == Segment(text).cell_length


def test_the_seal_leaves_ordinary_text_and_textual_s_own_controls() -> None:
    """Printable text is passed on as the same piece, and so is a control of Textual's."""
    pieces = [Segment("Ordinary £ text ✓ é"), Segment("\r", None, [(ControlType.CARRIAGE_RETURN,)])]
    assert StripControls().apply(pieces, GROUND) == pieces


def test_a_plain_terminal_gets_bold_and_reverse_only() -> None:
    """Colours, dim, underline and links go; bold and reverse stay, and an underlined link is bold instead."""
    style = Style(color="red", bgcolor="#ffffff", dim=True, reverse=True)
    link = Style(underline=True, link="http://example.org", italic=True)
    shown = BoldAndReverse().apply([Segment("x", style), Segment("y", link), Segment("z")], GROUND)
    assert [str(piece.style) for piece in shown[:2]] == ["not bold reverse", "bold"]
    assert shown[2].style is None


class Surfaces(BaseScreen[None]):
    """Each widget that shows other people's text, and the harmless ways to give it to them."""

    def body(self) -> ComposeResult:
        yield Static(id="words")
        yield Static(id="quoted")
        yield DataTable()
        yield OptionList()
        yield Input()
        yield TextArea()

    def on_mount(self) -> None:
        self.query_one(OptionList).styles.border = ("round", "black")

    def show(self, text: str) -> None:
        self.query_one("#words", Static).update(display(text))
        self.query_one("#quoted", Static).update(quoted(text, "bold"))
        table = self.query_one(DataTable)
        table.clear(columns=True)
        table.add_column(cell(text))
        table.add_row(cell(text), label=cell(text))
        options = self.query_one(OptionList).clear_options()
        options.add_option(Option(display(text)))
        options.border_title = display(text)
        self.query_one(Input).placeholder = display(text).plain
        self.query_one(Input).value = text
        self.query_one(TextArea).text = text
        self.app.clear_notifications()
        self.app.notify(text, title=text)


async def painted(texts: list[str]) -> list[list[str]]:
    """For each text, every line that a screen full of it would send."""
    app, screen, found = FrameApp(), Surfaces(), []
    async with app.run_test(size=(100, 60)) as pilot:
        await app.push_screen(screen)
        for text in texts:
            screen.show(text)
            await pilot.pause()
            found.append([strip.render(app.console) for strip in screen._compositor.render_strips()])
    return found


@examples(2)
@given(st.lists(HOSTILE, min_size=15, max_size=15))
def test_no_widget_sends_a_control_or_crashes(texts: list[str]) -> None:
    """A screen full of hostile text in every kind of widget paints without an error, and steers no terminal."""
    for lines in asyncio.run(painted(texts)):
        assert [steering(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines] == [[] for _ in lines]


def test_content_is_textual_s_own() -> None:
    """What the boundary makes is Textual's Content, which no widget reads as markup."""
    assert isinstance(display("[/]"), Content)
