"""The crash policy as the command line uses it: where incidents are written down."""

from pathlib import Path

import platformdirs

from hoc_tui import __version__
from hoc_tui.runtime.crash import CrashPolicy


def incidents_folder() -> Path:
    """Where incidents are kept: the account's own state folder."""
    return platformdirs.user_state_path("hoc-tui") / "incidents"


def crash_policy() -> CrashPolicy:
    """The policy that writes incidents down there."""
    return CrashPolicy(incidents_folder(), version=__version__)
