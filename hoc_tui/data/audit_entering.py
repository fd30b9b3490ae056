"""Entering events into the audit; apart from reading it: whoever comes is entered before anything is painted."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, func, insert, literal_column

from hoc_tui.data.first_tables import AUDIT_EVENT
from hoc_tui.domain.audit import AuditEvent


def enter_events(connection: Connection, events: Sequence[AuditEvent]) -> None:
    """Add events, in one statement.

    Args:
        connection: In autocommit, or inside the transaction of the change they tell of.
        events: What happened.
    """
    if not events:
        return
    postgresql = connection.dialect.name == "postgresql"
    rows = [_values(event) if postgresql else _values(event) | _unserved(event) for event in events]
    connection.execute(_adding(postgresql=postgresql), rows if len(rows) > 1 else rows[0])


@cache
def _adding(*, postgresql: bool) -> Insert:
    # Inline, so that nothing is read back: whoever may enter an event need not be allowed to read one.
    adding = insert(AUDIT_EVENT).inline()
    if not postgresql:
        return adding
    return adding.values(
        login=literal_column("session_user"),
        entered_at=func.now(),
        xid=literal_column("pg_current_xact_id()::text::bigint"),
    )


def _values(event: AuditEvent) -> dict[str, Any]:
    return dict(event) | event.model_dump(mode="json", include={"things"})


def _unserved(event: AuditEvent) -> dict[str, Any]:
    """What a server would know: SQLite has no login, no clock and no transactions of its own."""
    return {"login": "", "entered_at": event.at, "xid": 0}
