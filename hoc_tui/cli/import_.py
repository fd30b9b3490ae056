"""`hoc-tui import`: take record files and laboratory messages in, and count everything out."""

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
    from hoc_tui.config import Settings
    from hoc_tui.domain.counting import ImportReport
    from hoc_tui.interop.csv import CsvMapping


@click.command("import", short_help="Take record files and laboratory messages in.")
@click.argument("files", nargs=-1, metavar="[FILE...]", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Try everything and count it, but change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object, on the last line.")
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path), help="What the columns of CSV files mean, as TOML."
)
@click.option(
    "--watch", metavar="FOLDER", type=click.Path(path_type=Path), help="Take in what a laboratory link puts there."
)
@click.option("--once", is_flag=True, help="With --watch: take in what is there, and end.")
@database_option
@click.pass_context
def command(
    context: click.Context,
    database: str | None,
    files: tuple[Path, ...],
    mapping: Path | None,
    watch: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
    once: bool,
) -> None:
    """Take record files and laboratory messages in, and count everything out.

    Record files (GP Connect structured records, FHIR R4 bundles) are taken whole or not at all. Files of laboratory
    messages (EDIFACT, HL7 v2, CSV with --mapping) are taken message by message, each whole or not at all; a file that
    cannot be split into messages changes nothing. A message never registers anybody: a report that is nobody's for
    certain is put aside for people to look at.

    The same file twice changes nothing. Everything in a file is counted: as added, unchanged, changed, ignored by kind,
    or put aside. Ends with 6 when something was rejected.
    """
    _require_sense(context, files, watch, dry_run=dry_run, once=once)
    found = settings(context, database)
    url, columns = named_database(found), _read_mapping(mapping)
    if watch is not None:
        from hoc_tui.cli.watching import Watch, watch_folder

        wanted = Watch(watch, most=_most(found), mapping=columns, once=once)
        context.exit(watch_folder(url, wanted))
    report = _take_all(url, files, most=_most(found), mapping=columns, dry_run=dry_run)
    put(_json(report) if as_json else _table(report, dry_run=dry_run))
    if report.rejected:
        context.exit(ExitCode.REJECTED)


def _require_sense(
    context: click.Context, files: tuple[Path, ...], watch: Path | None, *, dry_run: bool, once: bool
) -> None:
    if bool(files) == (watch is not None):
        raise click.UsageError("Name files, or a folder to watch.", context)
    if watch is not None and dry_run:
        raise click.UsageError("--dry-run and --watch do not go together.", context)
    if once and watch is None:
        raise click.UsageError("--once belongs to --watch.", context)


def _most(found: "Settings") -> int:
    return found.import_max_mb * 1_000_000


def _read_mapping(path: Path | None) -> "CsvMapping | None":
    if path is None:
        return None
    from hoc_tui.domain.errors import ConfigurationMissing
    from hoc_tui.interop.csv import read_mapping

    try:
        body = path.read_bytes()
    except OSError:
        raise ConfigurationMissing(f"The mapping file {path} cannot be read.") from None
    return read_mapping(body)


def _take_all(
    url: str, files: tuple[Path, ...], *, most: int, mapping: "CsvMapping | None", dry_run: bool
) -> "ImportReport":
    from hoc_tui.cli.opening import account, opened_desk, rehearsal
    from hoc_tui.cli.taking_in import Intake

    with ExitStack() as open_now:
        opened = open_now.enter_context(opened_desk(url, account()))
        desk = open_now.enter_context(rehearsal(opened)) if dry_run else opened.desk
        intake = Intake(desk, most=most, keep=not dry_run, mapping=mapping)
        _take_each(intake, files)
    for sentence in intake.said:
        tell(sentence)
    return intake.report


def _take_each(intake: "Intake", files: tuple[Path, ...]) -> None:
    """Take the files in, with a bar for whoever watches, which goes by bytes: one record may be a thousand others."""
    sizes = [_size(path) for path in files]
    with click.progressbar(length=sum(sizes), label="Importing", file=sys.stderr, hidden=not _watched()) as bar:
        done = 0
        for path, size in zip(files, sizes, strict=True):
            intake.take(path, bar.update)
            done += size
            bar.update(done - bar.pos)


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
    rows.append(("rejected", len(report.rejected)))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {count:>9,}" for name, count in rows]
    return "\n".join([*lines, *(["This was a rehearsal: nothing was changed."] if dry_run else [])])
