"""What a database holds, and whether another one holds the same."""

from collections.abc import Callable, Collection
from typing import Any, Final

from sqlalchemy import Connection

from hoc_tui.data.backups.manifest import Contents
from hoc_tui.data.fingerprint import fingerprint, structure
from hoc_tui.data.guards import missing_guards
from hoc_tui.data.migrate import version_of
from hoc_tui.data.version import HEAD
from hoc_tui.domain.errors import HocError

HAS_A_PRACTICE: Final = "SELECT 1 FROM practice LIMIT 1"


def contents_of(connection: Connection) -> Contents:
    """What a database holds at the moment that a transaction sees."""
    # Which guards an older schema needs, this program no longer knows; its triggers are in the structure all the same.
    guards = missing_guards(connection) if version_of(connection) == HEAD else ()
    return Contents(tables=fingerprint(connection), structure=structure(connection), missing_guards=guards)


def differences(wanted: Contents, found: Contents) -> tuple[str, ...]:
    """What differs between two databases: tables by their name, and what is missing or too much beside them."""
    tables = wanted.tables.keys() | found.tables.keys()
    other_rows = {f"table {name}" for name in tables if wanted.tables.get(name) != found.tables.get(name)}
    other_shape = set(wanted.structure) ^ set(found.structure)
    guards = set(found.missing_guards) - set(wanted.missing_guards)
    return tuple(sorted(other_rows | other_shape | {f"guard {name}" for name in guards}))


def require_same(wanted: Contents, found: Contents, sentence: str, hint: str = "Try again.") -> None:
    """Stop here unless two databases hold the same.

    Raises:
        HocError: They do not; says where the first differences are.
    """
    differ = differences(wanted, found)
    if differ:
        more = f" and {len(differ) - 3} more" if len(differ) > 3 else ""
        raise HocError(f"{sentence} Different: {', '.join(differ[:3])}{more}.", hint=hint)


def is_ours(tables: Collection[str]) -> bool:
    """Whether a database with these tables is empty or has our schema."""
    return not tables or "alembic_version" in tables


def holds_a_practice(tables: Collection[str], ask: Callable[[str], Any]) -> bool:
    """Whether a database holds a practice.

    Args:
        tables: The names of its tables.
        ask: The first row that answers a question; None when there is none.
    """
    return "practice" in tables and ask(HAS_A_PRACTICE) is not None
