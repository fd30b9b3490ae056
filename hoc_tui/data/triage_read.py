"""Results to check: what waits for a clinician, with whose it is; one statement over several people."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Text, cast, column, select, table

from hoc_tui.data.columns import UtcDateTime
from hoc_tui.data.results_read import result_array, results_of
from hoc_tui.data.tables import PersonRow, ResultRow, ReviewRow, mapped
from hoc_tui.data.today_read import LISTED
from hoc_tui.domain.results import Result
from hoc_tui.domain.triage import ToCheck, TriageEntry

TO_CHECK = table(
    "to_check", *map(column, ("practice_id", "waiting", "critical")), column("critical_since", UtcDateTime())
)
"""Why a view: under row security whoever has not opened the list would count nothing."""
_OF_REVIEW = (
    *("cause", "urgency", "said", "about", "state", "reason", "acknowledged", "recorded_at", "result_id"),
    *("id", "version"),
)


def read_to_check(connection: Connection, practice_id: UUID) -> list[TriageEntry]:
    """Everything that waits, in no order.

    Args:
        connection: In autocommit; on PostgreSQL of a login that has entered opening the list.
        practice_id: Whose people.
    """
    review, person, result = mapped(ReviewRow), mapped(PersonRow), mapped(ResultRow)
    mine = (result.c.person_id == review.c.person_id) & (result.c.id == review.c.result_id)
    joined = review.join(person, person.c.person_id == review.c.person_id).join(result, mine)
    columns: list[Any] = [person.c[name] for name in LISTED]
    columns += [review.c[name].label(f"review_{name}") for name in _OF_REVIEW]
    wanted = select(*columns, cast(result_array(), Text).label("result")).select_from(joined)
    rows = connection.execute(wanted.where(review.c.practice_id == practice_id, review_open())).mappings().all()
    results = results_of([row["result"] for row in rows])
    return [_entry(dict(row), one) for row, one in zip(rows, results, strict=True)]


def review_open() -> ColumnElement[bool]:
    """Which reviews somebody must still do something about, with the table's name before each column."""
    review = mapped(ReviewRow)
    critical = (review.c.urgency == "phone-today") & (review.c.acknowledged == "")
    return review.c.ended_at.is_(None) & (review.c.state.in_(("new", "act-first")) | critical)


def _entry(row: dict[str, Any], result: Result) -> TriageEntry:
    said = {name: row[f"review_{name}"] for name in ("cause", "urgency", "said", "about", "state", "reason")}
    return TriageEntry(
        **{name: row[name] for name in LISTED},
        **said,
        review_id=row["review_id"],
        review_version=row["review_version"],
        recorded_at=row["review_recorded_at"],
        result=result,
        acknowledged=row["review_acknowledged"],
    )


def read_how_many(connection: Connection, practice_id: UUID) -> ToCheck:
    """How many wait, without whose or what."""
    wanted = select(TO_CHECK).where(TO_CHECK.c.practice_id == practice_id)
    found = connection.execute(wanted).mappings().one_or_none()
    if found is None:
        return ToCheck()
    return ToCheck(waiting=found["waiting"], critical=found["critical"], critical_since=found["critical_since"])
