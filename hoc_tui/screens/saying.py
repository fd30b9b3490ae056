"""Saying something on whichever screen is on top, from where no screen is at hand."""

from typing import Any

from textual.app import App

from hoc_tui.screens.task import TaskScreen


def topmost(app: App[Any]) -> TaskScreen[Any] | None:
    """The topmost screen that has a place for a sentence; forms and questions have none.

    Args:
        app: The program.
    """
    tasks = [screen for screen in app.screen_stack if isinstance(screen, TaskScreen) and screen.is_mounted]
    return tasks[-1] if tasks else None


def say_on_top(app: App[Any], words: str) -> None:
    """Show one sentence on the topmost screen that has a place for it.

    Args:
        app: The program.
        words: The sentence.
    """
    if (screen := topmost(app)) is not None:
        screen.say(words)
