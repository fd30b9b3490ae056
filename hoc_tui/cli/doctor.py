"""`hoc-tui doctor`: whether everything is in order, one line a check, and never a word of anybody's record."""

from typing import TYPE_CHECKING

import click

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hoc_tui.cli.checks import Check


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--backup-days",
    metavar="N",
    envvar="HOC_BACKUP_DAYS",
    type=click.IntRange(1, 365),
    default=1,
    show_default=True,
    help="How old the last backup may be. HOC_BACKUP_DAYS says it, too.",
)
@database_option
@click.pass_context
def command(context: click.Context, database: str | None, backup_days: int, *, as_json: bool) -> None:
    """Look whether everything is in order, one line a check.

    Looks at the database and its guards, the last backup, room on the disk, what was typed here and not sent, the audit
    and the terminal. Changes nothing. Ends with 1 when something is wrong; a warning is not.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.checks import all_checks, is_well

    checks = all_checks(url, backup_days)
    put(_json(checks) if as_json else "\n".join(check.line for check in checks))
    context.exit(ExitCode.DONE if is_well(checks) else ExitCode.ERROR)


def _json(checks: "Sequence[Check]") -> str:
    import json  # 4 ms that `--help` does not need

    from hoc_tui.cli.checks import is_well

    found = [{"check": check.name, "state": check.state, "words": check.words} for check in checks]
    return json.dumps({"well": is_well(checks), "checks": found}, ensure_ascii=False)
