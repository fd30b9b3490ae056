"""`hoc-tui content`: which limits of reviewed content judge here, and the safety officer's word on them."""

from typing import TYPE_CHECKING

import click

from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put, tell

if TYPE_CHECKING:
    from hoc_tui.services.approving import Entry


@click.group("content", short_help="See and decide which limits judge here.")
def command() -> None:
    """See which limits of the test catalogue judge results here, and decide it.

    Nothing that nobody has signed for judges until the site's clinical safety officer enables it; that is recorded.
    """


@command.command("list", short_help="Every limit, its source, and whether it judges here.")
@click.option("--json", "as_json", is_flag=True, help="Print the entries as one JSON array.")
@database_option
@click.pass_context
def list_command(context: click.Context, database: str | None, *, as_json: bool) -> None:
    """List every limit and every figure for "about the same", with its source, its status, and whether it judges."""
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import account, opened_desk
    from hoc_tui.services.approving import entries

    with opened_desk(url, account()) as opened:
        found = entries(opened.desk)
    if as_json:
        import json  # 4 ms that `--help` does not need

        put(json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False))
    else:
        put("\n".join(_line(one) for one in found))


def _line(one: "Entry") -> str:
    judges = "judges here" if one.enabled else "does not judge"
    signed = f"{one.status}, {one.signed_off_by}" if one.signed_off_by else f"{one.status}"
    return f"{one.id:<28} {judges:<15} {one.test}: {one.words} [{one.source}; {signed}]"


@command.command("approve", short_help="Let limits judge here.")
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--reason", default="", metavar="WORDS", help="On what grounds, such as the minutes of a meeting.")
@database_option
@click.pass_context
def approve_command(context: click.Context, database: str | None, entries: tuple[str, ...], reason: str) -> None:
    """Let limits judge here, as they stand now; for the clinical safety officer.

    ENTRY is an id that `hoc-tui content list` prints, or "all". A limit whose text changes with a later version of the
    program must be approved again.
    """
    _decide(context, database, entries, reason, enabled=True)


@command.command("stop", short_help="Let limits judge here no longer.")
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY...")
@click.option("--reason", default="", metavar="WORDS", help="Why.")
@database_option
@click.pass_context
def stop_command(context: click.Context, database: str | None, entries: tuple[str, ...], reason: str) -> None:
    """Let limits judge here no longer; for the clinical safety officer. ENTRY is an id, or "all"."""
    _decide(context, database, entries, reason, enabled=False)


def _decide(
    context: click.Context, database: str | None, named: tuple[str, ...], reason: str, *, enabled: bool
) -> None:
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import account, opened_desk
    from hoc_tui.services.approving import approve, stop

    with opened_desk(url, account()) as opened:
        count = (approve if enabled else stop)(opened.desk, named, reason)
    entries, judge = ("entry", "judges") if count == 1 else ("entries", "judge")
    tell(f"{count} {entries} {'may judge' if enabled else f'no longer {judge}'} here.")
