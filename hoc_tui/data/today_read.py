"""Today: the visits of a day with whom they are with. Identity and pathway columns only, never clinical ones."""

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from hoc_tui.data.first_tables import NEED, NEWEST_PLAN, PERSON, STAFF, VISIT
from hoc_tui.domain.lists import TodayEntry

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
LISTED = ("person_id", "family", "given", "title", "preferred", "born", "nhs_number", "registration")
"""Columns of a person that a list row shows."""


def read_today(connection: Connection, practice_id: UUID, start: datetime, end: datetime) -> list[TodayEntry]:
    """The visits that start between two instants, in order of time."""
    rows = connection.execute(_today(practice_id, start, end)).mappings()
    return [TodayEntry.model_validate(_split_needs(dict(row))) for row in rows]


def _split_needs(fields: dict[str, Any]) -> dict[str, Any]:
    needs = tuple(sorted(fields["needs"].split("\n"))) if fields["needs"] else ()
    return fields | {"needs": needs}


def _today(practice_id: UUID, start: datetime, end: datetime) -> AnySelect:
    joined = VISIT.join(PERSON, PERSON.c.person_id == VISIT.c.person_id).outerjoin(
        STAFF, STAFF.c.id == VISIT.c.staff_id
    )
    columns: list[ColumnElement[Any]] = [PERSON.c[name] for name in LISTED]
    columns += [VISIT.c[name] for name in ("starts_at", "minutes", "staff_id", "step", "arrived_at", "blocked")]
    columns += [VISIT.c.id.label("visit_id"), VISIT.c.version.label("visit_version")]
    columns += [func.coalesce(STAFF.c.name, "").label("with_whom"), _needs(), _newest_plan()]
    wanted = select(*columns).select_from(joined)
    mine = and_(VISIT.c.practice_id == practice_id, VISIT.c.ended_at.is_(None))
    wanted = wanted.where(mine, VISIT.c.starts_at >= start, VISIT.c.starts_at < end)
    return wanted.order_by(VISIT.c.starts_at, PERSON.c.family, PERSON.c.person_id)


def _needs() -> ColumnElement[Any]:
    texts = func.aggregate_strings(NEED.c.text, "\n")
    mine = select(texts).where(NEED.c.person_id == VISIT.c.person_id, NEED.c.ended_at.is_(None))
    return mine.correlate(VISIT).scalar_subquery().label("needs")


def _newest_plan() -> ColumnElement[Any]:
    """The newest agreed version that does not stand in the wrong record: its number, from a view that holds no more."""
    newest = select(NEWEST_PLAN.c.number).where(NEWEST_PLAN.c.person_id == VISIT.c.person_id)
    return newest.correlate(VISIT).scalar_subquery().label("plan_version")
