"""`hoc-tui migrate`: bring a database's schema up to this program's."""

import click

from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put, tell


@click.command("migrate")
@database_option
@click.pass_context
def command(context: click.Context, database: str | None) -> None:
    """Upgrade a database to the schema of this program.

    On PostgreSQL, give the address of the database's owner; the program itself never migrates PostgreSQL. An SQLite
    database is copied first. Prints the schema versions before and after.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import reached, schema_of, upgrade_sqlite, upgraded_words
    from hoc_tui.data.migrate import HEAD, upgrade

    with reached(url) as found:
        before = schema_of(found)
        copy = upgrade_sqlite(url, found)
        upgrade(url)
    if copy is not None:
        tell(upgraded_words(copy))
    put(f"schema {before or 'none'} -> {HEAD}")
