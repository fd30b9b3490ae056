"""The command line's front door: which commands there are, and how every ending becomes an exit code.

Nothing but click is imported here, and each command's own module imports what it needs when it runs: `--help` must
answer in 100 ms, and SQLAlchemy alone takes 200.
"""

import gc
import importlib
import os
import sys
from collections.abc import Callable
from typing import Final, NoReturn

import click

from hoc_tui import __version__
from hoc_tui.cli.exits import ExitCode, code_of
from hoc_tui.cli.options import database_option
from hoc_tui.cli.printing import tell
from hoc_tui.domain.errors import HocError

NAME: Final = "hoc-tui"

COMMANDS: Final = {
    "demo": ("demo", "Open the program on a made-up practice; nobody in it is real."),
    "init": ("init", "Set up an empty database for a practice."),
    "migrate": ("migrate", "Upgrade a database to the schema of this program."),
    "import": ("import_", "Take record files and laboratory messages in."),
    "show": ("show", "Print a person's record line by line, without the screen."),
    "content": ("content", "See and decide which limits judge here."),
    "audit": ("audit", "Seal and verify the audit; print a person's own."),
    "backup": ("backup", "Write the whole practice into FILE, and verify it."),
    "restore": ("restore", "Put the backup in FILE in a database's place, and verify it."),
    "copy": ("copy", "Copy a practice into another database, and compare both."),
    "doctor": ("doctor", "Look whether everything is in order, one line a check."),
    "completion": ("completion", "Print the completion script for a shell."),
}
"""Each command, its module here and its line in the help, in the order in which somebody new meets them.

Why the line once more: asking each command for its own would import them all, for help a quarter of its time.
"""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click asks with its context
        """The names of the commands, in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  as above
        """A command by its name; None when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        name, _ = COMMANDS[cmd_name]
        command: click.Command = importlib.import_module(f"hoc_tui.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  as above
        """Write what each command does, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


# Why 80 columns whatever the terminal: the same help is printed in docs/cli.md, and a test holds the two together.
@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 80, "max_content_width": 80},
)
@click.version_option(__version__, prog_name=NAME)
@database_option
@click.pass_context
def program(context: click.Context, database: str | None) -> None:
    """House of Care conversations: one clinician, one person, one care plan.

    Without a command it opens the program on the database that --database, HOC_DATABASE or a settings file names.
    """
    if context.invoked_subcommand is None:
        from hoc_tui.cli.run import run

        context.exit(run(context, database))


def main() -> NoReturn:
    """Run the program on this process's arguments and end the process with the exit code."""
    _start_quickly()
    sys.exit(run_guarded(sys.argv[1:], begin=_guard_process))


def _start_quickly() -> None:
    """Leave out of the start what it does not need: together an eighth of the time until Today is painted."""
    # By default Python looks for garbage every 700 new objects, and while modules are loaded there is none.
    gc.set_threshold(20_000, 20, 20)
    # Pydantic would read what every installed package says of itself to find plugins, and load those that it finds.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def run_guarded(arguments: list[str], *, begin: Callable[[], None] | None = None) -> int:
    """Run a command, and turn whatever ends it into one sentence and an exit code.

    Args:
        arguments: What stands after the program's name.
        begin: Called once before a command touches anybody's data; not for help.

    Returns:
        The exit code.
    """
    try:
        # Not standalone: click would print our errors as tracebacks, and end with 1 where the contract says otherwise.
        code = program.main(arguments, prog_name=NAME, standalone_mode=False, obj=begin)
    except click.UsageError as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        tell("Stopped.")
        return ExitCode.ERROR
    except HocError as error:
        tell(str(error))
        return code_of(error)
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:  # noqa: BLE001  the crash policy is for everything that nobody foresaw
        return _crashed(error)
    return code if isinstance(code, int) else ExitCode.DONE


def _reader_gone() -> int:
    """End quietly when whoever read our output has gone, as `head` does."""
    # Python flushes standard output once more at its end, and would complain there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.ERROR


def _guard_process() -> None:
    """Let nothing that Python prints or keeps by itself, such as a core file, hold a record."""
    from hoc_tui.cli.incidents import crash_policy
    from hoc_tui.runtime.terminal import prepare_streams

    crash_policy().install()
    prepare_streams(sys.stdin, sys.stdout, sys.stderr)


def _crashed(error: Exception) -> int:
    from hoc_tui.cli.incidents import crash_policy

    policy = crash_policy()
    policy.tell(policy.record(error))
    return ExitCode.ERROR
