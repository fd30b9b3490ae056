"""`hoc-tui backup`: a whole practice in one verified file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoc_tui.cli.options import Command, database_option, named_database, settings
from hoc_tui.cli.printing import put, tell
from hoc_tui.cli.traces import enter_act
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.vocabulary import AuditAct

if TYPE_CHECKING:
    from hoc_tui.data.backups.manifest import Manifest
    from hoc_tui.data.backups.whole import Making


def tools_option(command: Command) -> Command:
    """Give a command the option that says where PostgreSQL's own programs are."""
    option = click.option(
        "--tools",
        metavar="FOLDER",
        envvar="HOC_PG_TOOLS",
        type=click.Path(path_type=Path),
        help="Where pg_dump and pg_restore are, if not on the path. HOC_PG_TOOLS names it, too.",
    )
    return option(command)


def making(tools: Path | None, *, overwrite: bool) -> "Making":
    """How this program makes and restores backups, now."""
    from hoc_tui import __version__
    from hoc_tui.cli.opening import now
    from hoc_tui.data.backups.whole import Making

    return Making(now(), __version__, tools, overwrite)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there, once the new backup is whole.")
@click.option(
    "--check-restore",
    metavar="URL",
    help="PostgreSQL: restore it into this empty database, compare, and empty it again.",
)
@tools_option
@database_option
@click.pass_context
def command(
    context: click.Context,
    database: str | None,
    file: Path,
    tools: Path | None,
    check_restore: str | None,
    *,
    overwrite: bool,
) -> None:
    """Write the whole practice into FILE, and verify it.

    People can go on working meanwhile. FILE takes its name only when it is whole and holds the same as the database
    did; it is readable by its owner alone. On PostgreSQL this runs pg_dump, and needs a login that may read everything.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import reach
    from hoc_tui.cli.sqlite_files import require_file

    require_file(url)
    reach(url).close()
    how = making(tools, overwrite=overwrite)
    manifest = _back_up(url, file, how, check_restore)
    _note(url, file, manifest, rehearsed=check_restore is not None)
    enter_act(url, AuditAct.EXPORTED, f"backup {file.name}")
    put(f"{file}: {words_of(manifest)}")


def _back_up(url: str, file: Path, how: "Making", check_restore: str | None) -> "Manifest":
    from hoc_tui.data.backups.whole import back_up, rehearse

    manifest = back_up(url, file, how)
    if manifest.contents.missing_guards:
        tell("The database does not protect agreed plans and the audit as it should; see: hoc-tui doctor")
    if check_restore is not None:
        try:
            rehearse(file, check_restore, how)
        except HocError as error:
            raise HocError(f"{file} is whole, but could not be restored for the check. {error}") from None
    return manifest


def _note(url: str, file: Path, manifest: "Manifest", *, rehearsed: bool) -> None:
    from socket import gethostname

    from hoc_tui.cli.ids import new_id
    from hoc_tui.cli.opening import account
    from hoc_tui.data.backups.notes import keep_note, note_of

    note = note_of(manifest, file, new_id(), by=account(), host=gethostname(), rehearsed=rehearsed)
    if not keep_note(url, note):
        tell("The backup is good, but could not be noted in the database, so “hoc-tui doctor” does not know of it.")


def words_of(manifest: "Manifest") -> str:
    """A backup in one line: how much of what, of when, and the hash to keep elsewhere."""
    contents = manifest.contents
    return (
        f"{len(contents.tables)} tables, {contents.rows} rows, schema {manifest.schema_version}, "
        f"{manifest.size / 1_000_000:.1f} MB, made {manifest.made_at:%Y-%m-%dT%H:%M:%SZ}, sha256 {manifest.sha256}"
    )
