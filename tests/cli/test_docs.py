"""The page about the command line says what the program says."""

from collections.abc import Iterator

import click

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.main import COMMANDS, NAME, program
from hoc_tui.config import Settings
from tests.cli.conftest import ROOT

PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")


def help_texts() -> Iterator[str]:
    """The help of the program and of each command, as it is printed."""
    whole = program.make_context(NAME, ["completion", "bash"])
    yield program.get_help(whole)
    for name in COMMANDS:
        command = program.get_command(whole, name)
        assert command is not None
        yield command.get_help(click.Context(command, parent=whole, info_name=name))


def test_every_help_text_is_in_the_page() -> None:
    """Whoever changes an option changes the page with it: what is missing is printed here, ready to be put in."""
    missing = [text for text in help_texts() if f"```text\n{text}\n```" not in PAGE]
    assert [] == missing, "\n\n".join(f"```text\n{text}\n```" for text in missing)


def test_every_setting_and_exit_code_is_in_the_page() -> None:
    """A key or a code that nobody can look up is none."""
    assert [] == [name for name in Settings.model_fields if f"| `{name}` |" not in PAGE]
    assert [] == [code for code in ExitCode if f"| {code.value} |" not in PAGE]
