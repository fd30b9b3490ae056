"""The frame and the base screen, without a terminal."""

from collections.abc import Iterator

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Paste
from textual.widgets import Button, Input, Static, TextArea

from hoc_tui.app_frame import Frame, FrameApp
from hoc_tui.runtime.terminal import Terminal
from hoc_tui.screens._base import BaseModal, BaseScreen, KeyHint, TooSmall
from hoc_tui.text import ASCII, UNICODE, glyphs, use_glyphs
from hoc_tui.themes import ANSI, DARK, HIGH_CONTRAST, LIGHT


class Desk(BaseScreen[None]):
    """Two fields and a border."""

    BINDINGS = [  # noqa: RUF012
        Binding("a", "add", "Add", id="desk.add"),
        Binding("f8", "agree", "Agree", id="desk.agree"),
        Binding("x", "secret", "Not shown", id="desk.secret", show=False),
        Binding("question_mark", "help", "Help", id="desk.help"),
    ]
    DEFAULT_CSS = "Desk Static#pane { border: $frame $line; }"

    def body(self) -> ComposeResult:
        yield Static(id="pane")
        yield Input()
        yield TextArea()


@pytest.fixture(autouse=True)
def unicode_afterwards() -> Iterator[None]:
    """Leave the marks as they were."""
    yield
    use_glyphs(UNICODE)


def app(**frame: object) -> FrameApp:
    """A frame in a terminal of one's choice."""
    return FrameApp(Frame(**frame))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terminal", "asked", "shown"),
    [
        (Terminal(), "", LIGHT),
        (Terminal(), DARK, DARK),
        (Terminal(colours="256"), HIGH_CONTRAST, HIGH_CONTRAST),
        (Terminal(), "textual-dark", LIGHT),
        (Terminal(colours="16"), "", ANSI),
        (Terminal(colours="16"), DARK, ANSI),
        (Terminal(no_color=True), DARK, ANSI),
    ],
)
async def test_the_theme_is_one_that_the_terminal_can_show(terminal: Terminal, asked: str, shown: str) -> None:
    """The theme asked for is used if the terminal can show it; plain terminals have the ANSI theme only."""
    frame = app(terminal=terminal, theme=asked)
    async with frame.run_test():
        assert frame.theme == shown
        assert frame.current_theme.name == shown
        assert set(frame.available_themes) == ({ANSI} if terminal.plain else {LIGHT, DARK, HIGH_CONTRAST})
        assert frame.native_ansi_color == terminal.plain


async def test_a_theme_can_be_changed_while_the_program_runs() -> None:
    """Choosing another theme repaints in it."""
    frame = app()
    async with frame.run_test() as pilot:
        frame.theme = DARK
        await pilot.pause()
        assert frame.screen.has_pseudo_class("dark")


@pytest.mark.parametrize(("ascii_only", "border"), [(False, "round"), (True, "ascii")])
async def test_borders_and_marks_follow_the_terminal(ascii_only: bool, border: str) -> None:
    """The $frame border and the marks are round and Unicode, or ASCII."""
    frame = app(terminal=Terminal(ascii=ascii_only))
    async with frame.run_test() as pilot:
        await frame.push_screen(Desk())
        await pilot.pause()
        assert frame.screen.query_one("#pane").styles.border_top[0] == border
        assert glyphs() == (ASCII if ascii_only else UNICODE)


async def test_every_binding_can_be_remapped() -> None:
    """Each key of the frame has an id, and moving "quit" works."""
    assert [binding for binding in FrameApp.BINDINGS if isinstance(binding, Binding) and not binding.id] == []
    frame = app()
    frame.set_keymap({"app.quit": "f12"})
    async with frame.run_test() as pilot:
        await pilot.press("ctrl+q")
        assert frame.return_code is None
        await pilot.press("f12")
    assert frame.return_code == 0


async def test_the_palette_offers_no_screenshot() -> None:
    """Nothing in the palette saves or shows what is on the screen, and a binding to it does nothing."""
    frame = app()
    async with frame.run_test():
        titles = [command.title for command in frame.get_system_commands(frame.screen)]
        assert titles == ["Theme", "Quit"]
        assert frame.action_screenshot() is None  # type: ignore[func-returns-value]
        assert frame.open_url("http://example.org") is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize("palette", [True, False])
async def test_a_site_can_do_without_the_palette(palette: bool) -> None:
    """Ctrl+P opens the palette only where it is wanted."""
    frame = app(palette=palette)
    async with frame.run_test() as pilot:
        await pilot.press("ctrl+p")
        assert (len(frame.screen_stack) == 2) == palette


async def test_toasts_never_read_markup() -> None:
    """A toast shows brackets as brackets, whatever the caller or a widget asks for."""
    frame = app()
    async with frame.run_test() as pilot:
        frame.notify("[/] \x1b[31m", title="[b]", markup=True)
        frame.screen.notify("[/x]", markup=True)
        await pilot.pause()
        shown = [(note.title, note.message, note.markup) for note in frame._notifications]
        assert shown == [("[b]", "[/] [31m", False), ("", "[/x]", False)]


async def test_ctrl_c_says_how_to_quit() -> None:
    """Ctrl+C does not quit; it says which key does, as written on the keyboard."""
    frame = app()
    async with frame.run_test() as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert [note.message for note in frame._notifications] == ["Press Ctrl+Q to close the program."]


@pytest.mark.parametrize(
    ("key", "shown"),
    [("f8", "F8"), ("ctrl+z", "Ctrl+Z"), ("question_mark", "?"), ("slash", "/"), ("a", "a")],
)
def test_keys_are_named_as_on_the_keyboard(key: str, shown: str) -> None:
    """Function keys are capital, Ctrl is written out, signs are signs."""
    assert app().get_key_display(Binding(key, "x")) == shown


async def test_the_foot_of_a_screen_says_its_keys() -> None:
    """Bindings that are to be shown stand at the foot, with help last; in a field only those that type nothing do."""
    frame = app()
    async with frame.run_test(size=(80, 24)) as pilot:
        await frame.push_screen(Desk())
        await pilot.pause()
        assert str(frame.screen.query_one(KeyHint).content) == "F8 Agree"
        frame.screen.set_focus(None)
        await pilot.pause()
        assert str(frame.screen.query_one(KeyHint).content) == "a Add  F8 Agree  ? Help"


@pytest.mark.parametrize(
    ("size", "classes"),
    [
        ((79, 24), {"-tiny", "-usual"}),
        ((80, 23), {"-narrow", "-short"}),
        ((80, 24), {"-narrow", "-usual"}),
        ((119, 39), {"-narrow", "-usual"}),
        ((120, 40), {"-wide", "-tall"}),
        ((160, 50), {"-widest", "-tall"}),
    ],
)
async def test_screens_know_their_size(size: tuple[int, int], classes: set[str]) -> None:
    """A screen's classes say how much room there is; below 80x24 the cover shows."""
    frame = app()
    async with frame.run_test(size=size) as pilot:
        await frame.push_screen(Desk())
        await pilot.pause()
        assert {name for name in frame.screen.classes if name.startswith("-")} == classes
        assert frame.screen.query_one(TooSmall).display == bool(classes & {"-tiny", "-short"})


async def test_keys_do_nothing_behind_the_cover() -> None:
    """While the window is too small nothing typed or pasted reaches what cannot be seen; afterwards all works again."""
    frame = app()
    async with frame.run_test(size=(80, 23)) as pilot:
        await frame.push_screen(Desk())
        await pilot.press("u", "tab", "a")
        frame.post_message(Paste("unseen"))
        await pilot.resize_terminal(80, 24)
        await pilot.press("s", "e", "e", "n")
        assert frame.screen.query_one(Input).value == "seen"
        await pilot.resize_terminal(79, 24)
        await pilot.press("f10")
    assert frame.return_code == 0


async def test_no_cursor_blinks() -> None:
    """Text cursors stand still in every field that gets the focus."""
    frame = app()
    async with frame.run_test() as pilot:
        await frame.push_screen(Desk())
        await pilot.press("tab")
        await pilot.pause()
        assert not frame.screen.query_one(Input).cursor_blink
        assert not frame.screen.query_one(TextArea).cursor_blink
        assert frame.animation_level == "none"


async def test_a_waiting_pane_says_so_without_moving() -> None:
    """A pane that waits shows a still word, in ASCII where it must."""
    frame = app(terminal=Terminal(ascii=True))
    async with frame.run_test():
        widget = frame.get_loading_widget()
        assert isinstance(widget, Static)
        assert str(widget.content) == "Working..."


async def test_a_form_leaves_the_screen_below_readable() -> None:
    """A form beside a screen dims nothing."""

    class Form(BaseModal[str]):
        def body(self) -> ComposeResult:
            yield Button("Save")

    frame = app()
    async with frame.run_test() as pilot:
        await frame.push_screen(Form())
        await pilot.pause()
        assert frame.screen.is_modal
        assert frame.screen.styles.background.a == 0


async def test_copying_stays_in_the_program() -> None:
    """What is copied can be pasted in the program."""
    frame = app()
    async with frame.run_test():
        frame.copy_to_clipboard("words")
        assert frame.clipboard == "words"


async def test_suspending_does_nothing() -> None:
    """The program has no way to stop itself."""
    frame = app()
    async with frame.run_test() as pilot:
        await pilot.press("ctrl+z")
        frame.action_suspend_process()
        assert frame.is_running


async def test_an_error_reaches_the_test_that_caused_it() -> None:
    """Under a test the crash policy hides nothing: the error comes out of the context manager."""

    class Broken(FrameApp):
        def key_x(self) -> None:
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        async with Broken().run_test() as pilot:
            await pilot.press("x")
