"""`hoc-tui copy`: a practice taken from one database into another."""

import sys

import click

from hoc_tui.cli.options import settings
from hoc_tui.cli.printing import put, tell
from hoc_tui.cli.traces import enter_act
from hoc_tui.domain.vocabulary import AuditAct


@click.command("copy")
@click.option("--from", "source", metavar="URL", required=True, help="The database that holds the practice.")
@click.option("--to", "target", metavar="URL", required=True, help="An empty database; its tables are made.")
@click.pass_context
def command(context: click.Context, source: str, target: str) -> None:
    """Copy a practice into another database, and compare both.

    From SQLite to PostgreSQL, back, or between two of a kind. All of it goes over or nothing, and every table's rows
    and hash are compared. The practice stays in the first database, too. On PostgreSQL, give the owner's address.
    """
    settings(context, source)
    from hoc_tui.cli.opening import reach
    from hoc_tui.cli.sqlite_files import make_folder, require_file
    from hoc_tui.data.copying import copy

    require_file(source)
    for url in (source, target):
        reach(url).close()
    make_folder(target)
    copied = copy(source, target, _show if sys.stderr.isatty() else None)
    enter_act(source, AuditAct.EXPORTED, "copied into another database")
    enter_act(target, AuditAct.RESTORED, "copied from another database")
    tell("Staff keep their accounts: on PostgreSQL each must be a login of the database, on SQLite of the machine.")
    put(f"{len(copied.tables)} tables, {copied.rows} rows: copied and the same in both databases")


def _show(table: str, rows: int) -> None:
    tell(f"{table}: {rows} rows")
