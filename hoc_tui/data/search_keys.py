"""The rows by which people are found: one for each place in a name where a search may start."""

from sqlalchemy import Connection, delete, insert

from hoc_tui.data.tables import NameKeyRow
from hoc_tui.domain.names import name_keys
from hoc_tui.domain.people import Person

LONGEST_KEY = 100
"""Characters of a key that are kept: PostgreSQL indexes no row of over 2,700 bytes, and nobody types more."""


def stored_keys(family: str, given: str, preferred: str) -> list[str]:
    """The keys of one person as rows hold them.

    Args:
        family: The family name.
        given: All given names.
        preferred: What the person likes to be called.
    """
    return sorted({key[:LONGEST_KEY] for key in name_keys(family, given, preferred)})


def renew_keys(connection: Connection, person: Person) -> None:
    """Replace the keys to find a person by."""
    connection.execute(delete(NameKeyRow).where(NameKeyRow.person_id == person.person_id))
    add_keys(connection, person)


def add_keys(connection: Connection, person: Person) -> None:
    """Add the keys to find a new person by."""
    base = {"person_id": person.person_id, "practice_id": person.practice_id}
    keys = stored_keys(person.family, person.given, person.preferred)
    if keys:
        connection.execute(insert(NameKeyRow), [base | {"key": key} for key in keys])
