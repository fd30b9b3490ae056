"""`hoc-tui audit`: seal the audit, verify it, and print a person's own for them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put, tell

if TYPE_CHECKING:
    from hoc_tui.domain.audit_seals import Seal
    from hoc_tui.services.audit import Verified


@click.group("audit", short_help="Seal and verify the audit; print a person's own.")
def command() -> None:
    """Seal the audit, verify that nobody altered it, and print who opened a person's record."""


@command.command("verify", short_help="Look for whatever was altered; name it.")
@click.option(
    "--seals",
    "kept_in",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Seals that were kept elsewhere; only they can tell that the end was cut off.",
)
@database_option
@click.pass_context
def verify_command(context: click.Context, database: str | None, kept_in: Path | None) -> None:
    """Look for whatever was altered, removed, inserted or moved in the audit and the agreed plans.

    Names each entry. Ends with 0 when everything stands as it was, with 1 otherwise.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import account, opened_desk
    from hoc_tui.cli.seal_file import read_seals
    from hoc_tui.services.audit import verify

    kept = read_seals(kept_in) if kept_in is not None else []
    with opened_desk(url, account()) as opened:
        verified = verify(opened.desk, kept)
    put(_report(verified, kept))
    if not verified.whole:
        context.exit(ExitCode.ERROR)


def _report(verified: "Verified", kept: "list[Seal]") -> str:
    counts = (
        f"{_count(verified.entries, 'entry', 'entries')} in {_count(verified.seals, 'seal', 'seals')}, "
        f"{verified.unsealed:,} not sealed yet, {_count(verified.plans, 'agreed plan', 'agreed plans')}."
    )
    against = f"Held against {_count(len(kept), 'seal', 'seals')} kept elsewhere." if kept else "No seals were given."
    ending = (
        "Everything stands as it was."
        if verified.whole
        else f"{_count(len(verified.findings), 'thing', 'things')} not as it was."
    )
    return "\n".join([*(finding.sentence for finding in verified.findings), counts, against, ending])


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


@command.command("seal", short_help="Seal what is new.")
@click.option(
    "--export",
    "to",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Add every seal that is not in FILE yet, one JSON object a line, to be kept elsewhere.",
)
@database_option
@click.pass_context
def seal_command(context: click.Context, database: str | None, to: Path | None) -> None:
    """Seal what has been entered into the audit since the last seal.

    On PostgreSQL a timer runs this, under a login of its own. SQLite is sealed by the program when it closes.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import sealing
    from hoc_tui.cli.seal_file import add_seals

    with sealing(url) as found:
        new = found.seal()
        added = add_seals(to, found.seals_after) if to is not None else 0
    covered = sum(seal.counted for seal in new)
    tell(f"{_count(covered, 'entry', 'entries')} sealed." if new else "There was nothing to seal.")
    if to is not None:
        tell(f"{_count(added, 'seal', 'seals')} added to {to}.")


@command.command("person", short_help="Print who opened a person's record.")
@click.argument("person")
@click.option("--json", "as_json", is_flag=True, help="Print the entries as they are, as one JSON array.")
@database_option
@click.pass_context
def person_command(context: click.Context, database: str | None, person: str, *, as_json: bool) -> None:
    """Print who opened and changed a person's record, in plain words for them.

    PERSON is an NHS number, with or without spaces, or an identifier. That somebody asked is in the audit, too.
    """
    url = named_database(settings(context, database))
    from hoc_tui.cli.opening import account, opened_desk
    from hoc_tui.cli.person import person_named
    from hoc_tui.documents.who_looked import audit_text
    from hoc_tui.domain.permissions import Permission
    from hoc_tui.services.audit import audit_of

    with opened_desk(url, account()) as opened:
        desk = opened.desk
        desk.require(Permission.READ_AUDIT)
        entries = audit_of(desk, person_named(desk, person, needs=Permission.READ_AUDIT))
    if as_json:
        import json  # 4 ms that `--help` does not need

        put(json.dumps([one.model_dump(mode="json") for one in entries], ensure_ascii=False))
    else:
        put(audit_text(entries, zone=desk.practice.zone))
