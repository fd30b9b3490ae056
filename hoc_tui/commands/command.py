"""A command is one class: key, word at the foot, help, palette entry and keymap id from one definition.

Pressing the key posts the command as a message to its screen, which alone acts on it. What stands in the
class is all that help, palette, footer and docs/keys.md ever say, so they cannot drift apart.
"""

from collections.abc import Iterable, Mapping
from inspect import getdoc
from typing import ClassVar

from textual.binding import Binding
from textual.message import Message

from hoc_tui.domain.permissions import Permission


class Command(Message):
    """The base of every command; a subclass's docstring is its help sentence."""

    ID: ClassVar[str]
    """Its name in a keymap: "consultation.add"."""
    KEY: ClassVar[str]
    """The key or keys, as Textual names them, separated by commas."""
    WORD: ClassVar[str]
    """One or two words for the foot of the screen."""
    SHOWN: ClassVar[bool] = True
    """Whether it stands at the foot of the screen; help shows every command."""
    NEEDS: ClassVar[Permission | None] = None
    """The permission without which it is not offered."""
    PRIORITY: ClassVar[bool] = False
    """Whether it works while somebody types; only for keys that type nothing."""

    @classmethod
    def help(cls) -> str:
        """The help sentence: the first line of the docstring."""
        return (getdoc(cls) or "").partition("\n")[0]

    @classmethod
    def binding(cls) -> Binding:
        """The binding that posts this command."""
        return Binding(
            cls.KEY,
            f"command('{cls.ID}')",
            cls.WORD,
            show=cls.SHOWN,
            priority=cls.PRIORITY,
            tooltip=cls.help(),
            id=cls.ID,
        )

    @classmethod
    def bound_to(cls, keymap: Mapping[str, str]) -> list[Binding]:
        """One binding for each key that posts this command.

        Args:
            keymap: Keys by command id that somebody has chosen instead of ours.
        """
        keys = keymap.get(cls.ID, cls.KEY).split(",")
        return [cls.binding().with_key(key.strip()) for key in keys]


def bindings(commands: Iterable[type[Command]]) -> list[Binding]:
    """The bindings of a screen's commands, in their order."""
    return [command.binding() for command in commands]
