"""Every command, wherever it is offered: one definition, one key, one sentence."""

import re
from collections import Counter
from types import SimpleNamespace

import pytest
from textual.screen import Screen

from hoc_tui.app_frame import FrameApp
from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import Help
from hoc_tui.screens.help import HelpScreen
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.verbs import VerbScreen
from hoc_tui.widgets.flow import Laid
from scripts.keys import PAGE, page, screens

SCREENS = screens()
COMMANDS = sorted({command for screen in SCREENS for command in screen.VERBS}, key=lambda command: command.ID)

HANGING = re.compile(r"alt\+|ctrl\+shift|ctrl\+enter|super\+|f11|f12|ctrl\+i\b|ctrl\+m\b|ctrl\+\[")
"""Keys that terminals swallow or send as others (textual.md, section 2)."""


def test_the_page_of_keys_is_what_the_commands_say() -> None:
    """docs/keys.md is current: `python -m scripts.keys` writes it anew."""
    assert PAGE.read_text("utf-8") == page()


def test_every_id_is_one_command() -> None:
    """A keymap names commands by id, so no two share one."""
    assert [] == [name for name, count in Counter(command.ID for command in COMMANDS).items() if count > 1]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.ID)
def test_a_command_says_what_it_does(command: type[Command]) -> None:
    """Word and help sentence are there, and no key is one that terminals keep for themselves."""
    assert command.WORD
    assert len(command.help()) > 3
    assert not HANGING.search(command.KEY)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_means_two_things_on_one_screen(screen: type[VerbScreen[object]]) -> None:
    """Each key of a screen posts one command."""
    keys = Counter(key for command in screen.VERBS for key in command.KEY.split(","))
    assert [] == [key for key, count in keys.items() if count > 1]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_task_offers_help_and_what_every_screen_has(screen: type[VerbScreen[object]]) -> None:
    """A screen where something is done has Help among its commands, last at the foot."""
    if issubclass(screen, TaskScreen):
        assert screen.VERBS[-1] is Help


async def test_help_shows_each_binding_of_each_screen() -> None:
    """`?` lists every command of the screen it is asked from, with its key."""
    app = FrameApp()
    async with app.run_test(size=(160, 48)) as pilot:
        for screen in SCREENS:
            about = SimpleNamespace(VERBS=screen.VERBS, TITLE_WORDS=screen.TITLE_WORDS, check_action=lambda *_: True)
            app.push_screen(HelpScreen(about))  # type: ignore[arg-type]
            await pilot.pause()
            shown = _words(app.screen)
            missing = [one.ID for one in screen.VERBS if " ".join(one.help().split()) not in shown]
            assert [] == missing, screen.__name__
            app.pop_screen()
            await pilot.pause()


def _words(screen: Screen[object]) -> str:
    """All the help says, also what has to be scrolled to."""
    lines = [laid._lines(400).plain for laid in screen.query(Laid)]
    return " ".join(" ".join(lines).split())
