"""Write docs/keys.md: every key of every screen, from the commands themselves.

`python -m scripts.keys` writes it; a test holds the file to what it would write.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from textual.binding import Binding

import hoc_tui.screens
from hoc_tui.app import KEY_WORDS
from hoc_tui.app_frame import FrameApp
from hoc_tui.commands.command import Command
from hoc_tui.commands.everywhere import EVERYWHERE
from hoc_tui.screens.verbs import VerbScreen
from hoc_tui.widgets.cards import CardList

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "keys.md"

_START = """# Keys

Every action has a key, and nothing needs the mouse. `?` shows the keys of the screen you are on; `Ctrl+P` and `:` find
a command by a word. A key can be changed by its id. This page is written by `python -m scripts.keys`.
"""


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


def page() -> str:
    """The whole page, as Markdown."""
    parts = [_START, *_sections()]
    return "\n".join(parts)


def screens() -> list[type[VerbScreen[object]]]:
    """Every screen that has a name, in the order of their names."""
    for module in pkgutil.iter_modules(hoc_tui.screens.__path__):
        importlib.import_module(f"hoc_tui.screens.{module.name}")
    return sorted(_below(VerbScreen), key=lambda screen: (screen.TITLE_WORDS, screen.__name__))


def _below(screen: type[VerbScreen[object]]) -> Iterator[type[VerbScreen[object]]]:
    for each in screen.__subclasses__():
        if each.TITLE_WORDS:
            yield each
        yield from _below(each)


def _sections() -> Iterator[str]:
    yield _section("On every screen", [_row(command) for command in EVERYWHERE] + list(_bound(FrameApp.BINDINGS)))
    yield _section("In every list", list(_bound(CardList.BINDINGS)))
    for screen in screens():
        own = [command for command in screen.VERBS if command not in EVERYWHERE]
        if own:
            yield _section(screen.TITLE_WORDS, [_row(command) for command in own])


def _section(title: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}", "", "| Key | What it does | Id |", "|---|---|---|", *rows, ""])


def _row(command: type[Command]) -> str:
    return _line(command.KEY, command.help(), command.ID)


def _bound(bindings: Iterable[object]) -> Iterator[str]:
    for binding in bindings:
        if isinstance(binding, Binding) and binding.tooltip:
            yield _line(binding.key, binding.tooltip, binding.id or "")


def _line(keys: str, sentence: str, command_id: str) -> str:
    named = " ".join(f"`{_named(key.strip())}`" for key in keys.split(","))
    return f"| {named} | {sentence} | `{command_id}` |"


_SIGNS = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "home": "Home",
    "end": "End",
}


def _named(key: str) -> str:
    """A key as it is written on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    if key[:1] == "f" and key[1:].isdigit():
        return key.upper()
    return _SIGNS.get(key) or KEY_WORDS.get(key, key)


if __name__ == "__main__":
    main()
