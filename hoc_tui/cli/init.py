"""`hoc-tui init`: set up an empty database for a practice."""

import click

from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import tell
from hoc_tui.domain.errors import HocError


@click.command("init")
@click.option("--practice", metavar="NAME", required=True, help="The practice, as people know it.")
@database_option
@click.pass_context
def command(context: click.Context, database: str | None, practice: str) -> None:
    """Set up an empty database for a practice.

    Whoever runs it becomes the practice's first member of staff. A database that already holds a practice is refused
    and left as it is. On PostgreSQL, give the address of the database's owner.
    """
    if not practice.strip():
        raise HocError("A practice needs a name.")
    account, source = _set_up(named_database(settings(context, database)), practice)
    tell(f"{practice.strip()} is set up, and the account “{account}” is its first member of staff.")
    tell(f"The database is {source}. Name it in HOC_DATABASE or a settings file for everybody who works here.")
    tell("Next: “hoc-tui import FILE...” takes record files in, and “hoc-tui” opens the program.")


def _set_up(url: str, name: str) -> tuple[str, str]:
    """Set a database up with whoever asks as its first member of staff: their account, and where the database is."""
    from hoc_tui.cli.ids import new_id
    from hoc_tui.cli.opening import login, now, reached
    from hoc_tui.cli.sqlite_files import make_folder
    from hoc_tui.data.setup import first_staff, set_up
    from hoc_tui.domain.people import Practice

    practice = Practice(id=new_id(), name=name)
    make_folder(url)
    with reached(url) as database:
        worker = first_staff(practice.id, login(database), now(), new_id)
        set_up(url, practice, [worker])
        return worker.account, database.source
