"""Hostile text in every widget, as bytes on a real terminal."""

import re

from tests.terminal.conftest import Start

# What Textual itself sends: cursor moves, colours and attributes, modes, and line ends.
OWN = re.compile(rb"\x1b\[[0-9;]*[HmJK]|\x1b\[\??[0-9;]*[hl]|\x1b\[[<>]?[0-9]*u|\x1b\[\?[0-9]+\$p|\r\n")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def test_no_control_character_leaves_the_program(probe: Start) -> None:
    """Markup, ANSI, OSC, C1, NUL, bidi, backspace and half a surrogate pair show as harmless text in every widget."""
    with probe("hostile") as terminal:
        terminal.wait_for("[b]bold[/b] [/] [/etc/x] [@click=app.quit]")
        for key in ("down", "tab", "down", "tab", "end", "a", "tab", "end", "a", "f3"):
            terminal.press(key)
        terminal.wait_for("╭")
        terminal.quiet()
        left = OWN.sub(b"", terminal.output).decode()
        assert CONTROL.findall(left) == []
        terminal.press("f10")
        assert terminal.wait_exit() == 0


def test_every_word_of_hostile_text_is_shown(probe: Start) -> None:
    """Making text harmless loses no word of it."""
    with probe("hostile") as terminal:
        terminal.wait_for("ready [b]bold[/b] [/] [/etc/x] [@click=app.quit]x[/]")
        shown = " ".join(terminal.text.split())
        assert "[31mred[0m ]0;title 2J nul over back \ufffd iso" in shown


def test_hostile_keys_show_as_harmless_text(probe: Start) -> None:
    """Pasted escape sequences and C1 controls arrive as text, and none of them leaves again."""
    with probe() as terminal:
        terminal.wait_for("ready")
        terminal.press("tab", "tab")
        terminal.send("\x1b[200~a\x9bb\u202ec[/]\x00d\x1b[201~")
        terminal.wait_for("abc[/]d")
        terminal.quiet()
        assert CONTROL.findall(OWN.sub(b"", terminal.output).decode()) == []
        terminal.press("f10")
        assert terminal.wait_exit() == 0
