"""Keys everywhere: help, palette, jumps, themes, other keys than ours, and names we must not take from Textual."""

import inspect
from collections.abc import Iterator

import pytest
from textual.widget import Widget
from textual.widgets import OptionList

from hoc_tui.app_frame import Frame
from hoc_tui.commands.today import TODAY
from hoc_tui.domain.permissions import may
from hoc_tui.domain.vocabulary import Role
from hoc_tui.runtime.terminal import Terminal
from hoc_tui.text import UNICODE, use_glyphs
from scripts.keys import screens
from tests.support.practice import SmallPractice
from tests.support.seat import seated


def _ours(above: type[object]) -> Iterator[type[object]]:
    """Every screen and widget of ours below a class."""
    for one in above.__subclasses__():
        if one.__module__.startswith("hoc_tui"):
            yield one
        yield from _ours(one)


TAKEN_ON_PURPOSE = {"_size_updated", "_compositor_refresh"}
"""Argued for where they stand."""

screens()
OURS = sorted(set(_ours(Widget)), key=lambda one: one.__name__)


async def test_help_is_about_the_screen_it_was_asked_from(practice: SmallPractice) -> None:
    """`?` names the screen and its keys; Esc goes back to it."""
    async with seated(practice) as seat:
        await seat.press("question_mark")
        assert "HelpScreen" == seat.named
        assert "Mark that the person under the cursor is here" in seat.text
        assert "Show only your own" not in seat.text
        await seat.press("escape")
        assert "TodayScreen" == seat.named


async def test_f1_helps_while_somebody_types(practice: SmallPractice) -> None:
    """Where `?` is a letter, F1 opens the help."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("?")
        assert "FindScreen" == seat.named
        await seat.press("f1")
        assert "HelpScreen" == seat.named


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_both_palette_keys_list_what_the_screen_offers(practice: SmallPractice, key: str) -> None:
    """Ctrl+P and : open the same palette: the screen's commands by word and sentence, those of the role only."""
    async with seated(practice, size=(120, 40)) as seat:
        await seat.press(key)
        offered = [command for command in TODAY if command.NEEDS is None or may(Role.RECEPTIONIST, command.NEEDS)]
        for command in offered:
            assert command.WORD in seat.text
            assert command.help() in seat.text
        assert "With me" not in seat.text


async def test_a_command_chosen_in_the_palette_is_done(practice: SmallPractice) -> None:
    """Typing a word of it and Enter does what the key does."""
    async with seated(practice) as seat:
        await seat.press("down", "down", "ctrl+p")
        await seat.type("arrived")
        while not seat.screen.query_one(OptionList).option_count:
            await seat.settle()
        await seat.press("enter")
        await seat.settle()
        assert "arrived 10:20" in seat.text


async def test_other_keys_work_and_are_shown(practice: SmallPractice) -> None:
    """A keymap by command id changes the key, the foot, the help; the old key does nothing."""
    async with seated(practice, keymap={"today.arrived": "f6", "find": "ctrl+f"}) as seat:
        assert "F6 Arrived" in seat.hint
        await seat.press("down", "down", "a")
        assert "arrived" not in seat.text
        await seat.press("f6")
        assert "arrived 10:20" in seat.text
        await seat.press("question_mark")
        assert "F6" in seat.line_with("Mark that the person")
        await seat.press("escape", "ctrl+f")
        assert "FindScreen" == seat.named


async def test_g_leads_home_from_anywhere(practice: SmallPractice) -> None:
    """`g t` closes everything above Today, `g f` opens Find; `g Esc` stays; no conversation, no `c`."""
    async with seated(practice) as seat:
        await seat.press("enter", "g")
        assert "Today" in seat.text
        assert "The conversation" not in seat.text
        await seat.press("escape")
        assert "PersonScreen" == seat.named
        await seat.press("g", "t")
        assert "TodayScreen" == seat.named
        await seat.press("g", "f")
        assert "FindScreen" == seat.named


async def test_g_c_goes_back_to_the_open_conversation(practice: SmallPractice) -> None:
    """After looking something up, `g c` leads to the conversation that was open."""
    async with seated(practice, Role.NURSE) as seat:
        await seat.press("enter", "g", "t", "g", "c")
        assert "ConsultationScreen" == seat.named
        assert "BRENNAN" in seat.lines[0]


async def test_escape_never_leaves_today(practice: SmallPractice) -> None:
    """There is nothing behind Today."""
    async with seated(practice) as seat:
        await seat.press("escape", "escape")
        assert "TodayScreen" == seat.named


async def test_f9_changes_the_theme_and_the_list_with_it(practice: SmallPractice) -> None:
    """Every line of a list is painted in the new colours."""
    async with seated(practice) as seat:
        before = seat.screen.query_one("#visits", Widget).render_line(2)
        name = seat.app.theme
        await seat.press("f9")
        await seat.settle()
        assert name != seat.app.theme
        after = seat.screen.query_one("#visits", Widget).render_line(2)
        assert before.text == after.text
        assert before != after


async def test_ascii_draws_only_ascii(practice: SmallPractice) -> None:
    """With HOC_ASCII every mark and border of ours is ASCII."""
    try:
        async with seated(practice, frame=Frame(terminal=Terminal(ascii=True)), size=(120, 40)) as seat:
            seen = [seat.text]
            for keys in (("question_mark",), ("escape", "enter"), ("e",), ("escape", "escape", "slash")):
                await seat.press(*keys)
                seen.append(seat.text)
            assert "" == "".join(sorted({one for one in "".join(seen) if ord(one) > 127}))
    finally:
        use_glyphs(UNICODE)


async def test_the_cursor_shows_without_colours(practice: SmallPractice) -> None:
    """On 16 colours and with NO_COLOR the row under the cursor is in reverse video."""
    async with seated(practice, frame=Frame(terminal=Terminal(colours="16"))) as seat:
        line = seat.screen.query_one("#visits", Widget).render_line(0)
        assert {True} == {segment.style.reverse for segment in line if segment.style}


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: ours.__name__)
def test_no_private_name_of_textual_is_taken(ours: type[object]) -> None:
    """A method of ours that hides one of Textual's own is called by Textual, at the worst moment."""
    theirs = {name for one in ours.__mro__ if one.__module__.startswith("textual") for name in vars(one)}
    methods = (name for name, value in vars(ours).items() if inspect.isfunction(value) or isinstance(value, property))
    private = {name for name in methods if name.startswith("_") and not name.startswith("__")}
    assert set() == (private & theirs) - TAKEN_ON_PURPOSE
