"""What makes a screen of its commands: bindings, the line of keys, what is offered, the mark of a made-up practice."""

from typing import Any, ClassVar, TypeVar

from textual.binding import BindingType

from hoc_tui.commands.command import Command, bindings
from hoc_tui.screens._base import BaseModal, BaseScreen
from hoc_tui.screens.palette import verb_provider
from hoc_tui.text import KeyWord

Result = TypeVar("Result")


class VerbScreen(BaseScreen[Result]):
    """A screen whose keys are the commands in `VERBS`; it acts on each with `@on(TheCommand)`."""

    DEFAULT_CSS = """
    VerbScreen {
        &.-demo DemoMark { display: block; }
    }
    """
    VERBS: ClassVar[tuple[type[Command], ...]] = ()
    """The commands of this screen, most needed first."""
    TITLE_WORDS: ClassVar[str] = ""
    """What help calls this screen."""
    COMMANDS: ClassVar[set[Any]] = {verb_provider}

    def __init_subclass__(cls, **kwargs: bool) -> None:
        """Make the bindings of a screen from its commands."""
        own: list[BindingType] = list(bindings(cls.VERBS))
        cls.BINDINGS = own
        super().__init_subclass__(**kwargs)

    def action_command(self, command_id: str) -> None:
        """Post the command with an id to this screen.

        Args:
            command_id: What stands in its `ID`.
        """
        for command in self.VERBS:
            if command_id == command.ID:
                self.post_message(command())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out commands that the role may not use or that make no sense now.

        Args:
            action: Textual's name of the action.
            parameters: Its parameters; of a command, its id.

        Returns:
            Whether it is offered.
        """
        if action != "command":
            return super().check_action(action, parameters)
        wanted = next((command for command in self.VERBS if command.ID in parameters), None)
        return wanted is not None and self.offers(wanted)

    def offers(self, command: type[Command]) -> bool:  # noqa: ARG002  a subclass looks at it
        """Whether a command makes sense here and now for this role.

        Args:
            command: One of `VERBS`.
        """
        return True

    def hint_keys(self) -> list[KeyWord]:
        """Each command once, with the key that works now, in the order of `VERBS`.

        Returns:
            The commands to be shown at the foot whose key is not taken by a field somebody types in.
        """
        first: dict[str, KeyWord] = {}
        for active in self.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.id is not None:
                first.setdefault(binding.id, (self.app.get_key_display(binding), ""))
        return [(first[one.ID][0], one.WORD) for one in self.VERBS if one.SHOWN and one.ID in first]

    def mark_demo(self, *, demo: bool) -> None:
        """Let every `DemoMark` on this screen show that all people here are made up.

        Args:
            demo: Whether they are.
        """
        self.set_class(demo, "-demo")


class VerbModal(VerbScreen[Result], BaseModal[Result]):
    """A form or a question beside the screen it belongs to."""

    # Why said again: Textual 8.2.8 takes default CSS along the first base only, which here is not BaseModal.
    DEFAULT_CSS = "VerbModal { background: transparent; }"
