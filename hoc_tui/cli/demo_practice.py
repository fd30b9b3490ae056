"""The made-up practice's database: made once, kept, used again, and never a real practice's.

What loads SQLAlchemy is imported where it is needed: a practice that is there already opens without it.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click
import platformdirs

from hoc_tui.cli.printing import tell
from hoc_tui.cli.sqlite_files import address_of, first_value, make_folder, named_file, remove_database
from hoc_tui.data.version import HEAD
from hoc_tui.domain.dates import counted
from hoc_tui.domain.errors import ConfigurationMissing, HocError, Refused

if TYPE_CHECKING:
    from hoc_tui.data.door import OpenDatabase
    from hoc_tui.demo.practice import MadeUpPractice

IMPORTER: Final = "demo-gp"
"""The account that takes record files in."""

_ZONE: Final = "Europe/London"
"""Where the made-up practice is, and so which day its clinic is on."""

_MOST: Final = 200_000_000
_NOT_A_DEMO: Final = "This database is neither empty nor a demo; nothing was changed."
_SCHEMA: Final = "SELECT version_num FROM alembic_version"
_MADE_UP: Final = "SELECT min(demo) FROM practice"
_NAME_ANOTHER: Final = "Name another one with --database, or leave HOC_DATABASE unset to use the demo's own."


@dataclass(frozen=True)
class Wanted:
    """The made-up practice that somebody asks for."""

    people: int
    seed: int
    records: Path
    """Where record files may be; they are imported beside the made-up people when they are there."""
    fresh: bool = False


def prepared(wanted: Wanted, asked: str) -> str:
    """The address of a database that holds the practice.

    Args:
        wanted: What to make.
        asked: A database that was named for it; empty means the demo's own.

    Returns:
        The database's address.

    Raises:
        Refused: The database that was named is not empty, and not a demo.
        ConfigurationMissing: It cannot be used.
        DatabaseUnavailable: It cannot be reached.
        MigrationNeeded: It is newer than this program, or on a server and older.
    """
    if asked:
        _prepare_named(asked, wanted)
        return asked
    return _prepare_own(wanted)


# -- The demo's own database --------------------------------------------------------------------------------------


def _prepare_own(wanted: Wanted) -> str:
    file = platformdirs.user_cache_path("hoc-tui") / f"demo-{wanted.seed}-{wanted.people}.db"
    url, imported = address_of(file), file.with_suffix(".records")
    make_folder(url)
    if wanted.fresh or not file.exists():
        imported.unlink(missing_ok=True)
        _make_aside(file, wanted)
    _bring_up(file)
    if not imported.exists() and _import_records(url, wanted.records):
        imported.touch()
    return url


def _make_aside(file: Path, wanted: Wanted) -> None:
    """Make the practice under another name first: a demo that was stopped half-way must not be found as a whole one."""
    unfinished = file.with_suffix(f".{os.getpid()}.unfinished")
    try:
        _make(address_of(unfinished), wanted)
        remove_database(file)
        unfinished.replace(file)
    finally:
        remove_database(unfinished)


def _bring_up(file: Path) -> None:
    """Upgrade a demo that an older program kept, with what was written in it.

    Why without the copy that a practice's own database gets: nobody in it is real, and --fresh makes another.
    """
    if first_value(file, _SCHEMA) == HEAD:
        return
    from hoc_tui.data.migrate import upgrade

    upgrade(address_of(file))
    tell(f"The made-up practice was brought up to schema {HEAD}; what was written in it is still there.")
    tell("What this version makes up besides comes with --fresh, which makes it anew.")


# -- A database that was named ------------------------------------------------------------------------------------


def _prepare_named(url: str, wanted: Wanted) -> None:
    found, file = _holds_a_demo(url), named_file(url)
    if found and not wanted.fresh:
        if file is not None:
            _bring_up(file)
        return
    if found:
        _empty(url)
    make_folder(url)
    _make(url, wanted)
    _import_records(url, wanted.records)


def _holds_a_demo(url: str) -> bool:
    """Whether a database holds a made-up practice; False when it is empty.

    Raises:
        Refused: It holds anything else.
        MigrationNeeded: Its schema is another version, and it is not a demo in a file.
    """
    file = named_file(url)
    if file is not None and not file.exists():
        return False
    if file is not None and first_value(file, _MADE_UP) == 1:
        return True
    from hoc_tui.cli.opening import reached

    with reached(url) as database:
        try:
            practice, _ = database.enter(IMPORTER)
        except ConfigurationMissing:
            _require_empty(database)
            return False
        except Refused:
            raise Refused(_NOT_A_DEMO, hint=_NAME_ANOTHER) from None
    if not practice.demo:
        raise Refused(_NOT_A_DEMO, hint=_NAME_ANOTHER)
    return True


def _require_empty(database: "OpenDatabase") -> None:
    """Stop here when a database without a practice of ours holds tables of another program's."""
    with database.reading() as work:
        tables = set(work.connection.dialect.get_table_names(work.connection))
    if tables and "alembic_version" not in tables:
        raise Refused(_NOT_A_DEMO, hint=_NAME_ANOTHER)


def _empty(url: str) -> None:
    file = named_file(url)
    if file is None:
        raise HocError("Only a demo in an SQLite file can be made anew.", hint="Name an empty database.")
    remove_database(file)


# -- Making it ----------------------------------------------------------------------------------------------------


def _make(url: str, wanted: Wanted) -> None:
    from hoc_tui.cli.opening import now
    from hoc_tui.data.bulk import fill
    from hoc_tui.data.migrate import upgrade
    from hoc_tui.demo.practice import make_practice

    made = now()
    made_up = make_practice(wanted.seed, wanted.people, made.astimezone(ZoneInfo(_ZONE)).date(), made)
    upgrade(url)
    with click.progressbar(
        length=wanted.people,
        label="Making up people",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        update_min_steps=max(wanted.people // 100, 1),
    ) as bar:
        fill(url, made_up, lambda _: bar.update(1))
    _furnish(url, made_up)


def _furnish(url: str, made_up: "MadeUpPractice") -> None:
    """Let limits judge and take today's post in, so that there is something to see; nobody in it is real."""
    from hoc_tui.cli.demo_post import furnish
    from hoc_tui.cli.desk import desk_at
    from hoc_tui.cli.ids import new_id
    from hoc_tui.cli.opening import now, reached

    with reached(url) as database:
        count = furnish(lambda account: desk_at(database, account, now, new_id), made_up)
    tell(f"{count} limits that nobody has signed for judge in this made-up practice; in a real one none does.")


def _import_records(url: str, folder: Path) -> bool:
    """Take GP Connect records in beside the made-up people, when they are there; whether they were."""
    files = sorted((folder / "gp-connect").glob("*.json"))
    if not files:
        return False
    from hoc_tui.cli.opening import opened_desk
    from hoc_tui.cli.taking_in import Intake

    with opened_desk(url, IMPORTER) as opened:
        intake = Intake(opened.desk, most=_MOST)
        for path in files:
            intake.take(path)
    came = intake.report.people_added + intake.report.people_matched
    tell(f"{counted(came, 'person') if came == 1 else f'{came} people'} came from the records in {folder}.")
    return True
