"""Options that every command shares, and what they come to together with the settings."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hoc_tui.domain.errors import ConfigurationMissing

if TYPE_CHECKING:
    from hoc_tui.config import Settings  # pydantic takes 100 ms, and `--help` needs none of it

Command = TypeVar("Command", bound=Callable[..., Any])

NOT_NAMED = "No database has been named."
HOW_TO_NAME = (
    "Name one with --database URL, with HOC_DATABASE or in a settings file; to look around with made-up people, "
    "run: hoc-tui demo"
)


def database_option(command: Command) -> Command:
    """Give a command the option that names its database."""
    option = click.option(
        "--database",
        metavar="URL",
        help="The database: sqlite:///FILE or postgresql://HOST/NAME. HOC_DATABASE names it, too.",
    )
    return option(command)


def settings(context: click.Context, database: str | None) -> "Settings":
    """The settings in force, with the command line's own word before all others; the first thing a command asks for.

    Args:
        context: The command's context, which knows what stood before its name.
        database: What `--database` said after the command's name.

    Raises:
        ConfigurationMissing: A settings file or variable cannot be used.
    """
    from hoc_tui.config import SettingsWrong, read_settings

    begin = context.find_root().obj
    if begin is not None:
        begin()
    try:
        read = read_settings(os.environ)
    except SettingsWrong as wrong:
        raise ConfigurationMissing(wrong.message, hint=wrong.hint) from None
    asked = explicit_database(context, database)
    return read.model_copy(update={"database": asked}) if asked else read


def explicit_database(context: click.Context, database: str | None) -> str:
    """The database that the command line itself names, before or after the command; empty when it names none."""
    return database or context.find_root().params.get("database") or ""


def named_database(found: "Settings") -> str:
    """The database to work with.

    Raises:
        ConfigurationMissing: Nobody has named one; the program never makes a private one of its own.
    """
    if not found.database:
        raise ConfigurationMissing(NOT_NAMED, hint=HOW_TO_NAME)
    return found.database
