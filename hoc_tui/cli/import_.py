"""`hoc-tui import`: take record files in, and count everything out."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoc_tui.cli.exits import ExitCode
from hoc_tui.cli.options import database_option, named_database, settings
from hoc_tui.cli.printing import put, tell

if TYPE_CHECKING:
    from hoc_tui.cli.taking_in import Intake
    from hoc_tui.domain.counting import ImportReport


@click.command("import", short_help="Take record files in, and count everything out.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Try everything and count it, but change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object, on the last line.")
@database_option
@click.pass_context
def command(
    context: click.Context, database: str | None, files: tuple[Path, ...], *, dry_run: bool, as_json: bool
) -> None:
    """Take record files in: GP Connect structured records and FHIR R4 bundles.

    Each file is taken whole or not at all, and the same file twice changes nothing. Everything in a file is counted:
    as added, unchanged, changed, ignored by kind, or put aside for people to look at. Ends with 6 when a file was
    rejected.
    """
    found = settings(context, database)
    url = named_database(found)
    report = _take_all(url, files, most=found.import_max_mb * 1_000_000, dry_run=dry_run)
    put(_json(report) if as_json else _table(report, dry_run=dry_run))
    if report.rejected:
        context.exit(ExitCode.REJECTED)


def _take_all(url: str, files: tuple[Path, ...], *, most: int, dry_run: bool) -> "ImportReport":
    from hoc_tui.cli.opening import account, opened_desk, rehearsal
    from hoc_tui.cli.taking_in import Intake

    with ExitStack() as open_now:
        opened = open_now.enter_context(opened_desk(url, account()))
        desk = open_now.enter_context(rehearsal(opened)) if dry_run else opened.desk
        intake = Intake(desk, most=most, keep=not dry_run)
        _take_each(intake, files)
    for sentence in intake.said:
        tell(sentence)
    return intake.report


def _take_each(intake: "Intake", files: tuple[Path, ...]) -> None:
    """Take the files in, with a bar for whoever watches, which goes by bytes: one record may be a thousand others."""
    sizes = [_size(path) for path in files]
    with click.progressbar(length=sum(sizes), label="Importing", file=sys.stderr, hidden=not _watched()) as bar:
        for path, size in zip(files, sizes, strict=True):
            intake.take(path)
            bar.update(size)


def _watched() -> bool:
    """Whether somebody looks at standard error; a log file needs no bar."""
    return sys.stderr.isatty()


def _size(path: Path) -> int:
    """How long a file is, for the bar alone."""
    try:
        return max(path.stat().st_size, 1)
    except OSError:
        return 1


def _json(report: "ImportReport") -> str:
    import json  # 4 ms that `--help` does not need

    return json.dumps(report.as_json())


def _table(report: "ImportReport", *, dry_run: bool) -> str:
    """The counts for people: one to a line, and what was ignored by kind."""
    rows = [("files", report.files), ("resources", report.resources)]
    for name in report.COUNTED:
        rows.append((name.replace("_", " "), getattr(report, name)))
        if name == "ignored":
            rows += [(f"  {kind}", count) for kind, count in sorted(report.ignored_kinds.items())]
    rows.append(("rejected files", len(report.rejected)))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {count:>9,}" for name, count in rows]
    return "\n".join([*lines, *(["This was a rehearsal: nothing was changed."] if dry_run else [])])
