"""The results of many reports settled at once: new, the same again, corrected, or an older copy that comes late.

A batch asks what is known of all its results in one statement, and writes in at most two.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Connection, String, Uuid, bindparam, select, text, update
from sqlalchemy.sql.selectable import TextualSelect

from hoc_tui.data.columns import PartialDateText
from hoc_tui.data.intake import Offer, result_offer, told_apart
from hoc_tui.data.rapid import add_rows
from hoc_tui.data.tables import ResultMoveRow, ResultRow, mapped
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.succession import older
from hoc_tui.domain.taking import ReportTake, Settled, Stands
from hoc_tui.domain.vocabulary import ResultStatus

Key: TypeAlias = tuple[UUID, str, str]
"""Whose record, the sender, and the sender's own identity of the result."""

_ASKED = {
    "sqlite": (
        "json_each(:asked) AS asked CROSS JOIN result",
        ("json_extract(asked.value, '$[0]')", "json_extract(asked.value, '$[1]')", "json_extract(asked.value, '$[2]')"),
    ),
    "postgresql": (
        "jsonb_array_elements(CAST(:asked AS jsonb)) AS asked (value) CROSS JOIN result",
        ("CAST(asked.value ->> 0 AS uuid)", "asked.value ->> 1", "asked.value ->> 2"),
    ),
}
"""Identities as one parameter, whatever their number: an IN of three lists would make the database try every triple."""


@dataclass(slots=True)
class _Current:
    """The copy of a result that is in force."""

    id: UUID
    fingerprint: str
    status: ResultStatus
    reported: PartialDate | None
    row: dict[str, Any] | None = None
    """Its row while that has not been written yet."""


class Settling:
    """Settles the reports of one batch.

    Args:
        connection: Inside the transaction of the batch.
        at: When.
        new_id: Makes ids for new rows.
    """

    def __init__(self, connection: Connection, at: datetime, new_id: Callable[[], UUID]) -> None:
        self._connection = connection
        self._at = at
        self._new_id = new_id
        self._current: dict[Key, _Current] = {}
        self._copies: dict[Key, list[tuple[UUID, str]]] = defaultdict(list)
        """Every copy of the results that something else is said of now: id and fingerprint."""
        self._moved: Mapping[Key, bool] = {}
        self._rows: list[dict[str, Any]] = []
        self._replaced: list[dict[str, UUID]] = []

    def settle(self, takes: Sequence[ReportTake]) -> list[Settled]:
        """Settle them in their order and write what is new."""
        offered = [_offers(take) for take in takes]
        self._look_up(takes, offered)
        settled = [self._settle(take, offers) for take, offers in zip(takes, offered, strict=True)]
        self._write()
        return settled

    def _look_up(self, takes: Sequence[ReportTake], offered: Sequence["_Offered"]) -> None:
        keys = {
            (take.person_id, take.sender, offer.source_id)
            for take, all_ in zip(takes, offered, strict=True)
            for offer, _ in all_
        }
        self._moved = moved_away(self._connection, {take.person_id for take in takes})
        for key, row in self._known(keys, "AND result.superseded_by IS NULL"):
            self._current[key] = _Current(row.id, row.fingerprint, ResultStatus(row.status), row.reported)
        said = {
            (take.person_id, take.sender, offer.source_id)
            for take, all_ in zip(takes, offered, strict=True)
            for offer, _ in all_
            if self._differs(take, offer)
        }
        for key, row in self._known(said, ""):
            self._copies[key].append((row.id, row.fingerprint))

    def _differs(self, take: ReportTake, offer: Offer) -> bool:
        current = self._current.get((take.person_id, take.sender, offer.source_id))
        return current is not None and current.fingerprint != offer.fingerprint

    def _known(self, keys: Collection[Key], only: str) -> Iterable[tuple[Key, Any]]:
        """What stands in the database of some identities."""
        if not keys:
            return
        asked = json.dumps([[person_id.hex, sender, source_id] for person_id, sender, source_id in keys])
        for row in self._connection.execute(_statement(self._connection.dialect.name, only), {"asked": asked}):
            yield (row.person_id, row.source_system, row.source_id), row

    def _settle(self, take: ReportTake, offers: "_Offered") -> Settled:
        added, corrected, moved, unchanged = [], [], [], 0
        for offer, sent in offers:
            key = (take.person_id, take.sender, offer.source_id)
            current = self._current.get(key)
            if self._moved.get(key) and not take.attached:
                moved.append(sent)
            elif current is None:
                added.append(Stands(self._add(take, offer, sent).id, sent))
            elif current.fingerprint == offer.fingerprint:
                unchanged += 1
            elif older(sent.status, sent.reported, current.status, current.reported):
                self._join_history(take, offer, current)
                unchanged += 1
            else:
                corrected.append(self._replace(take, offer, sent, current))
        repeated = len(take.results) - len(offers)
        return Settled(tuple(added), tuple(corrected), unchanged + repeated, tuple(moved))

    def _add(self, take: ReportTake, offer: Offer, sent: SentResult) -> _Current:
        row = self._row(take, offer, None)
        added = _Current(row["id"], offer.fingerprint, sent.status, sent.reported, row)
        key = (take.person_id, take.sender, offer.source_id)
        self._current[key] = added
        self._copies[key].append((added.id, added.fingerprint))
        return added

    def _replace(self, take: ReportTake, offer: Offer, sent: SentResult, current: _Current) -> Stands:
        before = tuple(copy for copy, _ in self._copies[(take.person_id, take.sender, offer.source_id)])
        new = self._add(take, offer, sent)
        if current.row is not None:
            current.row["superseded_by"] = new.id
        else:
            self._replaced.append({"whose": take.person_id, "old": current.id, "new": new.id})
        return Stands(new.id, sent, before)

    def _join_history(self, take: ReportTake, offer: Offer, current: _Current) -> None:
        """Keep an older copy that comes late, unless it is there; what is in force stays."""
        copies = self._copies[(take.person_id, take.sender, offer.source_id)]
        if offer.fingerprint not in {fingerprint for _, fingerprint in copies}:
            row = self._row(take, offer, current.id)
            copies.append((row["id"], offer.fingerprint))

    def _row(self, take: ReportTake, offer: Offer, superseded_by: UUID | None) -> dict[str, Any]:
        row = offer.row | {
            "id": self._new_id(),
            "person_id": take.person_id,
            "message_id": take.message_id,
            "source_system": take.sender,
            "source_id": offer.source_id,
            "fingerprint": offer.fingerprint,
            "recorded_at": self._at,
            "superseded_by": superseded_by,
        }
        self._rows.append(row)
        return row

    def _write(self) -> None:
        table = mapped(ResultRow)
        # In this order, because the database lets only one row of each sender's id count at a time.
        if self._replaced:
            mine = (table.c.person_id == bindparam("whose")) & (table.c.id == bindparam("old"))
            self._connection.execute(update(table).where(mine).values(superseded_by=bindparam("new")), self._replaced)
        add_rows(self._connection, table, self._rows)


_Offered: TypeAlias = "list[tuple[Offer, SentResult]]"


def _offers(take: ReportTake) -> _Offered:
    """The results of a report with an identity each, as `told_apart` gives them."""
    offers = [result_offer(one) for one in take.results]
    sent = dict(zip((offer.fingerprint for offer in offers), take.results, strict=True))
    return [(offer, sent[offer.fingerprint]) for offer in told_apart(offers)]


def _statement(dialect: str, only: str) -> TextualSelect:
    source, (person_id, sender, source_id) = _ASKED[dialect]
    columns = ("person_id", "source_system", "source_id", "id", "fingerprint", "status", "reported")
    return text(
        f"SELECT {', '.join(f'result.{name}' for name in columns)} FROM {source} "  # noqa: S608  our own words alone
        f"WHERE result.person_id = {person_id} AND result.source_system = {sender} "
        f"AND result.source_id = {source_id} {only}"
    ).columns(
        person_id=Uuid(),
        source_system=String(),
        source_id=String(),
        id=Uuid(),
        fingerprint=String(),
        status=String(),
        reported=PartialDateText(),
    )


def moved_away(connection: Connection, people: Collection[UUID]) -> dict[Key, bool]:
    """Results that were moved away from people and not back since, by person, sender and the sender's identity."""
    if not people:
        return {}
    move, result = mapped(ResultMoveRow), mapped(ResultRow)
    theirs = (result.c.person_id == move.c.person_id) & (result.c.id == move.c.result_id)
    wanted = select(move.c.person_id, result.c.source_system, result.c.source_id, move.c.away)
    wanted = wanted.join(result, theirs).where(move.c.person_id.in_(people)).order_by(move.c.moved_at)
    newest = {(row[0], row[1], row[2]): row[3] for row in connection.execute(wanted)}
    return {key: away for key, away in newest.items() if away}
