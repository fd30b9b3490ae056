"""Mrs Jackson's story in a practice that the real program opens, with whoever runs the tests at work there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, create_engine, delete, insert, select, type_coerce, update
from sqlalchemy.types import NullType

from hoc_tui.cli.opening import account
from hoc_tui.data.tables import Base, StaffRow, VisitRow
from hoc_tui.domain.vocabulary import Role
from tests.support.conversation import Story, tell
from tests.support.practice import make_practice, opened


@dataclass(frozen=True)
class Told:
    """The small practice with Mrs Jackson's story in a database of its own."""

    url: str
    story: Story

    def book_today(self) -> None:
        """Move the clinic, which is on the story's day, to the day on which the tests run."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            for visit in connection.execute(select(VisitRow.id, VisitRow.starts_at)).all():
                today = datetime.combine(datetime.now(UTC), visit.starts_at.time(), UTC)
                connection.execute(update(VisitRow).where(VisitRow.id == visit.id).values(starts_at=today))
        engine.dispose()

    def sit_down(self, role: Role) -> None:
        """Let whoever runs the tests work there, too.

        Args:
            role: As what.
        """
        engine = create_engine(self.url)
        with engine.begin() as connection:
            theirs = connection.execute(select(StaffRow.__table__).where(StaffRow.role == role.value)).mappings().one()
            mine = {**theirs, "id": uuid4(), "account": account(), "name": "Pat Quick"}
            connection.execute(delete(StaffRow).where(StaffRow.account == account()))
            connection.execute(insert(StaffRow).values(mine))
        engine.dispose()


def tell_story(url: str) -> Story:
    """Make the small practice in a database, and tell the story there.

    Args:
        url: An empty database, or one that was only migrated.
    """
    # Marked as made up, so that the account decides who works on PostgreSQL, too.
    make_practice(url, demo=True)
    (story,) = (tell(practice) for practice in opened(url))
    return story


def seated(told: Told, role: Role = Role.NURSE) -> Told:
    """The same, with whoever runs the tests at work there, and the clinic on today.

    Args:
        told: Where.
        role: As what they work.
    """
    told.sit_down(role)
    told.book_today()
    return told


def everything(url: str) -> dict[str, list[str]]:
    """What a database holds, table by table, to tell whether anything was changed; looking alone is in its audit.

    Args:
        url: The database.
    """
    return _rows(url, lambda column: column.table.name not in {"audit_event", "audit_seal", "sealed_event"})


def endings(url: str) -> dict[str, list[str]]:
    """What has ended in a database and how, and what was agreed there.

    Args:
        url: The database.
    """
    rows = _rows(url, lambda column: column.name in ENDING or "version" in column.table.name)
    return {name: some for name, some in rows.items() if name not in COME_AND_GO}


COME_AND_GO = frozenset({"revision", "audit_event", "presence"})
"""Tables of what was done and who was there: looking at something adds to them, and ends and agrees nothing."""
ENDING = frozenset({"id", "person_id", "status", "outcome", "ended_at", "ended_reason", "number"})
"""Columns that say which thing it is, and whether and how it has ended."""


def _rows(url: str, wanted: Callable[[Column[Any]], bool]) -> dict[str, list[str]]:
    engine, rows = create_engine(url), dict[str, list[str]]()
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            # As they are stored: nothing here has to know what they mean.
            if names := [type_coerce(column, NullType()) for column in table.columns if wanted(column)]:
                rows[table.name] = sorted(map(repr, connection.execute(select(*names))))
    engine.dispose()
    return rows


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    """The tables that are not as they were.

    Args:
        before: What `everything` or `endings` said first.
        after: What it says now.
    """
    return {name for name in before if before[name] != after[name]}
