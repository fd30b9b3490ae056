"""`hoc-tui demo`: the program on a made-up practice, kept between starts."""

import os
from typing import TYPE_CHECKING, Final

import click

from hoc_tui.cli.options import database_option, explicit_database, settings
from hoc_tui.cli.printing import put

if TYPE_CHECKING:
    from hoc_tui.services.ports import Desk

ROLES: Final = ("nurse", "gp", "receptionist")
"""Who one can be; each is the account demo- and its name."""


@click.command("demo")
@click.option("--as", "role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="Whom to work as.")
@click.option(
    "--people",
    metavar="N",
    type=click.IntRange(1, 1_000_000),
    default=200,
    show_default=True,
    help="How many people to make up.",
)
@click.option("--seed", metavar="S", type=int, default=1, show_default=True, help="The same seed, the same people.")
@click.option("--fresh", is_flag=True, help="Make the practice anew; what was written in it is gone.")
@click.option("--no-open", is_flag=True, hidden=True, help="Prepare it and print its address, without opening it.")
@database_option
@click.pass_context
def command(
    context: click.Context, database: str | None, role: str, people: int, seed: int, *, fresh: bool, no_open: bool
) -> None:
    """Open the program on a made-up practice; nobody in it is real.

    The practice is kept in the cache folder and used again, with what was written in it. A database that --database
    or HOC_DATABASE names is taken only when it is empty or was made here.
    """
    found = settings(context, database)
    # Not the settings' own database, which is the practice's: only one that was named for this.
    asked = explicit_database(context, database) or os.environ.get("HOC_DATABASE", "")
    from hoc_tui.cli.demo_practice import Wanted, prepared

    url = prepared(Wanted(people=people, seed=seed, records=found.records, fresh=fresh), asked)
    if no_open:
        put(url)
        return
    from hoc_tui.cli.run import run_program

    context.exit(run_program(url, found, worker=f"demo-{role}", prepare=_hold_clinic))


def _hold_clinic(desk: "Desk") -> None:
    """Let a kept demo have somebody to see today, too."""
    from hoc_tui.cli.demo_clinic import hold_clinic

    hold_clinic(desk)
