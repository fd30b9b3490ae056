"""`hoc-tui restore`: a backup put in a database's place, and verified."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoc_tui.cli.backup import making, tools_option, words_of
from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put, tell
from hoc_tui.cli.traces import enter_act
from hoc_tui.domain.vocabulary import AuditAct

if TYPE_CHECKING:
    from hoc_tui.data.backups.whole import Restored


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace the practice that is there; it is kept aside, under a date.")
@tools_option
@database_option
@click.pass_context
def command(context: click.Context, database: str | None, file: Path, tools: Path | None, *, overwrite: bool) -> None:
    """Put the backup in FILE in a database's place, and verify it.

    A damaged or altered backup is refused, and a database that holds a practice is left as it is unless told. What was
    there is kept aside. On PostgreSQL this runs pg_restore; give the address of the database's owner.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import reach
    from hoc_tui.cli.sqlite_files import make_folder
    from hoc_tui.data.backups.whole import restore

    reach(url).close()
    make_folder(url)
    done = restore(file, url, making(tools, overwrite=overwrite))
    _say(done)
    enter_act(url, AuditAct.RESTORED, f"backup {file.name}")
    put(f"{file}: {words_of(done.manifest)}: restored and the same")


def _say(done: "Restored") -> None:
    if done.kept:
        tell(f"The practice that was there is kept in {done.kept}")
    if done.is_older:
        tell("The backup is of an older schema. Before anybody works here, run: hoc-tui migrate")
    if done.manifest.contents.missing_guards:
        tell("Guards of agreed plans or the audit were missing when the backup was made; see: hoc-tui doctor")
