"""User-visible verbs: each one class from which key, footer, help, palette and keymap follow."""

from hoc_tui.commands.command import Command, bindings

__all__ = ["Command", "bindings"]
