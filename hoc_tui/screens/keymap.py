"""Which keys somebody has chosen instead of ours."""

from collections.abc import Mapping
from typing import Any

from textual.app import App


def keymap_of(app: App[Any]) -> Mapping[str, str]:
    """The keys that somebody has chosen instead of ours, by command id.

    Args:
        app: The program.
    """
    return app._keymap  # noqa: SLF001  Textual 8.2.8 lets one set the keymap and never read it
