"""Today: the visits of a day with whom they are with. Identity and pathway columns only, never clinical ones."""

from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, Select, Uuid, and_, column, func, select, table

from hoc_tui.data.tables import NeedRow, PersonRow, StaffRow, VisitRow, mapped
from hoc_tui.domain.lists import TodayEntry

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
LISTED = ("person_id", "family", "given", "title", "preferred", "born", "nhs_number", "registration")
"""Columns of a person that a list row shows."""

NEWEST_PLAN = table("newest_plan", column("person_id", Uuid()), column("number", Integer()))
"""Why a view: under row security a list over everybody would say that those have no plan whom nobody has opened."""


def read_today(connection: Connection, practice_id: UUID, start: datetime, end: datetime) -> list[TodayEntry]:
    """The visits that start between two instants, in order of time."""
    rows = connection.execute(_today(practice_id, start, end)).mappings()
    return [TodayEntry.model_validate(_split_needs(dict(row))) for row in rows]


def _split_needs(fields: dict[str, Any]) -> dict[str, Any]:
    needs = tuple(sorted(fields["needs"].split("\n"))) if fields["needs"] else ()
    return fields | {"needs": needs}


def _today(practice_id: UUID, start: datetime, end: datetime) -> AnySelect:
    visit, person, staff = mapped(VisitRow), mapped(PersonRow), mapped(StaffRow)
    joined = visit.join(person, person.c.person_id == visit.c.person_id).outerjoin(
        staff, staff.c.id == visit.c.staff_id
    )
    columns: list[ColumnElement[Any]] = [person.c[name] for name in LISTED]
    columns += [visit.c[name] for name in ("starts_at", "minutes", "staff_id", "step", "arrived_at", "blocked")]
    columns += [visit.c.id.label("visit_id"), visit.c.version.label("visit_version")]
    columns += [func.coalesce(staff.c.name, "").label("with_whom"), _needs(), _newest_plan()]
    wanted = select(*columns).select_from(joined)
    mine = and_(visit.c.practice_id == practice_id, visit.c.ended_at.is_(None))
    wanted = wanted.where(mine, visit.c.starts_at >= start, visit.c.starts_at < end)
    return wanted.order_by(visit.c.starts_at, person.c.family, person.c.person_id)


def _needs() -> ColumnElement[Any]:
    need, visit = mapped(NeedRow), mapped(VisitRow)
    texts = func.aggregate_strings(need.c.text, "\n")
    mine = select(texts).where(need.c.person_id == visit.c.person_id, need.c.ended_at.is_(None))
    return mine.correlate(visit).scalar_subquery().label("needs")


def _newest_plan() -> ColumnElement[Any]:
    """The newest agreed version that does not stand in the wrong record: its number, from a view that holds no more."""
    visit = mapped(VisitRow)
    newest = select(NEWEST_PLAN.c.number).where(NEWEST_PLAN.c.person_id == visit.c.person_id)
    return newest.correlate(visit).scalar_subquery().label("plan_version")
